"""Filters and facets over the records of one generation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.agencies import Agencies

FACETS: tuple[str, ...] = ("kind", "region", "department", "agency", "law")
_MOST_VALUES = 50  # values of a facet that are listed


def facet_values(record: Mapping[str, Any], agencies: Agencies) -> dict[str, tuple[str, ...]]:
    """The values of each facet that a record has; agencies by their canonical names."""
    return {
        "kind": (record["kind"],),
        "region": _present(record["region"]),
        "department": _present(record["department"]),
        "agency": agencies.of_record(record),
        "law": _present(*(law["title"] for law in record.get("laws", ()))),
    }


def _present(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


class Facets:
    """The facet values of all records, as sets of record numbers."""

    def __init__(self, records: Sequence[Mapping[str, Any]], agencies: Agencies) -> None:
        self._count = len(records)
        self._agencies = agencies
        self._values = [facet_values(record, agencies) for record in records]
        self._docs: dict[str, dict[str, list[int]]] = {name: {} for name in FACETS}
        for doc, values in enumerate(self._values):
            for name in FACETS:
                for value in values[name]:
                    self._docs[name].setdefault(value, []).append(doc)

    def mask(self, name: str, wanted: Sequence[str]) -> NDArray[np.bool_]:
        """Which records have one of the wanted values; all of them where none is wanted.

        An agency may be wanted by any of its names.
        """
        if not wanted:
            return np.ones(self._count, dtype=bool)
        out = np.zeros(self._count, dtype=bool)
        values = [other for value in wanted for other in self._agencies.named(value)] if name == "agency" else wanted
        for value in values:
            out[self._docs[name].get(value, [])] = True
        return out

    def count(self, name: str, hits: NDArray[np.bool_]) -> list[tuple[str, int]]:
        """The values of a facet among the hits, most frequent first, then by name."""
        found: Counter[str] = Counter()
        for doc in np.flatnonzero(hits):
            found.update(self._values[doc][name])
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_MOST_VALUES]

    def values(self, name: str) -> list[tuple[str, int]]:
        """All values of a facet with the number of records that have them."""
        return sorted(((value, len(docs)) for value, docs in self._docs[name].items()), key=lambda i: (-i[1], i[0]))
