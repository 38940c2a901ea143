"""Which of the matters found answer the query: the same for every engine."""

from __future__ import annotations

from collections.abc import Sequence

from search.backend import Bar, Found, Ranked

_SHARE_OF_BEST = 0.45  # a matter's score against the best matter's
_SHARE_OF_TOP = 0.35  # the best matter's score against the best record's of any kind

BAR = Bar(
    named=0.3,  # the share of the query that its name holds
    coverage=0.45,  # the share of the query that a quoted matter covers
    told=0.85,  # the share of the query that a matter covers which does not name it (a law, a case)
    score=_SHARE_OF_BEST * _SHARE_OF_TOP,  # no others can come to be quoted
    near=_SHARE_OF_BEST,
    most=6,  # matters quoted
)


def chosen(found: Found) -> Sequence[Ranked]:
    """The matters that answer, best first, of those found that reach `BAR`.

    None where the query is not about a matter: where none is meant or the best stands far below the top.
    """
    if found.matters and found.matters[0].score >= _SHARE_OF_TOP * found.top > 0:
        return found.matters
    return ()
