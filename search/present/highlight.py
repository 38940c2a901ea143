"""Marking the query's strings in texts, as HTML in which everything else is escaped.

Most texts read the same in normal form as they are printed, character for character; in these a string is found by
plain search. In the others, and where numbers or Latin words are looked for, it is found in the text's key, which has
a character for each unit (see `tokenizer.grams`) and leads back to the original.

Texts are marked as HTML, and a page's records in one go. Characters that no text has (control characters, and those
that Unicode keeps free for programs) keep texts apart that are marked together, and stand for a mark where a shorter
string would be found in it again.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import accumulate
from operator import sub
from typing import Any, NamedTuple

from records.kinds import KINDS, Field
from records.texts import cells, headline, title_field
from tokenizer.grams import RUN
from tokenizer.normalize import is_plain, normalize_with_offsets, plain_form

_FIELD, _PART, _RECORD = "\ufdd0", "\ufdd1", "\ufdd2"  # between texts that are marked together
_MARK = "<mark>"

_END = "</mark>"
LONG = 1200  # characters of a text that is not shown whole
_BEFORE = 60  # characters shown before the first mark of a longer text
_KEPT_MARKS, _KEPT_SETS = 65_536, 512
_SENTENCE_END = re.compile(r"[。；;！？\n]")
_PIECE = re.compile(rf"(?P<run>{RUN.pattern})|(?P<gap>\W+)|(?:(?![0-9a-z])\w)+")
_HAN = re.compile(r"[^\W0-9a-zA-Z]+")
_TORN = re.compile(r"[^\W0-9a-z]\s+[^\W0-9a-z]")
_OPEN, _CLOSE = "\1", "\2"  # around numbers and Latin words in keys, which are found whole or not at all; around marks
_GAP = "|"
_WHOLES = re.compile(f"{_OPEN}[^{_CLOSE}]*{_CLOSE}|&[#a-z0-9]+;")  # what is not cut in two: marks, escapes
_HIDDEN = "".join(map(chr, (*range(4, 9), *range(14, 28), *range(0xFDD3, 0xFDF0))))  # each in place of a mark
_FURTHER, _NUMBERS = "\3", 0xE000  # begins the code of a further mark; where the characters behind it are counted from
_MOST_MARKS = 400
_CODES = re.compile(f"[{_OPEN}{_CLOSE}{_HIDDEN}{_FURTHER}{_FIELD}{_PART}{_RECORD}]")


class Mark(NamedTuple):
    """A string to be marked; `order` puts the longest first.

    `straight` tells that the key may be looked for in texts themselves.
    """

    order: int
    key: str
    straight: bool


class Marks:
    """The marks of a page in the order in which they are made, the longest first.

    `straight` tells that all of them may be looked for in texts themselves.
    """

    __slots__ = ("_hidden", "_pairs", "straight")

    def __init__(self, strings: Iterable[str]) -> None:
        """The marks of strings in normal form that have any unit; of very many only the longest few hundred."""
        found = sorted({mark for mark in map(_mark, strings) if mark is not None})[:_MOST_MARKS]
        keys = [mark.key for mark in found]
        self.straight = all(mark.straight for mark in found)
        self._pairs: list[tuple[str, str]] = []
        self._hidden: list[tuple[str, str]] = []
        for number, key in enumerate(keys):
            marked = f"{_MARK}{key}{_END}"
            if any(map(key.__contains__, keys[number + 1 :])):  # hidden from those while they are set
                code = _code(len(self._hidden))
                self._hidden.append((code, marked))
                marked = code
            self._pairs.append((key, marked))

    def set_in(self, text: str) -> str:
        """Keys of texts with the marks, one or many joined; straight texts as HTML with marks that are all straight."""
        for key, marked in self._pairs:
            text = marked.join(text.split(key))
        for code, marked in self._hidden:
            text = text.replace(code, marked)
        return text


def _code(number: int) -> str:
    """What stands for a hidden mark: one character, which is found soonest, or two where those are used up."""
    return _HIDDEN[number] if number < len(_HIDDEN) else f"{_FURTHER}{chr(_NUMBERS + number)}"


@lru_cache(maxsize=_KEPT_SETS)
def marks_of(strings: tuple[str, ...]) -> Marks:
    """The marks of strings, kept: the same stand in page after page."""
    return Marks(strings)


def excerpt(html: str, length: int) -> str:
    """A text with marks; of a long one only a passage of about `length` characters with the most marks."""
    if len(html) <= length:
        return html
    text = html.replace(_MARK, _OPEN).replace(_END, _CLOSE)
    return _passage(text, length).replace(_OPEN, _MARK).replace(_CLOSE, _END)


def _passage(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    wholes = [match.span() for match in _WHOLES.finditer(text)]
    marks = [span for span in wholes if text[span[0]] == _OPEN]
    if not marks:
        return text[: _outside(wholes, length)]
    starts = [start for start, _ in marks]
    counts = [bisect_right(starts, start + length - _BEFORE - 1) - index for index, start in enumerate(starts)]
    best = marks[counts.index(max(counts))]
    start = max(0, best[0] - _BEFORE)
    sentence = _SENTENCE_END.search(text, start, best[0])
    start = _outside(wholes, sentence.end() if sentence else start)
    return text[start : _outside(wholes, max(start + length, best[1]))]


def _outside(wholes: Iterable[tuple[int, int]], place: int) -> int:
    """A place at which nothing whole is cut in two: the end of what is around it."""
    return next((end for start, end in wholes if start < place < end), place)


def without_codes(text: str) -> str:
    """A text without the characters that would be taken for codes, which nothing shows."""
    return _CODES.sub("", text) if _CODES.search(text) else text


def are_straight(text: str) -> bool:
    """Whether a text, or many joined by punctuation, reads the same in normal form, and no blank tears its words."""
    if is_plain(text) and not (len(text.split(None, 1)) > 1 and _TORN.search(text)):
        return True  # most texts: the rest is a closer look
    normal = plain_form(text)
    return _HAN.findall(text) == _HAN.findall(normal) and not _TORN.search(normal)


class Text:
    """A text, without codes, made ready for marking."""

    __slots__ = ("_keyed", "html", "straight", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.html = escape(text)
        self.straight = are_straight(text)
        self._keyed: tuple[str, array[int]] | None = None

    @property
    def key(self) -> str:
        """What keys are looked for in."""
        return self._made()[0]

    def marked(self, marks: Marks) -> str:
        """The text as HTML, with `<mark>` where strings stand as the only tag; marks never overlap."""
        if self.straight and marks.straight:
            return marks.set_in(self.html)
        return self.restored(marks.set_in(self.key))

    def restored(self, key: str) -> str:
        """The text as HTML, with the marks that were set in its key."""
        if _MARK not in key:
            return self.html
        text, written = self.text, str if self.html == self.text else escape
        out: list[str] = []
        at = 0
        for start, end in _spans(key.replace(_END, _MARK).split(_MARK), self._made()[1]):
            out += (written(text[at:start]), _MARK, written(text[start:end]), _END)
            at = end
        return "".join([*out, written(text[at:])])

    def _made(self) -> tuple[str, array[int]]:
        if self._keyed is None:
            self._keyed = _key(self.text)
        return self._keyed


def _spans(pieces: Sequence[str], origin: Sequence[int]) -> list[tuple[int, int]]:
    """Where every second piece of a key comes from."""
    ends = list(accumulate(map(len, pieces)))
    spans: list[tuple[int, int]] = []
    for first, last in zip(ends[:-1:2], ends[1::2], strict=True):
        start, end = origin[first], origin[last - 1] + 1
        if spans and start < spans[-1][1]:  # two normal characters may come from one
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def mark(text: str, strings: Iterable[str]) -> str:
    """A single text as HTML with the marks of strings in normal form."""
    return Text(without_codes(text)).marked(Marks(strings))


@lru_cache(maxsize=_KEPT_MARKS)
def _mark(text: str) -> Mark | None:
    """The mark of a string in normal form, blanks and punctuation around it left out; None where nothing is left."""
    key = "".join(piece for piece, _, _ in _units(text)).strip(_GAP)
    return Mark(-len(key), key, straight=_OPEN not in key and _GAP not in key) if key else None


def _key(text: str) -> tuple[str, array[int]]:
    """The key of a text, and for each of its characters the place in the text that it comes from."""
    plain = normalize_with_offsets(text)
    keys: list[str] = []
    origin = array("I")
    for key, start, end in _units(plain.text):
        keys.append(key)
        if key[0] == _OPEN:
            origin.append(plain.offsets[start])
            origin.extend(plain.offsets[start:end])
            origin.append(plain.offsets[end - 1])
        elif key == _GAP:
            origin.append(plain.offsets[start])
        else:
            origin.extend(plain.offsets[start:end])
    return "".join(keys), origin


def _units(text: str) -> Iterator[tuple[str, int, int]]:
    """A normalised text in pieces: their keys, and where they stand. Blanks are left out."""
    for match in _PIECE.finditer(text):
        piece = match.group()
        if match.lastgroup == "run":
            yield f"{_OPEN}{piece}{_CLOSE}", match.start(), match.end()
        elif match.lastgroup != "gap":
            yield piece, match.start(), match.end()
        elif not piece.isspace():
            yield _GAP, match.start(), match.end()


# -- which fields of a record are shown with marks ---------------------------------------------------


_Odd = Sequence[tuple[int, Text]]  # texts of a part, each with its place there


class _Joined(NamedTuple):
    """A record's texts in one string, how long each part behind its own texts is, and the texts that stand as keys."""

    text: str
    sizes: Sequence[int]
    odd: Sequence[_Odd] = ()


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
        if are_straight(text.replace(_FIELD, "|").replace(_PART, "|")):
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
        own, *parts = marked.split(_PART)
        texts = own.split(_FIELD)
        if odd:
            _restore(texts, odd[0])
        out = {self._names[0]: texts[0]}
        grown = list(map(sub, map(len, parts), sizes))
        first = 0
        for listed, number in self._lists:
            here = grown[first : first + number]
            if most := max(here):
                best = first + here.index(most)
                values = parts[best].split(_FIELD)
                if odd:
                    _restore(values, odd[best + 1])
                for name, html in zip(listed, values, strict=True):
                    if _MARK in html:
                        out[name] = html
            first += number
        for name, html in zip(self._names, texts, strict=True):
            if _MARK in html:
                out[name] = html
        return out


def _listed(record: Mapping[str, Any], field: Field) -> tuple[Sequence[str], list[list[str]]]:
    """The names of the texts of a list's parts, and the texts part by part."""
    if field.as_one:
        return (field.name,), [[text] for text in cells(record, field)]
    names = [part.name for part in field.parts]
    return names, [[part[name] for name in names] for part in record[field.name]]


def _in_one(texts: Sequence[Sequence[str]]) -> str:
    return _PART.join([_FIELD.join(part) for part in texts])


def _sized(text: str, odd: Sequence[_Odd] = ()) -> _Joined:
    return _Joined(text, [len(part) for part in text.split(_PART)[1:]], odd)


def _restore(texts: list[str], odd: _Odd) -> None:
    """Put HTML in place of the keys of texts in which marks were set."""
    for place, text in odd:
        texts[place] = text.restored(texts[place])


def marked(records: Sequence[Fields], marks: Marks) -> list[dict[str, str]]:
    """The marked fields of the records of a page, by name, as HTML."""
    straight = marks.straight
    page = _RECORD.join([fields.joined(straight).text for fields in records])
    texts = marks.set_in(page).split(_RECORD) if records else []
    return [fields.shown(text, straight) for fields, text in zip(records, texts, strict=True)]
