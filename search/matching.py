"""Where a string stands in the corpus: exact, by grams, with the zones; and as a word of its own."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from indexer.engine import Engine, Numbers, Weights
from indexer.zones import ZONE_BITS, ZONES
from tokenizer.grams import GLUE, Unit, gram, units

_CACHED_STRINGS = 4096
_POSITION_BITS = 32


@dataclass(frozen=True, slots=True)
class Match:
    """The records that hold a string: `counts[i, z]` occurrences in zone z of record `docs[i]`.

    `words` counts those occurrences that are words of their own (or of a longer word's dictionary parts).
    """

    docs: Numbers
    counts: Weights
    words: Weights

    @property
    def size(self) -> int:
        """How many records match."""
        return len(self.docs)


class Matcher:
    """Looks strings up in an engine and keeps the latest answers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self.match = lru_cache(maxsize=_CACHED_STRINGS)(self._locked_match)

    def _locked_match(self, text: str) -> Match:
        with self._lock:  # an engine's reader serves one thread at a time
            return self._match(text)

    def _match(self, text: str) -> Match:
        """Where a normalised string stands, blanks and punctuation in it left out of account."""
        docs, positions = self._occurrences(units(text))
        found, inverse = np.unique(docs, return_inverse=True)
        counts = np.zeros((len(found), len(ZONES)))
        np.add.at(counts, (inverse, positions >> ZONE_BITS), 1.0)
        words = np.zeros_like(counts)
        for column, zone in enumerate(ZONES):
            if counts[:, column].any():
                postings = self._engine.words(zone, text)
                rows = np.searchsorted(found, postings.docs)
                inside = rows < len(found)
                rows, values = rows[inside], postings.counts[inside]
                same = found[rows] == postings.docs[inside]
                words[rows[same], column] = values[same]
        return Match(found, counts, np.minimum(words, counts))

    def _occurrences(self, row: list[Unit]) -> tuple[Numbers, Numbers]:
        """Records and start positions of a row of units."""
        if not row:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        keys: Numbers | None = None
        for term, offset in _needed_grams(row):
            found = self._keys(term, offset)
            keys = found if keys is None else np.intersect1d(keys, found, assume_unique=True)
            if not len(keys):
                break
        assert keys is not None
        return keys >> _POSITION_BITS, keys & ((1 << _POSITION_BITS) - 1)

    def _keys(self, term: str | Unit, offset: int) -> Numbers:
        """Record and start position of each occurrence as one number; `offset` is the gram's place in the row."""
        if isinstance(term, Unit):
            terms = [term.text, *self._engine.grams_from(term.text + GLUE)]
            parts = [self._engine.grams(each) for each in terms]
            docs = np.concatenate([part.docs for part in parts])
            positions = np.concatenate([part.positions for part in parts])
        else:
            occurrences = self._engine.grams(term)
            docs, positions = occurrences.docs, occurrences.positions
        keys = (docs << _POSITION_BITS) + positions - offset
        keys = keys[positions >= offset]
        return np.sort(keys) if isinstance(term, Unit) else keys


def _needed_grams(row: list[Unit]) -> list[tuple[str | Unit, int]]:
    """The grams that together cover a row of units, each with its distance from the start.

    A unit without a neighbour in the row is looked up by itself, as whatever grams start with it.
    """
    first = row[0].position
    needed: list[tuple[str | Unit, int]] = []
    index = 0
    while index < len(row):
        unit = row[index]
        if index + 1 < len(row) and row[index + 1].position == unit.position + 1:
            needed.append((gram(unit.text, row[index + 1].text), unit.position - first))
            index += 2
        elif index and row[index - 1].position == unit.position - 1:
            needed.append((gram(row[index - 1].text, unit.text), row[index - 1].position - first))
            index += 1
        else:
            needed.append((unit, unit.position - first))
            index += 1
    return needed
