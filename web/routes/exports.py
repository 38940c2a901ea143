"""Taking results along: tables, JSON and a feed of what a search finds, and the boundary matrix."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from records.kinds import kind_name, matter_kinds
from search.backend import FACETS
from search.browse.matrix import matrix
from search.library import NoIndexError
from search.present.results import Listing, Request, RequestError
from search.snapshot import Snapshot
from web.files.feed import feed
from web.files.record_sheet import matrix_sheet, note_sheet, record_sheet
from web.files.sheets import CSV_TYPE, XLSX_TYPE, to_csv, to_xlsx
from web.http.rates import in_turn
from web.requests.addresses import path_for, search_address
from web.requests.parameters import read_request
from web.routes.api import error, snapshot
from web.views.facets import FACET_NAMES

blueprint = Blueprint("exports", __name__)

MOST_RECORDS = 1000
_ATOM_TYPE = "application/atom+xml; charset=utf-8"
_LONGEST_NAME = 30  # characters of a query in a file's name


@blueprint.get("/search.csv")
@in_turn
def search_csv() -> Response:
    """The hits as CSV, one row a record."""
    wanted = read_request(request.args)
    listing = snapshot().listing(wanted, MOST_RECORDS)
    return attached(to_csv(record_sheet(listing.records, entry_address)), CSV_TYPE, _name("清单检索", wanted, "csv"))


@blueprint.get("/search.xlsx")
@in_turn
def search_xlsx() -> Response:
    """The hits as a workbook, with a sheet that says what was searched."""
    wanted, serving = read_request(request.args), snapshot()
    listing = serving.listing(wanted, MOST_RECORDS)
    sheets = [record_sheet(listing.records, entry_address), note_sheet(_notes(wanted, listing, serving))]
    return attached(to_xlsx(sheets), XLSX_TYPE, _name("清单检索", wanted, "xlsx"))


@blueprint.get("/search.json")
@in_turn
def search_json() -> Response:
    """The hits as whole records."""
    wanted, serving = read_request(request.args), snapshot()
    listing = serving.listing(wanted, MOST_RECORDS)
    return jsonify(
        {
            "query": wanted.query,
            "filters": {name: list(wanted.wanted(name)) for name in FACETS},
            "total": listing.total,
            "limit": MOST_RECORDS,
            "generation": serving.generation.name,
            "built": serving.generation.meta["built"],
            "records": [{**record, "url": entry_address(record["id"])} for record in listing.records],
        }
    )


@blueprint.get("/search.atom")
@in_turn
def search_atom() -> Response:
    """The hits as an Atom feed, those of the newest lists first."""
    wanted, serving = read_request(request.args), snapshot()
    found = feed(wanted, serving.listing(wanted, MOST_RECORDS), serving.generation.meta, entry_address)
    page = request.host_url.rstrip("/") + search_address(wanted, page=1)
    return Response(
        render_template("search.atom.xml", feed=found, own=iri_to_uri(request.url), page=page), content_type=_ATOM_TYPE
    )


@blueprint.get("/matrix.csv")
@in_turn
def matrix_csv() -> Response:
    """The boundary matrix as CSV."""
    wanted, serving = matrix_request(request.args), snapshot()
    found = matrix(serving.listing(wanted, MOST_RECORDS).records, serving.agencies)
    return attached(to_csv(matrix_sheet(found, entry_address)), CSV_TYPE, _name("职责边界一览表", wanted, "csv"))


@blueprint.get("/matrix.xlsx")
@in_turn
def matrix_xlsx() -> Response:
    """The boundary matrix as a workbook."""
    wanted, serving = matrix_request(request.args), snapshot()
    listing = serving.listing(wanted, MOST_RECORDS)
    sheets = [
        matrix_sheet(matrix(listing.records, serving.agencies), entry_address),
        note_sheet(_notes(wanted, listing, serving)),
    ]
    return attached(to_xlsx(sheets), XLSX_TYPE, _name("职责边界一览表", wanted, "xlsx"))


@blueprint.errorhandler(RequestError)
def refused(problem: RequestError) -> tuple[Response, int]:
    """A request that cannot be served."""
    return error(str(problem)), 400


@blueprint.errorhandler(NoIndexError)
def unavailable(problem: NoIndexError) -> tuple[Response, int]:
    """No index to serve from."""
    return error(str(problem)), 503


@blueprint.app_template_global()
def take_along(wanted: Request) -> list[tuple[str, str]]:
    """The files of a search, with their labels, and its boundary matrix."""
    endings = {"xlsx": "Excel 表格", "csv": "CSV", "json": "JSON"}
    asked = _asked(wanted)
    files = [(label, f"{path_for(f'exports.search_{ending}')}?{asked}") for ending, label in endings.items()]
    matters = f"{path_for('matrix.page')}?{_asked(wanted, kind=())}"
    return [*files, ("订阅（Atom）", feed_address(wanted)), ("职责边界一览表", matters)]


@blueprint.app_template_global()
def export_limit() -> int:
    """How many records a file holds at most."""
    return MOST_RECORDS


@blueprint.app_template_global()
def feed_address(wanted: Request) -> str:
    """The address of a search's feed."""
    return f"{path_for('exports.search_atom')}?{_asked(wanted)}"


def _asked(wanted: Request, **changes: Any) -> str:
    """A search as the query string of its first page."""
    return search_address(wanted, page=1, **changes).partition("?")[2]


def entry_address(record_id: str) -> str:
    """The whole address of a record's page."""
    return url_for("pages.entry", record_id=record_id, _external=True)


def matrix_request(arguments: MultiDict[str, str]) -> Request:
    """The search for the matters of a matrix: of all of them where nothing is asked for."""
    wanted = MultiDict(arguments)
    wanted.setlist("kind", matter_kinds())
    return read_request(wanted)


def attached(data: bytes, content_type: str, name: str) -> Response:
    """A file to be kept, under a name in Chinese."""
    response = Response(data, content_type=content_type)
    ending = name.rpartition(".")[2]
    response.headers["Content-Disposition"] = (
        f"attachment; filename=qingdan.{ending}; filename*=UTF-8''{quote(name, safe='')}"
    )
    return response


def conditions(wanted: Request, *unsaid: str) -> str:
    """The filters of a search in words, but for those of the facets `unsaid`; "" where there are none."""
    named = {
        FACET_NAMES[name]: [kind_name(value) for value in wanted.wanted(name)]
        for name in FACETS
        if wanted.wanted(name) and name not in unsaid
    }
    return "；".join(f"{label}：{'、'.join(values)}" for label, values in named.items())


def _notes(wanted: Request, listing: Listing, serving: Snapshot) -> list[tuple[str, str]]:
    return [
        ("查询", wanted.query or "（无）"),
        ("筛选条件", conditions(wanted) or "（无）"),
        ("共找到", f"{listing.total} 条"),
        ("本表收录", f"{len(listing.records)} 条（最多 {MOST_RECORDS} 条）"),
        ("索引时间", serving.generation.meta["built"]),
        ("网页", request.host_url.rstrip("/") + search_address(wanted, page=1)),
        ("说明", "内容摘自各部门公布的责任清单，以部门公布的原件为准。"),
    ]


def _name(title: str, wanted: Request, ending: str) -> str:
    """A file's name that says what was searched, in a form that any system takes."""
    words = [wanted.query, *(value for name in FACETS if name != "kind" for value in wanted.wanted(name))]
    searched = re.sub(r"\W+", "-", " ".join(words)).strip("-_")[:_LONGEST_NAME]
    return f"{title}-{searched}.{ending}" if searched else f"{title}.{ending}"
