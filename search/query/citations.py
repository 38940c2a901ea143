"""Legal bases in a query: document numbers, order numbers and titles of laws, in all their forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search.query.law_titles import COUNTRY, LawTitles, read_short_titles
from tokenizer.finder import WordFinder
from tokenizer.normalize import normalize

_DOCUMENT = re.compile(r"(?P<sign>[\u4e00-\u9fff]{2,10})\s*(?P<year>(?:19|20)\d{2})\s*第?\s*(?P<number>\d+)\s*号")
_ORDER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{0,14}?)\s*(?:令\s*(?:(?P<year>(?:19|20)\d{2})\s*年?)?\s*第?\s*(?P<number>\d+)\s*号?(?:令)?"
    r"|第?\s*(?P<before>\d+)\s*号令)"
)
_PIECE = re.compile(r"[^\s《》]{2,40}")  # what may be a title that stands by itself
_ISSUED = re.compile(
    r"(?P<issuers>[\u4e00-\u9fff、,和]{2,}?)\s*令\s*(?:(?P<year>(?:19|20)\d{2})\s*年?)?\s*第?\s*(?P<number>\d+)\s*号"
)
_SHORTEST = 4  # characters of a law's title that is recognised inside a query


class Citation(NamedTuple):
    """A legal basis at `text[start:end]` of a query, and the strings by which lists cite it.

    `titles` are those that the lists give to a number; they cite the same law where its number is not printed.
    """

    start: int
    end: int
    forms: tuple[str, ...]
    titles: tuple[str, ...] = ()


class _JointOrder(NamedTuple):
    """An order of several issuers, as printed, and the title that stands beside it."""

    printed: str
    issuers: tuple[str, ...]
    year: str
    number: str
    title: str


class Citations:
    """Finds legal bases in queries; knows the laws that the lists cite, as (title, number)."""

    def __init__(self, laws: Iterable[tuple[str, str]]) -> None:
        known: dict[str, None] = {}
        self._numbered: defaultdict[str, list[str]] = defaultdict(list)
        self._joint: dict[_JointOrder, None] = {}
        for printed, number in dict.fromkeys(laws):
            title = _short(normalize(printed))
            known[title] = None
            plain = normalize(number)
            if key := _number_key(plain):
                self._numbered[key].append(title)
            if order := _joint_order(plain, title):
                self._joint[order] = None
        self._whole = LawTitles(known, read_short_titles())
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
                joint = self._issued_with_others(match)
                titles = (*self._titles_of(forms[0]), *(order.title for order in joint))
                yield Citation(*match.span(), (*forms, *(order.printed for order in joint)), titles)
        for match in _PIECE.finditer(text):
            if titles := self._whole.named(_short(match.group())):
                yield Citation(*match.span(), titles)
        for place, title in self._titles.apart(text):
            start = place - len(COUNTRY) if text.endswith(COUNTRY, 0, place) else place
            yield Citation(start, place + len(title), (title,))

    def _issued_with_others(self, match: re.Match[str]) -> list[_JointOrder]:
        """The orders of several issuers with the number of a typed one, of whose issuers the typed one is any."""
        issuer, number = _short(match["issuer"]), match["number"] or match["before"]
        return [
            order
            for order in (self._joint if issuer else ())
            if order.number == number
            and (not match["year"] or order.year in ("", match["year"]))
            and any(_alike(issuer, other) for other in order.issuers)
        ]

    def _titles_of(self, number: str) -> tuple[str, ...]:
        """The titles that the lists print beside a number."""
        return tuple(dict.fromkeys(self._numbered.get(_number_key(number), ())))


def _number_key(number: str) -> str:
    """What a number is known by, however it is printed: its signs and digits in order."""
    return re.sub(r"[第号年\s]|(?<=号)令$|\W", "", _short(number))


def _joint_order(number: str, title: str) -> _JointOrder | None:
    """The order that a printed number is, where several issued it."""
    match = _ISSUED.search(number)
    issuers = tuple(filter(None, re.split("[、,]", match["issuers"]))) if match else ()
    if match is None or len(issuers) < 2:
        return None
    return _JointOrder(match.group(), issuers, match["year"] or "", match["number"], title)


def _alike(one: str, other: str) -> bool:
    """Whether one name of an issuer shortens the other: 发改委, 国家发展和改革委员会."""
    short, long = sorted((one.removeprefix("国家"), other.removeprefix("国家")), key=len)
    left = iter(long)
    return all(character in left for character in short)


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
    return title.removeprefix(COUNTRY)
