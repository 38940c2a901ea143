"""Which fields of hits are shown with marks, by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import accumulate
from typing import Any

from indexer.zones import title_field
from search.highlight import FIELD, MARK, PART, Marks, Text, are_straight, without_codes

_FIELDS = {
    "boundary": ("basis", "case"),
    "duty": ("duty", "office", "note"),
    "service": ("content", "office", "phone", "time"),
    "supervision": (),
}
_PARTS = {"boundary": ("parties", ("agency", "role")), "supervision": ("sections", ("heading", "text"))}


Places = Mapping[int, Sequence[tuple[int, Text]]]  # texts by part, each with its place there


class Fields:
    """One record's fields, made ready for marking: part 0 is the headline, the last one what is not in parts.

    `joined` are the texts as HTML; of texts that are not straight the keys, in which marks are set just as well.
    """

    __slots__ = ("_every", "_keyed", "_made", "_names", "_odd", "_texts", "joined")

    def __init__(self, record: Mapping[str, Any]) -> None:
        headline = title_field(record)
        field, pair = _PARTS.get(record["kind"], ("", ()))
        parts = record.get(field, ())
        rest = [name for name in _FIELDS[record["kind"]] if name != headline and record[name]]
        self._names: list[Sequence[str]] = [[headline], *([pair] * len(parts)), rest]
        values = [record, *parts, record]
        self._texts = [
            [without_codes(value[name]) for name in names] for names, value in zip(self._names, values, strict=True)
        ]
        self._made: list[list[Text]] | None = None
        self._odd: Places = {}
        self._every: Places = {}
        self._keyed: str | None = None
        joined = PART.join([FIELD.join(part) for part in self._texts])
        if are_straight(joined.replace(FIELD, "|").replace(PART, "|")):
            self.joined = escape(joined)
        else:
            made = self._ready()
            odd = [[(place, text) for place, text in enumerate(part) if not text.straight] for part in made]
            self._odd = {number: texts for number, texts in enumerate(odd) if texts}
            self.joined = PART.join(
                [FIELD.join([text.html if text.straight else text.key for text in part]) for part in made]
            )

    def __len__(self) -> int:
        return len(self._names)

    def _ready(self) -> list[list[Text]]:
        """The texts made ready one by one, which few records ever need."""
        if self._made is None:
            self._made = [[Text(text) for text in part] for part in self._texts]
        return self._made

    @property
    def keyed(self) -> str:
        """The keys of all texts joined, for what is not to be looked for in texts themselves."""
        if self._keyed is None:
            made = self._ready()
            self._every = {number: list(enumerate(part)) for number, part in enumerate(made)}
            self._keyed = PART.join([FIELD.join([text.key for text in part]) for part in made])
        return self._keyed

    def shown(self, parts: Sequence[str], straight: bool) -> dict[str, str]:
        """The fields in which strings stand, by name.

        `parts` are those of the joined texts with marks, or of the joined keys if `straight` is False. The headline is
        always there. Of the agencies of a matter and the sections of a regime the one with the most marks is taken.
        """
        odd = self._odd if straight else self._every
        counts = [part.count(MARK) for part in parts]
        last = len(parts) - 1
        wanted = [0]
        if last > 1 and (most := max(counts[1:last])):
            wanted.append(counts.index(most, 1))
        if counts[last]:
            wanted.append(last)
        out: dict[str, str] = {}
        for number in wanted:
            texts = parts[number].split(FIELD)
            if odd:
                for place, text in odd.get(number, ()):
                    texts[place] = text.restored(texts[place])
            for name, html in zip(self._names[number], texts):  # noqa: B905 - as many, and asked for each hit
                if not number or MARK in html:
                    out[name] = html
        return out


def marked(records: Sequence[Fields], marks: Marks) -> list[dict[str, str]]:
    """The marked fields of the records of a page, by name, as HTML."""
    joined = [fields.joined if marks.straight else fields.keyed for fields in records]
    parts = marks.set_in(PART.join(joined)).split(PART)
    ends = accumulate(map(len, records))
    return [
        fields.shown(parts[end - len(fields) : end], marks.straight) for fields, end in zip(records, ends, strict=True)
    ]
