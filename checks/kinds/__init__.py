"""The kinds of finding. Each module registers its own when this package is loaded."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

for _module in sorted(each.name for each in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")
