"""What the cluster tells of a hit: which of a query's words it holds, and so how much of the query it covers.

Each word is a named query, put beside the one that finds, where it costs nothing: the cluster looks up the names for
the few records that it gives out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from search.backend import Ranked
from search.opensearch.asking import POWER
from search.opensearch.clauses import Clause, any_of, holds_word, shares, titled
from search.query.concepts import Concept, Reading
from store.opensearch.schema import ID, RECORD

_TITLED, _OF_AGENCY = "titled", "agency"
_NEVER: Clause = {"term": {ID: ""}}


class Telling:
    """Reads hits of one query; `gains` are what its concepts that count and are held are worth."""

    def __init__(self, reading: Reading, gains: Mapping[Concept, float]) -> None:
        self._concepts = tuple(dict.fromkeys((*reading.concepts, *reading.required)))
        self._worth = gains
        self.gains = [(each, gains[each]) for each in reading.concepts if each.counts and gains[each]]
        self._whole = sum(gain for _, gain in self.gains)
        self._numbers = {concept: number for number, concept in enumerate(self._concepts)}

    def naming(self, query: Clause) -> Clause:
        """A query whose hits tell what they hold."""
        if not self._concepts:
            return query
        names = {"bool": {"filter": [_NEVER], "should": list(self._named())}}
        return {"bool": {"must": [query], "should": [names]}}

    def _named(self) -> Iterator[Clause]:
        for number, concept in enumerate(self._concepts):
            for place, word in enumerate(concept.words):
                yield _with_name(holds_word(word), f"{number} {place}")
            yield _with_name(titled(concept), f"{number} {_TITLED}")
            if concept.agencies:
                yield _with_name(any_of(shares(concept)), f"{number} {_OF_AGENCY}")

    def ranked(self, hit: Mapping[str, Any], explain: bool = False) -> Ranked:
        """A hit with what it is worth."""
        held = set(hit.get("matched_queries", ()))
        coverage = sum(gain * self._strength(concept, held) for concept, gain in self.gains) / (self._whole or 1)
        named = sum(gain for concept, gain in self.gains if f"{self._numbers[concept]} {_TITLED}" in held)
        why = [self._why(concept, held) for concept in self._concepts] if explain else None
        return Ranked(hit["_source"][RECORD], self.score(hit), coverage, named / (self._whole or 1), (), why)

    def score(self, hit: Mapping[str, Any]) -> float:
        """A hit's score; none where nothing tells which records are better."""
        return float(hit["_score"]) ** POWER if self._concepts else 0.0

    def held(self, hits: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
        """The strings of the query that any of some hits holds."""
        names = {name for hit in hits for name in hit.get("matched_queries", ())}
        return tuple(
            word.text
            for concept in self._concepts
            for place, word in enumerate(concept.words)
            if f"{self._numbers[concept]} {place}" in names
        )

    def _strength(self, concept: Concept, held: set[str]) -> float:
        """The weight of a concept's strongest word among what a record holds."""
        number = self._numbers[concept]
        if f"{number} {_OF_AGENCY}" in held:
            return 1.0
        return max(
            (min(word.weight, 1.0) for place, word in enumerate(concept.words) if f"{number} {place}" in held),
            default=0.0,
        )

    def _why(self, concept: Concept, held: set[str]) -> dict[str, Any]:
        number = self._numbers[concept]
        found = [
            {"word": word.text, "weight": word.weight}
            for place, word in enumerate(concept.words)
            if f"{number} {place}" in held
        ]
        return {
            "concept": concept.words[0].text,
            "gain": round(self._worth.get(concept, 0.0), 3),
            "score": round(self._worth.get(concept, 0.0) * self._strength(concept, held), 3),
            "found": found,
        }


def _with_name(clause: Clause, name: str) -> Clause:
    return {"bool": {"filter": [clause], "_name": name}}
