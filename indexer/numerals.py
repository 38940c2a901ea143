"""Leading numbers of headings and points: 一、 （一） 1. （1） ⑴ 第一章, in any width and bracket."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from tokenizer.numerals import chinese_number

_CHINESE = "零〇一二三四五六七八九十百"
_CIRCLED = {chr(first + offset): offset + 1 for first in (0x2460, 0x2474, 0x2488) for offset in range(20)}

_PATTERNS = (
    ("bracket", rf"[（(]\s*(?P<n>[{_CHINESE}]+|[0-9０-９]{{1,4}})\s*[）)]\s*[、.．]?"),
    ("stop", rf"(?P<n>[{_CHINESE}]+)\s*[、.．,，:：]"),
    ("stop", r"(?P<n>[0-9０-９]{1,3})\s*(?:[、．,，]|[.](?![0-9０-９]))"),
    ("chapter", rf"第\s*(?P<n>[{_CHINESE}]+|[0-9０-９]{{1,4}})\s*[章节部编](?:分)?[、.．]?"),
)


class Script(str, Enum):
    """How a number is written."""

    CHINESE = "chinese"
    ARABIC = "arabic"


@dataclass(frozen=True, slots=True)
class Mark:
    """A leading number: its value, its printed form, how it is written and what follows it.

    `form` is `stop` (一、), `bracket` (（一）) or `chapter` (第一章).
    """

    value: int
    printed: str
    script: Script
    form: str
    rest: str


def leading_mark(text: str) -> Mark | None:
    """The number that `text` starts with, or None."""
    text = text.strip()
    if text[:1] in _CIRCLED:
        return Mark(_CIRCLED[text[0]], text[0], Script.ARABIC, "bracket", text[1:].lstrip("、.． "))
    for form, pattern in _PATTERNS:
        found = re.match(pattern, text)
        if found is None:
            continue
        printed = found["n"]
        if printed.isdigit():
            return Mark(int(printed), printed, Script.ARABIC, form, text[found.end() :].strip())
        value = chinese_number(printed)
        if value is not None:
            return Mark(value, printed, Script.CHINESE, form, text[found.end() :].strip())
    return None


def without_mark(text: str) -> str:
    """`text` without its leading number."""
    mark = leading_mark(text)
    return mark.rest if mark else text.strip()
