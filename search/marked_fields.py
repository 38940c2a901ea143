"""Which fields of a hit are shown with marks, by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from indexer.zones import title_field
from search.highlight import Marked, Span, Texts

_FIELDS = {
    "boundary": ("basis", "case"),
    "duty": ("duty", "office", "note"),
    "service": ("content", "office", "phone", "time"),
    "supervision": (),
}
_PARTS = (("parties", ("agency", "role")), ("sections", ("heading", "text")))


class MarkedFields:
    """One record's fields, made ready for marking: the headline, its parts in pairs, then the rest."""

    __slots__ = ("_names", "_pairs", "_texts")

    def __init__(self, record: Mapping[str, Any]) -> None:
        headline = title_field(record)
        fields: list[tuple[str, str]] = [(headline, record[headline])]
        for name, pair in _PARTS:
            fields += [(each, part[each]) for part in record.get(name, ()) for each in pair]
        self._pairs = range(1, len(fields), 2)
        fields += [(name, record[name]) for name in _FIELDS[record["kind"]] if name != headline and record[name]]
        self._names = [name for name, _ in fields]
        self._texts = Texts([text for _, text in fields])

    def marked(self, strings: Iterable[str]) -> dict[str, Marked]:
        """The fields in which strings stand, by name. The headline is always there.

        Of the agencies of a matter and the sections of a regime the one with the most marks is taken.
        """
        found = self._texts.find(strings)
        out = {self._names[0]: self._texts.marked(0, found.pop(0, ()))}
        if found:
            best = max(self._pairs, key=lambda first: _marks(found, first), default=0)
            rest = [number for number in found if number >= self._pairs.stop]
            for number in (best, best + 1, *sorted(rest)) if best and _marks(found, best) else sorted(rest):
                if number in found:
                    out[self._names[number]] = self._texts.marked(number, found[number])
        return out


def _marks(found: Mapping[int, list[Span]], first: int) -> int:
    """How many marks a pair of fields has."""
    return len(found.get(first, ())) + len(found.get(first + 1, ()))
