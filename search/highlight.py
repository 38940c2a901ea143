"""Marking the query's strings in texts, as HTML in which everything else is escaped.

Most texts read the same in normal form as they are printed, character for character; in these a string is found by
plain search. In the others, and where numbers or Latin words are looked for, it is found in the text's key, which has
a character for each unit (see `tokenizer.grams`) and leads back to the original.

A text with marks is *coded* until it is shown: private characters stand around each mark, and between the characters
inside it, so that no shorter string is found there again.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import accumulate
from typing import NamedTuple

from tokenizer.grams import RUN
from tokenizer.normalize import normalize_with_offsets, plain_form

START, _INSIDE, _STOP = "\ue000", "\ue001", "\ue002"
FIELD, PART = "\ue003", "\ue004"  # between fields, and between parts of a record, that are coded together

_WHOLE = 1200  # characters of a text that are shown whole
_BEFORE = 60  # characters shown before the first mark of a longer text
_KEPT_MARKS = 65_536
_SENTENCE_END = re.compile(r"[。；;！？\n]")
_SPECIAL = re.compile("[&<>\"']")
_CODES = re.compile(f"[{START}-{PART}]")
_MARK = re.compile(f"{START}[^{_STOP}]*{_STOP}")
_PIECE = re.compile(rf"(?P<run>{RUN.pattern})|(?P<gap>\W+)|(?:(?![0-9a-z])\w)+")
_HAN = re.compile(r"[^\W0-9a-zA-Z]+")
_TORN = re.compile(r"[^\W0-9a-z]\s+[^\W0-9a-z]")
_OPEN, _CLOSE = "\1", "\2"  # around numbers and Latin words, which are found whole or not at all
_GAP = "|"


class Mark(NamedTuple):
    """A string to be marked: its key, and the key coded as a mark; `order` puts the longest first.

    `straight` tells that the key may be looked for in texts themselves.
    """

    order: int
    key: str
    coded: str
    straight: bool


class Marks:
    """All marks of a record in the order in which they are made, the longest first; `others` are not straight."""

    __slots__ = ("all", "others")

    def __init__(self, strings: Iterable[str]) -> None:
        """The marks of strings in normal form; those without any unit have none."""
        self.all = sorted({mark for mark in map(_mark, strings) if mark is not None})
        self.others = [mark for mark in self.all if not mark.straight]


class Marked:
    """A text with marks."""

    __slots__ = ("_coded", "_plain")

    def __init__(self, coded: str, plain: bool) -> None:
        """`plain` tells that nothing in the text needs escaping."""
        self._coded = coded
        self._plain = plain

    def __bool__(self) -> bool:
        """Whether there is any mark."""
        return START in self._coded

    def html(self) -> str:
        """The text as HTML with `<mark>` as the only tag; without the marks it is the text, escaped."""
        return self._html(self._coded)

    def excerpt(self, length: int = _WHOLE) -> str:
        """Like `html`, but of a long text only a passage of about `length` characters with the most marks."""
        return self._html(self._coded if len(self._coded) <= length else self._passage(length))

    def _html(self, coded: str) -> str:
        if not self._plain:
            coded = escape(coded)
        return coded.replace(_INSIDE, "").replace(START, "<mark>").replace(_STOP, "</mark>")

    def _passage(self, length: int) -> str:
        coded = self._coded.replace(_INSIDE, "")
        marks = [match.span() for match in _MARK.finditer(coded)]
        if not marks or len(coded) <= length:
            return coded[:length]
        starts = [start for start, _ in marks]
        counts = [bisect_right(starts, start + length - _BEFORE - 1) - index for index, start in enumerate(starts)]
        best = marks[counts.index(max(counts))]
        start = max(0, best[0] - _BEFORE)
        sentence = _SENTENCE_END.search(coded, start, best[0])
        start = _outside(marks, sentence.end() if sentence else start)
        return coded[start : _outside(marks, max(start + length, best[1]))]


def _outside(marks: Iterable[tuple[int, int]], place: int) -> int:
    """A place that is in no mark: the end of the mark around it."""
    return next((end for start, end in marks if start < place < end), place)


class Text:
    """A text made ready for marking. One that reads the same in normal form, and is whole, is `straight`."""

    __slots__ = ("_keyed", "plain", "straight", "text")

    def __init__(self, printed: str) -> None:
        """Characters that would be taken for codes are left out: private ones, which nothing shows."""
        text = _CODES.sub("", printed)
        self.text = text
        self.plain = not _SPECIAL.search(text)
        normal = plain_form(text)
        self.straight = _HAN.findall(text) == _HAN.findall(normal) and not _TORN.search(normal)
        self._keyed: tuple[str, array[int]] | None = None

    @property
    def key(self) -> str:
        """What keys are looked for in."""
        return self._made()[0]

    def coded(self, marks: Sequence[Mark]) -> str:
        """The text with marks where strings stand; they never overlap."""
        key, origin = self._made()
        found = [mark for mark in marks if mark.key in key]
        if self.straight and all(mark.straight for mark in found):
            return code(self.text, found)
        out: list[str] = []
        at = 0
        for start, end in _spans(key, origin, found):
            out += (self.text[at:start], START, self.text[start:end], _STOP)
            at = end
        return "".join([*out, self.text[at:]])

    def _made(self) -> tuple[str, array[int]]:
        if self._keyed is None:
            self._keyed = _key(self.text)
        return self._keyed


def _spans(key: str, origin: Sequence[int], marks: Iterable[Mark]) -> list[tuple[int, int]]:
    """Where strings stand in the text of a key."""
    pieces = [key]
    for mark in marks:
        pieces = [part for index, piece in enumerate(pieces) for part in _split(piece, mark.key, index % 2)]
    ends = list(accumulate(map(len, pieces)))
    spans: list[tuple[int, int]] = []
    for first, last in zip(ends[:-1:2], ends[1::2], strict=True):
        start, end = origin[first], origin[last - 1] + 1
        if spans and start < spans[-1][1]:  # two normal characters may come from one
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def mark(text: str, strings: Iterable[str]) -> Marked:
    """A single text with the marks of strings in normal form."""
    ready, marks = Text(text), Marks(strings)
    return Marked(ready.coded(marks.all), ready.plain)


def code(text: str, marks: Iterable[Mark]) -> str:
    """A straight text, coded with straight marks."""
    for _, key, coded, _ in marks:
        text = coded.join(text.split(key))
    return text


@lru_cache(maxsize=_KEPT_MARKS)
def _mark(text: str) -> Mark | None:
    """The mark of a string in normal form, blanks and punctuation around it left out; None where nothing is left."""
    key = "".join(piece for piece, _, _ in _units(text)).strip(_GAP)
    straight = _OPEN not in key and _GAP not in key
    return Mark(-len(key), key, f"{START}{_INSIDE.join(key)}{_STOP}", straight) if key else None


def _split(piece: str, key: str, is_mark: int) -> list[str]:
    """A piece with the key as every second of its parts; one that is a mark already stays."""
    if is_mark:
        return [piece]
    return [part for between in piece.split(key) for part in (between, key)][:-1]


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
