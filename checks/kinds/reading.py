"""What was not read for sure: text that is in no record, readings in doubt, agencies that are not known."""

from __future__ import annotations

from collections.abc import Iterable

from checks.check import Check, register
from checks.corpus import Corpus
from checks.finding import Finding, FindingKind, Group, ListKey, Record, Severity, list_key, place_of, short
from records.records import Boundary


class Unread(Check):
    """The problems that reading a file met, those of one sort together."""

    def end(self) -> Iterable[Finding]:
        for file in self.corpus.files:
            sorts: dict[str, list[Record]] = {}
            for problem in file["problems"]:
                sorts.setdefault(problem["kind"], []).append(problem)
            for sort, problems in sorts.items():
                first = problems[0]
                yield Finding(
                    self.kind.name,
                    self.kind.severity,
                    file["file"],
                    "、".join(file["regions"]),
                    "、".join(file["departments"][:1]),
                    "",
                    file["title"] or file["file"],
                    place_of({"page": first.get("page"), "line": first.get("line")}),
                    short(first["message"]),
                    f"{sort}，共 {len(problems)} 处，请对照原件核对",
                    len(problems),
                )


class UnknownAgencies(Check):
    """Names in the column of agencies that mean no agency of the table, each once a list."""

    of = (Boundary.kind,)

    def __init__(self, kind: FindingKind, corpus: Corpus) -> None:
        super().__init__(kind, corpus)
        self._first: dict[tuple[ListKey, str], int] = {}
        self._count: dict[tuple[ListKey, str], int] = {}

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        for party in record["parties"]:
            printed = party["agency"].strip()
            if printed and not self.corpus.agencies.canonical(printed):
                key = list_key(record), printed
                self._first.setdefault(key, number)
                self._count[key] = self._count.get(key, 0) + 1
        return ()

    def end(self) -> Iterable[Finding]:
        for key, number in self._first.items():
            why = "机构名称表里没有这个名称，不能和别的清单对照；也可能是笔误"
            yield self.at(self.corpus.records[number], short(key[1]), why, number=self._count[key])


register(
    FindingKind(
        "not-read", "没有读出或读不准", Group.READING, Severity.MEDIUM, "文件里的一些文字没有收进记录，或者读得不准。"
    ),
    Unread,
)
register(
    FindingKind(
        "unknown-agency", "没有认出的部门", Group.READING, Severity.LOW, "分工部门一栏的名称，不是已知的机构。"
    ),
    UnknownAgencies,
)
