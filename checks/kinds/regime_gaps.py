"""事中事后监管: regimes of inspection that do not say who is inspected, or how."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checks.check import Check, register
from checks.corpus import Corpus
from checks.finding import Finding, FindingKind, Group, Record, Severity
from records.records import Supervision

# Headings of a regime that inspects; one that sets standards (立案标准, 标准规范) inspects nobody.
_INSPECTS = re.compile(r"(?:监督|检查|监管|抽查|指导)+(?:的)?(?:对象|内容|方式|方法|措施|程序|处理|指标)")
_FEWEST = 2  # such headings that make it sure


class SectionMissing(Check):
    """Regimes of inspection of which no section speaks of something."""

    of = (Supervision.kind,)

    def __init__(self, kind: FindingKind, corpus: Corpus, what: str, words: re.Pattern[str]) -> None:
        super().__init__(kind, corpus)
        self._what = what
        self._words = words

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        headings = [section["heading"] for section in record["sections"]]
        if sum(bool(_INSPECTS.search(heading)) for heading in headings) < _FEWEST:
            return
        loose = (section["text"] for section in record["sections"] if not section["heading"])
        if not any(self._words.search(text) for text in (*headings, *loose)):
            yield self.at(record, "、".join(filter(None, headings)), f"各节中没有写监督检查{self._what}")


def _register(name: str, what: str, words: str) -> None:
    pattern = re.compile(words)
    register(
        FindingKind(
            f"regime-without-{name}",
            f"监管制度没有检查{what}",
            Group.GAP,
            Severity.MEDIUM,
            f"监管制度分节写了怎样监督检查，没有一节写检查{what}。",
        ),
        lambda kind, corpus: SectionMissing(kind, corpus, what, pattern),
    )


_register("object", "对象", "对象|范围|主体")
_register("method", "方式", "方式|方法|形式|手段")
