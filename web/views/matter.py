"""One matter over all lists that have it, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.browse.comparison import ComparedRow, State, compare, only_here
from search.browse.directory import Group, list_name
from search.snapshot import Snapshot

PER_PAGE = 4  # lists that stand side by side


@dataclass(frozen=True, slots=True)
class Column:
    """One list's record of the matter; the laws that it rests on, each with whether no other list has it."""

    record: Mapping[str, Any]
    department: str
    laws: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class MatterView:
    """The lists shown (`columns`) with the agencies by row, of `total` lists that have the matter."""

    name: str
    spellings: tuple[tuple[str, int], ...]
    columns: tuple[Column, ...]
    rows: tuple[ComparedRow, ...]
    total: int
    last_page: int

    @property
    def alike(self) -> int:
        """How many agencies all lists name with the same words."""
        return sum(row.state is State.SAME for row in self.rows)

    @property
    def partly(self) -> int:
        """How many agencies only some lists name."""
        return sum(row.state is State.SOME for row in self.rows)


def last_page(group: Group) -> int:
    """The number of pages that the lists of a matter fill."""
    return -(-group.count // PER_PAGE)


def matter_view(serving: Snapshot, group: Group, page: int) -> MatterView:
    """A page of the lists that have a matter, compared with each other."""
    shown = serving.directory.records(group, (page - 1) * PER_PAGE, PER_PAGE)
    return MatterView(
        name=group.name,
        spellings=group.spellings,
        columns=_columns(shown),
        rows=compare(shown, serving.agencies.named),
        total=group.count,
        last_page=last_page(group),
    )


def _columns(records: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    titles = [list(dict.fromkeys(law["title"] for law in record["laws"])) for record in records]
    return tuple(
        Column(record, list_name(record), tuple(laws)) for record, laws in zip(records, only_here(titles), strict=True)
    )
