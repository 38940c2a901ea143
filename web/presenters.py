"""Results and records in the form that the templates need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from indexer.report import KIND_NAMES
from search.filters import FACETS
from search.results import AgencyLine, Hit, Request, Results

FIELD_NAMES = {
    "matter": "管理事项",
    "agency": "相关部门",
    "role": "职责分工",
    "basis": "相关依据",
    "case": "案例",
    "duty": "主要职责",
    "item": "具体工作事项",
    "office": "承办机构",
    "note": "备注",
    "service": "服务事项",
    "content": "主要内容",
    "phone": "联系电话",
    "time": "时间",
    "regime": "监管制度",
    "heading": "环节",
    "text": "内容",
}
FACET_NAMES = {"kind": "类别", "region": "地区", "department": "清单所属部门", "agency": "涉及机构", "law": "法律依据"}
_HEADLINES = ("matter", "item", "service", "regime")
_SHOWN_VALUES = 8  # values of a facet before 更多
_PAGES_AROUND = 2


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter of the answer with its agencies."""

    title: str
    department: str
    region: str
    id: str
    lines: tuple[AgencyLine, ...]
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, with the address that takes it or takes it back."""

    label: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet with its choices, the less frequent ones apart."""

    name: str
    label: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit as the page shows it; the texts are HTML from the highlighter."""

    hit: Hit
    headline: Markup
    fields: tuple[tuple[str, Markup], ...]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of the pager; `url` is "" for the page shown and for a gap (label …)."""

    label: str
    url: str
    current: bool = False


def matters(results: Results, records: Mapping[str, Mapping[str, Any]]) -> Iterator[Matter]:
    """The answer's lines by matter, best first."""
    for record_id, group in groupby(results.agencies, key=lambda line: line.id):
        lines = tuple(group)
        first = lines[0]
        yield Matter(first.matter, first.department, first.region, record_id, lines, records[record_id])


def hit_view(hit: Hit) -> HitView:
    """A hit with its headline and marked fields; highlight HTML is safe by construction."""
    headline = next((hit.excerpts[name] for name in _HEADLINES if name in hit.excerpts), None)
    name_of_headline = next((name for name in _HEADLINES if name in hit.excerpts), "duty")
    fields = tuple(
        (name, Markup(text))  # noqa: S704 - escaped by the highlighter, which a property test holds to it
        for name, text in hit.excerpts.items()
        if name != name_of_headline
    )
    return HitView(hit, Markup(headline if headline is not None else hit.excerpts["duty"]), fields)  # noqa: S704


def address(request: Request, **changes: Any) -> str:
    """The address of a search with some of its parameters changed; page 1 is left out."""
    values: dict[str, Any] = {"q": request.query, **request.filters, "page": request.page}
    values.update(changes)
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        many = value if isinstance(value, tuple) else (value,)
        pairs += [(name, str(each)) for each in many if each not in ("", None) and (name, each) != ("page", 1)]
    return f"/search?{urlencode(pairs)}"


def facet_boxes(results: Results) -> Iterator[FacetBox]:
    """The facets that leave a choice."""
    for name in FACETS:
        values = results.facets[name]
        chosen = results.request.wanted(name)
        if len(values) < 2 and not chosen:
            continue
        listed = dict(values)
        for value in chosen:
            listed.setdefault(value, 0)
        choices = tuple(
            _choice(results.request, name, value, count, value in chosen) for value, count in listed.items()
        )
        choices = tuple(sorted(choices, key=lambda choice: not choice.chosen))
        yield FacetBox(name, FACET_NAMES[name], choices[:_SHOWN_VALUES], choices[_SHOWN_VALUES:])


def chips(results: Results) -> Iterator[Choice]:
    """The filters in force, each with the address that takes it back."""
    for name in FACETS:
        for value in results.request.wanted(name):
            yield _choice(results.request, name, value, 0, chosen=True)


def page_links(results: Results) -> list[PageLink]:
    """The pager: first, last, and the pages around the one shown."""
    page, last = results.request.page, results.pages
    if last < 2:
        return []
    around = {1, last, *range(max(1, page - _PAGES_AROUND), min(last, page + _PAGES_AROUND) + 1)}
    links: list[PageLink] = []
    previous = 0
    for number in sorted(around):
        if number > previous + 1:
            links.append(PageLink("…", ""))
        links.append(PageLink(str(number), address(results.request, page=number), current=number == page))
        previous = number
    return links


def _choice(request: Request, name: str, value: str, count: int, chosen: bool) -> Choice:
    kept = tuple(each for each in request.wanted(name) if each != value)
    changed = kept if chosen else (*kept, value)
    label = KIND_NAMES.get(value, value) if name == "kind" else value
    changes: dict[str, Any] = {name: changed, "page": 1}
    return Choice(label, count, address(request, **changes), chosen)


def record_rows(record: Mapping[str, Any], names: Iterable[str]) -> list[tuple[str, str]]:
    """The fields of a record that hold text, with their labels."""
    return [(FIELD_NAMES[name], record[name]) for name in names if record.get(name)]
