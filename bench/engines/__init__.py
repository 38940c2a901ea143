"""The engines measured side by side. Each module builds an index from records and opens it for asking.

Every module has

- `build(records, folder)`, which writes an index of records (as `records.records` gives them) into a folder, and
- `open_index(folder)`, which gives a function from a query to a `Page`: the number of hits and the ten best,
  marked, as Python values.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

HITS = 10  # on a page


class Page(NamedTuple):
    """What a query found: how many records, and the ten best with their marks."""

    total: int
    hits: Sequence[Mapping[str, Any]]


Ask = Callable[[str], Page]


class Engine(Protocol):
    """What a module of an engine has."""

    def build(self, records: Iterable[Mapping[str, Any]], folder: Path) -> None:
        """Write an index of the records."""

    def open_index(self, folder: Path) -> Ask:
        """Open the index for asking."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """An engine: its module, the name that tables give it, and the package it needs.

    It may ask the index that another one built (`index_of`), and be left out above a number of records.
    """

    name: str
    label: str
    package: str
    index_of: str = ""
    most: int | None = None
    why: str = ""

    @property
    def index(self) -> str:
        """The name of the engine whose index it asks."""
        return self.index_of or self.name

    def left_out(self, records: int) -> str | None:
        """Why it is not measured on so many records, or None where it is."""
        if find_spec(self.package) is None:
            return f"the package {self.package} is not installed"
        if self.most is not None and records > self.most:
            return self.why
        return None


OURS = "ours"
_SLOW_FROM = 28_000
_SLOW = "not measured above 28,000 records, to end a run within the hour: at 100,000 its build takes minutes"
CONTESTANTS = (
    Contestant(OURS, "Qingdan", "search"),
    Contestant("tantivy_engine", "Tantivy + jieba", "tantivy"),
    Contestant("fts5", "SQLite FTS5 + jieba", "sqlite3"),
    Contestant("tutorial", "Tutorial recipe (Whoosh + ChineseAnalyzer)", "whoosh", most=_SLOW_FROM, why=_SLOW),
    Contestant("tutorial_any", "Tutorial recipe, any word", "whoosh", "tutorial", _SLOW_FROM, _SLOW),
)


def load(name: str) -> Engine:
    """The engine of that name; loads nothing of the others."""
    return cast(Engine, importlib.import_module(f"{__name__}.{name}"))
