"""One generation of the index opened for searching, with everything that is worked out from it once."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.agency_table import load_agencies
from indexer.build import NAMES, SYNONYMS, TERMS, WORDS
from indexer.generation import Generation
from indexer.lexicon import read_terms
from indexer.whoosh_engine import WhooshEngine
from search.agencies import Agencies
from search.answer import answer
from search.citations import Citations
from search.concepts import Reading, Understanding
from search.directory import Directory
from search.filters import FACETS, Facets
from search.highlight import Highlighter
from search.marked_fields import highlights, title_field
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

_NAMED = {"boundary": "matter", "service": "service"}
_NEAR = 30  # hits whose names are offered as related
_MOST_RELATED = 6


class _Found(NamedTuple):
    """A query as understood, what each record scores, the filters, and the hits, best first."""

    reading: Reading
    scores: Scores
    matching: NDArray[np.bool_]
    masks: Mapping[str, NDArray[np.bool_]]
    ranked: list[int]


class Snapshot:
    """Answers requests from one generation; safe to share between threads."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self._engine = WhooshEngine(generation.folder)
        self.records: Sequence[Mapping[str, Any]] = [json.loads(text) for text in self._engine.records()]
        self.agencies = Agencies(load_agencies(), self.records)
        self.facets = Facets(self.records, self.agencies)
        self.directory = Directory(self.records, self.agencies)
        self._sorting = Sorting(self.records)
        names = read_terms(generation.file(NAMES))
        self._suggester = Suggester(names)
        self._by_id = {record["id"]: doc for doc, record in enumerate(self.records)}
        self._matcher = Matcher(self._engine)
        self._ranker = Ranker(
            self._engine,
            self._matcher,
            self.agencies,
            kinds=[record["kind"] for record in self.records],
            titles=[record[title_field(record)].rpartition("/")[2] for record in self.records],
        )
        words = Words(generation.file(TERMS).read_text(encoding="utf-8").split())
        self._understanding = Understanding(
            words,
            load_synonyms((OUR_SYNONYMS, generation.file(SYNONYMS))),
            load_question_words(),
            Citations((law["title"], law["number"]) for record in self.records for law in record.get("laws", ())),
            self.agencies,
            Speller([*read_terms(generation.file(WORDS)), *names], self._holds, words.covers),
            self._holds,
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
        return self._by_id.get(record_id)

    def suggest(self, typed: str) -> list[str]:
        """Completions of what is being typed."""
        return self._suggester.suggest(typed)

    def examples(self, number: int = 8) -> list[str]:
        """Matters to try on the home page."""
        return self._suggester.examples(number)

    def _holds(self, text: str) -> bool:
        """Whether any record holds a normalised string."""
        return self._matcher.match(text).size > 0

    def search(self, request: Request) -> Results:
        """Answer a request."""
        started = time.perf_counter()
        reading, scores, matching, masks, ranked = self._find(request)
        listed = self._sorting.order(ranked, request.sort)
        highlighter = Highlighter(reading.strings)
        first = (request.page - 1) * request.size
        return Results(
            request=request,
            total=len(ranked),
            suggestion=reading.better,
            agencies=answer(self.records, ranked, scores, self.agencies, reading.agencies)
            if request.query.strip()
            else (),
            facets={name: self.facets.count(name, _without(matching, masks, name)) for name in FACETS},
            hits=tuple(
                self._hit(doc, float(scores.total[doc]), highlighter, self._explain(request, reading, doc))
                for doc in listed[first : first + request.size]
            ),
            related=self._related(reading, ranked),
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def listing(self, request: Request, most: int) -> Listing:
        """Up to `most` hits of a request as whole records, in its order; its page and size do not count."""
        ranked = self._find(request).ranked
        listed = self._sorting.order(ranked, request.sort)[:most]
        return Listing(len(ranked), tuple(self.records[doc] for doc in listed))

    def _find(self, request: Request) -> _Found:
        """What a request finds, best first, before it is put in another order."""
        reading = self._understanding.read(parse_query(request.query))
        scores = self._ranker.score(reading)
        matching = self._matching(request, reading, scores)
        masks = {name: self.facets.mask(name, request.wanted(name)) for name in FACETS}
        hits = np.logical_and.reduce([matching, *masks.values()])
        return _Found(reading, scores, matching, masks, self._ranked(hits, scores))

    def _matching(self, request: Request, reading: Reading, scores: Scores) -> NDArray[np.bool_]:
        """The records that the query finds, filters aside."""
        if reading.concepts:
            matching = scores.total > 0
        else:
            everything = not request.query.strip() or bool(reading.excluded)
            matching = np.full(len(self.records), everything)
        for concept in reading.required:
            matching &= self._ranker.holding(concept)
        for concept in reading.excluded:
            matching &= ~self._ranker.holding(concept)
        return matching

    def _ranked(self, hits: NDArray[np.bool_], scores: Scores) -> list[int]:
        """The hits, best first; equal ones in the order of the lists."""
        docs = np.flatnonzero(hits)
        order: list[int] = docs[np.argsort(-scores.total[docs], kind="stable")].tolist()
        return order

    def _explain(self, request: Request, reading: Reading, doc: int) -> list[dict[str, Any]] | None:
        return self._ranker.explain(reading, doc) if request.explain else None

    def _related(self, reading: Reading, ranked: Sequence[int]) -> tuple[str, ...]:
        """Names of matters and services among the best records that say more than the query does."""
        typed = {concept.words[0].text for concept in reading.concepts}
        names = (
            record[_NAMED[record["kind"]]] for doc in ranked[:_NEAR] if (record := self.records[doc])["kind"] in _NAMED
        )
        return tuple(dict.fromkeys(name for name in names if normalize(name) not in typed))[:_MOST_RELATED]

    def _hit(self, doc: int, score: float, highlighter: Highlighter, explanation: list[dict[str, Any]] | None) -> Hit:
        record = self.records[doc]
        whole, short = highlights(record, highlighter)
        return Hit(record, record[title_field(record)], score, whole, short, explanation)


def _without(matching: NDArray[np.bool_], masks: Mapping[str, NDArray[np.bool_]], name: str) -> NDArray[np.bool_]:
    """The hits with all filters but one, so that a facet shows what else could be chosen."""
    out: NDArray[np.bool_] = np.logical_and.reduce(
        [matching, *(mask for other, mask in masks.items() if other != name)]
    )
    return out
