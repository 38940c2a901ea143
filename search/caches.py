"""The latest results, kept for whoever asks the same again: the same words differently spaced or spelt included."""

from __future__ import annotations

import time
from collections.abc import Hashable

from search.backend import FACETS
from search.generation_cache import GenerationCache
from search.present.results import Request, Results
from search.query.syntax import parse_query
from search.snapshot import Snapshot
from tokenizer.normalize import normalize

MOST_RESULTS = 512
_LARGEST = 20  # hits of a page that is kept; few ask for larger ones, and they would fill the memory


class ResultCache:
    """At most `most` results of the serving generation, the least lately used given up first; 0 keeps none.

    Threads share it. Requests for explanations and large pages pass it by.
    """

    def __init__(self, most: int = MOST_RESULTS) -> None:
        self._most = most
        self._kept: GenerationCache[Results] = GenerationCache(most)

    def __len__(self) -> int:
        return len(self._kept)

    def search(self, serving: Snapshot, request: Request) -> Results:
        """What `serving` answers to a request, kept or found anew."""
        if not self._most or request.explain or request.size > _LARGEST:
            return serving.search(request)
        started = time.perf_counter()
        generation, key = serving.generation.name, _key(request)
        kept = self._kept.get(generation, key)
        if kept is None:
            found = serving.search(request)
            self._kept.put(generation, key, found)
            return found
        return kept._replace(request=request, took_ms=(time.perf_counter() - started) * 1000)


def _key(request: Request) -> Hashable:
    """All that an answer depends on, the echo of the request aside."""
    query = parse_query(request.query)
    groups = tuple(tuple(clause._replace(text=normalize(clause.text)) for clause in group) for group in query.groups)
    filters = tuple(request.wanted(name) for name in FACETS)
    return bool(query.text), groups, filters, request.page, request.size, request.sort
