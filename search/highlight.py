"""Marking the query's strings in texts, as HTML in which everything else is escaped.

Texts are made ready once: in the key of a text a character stands for each unit (see `tokenizer.grams`), so that a
string is found in it by plain search, however it is printed, and each character leads back to the original.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape

from tokenizer.grams import RUN
from tokenizer.normalize import normalize_with_offsets

_WHOLE = 1200  # characters of a text that are shown whole
_BEFORE = 60  # characters shown before the first mark of a longer text
_KEPT_KEYS = 65_536
_SENTENCE_END = re.compile(r"[。；;！？\n]")
_SPECIAL = re.compile("[&<>\"']")
_PIECE = re.compile(rf"(?P<run>{RUN.pattern})|(?P<gap>\W+)|(?:(?![0-9a-z])\w)+")
_OPEN, _CLOSE = "\1", "\2"  # around numbers and Latin words, which are found whole or not at all
_GAP, _END = "|", "\0"

Span = tuple[int, int]


class Marked:
    """A text and the spans of it that are marked, ascending and apart from each other."""

    __slots__ = ("_plain", "spans", "text")

    def __init__(self, text: str, spans: Sequence[Span], plain: bool = False) -> None:
        """`plain` tells that nothing in the text needs escaping."""
        self.text = text
        self.spans = spans
        self._plain = plain

    def html(self) -> str:
        """The text as HTML with `<mark>` as the only tag; without the marks it is the text, escaped."""
        return self._html(0, len(self.text))

    def excerpt(self, length: int = _WHOLE) -> str:
        """Like `html`, but of a long text only a passage of about `length` characters with the most marks."""
        if len(self.text) <= length:
            return self._html(0, len(self.text))
        return self._html(*self._passage(length))

    def _passage(self, length: int) -> Span:
        if not self.spans:
            return 0, length
        starts = [start for start, _ in self.spans]
        counts = [bisect_right(starts, start + length - _BEFORE - 1) - index for index, start in enumerate(starts)]
        best = self.spans[counts.index(max(counts))]
        start = max(0, best[0] - _BEFORE)
        sentence = [match.end() for match in _SENTENCE_END.finditer(self.text, start, best[0])]
        start = sentence[0] if sentence else start
        end = min(len(self.text), max(start + length, best[1]))
        inside = [span for span in self.spans if span[0] < end < span[1]]
        return start, inside[0][1] if inside else end

    def _html(self, start: int, end: int) -> str:
        text, at = self.text, start
        out: list[str] = []
        for first, last in self.spans:
            if first >= start and last <= end:
                out += (text[at:first], "<mark>", text[first:last], "</mark>")
                at = last
        out.append(text[at:end])
        if not self._plain:
            out[::2] = map(escape, out[::2])
        return "".join(out)


class Texts:
    """Texts that are marked together."""

    __slots__ = ("_ends", "_key", "_origin", "_plain", "texts")

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        keys, ends = [], []
        self._origin = array("I")
        for text in texts:
            key, origin = _key(text)
            keys.append(key + _END)
            self._origin.extend(origin)
            self._origin.append(0)
            ends.append(len(self._origin))
        self._key = "".join(keys)
        self._ends = ends
        self._plain = [not _SPECIAL.search(text) for text in texts]

    def find(self, strings: Iterable[str]) -> dict[int, list[Span]]:
        """The marks of strings in normal form, by the number of the text; of several from one place the longest."""
        key, found = self._key, []
        for wanted in map(string_key, strings):
            if wanted:
                at, length = key.find(wanted), len(wanted)
                while at >= 0:
                    found.append((at, -at - length))
                    at = key.find(wanted, at + length)
        found.sort()
        spans: dict[int, list[Span]] = {}
        origin, last, number, end = self._origin, 0, 0, self._ends[0] if self._ends else 0
        for start, minus in found:
            if start < last:
                continue
            last = -minus
            while start >= end:
                number += 1
                end = self._ends[number]
            first, after = origin[start], origin[last - 1] + 1
            row = spans.setdefault(number, [])
            if row and first < row[-1][1]:  # two normal characters may come from one
                row[-1] = row[-1][0], max(after, row[-1][1])
            else:
                row.append((first, after))
        return spans

    def marked(self, number: int, spans: Sequence[Span]) -> Marked:
        """One of the texts with its marks."""
        return Marked(self.texts[number], spans, self._plain[number])


def mark(text: str, strings: Iterable[str]) -> Marked:
    """A single text with the marks of strings in normal form."""
    texts = Texts([text])
    return texts.marked(0, texts.find(strings).get(0, ()))


@lru_cache(maxsize=_KEPT_KEYS)
def string_key(text: str) -> str:
    """The key of a string in normal form, blanks and punctuation around it left out."""
    return "".join(piece for piece, _, _ in _pieces(text)).strip(_GAP)


def _key(text: str) -> tuple[str, array[int]]:
    """The key of a text, and for each of its characters the place in the text that it comes from."""
    plain = normalize_with_offsets(text)
    keys: list[str] = []
    origin = array("I")
    for key, start, end in _pieces(plain.text):
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


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """A normalised text in pieces: their keys, and where they stand. Blanks are left out."""
    for match in _PIECE.finditer(text):
        piece = match.group()
        if match.lastgroup == "run":
            yield f"{_OPEN}{piece}{_CLOSE}", match.start(), match.end()
        elif match.lastgroup != "gap":
            yield piece, match.start(), match.end()
        elif not piece.isspace():
            yield _GAP, match.start(), match.end()
