"""Findings as a workbook: a sheet a kind, with the rule of each on the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from checks.finding import Finding, FindingKind
from checks.kept import KeptFindings
from web.files.sheets import ADDRESS, Sheet

_HEAD = ("程度", "清单所属部门", "地区", "来源文件", "位置", "事项", "原文", "说明", "处数", "编号", ADDRESS)
_WIDTHS = (10, 24, 16, 30, 10, 30, 50, 50, 8, 26, 40)


def finding_sheets(
    kept: KeptFindings,
    kinds: Iterable[FindingKind],
    owner: str = "",
    file: str = "",
    address: Callable[[str], str] | None = None,
    most: int | None = None,
) -> Iterator[Sheet]:
    """What each kind is and how much of it there is, then the findings of each; `address` gives a record's page.

    A sheet holds all findings of its kind, or `most` of them.
    """
    told = list(kinds)
    yield _sums(kept, told, owner, file)
    for kind in told:
        if kept.number(kind.name, owner, file):
            found = islice(kept.of(kind.name, owner, file), most)
            yield Sheet(kind.chinese, _HEAD, _WIDTHS, (_row(finding, address) for finding in found))


def _sums(kept: KeptFindings, kinds: Iterable[FindingKind], owner: str, file: str) -> Sheet:
    rows = (
        [kind.group.value, kind.chinese, kind.severity.chinese, str(kept.number(kind.name, owner, file)), kind.rule]
        for kind in kinds
    )
    return Sheet("清单体检", ("类别", "问题", "程度", "条数", "规则"), (14, 26, 10, 8, 70), rows)


def _row(finding: Finding, address: Callable[[str], str] | None) -> list[str]:
    record = finding.record or (finding.others[0].record if finding.others else "")
    return [
        finding.severity.chinese,
        finding.department,
        finding.region,
        finding.file,
        finding.place,
        finding.title,
        finding.text,
        finding.why,
        str(finding.number),
        finding.record,
        address(record) if address and record else "",
    ]
