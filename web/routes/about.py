"""What the site covers, and what the parser could not read, so that a clerk can see what is missing."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for

from web.requests.addresses import page_number
from web.routes.api import snapshot
from web.views.paging import page_links, pages
from web.views.problems import ROOM, coverage, passages

blueprint = Blueprint("about", __name__)

_LISTED = 100  # lists on a page


@blueprint.get("/about")
def about() -> str:
    """The lists with what was read of each."""
    meta = snapshot().generation.meta
    lists = coverage(meta)
    paged = pages(lists, lambda _: 1, _LISTED)
    page = page_number(len(paged))
    return render_template(
        "about.html",
        meta=meta,
        lists=paged[page - 1],
        total=len(lists),
        problems=sum(each.problems for each in lists),
        links=page_links(page, len(paged), lambda number: url_for("about.about", page=number)),
    )


@blueprint.get("/about/problems")
def problems() -> str:
    """What could not be read of one file."""
    file = request.args.get("file", "")
    found = next((each for each in coverage(snapshot().generation.meta) if each.listing["file"] == file), None)
    if found is None or not found.problems:
        abort(404)
    paged = pages(passages(found.listing["problems"]), lambda passage: passage.size, ROOM)
    page = page_number(len(paged))
    links = page_links(page, len(paged), lambda number: url_for("about.problems", file=file, page=number))
    return render_template("problems.html", coverage=found, passages=paged[page - 1], page=page, links=links)
