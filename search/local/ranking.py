"""Ranking: the impacts of a query's concepts added up, and how much of the query each record covers.

The scores of all concepts (see `search.local.impacts`) are added and multiplied by the share of the query that the
record covers, so that a record about all of a mixed query stands before one that repeats a part of it. A record that
covers too little is no hit; so only records of the concepts that alone or together could cover enough are looked at,
and the lists of the others are probed for these (as MaxScore does, Turtle & Flood, 1995).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from records.kinds import KINDS
from search.backend import FEW, LEAST_COVERAGE, LITTLE_COVERAGE
from search.local.impacts import LAST_BIT, Impacts, ImpactStore
from search.local.matching import within
from search.local.scores import Scores, behind, covering
from search.query.reading import Concept, Reading
from store.engine import Engine, Numbers

EXACT_TITLE = 1.5  # what a headline that is the whole query makes of a score

_LAST = np.float32(-1e-9)  # the total of records that say nothing where all others have none
_NEARLY = 0.999  # of what a record must reach: sums of rounded numbers are compared


class Ranker:
    """Scores records of one generation."""

    def __init__(self, engine: Engine, store: ImpactStore, kinds: NDArray[np.int64]) -> None:
        """`kinds` holds the number of each record's kind."""
        self._engine = engine
        self._store = store
        self._kinds = kinds
        self._factors = {
            intent: np.array([kind.wanted_by.get(intent, 1.0) for kind in KINDS.values()], dtype=np.float32)
            for kind in KINDS.values()
            for intent in kind.wanted_by
        }
        none = np.zeros(engine.count, dtype=np.float32)
        self._says = np.array([kind.says for kind in KINDS.values()])[kinds]
        self._all_say = bool(self._says.all())
        self.everything = Scores(np.arange(engine.count), np.where(self._says, none, _LAST), none, none)
        self.nothing = self.everything.only(none > 0)

    def score(self, reading: Reading) -> Scores:
        """Score the records that cover enough of a query."""
        found = [(impacts, concept.counts) for concept in reading.concepts if (impacts := self._store.of(concept)).gain]
        counted = [impacts for impacts, counts in found if counts]
        if not counted:
            return self.nothing
        whole = sum(impacts.gain for impacts in counted) + self._missed(reading)
        scores = counted[0].alone if len(reading.concepts) == 1 else self._covering(reading, found, counted, whole)
        return self._favoured(reading, scores)

    def _missed(self, reading: Reading) -> float:
        """What the concepts that no record holds would be worth."""
        missing = (concept for concept in reading.concepts if concept.counts and not self._store.of(concept).gain)
        return sum(map(self._store.missed, missing))

    def _covering(
        self, reading: Reading, found: Sequence[tuple[Impacts, bool]], counted: Sequence[Impacts], whole: float
    ) -> Scores:
        """The scores of records that cover enough; where few do of a sentence, of those that cover a little."""
        scores = self._together(found, counted, whole, LEAST_COVERAGE)
        return (
            scores
            if not reading.sentence or len(scores.docs) >= FEW
            else self._together(found, counted, whole, LITTLE_COVERAGE)
        )

    def _together(
        self, found: Sequence[tuple[Impacts, bool]], counted: Sequence[Impacts], whole: float, least: float
    ) -> Scores:
        """The scores of records by several concepts, given with whether each counts for the coverage."""
        docs = self._candidates(counted, whole, least)
        if not len(docs):
            return self.nothing
        parts = np.zeros((3, len(docs)), dtype=np.float32)
        for impacts, counts in found:
            impacts.add_to(parts, docs, impacts.gain / whole if counts else 0.0)
        return covering(docs, parts, least)

    def _favoured(self, reading: Reading, scores: Scores) -> Scores:
        """The scores with what the question words ask for, and a headline that is the whole query, preferred.

        Records that say nothing come behind.
        """
        total = scores.total
        for intent in reading.intents & self._factors.keys():
            total = total * self._factors[intent][self._kinds[scores.docs]]
        titled = self._engine.titled("".join(reading.text.split()))
        if len(titled):
            total = total.copy()
            total[within(scores.docs, titled)[0]] *= EXACT_TITLE
        favoured = scores if total is scores.total else scores._replace(total=total)
        return favoured if self._all_say else behind(favoured, self._says[scores.docs])

    def saying(self, scores: Scores) -> Scores:
        """The scores of the records that say something."""
        return scores if self._all_say else scores.only(self._says[scores.docs])

    def _candidates(self, counted: Sequence[Impacts], whole: float, least: float) -> Numbers:
        """The records that can cover enough.

        The lightest concepts, which together are too little, are taken to be held by all; what a record covers of the
        others tells whether it may be a hit.
        """
        ordered = sorted(counted, key=lambda impacts: impacts.gain)
        needed = least * whole
        while ordered and ordered[0].gain < needed:
            needed -= ordered.pop(0).gain
        if not ordered:  # all of them together are too little
            return self.nothing.docs
        needed *= _NEARLY
        if len(ordered) == 1:
            return ordered[0].reaching(needed)
        reached = np.zeros(self._engine.count, dtype=np.float32)
        for impacts in ordered:
            np.add.at(reached, impacts.docs, impacts.reach)
        found: Numbers = (reached >= np.float32(needed)).nonzero()[0]
        return found

    def holding(self, concept: Concept, docs: Numbers) -> NDArray[np.bool_]:
        """Which of some records hold any of a concept's words."""
        return within(self._store.of(concept).docs, docs)[1]

    def held(self, concepts: Iterable[Concept], docs: Numbers) -> list[str]:
        """The strings of the concepts that any of some records holds.

        A concept of one word gives that without a look at the records: most of the best ones hold it.
        """
        strings: list[str] = []
        for concept in concepts:
            impacts, words = self._store.of(concept), concept.words
            bits = int(impacts.gain > 0) if len(words) == 1 else impacts.held_by(docs)
            while bits:
                index = bits.bit_length() - 1
                bits -= 1 << index
                strings += [word.text for word in (words[index:] if index == LAST_BIT else words[index : index + 1])]
        return strings

    def shares(self, reading: Reading) -> list[tuple[Concept, float]]:
        """The share of a query that each concept is; those that no record holds are left out.

        What does not count is told as well: among rows that hold as much it tells which is meant.
        """
        found = [(concept, self._store.of(concept).gain) for concept in reading.concepts]
        whole = sum(gain for concept, gain in found if concept.counts) + self._missed(reading)
        return [(concept, gain / whole) for concept, gain in found if gain]

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
            "score": round(float(impacts.of(np.array([doc]))[0, 0]), 3),
            "found": found,
        }
