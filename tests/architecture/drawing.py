"""The rooms drawn, and the list of all modules, as docs/architecture.md shows them: `make map` writes them there.

Both are made from the code. An arrow stands for an import, and is left out where others lead there on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.architecture.directions import HOUSE, INDEXER, SEARCH, WEB, room
from tests.architecture.modules import ROOT, imports, modules, title

PAGE = ROOT / "docs" / "architecture.md"
_DRAWINGS = {"house": HOUSE, "indexer": INDEXER, "search": SEARCH, "web": WEB}
_MADE = re.compile(r"(<!-- made from the code: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def drawn(page: str) -> str:
    """The page with what is made from the code as the code is now."""
    return _MADE.sub(lambda found: f"{found[1]}{_made(found[2])}{found[3]}", page)


def _made(what: str) -> str:
    return "".join(f"{line}\n" for line in (_list() if what == "modules" else _drawing(_DRAWINGS[what])))


def _drawing(rooms: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """A flow chart of the rooms in the language that code hosts draw."""
    yield "```mermaid"
    yield "flowchart TD"
    for start, ends in _fewest(_arrows(rooms)).items():
        for end in sorted(ends):
            yield f"  {_node(start)} --> {_node(end)}"
    yield "```"


def _arrows(rooms: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """From each room to those that its modules import, as far as the rules allow it."""
    arrows: dict[str, set[str]] = {name: set() for name in rooms}
    for each in imports():
        by, of = room(each.by, rooms), room(each.of, rooms) if each.ours else None
        if by and of and of in rooms[by]:
            arrows[by].add(of)
    return arrows


def _fewest(arrows: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The arrows without those whose end is reached through another."""
    return {start: ends - _reached(arrows, ends) for start, ends in arrows.items()}


def _reached(arrows: Mapping[str, set[str]], starts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for start in starts:
        found |= arrows[start] | _reached(arrows, arrows[start])
    return found


def _node(name: str) -> str:
    """A room by a name without dots and what is written on it: `end` and the like are words of the language."""
    path = name.replace(".", "/")
    return f'{name.replace(".", "_")}_room["{path}"]'


def _list() -> Iterator[str]:
    """Every module under its package, with what its docstring says it is."""
    packages = {path.parent: name for name, path in modules().items() if path.name == "__init__.py"}
    for folder in [Path(), *packages]:
        if folder in packages:
            yield f"**`{folder.as_posix()}/`**: {title(packages[folder])}"
        yield ""
        for name, path in modules().items():
            if path.parent == folder and name not in packages.values():
                yield f"- `{path.as_posix()}`: {title(name)}"
        yield ""


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
