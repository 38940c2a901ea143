"""Other orders of the hits than by relevance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from indexer.records import KINDS
from search.directory import list_name

RELEVANCE, DEPARTMENT, KIND = "relevance", "department", "kind"
SORTS = (RELEVANCE, DEPARTMENT, KIND)


class Sorting:
    """Puts ranked records in the order that a request wants; within a department or kind the best stay first."""

    def __init__(self, records: Sequence[Mapping[str, Any]]) -> None:
        lists: dict[str, int] = {}
        self._places = {
            DEPARTMENT: [lists.setdefault(list_name(record), len(lists)) for record in records],
            KIND: [KINDS.index(record["kind"]) for record in records],
        }

    def order(self, ranked: list[int], sort: str) -> list[int]:
        """The ranked records in the wanted order."""
        places = self._places.get(sort)
        return ranked if places is None else sorted(ranked, key=places.__getitem__)
