"""What a run of `parse` or `index` tells the user: problems with their places, and sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.model.problems import Problem, ProblemKind
from indexer.parse_document import ParsedList
from records.kinds import KINDS, as_printed
from records.records import Owner, Passage

# Problems that mean that a part of the input could not be used; the others tell of text outside any list.
_LOSSES = {
    ProblemKind.UNREADABLE,
    ProblemKind.NO_RECORDS,
    ProblemKind.CUT_ROW,
    ProblemKind.MANIFEST,
    ProblemKind.SYNONYMS,
}


def is_loss(problem: Problem) -> bool:
    """Whether some input could not be used, so that the command ends with status 1."""
    return problem.kind in _LOSSES


@dataclass(frozen=True, slots=True)
class ListReport:
    """What became of one list: its records by kind, whose they are, and what could not be read."""

    file: str
    records: Mapping[str, int]
    owners: tuple[Owner, ...]
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, parsed: ParsedList) -> ListReport:
        """The report of a list."""
        found = Counter(record.kind for record in parsed.records)
        counts = {kind.name: found[kind.name] for kind in as_printed() if found[kind.name]}
        listed = [record for record in parsed.records if not isinstance(record, Passage)]
        owners = tuple(dict.fromkeys(record.owner for record in listed or parsed.records))
        return cls(parsed.file, counts, owners, tuple(parsed.problems))

    def to_json(self, info: Any) -> dict[str, Any]:
        """What a generation remembers of the list; `info` is what its manifest says."""
        return {
            "file": self.file,
            "title": info.title,
            "date": info.date,
            "url": info.url,
            "regions": list(dict.fromkeys(owner.region for owner in self.owners if owner.region)),
            "departments": list(dict.fromkeys(owner.department for owner in self.owners if owner.department)),
            "records": dict(self.records),
            "problems": [problem.to_json() for problem in self.problems],
        }


def total(lists: Iterable[ListReport]) -> dict[str, int]:
    """The records of all lists by kind."""
    found: Counter[str] = Counter()
    for each in lists:
        found.update(each.records)
    return {kind: found[kind] for kind in KINDS}


def summary(lists: Sequence[ListReport], problems: Iterable[Problem]) -> Iterator[str]:
    """Lines of plain Chinese: records by list and kind, then problems by kind."""
    for each in lists:
        yield f"  {each.file}：{_amounts(each.records) if each.records else '没有记录'}"
    found = total(lists)
    number = sum(found.values())
    yield f"共 {len(lists)} 个文件，{number} 条记录" + (f"（{_amounts(found)}）" if number else "")
    by_kind = Counter(problem.kind for problem in problems)
    if by_kind:
        yield "问题：" + "，".join(f"{kind.value} {number} 处" for kind, number in by_kind.most_common())
    else:
        yield "没有发现问题"


def _amounts(found: Mapping[str, int]) -> str:
    return "，".join(f"{kind.chinese} {found[kind.name]}" for kind in as_printed() if found.get(kind.name))
