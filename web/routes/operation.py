"""What whoever runs the site asks: whether it lives, whether it is ready, and its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, jsonify, request

from search.caches import ResultCache
from search.library import NoIndexError, Serving
from search.opensearch.library import EngineAwayError
from web.http.clients import is_among, is_this_machine
from web.http.observing import Observer
from web.http.origins import settings
from web.http.rates import is_forwarded

blueprint = Blueprint("operation", __name__)

_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


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


@blueprint.get("/readyz")
def ready() -> Response | tuple[Response, int]:
    """Whether requests should be sent here: there is an index, be it not the newest."""
    library: Serving = current_app.extensions["library"]
    try:
        library.snapshot()
    except (NoIndexError, EngineAwayError) as problem:
        return jsonify({"status": "unavailable", "error": str(problem)}), 503
    return jsonify({"status": "ready"})


@blueprint.get("/metrics")
def metrics() -> Response:
    """The numbers of the site in Prometheus' text form, for this machine and those that the settings name."""
    peer = request.remote_addr or ""
    if not is_among(peer, settings().metrics_for) and (is_forwarded() or not is_this_machine(peer)):
        abort(403)
    observer: Observer = current_app.extensions["observer"]
    return Response("".join(f"{line}\n" for line in [*observer.samples(), *_index()]), content_type=_METRICS_TYPE)


def _index() -> Iterator[str]:
    """What is being searched."""
    library: Serving = current_app.extensions["library"]
    kept: ResultCache = current_app.extensions["results"]
    yield "# TYPE qingdan_results_kept gauge"
    yield f"qingdan_results_kept {len(kept)}"
    try:
        serving = library.snapshot()
    except (NoIndexError, EngineAwayError):
        return
    meta = serving.generation.meta
    yield "# TYPE qingdan_records gauge"
    yield f"qingdan_records {serving.count}"
    yield "# TYPE qingdan_lists gauge"
    yield f"qingdan_lists {len(meta['lists'])}"
    yield "# TYPE qingdan_index_built_seconds gauge"
    yield f"qingdan_index_built_seconds {datetime.fromisoformat(meta['built']).timestamp():.0f}"
    yield "# TYPE qingdan_index_degraded gauge"
    yield f"qingdan_index_degraded {int(bool(library.missing))}"
