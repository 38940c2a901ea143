"""Which records concern which agency, whatever name a list prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property, lru_cache

import numpy as np

from store.columns import Column
from store.engine import Numbers

_KEPT_NAMES = 65_536


class AgencyRecords:
    """The records of the agencies of one generation, by canonical names."""

    def __init__(self, parties: Column, departments: Column, named: Callable[[str], tuple[str, ...]]) -> None:
        """`parties` are the canonical names of each record's agencies, `departments` whose list it is in.

        `named` gives the canonical names of a printed agency.
        """
        self._parties = parties
        self._departments = departments
        self._named = named
        self.owned = lru_cache(maxsize=_KEPT_NAMES)(self._owned)

    def parties(self, name: str) -> Numbers:
        """The records in which the agency has a share of a matter."""
        return self._parties.docs(name)

    def _owned(self, name: str) -> Numbers:
        """The records of the agency's own list."""
        lists = [self._departments.docs(printed) for printed in self._own_names.get(name, ())]
        return np.sort(np.concatenate(lists)) if lists else np.empty(0, dtype=np.int64)

    @cached_property
    def _own_names(self) -> dict[str, list[str]]:
        """The departments as printed, by canonical name."""
        names: defaultdict[str, list[str]] = defaultdict(list)
        for printed in self._departments.values:
            for name in self._named(printed):
                names[name].append(printed)
        return dict(names)
