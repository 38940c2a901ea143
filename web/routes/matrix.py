"""The boundary matrix as a page, in panels that fit on a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from search.browse.matrix import Matrix, MatrixRow, matrix
from search.present.results import RequestError
from web.requests.addresses import search_address
from web.routes.api import snapshot
from web.routes.exports import conditions, matrix_request

blueprint = Blueprint("matrix", __name__)

_MATTERS = 40  # on the page; the files hold all
_COLUMNS = 8  # agencies side by side on a sheet of A3


@dataclass(frozen=True, slots=True)
class Panel:
    """Some agencies with the matters in which they have a share."""

    agencies: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@blueprint.get("/matrix")
def page() -> str | tuple[str, int]:
    """Who does what, matter by matter and agency by agency."""
    try:
        wanted = matrix_request(request.args)
    except RequestError as problem:
        return render_template("error.html", message=str(problem), status=400), 400
    serving = snapshot()
    listing = serving.listing(wanted, _MATTERS)
    return render_template(
        "matrix.html",
        query=wanted.query,
        conditions=conditions(wanted, "kind"),
        total=listing.total,
        shown=len(listing.records),
        panels=list(panels(matrix(listing.records, serving.agencies))),
        search=search_address(wanted, page=1),
        files=search_address(wanted, page=1).partition("?")[2],
    )


def panels(whole: Matrix) -> Iterator[Panel]:
    """The matrix cut into panels of few agencies, each with the rows that say something of them."""
    for start in range(0, len(whole.agencies), _COLUMNS):
        agencies = whole.agencies[start : start + _COLUMNS]
        yield Panel(agencies, tuple(row for row in whole.rows if not row.roles.keys().isdisjoint(agencies)))
