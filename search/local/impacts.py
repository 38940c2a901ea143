"""What holding a concept adds to each record's score, worked out once and kept as arrays: its impacts.

A concept is one thing the searcher means, with all the words that may stand for it; its words count as one
term. For record d and concept c with words w of weight g_w

    tf(c, d)    = Σ_w g_w Σ_z W_z · tf(w, d, z) / (1 − b_z + b_z · len(d, z) / avglen(z))
    score(c, d) = idf(c) · tf(c, d) · (k + 1) / (k + tf(c, d))
    idf(c)      = ln(1 + (N − n_c + ½) / (n_c + ½))

which is BM25F (Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009, section 3.6), worked out when a
concept is first met instead of with each query (Lù, BM25S, 2024): a query only adds impacts.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import reduce
from itertools import compress
from operator import or_

import numpy as np
from numpy.typing import NDArray

from records.kinds import KINDS
from records.zones import (
    AGENCY,
    BASIS,
    CASE,
    CATEGORY,
    DUTY,
    EXTRA,
    HEADING,
    ITEM,
    NOTE,
    OFFICE,
    OWNER,
    PRINTED,
    ROLE,
    TEXT,
    TITLE,
    ZONES,
)
from search.local.agency_records import AgencyRecords
from search.local.matching import Match, Matcher, merged, within
from search.local.scores import Floats, covering
from search.query.reading import Concept, Word
from store.engine import Engine, Numbers, Weights

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
    CATEGORY: 0.8,
    EXTRA: 0.5,
    HEADING: 2.0,
    PRINTED: 0.7,
}
# How far a zone's length matters: titles and duties are short by nature, regimes run to thousands of words.
LENGTH: dict[str, float] = dict.fromkeys(ZONES, 0.5) | {TITLE: 0.5, AGENCY: 0.2, OWNER: 0.0, TEXT: 0.75, PRINTED: 0.75}

PARTY, LIST = 3.0, 2.0  # tf of an agency that has a share in a matter, and in the records of its own list
SATURATION = 2.0  # k: how soon further occurrences stop counting
PARTIAL = 0.6  # what an occurrence inside another word counts, against one that is a word
TOPICALITY = 1.5  # how much more a concept that names matters counts
_WHOLLY_TOPICAL = 0.3  # share of records named for a concept at which it counts fully as a topic
_STRONG = 0.5  # weight of a word that tells how rare a concept is
_TITLE_COLUMN = ZONES.index(TITLE)

_SEARCH = 16  # steps of a binary search, against noting down where each record stands
_RARE = 10  # times as many records as hold a concept: above that, those that do are looked up among them
_KEPT_BYTES, _KEPT_BYTES_A_RECORD = 96 * 1024 * 1024, 1024  # of impacts, whichever is more
_DOC_BYTES, _PLACE_BYTES = 52, 4  # of impacts by record that holds the concept, `alone` included; and by any record
_ALL = slice(None)
LAST_BIT = 63  # of `held`: shared by all words of a concept from that number on


class Impacts:
    """A concept in every record that holds it: `docs` ascending, and for each of them a column of `parts`.

    A column is the score, the weight of the strongest word held (at most 1), and 1 where the headline holds a strong
    word. `held` tells which of the concept's words a record holds, a bit each. `gain` is what holding the concept
    wholly is worth, `reach` how much of that each record has. `alone` are the scores of a query that is this concept
    and nothing else. Where no record holds the concept, there is no gain.
    """

    __slots__ = ("_count", "_padded", "_places", "alone", "docs", "gain", "held", "parts", "reach")

    def __init__(self, docs: Numbers, parts: Floats, held: NDArray[np.uint64], gain: float, count: int) -> None:
        """`count` is the number of all records."""
        self.docs = docs
        self.held = held
        self.gain = gain
        self._count = count
        self._padded = np.zeros((len(parts), len(docs) + 1), dtype=np.float32)  # the first column is of no record
        self._padded[:, 1:] = parts
        self.parts = self._padded[:, 1:]
        self._places: NDArray[np.int32] | None = None
        self.reach = self.parts[1] * np.float32(gain)
        self.alone = covering(docs, self.parts)

    def add_to(self, parts: Floats, docs: Numbers, share: float) -> None:
        """Add its parts to those of some records, ascending; of the coverage and of what is named only a share."""
        factors = np.array((1.0, share, share), dtype=np.float32)[:, np.newaxis]
        if len(self.docs) * _RARE < len(docs):
            places, here = within(docs, self.docs)
            parts[:, places] += self.parts.compress(here, axis=1) * factors
        else:
            parts += self.of(docs) * factors

    def of(self, docs: Numbers) -> Floats:
        """The parts of some records, ascending; zeros for those that do not hold the concept."""
        if docs is self.docs:
            return self.parts
        if self._places is None and (len(docs) * _SEARCH < len(self.docs) or len(docs) < _SEARCH):
            places, here = within(self.docs, docs)
            found: Floats = np.zeros((len(self.parts), len(docs)), dtype=np.float32)
            found[:, here] = self.parts.take(places, axis=1)
            return found
        return self._padded.take(self._columns().take(docs), axis=1)

    def _columns(self) -> NDArray[np.int32]:
        """For each of all records its column among the padded ones; kept where that is no larger than the rest."""
        if self._places is not None:
            return self._places
        places = np.zeros(self._count, dtype=np.int32)
        places[self.docs] = np.arange(1, len(self.docs) + 1, dtype=np.int32)
        if self._keeps_places:
            self._places = places
        return places

    @property
    def _keeps_places(self) -> bool:
        return self._count * _PLACE_BYTES <= len(self.docs) * _DOC_BYTES

    def reaching(self, gain: float) -> Numbers:
        """The records that have at least so much of the gain."""
        reach = self.reach >= np.float32(gain)
        return self.docs if reach.all() else self.docs[reach]

    def held_by(self, docs: Numbers) -> int:
        """Which of the concept's words any of some few records holds."""
        if not len(self.docs):
            return 0
        places = self.docs.searchsorted(docs)
        here = (self.docs.take(places, mode="clip") == docs).tolist()
        return reduce(or_, compress(self.held.take(places, mode="clip").tolist(), here), 0)

    @property
    def size(self) -> int:
        """Bytes of memory, all that may come to be kept included."""
        return len(self.docs) * _DOC_BYTES + (self._count * _PLACE_BYTES if self._keeps_places else 0)


