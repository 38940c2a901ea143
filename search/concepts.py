"""Understanding a query: from its text to the concepts it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.syntax import Clause, Query
from tokenizer.normalize import normalize
from tokenizer.words import Words

_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,10}\s*(?:19|20)\d{2}\s*第?\s*\d+\s*号|[\u4e00-\u9fff]{0,14}令\s*(?:(?:19|20)\d{2}\s*)?第?\s*\d+\s*号"
)
_SINGLE = 0.4  # weight of a lone character among other words
_PHRASE = 0.6  # weight of the query's words standing together as typed, on top of each alone


@dataclass(frozen=True, slots=True)
class Word:
    """One string that may stand for a concept: its weight, and the zones it must stand in (none: any)."""

    text: str
    weight: float = 1.0
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that the searcher means, and the strings that may stand for it, the typed one first.

    `counts` tells whether a record without it covers less of the query.
    """

    words: tuple[Word, ...]
    weight: float = 1.0
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """A query understood: what to rank by, what must stand in a record, what must not."""

    concepts: tuple[Concept, ...]
    required: tuple[Concept, ...] = ()
    excluded: tuple[Concept, ...] = ()

    @property
    def strings(self) -> tuple[str, ...]:
        """All strings that a highlight marks, longest first."""
        found = {word.text for concept in (*self.concepts, *self.required) for word in concept.words}
        return tuple(sorted(found, key=lambda text: (-len(text), text)))


class Understanding:
    """Turns queries into readings, with the words of one generation."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def read(self, query: Query) -> Reading:
        """What a query means."""
        required: list[Concept] = []
        excluded: list[Concept] = []
        for group in query.groups:
            if len(group) == 1 and group[0].is_plain:
                continue
            concept = Concept(tuple(word for clause in group for word in _exact(clause)))
            if not concept.words:
                continue
            (excluded if group[0].excluded else required).append(concept)
        concepts = [*required, *self._plain(normalize(query.plain_text).strip())]
        return Reading(tuple(concepts), tuple(required), tuple(excluded))

    def _plain(self, text: str) -> Iterator[Concept]:
        """The concepts of plain words."""
        spans = list(self._spans(text))
        alone = len(spans) == 1
        for word, _, _ in spans:
            yield Concept((Word(word),), weight=1.0 if alone or len(word) > 1 or not _is_han(word) else _SINGLE)
        yield from self._phrases(text, [(start, end) for _, start, end in spans])

    def _spans(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The words of a text; document numbers stay whole. A text of nothing but common words is one word."""
        found = False
        start = 0
        for match in _NUMBER.finditer(text):
            yield from self._cut(text[start : match.start()], start)
            yield match.group(), match.start(), match.end()
            start, found = match.end(), True
        rest = list(self._cut(text[start:], start))
        yield from rest
        if not rest and not found and any(character.isalnum() for character in text):
            yield text, 0, len(text)

    def _cut(self, text: str, offset: int) -> Iterator[tuple[str, int, int]]:
        return ((word, start + offset, end + offset) for word, start, end in self._words.cut(text))

    def _phrases(self, text: str, spans: list[tuple[int, int]]) -> Iterator[Concept]:
        """Runs of words typed without a blank between: records that hold them together are preferred."""
        for run in _runs(text, spans):
            if len(run) > 1:
                yield Concept((Word(text[run[0][0] : run[-1][1]]),), weight=_PHRASE, counts=False)


def _runs(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    run: list[tuple[int, int]] = []
    for span in spans:
        if run and text[run[-1][1] : span[0]]:
            yield run
            run = []
        run.append(span)
    if run:
        yield run


def _exact(clause: Clause) -> Iterator[Word]:
    text = normalize(clause.text).strip()
    if any(character.isalnum() for character in text):
        yield Word(text, zones=clause.zones)


def _is_han(text: str) -> bool:
    return "\u4e00" <= text[:1] <= "\u9fff"
