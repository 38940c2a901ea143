"""Lists that lack a part which nearly all others of their region have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from checks.check import Check, register
from checks.corpus import Corpus
from checks.finding import Finding, FindingKind, Group, ListKey, Record, Severity, list_key
from records.kinds import KINDS
from records.records import Boundary, Duty, Service, Supervision

_PARTS = (Duty.kind, Boundary.kind, Supervision.kind, Service.kind)
_OWN = 2  # parts that make a list one of this form
_PEERS = 4  # lists of a region that make a habit
_MOST = 0.8  # of them


class MissingPart(Check):
    """Which parts each list has, region by region."""

    of = _PARTS

    def __init__(self, kind: FindingKind, corpus: Corpus) -> None:
        super().__init__(kind, corpus)
        self._parts: dict[ListKey, dict[str, int]] = {}

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        if record["department"] and record["region"]:
            self._parts.setdefault(list_key(record), {}).setdefault(record["kind"], number)
        return ()

    def end(self) -> Iterable[Finding]:
        regions: dict[str, list[dict[str, int]]] = defaultdict(list)
        for parts in self._parts.values():
            if len(parts) >= _OWN:
                regions[self.corpus.records[next(iter(parts.values()))]["region"]].append(parts)
        for lists in regions.values():
            having = Counter(part for parts in lists for part in parts)
            usual = [part for part in _PARTS if len(lists) >= _PEERS and having[part] >= _MOST * len(lists)]
            for parts in lists:
                for part in usual:
                    if part not in parts:
                        yield self._missing(parts, part, having[part], len(lists))

    def _missing(self, parts: dict[str, int], part: str, having: int, total: int) -> Finding:
        record = self.corpus.records[next(iter(parts.values()))]
        has = "、".join(KINDS[each].chinese for each in _PARTS if each in parts)
        why = f"没有{KINDS[part].chinese}；同一地区的 {total} 份清单中有 {having} 份有"
        return self.of_list(record, f"有{has}", why)


register(
    FindingKind(
        "missing-part",
        "比同地区的清单少一部分",
        Group.GAP,
        Severity.MEDIUM,
        "同一地区的清单大多有这一部分，这份没有。",
    ),
    MissingPart,
)
