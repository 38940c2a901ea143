"""The small interface between the index on disk and everything above it.

An engine keeps, for each record, words by zone with their counts, the positions of its units, columns of values, and
the record itself. It answers with arrays; ranking, filters and highlights are not its business. Records are numbered
from 0 in the order in which they were written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from store.columns import Column

Numbers = NDArray[np.int64]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Postings:
    """The records that hold a word, ascending, and how often each holds it."""

    docs: Numbers
    counts: Weights


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Occurrences of a unit or a pair of units: record and position (zone included, see `records.zones`)."""

    docs: NDArray[np.uint32]
    positions: NDArray[np.uint32]


class Engine(Protocol):
    """One generation of the index, opened for reading; safe to share between threads."""

    @property
    def count(self) -> int:
        """How many records there are."""

    @property
    def records(self) -> Sequence[Mapping[str, Any]]:
        """All records by number."""

    @property
    def lengths(self) -> NDArray[np.uint32]:
        """The number of words of every record, by zone."""

    @property
    def columns(self) -> Mapping[str, Column]:
        """The columns of values, by name."""

    def words(self, zone: str, word: str) -> Postings:
        """The records whose zone holds the word."""

    def pair(self, first: str, second: str) -> Occurrences:
        """Every place where unit `first` is followed by `second` with nothing between, in order."""

    def unit(self, text: str) -> Occurrences:
        """Every place where a unit stands, ordered by what follows it."""

    def titled(self, title: str) -> Numbers:
        """The records with that headline, in normal form without blanks."""

    def position(self, record_id: str) -> int | None:
        """The number of the record with an id, or None."""

    def close(self) -> None:
        """Release the files; the engine cannot be used afterwards."""
