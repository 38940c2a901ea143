"""What the thesaurus of matters adds to a query: the lists' words for what people say, and the names they lack.

A recognised matter becomes one concept more. Its terms stand beside the words that tell it, each of which stands for
the matter by as much of it as it says. The words themselves stay, to rank by and not to be missed: what is asked is
the matter. What else a sentence holds tells a story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from search.query.matters import Evidence, MatterFinder, Recognised
from search.query.matters import Span as Stretch
from search.query.reading import Concept, Span, Word, overlaps
from tokenizer.words import Words

_FIRST, _STEP, _LEAST = 0.95, 0.05, 0.6  # weight of a matter's most exact term, and how it falls to the next ones
_LAW = 0.5  # weight of a law's title: who cites it says little of the matter
_EXACT = 2  # of a matter's terms: where none of them is held and but one of the others, it is another matter's
_INEXACT = 0.6  # weight of such a term
_SLOTS = 0.9  # weight of all the words of a pattern together, each of which tells little by itself
_RIVAL = 0.7  # weight of a matter that other evidence on the same words makes less sure
_TOLD = 0.8  # weight of words that tell a matter, beside it
_REST = 0.2  # weight of what else stands in a sentence that tells a matter
_STORY = 0.2  # weight of words of person, place and time
_SAID = 0.7  # weight of a held word from which a matter is said to stand in the lists

_KEPT = 16_384


class Meanings(NamedTuple):
    """Concepts of a query toned by what its matters explain, the matters' own, and the names of those in no list."""

    spans: list[Span]
    matters: list[Concept]
    unknown: list[str]

    @property
    def all_unknown(self) -> bool:
        """Whether matters were recognised, and all of them stand in no list."""
        return 0 < len(self.matters) == len(self.unknown)


class _Told(NamedTuple):
    """Matters that the same words tell, surest first, and where these stand."""

    matters: tuple[Recognised, ...]
    stretches: tuple[Stretch, ...]


