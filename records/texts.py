"""What a record (in the contract's JSON form) says, read by the description of its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.kinds import KINDS, Field, Form
from records.zones import AGENCY, OWNER, ZONES
from tokenizer.normalize import normalize

Record = Mapping[str, Any]

_BREAK = "|"  # a gap, which keeps grams from running over the border of two values
_COLON = "："
_LONGEST_TITLE = 60  # characters of a record that nothing names


def zone_texts(record: Record) -> dict[str, str]:
    """The searched text of a record by zone; empty zones are left out."""
    found: dict[str, list[str]] = {zone: [] for zone in ZONES}
    for field in KINDS[record["kind"]].all_fields:
        for zone, text in _zoned(record, field):
            found[zone].append(text)
    found[OWNER] = [record.get("department", ""), *record.get("department_aliases", ()), record.get("region", "")]
    joined = {zone: _BREAK.join(filter(None, texts)) for zone, texts in found.items()}
    return {zone: text for zone, text in joined.items() if text}


def title_field(record: Record) -> str:
    """The field that is a record's headline: the first of those its kind names that holds something."""
    names = KINDS[record["kind"]].headline
    return next((name for name in names if record[name]), names[0])


def headline(record: Record) -> str:
    """A record's own short name; where nothing names it, how what it says begins."""
    name: str = record[title_field(record)]
    return name or _shortened(next(texts(record), "").partition("\n")[0])


def own_name(record: Record) -> str:
    """A record's headline; of a regime within another, 校外培训/收费监管, its own part."""
    name = headline(record)
    return name.rpartition("/")[2] if KINDS[record["kind"]].form is Form.SECTIONS else name


def headline_key(record: Record) -> str:
    """What a query must be to be a record's headline word for word: its normal form without blanks."""
    return "".join(normalize(headline(record).rpartition("/")[2]).split())


def texts(record: Record) -> Iterator[str]:
    """All that a record says, text by text, its headline among them."""
    for field in KINDS[record["kind"]].all_fields:
        if not field.parts:
            yield from filter(None, (record.get(field.name),))
        elif field.as_one:
            yield from cells(record, field)
        else:
            yield from (text for _, text in _zoned(record, field) if text)


def agencies(record: Record) -> Iterator[str]:
    """The agencies that a record names in a field of their own, as printed."""
    for field in KINDS[record["kind"]].all_fields:
        yield from (text for zone, text in _zoned(record, field) if zone == AGENCY)


def cells(record: Record, field: Field) -> Iterator[str]:
    """The values of a list of labelled texts, each as one text: 办理时限：五日."""
    first, second = field.parts
    for cell in record.get(field.name, ()):
        yield _COLON.join(filter(None, (cell[first.name], cell[second.name])))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else f"{text[: _LONGEST_TITLE - 1]}…"


def _zoned(record: Record, field: Field) -> Iterator[tuple[str, str]]:
    """The searched texts of a field with their zones."""
    if field.parts:
        zoned = [part for part in field.parts if part.zone]
        for value in record.get(field.name, ()) if zoned else ():
            yield from ((part.zone, value[part.name]) for part in zoned)
    elif field.zone:
        yield field.zone, record.get(field.name, "")
