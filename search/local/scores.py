"""The records that a query finds, with their scores: how much of the query each covers, and which are best."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.backend import LEAST_COVERAGE
from store.engine import Numbers

_ALIKE = 1e-4  # of coverages that are one: sums of rounded numbers are compared
_FEW = 4  # times as many records as are wanted: below that, sorting all is quicker than choosing first

Floats = NDArray[np.float32]


class Scores(NamedTuple):
    """Records, ascending, with their scores.

    `coverage` is the share of the query that a record holds, `named` the share that its headline holds.
    """

    docs: Numbers
    total: Floats
    coverage: Floats
    named: Floats

    def only(self, wanted: NDArray[np.bool_]) -> Scores:
        """The scores of some of the records."""
        places = wanted.nonzero()[0]  # taking by places is several times as quick as by a mask
        return Scores(
            self.docs.take(places), self.total.take(places), self.coverage.take(places), self.named.take(places)
        )

    def best(self, number: int) -> Numbers:
        """The places of the best records, best first; equal ones in the order of the lists."""
        total = self.total
        if len(total) <= _FEW * number:
            return (-total).argsort(kind="stable")[:number]
        least = np.partition(total, len(total) - number).item(len(total) - number)
        places: Numbers = (total >= least).nonzero()[0]
        return places[(-total[places]).argsort(kind="stable")[:number]]


def behind(scores: Scores, said: NDArray[np.bool_]) -> Scores:
    """The scores with the records that say nothing behind all others that cover as much of the query.

    `said` tells which records say something. The total of one that does not is pressed below the least total of those
    that cover as much, t → t·l / (t + l), so that among themselves the better ones stay before the others.
    """
    if said.all():
        return scores
    others = said.nonzero()[0]
    others = others[scores.coverage.take(others).argsort(kind="stable")]
    least = np.minimum.accumulate(scores.total.take(others)[::-1])[::-1]
    silent = (~said).nonzero()[0]
    places = scores.coverage.take(others).searchsorted(scores.coverage.take(silent) - _ALIKE)
    pressed = (places < len(others)).nonzero()[0]
    total = scores.total.copy()
    mine, limit = total.take(silent[pressed]), least.take(places[pressed])
    total[silent[pressed]] = mine * limit / (mine + limit)
    return scores._replace(total=total)


def covering(docs: Numbers, parts: Floats, least: float = LEAST_COVERAGE) -> Scores:
    """The scores of the records that cover enough; `parts` holds the sum of scores, the coverage, and what is named."""
    score, coverage, named = parts
    enough = coverage >= least
    found = Scores(docs, score * counting(coverage), coverage, named)
    return found if enough.all() else found.only(enough)


def counting(coverage: Floats) -> Floats:
    """What the share of the query that a record covers makes of its score: the share to the power of 1.5."""
    return coverage * np.sqrt(coverage)
