"""How much of a query a record that the cluster found holds, read from the record itself.

The cluster could tell it by named queries, but looks each of their words up anew for every list of hits that it gives.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from records.texts import agencies, zone_texts
from records.zones import TITLE
from search.backend import Ranked, Record
from search.opensearch.asking import POWER
from search.opensearch.clauses import STRONG
from search.opensearch.worth import Met, whole
from search.query.reading import Concept, Reading, Word
from store.opensearch.schema import RECORD
from tokenizer.grams import unit_key
from tokenizer.normalize import normalize

_KEPT = 8192  # records
_BETWEEN = "\n"


class Content(NamedTuple):
    """What a record says, as keys by zone and in all, and the agencies that have a share in it or own it."""

    zones: Mapping[str, str]
    whole: str
    agencies: frozenset[str]

    def holds(self, word: Word, zone: str = "") -> bool:
        """Whether a word stands where it counts; in a zone, if that is said."""
        key = _key(word.text)
        if not key:
            return False
        if zone:
            return (not word.zones or zone in word.zones) and key in self.zones.get(zone, "")
        if not word.zones:
            return key in self.whole
        return any(key in self.zones.get(each, "") for each in word.zones)


class Contents:
    """The contents of records; the latest are kept. Safe to share between threads."""

    def __init__(self, named: Callable[[str], Iterable[str]]) -> None:
        """`named` gives the canonical names of a printed agency."""
        self._named = named
        self._kept: dict[str, Content] = {}

    def of(self, record: Record) -> Content:
        """What a record says."""
        found = self._kept.get(record["id"])
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._kept[record["id"]] = self._new(record)
        return found

    def _new(self, record: Record) -> Content:
        zones = {zone: unit_key(normalize(text)) for zone, text in zone_texts(record).items()}
        printed = [*agencies(record), record["department"]]
        names = frozenset(name for each in printed for name in self._named(each))
        return Content(zones, _BETWEEN.join(zones.values()), names)


class Telling:
    """Reads hits of one query."""

    def __init__(self, reading: Reading, met: Mapping[Concept, Met], contents: Contents) -> None:
        """`met` is what the query's concepts are worth."""
        self._reading = reading
        self._met = met
        self._contents = contents
        self.gains = [(each, met[each].gain) for each in reading.concepts if each.counts and met[each].gain]
        self._whole = whole(reading, met) or 1.0
        self.shares = [(each, met[each].gain / self._whole) for each in reading.concepts if met[each].gain]

    def ranked(self, hit: Mapping[str, Any], explain: bool = False) -> Ranked:
        """A hit with what it is worth."""
        record = hit["_source"][RECORD]
        content = self._contents.of(record)
        coverage = sum(gain * _strength(concept, content) for concept, gain in self.gains)
        named = sum(gain for concept, gain in self.gains if _titled(concept, content))
        why = [self._why(concept, content) for concept in self._reading.concepts] if explain else None
        return Ranked(record, self.score(hit["_score"]), coverage / self._whole, named / self._whole, (), why)

    def score(self, told: float) -> float:
        """The score that the cluster told, which has a number's first seven digits; none where no record is better."""
        if not self._reading.concepts:
            return 0.0
        exact: float = struct.unpack("f", struct.pack("f", told))[0]
        return float(exact**POWER)

    def held(self, records: Iterable[Record]) -> tuple[str, ...]:
        """The strings of the query that any of some records holds."""
        contents = [self._contents.of(record) for record in records]
        words = [word for each in (*self._reading.concepts, *self._reading.required) for word in each.words]
        return tuple(word.text for word in words if any(content.holds(word) for content in contents))

    def _why(self, concept: Concept, content: Content) -> dict[str, Any]:
        gain = self._met[concept].gain
        held = [{"word": word.text, "weight": word.weight} for word in concept.words if content.holds(word)]
        return {
            "concept": concept.words[0].text,
            "gain": round(gain, 3),
            "score": round(gain * _strength(concept, content), 3),
            "found": held,
        }


def _strength(concept: Concept, content: Content) -> float:
    """The weight of a concept's strongest word in a record, at most 1; that of an agency which is meant is 1."""
    if not content.agencies.isdisjoint(concept.agencies):
        return 1.0
    return max((min(word.weight, 1.0) for word in concept.words if content.holds(word)), default=0.0)


def _titled(concept: Concept, content: Content) -> bool:
    """Whether a record's headline holds a strong word of a concept."""
    return any(word.weight >= STRONG and content.holds(word, TITLE) for word in concept.words)


@lru_cache(maxsize=16_384)
def _key(text: str) -> str:
    return unit_key(text)
