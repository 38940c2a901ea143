"""Table rows → records of duties, boundary matters and services."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from indexer.lists.tables import Entry, ListTable
from indexer.model.problems import Problem, ProblemKind, excerpt
from indexer.vocabulary.names import agency_name, looks_like_agency, looks_like_office
from records.laws import find_laws
from records.records import Boundary, Duty, Owner, Party, Record, Service, Source
from tokenizer.wording import is_note, join_label, join_text, squeeze

_DIGITS = re.compile(r"\d+")
_PHONE = re.compile(r"[\d\-—–()/、,;转]{3,}")


@dataclass(slots=True)
class Context:
    """What every row of a table shares: the file, the list's owner, and where problems are noted.

    `spans` tells that the table has merged cells, so that an empty cell is empty and not part of a merged one.
    """

    file: str
    owner: Owner
    problems: list[Problem]
    spans: bool = False

    def source(self, entry: Entry) -> Source:
        """Where a record that starts at `entry` stands."""
        return Source(self.file, entry.place)

    def unplaced(self, entry: Entry, why: str) -> None:
        """Report a row that belongs to no record."""
        message = f"{why}：{excerpt(list(entry.fields.values()))}"
        self.problems.append(Problem(self.file, entry.place, ProblemKind.UNPLACED_ROW, message))


def read_rows(table: ListTable, context: Context) -> Iterator[Record]:
    """The records of one table; rows that belong to none are reported to `context`."""
    context.spans = any(entry.merged for entry in table.entries)
    entries = (entry for entry in table.entries if not entry.is_blank and not _is_note_row(entry))
    return _READERS[table.columns.kind](entries, context)


def _is_note_row(entry: Entry) -> bool:
    texts = [text for text in entry.fields.values() if text.strip()]
    return len(set(texts)) == 1 and is_note(texts[0])


def _number(entry: Entry) -> str:
    """The digits of the row's 序号 (its own, not one merged from above)."""
    return "" if "seq" in entry.merged else "".join(_DIGITS.findall(squeeze(entry["seq"])))


def _own(entry: Entry, name: str) -> str:
    """The field's text where its cell starts in this row, else ""."""
    return "" if name in entry.merged else entry[name].strip()


def _office(text: str) -> str:
    """An office cell as one line; a name that a merged cell prints twice is taken once."""
    lines = [join_label(line) for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and len(set(lines)) == 1:
        return lines[0]
    if len(lines) > 1 and all(len(line) > 2 and looks_like_office(line) for line in lines):
        return "、".join(lines)
    return join_label(text)


def _duties(entries: Iterator[Entry], context: Context) -> Iterator[Record]:
    number = duty = office = ""
    for entry in entries:
        own_number, own_duty, item = _number(entry), join_text(_own(entry, "duty")), join_text(entry["item"])
        if own_duty:
            number, duty, office = own_number, own_duty, ""
        elif own_number:
            number = own_number
        office = _office(entry["office"]) or ("" if context.spans else office)
        note = join_text(entry["note"])
        if own_duty or item:
            yield Duty(
                owner=context.owner,
                seq=number,
                source=context.source(entry),
                duty=duty,
                item=item,
                office=office,
                note=note,
            )
        elif note or own_number:
            context.unplaced(entry, "没有职责也没有事项")


@dataclass(slots=True)
class _Matter:
    """A boundary matter being read, row by row."""

    first: Entry
    number: str
    title: str
    parties: list[Party] = field(default_factory=list)
    basis: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        agency, role = agency_name(_own(entry, "agency")), join_text(_own(entry, "role"))
        if "agency" in entry.merged and role:
            agency = agency_name(entry["agency"])
        if agency or role:
            self.parties.append(Party(agency, role))
        if basis := join_text(_own(entry, "basis")):
            self.basis.append(basis)
        if case := join_text(_own(entry, "case")):
            self.cases.append(case)

    def record(self, context: Context) -> Boundary:
        basis = "\n".join(self.basis)
        return Boundary(
            owner=context.owner,
            seq=self.number,
            source=context.source(self.first),
            matter=self.title,
            parties=tuple(self.parties),
            basis=basis,
            laws=find_laws(basis),
            case="\n".join(self.cases),
        )


def _boundaries(entries: Iterator[Entry], context: Context) -> Iterator[Record]:
    current: _Matter | None = None
    for entry in map(_unshifted, entries):
        number, title = _number(entry), join_label(_own(entry, "matter"))
        if title:
            if current is not None:
                yield current.record(context)
            current = _Matter(entry, number, title)
        if current is None:
            context.unplaced(entry, "不属于任何管理事项")
        else:
            current.add(entry)
    if current is not None:
        yield current.record(context)


def _unshifted(entry: Entry) -> Entry:
    """Undo a shift: a row that lost its matter cell prints the agency there, and an empty last cell."""
    names = [name for name in ("matter", "agency", "role", "basis", "case") if name in entry.fields]
    shifted = (
        not entry.merged
        and not _number(entry)
        and "agency" in entry.fields
        and looks_like_agency(entry["matter"])
        and entry["agency"].strip() != ""
        and not looks_like_agency(entry["agency"])
        and not entry[names[-1]].strip()
    )
    if not shifted:
        return entry
    values = ["", *(entry[name] for name in names[:-1])]
    return Entry({**entry.fields, **dict(zip(names, values, strict=True))}, entry.merged, entry.place)


@dataclass(slots=True)
class _Offer:
    """A service being read: rows that leave its name blank add to its content and its offices."""

    first: Entry
    name: str
    texts: dict[str, list[str]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        for name in ("content", "office", "phone", "time"):
            text = _own(entry, name)
            if text:
                self.texts.setdefault(name, []).append(_office(text) if name == "office" else text)

    def record(self, context: Context) -> Service:
        return Service(
            owner=context.owner,
            seq=_number(self.first),
            source=context.source(self.first),
            service=self.name,
            content="\n".join(join_text(text) for text in self.texts.get("content", ())),
            office="\n".join(self.texts.get("office", ())),
            phone="\n".join(join_label(text) for text in self.texts.get("phone", ())),
            time="\n".join(join_text(text) for text in self.texts.get("time", ())),
        )


def _by_shape(entry: Entry) -> Entry:
    """Undo a mix-up: a row that prints its telephone number as its office, and its office as time or number."""
    swapped = next((name for name in ("time", "phone") if looks_like_office(entry[name])), None)
    if swapped is None or not _PHONE.fullmatch(squeeze(entry["office"])):
        return entry
    fields = {**entry.fields, swapped: "", "office": entry[swapped]}
    return Entry({**fields, "phone": entry["office"]}, entry.merged, entry.place)


def _services(entries: Iterator[Entry], context: Context) -> Iterator[Record]:
    current: _Offer | None = None
    for entry in map(_by_shape, entries):
        name = join_label(_own(entry, "service"))
        if name:
            if current is not None:
                yield current.record(context)
            current = _Offer(entry, name)
        if current is None:
            context.unplaced(entry, "没有服务事项")
        else:
            current.add(entry)
    if current is not None:
        yield current.record(context)


_READERS: dict[str, Callable[[Iterator[Entry], Context], Iterator[Record]]] = {
    Duty.kind: _duties,
    Boundary.kind: _boundaries,
    Service.kind: _services,
}
