"""Personal data in lists: identity numbers, mobile numbers, persons with their addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from checks.check import Check, register
from checks.corpus import Corpus
from checks.finding import Finding, FindingKind, Group, Record, Severity
from checks.masking import IDENTITY, MOBILE, PERSON
from records.texts import texts

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
Find = Callable[[str], Iterator[tuple[int, int]]]


class PersonalData(Check):
    """Texts in which something personal stands."""

    def __init__(self, kind: FindingKind, corpus: Corpus, find: Find, what: str) -> None:
        super().__init__(kind, corpus)
        self._find = find
        self._what = what

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        for text in texts(record):
            for start, end in self._find(text):
                yield self.at(record, text[start:end], f"{self._what}不应当公开，这里只显示一部分")


def _identities(text: str) -> Iterator[tuple[int, int]]:
    for found in IDENTITY.finditer(text):
        digits = zip(found[0], _WEIGHTS, strict=False)
        if _CHECKS[sum(int(digit) * weight for digit, weight in digits) % 11] == found[0][-1].upper():
            yield found.span()


def _mobiles(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in MOBILE.finditer(text))


def _persons(text: str) -> Iterator[tuple[int, int]]:
    if "男" in text or "女" in text:
        yield from (found.span() for found in PERSON.finditer(text))


def _register(name: str, chinese: str, severity: Severity, rule: str, find: Find, what: str) -> None:
    register(
        FindingKind(name, chinese, Group.PERSONAL, severity, rule),
        lambda kind, corpus: PersonalData(kind, corpus, find, what),
    )


_register(
    "identity-number",
    "身份证号码",
    Severity.HIGH,
    "文字里有十八位的公民身份号码，校验码相符。",
    _identities,
    "公民身份号码",
)
_register(
    "mobile-number",
    "手机号码",
    Severity.MEDIUM,
    "文字里有十一位的手机号码；办公的固定电话不算。",
    _mobiles,
    "手机号码",
)
_register(
    "person-with-address",
    "姓名和住址",
    Severity.HIGH,
    "文字里写了一个人的姓名、性别和住址；写作“某”的不算。",
    _persons,
    "姓名和住址",
)
