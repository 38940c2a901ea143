"""Which fields of hits are shown with marks, by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from operator import sub
from typing import Any, NamedTuple

from records.zones import title_field
from search.present.highlight import FIELD, MARK, PART, RECORD, Marks, Text, are_straight, without_codes

_FIELDS = {
    "boundary": ("basis", "case"),
    "duty": ("duty", "office", "note"),
    "service": ("content", "office", "phone", "time"),
    "supervision": (),
}
_PARTS = {"boundary": ("parties", ("agency", "role")), "supervision": ("sections", ("heading", "text"))}


Odd = Sequence[tuple[int, Text]]  # texts of a part, each with its place there


class _Joined(NamedTuple):
    """A record's texts in one string, how long each part behind its own texts is, and the texts that stand as keys."""

    text: str
    sizes: Sequence[int]
    odd: Sequence[Odd] = ()


class Fields:
    """One record's fields, made ready for marking: its own texts, the headline first, then those of its parts."""

    __slots__ = ("_joined", "_keyed", "_made", "_names", "_pair", "_texts")

    def __init__(self, record: Mapping[str, Any]) -> None:
        headline = title_field(record)
        field, pair = _PARTS.get(record["kind"], ("", ()))
        rest = [name for name in _FIELDS[record["kind"]] if name != headline and record[name]]
        self._names: Sequence[str] = (headline, *rest)
        self._pair: Sequence[str] = pair
        named = [(self._names, record), *((pair, part) for part in record.get(field, ()))]
        self._texts = [[without_codes(values[name]) for name in names] for names, values in named]
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

        `marked` is the joined text with marks. The headline is always there. Of the agencies of a matter and the
        sections of a regime the one with the most marks is taken: the one that has grown most.
        """
        _, sizes, odd = self.joined(straight)
        own, *parts = marked.split(PART)
        texts = own.split(FIELD)
        if odd:
            _restore(texts, odd[0])
        out = {self._names[0]: texts[0]}
        if parts:
            grown = list(map(sub, map(len, parts), sizes))
            if most := max(grown):
                best = grown.index(most)
                pair = parts[best].split(FIELD)
                if odd:
                    _restore(pair, odd[best + 1])
                for name, html in zip(self._pair, pair, strict=True):
                    if MARK in html:
                        out[name] = html
        for name, html in zip(self._names, texts, strict=True):
            if MARK in html:
                out[name] = html
        return out


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
