"""The product's modules, the rooms they stand in, and what they import, read from their source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")


class Import(NamedTuple):
    """One module and what it imports: a module of ours by its name, of anybody else the library."""

    by: str
    of: str
    ours: bool


@cache
def modules() -> dict[str, Path]:
    """Every module by its name, packages among them; paths from the root of the repository."""
    files = [ROOT / "app.py", *(file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")))]
    return {_name(path): path for path in (file.relative_to(ROOT) for file in files)}


@cache
def imports() -> tuple[Import, ...]:
    """Every import of every module, wherever in the module it stands."""
    return tuple(dict.fromkeys(found for by in modules() for found in _imports(by)))


def title(name: str) -> str:
    """The first paragraph of a module's docstring in one line, without its full stop."""
    text = ast.get_docstring(_tree(name)) or ""
    return " ".join(text.split("\n\n")[0].split()).removesuffix(".")


def _imports(by: str) -> Iterator[Import]:
    for node in ast.walk(_tree(by)):
        for of in _imported(node):
            ours = of in modules()
            yield Import(by, of if ours else of.split(".")[0], ours)


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        for alias in node.names:
            whole = f"{node.module}.{alias.name}"
            yield whole if whole in modules() else node.module


@cache
def _tree(name: str) -> ast.Module:
    return ast.parse((ROOT / modules()[name]).read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
