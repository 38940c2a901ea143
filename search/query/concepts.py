"""Understanding a query: from its text to the concepts it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from agencies.table import Canonical
from records.zones import AGENCY, BASIS, CASE, DUTY, EXTRA, HEADING, ITEM, NOTE, OFFICE, PRINTED, ROLE, TEXT, TITLE
from search.query.agencies import Agencies
from search.query.citations import Citations
from search.query.spelling import Speller
from search.query.syntax import Clause, Query
from tokenizer.normalize import normalize
from tokenizer.question_words import QuestionWords
from tokenizer.synonyms import Synonyms
from tokenizer.words import Words

_SINGLE = 0.4  # weight of a lone character among other words
_PHRASE = 0.6  # weight of the query's words standing together as typed, on top of each alone
_BASIS = 3.0  # weight of a legal basis that is cited, against one that is only mentioned
_SURE = 0.9  # weight of a name from which it means the agency wherever it stands
_NAMED = 0.5  # weight of an agency named in running text, against one that has a share or a list of its own
_RUNNING = (TITLE, ITEM, DUTY, ROLE, TEXT, CASE, NOTE, OFFICE, EXTRA, HEADING, PRINTED)
_MENDED = 0.9  # weight of a better spelling
_INSIDE = 0.3  # weight of a shorter word inside a typed one that has synonyms
_SAME_LAW = 0.5  # weight of the title of a law whose number was typed
_PART = 0.7  # weight of the parts of a word that no record holds whole

_KEPT = 16_384  # concepts of a kind that are kept for the next query
_KEPT_PIECES = 2048  # pieces of queries, which may be of 200 characters


@dataclass(frozen=True, slots=True)
class Word:
    """One string that may stand for a concept: its weight, and the zones it must stand in (none: any)."""

    text: str
    weight: float = 1.0
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Concept:
    """One thing that the searcher means, and the strings that may stand for it, the typed one first.

    `counts` tells whether a record without it covers less of the query; `agencies` are the canonical names of
    the agencies that it means. A concept equals only itself, which makes it a quick key: an `Understanding`
    gives the same concept each time for the same piece of a query.
    """

    words: tuple[Word, ...]
    weight: float = 1.0
    counts: bool = True
    agencies: tuple[str, ...] = ()


class Reading(NamedTuple):
    """A query understood: its words without question words, what to rank by, what must and must not stand in a record.

    `intents` are the sections of the question words: `who`, `how`, `wants_phone` … `better` is the query with
    its spelling mended, None where there was nothing to mend. `everything` tells that all records are meant where there
    are no concepts: nothing was typed, or only what must not stand.
    """

    text: str
    concepts: tuple[Concept, ...]
    required: tuple[Concept, ...] = ()
    excluded: tuple[Concept, ...] = ()
    intents: frozenset[str] = frozenset()
    better: str | None = None
    everything: bool = False

    @property
    def agencies(self) -> frozenset[str]:
        """The canonical names of the agencies that the query asks for."""
        return frozenset(name for concept in self.concepts for name in concept.agencies)


class _Span(NamedTuple):
    """A piece of the query, the concept that it means, and a better spelling of it where there is one."""

    start: int
    end: int
    concept: Concept
    better: str | None = None


_START = attrgetter("start")


class Understanding:
    """Turns queries into readings.

    `holds` tells whether any record holds a string: a word that none holds is mended where a better spelling
    is known, else looked for by its parts.
    """

    def __init__(
        self,
        words: Words,
        synonyms: Synonyms,
        questions: QuestionWords,
        citations: Citations,
        agencies: Agencies,
        speller: Speller,
        holds: Callable[[str], bool],
    ) -> None:
        self._words = words
        self._synonyms = synonyms
        self._questions = questions
        self._citations = citations
        self._agencies = agencies
        self._speller = speller
        self._holds = holds
        self._agency = lru_cache(maxsize=_KEPT)(self._new_agency)
        self._widened = lru_cache(maxsize=_KEPT)(self._new_widened)
        self._mended = lru_cache(maxsize=_KEPT)(self._new_mended)
        self._piece = lru_cache(maxsize=_KEPT_PIECES)(self._new_piece)

    def read(self, query: Query) -> Reading:
        """What a query means."""
        required: list[Concept] = []
        excluded: list[Concept] = []
        special = query.special
        for group in special:
            if words := tuple(word for clause in group for word in _exact(clause)):
                agencies = tuple(name for clause in group for name in self._meant(clause))
                (excluded if group[0].excluded else required).append(_clauses(words, agencies))
        text, intents = self._questions.split(normalize(query.plain_text).strip(), self._words.ends)
        spans = self._spans(text)
        concepts = (*required, *[span.concept for span in spans], *_phrases(text, spans))
        better = _better(text, spans) if all(group[0].is_plain for group in special) else None
        everything = not query.text or bool(excluded)
        return Reading(text, concepts, tuple(required), tuple(excluded), frozenset(intents), better, everything)

    def _meant(self, clause: Clause) -> tuple[str, ...]:
        """The canonical names of the agencies that a clause asks for, by whatever name."""
        return self._agencies.named(normalize(clause.text).strip()) if AGENCY in clause.zones else ()

    def _spans(self, text: str) -> list[_Span]:
        """The query cut into concepts: legal bases, words with synonyms, then words of the dictionary."""
        spans = [_Span(found.start, found.end, _law(found.forms, found.titles)) for found in self._citations.find(text)]
        for mention in self._agencies.mentions(text):
            if not _overlaps(spans, mention.start, mention.end):
                spans.append(_Span(mention.start, mention.end, self._agency(mention.text, mention.agencies)))
        for found in self._synonyms.expand(text):
            if not _overlaps(spans, found.start, found.end):
                spans.append(_Span(found.start, found.end, self._widened(found.word)))
        if len(spans) == 1 and spans[0].end - spans[0].start == len(text):
            return spans
        for at, end in _gaps(text, spans):
            spans += [span._replace(start=at + span.start, end=at + span.end) for span in self._piece(text[at:end])]
        return sorted(spans, key=_START)

    def _new_piece(self, text: str) -> tuple[_Span, ...]:
        """What no record holds and a better spelling is known for, and the words of the rest."""
        mended = [
            _Span(found.start, found.end, self._mended(text[found.start : found.end], found.better), found.better)
            for found in self._speller.corrections(text)
        ]
        words = [
            _Span(at + start, at + stop, concept)
            for at, end in _gaps(text, mended)
            for word, start, stop in self._words.cut(text[at:end])
            for concept in self._of_word(word)
        ]
        return (*mended, *words)

    def _new_agency(self, text: str, agencies: tuple[Canonical, ...]) -> Concept:
        """An agency: known by the table in parties and owners, by its names in running text."""
        names = self._agencies.written(agencies, _SURE)
        beside = [Word(name, weight * _NAMED, _RUNNING) for name, weight in names if name != text]
        words = (Word(text, _NAMED, _RUNNING), *beside)
        return Concept(words, agencies=tuple(agency.name for agency in agencies))

    def _new_widened(self, word: str) -> Concept:
        """A word that has synonyms."""
        beside = [Word(target.word, target.weight) for target in self._synonyms.targets(word)]
        beside += [Word(part, _INSIDE) for part in self._words.parts(word)]
        return Concept((Word(word), *beside))

    def _new_mended(self, typed: str, better: str) -> Concept:
        """A word with its better spelling."""
        beside = [Word(better, _MENDED)]
        for expansion in self._synonyms.expand(better):
            beside += [Word(target.word, target.weight * _MENDED) for target in expansion.targets]
        return Concept((Word(typed), *beside))

    def _of_word(self, word: str) -> tuple[Concept, ...]:
        """A word of the dictionary; its parts where no record holds it."""
        if len(word) == 1 and word >= "\u4e00":
            return (_plain(word, _SINGLE),)
        if self._holds(word):
            return (_plain(word, 1.0),)
        return tuple(_plain(part, _PART) for part in self._words.split(word))


@lru_cache(maxsize=_KEPT)
def _law(forms: tuple[str, ...], titles: tuple[str, ...]) -> Concept:
    """A legal basis: where it is cited it counts more than where it is mentioned."""
    cited = (Word(form, _BASIS, (BASIS, NOTE)) for form in forms)
    mentioned = (Word(form) for form in forms)
    named = (Word(title, _SAME_LAW) for title in titles)
    return Concept((*cited, *mentioned, *named))


@lru_cache(maxsize=_KEPT)
def _clauses(words: tuple[Word, ...], agencies: tuple[str, ...]) -> Concept:
    """What must or must not stand in a record."""
    return Concept(words, agencies=agencies)


@lru_cache(maxsize=_KEPT)
def _plain(text: str, weight: float) -> Concept:
    """A string that stands for itself."""
    return Concept((Word(text),), weight=weight)


@lru_cache(maxsize=_KEPT)
def _phrase(text: str) -> Concept:
    """Words that are typed together: records that hold them together are preferred."""
    return Concept((Word(text),), weight=_PHRASE, counts=False)


def _overlaps(spans: Iterable[_Span], start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in spans)


def _gaps(text: str, spans: Iterable[_Span]) -> list[tuple[int, int]]:
    """The stretches of a text between spans that hold more than blanks."""
    found: list[tuple[int, int]] = []
    at = 0
    for span in sorted(spans, key=_START):
        found.append((at, span.start))
        at = span.end
    found.append((at, len(text)))
    return [(start, end) for start, end in found if text[start:end].strip()]


def _phrases(text: str, spans: Sequence[_Span]) -> Iterator[Concept]:
    """Runs of words typed together."""
    for run in _runs(text, spans) if len(spans) > 1 else ():
        if len(run) > 1:
            yield _phrase(text[run[0].start : run[-1].end])


def _better(text: str, spans: Iterable[_Span]) -> str | None:
    """The text with its better spellings put in, or None where it has none."""
    out, at = [], 0
    for span in spans:
        if span.better is not None:
            out += [text[at : span.start], span.better]
            at = span.end
    return "".join([*out, text[at:]]) if out else None


def _runs(text: str, spans: Iterable[_Span]) -> Iterator[list[_Span]]:
    """Spans with nothing between them."""
    run: list[_Span] = []
    for span in spans:
        if run and text[run[-1].end : span.start]:
            yield run
            run = []
        run.append(span)
    if run:
        yield run


def _exact(clause: Clause) -> Iterator[Word]:
    text = normalize(clause.text).strip()
    if any(map(str.isalnum, text)):
        yield Word(text, zones=clause.zones)
