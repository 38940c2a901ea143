"""Ranking: the impacts of a query's concepts added up, and how much of the query each record covers.

The scores of all concepts (see `search.impacts`) are added and multiplied by the share of the query that the record
covers, so that a record about all of a mixed query stands before one that repeats a part of it. A record that covers
too little is no hit; so only records of the concepts that alone or together could cover enough are looked at, and the
lists of the others are probed for these (as MaxScore does, Turtle & Flood, 1995).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine import Engine, Numbers
from search.concepts import Concept, Reading
from search.impacts import LAST_BIT, Impacts, ImpactStore, Parts
from search.matching import within

# How likely a record of a kind is what is wanted: a matter's boundary record answers most questions outright.
KINDS: dict[str, float] = {"boundary": 1.1, "duty": 1.0, "supervision": 1.0, "service": 1.0}
# The same by what the question words ask for, on top of the above.
INTENTS: dict[str, dict[str, float]] = {
    "wants_phone": {"service": 1.5},
    "when": {"service": 1.2},
}

EXACT_TITLE = 1.5  # what a headline that is the whole query makes of a score
COVERAGE = 1.5  # exponent of the share of the query that a record covers
LEAST_COVERAGE = 0.3  # share of a query below which a record is no hit

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """The records that a query finds, ascending, with their scores.

    `coverage` is the share of the query that a record holds, `named` the share that its headline holds.
    """

    docs: Numbers
    total: Floats
    coverage: Floats
    named: Floats

    def only(self, wanted: NDArray[np.bool_]) -> Scores:
        """The scores of some of the records."""
        return Scores(self.docs[wanted], self.total[wanted], self.coverage[wanted], self.named[wanted])

    def best(self, number: int) -> Numbers:
        """The places of the best records, best first; equal ones in the order of the lists."""
        total = self.total
        if len(total) <= 4 * number:
            return (-total).argsort(kind="stable")[:number]
        least = np.partition(total, len(total) - number)[len(total) - number]
        places = np.flatnonzero(total >= least)
        return places[(-total[places]).argsort(kind="stable")[:number]]


class Ranker:
    """Scores records of one generation."""

    def __init__(self, engine: Engine, store: ImpactStore, kinds: NDArray[np.int64], names: Sequence[str]) -> None:
        """`kinds` holds the number of each record's kind in `names`."""
        self._engine = engine
        self._store = store
        self._kinds = kinds
        self._names = names
        self._usual = self._factors(())
        self._everything = np.arange(engine.count)

    def everything(self) -> Scores:
        """All records, none better than another."""
        none = np.zeros(self._engine.count, dtype=np.float32)
        return Scores(self._everything, none, none, none)

    def score(self, reading: Reading) -> Scores:
        """Score the records that cover enough of a query."""
        found = [(self._store.of(concept), concept.counts) for concept in reading.concepts]
        counted = [impacts for impacts, counts in found if counts and impacts.gain]
        if not counted:
            return self.everything().only(np.zeros(self._engine.count, dtype=bool))
        whole = sum(impacts.gain for impacts in counted)
        docs = self._candidates(counted, whole)
        score = np.zeros(len(docs), dtype=np.float32)
        shares = np.zeros((len(docs), 2), dtype=np.float32)
        for impacts, counts in found:
            parts = _parts(impacts, docs)
            score += parts[:, 0]
            if counts and impacts.gain:
                shares += np.float32(impacts.gain / whole) * parts[:, 1:]
        coverage = shares[:, 0]
        total = score * coverage**COVERAGE * (self._factors(reading.intents) if reading.intents else self._usual)[docs]
        places, _ = within(docs, self._engine.titled("".join(reading.text.split())))
        total[places] *= EXACT_TITLE
        return Scores(docs, total, coverage, shares[:, 1]).only(coverage >= LEAST_COVERAGE)

    def _candidates(self, counted: Sequence[Impacts], whole: float) -> Numbers:
        """The records that can cover enough: those of all concepts but the lightest, which together are too little."""
        ordered = sorted(counted, key=lambda impacts: impacts.gain)
        left_out = 0.0
        while left_out + ordered[0].gain < LEAST_COVERAGE * whole:
            left_out += ordered.pop(0).gain
        if len(ordered) == 1:
            return ordered[0].docs
        wanted = np.zeros(self._engine.count, dtype=bool)
        for impacts in ordered:
            wanted[impacts.docs] = True
        return np.flatnonzero(wanted)

    def _factors(self, intents: Iterable[str]) -> Floats:
        """What each record's kind makes of its score."""
        factors = dict(KINDS)
        for intent in intents:
            for kind, factor in INTENTS.get(intent, {}).items():
                factors[kind] *= factor
        return np.array([factors[name] for name in self._names], dtype=np.float32)[self._kinds]

    def holding(self, concept: Concept, docs: Numbers) -> NDArray[np.bool_]:
        """Which of some records hold any of a concept's words."""
        return within(self._store.of(concept).docs, docs)[1]

    def held(self, concepts: Iterable[Concept], docs: Sequence[int]) -> list[set[str]]:
        """The strings of the concepts that each of some records holds."""
        out: list[set[str]] = [set() for _ in docs]
        for concept in concepts:
            impacts = self._store.of(concept)
            places, here = within(impacts.docs, np.array(docs, dtype=np.int64))
            bits = iter(impacts.held[places].tolist())
            for strings, found in zip(out, here.tolist(), strict=True):
                if found:
                    strings.update(_strings(concept, next(bits)))
        return out

    def explain(self, reading: Reading, doc: int) -> list[dict[str, Any]]:
        """How a record's score came about: a part for each concept, with the words and zones that made it."""
        return [self._explained(concept, doc) for concept in reading.concepts]

    def _explained(self, concept: Concept, doc: int) -> dict[str, Any]:
        impacts = self._store.of(concept)
        found = [
            {"word": word.text, "weight": word.weight, "zone": zone, "tf": round(value, 3)}
            for word in concept.words
            for zone, value in self._store.by_zone(word, doc).items()
        ]
        return {
            "concept": concept.words[0].text,
            "gain": round(impacts.gain, 3),
            "score": round(float(_parts(impacts, np.array([doc]))[0, 0]), 3),
            "found": found,
        }


def _parts(impacts: Impacts, docs: Numbers) -> Parts:
    """A concept's parts for some records, zeros for those that do not hold it."""
    if impacts.docs is docs:
        return impacts.parts
    out = np.zeros((len(docs), 3), dtype=np.float32)
    if len(impacts.docs) and len(docs):
        places = np.minimum(impacts.docs.searchsorted(docs), len(impacts.docs) - 1)
        np.multiply(impacts.parts[places], (impacts.docs[places] == docs)[:, None], out=out)
    return out


def _strings(concept: Concept, bits: int) -> Iterator[str]:
    """The words of a concept whose bits are set; those beyond the last bit share it."""
    while bits:
        index = (bits & -bits).bit_length() - 1
        bits &= bits - 1
        for word in concept.words[index:] if index == LAST_BIT else concept.words[index : index + 1]:
            yield word.text
