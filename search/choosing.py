"""Which records answer who is responsible: the same for every engine.

A matter answers that is named for what was asked, or of whose agencies one by its own row does most of it. Where the
duty of a department holds more of the question than any matter does, the duty answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from search.backend import Bar, Found, Ranked

_SHARE_OF_BEST = 0.45  # a matter's score against the best matter's
_SHARE_OF_TOP = 0.35  # the best matter's score against the best record's of any kind
_COVERAGE = 0.45  # the share of the query that an answer covers
_NAMED = 0.3  # the share of the query that a matter's name holds
_ROW = 0.6  # the share of the query that the row of one agency holds, where the name does not hold enough
_TOLD = 0.85  # the share of the query that a matter covers of which neither is true (a law, a case)
_DUTY = 0.5  # the share of the query that the duty of a department covers
_MORE = 0.15  # how much more of the query a duty must cover than a matter, to answer before it
_MOST = 6  # matters quoted
_MOST_DUTIES = 2

BAR = Bar(
    named=0.0,  # whether the name or a row holds enough is told below
    coverage=_COVERAGE,
    told=_TOLD,
    score=_SHARE_OF_BEST * _SHARE_OF_TOP,  # no others can come to be quoted
    near=0.0,
    most=2 * _MOST,
    rows=True,
    duties=_MOST_DUTIES,
)


def chosen(found: Found) -> Sequence[Ranked]:
    """The records that answer, best first, of those found that reach `BAR`; none where the lists do not say."""
    matters = _matters(found)
    covered = max((matter.coverage for matter in matters), default=0.0)
    least = max(_DUTY, covered + _MORE) if matters else _DUTY
    named = takewhile(_has_agency, found.duties)  # a better one of nobody's says that the next is not meant
    duties = [duty for duty in named if duty.coverage >= least and duty.score >= _SHARE_OF_TOP * found.top]
    return [*duties, *matters]


def _matters(found: Found) -> Sequence[Ranked]:
    able = [matter for matter in found.matters if _answers(matter)]
    if not able or able[0].score < _SHARE_OF_TOP * found.top:
        return ()
    return [matter for matter in able if matter.score >= _SHARE_OF_BEST * able[0].score][:_MOST]


def _has_agency(duty: Ranked) -> bool:
    return bool(duty.record.get("agency") or duty.record["department"])


def _answers(matter: Ranked) -> bool:
    return matter.named >= _NAMED or matter.coverage >= _TOLD or max(matter.parties, default=0.0) >= _ROW
