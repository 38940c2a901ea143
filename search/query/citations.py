"""Legal bases in a query: document numbers, order numbers and titles of laws, in all their forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tokenizer.finder import WordFinder
from tokenizer.normalize import normalize

_DOCUMENT = re.compile(r"(?P<sign>[\u4e00-\u9fff]{2,10})\s*(?P<year>(?:19|20)\d{2})\s*第?\s*(?P<number>\d+)\s*号")
_ORDER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{0,14}?)\s*(?:令\s*(?:(?P<year>(?:19|20)\d{2})\s*年?)?\s*第?\s*(?P<number>\d+)\s*号?(?:令)?"
    r"|第?\s*(?P<before>\d+)\s*号令)"
)
_TITLE_ENDS = ("法", "条例", "办法", "规定", "细则", "规则", "规范", "意见", "决定", "通知", "方案", "标准")
_TITLE = re.compile(rf"[\u4e00-\u9fff<>()]{{2,40}}?(?:{'|'.join(_TITLE_ENDS)})")
_COUNTRY = "中华人民共和国"
_SHORTEST = 4  # characters of a law's title that is recognised inside a query


class Citation(NamedTuple):
    """A legal basis at `text[start:end]` of a query, and the strings by which lists cite it.

    `titles` are those that the lists give to a number; they cite the same law where its number is not printed.
    """

    start: int
    end: int
    forms: tuple[str, ...]
    titles: tuple[str, ...] = ()


class Citations:
    """Finds legal bases in queries; knows the laws that the lists cite, as (title, number)."""

    def __init__(self, laws: Iterable[tuple[str, str]]) -> None:
        known: set[str] = set()
        self._numbered: defaultdict[str, list[str]] = defaultdict(list)
        for printed, number in dict.fromkeys(laws):
            title = _short(normalize(printed))
            known.add(title)
            if key := _number_key(normalize(number)):
                self._numbered[key].append(title)
        self._titles = WordFinder(title for title in known if len(title) >= _SHORTEST)

    def find(self, text: str) -> tuple[Citation, ...]:
        """The citations in a normalised query, in order, none overlapping."""
        found: list[Citation] = []
        for citation in self._candidates(text):
            if all(citation.end <= other.start or other.end <= citation.start for other in found):
                found.append(citation)
        return tuple(sorted(found, key=lambda citation: citation.start))

    def _candidates(self, text: str) -> Iterator[Citation]:
        for match in _DOCUMENT.finditer(text) if "号" in text else ():
            if "令" not in match["sign"]:
                form = f"{match['sign']} {match['year']} {match['number']}号"
                yield Citation(*match.span(), (form,), self._titles_of(form))
        for match in _ORDER.finditer(text) if "令" in text else ():
            if match["issuer"] or match["before"] is None:
                forms = tuple(_order_forms(match))
                yield Citation(*match.span(), forms, self._titles_of(forms[0]))
        whole = _short(text.strip("《》 "))
        if whole.endswith(_TITLE_ENDS) and _TITLE.fullmatch(whole):
            yield Citation(0, len(text), (whole,))
        for place, title in self._titles.apart(text):
            start = place - len(_COUNTRY) if text.endswith(_COUNTRY, 0, place) else place
            yield Citation(start, place + len(title), (title,))

    def _titles_of(self, number: str) -> tuple[str, ...]:
        """The titles that the lists print beside a number."""
        return tuple(dict.fromkeys(self._numbered.get(_number_key(number), ())))


def _number_key(number: str) -> str:
    """What a number is known by, however it is printed: its signs and digits in order."""
    return re.sub(r"[第号年\s]|(?<=号)令$|\W", "", _short(number))


def _order_forms(match: re.Match[str]) -> Iterator[str]:
    """国务院令第455号 in the ways in which lists print it."""
    issuer, number = _short(match["issuer"]), match["number"] or match["before"]
    yield f"{issuer}令第{number}号"
    yield f"{issuer}令{number}号"
    yield f"{issuer}第{number}号令"
    yield f"{issuer}{number}号令"
    if match["year"]:
        yield f"{issuer}令{match['year']}年第{number}号"
        yield f"{issuer}令 {match['year']} 第{number}号"


def _short(title: str) -> str:
    return title.removeprefix(_COUNTRY)
