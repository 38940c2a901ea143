"""The same list in the index twice: told once, and its records counted once everywhere else."""

from __future__ import annotations

from collections.abc import Iterable

from checks.check import Check, register
from checks.finding import Finding, FindingKind, Group, Severity


class ListedTwice(Check):
    """Lists that repeat one before."""

    def end(self) -> Iterable[Finding]:
        for (file, department), repeated in self.corpus.repeated.items():
            before = repeated.before[0]
            why = f"与“{before}”里{department or '的清单'}的清单内容相同，其他检查只算一次" if before != file else ""
            yield self.of_list(self.corpus.records[repeated.first], f"{file}；{before}", why)


register(
    FindingKind(
        "listed-twice",
        "同一份清单收录了两次",
        Group.CONTRADICTION,
        Severity.MEDIUM,
        "同一部门的两份清单，内容几乎逐条相同。",
    ),
    ListedTwice,
)
