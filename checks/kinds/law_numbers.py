"""Citations whose title and number do not fit: no such law has such a number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checks.check import Check, register
from checks.finding import Finding, FindingKind, Group, Record, Severity
from checks.law_table import plain_title

# Laws are published by the head of state; 办法 and 方法 end like laws and are none.
_LAW = re.compile(r"中华人民共和国.+(?<![办方])法")
# Only what stands right behind the title is its number: in 《税收征收管理法》及实施细则（…） it is another's.
_CITED = re.compile(
    r"《([^《》]+)》\s*[（(]\s*(?:中华人民共和国)?(国务院|[^《》（）()]{1,12}[部委局署])?令\s*第?\s*(\d{1,4})\s*号"
)
_COUNCIL = "国务院"


class LawNumbers(Check):
    """Orders by which the cited act cannot have been published."""

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        for cited in _CITED.finditer(record.get("basis", "")):
            title, by, order = cited[1], cited[2], int(cited[3])
            why = self._wrong(title, by, order)
            if why:
                yield self.at(record, f"{cited[0]}）", why)

    def _wrong(self, title: str, by: str | None, order: int) -> str:
        if by and _LAW.fullmatch(title):
            return f"法律由国家主席令公布，没有一部法律是{by}令公布的"
        known = self.corpus.laws.orders.get(plain_title(title))
        if known and by == _COUNCIL and order not in known:
            right = "、".join(f"第{each}号" for each in sorted(known))
            return f"公布和修改《{title}》的国务院令是{right}，没有第{order}号"
        return ""


register(
    FindingKind(
        "law-number",
        "法律法规的名称和文号不符",
        Group.OUTDATED,
        Severity.HIGH,
        "没有一部这个名称的法律法规是用这个文号公布或者修改的。",
    ),
    LawNumbers,
)
