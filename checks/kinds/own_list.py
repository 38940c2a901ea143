"""Shares that one department's list gives to another whose own list does not know of them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator

from checks.check import Check, register
from checks.corpus import Corpus
from checks.finding import Finding, FindingKind, Group, ListKey, Record, Severity, list_key, short
from records.matter_names import matter_key
from records.records import Boundary
from records.texts import headline, texts
from tokenizer.normalize import normalize

_NAMED = 3  # matters that a finding about a list names
_LINKED = 20  # and to which it leads
_SHORTEST = 4  # characters of a matter's key that tell it from others
_ALIKE = 0.6  # of the pairs of characters of a key in one record: it may well speak of the matter


class OwnListSilent(Check):
    """Which agency has a share in which matter by other lists, and what its own list speaks of."""

    def __init__(self, kind: FindingKind, corpus: Corpus) -> None:
        super().__init__(kind, corpus)
        self._own: dict[tuple[str, str], dict[ListKey, array[int]]] = defaultdict(dict)  # (region, agency)
        self._shares: dict[tuple[str, str], array[int]] = {}

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        region, owner = record["region"], self.corpus.named(record["department"])
        if not region or len(owner) != 1:
            return ()
        self._own[region, owner[0]].setdefault(list_key(record), array("q")).append(number)
        if record["kind"] == Boundary.kind:
            for party in record["parties"]:
                names = self.corpus.named(party["agency"])
                if len(names) == 1 and names != owner:
                    self._shares.setdefault((region, names[0]), array("q")).append(number)
        return ()

    def end(self) -> Iterable[Finding]:
        for who, numbers in self._shares.items():
            lists = self._own.get(who)
            if lists and any(self._has_matters(each) for each in lists.values()):
                yield from self._silent(who[1], numbers, [number for each in lists.values() for number in each])

    def _has_matters(self, numbers: array[int]) -> bool:
        """Whether a list shares matters out, so that it should have those of its department."""
        return any(self.corpus.records[number]["kind"] == Boundary.kind for number in numbers)

    def _silent(self, agency: str, numbers: Iterable[int], own: list[int]) -> Iterator[Finding]:
        wanted: dict[str, int] = {}
        for number in numbers:
            key = matter_key(self.corpus.records[number]["matter"])
            if len(key) >= _SHORTEST:
                wanted.setdefault(key, number)
        total = len(wanted)
        for own_number in own:
            said = normalize("|".join(texts(self.corpus.records[own_number])))
            wanted = {key: number for key, number in wanted.items() if not _speaks_of(said, key)}
        owner = self.corpus.records[own[0]]
        silent = [self.corpus.records[number] for number in wanted.values()]
        if 2 * len(silent) > total > 1:
            names = "、".join(headline(record) for record in silent[:_NAMED])
            given = f"别的清单有 {total} 个事项写{agency}有分工"
            why = f"{given}，{owner['department']}的清单没有写到其中 {len(silent)} 个"
            yield self.of_list(owner, f"{names}等", why, number=len(silent), others=silent[:_LINKED])
            return
        for record in silent:
            why = f"{record['department']}的清单写{agency}有分工，{owner['department']}自己的清单没有写到这个事项"
            yield self.at(record, short(self._share(record, agency)), why)

    def _share(self, record: Record, agency: str) -> str:
        """What a record gives an agency to do."""
        roles = (party["role"] for party in record["parties"] if self.corpus.named(party["agency"]) == (agency,))
        return next(roles, "")


def _speaks_of(said: str, key: str) -> bool:
    """Whether a text names a matter, or so much of it that it may mean it."""
    if key in said:
        return True
    pairs = [key[at : at + 2] for at in range(len(key) - 1)]
    return sum(pair in said for pair in pairs) >= _ALIKE * len(pairs)


register(
    FindingKind(
        "own-list-silent",
        "对方的清单没有写到",
        Group.CONTRADICTION,
        Severity.LOW,
        "一份清单写另一部门有分工，那个部门自己的清单也有职责边界，却没有写到这个事项。",
    ),
    OwnListSilent,
)
