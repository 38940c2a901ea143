"""Looking things up without a query: matters, agencies, laws, departments, each with a directory of all of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from search.browse.directory import Group, Groups
from web.requests.addresses import page_number
from web.routes.api import snapshot
from web.views.agency import agency_view
from web.views.department import department_view
from web.views.law import law_view
from web.views.matter import last_page, matter_view
from web.views.paging import PageLink, page_links, pages
from web.views.record import listing

blueprint = Blueprint("browse", __name__)

_LISTED = 300  # names on a page of a directory


@blueprint.get("/matters/<name:name>", merge_slashes=False)
def matter(name: str) -> str:
    """Who does what in each list that has the matter."""
    serving = snapshot()
    group = _found(serving.directory.matters.find(name))
    page = page_number(last_page(group))
    view = matter_view(serving, group, page)
    return render_template(
        "matter.html", view=view, page=page, links=_links("matter", group.name, page, view.last_page)
    )


@blueprint.get("/agencies/<name:name>", merge_slashes=False)
def agency(name: str) -> str:
    """All that an agency answers for."""
    serving = snapshot()
    group = _found(serving.directory.agency(name))
    region = request.args.get("region", "")
    view = agency_view(serving, group, region)
    if region and not view.total:
        abort(404)
    page = page_number(len(view.pages))
    links = _links("agency", group.name, page, len(view.pages), region=region or None)
    return render_template("agency.html", view=view, blocks=view.pages[page - 1], page=page, links=links)


@blueprint.get("/laws/<name:name>", merge_slashes=False)
def law(name: str) -> str:
    """All that rests on a law."""
    serving = snapshot()
    group = _found(serving.directory.laws.find(name))
    view = law_view(serving, group)
    page = page_number(len(view.pages))
    links = _links("law", group.name, page, len(view.pages))
    return render_template("law.html", view=view, departments=view.pages[page - 1], page=page, links=links)


@blueprint.get("/departments/<name:name>", merge_slashes=False)
def department(name: str) -> str:
    """A department's whole list, with contents on the first page."""
    serving = snapshot()
    group = _found(serving.directory.departments.find(name))
    view = department_view(serving, group)
    page = page_number(len(view.pages))
    return render_template(
        "department.html",
        view=view,
        parts=view.pages[page - 1],
        page=page,
        links=_links("department", group.name, page, len(view.pages)),
        lists=[(file, listing(serving, file)) for file in view.files],
        phone=serving.directory.phone(group),
    )


@blueprint.get("/matters")
def matters() -> str:
    """All matters."""
    return _directory("matter", "事项", snapshot().directory.matters)


@blueprint.get("/agencies")
def agencies() -> str:
    """All agencies."""
    return _directory("agency", "涉及机构", snapshot().directory.agencies)


@blueprint.get("/laws")
def laws() -> str:
    """All laws."""
    return _directory("law", "法律依据", snapshot().directory.laws)


@blueprint.get("/departments")
def departments() -> str:
    """All departments with a list."""
    return _directory("department", "部门清单", snapshot().directory.departments)


def _directory(sort: str, title: str, groups: Groups) -> str:
    paged = pages(groups.by_sound, lambda _: 1, _LISTED)
    page = page_number(len(paged))
    starts: dict[str, int] = {}
    for number, entries in enumerate(paged, 1):
        for letter, _ in entries:
            starts.setdefault(letter, number)
    links = page_links(page, len(paged), lambda number: url_for(request.endpoint or "", page=number))
    return render_template(
        "directory.html",
        sort=sort,
        title=title,
        total=len(groups),
        entries=paged[page - 1],
        starts=starts,
        page=page,
        links=links,
    )


def _found(group: Group | None) -> Group:
    """The group, or a 404 where there is none."""
    if group is None:
        abort(404)
    return group


def _links(endpoint: str, name: str, page: int, last: int, **values: Any) -> list[PageLink]:
    return page_links(page, last, lambda number: url_for(f"browse.{endpoint}", name=name, page=number, **values))
