"""The JSON API."""

from __future__ import annotations

from ipaddress import ip_address

from flask import Blueprint, Response, current_app, jsonify, request

from search.caches import ResultCache
from search.library import NoIndexError, Serving
from search.opensearch.library import EngineAwayError
from search.present.results import Request, RequestError, Results
from search.snapshot import Snapshot
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
    named = any(name in request.headers for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded"))
    try:
        return not named and ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


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


@blueprint.get("/healthz")
def health() -> Response | tuple[Response, int]:
    """Whether searches can be served."""
    library: Serving = current_app.extensions["library"]
    try:
        serving = library.snapshot()
    except (NoIndexError, EngineAwayError) as problem:
        return jsonify({"status": "unavailable", "error": str(problem)}), 503
    health = {"status": "ok", "records": serving.count, "generation": serving.generation.name}
    if missing := library.missing:
        health |= {"status": "degraded", "error": missing}
    return jsonify(health)
