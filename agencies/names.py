"""The names by which agencies are grouped, counted and filtered."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from agencies.table import AgencyTable

_KEPT_NAMES = 65_536


def naming(table: AgencyTable) -> Callable[[str], tuple[str, ...]]:
    """A function from a printed agency to its canonical names; a name that the table does not know stands for itself.

    The latest answers are kept.
    """

    @lru_cache(maxsize=_KEPT_NAMES)
    def named(printed: str) -> tuple[str, ...]:
        found = tuple(agency.name for agency in table.canonical(printed))
        return found or tuple(filter(None, [printed.strip()]))

    return named