class ImpactStore:
    """The impacts of the concepts of one generation; the latest are kept. Safe to share between threads."""

    def __init__(self, engine: Engine, matcher: Matcher, owners: AgencyRecords, kinds: NDArray[np.int64]) -> None:
        """`kinds` holds the number of each record's kind."""
        self._count = engine.count
        self._matcher = matcher
        self._owners = owners
        self._kinds = np.array([kind.weight for kind in KINDS.values()])[kinds]
        self._named = np.array([kind.named for kind in KINDS.values()])[kinds]
        self._says = np.array([kind.says for kind in KINDS.values()])[kinds]
        self._lengths = engine.lengths.ravel()
        filled = np.maximum((engine.lengths > 0).sum(axis=0), 1)
        b = np.array([LENGTH[zone] for zone in ZONES])
        self._fixed = 1 - b
        self._by_length = b / np.maximum(engine.lengths.sum(axis=0) / filled, 1)
        self._weights = np.array([WEIGHTS[zone] for zone in ZONES])
        self._kept: OrderedDict[Concept, Impacts] = OrderedDict()
        self._bytes = 0
        self._most_bytes = max(_KEPT_BYTES, _KEPT_BYTES_A_RECORD * engine.count)
        self._lock = threading.Lock()

    def of(self, concept: Concept) -> Impacts:
        """The impacts of a concept."""
        with self._lock:
            found = self._kept.get(concept)
            if found is not None:
                self._kept.move_to_end(concept)
                return found
        found = self._work_out(concept)
        with self._lock:
            if concept not in self._kept:
                self._kept[concept] = found
                self._bytes += found.size
            while self._bytes > self._most_bytes and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].size
        return found

    def by_zone(self, word: Word, doc: int) -> dict[str, float]:
        """A word's weighted frequency in each zone of a record that holds it."""
        match = self._matcher.match(word.text)
        row = int(match.docs.searchsorted(doc))
        if row == len(match.docs) or match.docs[row] != doc:
            return {}
        found = {
            zone: float(self._frequency(Word(word.text, word.weight, (zone,)), match)[row])
            for zone in word.zones or ZONES
        }
        return {zone: value for zone, value in found.items() if value}

    def _work_out(self, concept: Concept) -> Impacts:
        """How rare a concept is, its strong words say: a weak stand-in may be common without making it so."""
        matches = [self._matcher.match(word.text) for word in concept.words]
        shares = [
            (having, weight)
            for name in concept.agencies
            for having, weight in ((self._owners.parties(name), PARTY), (self._owners.owned(name), LIST))
        ]
        lists = [each for each in (*(match.docs for match in matches), *(having for having, _ in shares)) if len(each)]
        docs = lists[0] if len(lists) == 1 else merged(lists)
        frequency, strength, named = (np.zeros(len(docs)) for _ in range(3))
        held = np.zeros(len(docs), dtype=np.uint64)
        for index, (word, match) in enumerate(zip(concept.words, matches, strict=True)):
            rows = _ALL if match.docs is docs else docs.searchsorted(match.docs)
            held[rows] |= np.uint64(1 << min(index, LAST_BIT))
            found = self._frequency(word, match)
            frequency[rows] += found
            if word.weight >= _STRONG:
                titled = self._titled(word, match)
                named[titled if isinstance(rows, slice) else rows[titled]] = 1.0
            strength[rows] = np.maximum(strength[rows], np.where(found > 0, min(word.weight, 1.0), 0.0))
        for having, weight in shares:
            rows = docs.searchsorted(having)
            frequency[rows] += weight
            strength[rows] = 1.0
        strongest = float(strength.max(initial=0.0))
        alike = int(np.count_nonzero(strength >= min(_STRONG, strongest))) if strongest else self._count
        gain = self._gain(concept, matches[0], alike) if strongest else 0.0
        score = gain * frequency * (SATURATION + 1) / (SATURATION + frequency)
        score *= self._kinds[docs]
        kept = frequency > 0
        parts = np.stack([score, strength, named])[:, kept].astype(np.float32)
        return Impacts(docs[kept], parts, held[kept], gain, self._count)

    def _frequency(self, word: Word, match: Match) -> Weights:
        """The weighted frequency of a word in each record that holds it, zones that do not count left out."""
        counts = np.array([not word.zones or zone in word.zones for zone in ZONES])
        weights = PARTIAL * self._factors(match.docs[match.rows], match.zones) * counts[match.zones]
        out = np.zeros(len(match.docs))
        out += np.bincount(match.rows, weights=weights, minlength=len(match.docs))
        for zone, rows, found in match.words:
            if counts[zone]:
                out[rows] += (1 - PARTIAL) * found * self._factors(match.docs[rows], zone)
        out *= word.weight
        return out

    def _factors(self, docs: Numbers, zones: Numbers | int) -> Weights:
        """What one occurrence in a zone of a record counts."""
        lengths = self._lengths.take(docs * len(ZONES) + zones)
        factors: Weights = self._weights[zones] / (self._fixed[zones] + self._by_length[zones] * lengths)
        return factors

    def _titled(self, word: Word, match: Match) -> Numbers:
        """The rows in which a word stands in the headline, as often as it stands there."""
        if word.zones and TITLE not in word.zones:
            return match.rows[:0]
        rows: Numbers = match.rows[match.zones == _TITLE_COLUMN]
        return rows

    def _topicality(self, match: Match) -> float:
        """How much a concept is a matter of its own: of the records that say something of it, the share named for it.

        In 烟花爆竹 运输 许可 records about 烟花爆竹 are meant, whatever else they say of 许可.
        """
        said = int(np.count_nonzero(self._says[match.docs]))
        if not said:
            return 1.0
        titled = np.zeros(len(match.docs), dtype=bool)
        titled[match.rows[match.zones == _TITLE_COLUMN]] = True
        share = int(np.count_nonzero(titled & self._named[match.docs])) / said
        return 1.0 + TOPICALITY * min(1.0, share / _WHOLLY_TOPICAL)

    def _gain(self, concept: Concept, match: Match, alike: int) -> float:
        rarity = min(self._idf(alike), concept.most)
        return concept.weight * self._topicality(match) * rarity

    def missed(self, concept: Concept) -> float:
        """What a concept that no record holds would be worth: as much as the rarest word."""
        return concept.weight * min(self._idf(1), concept.most)

    def _idf(self, found: int) -> float:
        return float(np.log1p((self._count - found + 0.5) / (found + 0.5)))
