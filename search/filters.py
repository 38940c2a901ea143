"""Filters and facets over the records of one generation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.columns import AGENCY, DEPARTMENT, KIND, LAW, REGION, Column
from indexer.engine import Numbers
from search.agencies import Agencies

FACETS: tuple[str, ...] = (KIND, REGION, DEPARTMENT, AGENCY, LAW)
_SINGLE, _SEVERAL = FACETS[:3], FACETS[3:]  # those of which a record has one value at most, and the others
_MOST_VALUES = 50  # values of a facet that are listed
_FEW = 250  # values of all facets up to which it is quicker to put all in order than to choose first
_MANY = 1000  # records from which on it is quicker to count facets of single values each by itself

Counts = list[tuple[str, int]]


class _Codes:
    """The values of some columns together: those of record d are `codes[starts[d]:starts[d] + lengths[d]]`."""

    def __init__(self, columns: Sequence[tuple[Column, int]]) -> None:
        """Each column comes with the code of its first value."""
        lengths = [np.diff(column.starts) for column, _ in columns]
        owners = np.concatenate([np.repeat(np.arange(len(each)), each) for each in lengths])
        codes = np.concatenate([column.codes + np.int64(first) for column, first in columns])
        self._codes = codes[np.argsort(owners, kind="stable")]
        self._lengths: Numbers = np.sum(lengths, axis=0)
        self._starts = self._lengths.cumsum() - self._lengths

    def counts(self, docs: Numbers, values: int) -> Numbers:
        """How many of some records have each of so many values."""
        lengths = self._lengths.take(docs)
        places = (self._starts.take(docs) - lengths.cumsum() + lengths).repeat(lengths)
        places += np.arange(len(places))
        return np.bincount(self._codes.take(places), minlength=values)


class Facets:
    """The facet values of all records, as codes that count through the values of all facets.

    Facet by facet, codes are in the order of the values' text.
    """

    def __init__(self, columns: Mapping[str, Column], agencies: Agencies) -> None:
        self._columns = [columns[name] for name in FACETS]
        self._agencies = agencies
        self._values = [value for column in self._columns for value in column.values]
        self._bounds = np.cumsum([0, *(len(column.values) for column in self._columns)])
        first = dict(zip(FACETS, self._bounds.tolist(), strict=False))
        self._all = _Codes([(columns[name], first[name]) for name in FACETS])
        self._several = _Codes([(columns[name], first[name]) for name in _SEVERAL])
        self._single = [(columns[name].single + 1, len(columns[name].values)) for name in _SINGLE]
        self._count = len(columns[KIND].starts) - 1
        self._sections = np.repeat(np.arange(len(FACETS)), np.diff(self._bounds)) * (self._count + 1)

    def wanted(self, filters: Mapping[str, Sequence[str]]) -> dict[str, NDArray[np.bool_]]:
        """By facet with wanted values, which records have one of them. An agency may be wanted by any of its names."""
        out: dict[str, NDArray[np.bool_]] = {}
        for name, column in zip(FACETS, self._columns, strict=True):
            if values := filters.get(name):
                if name == AGENCY:
                    values = [other for value in values for other in self._agencies.named(value)]
                out[name] = np.zeros(self._count, dtype=bool)
                for value in values:
                    out[name][column.docs(value)] = True
        return out

    def count(self, docs: Numbers) -> dict[str, Counts]:
        """The values of each facet among some records, most frequent first, then by name."""
        counts = self._counts(docs)
        found = counts.nonzero()[0]
        bounds = found.searchsorted(self._bounds).tolist()
        if len(found) > _FEW:
            most = [_most_frequent(found[first:end], counts) for first, end in pairwise(bounds)]
            found = np.concatenate(most)
            bounds = [0, *accumulate(map(len, most))]
        found = found[(self._sections[found] - counts[found]).argsort(kind="stable")]
        numbers = counts[found].tolist()
        values = [self._values[code] for code in found.tolist()]
        return {
            name: list(zip(values[first:end], numbers[first:end], strict=True))[:_MOST_VALUES]
            for name, (first, end) in zip(FACETS, pairwise(bounds), strict=True)
        }

    def _counts(self, docs: Numbers) -> Numbers:
        """How many of some records have each value."""
        if len(docs) < _MANY:
            return self._all.counts(docs, len(self._values))
        counts = self._several.counts(docs, len(self._values))
        first = 0
        for codes, values in self._single:
            counts[first : first + values] = np.bincount(codes.take(docs), minlength=values + 1)[1:]
            first += values
        return counts

    def values(self, name: str) -> Counts:
        """All values of a facet with the number of records that have them."""
        column = self._columns[FACETS.index(name)]
        found = zip(column.values, column.totals.tolist(), strict=True)
        return sorted(found, key=lambda item: (-item[1], item[0]))


def _most_frequent(codes: Numbers, counts: Numbers) -> Numbers:
    """The codes that are listed, and those as frequent as the last of them, in their order."""
    if len(codes) <= _MOST_VALUES:
        return codes
    found = counts.take(codes)
    least = np.partition(found, len(found) - _MOST_VALUES)[len(found) - _MOST_VALUES]
    kept: Numbers = codes[found >= least]
    return kept


def only(wanted: Iterable[NDArray[np.bool_]], docs: Numbers) -> NDArray[np.bool_]:
    """Which of some records all filters let through."""
    out = np.ones(len(docs), dtype=bool)
    for mask in wanted:
        out &= mask[docs]
    return out
