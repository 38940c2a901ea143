"""Which fields of a hit are shown with marks, by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from indexer.zones import title_field
from search.highlight import FIELD, PART, START, Mark, Marked, Marks, Text, code

_FIELDS = {
    "boundary": ("basis", "case"),
    "duty": ("duty", "office", "note"),
    "service": ("content", "office", "phone", "time"),
    "supervision": (),
}
_PARTS = {"boundary": ("parties", ("agency", "role")), "supervision": ("sections", ("heading", "text"))}


class MarkedFields:
    """One record's fields, made ready for marking: part 0 is the headline, the last one what is not in parts."""

    __slots__ = ("_keys", "_names", "_odd", "_parts", "_straight")

    def __init__(self, record: Mapping[str, Any]) -> None:
        headline = title_field(record)
        field, pair = _PARTS.get(record["kind"], ("", ()))
        parts = record.get(field, ())
        rest = [name for name in _FIELDS[record["kind"]] if name != headline and record[name]]
        self._names: list[Sequence[str]] = [[headline], *([pair] * len(parts)), rest]
        values = [record, *parts, record]
        self._parts = [[Text(value[name]) for name in names] for names, value in zip(self._names, values, strict=True)]
        self._straight = PART.join(FIELD.join(text.text for text in part) for part in self._parts)
        self._odd = [n for n, part in enumerate(self._parts) if not all(text.straight for text in part)]
        self._keys: str | None = None

    def marked(self, marks: Marks) -> dict[str, Marked]:
        """The fields in which strings stand, by name.

        The headline is always there. Of the agencies of a matter and the sections of a regime the one with the most
        marks is taken.
        """
        coded = code(self._straight, marks.all).split(PART)
        if self._odd or marks.others:
            for number in {*self._odd, *self._with_others(marks.others)}:
                coded[number] = FIELD.join(text.coded(marks.all) for text in self._parts[number])
        out = {self._names[0][0]: Marked(coded[0], self._parts[0][0].plain)}
        last = len(coded) - 1
        for number in (_most_marks(coded[1:last]) + 1, last):
            if number and START in coded[number]:
                for name, text, made in zip(
                    self._names[number], coded[number].split(FIELD), self._parts[number], strict=True
                ):
                    if START in text:
                        out[name] = Marked(text, made.plain)
        return out

    def _with_others(self, marks: Sequence[Mark]) -> Iterator[int]:
        """The parts that hold strings which stand in keys only."""
        if self._keys is None:
            self._keys = FIELD.join(text.key for part in self._parts for text in part)
        if any(mark.key in self._keys for mark in marks):
            for number, part in enumerate(self._parts):
                if any(mark.key in text.key for text in part for mark in marks):
                    yield number


def _most_marks(parts: Sequence[str]) -> int:
    """The first of the parts with the most marks, -1 where none has any."""
    counts = [part.count(START) for part in parts]
    most = max(counts, default=0)
    return counts.index(most) if most else -1
