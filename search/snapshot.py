"""One generation of the index opened for searching: requests in, results out."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from records.columns import KIND
from search.backend import Backend, Found, Record, Wanted
from search.browse.directory import Directory
from search.choosing import BAR, chosen
from search.present.answer import Quotes
from search.present.highlight import Fields, marked, marks_of
from search.present.results import Hit, Listing, Request, Results, head
from search.query.agencies import Agencies
from search.query.concepts import Understanding
from search.query.filter_values import meant
from search.query.reading import Reading
from search.query.syntax import parse_query
from store.generation import Generation
from tokenizer.normalize import normalize

_MOST_RELATED = 6
_KEPT_SHOWN = 4096  # records that stay ready to be shown
_PARTS = 1000  # of a score of 1: three decimals are told


class _Shown(NamedTuple):
    """A record made ready to be shown as a hit."""

    head: Mapping[str, str]
    fields: Fields


class Snapshot:
    """Answers requests from one generation; safe to share between threads."""

    def __init__(
        self, generation: Generation, backend: Backend, agencies: Agencies, understanding: Understanding
    ) -> None:
        self.generation = generation
        self.backend = backend
        self.agencies = agencies
        self.understanding = understanding
        self.directory = Directory(backend, agencies)
        self._turn = threading.Lock()
        self._quotes = Quotes(agencies)
        self._shown: dict[str, _Shown] = {}
        self._meant = lru_cache(maxsize=_KEPT_SHOWN)(self._new_meant)
        self._plain_names = lru_cache(maxsize=_KEPT_SHOWN)(normalize)

    @property
    def count(self) -> int:
        """How many records there are."""
        return self.backend.count

    def close(self) -> None:
        """Release the generation's files."""
        self.backend.close()

    def entry(self, record_id: str) -> Mapping[str, Any] | None:
        """A record by its id, or None."""
        return self.backend.record(record_id)

    def suggest(self, typed: str) -> list[str]:
        """Completions of what is being typed."""
        return self.backend.suggest(typed)

    def examples(self, number: int = 8) -> list[str]:
        """Matters to try on the home page."""
        return self.backend.examples(number)

    def search(self, request: Request) -> Results:
        """Answer a request.

        One at a time: threads that hand the interpreter over at each array operation were a fifth slower.
        """
        with self._turn:
            return self._search(request)

    def _search(self, request: Request) -> Results:
        started = time.perf_counter()
        reading = self.understanding.read(parse_query(request.query))
        asks = bool(request.query.strip()) and reading.asks_matter
        found = self.backend.find(
            Wanted(
                reading,
                self._filters(request),
                request.sort,
                (request.page - 1) * request.size,
                request.size,
                BAR if asks else None,
                request.explain,
            )
        )
        return Results(
            request=request,
            total=found.total,
            suggestion=reading.better,
            agencies=self._quotes.lines(chosen(found), reading.agencies),
            facets=found.facets,
            hits=self._hits(found),
            related=self._related(reading, found),
            unknown=reading.unknown,
            named_agencies=() if reading.asks_matter else tuple(sorted(reading.agencies)),
            named_laws=() if reading.asks_matter else reading.laws,
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def listing(self, request: Request, most: int) -> Listing:
        """Up to `most` hits of a request as whole records, in its order; its page and size do not count."""
        reading = self.understanding.read(parse_query(request.query))
        found = self.backend.find(Wanted(reading, self._filters(request), request.sort, size=most))
        return Listing(found.total, tuple(hit.record for hit in found.hits))

    def _filters(self, request: Request) -> dict[str, tuple[str, ...]]:
        """The filters in force; their values may be wanted by any of their names."""
        return {
            name: tuple(value for asked in values for value in self._meant(name, asked))
            for name, values in request.filters.items()
            if values
        }

    def _new_meant(self, facet: str, asked: str) -> tuple[str, ...]:
        """The values of a facet that are meant."""
        values = () if facet == KIND else [value.text for value in self.backend.values(facet)]
        return tuple(meant(facet, asked, values, self.agencies.named))

    def _related(self, reading: Reading, found: Found) -> tuple[str, ...]:
        """Names of matters and services among the best records that say more than the query does."""
        typed = {concept.words[0].text for concept in reading.concepts}
        related: list[str] = []
        for name in found.names:
            if self._plain_names(name) not in typed:
                related.append(name)
                if len(related) == _MOST_RELATED:
                    break
        return tuple(related)

    def _hits(self, found: Found) -> tuple[Hit, ...]:
        """The records to be shown, with marks."""
        kept = self._shown.get
        shown = [kept(hit.record["id"]) or self._ready(hit.record) for hit in found.hits]
        fields = marked([each.fields for each in shown], marks_of(found.held))
        return tuple(
            [
                Hit(hit.record, each.head, round(hit.score * _PARTS) / _PARTS, texts, hit.explanation)
                for hit, each, texts in zip(found.hits, shown, fields, strict=True)
            ]
        )

    def _ready(self, record: Record) -> _Shown:
        """A record made ready to be shown, and kept."""
        if len(self._shown) >= _KEPT_SHOWN:
            self._shown.clear()
        shown = self._shown[record["id"]] = _Shown(head(record), Fields(record))
        return shown
