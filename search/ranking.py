"""Ranking: BM25F over zones for each concept of a query, and how much of the query a record covers.

A concept is one thing the searcher means, with all the words that may stand for it; its words count as one
term. For record d and concept c with words w of weight g_w

    tf(c, d)    = Σ_w g_w Σ_z W_z · tf(w, d, z) / (1 − b_z + b_z · len(d, z) / avglen(z))
    score(c, d) = idf(c) · tf(c, d) · (k + 1) / (k + tf(c, d))
    idf(c)      = ln(1 + (N − n_c + ½) / (n_c + ½))

which is BM25F (Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009, section 3.6). The scores
of all concepts are added and multiplied by the share of the query that the record covers, so that a record
about all of a mixed query stands before one that repeats a part of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine import Engine, Numbers, Weights
from indexer.zones import AGENCY, BASIS, CASE, DUTY, ITEM, NOTE, OFFICE, OWNER, ROLE, TEXT, TITLE, ZONES
from search.agencies import Agencies
from search.concepts import Concept, Reading, Word
from search.matching import Matcher
from tokenizer.normalize import normalize

# How much an occurrence counts by zone: what a record is about, before what it says, before what it cites.
WEIGHTS: dict[str, float] = {
    TITLE: 5.0,
    ITEM: 3.5,
    DUTY: 0.8,
    AGENCY: 1.2,
    ROLE: 1.5,
    TEXT: 0.7,
    BASIS: 1.2,
    NOTE: 0.8,
    CASE: 1.2,
    OFFICE: 1.0,
    OWNER: 0.6,
}
# How far a zone's length matters: titles and duties are short by nature, regimes run to thousands of words.
LENGTH: dict[str, float] = dict.fromkeys(ZONES, 0.5) | {TITLE: 0.5, AGENCY: 0.2, OWNER: 0.0, TEXT: 0.75}

# How likely a record of a kind is what is wanted: a matter's boundary record answers most questions outright.
KINDS: dict[str, float] = {"boundary": 1.1, "duty": 1.0, "supervision": 1.0, "service": 1.0}
# The same by what the question words ask for, on top of the above.
INTENTS: dict[str, dict[str, float]] = {
    "wants_phone": {"service": 1.5},
    "when": {"service": 1.2},
}

EXACT_TITLE = 1.5  # what a headline that is the whole query makes of a score
PARTY, LIST = 3.0, 2.0  # tf of an agency that has a share in a matter, and in the records of its own list
SATURATION = 2.0  # k: how soon further occurrences stop counting
PARTIAL = 0.6  # what an occurrence inside another word counts, against one that is a word
COVERAGE = 1.5  # exponent of the share of the query that a record covers
LEAST_COVERAGE = 0.3  # share of a query below which a record is no hit


TOPICALITY = 1.5  # how much more a concept that names matters counts
_WHOLLY_TOPICAL = 0.3  # share of records named for a concept at which it counts fully as a topic
_STRONG = 0.5  # weight of a word that tells how rare a concept is
_TITLE_COLUMN = ZONES.index(TITLE)
_KIND_NAMES = tuple(KINDS)


@dataclass(frozen=True, slots=True)
class Scores:
    """The score of every record (0 for no hit), and each concept's own part of it.

    `coverage` is the share of the query that a record holds, `named` the share that its headline holds.
    """

    total: Weights
    parts: tuple[Weights, ...]
    coverage: Weights
    named: Weights


@dataclass(frozen=True, slots=True)
class _Scored:
    """A concept's score for every record, how strongly each holds it, and what holding it wholly is worth.

    `named` is 1 where the headline holds a strong word of it.
    """

    score: Weights
    strength: Weights
    named: Weights
    gain: float


class Ranker:
    """Scores records of one generation."""

    def __init__(
        self, engine: Engine, matcher: Matcher, agencies: Agencies, kinds: Sequence[str], titles: Sequence[str]
    ) -> None:
        """`kinds` and `titles` are the kind and the headline of each record, in order."""
        self._matcher = matcher
        self._agencies = agencies
        self._kinds = np.array([_KIND_NAMES.index(kind) for kind in kinds], dtype=np.int64)
        self._count = engine.count
        self._titled: defaultdict[str, list[int]] = defaultdict(list)
        for doc, title in enumerate(titles):
            self._titled[_squeezed(title)].append(doc)
        self._named = np.isin(np.array(kinds), ("boundary", "service"))
        lengths = np.stack([engine.lengths(zone) for zone in ZONES], axis=1)
        average = lengths.sum(axis=0) / np.maximum((lengths > 0).sum(axis=0), 1)
        b = np.array([LENGTH[zone] for zone in ZONES])
        weights = np.array([WEIGHTS[zone] for zone in ZONES])
        self._factors = weights / (1 - b + b * lengths / np.maximum(average, 1))

    def score(self, reading: Reading) -> Scores:
        """Score every record for a query."""
        scored = [self._concept(concept) for concept in reading.concepts]
        parts = tuple(each.score for each in scored)
        total = sum(parts, np.zeros(self._count))
        counted = [each for each, concept in zip(scored, reading.concepts, strict=True) if concept.counts and each.gain]
        coverage, named = np.ones(self._count), np.zeros(self._count)
        hit = total > 0
        if counted:
            gains = np.array([each.gain for each in counted])
            coverage = np.stack([each.strength for each in counted]).T @ gains / gains.sum()
            named = np.stack([each.named for each in counted]).T @ gains / gains.sum()
            hit &= coverage >= LEAST_COVERAGE
        total = total * coverage**COVERAGE * self._priors(reading.intents)
        total[self._titled.get(_squeezed(reading.text), [])] *= EXACT_TITLE
        return Scores(np.where(hit, total, 0.0), parts, coverage, named)

    def _priors(self, intents: Iterable[str]) -> Weights:
        """What each record's kind makes of its score."""
        factors = dict(KINDS)
        for intent in intents:
            for kind, factor in INTENTS.get(intent, {}).items():
                factors[kind] *= factor
        return np.array([factors[kind] for kind in _KIND_NAMES])[self._kinds]

    def holding(self, concept: Concept) -> NDArray[np.bool_]:
        """Which records hold any of a concept's words."""
        return self._frequencies(concept)[1] > 0

    def explain(self, reading: Reading, doc: int) -> list[dict[str, Any]]:
        """How a record's score came about: a part for each concept, with the words and zones that made it."""
        return [self._explained(concept, doc) for concept in reading.concepts]

    def _explained(self, concept: Concept, doc: int) -> dict[str, Any]:
        scored = self._concept(concept)
        found = [
            {"word": word.text, "weight": word.weight, "zone": zone, "tf": round(float(value), 3)}
            for word in concept.words
            for zone, value in zip(ZONES, self._by_zone(word, doc), strict=True)
            if value
        ]
        return {
            "concept": concept.words[0].text,
            "gain": round(scored.gain, 3),
            "score": round(float(scored.score[doc]), 3),
            "found": found,
        }

    def _by_zone(self, word: Word, doc: int) -> Weights:
        """A word's weighted frequency in each zone of a record."""
        docs, found = self._weighted(word)
        rows = found[docs == doc]
        return rows[0] if len(rows) else np.zeros(len(ZONES))

    def _topicality(self, concept: Concept) -> float:
        """How much a concept is a matter of its own: the share of the records holding it that are named for it.

        In 烟花爆竹 运输 许可 records about 烟花爆竹 are meant, whatever else they say of 许可.
        """
        match = self._matcher.match(concept.words[0].text)
        if not match.size:
            return 1.0
        named = match.counts[:, _TITLE_COLUMN] > 0
        named &= self._named[match.docs]
        return 1.0 + TOPICALITY * min(1.0, float(named.sum()) / match.size / _WHOLLY_TOPICAL)

    def _concept(self, concept: Concept) -> _Scored:
        """Score every record for one concept.

        How rare a concept is, its strong words say: a weak stand-in may be common without making it so.
        """
        frequencies, strength, named = self._frequencies(concept)
        strongest = float(strength.max(initial=0.0))
        if not strongest:
            return _Scored(frequencies, strength, named, 0.0)
        found = int(np.count_nonzero(strength >= min(_STRONG, strongest)))
        gain = concept.weight * self._topicality(concept) * self._idf(found)
        return _Scored(gain * frequencies * (SATURATION + 1) / (SATURATION + frequencies), strength, named, gain)

    def _frequencies(self, concept: Concept) -> tuple[Weights, Weights, Weights]:
        """tf(c, d) for every record, the weight of the strongest word that it holds (at most 1), and 1 where
        its headline holds a strong word.
        """
        out, strength, named = np.zeros(self._count), np.zeros(self._count), np.zeros(self._count)
        for word in concept.words:
            docs, by_zone = self._weighted(word)
            found = by_zone.sum(axis=1)
            out[docs] += found
            if word.weight >= _STRONG:
                named[docs[by_zone[:, _TITLE_COLUMN] > 0]] = 1.0
            strength[docs] = np.maximum(strength[docs], np.where(found > 0, min(word.weight, 1.0), 0.0))
        for name in concept.agencies:
            for docs, weight in ((self._agencies.parties(name), PARTY), (self._agencies.owned(name), LIST)):
                out[docs] += weight
                strength[docs] = 1.0
        return out, strength, named

    def _weighted(self, word: Word) -> tuple[Numbers, Weights]:
        """The records that hold a word, and its weighted frequency in each of their zones."""
        match = self._matcher.match(word.text)
        counts = match.words + PARTIAL * (match.counts - match.words)
        if word.zones:
            counts = counts * np.array([zone in word.zones for zone in ZONES])
        return match.docs, word.weight * counts * self._factors[match.docs]

    def _idf(self, found: int) -> float:
        return float(np.log1p((self._count - found + 0.5) / (found + 0.5)))


def _squeezed(text: str) -> str:
    return "".join(normalize(text).split())
