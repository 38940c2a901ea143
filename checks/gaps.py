"""What a record lacks that it should have. Where most records of a list lack it, that is one finding."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable

from checks.check import Check, register
from checks.corpus import Corpus
from checks.finding import Finding, FindingKind, ListKey, Record, list_key
from records.kinds import KINDS
from records.texts import headline

_NAMED = 3  # records that a finding about a list names
_LINKED = 20  # and to which it leads

Lacks = Callable[[Record], bool]


class Lacking(Check):
    """Records of one kind that lack something which other records of their list have."""

    def __init__(self, kind: FindingKind, corpus: Corpus, of: str, what: str, lacks: Lacks) -> None:
        super().__init__(kind, corpus)
        self.of = (of,)
        self._what = what
        self._lacks = lacks
        self._complete: Counter[ListKey] = Counter()
        self._lacking: dict[ListKey, array[int]] = {}

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        if self._lacks(record):
            self._lacking.setdefault(list_key(record), array("q")).append(number)
        else:
            self._complete[list_key(record)] += 1
        return ()

    def end(self) -> Iterable[Finding]:
        for key, numbers in self._lacking.items():
            if len(numbers) == 1 or len(numbers) <= self._complete[key]:
                for number in numbers:
                    yield self.at(self.corpus.records[number], "", f"没有写{self._what}")
            else:
                yield self._most(numbers, len(numbers) + self._complete[key])

    def _most(self, numbers: array[int], total: int) -> Finding:
        records = [self.corpus.records[number] for number in numbers[:_LINKED]]
        names = "、".join(map(headline, records[:_NAMED])) + ("等" if len(numbers) > _NAMED else "")
        lacking = "都" if len(numbers) == total else f"有 {len(numbers)} 条"
        why = f"这份清单的 {total} 条{KINDS[records[0]['kind']].chinese}{lacking}没有写{self._what}"
        return self.of_list(records[0], names, why, number=len(numbers), others=records)


def register_gap(kind: FindingKind, of: str, what: str, lacks: Lacks) -> None:
    """A kind of finding: records of the kind `of` that lack something, called `what`."""
    register(kind, lambda kind, corpus: Lacking(kind, corpus, of, what, lacks))
