"""The tutorials' recipe where any word of a query may be found, as the other engines have it: Whoosh's OrGroup."""

from __future__ import annotations

from pathlib import Path

from whoosh.qparser import OrGroup

from bench.engines import Ask
from bench.engines.tutorial import build, open_with

__all__ = ["build", "open_index"]


def open_index(folder: Path) -> Ask:
    """Open the index that `build` wrote."""
    return open_with(folder, OrGroup)
