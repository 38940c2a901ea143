"""The JSON API."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, request

from search.caches import ResultCache
from search.library import Serving
from search.present.results import Request, RequestError, Results
from search.snapshot import Snapshot
from web.http.clients import is_this_machine
from web.http.rates import is_forwarded
from web.requests.parameters import read_request

blueprint = Blueprint("api", __name__)


def snapshot() -> Snapshot:
    """The serving snapshot. Raises NoIndexError where there is none."""
    library: Serving = current_app.extensions["library"]
    return library.snapshot()


def find(serving: Snapshot, wanted: Request) -> Results:
    """What a snapshot answers, from the results that are kept where it has been asked before."""
    kept: ResultCache = current_app.extensions["results"]
    return kept.search(serving, wanted)


def error(message: str) -> Response:
    """An error as JSON; the caller gives the status."""
    return jsonify({"error": message})


@blueprint.get("/api/search")
def search() -> Response | tuple[Response, int]:
    """Ranked, filtered, paged results."""
    try:
        wanted = read_request(request.args)
    except RequestError as problem:
        return error(str(problem)), 400
    if wanted.explain and not _from_this_machine():
        return error("得分说明（explain）只供本机使用"), 403
    return jsonify(find(snapshot(), wanted).to_json())


def _from_this_machine() -> bool:
    """Whether nobody but who sits at this machine asks; a proxy on it names whom it asks for."""
    return not is_forwarded() and is_this_machine(request.remote_addr or "")


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """Completions of what is being typed."""
    return jsonify({"suggestions": snapshot().suggest(request.args.get("q", ""))})


@blueprint.get("/api/entries/<record_id>")
def entry(record_id: str) -> Response | tuple[Response, int]:
    """One record, whole."""
    record = snapshot().entry(record_id)
    if record is None:
        return error("没有这条记录"), 404
    return jsonify(record)
