"""One generation of the index opened for searching, with everything that is worked out from it once."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.agency_table import load_agencies
from indexer.build import NAMES, SYNONYMS, TERMS, WORDS
from indexer.columns import AGENCY, CITED, DEPARTMENT, KIND, NAME, parts_of
from indexer.generation import Generation
from indexer.lexicon import read_terms
from indexer.whoosh_engine import WhooshEngine
from indexer.zones import title_field
from search.agencies import Agencies
from search.answer import Answers
from search.citations import Citations
from search.concepts import Concept, Reading, Understanding
from search.directory import Directory
from search.filters import Counts, Facets, only
from search.impacts import ImpactStore
from search.marked_fields import MarkedFields
from search.matching import Matcher
from search.ranking import Ranker, Scores
from search.results import Hit, Listing, Request, Results
from search.sorting import Sorting
from search.spelling import Speller
from search.suggest import Suggester
from search.syntax import parse_query
from tokenizer.normalize import normalize
from tokenizer.question_words import load_question_words
from tokenizer.synonyms import SYNONYMS as OUR_SYNONYMS
from tokenizer.synonyms import load_synonyms
from tokenizer.words import Words

_NAMED = ("boundary", "service")  # records with a name of their own
_NEAR = 30  # hits whose names are offered as related
_MOST_RELATED = 6
_KEPT_FIELDS = 4096  # records that stay ready for marking


class _Found(NamedTuple):
    """A query as understood, what it finds without and with filters, and the filters."""

    reading: Reading
    matching: Scores
    hits: Scores
    wanted: Mapping[str, NDArray[np.bool_]]


class Snapshot:
    """Answers requests from one generation; safe to share between threads."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self._engine = WhooshEngine(generation.folder)
        columns = self._engine.columns
        self.records = self._engine.records
        self.agencies = Agencies(load_agencies(), columns[AGENCY], columns[DEPARTMENT])
        self.facets = Facets(columns, self.agencies)
        self._sorting = Sorting(columns)
        self._matcher = Matcher(self._engine)
        self.directory = Directory(self.records, columns, self.agencies, lambda text: self._matcher.match(text).docs)
        kinds = columns[KIND]
        named = np.isin(kinds.single, [kinds.numbers[kind] for kind in _NAMED if kind in kinds.numbers])
        store = ImpactStore(self._engine, self._matcher, self.agencies, named)
        self._ranker = Ranker(self._engine, store, kinds.single, kinds.values)
        is_matter = kinds.single == kinds.numbers.get("boundary", -1)
        self._answers = Answers(self.records, is_matter, self.agencies)
        self._fields = lru_cache(maxsize=_KEPT_FIELDS)(self._new_fields)
        self._names = columns[NAME]
        self._plain_names = lru_cache(maxsize=_KEPT_FIELDS)(normalize)
        words = Words(generation.file(TERMS).read_text(encoding="utf-8").split())
        names = read_terms(generation.file(NAMES))
        self._suggester = Suggester(names)
        self._understanding = Understanding(
            words,
            load_synonyms((OUR_SYNONYMS, generation.file(SYNONYMS))),
            load_question_words(),
            Citations(map(parts_of, columns[CITED].values)),
            self.agencies,
            Speller([*read_terms(generation.file(WORDS)), *names], self._matcher.holds, words.covers),
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
        """Answer a request."""
        started = time.perf_counter()
        found = self._find(request)
        reading, hits = found.reading, found.hits
        first = (request.page - 1) * request.size
        best = hits.best(_NEAR)
        listed = self._sorting.first(hits, request.sort, first + request.size)[first:]
        asks = bool(request.query.strip()) and len(best) > 0
        return Results(
            request=request,
            total=len(hits.docs),
            suggestion=reading.better,
            agencies=self._answers.answer(hits, int(best[0]), float(found.matching.total.max()), reading.agencies)
            if asks
            else (),
            facets=self._counts(found),
            hits=self._hits(request, reading, hits, listed),
            related=self._related(reading, hits.docs[best].tolist()),
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def listing(self, request: Request, most: int) -> Listing:
        """Up to `most` hits of a request as whole records, in its order; its page and size do not count."""
        hits = self._find(request).hits
        listed = hits.docs[self._sorting.first(hits, request.sort, most)].tolist()
        return Listing(len(hits.docs), tuple(self.records[doc] for doc in listed))

    def _find(self, request: Request) -> _Found:
        """What a request finds, with and without its filters."""
        reading = self._understanding.read(parse_query(request.query))
        matching = self._matching(request, reading)
        wanted = self.facets.wanted(request.filters)
        hits = matching.only(only(wanted.values(), matching.docs)) if wanted else matching
        return _Found(reading, matching, hits, wanted)

    def _matching(self, request: Request, reading: Reading) -> Scores:
        """The records that the query finds, filters aside."""
        if reading.concepts:
            scores = self._ranker.score(reading)
        else:
            scores = self._ranker.everything()
            if request.query.strip() and not reading.excluded:
                scores = scores.only(np.zeros(len(scores.docs), dtype=bool))
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

    def _related(self, reading: Reading, docs: Sequence[int]) -> tuple[str, ...]:
        """Names of matters and services among the best records that say more than the query does."""
        typed = {concept.words[0].text for concept in reading.concepts}
        names = dict.fromkeys(name for doc in docs for name in self._names.of(doc))
        return tuple(islice((name for name in names if self._plain_names(name) not in typed), _MOST_RELATED))

    def _hits(self, request: Request, reading: Reading, found: Scores, places: NDArray[np.int64]) -> tuple[Hit, ...]:
        """The records to be shown, with marks."""
        docs = found.docs[places].tolist()
        concepts: tuple[Concept, ...] = (*reading.concepts, *reading.required)
        strings = self._ranker.held(concepts, docs)
        return tuple(
            self._hit(doc, score, held, self._ranker.explain(reading, doc) if request.explain else None)
            for doc, score, held in zip(docs, found.total[places].tolist(), strings, strict=True)
        )

    def _hit(self, doc: int, score: float, held: set[str], explanation: list[dict[str, Any]] | None) -> Hit:
        record, fields = self._fields(doc)
        return Hit(record, record[title_field(record)], score, fields.marked(held), explanation)

    def _new_fields(self, doc: int) -> tuple[Mapping[str, Any], MarkedFields]:
        record = self.records[doc]
        return record, MarkedFields(record)
