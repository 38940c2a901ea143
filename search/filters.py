"""Filters and facets over the records of one generation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.columns import AGENCY, DEPARTMENT, KIND, LAW, REGION, Column
from indexer.engine import Numbers
from search.agencies import Agencies

FACETS: tuple[str, ...] = (KIND, REGION, DEPARTMENT, AGENCY, LAW)
_MOST_VALUES = 50  # values of a facet that are listed

Counts = list[tuple[str, int]]


class Facets:
    """The facet values of all records: those of record d are `codes[starts[d]:starts[d + 1]]`.

    A code counts through the values of all facets, facet by facet, each in the order of its text.
    """

    def __init__(self, columns: Mapping[str, Column], agencies: Agencies) -> None:
        self._columns = [columns[name] for name in FACETS]
        self._agencies = agencies
        self._values = [value for column in self._columns for value in column.values]
        self._bounds = np.cumsum([0, *(len(column.values) for column in self._columns)])
        lengths = [np.diff(column.starts) for column in self._columns]
        owners = np.concatenate([np.repeat(np.arange(len(each)), each) for each in lengths])
        codes = [column.codes + first for column, first in zip(self._columns, self._bounds.tolist(), strict=False)]
        self._codes = np.concatenate(codes)[np.argsort(owners, kind="stable")].astype(np.int64)
        self._starts = np.concatenate([[0], np.cumsum(sum(lengths))]).astype(np.int64)
        self._lengths = np.diff(self._starts)
        self._sections = np.repeat(np.arange(len(FACETS)), np.diff(self._bounds)) * len(self._starts)

    def wanted(self, filters: Mapping[str, Sequence[str]]) -> dict[str, NDArray[np.bool_]]:
        """By facet with wanted values, which records have one of them. An agency may be wanted by any of its names."""
        out: dict[str, NDArray[np.bool_]] = {}
        for name, column in zip(FACETS, self._columns, strict=True):
            if values := filters.get(name):
                if name == AGENCY:
                    values = [other for value in values for other in self._agencies.named(value)]
                out[name] = np.zeros(len(self._starts) - 1, dtype=bool)
                for value in values:
                    out[name][column.docs(value)] = True
        return out

    def count(self, docs: Numbers) -> dict[str, Counts]:
        """The values of each facet among some records, most frequent first, then by name."""
        starts = self._starts.take(docs)
        lengths = self._lengths.take(docs)
        ends = lengths.cumsum()
        places = (starts - ends + lengths).repeat(lengths)
        places += np.arange(len(places))
        counts = np.bincount(self._codes.take(places), minlength=len(self._values))
        found = counts.nonzero()[0]
        bounds = found.searchsorted(self._bounds).tolist()
        found = found[(self._sections[found] - counts[found]).argsort(kind="stable")]
        numbers = counts[found].tolist()
        values = [self._values[code] for code in found.tolist()]
        shown = ((first, min(end, first + _MOST_VALUES)) for first, end in pairwise(bounds))
        return {
            name: list(zip(values[first:end], numbers[first:end], strict=True))
            for name, (first, end) in zip(FACETS, shown, strict=True)
        }

    def values(self, name: str) -> Counts:
        """All values of a facet with the number of records that have them."""
        column = self._columns[FACETS.index(name)]
        found = zip(column.values, column.totals.tolist(), strict=True)
        return sorted(found, key=lambda item: (-item[1], item[0]))


def only(wanted: Iterable[NDArray[np.bool_]], docs: Numbers) -> NDArray[np.bool_]:
    """Which of some records all filters let through."""
    out = np.ones(len(docs), dtype=bool)
    for mask in wanted:
        out &= mask[docs]
    return out
