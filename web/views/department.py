"""A department's whole list as readable pages with contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from records.kinds import KINDS, Form
from records.texts import headline
from search.browse.directory import Group
from search.snapshot import Snapshot
from web.views.paging import pages
from web.views.parties import PartyView, parties

Record = Mapping[str, Any]

ROOM = 28_000  # characters of a page: packs into 40 KB
_TITLE = 46  # characters of an entry in the contents


@dataclass(frozen=True, slots=True)
class Unit:
    """What stays together: a record, or all rows under one 主要职责 (the records in printed order)."""

    kind: str
    title: str
    records: tuple[Record, ...]
    parties: tuple[PartyView, ...]

    @property
    def anchor(self) -> str:
        """Where the unit stands on its page."""
        anchor: str = self.records[0]["id"]
        return anchor

    @property
    def size(self) -> int:
        """Characters of its text."""
        return sum(len(str(record)) for record in self.records) // 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: the unit's title, its page and its place there."""

    title: str
    page: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive units of one kind."""

    kind: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """A list in pages, and the contents by kind with the number of records."""

    name: str
    region: str
    aliases: tuple[str, ...]
    contents: tuple[tuple[str, int, tuple[Entry, ...]], ...]
    pages: tuple[tuple[Part, ...], ...]
    files: tuple[str, ...]


def department_view(serving: Snapshot, group: Group) -> DepartmentView:
    """The list of a department, paged."""
    records = serving.directory.records(group)
    ordered = sorted(records, key=lambda record: KINDS[record["kind"]].place)
    paged = pages(_units(ordered, serving), lambda unit: unit.size, ROOM)
    numbered = [(number, unit) for number, units in enumerate(paged, 1) for unit in units]
    contents = tuple(
        (kind, sum(len(unit.records) for _, unit in same), tuple(_entry(number, unit) for number, unit in same))
        for kind, entries in groupby(numbered, key=lambda item: item[1].kind)
        if (same := list(entries))
    )
    return DepartmentView(
        name=group.name,
        region=records[0]["region"],
        aliases=tuple(dict.fromkeys(alias for record in records for alias in record["department_aliases"])),
        contents=contents,
        pages=tuple(tuple(_parts(units)) for units in paged),
        files=tuple(dict.fromkeys(record["source"]["file"] for record in records)),
    )


def _units(records: Sequence[Record], serving: Snapshot) -> Iterator[Unit]:
    for (kind, _, _), rows in groupby(records, key=_together):
        same = tuple(rows)
        first = same[0]
        yield Unit(kind, _title(first), same, parties(first, serving.agencies))


def _title(record: Record) -> str:
    if KINDS[record["kind"]].form is Form.ITEMS:
        return record["duty"] or record.get("category") or "（未写明主要职责）"
    return headline(record)


def _together(record: Record) -> tuple[str, str, str]:
    """What rows have in common that stand together: the 主要职责, or the group where the list has none."""
    kind: str = record["kind"]
    if KINDS[kind].form is not Form.ITEMS:
        return kind, record["id"], ""
    return (kind, record["duty"], record["seq"]) if record["duty"] else (kind, "", record.get("category", ""))


def _parts(units: Sequence[Unit]) -> Iterator[Part]:
    for kind, same in groupby(units, key=lambda unit: unit.kind):
        yield Part(kind, tuple(same))


def _entry(page: int, unit: Unit) -> Entry:
    title = " ".join(unit.title.split())
    return Entry(title if len(title) <= _TITLE else title[: _TITLE - 1] + "…", page, unit.anchor)
