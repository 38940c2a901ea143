"""The small interface between the index on disk and everything above it.

An engine keeps, for each record, words by zone with their counts, grams with their positions, and the
record itself. It answers with arrays; ranking, filters and highlights are not its business. Records are
numbered from 0 in the order in which they were written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Entry:
    """One record on its way into the index.

    `words` holds, by zone, each word with its count; `grams` each gram with its ascending positions, the
    zone included (see `indexer.zones`); `record` is what the index gives back, as JSON text.
    """

    words: Mapping[str, Mapping[str, int]]
    grams: Mapping[str, Sequence[int]]
    record: str


@dataclass(frozen=True, slots=True)
class Postings:
    """The records that hold a term, ascending, and how often each holds it."""

    docs: Numbers
    counts: Weights


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every occurrence of a gram: record and position, in ascending order of both."""

    docs: Numbers
    positions: Numbers


class Engine(Protocol):
    """One generation of the index, opened for reading."""

    @property
    def count(self) -> int:
        """How many records there are."""

    def words(self, zone: str, word: str) -> Postings:
        """The records whose zone holds the word."""

    def lengths(self, zone: str) -> Weights:
        """The number of words in that zone of every record."""

    def grams(self, gram: str) -> Occurrences:
        """Every occurrence of a gram."""

    def grams_from(self, prefix: str) -> list[str]:
        """The grams that start with `prefix`, sorted."""

    def records(self) -> Iterator[str]:
        """All records as JSON text, in order."""

    def close(self) -> None:
        """Release the files; the engine cannot be used afterwards."""
