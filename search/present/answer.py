"""Who is responsible: the agencies of the matters that a query names, quoted from the lists. Nothing is made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.local.scores import Scores
from search.present.results import AgencyLine
from search.query.agencies import Agencies

_MATTERS = 6  # matters quoted at most
_SHARE_OF_BEST = 0.45  # a matter's score against the best matter's
_SHARE_OF_TOP = 0.35  # the best matter's score against the best record's of any kind
_COVERAGE = 0.45  # the share of the query that a quoted matter covers
_NAMED = 0.3  # the share of the query that its name holds
_TOLD = 0.85  # the share of the query that a matter covers which does not name it (a law, a case)
_KEPT_MATTERS = 4096


class Answers:
    """Answers from the matters of one generation."""

    def __init__(self, records: Sequence[Mapping[str, Any]], is_matter: NDArray[np.bool_], agencies: Agencies) -> None:
        """`is_matter` tells which records are matters."""
        self._records = records
        self._is_matter = is_matter
        self._agencies = agencies
        self._lines = lru_cache(maxsize=_KEPT_MATTERS)(self._quoted)

    def answer(self, found: Scores, first: int, top: float, asked: frozenset[str]) -> tuple[AgencyLine, ...]:
        """The agencies of the best matters among the records found, best matter first.

        `first` is the place of the best record, `top` the best score of any record before filters.
        A matter is quoted where its name holds a part of the query; or where its text holds nearly all of it, if
        such a matter is the best of all records.
        Within a matter the agencies that were asked for come first, then all in printed order, the lead first.
        Empty where the query is not about a matter: where none is meant or the best stands far below the top.
        """
        meant = found.named >= _NAMED
        meant &= found.coverage >= _COVERAGE
        if found.coverage.item(first) >= _TOLD and self._is_matter.item(found.docs.item(first)):
            meant |= found.coverage >= _TOLD
        meant &= found.total >= _SHARE_OF_BEST * _SHARE_OF_TOP * top  # no others can come to be quoted
        places = meant.nonzero()[0]
        matters = places[self._is_matter.take(found.docs.take(places))]
        total = found.total.take(matters)
        best = float(total.max(initial=0.0))
        if not best or best < _SHARE_OF_TOP * top:
            return ()
        near = (total >= _SHARE_OF_BEST * best).nonzero()[0]
        chosen = near[(-total.take(near)).argsort(kind="stable")[:_MATTERS]]
        docs = found.docs.take(matters.take(chosen)).tolist()
        return tuple([line for doc in docs for line in self._ordered(doc, asked)])

    def _ordered(self, doc: int, asked: frozenset[str]) -> Sequence[AgencyLine]:
        lines = self._lines(doc)
        return sorted(lines, key=lambda line: asked.isdisjoint(line.canonical)) if asked else lines

    def _quoted(self, doc: int) -> tuple[AgencyLine, ...]:
        record = self._records[doc]
        return tuple(
            AgencyLine(
                agency=party["agency"],
                role=party["role"],
                matter=record["matter"],
                department=record["department"],
                region=record["region"],
                id=record["id"],
                lead=index == 0,
                canonical=self._agencies.named(party["agency"]),
                now=self._agencies.now(party["agency"]),
            )
            for index, party in enumerate(record["parties"])
        )
