"""Results and records in the form that the templates need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from records.columns import DEPARTMENT, KIND
from records.kinds import KINDS, kind_name
from records.party_roles import ASSISTS, LEADS
from search.backend import RELEVANCE
from search.browse.directory import list_name
from search.present.results import Hit, Results
from search.snapshot import Snapshot
from web.requests.addresses import search_address
from web.views.paging import PageLink
from web.views.paging import page_links as links
from web.views.record import place

TAG_NAMES = {LEADS: "牵头", ASSISTS: "配合"}
DIRECTORIES = {"matter": "matters", "department": "departments", "agency": "agencies", "law": "laws"}
SORT_NAMES = {RELEVANCE: "相关程度", DEPARTMENT: "部门", KIND: "类别"}
_DESKS = 3  # departments to ask


@dataclass(frozen=True, slots=True)
class Desk:
    """A department to ask, with the telephone number that its list prints ("" for none)."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class SortChoice:
    """An order of the hits, with the address that takes it."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit as the page shows it: the headline, and fields that say something by themselves.

    The texts are HTML from the highlighter, behind their labels. `place` is where a record that is shown as printed
    stands in its file, "" for others.
    """

    hit: Hit
    headline: Markup
    fields: tuple[tuple[str, Markup], ...]
    place: str


def hit_view(hit: Hit) -> HitView:
    """A hit with its headline and marked fields; highlight HTML is safe by construction."""
    own, *rest = hit.excerpts.items()
    kind = KINDS[hit.record["kind"]]
    fields = tuple(
        (kind.label(name), Markup(text))  # noqa: S704 - escaped by the highlighter, which a property test holds to it
        for name, text in rest
        if name not in kind.above
    )
    return HitView(hit, Markup(own[1]), fields, "" if kind.says else place(hit.record["source"]))  # noqa: S704


def page_links(results: Results) -> list[PageLink]:
    """The pager of the hits."""
    return links(results.request.page, results.pages, lambda number: search_address(results.request, page=number))


def sort_choices(results: Results) -> list[SortChoice]:
    """The orders of the hits."""
    return [
        SortChoice(label, search_address(results.request, sort=sort, page=1), results.request.sort == sort)
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
    return kind_name(hit.record["kind"]) if sort == KIND else ""
