"""Who is responsible: the agencies of the matters that a query names, quoted from the lists. Nothing is made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from search.agencies import Agencies
from search.ranking import Scores
from search.results import AgencyLine

_MATTERS = 6  # matters quoted at most
_SHARE_OF_BEST = 0.45  # a matter's score against the best matter's
_SHARE_OF_TOP = 0.35  # the best matter's score against the best record's of any kind
_COVERAGE = 0.45  # the share of the query that a quoted matter covers


def answer(
    records: Sequence[Mapping[str, Any]],
    ranked: Sequence[int],
    scores: Scores,
    agencies: Agencies,
    asked: frozenset[str],
) -> tuple[AgencyLine, ...]:
    """The agencies of the best matters among the ranked records, best matter first.

    Within a matter the agencies that were asked for come first, then all in printed order, the lead first. Empty
    where the query is not about a matter: where no boundary record covers most of it and stands near the top.
    """
    matters = [doc for doc in ranked if records[doc]["kind"] == "boundary" and scores.coverage[doc] >= _COVERAGE]
    if not matters:
        return ()
    best = float(scores.total[matters[0]])
    if best < _SHARE_OF_TOP * float(np.max(scores.total)):
        return ()
    chosen = [doc for doc in matters[:_MATTERS] if scores.total[doc] >= _SHARE_OF_BEST * best]
    return tuple(line for doc in chosen for line in _lines(records[doc], agencies, asked))


def _lines(record: Mapping[str, Any], agencies: Agencies, asked: frozenset[str]) -> list[AgencyLine]:
    lines = [
        AgencyLine(
            agency=party["agency"],
            role=party["role"],
            matter=record["matter"],
            department=record["department"],
            region=record["region"],
            id=record["id"],
            lead=index == 0,
            canonical=agencies.named(party["agency"]),
            now=agencies.now(party["agency"]),
        )
        for index, party in enumerate(record["parties"])
    ]
    return sorted(lines, key=lambda line: asked.isdisjoint(line.canonical))
