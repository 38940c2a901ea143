"""Other orders of the hits than by relevance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from records.columns import DEPARTMENT, KIND, LIST, parts_of
from records.kinds import KINDS
from search.local.scores import Scores
from store.columns import Column
from store.engine import Numbers


class Sorting:
    """Puts the records found in the order that a request wants; within a department or kind the best stay first."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        order = list(KINDS)
        kinds = np.array([order.index(kind) for kind in columns[KIND].values])
        self._places = {KIND: kinds[columns[KIND].single], DEPARTMENT: _in_order_of_lists(columns[LIST])}

    def first(self, scores: Scores, best: Numbers, sort: str, number: int) -> Numbers:
        """The places of the first records in the wanted order; `best` are those of the best ones."""
        places = self._places.get(sort)
        if places is None:
            return best[:number]
        order: Numbers = np.lexsort((-scores.total, places[scores.docs]))[:number]
        return order


def _in_order_of_lists(lists: Column) -> Numbers:
    """For each record a number that grows in the order in which the departments first appear."""
    owners = [parts_of(value)[1] for value in lists.values]
    first: dict[str, int] = {}
    for code, doc in zip(*np.unique(lists.single, return_index=True), strict=True):
        first[owners[code]] = min(first.get(owners[code], int(doc)), int(doc))
    return np.array([first[owner] for owner in owners])[lists.single]