class MatterReader:
    """Adds the matters of queries to their concepts; `holds` tells whether any record holds a string."""

    def __init__(self, finder: MatterFinder, words: Words, holds: Callable[[str], bool]) -> None:
        self._finder = finder
        self._words = words
        self._holds = holds
        self._concept = lru_cache(maxsize=_KEPT)(_concept)

    def read(self, text: str, spans: Sequence[Span], fixed: Sequence[Span]) -> Meanings:
        """The meanings of a query that is cut into spans, of which the fixed ones are laws and agencies."""
        recognition = self._finder.recognise(text, self._words.frequency)
        told = list(_grouped(self._news(text, recognition.recognised, spans, fixed)))
        concepts, unknown = [], []
        for each in told:
            concept, name = self._meant(each, spans)
            concepts.append(concept)
            unknown += [name] if name else []
        explained = [stretch for each in told for stretch in each.stretches]
        runs = [run for run in _runs(text) if any(run[0] <= start < run[1] for start, _ in explained)]

        def toned(span: Span) -> Span:
            if span in fixed:
                return span
            if _within(span, explained):
                return span._replace(concept=_toned(span.concept, _TOLD))
            if len(span.concept.words) == 1 and _inside(span, recognition.story):
                return span._replace(concept=_toned(span.concept, _STORY))
            return span._replace(concept=_lighter(span.concept)) if _within(span, runs) else span

        return Meanings([toned(span) for span in spans], concepts, unknown)

    def _news(
        self, text: str, recognised: Iterable[Recognised], spans: Sequence[Span], fixed: Sequence[Span]
    ) -> Iterator[Recognised]:
        """The matters with the evidence that tells more than the lists' own words and known names do."""
        for found in recognised:
            evidence = [each for each in found.evidence if not any(overlaps(fixed, *span) for span in each.spans)]
            if evidence and not any(self._is_printed(text, each, spans) for each in evidence):
                yield Recognised(found.matter, tuple(evidence))

    def _is_printed(self, text: str, evidence: Evidence, spans: Sequence[Span]) -> bool:
        """Whether evidence is what the lists themselves print: an official term, or within one of their own."""
        if evidence.kind in ("official", "law"):
            return all(self._holds(text[start:end]) for start, end in evidence.spans)
        first, last = evidence.spans[0][0], evidence.spans[-1][1]
        around = [text[span.start : span.end] for span in spans if span.start <= first and last <= span.end]
        return any(self._words.is_term(word) and self._holds(word) for word in around)

    def _meant(self, told: _Told, spans: Sequence[Span]) -> tuple[Concept, str]:
        """The concept of some matters, and the first one's name where no list holds any of them."""
        terms: dict[str, float] = {}
        all_laws = {law for found in told.matters for law in found.matter.laws}
        known = False
        for found in told.matters:
            laws = set(found.matter.laws)
            held = [(number, term) for number, term in enumerate(found.matter.terms) if self._holds(term)]
            own = [number for number, term in held if term not in laws]
            exact = len(own) > 1 or any(
                number < _EXACT or found.matter.terms[number] == found.matter.name for number in own
            )
            sure = (_RIVAL if known else 1.0) * (1.0 if exact else _INEXACT)
            known |= exact
            for number, term in held:
                terms.setdefault(term, sure * (_LAW if term in laws else max(_LEAST, _FIRST - _STEP * number)))
        size = sum(end - start for start, end in told.stretches)
        most = _SLOTS / len(told.stretches) if len(told.stretches) > 1 else 1.0
        pieces: dict[str, float] = {}
        for span in spans:
            if _within(span, told.stretches) and span.end - span.start > 1:
                share = min(most, len(span.concept.words[0].text) / size)  # a span may be of several words
                for word in span.concept.words:
                    if word.text not in terms and len(word.text) > 1 and self._holds(word.text):
                        pieces[word.text] = max(pieces.get(word.text, 0.0), share * min(word.weight, 1.0))
        name = told.matters[0].matter.name
        words = (*terms.items(), *pieces.items()) or ((name, 1.0),)
        is_said = any(weight >= _SAID for weight in pieces.values()) or any(term not in all_laws for term in terms)
        return self._concept(words, told.matters[0].strength), "" if is_said else name


def _concept(words: tuple[tuple[str, float], ...], weight: float) -> Concept:
    return Concept(tuple(Word(text, strength) for text, strength in words), weight)


def _grouped(recognised: Iterable[Recognised]) -> Iterator[_Told]:
    """Matters that share words of their evidence are one: which of them is meant, the lists tell."""
    groups: list[tuple[list[Recognised], list[Stretch]]] = []
    for found in recognised:
        stretches = sorted({span for each in found.evidence for span in each.spans})
        for matters, taken in groups:
            if any(a < d and c < b for a, b in stretches for c, d in taken):
                matters.append(found)
                break
        else:
            groups.append(([found], stretches))
    for matters, taken in groups:
        yield _Told(tuple(matters), tuple(_merged(taken)))


def _merged(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Stretches in order, those that overlap made one."""
    last: Stretch | None = None
    for start, end in sorted(stretches):
        if last and start < last[1]:
            last = last[0], max(last[1], end)
            continue
        if last:
            yield last
        last = start, end
    if last:
        yield last


def _runs(text: str) -> Iterator[Stretch]:
    """The stretches of a text without blanks."""
    at = 0
    for run in text.split():
        start = text.index(run, at)
        at = start + len(run)
        yield start, at


def _inside(span: Span, stretches: Iterable[Stretch]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in stretches)


def _within(span: Span, stretches: Iterable[Stretch]) -> bool:
    return any(span.start < end and start < span.end for start, end in stretches)


@lru_cache(maxsize=_KEPT)
def _toned(concept: Concept, factor: float) -> Concept:
    """A concept that only helps to rank."""
    return Concept(concept.words, concept.weight * factor, False, concept.agencies, concept.most)


@lru_cache(maxsize=_KEPT)
def _lighter(concept: Concept) -> Concept:
    """A concept beside the matter of its sentence."""
    return Concept(concept.words, concept.weight * _REST, concept.counts, concept.agencies, concept.most)
