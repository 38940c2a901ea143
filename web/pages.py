"""The pages for people. Plain HTML that needs no scripts."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from markupsafe import Markup

from search.results import RequestError
from web.api import snapshot
from web.parameters import read_request
from web.presenters import address, chips, facet_boxes, hit_view, matters, page_links, record_rows

blueprint = Blueprint("pages", __name__)

_BODY = {
    "boundary": (),
    "duty": ("duty", "item", "office", "note"),
    "service": ("service", "content", "office", "phone", "time"),
    "supervision": (),
}


@blueprint.get("/")
def home() -> str:
    """The search box and what it covers."""
    serving = snapshot()
    return render_template("home.html", meta=serving.generation.meta, examples=serving.examples())


@blueprint.get("/search")
def search() -> str | tuple[str, int]:
    """The answer, the hits, the filters."""
    query = request.args.get("q", "")
    if not query.strip() and not any(request.args.getlist(name) for name in request.args if name != "q"):
        return home()
    try:
        wanted = read_request(request.args)
    except RequestError as problem:
        return render_template("error.html", message=str(problem), status=400, query=query[:200]), 400
    serving = snapshot()
    results = serving.search(wanted)
    records = {line.id: serving.entry(line.id) or {} for line in results.agencies}
    return render_template(
        "search.html",
        query=wanted.query,
        results=results,
        matters=list(matters(results, records)) if wanted.page == 1 else [],
        hits=[hit_view(hit) for hit in results.hits],
        facets=list(facet_boxes(results)),
        chips=list(chips(results)),
        links=page_links(results),
        address=address,
    )


@blueprint.get("/entries/<record_id>")
def entry(record_id: str) -> str:
    """One record, whole."""
    record = snapshot().entry(record_id)
    if record is None:
        abort(404)
    return render_template("entry.html", record=record, rows=record_rows(record, _BODY[record["kind"]]))


@blueprint.app_template_filter("lines")
def lines(text: str) -> Markup:
    """Text with its line breaks kept."""
    return Markup("<br>").join(text.split("\n"))
