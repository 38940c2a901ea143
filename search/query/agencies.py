"""Which records concern which agency, whatever name a list prints; and whose duties a former agency's are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

import numpy as np

from agencies.table import AgencyTable, Canonical, Mention, naming
from store.columns import Column
from store.engine import Numbers

_KEPT_NAMES = 65_536


class Agencies:
    """The agencies of one generation by their canonical names."""

    def __init__(self, table: AgencyTable, parties: Column, departments: Column) -> None:
        """`parties` are the canonical names of each record's agencies, `departments` whose list it is in."""
        self._table = table
        self._parties = parties
        self._departments = departments
        self.named = naming(table)
        self.now = lru_cache(maxsize=_KEPT_NAMES)(self._now)
        self.owned = lru_cache(maxsize=_KEPT_NAMES)(self._owned)

    def mentions(self, text: str) -> list[Mention]:
        """The agencies that a query names."""
        return self._table.find(text)

    def written(self, agencies: Iterable[Canonical], least: float) -> list[tuple[str, float]]:
        """The names by which texts speak of agencies, with weights of at least `least`."""
        names = {name.name: name.weight for agency in agencies for name in self._table.names(agency)}
        return [(name, weight) for name, weight in names.items() if weight >= least]

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
            for name in self.named(printed):
                names[name].append(printed)
        return dict(names)

    def _now(self, printed: str) -> str:
        """Whose duties those of a former agency are today, as a sentence; "" where it still exists."""
        ended = [step for step in self._table.successors(printed) if step.ended]
        whole = list(dict.fromkeys(step.agency.name for step in ended if not step.function))
        parts = list(dict.fromkeys((step.function, step.agency.name) for step in ended if step.function))
        parts = [(function, name) for function, name in parts if name not in whole]
        if not whole and not parts:
            return ""
        said = [f"现由{'、'.join(whole)}承担"] if whole else []
        said += [f"{function}现由{name}承担" for function, name in parts]
        return "，其中".join(said) if whole else "，".join(said)
