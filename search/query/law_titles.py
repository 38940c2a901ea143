"""Titles of laws as people write them: whole, or shortened (道交法, 校车条例)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from tokenizer.datafiles import numbered_lines, without_comment

SHORT_TITLES = Path(__file__).parent.parent.parent / "tokenizer" / "data" / "short_titles.txt"
COUNTRY = "中华人民共和国"

_ENDS = ("条例", "办法", "规定", "细则", "规则", "规范", "意见", "决定", "通知", "方案", "标准", "法")
_LAWS = ("法", "条例")  # what ends a title and hardly anything else
_NO_LAWS = re.compile(r"(?:[违执司守立修非合依枉犯普书方无想看说做用手语]|办)法")
_LEAST, _LEAST_OF_RULES = 2, 5  # characters before the ending of a short title; before a word of everyday use
_MOST = 2  # titles that a short one may stand for


class LawTitles:
    """The titles that the lists cite, found by any form of them."""

    def __init__(self, cited: Iterable[str], short: Mapping[str, str]) -> None:
        """`cited` are titles in normal form without the country's name, `short` full titles by their short ones."""
        self._cited = tuple(dict.fromkeys(title for title in cited if len(title) > _LEAST))
        self._short = dict(short)
        self._full = frozenset((*self._cited, *self._short.values()))
        self.named = lru_cache(maxsize=4096)(self._named)

    def _named(self, text: str) -> tuple[str, ...]:
        """The titles that a text as a whole is, none where it is none: ordinary words end in 标准 or 法 as well."""
        if text in self._full:
            return (text,)
        if text in self._short:
            return (self._short[text], text)
        end = _end(text)
        if not end or _NO_LAWS.fullmatch(text[-2:]):
            return ()
        if len(text) - len(end) < (_LEAST if end in _LAWS else _LEAST_OF_RULES):
            return ()
        found = [title for title in self._cited if _end(title) == end and _shortens(text, title)]
        return tuple(found) if len(found) <= _MOST else ()


def read_short_titles(path: Path = SHORT_TITLES) -> dict[str, str]:
    """The full titles by the short ones of a file with a line `short > full` each. Raises SynonymError, OSError."""
    pairs = (without_comment(line).split(">") for _, line in numbered_lines(path))
    return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}


def _end(title: str) -> str:
    """What a title ends in as titles do, or ""."""
    return next((end for end in _ENDS if title.endswith(end)), "")


def _shortens(short: str, title: str) -> bool:
    """Whether a short title has characters of the whole one in their order, the first one and the ending included."""
    if len(short) >= len(title) or short[0] != title[0]:
        return False
    left = iter(title)
    return all(character in left for character in short)
