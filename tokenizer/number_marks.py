"""Leading numbers of headings and points: 一、 （一） 1. （1） ⑴ 第一章, in any width and bracket."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from tokenizer.numerals import chinese_number

_CHINESE = "零〇一二三四五六七八九十百"
_CIRCLED = {chr(first + offset): offset + 1 for first in (0x2460, 0x2474, 0x2488) for offset in range(20)}

_DIGITS = "0123456789０１２３４５６７８９"
_BRACKETED = re.compile(rf"[（(]\s*(?P<n>[{_CHINESE}]+|[{_DIGITS}]{{1,4}})\s*[）)]\s*[、.．]?")
_CHINESE_STOP = re.compile(rf"(?P<n>[{_CHINESE}]+)\s*[、.．,，:：]")
_DIGIT_STOP = re.compile(rf"(?P<n>[{_DIGITS}]{{1,3}})\s*(?:[、．,，]|[.](?![{_DIGITS}]))")
_CHAPTER = re.compile(rf"第\s*(?P<n>[{_CHINESE}]+|[{_DIGITS}]{{1,4}})\s*[章节部编](?:分)?[、.．]?")

# The form and pattern of a mark by its first character; what starts with any other character has none.
_BY_START: dict[str, tuple[str, re.Pattern[str]]] = {
    **dict.fromkeys("（(", ("bracket", _BRACKETED)),
    **dict.fromkeys(_CHINESE, ("stop", _CHINESE_STOP)),
    **dict.fromkeys(_DIGITS, ("stop", _DIGIT_STOP)),
    "第": ("chapter", _CHAPTER),
}


class Script(str, Enum):
    """How a number is written."""

    CHINESE = "chinese"
    ARABIC = "arabic"


class Mark(NamedTuple):
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
    start = _BY_START.get(text[:1])
    if start is None:
        return None
    form, pattern = start
    found = pattern.match(text)
    if found is None:
        return None
    printed = found["n"]
    is_arabic = printed.isdigit()
    value = int(printed) if is_arabic else chinese_number(printed)
    if value is None:
        return None
    return Mark(value, printed, Script.ARABIC if is_arabic else Script.CHINESE, form, text[found.end() :].strip())


def without_mark(text: str) -> str:
    """`text` without its leading number."""
    mark = leading_mark(text)
    return mark.rest if mark else text.strip()
