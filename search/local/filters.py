"""Filters and facets over the records of one generation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from records.columns import KIND
from search.backend import FACETS, MOST_VALUES, Counts
from store.columns import Column
from store.engine import Numbers

_FEW = 250  # values of all facets up to which it is quicker to write down all
_MANY = 4096  # records from which on it is quicker to count runs of like ones
_ROW = 4  # codes of a record that stand in its row: all that most records have


class _Codes:
    """The codes of all records: the first ones in a row a record, filled up with `none`; further ones behind it."""

    def __init__(self, columns: Sequence[tuple[Column, int]], none: int) -> None:
        """Each column comes with the code of its first value."""
        lengths: Numbers = np.sum([np.diff(column.starts) for column, _ in columns], axis=0)
        owners = np.concatenate([np.repeat(np.arange(len(lengths)), np.diff(column.starts)) for column, _ in columns])
        codes = np.concatenate([column.codes + np.int64(first) for column, first in columns])
        order = np.argsort(owners, kind="stable")
        owners, codes = owners[order], codes[order]
        places = np.arange(len(codes)) - np.repeat(lengths.cumsum() - lengths, lengths)
        in_row = places < _ROW
        self._none = none
        self._rows = np.full((len(lengths), _ROW), none, dtype=np.int64)
        self._rows[owners[in_row], places[in_row]] = codes[in_row]
        self._further = codes[~in_row]
        self._lengths: Numbers = np.maximum(lengths - _ROW, 0)
        self._starts = self._lengths.cumsum() - self._lengths
        self._has_further = self._lengths > 0
        self._like = _numbered(self._rows)

    def counts(self, docs: Numbers) -> Numbers:
        """How many of some records have each code."""
        if len(docs) < _MANY:
            counts = np.bincount(self._rows.take(docs, axis=0).ravel(), minlength=self._none + 1)
        else:
            counts = self._counts_of_runs(docs)
        docs = docs.take(self._has_further.take(docs).nonzero()[0])
        if len(docs):
            lengths = self._lengths.take(docs)
            places = (self._starts.take(docs) - lengths.cumsum() + lengths).repeat(lengths)
            places += np.arange(len(places))
            np.add.at(counts, self._further.take(places), 1)
        return counts[: self._none]

    def _counts_of_runs(self, docs: Numbers) -> Numbers:
        """The codes in the rows of many records: those of a list follow each other, and most of the rows are alike."""
        like = self._like.take(docs)
        ends = np.append((like[1:] != like[:-1]).nonzero()[0], len(docs) - 1)
        rows = self._rows.take(docs.take(ends), axis=0)
        times = np.diff(ends, prepend=-1).repeat(_ROW)
        return np.bincount(rows.ravel(), weights=times, minlength=self._none + 1).astype(np.int64)


def _numbered(rows: Numbers) -> NDArray[np.int32]:
    """A number for each row, the same for like rows."""
    numbers = rows[:, 0]
    for column in rows.T[1:]:
        numbers = np.unique(numbers * (int(rows.max(initial=0)) + 1) + column, return_inverse=True)[1]
    return numbers.astype(np.int32)


class Facets:
    """The facet values of all records, as codes that count through the values of all facets.

    Facet by facet, codes are in the order of the values' text.
    """

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = [columns[name] for name in FACETS]
        self._values = np.array([value for column in self._columns for value in column.values], dtype=object)
        self._bounds = np.cumsum([0, *(len(column.values) for column in self._columns)])
        self._codes = _Codes(list(zip(self._columns, self._bounds.tolist(), strict=False)), len(self._values))
        self._count = len(columns[KIND].starts) - 1
        # A code's rank without its count, which is taken off above the bits of the code itself.
        self._bits = len(self._values).bit_length()
        sections = np.repeat(np.arange(len(FACETS)), np.diff(self._bounds)) * (self._count + 1)
        self._ranks: Numbers = (sections << self._bits) + np.arange(len(self._values))

    def wanted(self, filters: Mapping[str, Sequence[str]]) -> dict[str, NDArray[np.bool_]]:
        """By facet with a filter, which records have one of its values."""
        out: dict[str, NDArray[np.bool_]] = {}
        for name, column in zip(FACETS, self._columns, strict=True):
            if name in filters:
                out[name] = np.zeros(self._count, dtype=bool)
                for value in filters[name]:
                    out[name][column.docs(value)] = True
        return out

    def count(self, docs: Numbers) -> dict[str, Counts]:
        """The values of each facet among some records, most frequent first, then by name."""
        counts = self._codes.counts(docs)
        found = (counts != 0).nonzero()[0]  # of truth values nonzero is several times as quick
        bounds = found.searchsorted(self._bounds).tolist()
        ranks = self._ranks.take(found)
        ranks -= counts.take(found) << self._bits
        ranks.sort()  # within its facet each code finds its place, so the bounds stay
        ranks &= (1 << self._bits) - 1
        if len(found) > _FEW:
            kept = [ranks[first : min(end, first + MOST_VALUES)] for first, end in pairwise(bounds)]
            ranks, bounds = np.concatenate(kept), [0, *accumulate(map(len, kept))]
        values, numbers = self._values.take(ranks).tolist(), counts.take(ranks).tolist()
        rows: Counts = [{"value": value, "count": count} for value, count in zip(values, numbers, strict=True)]
        spans = zip(FACETS, pairwise(bounds), strict=True)
        return {name: rows[first:end][:MOST_VALUES] for name, (first, end) in spans}


def only(wanted: Iterable[NDArray[np.bool_]], docs: Numbers) -> NDArray[np.bool_]:
    """Which of some records all filters let through."""
    out = np.ones(len(docs), dtype=bool)
    for mask in wanted:
        out &= mask[docs]
    return out
