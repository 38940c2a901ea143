"""What a run of `parse` or `index` tells the user: problems with their places, and sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from indexer.lists import ParsedList
from indexer.problems import Problem, ProblemKind

KIND_NAMES = {"duty": "部门职责", "boundary": "职责边界", "supervision": "事中事后监管", "service": "公共服务"}
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


def counts(parsed: ParsedList) -> dict[str, int]:
    """Records by kind."""
    found = Counter(record.kind for record in parsed.records)
    return {kind: found[kind] for kind in KIND_NAMES if found[kind]}


def summary(lists: Sequence[ParsedList], problems: Iterable[Problem]) -> Iterator[str]:
    """Lines of plain Chinese: records by list and kind, then problems by kind."""
    total: Counter[str] = Counter()
    for parsed in lists:
        found = counts(parsed)
        total.update(found)
        yield f"  {parsed.file}：{_amounts(found) if found else '没有记录'}"
    yield f"共 {len(lists)} 个文件，{sum(total.values())} 条记录" + (f"（{_amounts(total)}）" if total else "")
    by_kind = Counter(problem.kind for problem in problems)
    if by_kind:
        yield "问题：" + "，".join(f"{kind.value} {number} 处" for kind, number in by_kind.most_common())
    else:
        yield "没有发现问题"


def list_info(parsed: ParsedList, info: Any) -> dict[str, Any]:
    """What a generation remembers of one list: its file, owners, dates and record counts."""
    owners = dict.fromkeys(record.owner for record in parsed.records)
    return {
        "file": parsed.file,
        "title": info.title,
        "date": info.date,
        "url": info.url,
        "regions": list(dict.fromkeys(owner.region for owner in owners if owner.region)),
        "departments": list(dict.fromkeys(owner.department for owner in owners if owner.department)),
        "records": counts(parsed),
        "problems": [problem.to_json() for problem in parsed.problems],
    }


def _amounts(found: dict[str, int] | Counter[str]) -> str:
    return "，".join(f"{KIND_NAMES[kind]} {found[kind]}" for kind in KIND_NAMES if found.get(kind))
