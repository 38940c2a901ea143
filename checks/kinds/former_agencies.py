"""Agencies under names that ended with a reform: since when, by which act, and whose the duties are now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agencies.table import Succession
from checks.check import Check, register
from checks.corpus import Corpus
from checks.finding import Finding, FindingKind, Group, ListKey, Record, Severity, list_key
from records.texts import agencies

# What changed the agencies in a year; the local bodies followed within one or two years.
_ACTS = {
    2003: "国务院机构改革方案，2003年3月10日批准",
    2008: "国务院机构改革方案，2008年3月15日批准",
    2013: "国务院机构改革和职能转变方案，2013年3月14日批准",
    2018: "国务院机构改革方案，2018年3月17日批准；深化党和国家机构改革方案，2018年3月21日公布",
    2023: "国务院机构改革方案，2023年3月10日批准；党和国家机构改革方案，2023年3月16日公布",
}
_SHOWN = 5  # further records that a finding names


class FormerAgencies(Check):
    """Former agencies among those that records name, each name once a list."""

    def __init__(self, kind: FindingKind, corpus: Corpus) -> None:
        super().__init__(kind, corpus)
        self._found: dict[tuple[ListKey, str], list[int]] = {}
        self._count: dict[tuple[ListKey, str], int] = {}

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        for printed in self.names(record):
            if printed and ended(self.corpus, printed):
                key = list_key(record), printed
                self._count[key] = self._count.get(key, 0) + 1
                shown = self._found.setdefault(key, [])
                if len(shown) <= _SHOWN and number not in shown:
                    shown.append(number)
        return ()

    def names(self, record: Record) -> Iterable[str]:
        """The agencies that a record names."""
        return agencies(record)

    def end(self) -> Iterable[Finding]:
        for key, numbers in self._found.items():
            first, *others = (self.corpus.records[number] for number in numbers)
            why = "；".join(_told(ended(self.corpus, key[1])))
            yield self.at(first, key[1], why, number=self._count[key], others=others)


class FormerOwner(FormerAgencies):
    """Lists of departments that are no more."""

    def __init__(self, kind: FindingKind, corpus: Corpus) -> None:
        super().__init__(kind, corpus)
        self._seen: set[ListKey] = set()

    def names(self, record: Record) -> Iterable[str]:
        key = list_key(record)
        if key in self._seen:
            return ()
        self._seen.add(key)
        return (record["department"],)

    def end(self) -> Iterable[Finding]:
        for (_, printed), numbers in self._found.items():
            yield self.of_list(self.corpus.records[numbers[0]], printed, "；".join(_told(ended(self.corpus, printed))))


def ended(corpus: Corpus, printed: str) -> list[Succession]:
    """Where the duties went of the printed bodies that are no more."""
    return [step for step in corpus.agencies.successors(printed) if step.ended]


def _told(steps: Sequence[Succession]) -> Iterable[str]:
    """One sentence a former body."""
    for former in dict.fromkeys(step.former for step in steps):
        own = [step for step in steps if step.former == former]
        parts = "，".join(f"{step.function or '主要职责'}现由{step.agency.name}承担" for step in own)
        yield f"“{former}”是{_when(own[0].year)}以前的名称，{parts}"


def _when(year: int | None) -> str:
    if year is None:
        return "本地机构改革"
    return f"{year}年机构改革（{_ACTS[year]}）" if year in _ACTS else f"{year}年机构改革"


register(
    FindingKind(
        "former-agency",
        "用了原机构的名称",
        Group.OUTDATED,
        Severity.MEDIUM,
        "分工部门或实施主体用的是机构改革以前的名称。",
    ),
    FormerAgencies,
)
register(
    FindingKind(
        "former-department",
        "清单的部门已经改革",
        Group.OUTDATED,
        Severity.MEDIUM,
        "这份清单所属的部门，是机构改革以前的名称。",
    ),
    FormerOwner,
)
