"""One matter in several lists: who leads it, who has a share in it, on what it rests."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

from checks.check import Check, register
from checks.corpus import Corpus
from checks.finding import Finding, FindingKind, Group, Record, Severity, list_key
from checks.law_table import plain_title
from records.matter_names import matter_key
from records.party_roles import LEADS, roles
from records.records import Boundary


class SharedMatters(Check):
    """Matters that stand in several lists; each is looked at once, with the first record of each list."""

    of = (Boundary.kind,)

    def __init__(self, kind: FindingKind, corpus: Corpus) -> None:
        super().__init__(kind, corpus)
        self._found: dict[tuple[str, str], array[int]] = {}

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        key = matter_key(record["matter"])
        if key:
            self._found.setdefault((self.within(record), key), array("q")).append(number)
        return ()

    def within(self, record: Record) -> str:
        """Where the matter is one: in lists of one region, who does what must be the same."""
        region: str = record["region"]
        return region

    def end(self) -> Iterable[Finding]:
        for (within, _), numbers in self._found.items():
            if within and len(numbers) > 1:
                records = self._one_a_list(numbers)
                if len(records) > 1:
                    yield from self.compared(records)

    def _one_a_list(self, numbers: Sequence[int]) -> list[Record]:
        found: dict[object, Record] = {}
        for number in numbers:
            record = self.corpus.records[number]
            found.setdefault(list_key(record), record)
        return list(found.values())

    def compared(self, records: Sequence[Record]) -> Iterator[Finding]:
        """What is found where lists have the same matter."""
        raise NotImplementedError

    def leads(self, record: Record) -> frozenset[str]:
        """The agencies that a list says lead the matter."""
        parties = record["parties"]
        leading = [party for party, role in zip(parties, roles(parties), strict=True) if role == LEADS]
        return frozenset(name for party in leading for name in self.corpus.named(party["agency"]))

    def agencies(self, record: Record) -> frozenset[str]:
        """The agencies that have a share in the matter."""
        return frozenset(name for party in record["parties"] for name in self.corpus.named(party["agency"]))


class InSeveralLists(SharedMatters):
    """Matters in several lists, of any region, that do not name the same agency first or the same agencies."""

    def within(self, record: Record) -> str:
        return "everywhere"

    def compared(self, records: Sequence[Record]) -> Iterator[Finding]:
        firsts = {self._first(record) for record in records}
        if len(firsts) > 1 or len({self.agencies(record) for record in records}) > 1:
            said = "；".join(f"{_owner(record)}：{_printed_first(record)}" for record in records)
            why = "排在最前的部门不同" if len(firsts) > 1 else "排在最前的部门相同，分工的部门不同"
            why = f"{len(records)} 份清单写到这个事项，{why}"
            yield self.at(records[0], said, why, number=len(records), others=records[1:])

    def _first(self, record: Record) -> tuple[str, ...]:
        return self.corpus.named(_printed_first(record))


class OtherLead(SharedMatters):
    """Lists of one region that each say who leads a matter, and do not say the same."""

    def compared(self, records: Sequence[Record]) -> Iterator[Finding]:
        told = [record for record in records if self.leads(record)]
        if len({self.leads(record) for record in told}) > 1:
            said = "；".join(f"{_owner(record)}：{'、'.join(sorted(self.leads(record)))}牵头" for record in told)
            yield self.at(told[0], said, "同一地区的清单写的牵头部门不同", number=len(told), others=told[1:])


class OtherAgencies(SharedMatters):
    """Lists of one region that share a matter out among other agencies."""

    def compared(self, records: Sequence[Record]) -> Iterator[Finding]:
        told = [self.agencies(record) for record in records]
        common = frozenset.intersection(*told)
        apart = [sorted(names - common) for names in told]
        if any(apart):
            said = "；".join(
                f"{_owner(record)}：另有{'、'.join(names)}"
                for record, names in zip(records, apart, strict=True)
                if names
            )
            why = "同一地区的清单写的分工部门不同"
            yield self.at(records[0], said, why, number=len(records), others=records[1:])


class OtherBases(SharedMatters):
    """Lists of one region that name a matter's bases, and have none in common."""

    def compared(self, records: Sequence[Record]) -> Iterator[Finding]:
        told = [(record, {plain_title(law["title"]) for law in record["laws"]}) for record in records if record["laws"]]
        if len(told) > 1 and not set.intersection(*(titles for _, titles in told)):
            said = "；".join(f"{_owner(record)}：《{'》《'.join(sorted(titles))}》" for record, titles in told)
            why = "同一地区的清单写的依据没有一部相同"
            yield self.at(told[0][0], said, why, number=len(told), others=[record for record, _ in told[1:]])


def _printed_first(record: Record) -> str:
    return next((party["agency"] for party in record["parties"]), "")


def _owner(record: Record) -> str:
    file, department = list_key(record)
    return department or file


def _register(name: str, chinese: str, severity: Severity, rule: str, make: type[SharedMatters]) -> None:
    register(FindingKind(name, chinese, Group.CONTRADICTION, severity, rule), make)


_register(
    "matter-leads-differ",
    "牵头部门不同",
    Severity.HIGH,
    "同一地区的两份清单都写明了同一事项由谁牵头，写的部门不同。",
    OtherLead,
)
_register(
    "matter-agencies-differ",
    "分工部门不同",
    Severity.MEDIUM,
    "同一地区的两份清单写同一事项，有的部门只有一份写到。",
    OtherAgencies,
)
_register(
    "matter-bases-differ",
    "依据不同",
    Severity.LOW,
    "同一地区的两份清单写同一事项，写的依据没有一部相同。",
    OtherBases,
)
_register(
    "matter-in-several-lists",
    "各清单写法不同的事项",
    Severity.LOW,
    "几份清单（含外地的清单）写到同一事项，排在最前的部门或者分工的部门不同，供对照。",
    InSeveralLists,
)
