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
_NAMED = 0.3  # the share of the query that its name holds
_TOLD = 0.85  # the share of the query that a matter covers which does not name it (a law, a case)


def answer(
    records: Sequence[Mapping[str, Any]],
    ranked: Sequence[int],
    scores: Scores,
    agencies: Agencies,
    asked: frozenset[str],
) -> tuple[AgencyLine, ...]:
    """The agencies of the best matters among the ranked records, best matter first.

    A matter is quoted where its name holds a part of the query; or where its text holds nearly all of it, if
    such a matter is the best of all records.
    Within a matter the agencies that were asked for come first, then all in printed order, the lead first.
    Empty where the query is not about a matter: where none is meant or the best stands far below the top.
    """
    told = scores.coverage[ranked[0]] >= _TOLD and records[ranked[0]]["kind"] == "boundary" if ranked else False
    matters = [doc for doc in ranked if records[doc]["kind"] == "boundary" and _is_meant(doc, scores, told)]
    if not matters:
        return ()
    best = float(scores.total[matters[0]])
    if best < _SHARE_OF_TOP * float(np.max(scores.total)):
        return ()
    chosen = [doc for doc in matters[:_MATTERS] if scores.total[doc] >= _SHARE_OF_BEST * best]
    return tuple(line for doc in chosen for line in _lines(records[doc], agencies, asked))


def _is_meant(doc: int, scores: Scores, told: bool) -> bool:
    """Whether the query is about a matter, and not only happens to share words with it."""
    covered, named = scores.coverage[doc], scores.named[doc]
    return bool((named >= _NAMED and covered >= _COVERAGE) or (told and covered >= _TOLD))


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
