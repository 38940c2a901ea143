"""One duty, word for word, in the lists of two departments of a region, which not all departments have."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b

from checks.check import Check, register
from checks.corpus import Corpus
from checks.finding import Finding, FindingKind, Group, Record, Severity
from records.records import Duty
from records.texts import headline
from tokenizer.normalize import normalize

_SHORTEST = 14  # characters of a duty that could not be any department's
_NO_LETTERS = re.compile(r"[\W_]+")
# What every department has to do, in whatever words.
_COMMON = re.compile(
    r"交办|其他(?:工作|事项|任务|职责)|党(?:的|建|风|组|委)|廉政|政务公开|信息公开|行政复议|行政诉讼|档案|保密|信访|机关(?:内部|行政|日常|财务)"
    r"|人事|财务|后勤|安全生产|综治|精神文明|干部|职工|法律法规规定|规范性文件|依法行政|普法|法制宣传|贯彻(?:执行|落实)"
)
_MOST = 2  # departments; what three have is told apart as common to them


class SameDuty(Check):
    """The duties of a region by their words."""

    of = (Duty.kind,)

    def __init__(self, kind: FindingKind, corpus: Corpus) -> None:
        super().__init__(kind, corpus)
        self._found: dict[tuple[str, bytes], array[int]] = {}
        self._departments: dict[str, set[str]] = defaultdict(set)

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        region, department = record["region"], record["department"]
        plain = _NO_LETTERS.sub("", normalize(headline(record)))
        if region and department:
            self._departments[region].add(department)
            if len(plain) >= _SHORTEST and not _COMMON.search(plain):
                key = region, blake2b(plain.encode(errors="replace"), digest_size=8).digest()
                self._found.setdefault(key, array("q")).append(number)
        return ()

    def end(self) -> Iterable[Finding]:
        for (region, _), numbers in self._found.items():
            if len(numbers) > 1 and len(self._departments[region]) > _MOST:
                by_department: dict[str, Record] = {}
                for number in numbers:
                    record = self.corpus.records[number]
                    by_department.setdefault(record["department"], record)
                if len(by_department) == _MOST:
                    first, *others = by_department.values()
                    why = f"与{others[0]['department']}清单中的一项职责逐字相同，别的部门没有这一项"
                    yield self.at(first, headline(first)[:80], why, others=others)


register(
    FindingKind(
        "same-duty",
        "两个部门的职责相同",
        Group.CONTRADICTION,
        Severity.MEDIUM,
        "同一地区有且只有两个部门写了逐字相同的职责；各部门共有的职责（如交办事项）不算。",
    ),
    SameDuty,
)
