"""The search and its results, and one record: plain HTML that needs no scripts."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from search.backend import FACETS
from search.present.results import RequestError
from web.requests.addresses import search_address
from web.requests.parameters import read_request
from web.routes.api import find, snapshot
from web.views.answer import best_bets, panels
from web.views.facets import chips, facet_boxes
from web.views.hits import (
    hit_groups,
    page_links,
    sort_choices,
    to_ask,
)
from web.views.record import record_view

blueprint = Blueprint("pages", __name__)

_HOME_NAMES = 12  # names of each sort on the home page


@blueprint.get("/")
def home() -> str:
    """The search box, what it covers, and the ways to browse."""
    serving = snapshot()
    directory = serving.directory
    return render_template(
        "home.html",
        meta=serving.generation.meta,
        examples=serving.examples(),
        directory=directory,
        columns=[
            (sort, title, every, groups, groups.most(_HOME_NAMES))
            for sort, title, every, groups in (
                ("matter", "事项", "全部 %d 个事项", directory.matters),
                ("department", "部门清单", "全部 %d 个部门", directory.departments),
                ("agency", "涉及机构", "全部 %d 个机构", directory.agencies),
                ("law", "法律依据", "全部 %d 件依据", directory.laws),
            )
        ],
    )


@blueprint.get("/search")
def search() -> str | tuple[str, int]:
    """The answer, the hits, the filters."""
    query = request.args.get("q", "")
    if not query.strip() and not any(request.args.get(name) for name in FACETS):
        return home()
    try:
        wanted = read_request(request.args)
    except RequestError as problem:
        return render_template("error.html", message=str(problem), status=400, query=query[:200]), 400
    serving = snapshot()
    results = find(serving, wanted)
    return render_template(
        "search.html",
        query=wanted.query,
        results=results,
        matters=list(panels(results, serving)) if wanted.page == 1 else [],
        best_bets=list(best_bets(results, serving)) if wanted.page == 1 else [],
        groups=list(hit_groups(results)),
        facets=list(facet_boxes(results)),
        chips=list(chips(results)),
        sorts=sort_choices(results),
        links=page_links(results),
        desks=to_ask(results, serving),
        departments=serving.directory.departments.most(_HOME_NAMES) if not results.total else [],
        unfiltered=search_address(wanted, **dict.fromkeys(wanted.filters, ()), page=1),
    )


@blueprint.get("/entries/<record_id>")
def entry(record_id: str) -> str:
    """One record, whole, with its place in its list."""
    serving = snapshot()
    record = serving.entry(record_id)
    if record is None:
        abort(404)
    view = record_view(serving, record)
    return render_template("entry.html", view=view, record=record, link=request.base_url)
