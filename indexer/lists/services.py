"""Rows of service tables → services; rows of a catalogue whose type is a power are powers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.lists.entries import Context, extras, number_of, office_name, own
from indexer.lists.powers import POWER_TYPE, power_of
from indexer.lists.tables import Entry, ListTable
from indexer.vocabulary.names import looks_like_office
from records.records import LabelledText, Record, Service
from tokenizer.number_marks import without_mark
from tokenizer.wording import join_label, join_text, squeeze

_PHONE = re.compile(r"[\d\-—–()/、,;转]{3,}")
_FIELDS = ("content", "office", "phone", "time")
_BESIDE = ("parent", "type", "body", "basis", "note")  # columns of catalogues that a service has no field for


@dataclass(slots=True)
class _Offer:
    """A service being read: rows that leave its name blank add to its content and its offices."""

    first: Entry
    name: str
    texts: dict[str, list[str]] = field(default_factory=dict)
    extra: list[LabelledText] = field(default_factory=list)

    def add(self, entry: Entry, table: ListTable) -> None:
        for name in _FIELDS:
            text = entry[name].strip() if entry is self.first else own(entry, name)
            if text:
                self.texts.setdefault(name, []).append(office_name(text) if name == "office" else text)
        self.extra += extras(entry, table, *_BESIDE)

    def record(self, context: Context) -> Service:
        return Service(
            owner=context.owner_of(self.first),
            seq=number_of(self.first),
            source=context.source(self.first),
            service=self.name,
            content="\n".join(join_text(text) for text in self.texts.get("content", ())),
            office="\n".join(self.texts.get("office", ())),
            phone="\n".join(join_label(text) for text in self.texts.get("phone", ())),
            time="\n".join(join_text(text) for text in self.texts.get("time", ())),
            extra=tuple(dict.fromkeys(self.extra)),
        )


def read_services(table: ListTable, entries: Iterator[Entry], context: Context) -> Iterator[Record]:
    """The services of a table; what stands before the first one is reported."""
    current: _Offer | None = None
    for entry in map(_by_shape, entries):
        main, sub = _main(entry), join_label(without_mark(join_label(entry["sub"])))
        name = sub if "sub" not in entry.merged and sub else main
        if POWER_TYPE.fullmatch(squeeze(entry["type"])) and (main or sub):
            if current is not None:
                yield current.record(context)
            current = None
            values = {**entry.fields, "agency": entry["body"]}
            whole = main or join_label(entry["service"] or entry["event"] or entry["parent"])
            yield power_of(entry, table, context, values, whole, sub)
            continue
        if name:
            if current is not None:
                yield current.record(context)
            current = _Offer(entry, name)
        if current is None:
            context.unplaced(entry, "没有服务事项")
        else:
            current.add(entry, table)
    if current is not None:
        yield current.record(context)


def _main(entry: Entry) -> str:
    """The name in the row's own cell of a 主项, or of the service itself."""
    return next((name for field_ in ("service", "event", "parent") if (name := join_label(own(entry, field_)))), "")


def _by_shape(entry: Entry) -> Entry:
    """Undo a mix-up: a row that prints its telephone number as its office, and its office as time or number."""
    swapped = next((name for name in ("time", "phone") if looks_like_office(entry[name])), None)
    if swapped is None or not _PHONE.fullmatch(squeeze(entry["office"])):
        return entry
    fields = {**entry.fields, swapped: "", "office": entry[swapped]}
    return Entry({**fields, "phone": entry["office"]}, entry.merged, entry.place, entry.extra, entry.band)
