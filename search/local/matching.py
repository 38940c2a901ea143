"""Where a string stands in the corpus: by its units, with the zones; and as a word of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from records.zones import ZONE_BITS, ZONES
from store.engine import Engine, Numbers, Occurrences, Weights
from tokenizer.grams import Unit, units

_KEPT_ANSWERS = 65_536
_POSITION_BITS = 32


@dataclass(frozen=True, slots=True)
class Match:
    """The records that hold a string, ascending, and each occurrence in them: `rows` in `docs`, and its zone.

    `words` tells, by zone, in which rows how many of the occurrences are words of their own (or of a longer word's
    dictionary parts).
    """

    docs: Numbers
    rows: Numbers
    zones: Numbers
    words: tuple[tuple[int, Numbers, Weights], ...]


class Matcher:
    """Looks strings up in an engine. Strings are in normal form; blanks and punctuation in them do not count."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.holds = lru_cache(maxsize=_KEPT_ANSWERS)(self._holds)

    def _holds(self, text: str) -> bool:
        """Whether any record holds a string."""
        return len(self._keys(text)) > 0

    def match(self, text: str) -> Match:
        """Where a string stands."""
        keys = self._keys(text)
        each = keys >> _POSITION_BITS
        is_next = np.ones(len(each), dtype=bool)
        is_next[1:] = each[1:] != each[:-1]
        docs, rows = each[is_next], is_next.cumsum() - 1
        zones = (keys & ((1 << _POSITION_BITS) - 1)) >> ZONE_BITS
        return Match(docs, rows, zones, tuple(self._words(text, docs, np.bincount(zones).nonzero()[0].tolist())))

    def _words(self, text: str, docs: Numbers, zones: list[int]) -> list[tuple[int, Numbers, Weights]]:
        found = []
        for zone in zones:
            postings = self._engine.words(ZONES[zone], text)
            rows, here = within(docs, postings.docs)
            if len(rows):
                found.append((zone, rows, postings.counts[here]))
        return found

    def _keys(self, text: str) -> Numbers:
        """Record and start of each occurrence of a string as one number, ascending."""
        row = units(text)
        if not row:
            return np.empty(0, np.int64)
        parts = [(self._occurrences(*pair), pair[0].position - row[0].position) for pair in _needed(row)]
        parts.sort(key=lambda part: len(part[0].docs))
        keys = _starts(*parts[0])
        for part in parts[1:]:
            if not len(keys):
                break
            keys = keys[within(_starts(*part), keys)[1]]
        return keys

    def _occurrences(self, unit: Unit, following: Unit | None) -> Occurrences:
        return self._engine.unit(unit.text) if following is None else self._engine.pair(unit.text, following.text)


def within(values: Numbers, wanted: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
    """Where wanted numbers stand among ascending values, and which of them stand there at all."""
    if not len(values):
        return np.empty(0, np.int64), np.zeros(len(wanted), dtype=bool)
    places = np.minimum(values.searchsorted(wanted), len(values) - 1)
    here = values[places] == wanted
    return places[here], here


def merged(lists: Sequence[Numbers]) -> Numbers:
    """The numbers of several ascending lists, each once, ascending."""
    numbers = np.concatenate([np.empty(0, np.int64), *lists])
    numbers.sort()
    is_next = np.ones(len(numbers), dtype=bool)
    is_next[1:] = numbers[1:] != numbers[:-1]
    return numbers[is_next]


def _starts(occurrences: Occurrences, offset: int) -> Numbers:
    """Record and start as one number, for units that stand `offset` positions behind the start."""
    positions = occurrences.positions.astype(np.int64)
    keys = (occurrences.docs.astype(np.int64) << _POSITION_BITS) + positions - offset
    return np.sort(keys[positions >= offset], kind="stable")  # ordered already, but for single units


def _needed(row: list[Unit]) -> list[tuple[Unit, Unit | None]]:
    """The pairs of neighbours that together cover a row of units; a unit without a neighbour stands alone."""
    needed: list[tuple[Unit, Unit | None]] = []
    index = 0
    while index < len(row):
        unit = row[index]
        if index + 1 < len(row) and row[index + 1].position == unit.position + 1:
            needed.append((unit, row[index + 1]))
            index += 2
        elif index and row[index - 1].position == unit.position - 1:
            needed.append((row[index - 1], unit))
            index += 1
        else:
            needed.append((unit, None))
            index += 1
    return needed
