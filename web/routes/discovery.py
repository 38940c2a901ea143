"""How programs and browsers learn what the site can do: the API's description and the search's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from web.views.api_reference import Reference
from web.views.api_schemas import with_kinds

blueprint = Blueprint("discovery", __name__)

_WRITTEN = Path(__file__).parents[1] / "openapi.json"  # all but what the kinds of records say of themselves
DOCUMENT: dict[str, Any] = with_kinds(json.loads(_WRITTEN.read_text(encoding="utf-8")))
_OPENSEARCH_TYPE = "application/opensearchdescription+xml; charset=utf-8"


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """The API's description (OpenAPI 3.1)."""
    return jsonify({**DOCUMENT, "servers": [{"url": request.script_root or "/", "description": "本站"}]})


@blueprint.get("/api/")
def reference() -> str:
    """The API's description for people."""
    return render_template("api.html", reference=Reference(DOCUMENT))


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """What a browser needs to add the site to its search engines."""
    return Response(render_template("opensearch.xml"), content_type=_OPENSEARCH_TYPE)
