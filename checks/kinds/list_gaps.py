"""Lists that do not say whose they are, where and of when."""

from __future__ import annotations

from collections.abc import Iterable

from checks.check import Check, register
from checks.corpus import Corpus
from checks.finding import Finding, FindingKind, Group, ListKey, Record, Severity, list_key


class Unsaid(Check):
    """Lists whose records do not say something: their region or department."""

    def __init__(self, kind: FindingKind, corpus: Corpus, field: str, what: str) -> None:
        super().__init__(kind, corpus)
        self._field = field
        self._what = what
        self._first: dict[ListKey, int] = {}

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        if not record[self._field]:
            self._first.setdefault(list_key(record), number)
        return ()

    def end(self) -> Iterable[Finding]:
        for number in self._first.values():
            record = self.corpus.records[number]
            yield self.of_list(record, record["department"], f"标题和说明文件都没有写{self._what}")


class Undated(Check):
    """Files of which nobody says when they were published."""

    def end(self) -> Iterable[Finding]:
        for file in self.corpus.files:
            if not file["date"] and file["records"]:
                yield Finding(
                    self.kind.name,
                    self.kind.severity,
                    file["file"],
                    "、".join(file["regions"]),
                    "、".join(file["departments"][:1]),
                    "",
                    file["title"] or file["file"],
                    "",
                    "",
                    "清单说明文件（manifest.toml）没有写公布日期",
                )


for _name, _field, _what in (("region", "region", "地区"), ("department", "department", "部门")):
    register(
        FindingKind(
            f"list-without-{_name}",
            f"清单没有写明{_what}",
            Group.GAP,
            Severity.MEDIUM,
            f"清单没有写明是哪个{_what}的。",
        ),
        lambda kind, corpus, field=_field, what=_what: Unsaid(kind, corpus, field, what),  # type: ignore[misc]
    )
register(
    FindingKind("list-without-date", "清单没有日期", Group.GAP, Severity.LOW, "没有说明清单是什么时候公布的。"), Undated
)
