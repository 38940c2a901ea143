"""How much of a query the row of each agency of a matter holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from records.zones import AGENCY, ROLE
from search.query.reading import Concept
from tokenizer.grams import unit_key
from tokenizer.normalize import normalize

_KEPT_ROWS = 4096  # matters
_ROW_ZONES = (AGENCY, ROLE)


class PartyScores:
    """Scores the rows of matters, read from the records themselves."""

    def __init__(self, named: Callable[[str], tuple[str, ...]]) -> None:
        """`named` gives the canonical names of a printed agency."""
        self._named = named
        self._rows = lru_cache(maxsize=_KEPT_ROWS)(_rows)

    def of(self, record: Mapping[str, Any], shares: Sequence[tuple[Concept, float]]) -> tuple[float, ...]:
        """The share of a query that each row holds, in printed order; `shares` tells what share each concept is."""
        rows = tuple([(party["agency"], party["role"]) for party in record["parties"]])
        scores = [0.0] * len(rows)
        for concept, share in shares:
            for number, strength in enumerate(self._strengths(concept, rows)):
                scores[number] += strength * share
        return tuple(min(score, 1.0) for score in scores)

    def _strengths(self, concept: Concept, rows: tuple[tuple[str, str], ...]) -> Iterator[float]:
        """The weight of a concept's strongest word in each row, at most 1; that of an agency which is meant is 1."""
        words = [
            (key, min(word.weight, 1.0), word.zones)
            for word in concept.words
            if (key := unit_key(word.text)) and (not word.zones or not set(_ROW_ZONES).isdisjoint(word.zones))
        ]
        for (agency, _), texts in zip(rows, self._rows(rows), strict=True):
            if not set(concept.agencies).isdisjoint(self._named(agency)):
                yield 1.0
            else:
                yield max((weight for key, weight, zones in words if _stands(key, zones, texts)), default=0.0)


def _rows(rows: tuple[tuple[str, str], ...]) -> tuple[Mapping[str, str], ...]:
    """The text of each row by zone, as a key."""
    return tuple({AGENCY: unit_key(normalize(agency)), ROLE: unit_key(normalize(role))} for agency, role in rows)


def _stands(key: str, zones: Sequence[str], texts: Mapping[str, str]) -> bool:
    return any(key in text for zone, text in texts.items() if not zones or zone in zones)
