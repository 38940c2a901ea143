"""Which records concern which agency, whatever name a list prints; and whose duties a former agency's are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from indexer.agency_table import AgencyTable, Mention
from indexer.engine import Numbers

_KEPT_NAMES = 65_536
_NOBODY: Numbers = np.empty(0, dtype=np.int64)


class Agencies:
    """The agencies of one generation by their canonical names."""

    def __init__(self, table: AgencyTable, records: Sequence[Mapping[str, Any]]) -> None:
        self._table = table
        self.named = lru_cache(maxsize=_KEPT_NAMES)(self._named)
        self.now = lru_cache(maxsize=_KEPT_NAMES)(self._now)
        parties: defaultdict[str, list[int]] = defaultdict(list)
        owners: defaultdict[str, list[int]] = defaultdict(list)
        for doc, record in enumerate(records):
            for name in self.of_record(record):
                parties[name].append(doc)
            for name in self.named(record["department"]):
                owners[name].append(doc)
        self._parties = {name: np.array(docs, dtype=np.int64) for name, docs in parties.items()}
        self._owners = {name: np.array(docs, dtype=np.int64) for name, docs in owners.items()}

    def _named(self, printed: str) -> tuple[str, ...]:
        """The canonical names of a printed agency; a name that the table does not know stands for itself."""
        found = tuple(agency.name for agency in self._table.canonical(printed))
        return found or tuple(filter(None, [printed.strip()]))

    def of_record(self, record: Mapping[str, Any]) -> tuple[str, ...]:
        """The canonical names of a record's parties, each once."""
        return tuple(dict.fromkeys(name for party in record.get("parties", ()) for name in self.named(party["agency"])))

    def mentions(self, text: str) -> list[Mention]:
        """The agencies that a query names."""
        return self._table.find(text)

    def written(self, mention: Mention, least: float) -> list[tuple[str, float]]:
        """The names by which texts speak of a mentioned agency, with weights of at least `least`."""
        names = {name.name: name.weight for agency in mention.agencies for name in self._table.names(agency)}
        names.setdefault(mention.text, 1.0)
        return [(name, weight) for name, weight in names.items() if weight >= least]

    def parties(self, name: str) -> Numbers:
        """The records in which the agency has a share of a matter."""
        return self._parties.get(name, _NOBODY)

    def owned(self, name: str) -> Numbers:
        """The records of the agency's own list."""
        return self._owners.get(name, _NOBODY)

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
