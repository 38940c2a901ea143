"""How much of a query the row of each agency of a matter holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from records.zones import AGENCY, ROLE
from search.query.concepts import Concept
from tokenizer.grams import unit_key
from tokenizer.normalize import normalize

Strengths = tuple[float, ...]

_KEPT = 65_536  # pairs of a concept and a matter
_KEPT_ROWS = 4096  # matters
_ROW_ZONES = (AGENCY, ROLE)


class PartyScores:
    """Scores the rows of matters, read from the records themselves."""

    def __init__(self, named: Callable[[str], tuple[str, ...]]) -> None:
        """`named` gives the canonical names of a printed agency."""
        self._named = named
        self._rows = lru_cache(maxsize=_KEPT_ROWS)(_rows)
        self._kept: dict[tuple[Concept, str], Strengths] = {}

    def of(self, record: Mapping[str, Any], gains: Sequence[tuple[Concept, float]]) -> tuple[float, ...]:
        """The share of a query that each row holds in printed order; `gains` is what each of its concepts is worth."""
        record_id, whole = record["id"], sum([gain for _, gain in gains])
        parts = [
            [strength * gain / whole for strength in self._kept.get((concept, record_id)) or self._new(concept, record)]
            for concept, gain in gains
        ]
        return tuple(map(sum, zip(*parts, strict=True)))

    def _new(self, concept: Concept, record: Mapping[str, Any]) -> Strengths:
        """The weight of a concept's strongest word in each row, at most 1; that of an agency which is meant is 1."""
        words = [
            (key, min(word.weight, 1.0), word.zones)
            for word in concept.words
            if (key := unit_key(word.text)) and (not word.zones or not set(_ROW_ZONES).isdisjoint(word.zones))
        ]
        rows = tuple([(party["agency"], party["role"]) for party in record["parties"]])
        strengths = tuple(
            1.0
            if not set(concept.agencies).isdisjoint(self._named(agency))
            else max((weight for key, weight, zones in words if _stands(key, zones, keys)), default=0.0)
            for (agency, _), keys in zip(rows, self._rows(rows), strict=True)
        )
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[concept, record["id"]] = strengths
        return strengths


def _rows(rows: tuple[tuple[str, str], ...]) -> tuple[Mapping[str, str], ...]:
    """The text of each row by zone, as a key."""
    return tuple({AGENCY: unit_key(normalize(agency)), ROLE: unit_key(normalize(role))} for agency, role in rows)


def _stands(key: str, zones: Sequence[str], keys: Mapping[str, str]) -> bool:
    return any(key in text for zone, text in keys.items() if not zones or zone in zones)
