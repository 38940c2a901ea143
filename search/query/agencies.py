"""Which agencies a query names, by which names texts speak of them, and whose duties a former agency's are now."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from agencies.table import AgencyTable, Canonical, Mention, naming

_KEPT_NAMES = 65_536


class Agencies:
    """The agencies by their canonical names, whatever name a list prints."""

    def __init__(self, table: AgencyTable) -> None:
        self._table = table
        self.named = naming(table)
        self.now = lru_cache(maxsize=_KEPT_NAMES)(self._now)

    def mentions(self, text: str) -> list[Mention]:
        """The agencies that a query names."""
        return self._table.find(text)

    def written(self, agencies: Iterable[Canonical], least: float) -> list[tuple[str, float]]:
        """The names by which texts speak of agencies, with weights of at least `least`."""
        names = {name.name: name.weight for agency in agencies for name in self._table.names(agency)}
        return [(name, weight) for name, weight in names.items() if weight >= least]

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
