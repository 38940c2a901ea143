"""What concepts are worth: how rare they are among all records, and how far matters are named for them.

The same numbers as those of the local engine (`search.local.impacts`), counted by the cluster when a concept is first
met and kept for its generation.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from records.columns import KIND
from records.kinds import KINDS
from search.local.impacts import TOPICALITY
from search.opensearch.clauses import STRONG, Clause, both, holds, holds_concept, holds_word
from search.query.reading import Concept, Reading, Word
from store.opensearch.cluster import Cluster
from store.opensearch.schema import column

_WHOLLY_TOPICAL = 0.3  # share of records named for a concept at which it counts fully as a topic
_KEPT = 65_536  # concepts
_SAYING = {"terms": {column(KIND): [kind.name for kind in KINDS.values() if kind.says]}}
_NAMED = {"terms": {column(KIND): [kind.name for kind in KINDS.values() if kind.named]}}


class Met(NamedTuple):
    """What a concept is worth, and its words that any record holds: others need not be asked for.

    `missed` is what a concept that no record holds would be worth: as much as the rarest word.
    """

    gain: float
    words: tuple[Word, ...]
    missed: float


class Worth:
    """What the concepts of one generation are worth; safe to share between threads."""

    def __init__(self, cluster: Cluster, index: str, count: int) -> None:
        """`count` is the number of all records."""
        self._cluster = cluster
        self._index = index
        self._count = count
        self._met: dict[Concept, Met] = {}

    def of(self, concepts: Iterable[Concept]) -> dict[Concept, Met]:
        """What each concept is worth; nothing where no record holds it. One request for all that are met first."""
        wanted = list(concepts)
        known = self._met
        fresh = [concept for concept in wanted if concept not in known]
        if fresh:
            found = self._counted(fresh)
            if len(known) + len(found) > _KEPT:
                self._met = known = {concept: known[concept] for concept in wanted if concept in known}
            known.update(found)
        return {concept: known[concept] for concept in wanted}

    def _counted(self, concepts: Sequence[Concept]) -> dict[Concept, Met]:
        levels = {concept: strengths(concept) for concept in concepts}
        clauses: list[Clause] = []
        for concept in concepts:
            first = concept.words[0].text
            clauses += [both(holds(first), _SAYING), both(holds(first, ("title",)), _NAMED, _SAYING)]
            clauses += [holds_concept(concept, concept.words, level) for level in levels[concept]]
            clauses += map(holds_word, concept.words)
        numbers = iter(self.numbers(clauses))
        found = {}
        for concept in concepts:
            said, named = next(numbers), next(numbers)
            holders = [next(numbers) for _ in levels[concept]]
            words = tuple(word for word in concept.words if next(numbers))
            alike = next(filter(None, holders), 0)
            topical = 1.0 + TOPICALITY * min(1.0, named / said / _WHOLLY_TOPICAL) if said else 1.0
            rarity = concept.weight * min(self._idf(alike or 1), concept.most)
            found[concept] = Met(rarity * topical, words, 0.0) if alike else Met(0.0, words, rarity)
        return found

    def numbers(self, clauses: Sequence[Clause]) -> list[int]:
        """How many records each clause finds."""
        bodies = [{"size": 0, "track_total_hits": True, "query": {"bool": {"filter": [each]}}} for each in clauses]
        return [each["hits"]["total"]["value"] for each in self._cluster.searches(self._index, bodies)]

    def _idf(self, found: int) -> float:
        return math.log1p((self._count - found + 0.5) / (found + 0.5))


def whole(reading: Reading, met: Mapping[Concept, Met]) -> float:
    """What all concepts that count are worth."""
    return sum(met[concept].gain + met[concept].missed for concept in reading.concepts if concept.counts)


def strengths(concept: Concept) -> list[float]:
    """The weights by which it is counted how many records hold a concept: that of strong words, then weaker ones."""
    weights = {min(word.weight, 1.0) for word in concept.words}
    strong = [STRONG] if concept.agencies or max(weights) >= STRONG else []
    return [*strong, *sorted((weight for weight in weights if weight < STRONG), reverse=True)]
