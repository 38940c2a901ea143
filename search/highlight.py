"""Marking the query's strings in a text, as HTML in which everything else is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from tokenizer.grams import units
from tokenizer.normalize import normalize_with_offsets

_WHOLE = 1200  # characters of a text that are shown whole
_BEFORE = 60  # characters shown before the first mark of a longer text
_SENTENCE_END = re.compile(r"[。；;！？\n]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the spans of it that are marked, ascending and apart from each other."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def html(self) -> str:
        """The text as HTML with `<mark>` as the only tag; without the marks it is the text, escaped."""
        return _html(self.text, self.spans, 0, len(self.text))

    def excerpt(self, length: int = _WHOLE) -> str:
        """Like `html`, but of a long text only a passage of about `length` characters with the most marks."""
        if len(self.text) <= length:
            return self.html()
        start, end = self._passage(length)
        return _html(self.text, self.spans, start, end)

    def _passage(self, length: int) -> tuple[int, int]:
        if not self.spans:
            return 0, length
        best = max(
            self.spans,
            key=lambda span: (sum(span[0] <= s < span[0] + length - _BEFORE for s, _ in self.spans), -span[0]),
        )
        start = max(0, best[0] - _BEFORE)
        sentence = [match.end() for match in _SENTENCE_END.finditer(self.text, start, best[0])]
        start = sentence[0] if sentence else start
        end = min(len(self.text), max(start + length, best[1]))
        inside = [span for span in self.spans if span[0] < end < span[1]]
        return start, inside[0][1] if inside else end


class Highlighter:
    """Marks the strings of one query, given in normal form."""

    def __init__(self, strings: Sequence[str]) -> None:
        patterns = [_pattern(text) for text in strings]
        self._pattern = re.compile("|".join(p for p in patterns if p)) if any(patterns) else None

    def mark(self, text: str) -> Marked:
        """Mark every occurrence of the strings in `text`, the longest where several start together."""
        if self._pattern is None:
            return Marked(text, ())
        plain = normalize_with_offsets(text)
        spans = [
            (plain.offsets[match.start()], plain.offsets[match.end() - 1] + 1)
            for match in self._pattern.finditer(plain.text)
        ]
        return Marked(text, tuple(_merged(spans)))


def _pattern(text: str) -> str:
    """A pattern for a string whose units may have blanks between them; numbers and words only match whole."""
    parts: list[str] = []
    previous = None
    for unit in units(text):
        if previous is not None:
            parts.append(r"\s*" if unit.position == previous.position + 1 else r"[\W_]+")
        latin = unit.text.isascii()
        parts.append(rf"(?<![0-9a-z]){re.escape(unit.text)}(?![0-9a-z])" if latin else re.escape(unit.text))
        previous = unit
    return "".join(parts)


def _merged(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that overlap in the original text made one (two normal characters may come from one)."""
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current is not None and start < current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current


def _html(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> str:
    out, at = [], start
    for first, last in spans:
        if first < start or last > end:
            continue
        out.append(f"{escape(text[at:first])}<mark>{escape(text[first:last])}</mark>")
        at = last
    return "".join([*out, escape(text[at:end])])
