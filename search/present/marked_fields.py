"""Which fields of hits are shown with marks, by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from operator import sub
from typing import Any, NamedTuple

from records.kinds import KINDS, Field
from records.texts import cells, headline, title_field
from search.present.highlight import FIELD, MARK, PART, RECORD, Marks, Text, are_straight, without_codes

Odd = Sequence[tuple[int, Text]]  # texts of a part, each with its place there


class _Joined(NamedTuple):
    """A record's texts in one string, how long each part behind its own texts is, and the texts that stand as keys."""

    text: str
    sizes: Sequence[int]
    odd: Sequence[Odd] = ()


class Fields:
    """One record's fields, made ready for marking: its own texts, the headline first, then those of its parts."""

    __slots__ = ("_joined", "_keyed", "_lists", "_made", "_names", "_texts")

    def __init__(self, record: Mapping[str, Any]) -> None:
        own = title_field(record)
        fields = [field for field in KINDS[record["kind"]].all_fields if field.shown and record.get(field.name)]
        rest = [field.name for field in fields if not field.parts and field.name != own]
        self._names: Sequence[str] = (own, *rest)
        parts = [[headline(record), *(record[name] for name in rest)]]
        self._lists: list[tuple[Sequence[str], int]] = []  # the names of the texts of a list's parts, and how many
        for field in fields:
            if field.parts:
                names, values = _listed(record, field)
                self._lists.append((names, len(values)))
                parts += values
        self._texts = [[without_codes(text) for text in texts] for texts in parts]
        self._made: list[list[Text]] | None = None
        self._joined = self._new_joined()
        self._keyed: _Joined | None = None

    def joined(self, straight: bool) -> _Joined:
        """The texts in which straight marks are set, or those for marks that are not to be looked for in texts."""
        if straight:
            return self._joined
        if self._keyed is None:
            made = self._ready()
            text = _in_one([[text.key for text in part] for part in made])
            self._keyed = _sized(text, [list(enumerate(part)) for part in made])
        return self._keyed

    def _new_joined(self) -> _Joined:
        """The texts as HTML; of those that are not straight the keys, in which marks are set just as well."""
        text = _in_one(self._texts)
        if are_straight(text.replace(FIELD, "|").replace(PART, "|")):
            return _sized(escape(text))
        made = self._ready()
        text = _in_one([[text.html if text.straight else text.key for text in part] for part in made])
        return _sized(text, [[(place, text) for place, text in enumerate(part) if not text.straight] for part in made])

    def _ready(self) -> list[list[Text]]:
        """The texts made ready one by one, which few records ever need."""
        if self._made is None:
            self._made = [[Text(text) for text in part] for part in self._texts]
        return self._made

    def shown(self, marked: str, straight: bool) -> dict[str, str]:
        """The fields in which strings stand, by name.

        `marked` is the joined text with marks. The headline is always there. Of the agencies of a matter, the
        sections of a regime and other lists the part with the most marks is taken: the one that has grown most.
        """
        _, sizes, odd = self.joined(straight)
        own, *parts = marked.split(PART)
        texts = own.split(FIELD)
        if odd:
            _restore(texts, odd[0])
        out = {self._names[0]: texts[0]}
        grown = list(map(sub, map(len, parts), sizes))
        first = 0
        for listed, number in self._lists:
            here = grown[first : first + number]
            if most := max(here):
                best = first + here.index(most)
                values = parts[best].split(FIELD)
                if odd:
                    _restore(values, odd[best + 1])
                for name, html in zip(listed, values, strict=True):
                    if MARK in html:
                        out[name] = html
            first += number
        for name, html in zip(self._names, texts, strict=True):
            if MARK in html:
                out[name] = html
        return out


def _listed(record: Mapping[str, Any], field: Field) -> tuple[Sequence[str], list[list[str]]]:
    """The names of the texts of a list's parts, and the texts part by part."""
    if field.as_one:
        return (field.name,), [[text] for text in cells(record, field)]
    names = [part.name for part in field.parts]
    return names, [[part[name] for name in names] for part in record[field.name]]


def _in_one(texts: Sequence[Sequence[str]]) -> str:
    return PART.join([FIELD.join(part) for part in texts])


def _sized(text: str, odd: Sequence[Odd] = ()) -> _Joined:
    return _Joined(text, [len(part) for part in text.split(PART)[1:]], odd)


def _restore(texts: list[str], odd: Odd) -> None:
    """Put HTML in place of the keys of texts in which marks were set."""
    for place, text in odd:
        texts[place] = text.restored(texts[place])


def marked(records: Sequence[Fields], marks: Marks) -> list[dict[str, str]]:
    """The marked fields of the records of a page, by name, as HTML."""
    straight = marks.straight
    page = RECORD.join([fields.joined(straight).text for fields in records])
    texts = marks.set_in(page).split(RECORD) if records else []
    return [fields.shown(text, straight) for fields, text in zip(records, texts, strict=True)]
