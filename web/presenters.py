"""Results and records in the form that the templates need."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from indexer.report import KIND_NAMES
from search.directory import list_name
from search.filters import FACETS
from search.party_roles import ASSISTS, FIRST, LEADS
from search.results import Hit, Request, Results
from search.snapshot import Snapshot
from search.sorting import DEPARTMENT, KIND, RELEVANCE
from web.paging import PageLink
from web.paging import page_links as links
from web.party_view import PartyView, parties

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
TAG_NAMES = {LEADS: "牵头", FIRST: "排首位", ASSISTS: "配合"}
DIRECTORIES = {"matter": "matters", "department": "departments", "agency": "agencies", "law": "laws"}
SORT_NAMES = {RELEVANCE: "相关程度", DEPARTMENT: "部门", KIND: "类别"}
FACET_NAMES = {"kind": "类别", "region": "地区", "department": "清单所属部门", "agency": "涉及机构", "law": "法律依据"}
_DEFAULTS = {("page", 1), ("sort", RELEVANCE)}
_HEADLINES = ("matter", "item", "service", "regime")
_LABELS = ("agency", "heading")  # fields that say nothing without the one that they stand above
_SHOWN_VALUES = 8  # values of a facet before 更多
_KEPT_PAIRS = 4096
_DESKS = 3  # departments to ask


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter of the answer with its agencies, those asked for first."""

    record: Mapping[str, Any]
    parties: tuple[PartyView, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A department to ask, with the telephone number that its list prints ("" for none)."""

    name: str
    phone: str


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
    """A hit as the page shows it: the headline, and fields that say something by themselves.

    The texts are HTML from the highlighter.
    """

    hit: Hit
    headline: Markup
    fields: tuple[tuple[str, Markup], ...]


def matters(results: Results, serving: Snapshot) -> Iterator[Matter]:
    """The matters of the answer, best first."""
    for record_id, lines in groupby(results.agencies, key=lambda line: line.id):
        record = serving.entry(record_id) or {}
        place = {(line.agency, line.role): number for number, line in enumerate(lines)}
        rows = sorted(parties(record, serving.agencies), key=lambda row: place[row.agency, row.role])
        yield Matter(record, tuple(rows))


def hit_view(hit: Hit) -> HitView:
    """A hit with its headline and marked fields; highlight HTML is safe by construction."""
    texts = hit.excerpts
    headline = next((name for name in _HEADLINES if name in texts), "duty")
    fields = tuple(
        (name, Markup(text))  # noqa: S704 - escaped by the highlighter, which a property test holds to it
        for name, text in texts.items()
        if name != headline and name not in _LABELS
    )
    return HitView(hit, Markup(texts[headline]), fields)  # noqa: S704


def address(request: Request, **changes: Any) -> str:
    """The address of a search with some of its parameters changed; what is the default is left out."""
    values: dict[str, Any] = {"q": request.query, **request.filters, "sort": request.sort, "page": request.page}
    values.update(changes)
    pairs: list[str] = []
    for name, value in values.items():
        many = value if isinstance(value, tuple) else (value,)
        pairs += [_pair(name, each) for each in many if each not in ("", None) and (name, each) not in _DEFAULTS]
    return f"/search?{'&'.join(pairs)}"


@lru_cache(maxsize=_KEPT_PAIRS)
def _pair(name: str, value: object) -> str:
    """A parameter as it stands in an address; a page of hits has the same ones in dozens of them."""
    return urlencode([(name, str(value))])


def facet_boxes(results: Results) -> Iterator[FacetBox]:
    """The facets that leave a choice."""
    for name in FACETS:
        values = results.facets[name]
        chosen = results.request.wanted(name)
        if len(values) < 2 and not chosen:
            continue
        listed = {each["value"]: each["count"] for each in values}
        for value in chosen:
            listed.setdefault(value, 0)
        toggled = _toggled(results.request, name)
        choices = tuple(
            Choice(_label(name, value), count, toggled(value), value in chosen) for value, count in listed.items()
        )
        if chosen:
            choices = tuple(sorted(choices, key=lambda choice: not choice.chosen))
        yield FacetBox(name, FACET_NAMES[name], choices[:_SHOWN_VALUES], choices[_SHOWN_VALUES:])


def chips(results: Results) -> Iterator[Choice]:
    """The filters in force, each with the address that takes it back."""
    for name in FACETS:
        toggled = _toggled(results.request, name)
        for value in results.request.wanted(name):
            yield Choice(_label(name, value), 0, toggled(value), True)


def page_links(results: Results) -> list[PageLink]:
    """The pager of the hits."""
    return links(results.request.page, results.pages, lambda number: address(results.request, page=number))


def sort_choices(results: Results) -> list[Choice]:
    """The orders of the hits."""
    return [
        Choice(label, 0, address(results.request, sort=sort, page=1), results.request.sort == sort)
        for sort, label in SORT_NAMES.items()
    ]


def hit_groups(results: Results) -> Iterator[tuple[str, tuple[HitView, ...]]]:
    """The hits under the heading of their department or kind where they are sorted by it, else under ""."""
    for name, group in groupby(results.hits, key=lambda hit: _heading(results.request.sort, hit)):
        yield name, tuple(hit_view(hit) for hit in group)


def to_ask(results: Results, serving: Snapshot) -> list[Desk]:
    """The departments whose lists hold the best of what was found."""
    names = list(dict.fromkeys(list_name(hit.record) for hit in results.hits))[:_DESKS]
    groups = (serving.directory.departments.find(name) for name in names)
    return [Desk(group.name, serving.directory.phone(group)) for group in groups if group]


def _heading(sort: str, hit: Hit) -> str:
    if sort == DEPARTMENT:
        return list_name(hit.record)
    return KIND_NAMES[hit.record["kind"]] if sort == KIND else ""


def _label(name: str, value: str) -> str:
    return KIND_NAMES.get(value, value) if name == "kind" else value


def _toggled(request: Request, name: str) -> Callable[[str], str]:
    """Gives the address of a search with a value of a facet taken, or taken back where it is in force."""
    chosen = request.wanted(name)
    if not chosen:
        start = address(request, page=1)
        return lambda value: f"{start}&{_pair(name, value)}"

    def toggled(value: str) -> str:
        kept = tuple(each for each in chosen if each != value)
        changes: dict[str, Any] = {name: kept if value in chosen else (*kept, value), "page": 1}
        return address(request, **changes)

    return toggled
