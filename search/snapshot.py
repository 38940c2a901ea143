"""One generation of the index opened for searching, with everything that is worked out from it once."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agencies.table import load_agencies
from records.kinds import KINDS, matter_kinds
from search.browse.directory import Directory
from search.local.filters import Counts, Facets, only
from search.local.impacts import ImpactStore
from search.local.matching import Matcher
from search.local.ranking import Ranker
from search.local.scores import Scores
from search.local.sorting import Sorting
from search.present.answer import Answers
from search.present.highlight import Fields, marked, marks_of
from search.present.results import AgencyLine, Hit, Listing, Request, Results, head
from search.query.agencies import Agencies
from search.query.citations import Citations
from search.query.concepts import Reading, Understanding
from search.query.spelling import Speller
from search.query.syntax import parse_query
from search.suggest import Suggester
from store.columns import AGENCY, CITED, DEPARTMENT, KIND, NAME, parts_of
from store.generation import NAMES, SYNONYMS, TERMS, WORDS, Generation
from store.terms import Terms
from store.whoosh_engine import WhooshEngine
from tokenizer.normalize import normalize
from tokenizer.question_words import load_question_words
from tokenizer.synonyms import SYNONYMS as OUR_SYNONYMS
from tokenizer.synonyms import load_synonyms
from tokenizer.words import Words

_NEAR = 30  # hits whose names are offered as related
_MOST_RELATED = 6
_KEPT_SHOWN = 4096  # records that stay ready to be shown
_DECIMALS = 3  # of a score


class _Found(NamedTuple):
    """A query as understood, what it finds without and with filters, and the filters."""

    reading: Reading
    matching: Scores
    hits: Scores
    wanted: Mapping[str, NDArray[np.bool_]]


class _Shown(NamedTuple):
    """A record made ready to be shown as a hit."""

    record: Mapping[str, Any]
    head: Mapping[str, str]
    fields: Fields


class Snapshot:
    """Answers requests from one generation; safe to share between threads."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self._turn = threading.Lock()
        self._engine = WhooshEngine(generation.folder, generation.mapped)
        columns = self._engine.columns
        self.records = self._engine.records
        self.agencies = Agencies(load_agencies(), columns[AGENCY], columns[DEPARTMENT])
        self.facets = Facets(columns, self.agencies)
        self._sorting = Sorting(columns)
        self._matcher = Matcher(self._engine)
        self.directory = Directory(self.records, columns, self.agencies, lambda text: self._matcher.match(text).docs)
        kinds = np.array([list(KINDS).index(kind) for kind in columns[KIND].values])[columns[KIND].single]
        store = ImpactStore(self._engine, self._matcher, self.agencies, kinds)
        self._ranker = Ranker(self._engine, store, kinds)
        is_matter = np.isin(kinds, [list(KINDS).index(name) for name in matter_kinds()])
        self._answers = Answers(self.records, is_matter, self.agencies)
        self._shown = lru_cache(maxsize=_KEPT_SHOWN)(self._new_shown)
        self._names = columns[NAME]
        self._plain_names = lru_cache(maxsize=_KEPT_SHOWN)(normalize)
        words = Words(generation.file(TERMS).read_text(encoding="utf-8").split())
        names = Terms(generation.file(NAMES))
        self._suggester = Suggester(names)
        self._understanding = Understanding(
            words,
            load_synonyms((OUR_SYNONYMS, generation.file(SYNONYMS))),
            load_question_words(),
            Citations(map(parts_of, columns[CITED].values)),
            self.agencies,
            Speller((Terms(generation.file(WORDS)), names), self._matcher.holds, words.covers),
            self._matcher.holds,
        )

    def close(self) -> None:
        """Release the generation's files."""
        self._engine.close()

    def entry(self, record_id: str) -> Mapping[str, Any] | None:
        """A record by its id, or None."""
        doc = self.position(record_id)
        return None if doc is None else self.records[doc]

    def position(self, record_id: str) -> int | None:
        """Where a record stands among all records, or None."""
        return self._engine.position(record_id)

    def suggest(self, typed: str) -> list[str]:
        """Completions of what is being typed."""
        return self._suggester.suggest(typed)

    def examples(self, number: int = 8) -> list[str]:
        """Matters to try on the home page."""
        return self._suggester.examples(number)

    def search(self, request: Request) -> Results:
        """Answer a request.

        One at a time: threads that hand the interpreter over at each array operation were a fifth slower.
        """
        with self._turn:
            return self._search(request)

    def _search(self, request: Request) -> Results:
        started = time.perf_counter()
        found = self._find(request)
        reading, hits = found.reading, found.hits
        first = (request.page - 1) * request.size
        best = hits.best(max(_NEAR, first + request.size))
        listed = self._sorting.first(hits, best, request.sort, first + request.size)[first:]
        return Results(
            request=request,
            total=len(hits.docs),
            suggestion=reading.better,
            agencies=self._answer(found) if request.query.strip() else (),
            facets=self._counts(found),
            hits=self._hits(request, reading, hits, listed),
            related=self._related(reading, hits.docs[best[:_NEAR]]),
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def listing(self, request: Request, most: int) -> Listing:
        """Up to `most` hits of a request as whole records, in its order; its page and size do not count."""
        hits = self._find(request).hits
        listed = hits.docs[self._sorting.first(hits, hits.best(most), request.sort, most)].tolist()
        return Listing(len(hits.docs), tuple(self.records[doc] for doc in listed))

    def _find(self, request: Request) -> _Found:
        """What a request finds, with and without its filters."""
        reading = self._understanding.read(parse_query(request.query))
        matching = self._matching(request, reading)
        wanted = self.facets.wanted(request.filters)
        hits = matching.only(only(wanted.values(), matching.docs)) if wanted else matching
        return _Found(reading, matching, hits, wanted)

    def _answer(self, found: _Found) -> tuple[AgencyLine, ...]:
        """Who is responsible; records that say nothing neither answer nor keep others from it."""
        hits = self._ranker.saying(found.hits)
        if not len(hits.docs):
            return ()
        top = float(self._ranker.saying(found.matching).total.max())
        return self._answers.answer(hits, hits.best(1).item(0), top, found.reading.agencies)

    def _matching(self, request: Request, reading: Reading) -> Scores:
        """The records that the query finds, filters aside."""
        if reading.concepts:
            scores = self._ranker.score(reading)
        else:
            everything = not request.query.strip() or bool(reading.excluded)
            scores = self._ranker.everything if everything else self._ranker.nothing
        for concept in reading.required:
            scores = scores.only(self._ranker.holding(concept, scores.docs))
        for concept in reading.excluded:
            scores = scores.only(~self._ranker.holding(concept, scores.docs))
        return scores

    def _counts(self, found: _Found) -> Mapping[str, Counts]:
        """The facets of the hits. A facet with a filter shows what else could be chosen: its own is left out."""
        counts = self.facets.count(found.hits.docs)
        for name in found.wanted:
            others = [mask for other, mask in found.wanted.items() if other != name]
            docs = found.matching.docs
            counts[name] = self.facets.count(docs[only(others, docs)])[name]
        return counts

    def _related(self, reading: Reading, docs: NDArray[np.int64]) -> tuple[str, ...]:
        """Names of matters and services among the best records that say more than the query does."""
        typed = {concept.words[0].text for concept in reading.concepts}
        found: list[str] = []
        for code in dict.fromkeys(self._names.single.take(docs).tolist()):
            if code >= 0 and self._plain_names(name := self._names.values[code]) not in typed:
                found.append(name)
                if len(found) == _MOST_RELATED:
                    break
        return tuple(found)

    def _hits(self, request: Request, reading: Reading, found: Scores, places: NDArray[np.int64]) -> tuple[Hit, ...]:
        """The records to be shown, with marks."""
        docs = found.docs.take(places)
        numbers = docs.tolist()
        shown = [self._shown(doc) for doc in numbers]
        marks = marks_of(tuple(self._ranker.held((*reading.concepts, *reading.required), docs)))
        fields = marked([each.fields for each in shown], marks)
        scores = (found.total.take(places).astype(np.float64).round(_DECIMALS) + 0.0).tolist()
        explained: Sequence[Any] = [None] * len(numbers)
        if request.explain:
            explained = [self._ranker.explain(reading, doc) for doc in numbers]
        return tuple(
            [
                Hit(each.record, each.head, score, texts, why)
                for each, score, texts, why in zip(shown, scores, fields, explained, strict=True)
            ]
        )

    def _new_shown(self, doc: int) -> _Shown:
        record = self.records[doc]
        return _Shown(record, head(record), Fields(record))
