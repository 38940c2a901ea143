"""Understanding a query: from its text to the concepts it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter

from agencies.table import Canonical
from records.zones import AGENCY, BASIS, CASE, DUTY, EXTRA, HEADING, ITEM, NOTE, OFFICE, PRINTED, ROLE, TEXT, TITLE
from search.query.agencies import Agencies
from search.query.citations import Citations
from search.query.matters import MatterFinder
from search.query.meanings import MatterReader
from search.query.reading import Concept, Reading, Span, Word, overlaps
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

_EVERYDAY = 7.0  # what a word tells (as −ln of its share of the language) that everyone says all the time
_LEAST_TOLD = 0.3  # what even such a word is worth
_PIECES = 3  # of a query: more of them are a list of things, each of which is wanted
_COMMON = 1.0  # worth of a word up to which it means no matter by itself
_TELLING = 4.0  # worth of a word from which it is told that no list holds it

_KEPT = 16_384  # concepts of a kind that are kept for the next query
_KEPT_PIECES = 2048  # pieces of queries, which may be of 200 characters


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
        matters: MatterFinder,
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
        self._matters = MatterReader(matters, words, holds)
        self._plain = lru_cache(maxsize=_KEPT)(self._new_plain)
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
        fixed = self._fixed(text)
        spans = self._spans(text, fixed)
        meanings = self._matters.read(text, spans, fixed)
        toned = [*[span.concept for span in meanings.spans], *meanings.matters]
        if not any(concept.counts for concept in toned):
            toned = [_counting(span.concept) for span in spans]
        concepts = (*required, *toned, *_phrases(text, spans))
        better = _better(text, spans) if all(group[0].is_plain for group in special) else None
        everything = not query.text or bool(excluded)
        asks = any(_is_asked(concept) for concept in toned) and not meanings.all_unknown
        sentence = len(query.plain_text.split()) <= _PIECES
        unknown = tuple(dict.fromkeys((*meanings.unknown, *self._missing(meanings.spans))))
        return Reading(
            text,
            concepts,
            tuple(required),
            tuple(excluded),
            frozenset(intents),
            better,
            everything,
            unknown,
            sentence,
            asks,
        )

    def _missing(self, spans: Iterable[Span]) -> Iterator[str]:
        """The words that are asked for and that no record holds, but for those of everyday language."""
        for span in spans:
            concept = span.concept
            telling = concept.counts and concept.most >= _TELLING and not concept.agencies
            if telling and not any(self._holds(word.text) for word in concept.words):
                yield concept.words[0].text

    def _meant(self, clause: Clause) -> tuple[str, ...]:
        """The canonical names of the agencies that a clause asks for, by whatever name."""
        return self._agencies.named(normalize(clause.text).strip()) if AGENCY in clause.zones else ()

    def _fixed(self, text: str) -> list[Span]:
        """The legal bases and the agencies that a query names."""
        spans = [Span(found.start, found.end, _law(found.forms, found.titles)) for found in self._citations.find(text)]
        for mention in self._agencies.mentions(text):
            if not overlaps(spans, mention.start, mention.end):
                spans.append(Span(mention.start, mention.end, self._agency(mention.text, mention.agencies)))
        return spans

    def _spans(self, text: str, fixed: Sequence[Span]) -> list[Span]:
        """The query cut into concepts: what is fixed, words with synonyms, then words of the dictionary."""
        spans = list(fixed)
        for found in self._synonyms.expand(text):
            if not overlaps(spans, found.start, found.end):
                spans.append(Span(found.start, found.end, self._widened(found.word)))
        if len(spans) == 1 and spans[0].end - spans[0].start == len(text):
            return spans
        for at, end in _gaps(text, spans):
            spans += [span._replace(start=at + span.start, end=at + span.end) for span in self._piece(text[at:end])]
        return sorted(spans, key=_START)

    def _new_piece(self, text: str) -> tuple[Span, ...]:
        """What no record holds and a better spelling is known for, and the words of the rest."""
        mended = [
            Span(found.start, found.end, self._mended(text[found.start : found.end], found.better), found.better)
            for found in self._speller.corrections(text)
        ]
        words = [
            Span(at + start, at + stop, concept)
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
            return (_single(word),)
        if self._holds(word):
            return (self._plain(word, 1.0),)
        parts = self._words.split(word)
        if not any(map(self._holds, parts)):
            return (self._plain(word, 1.0),)
        return tuple(self._plain(part, _PART) for part in parts)

    def _new_plain(self, text: str, weight: float) -> Concept:
        """A string that stands for itself, worth no more than its rarity in the language."""
        most = max(_LEAST_TOLD, self._words.information(text) - _EVERYDAY)
        return Concept((Word(text),), weight, most=most)


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


def _is_asked(concept: Concept) -> bool:
    """Whether someone may be responsible for what a concept means: no agency, no law, no word that everyone says."""
    return concept.counts and not concept.agencies and not concept.words[0].zones and concept.most > _COMMON


@lru_cache(maxsize=_KEPT)
def _single(character: str) -> Concept:
    """A lone character: it stands in many words, so it only helps to rank."""
    return Concept((Word(character),), _SINGLE, counts=False)


@lru_cache(maxsize=_KEPT)
def _counting(concept: Concept) -> Concept:
    """A concept that counts, as there is nothing else to go by."""
    return Concept(concept.words, concept.weight, True, concept.agencies, concept.most)


@lru_cache(maxsize=_KEPT)
def _phrase(text: str) -> Concept:
    """Words that are typed together: records that hold them together are preferred."""
    return Concept((Word(text),), weight=_PHRASE, counts=False)


def _gaps(text: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The stretches of a text between spans that hold more than blanks."""
    found: list[tuple[int, int]] = []
    at = 0
    for span in sorted(spans, key=_START):
        found.append((at, span.start))
        at = span.end
    found.append((at, len(text)))
    return [(start, end) for start, end in found if text[start:end].strip()]


def _phrases(text: str, spans: Sequence[Span]) -> Iterator[Concept]:
    """Runs of words typed together."""
    for run in _runs(text, spans) if len(spans) > 1 else ():
        if len(run) > 1:
            yield _phrase(text[run[0].start : run[-1].end])


def _better(text: str, spans: Iterable[Span]) -> str | None:
    """The text with its better spellings put in, or None where it has none."""
    out, at = [], 0
    for span in spans:
        if span.better is not None:
            out += [text[at : span.start], span.better]
            at = span.end
    return "".join([*out, text[at:]]) if out else None


def _runs(text: str, spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Spans with nothing between them."""
    run: list[Span] = []
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
