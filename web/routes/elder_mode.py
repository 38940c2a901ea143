"""The elder mode (large type, strong contrast, fewer things), kept in a cookie of our own; it needs no scripts."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request, url_for

blueprint = Blueprint("view_mode", __name__)

_COOKIE = "view"
_ELDER = "elder"
_YEAR = 365 * 24 * 3600
_KEPT = "%/:?@!$&'()*+,;=[]~"  # signs of a query string as browsers send it
# One slash and no second one: //host and /\host lead to another site.
_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


@blueprint.get("/view/<any(elder, standard):mode>")
def switch(mode: str) -> Response:
    """Switch the elder mode on or off, and go back to where the reader was."""
    back = request.args.get("back", "")
    response = redirect(back if _OWN_PATH.fullmatch(back) else url_for("pages.home"), 303)
    response.headers["Cache-Control"] = "no-store"
    site = request.script_root or "/"  # where the site stands below a path, others may stand beside it
    if mode == _ELDER:
        response.set_cookie(_COOKIE, _ELDER, _YEAR, path=site, secure=request.is_secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(_COOKIE, path=site)
    return response  # type: ignore[return-value]


@blueprint.app_context_processor
def view() -> dict[str, Any]:
    """What every template knows: whether the elder mode is on, and the address of the page itself."""
    here = quote(request.script_root + request.path)
    if request.query_string:
        here += "?" + quote(request.query_string, safe=_KEPT)
    return {"elder": request.cookies.get(_COOKIE) == _ELDER, "here": here}
