"""What pages may load and who may use the site from elsewhere, as headers."""

from __future__ import annotations

from flask import Response, current_app, request

from web.settings import Settings
from web.vary import vary_by

_SHARED = {"api.search", "api.suggest"}
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
    "frame-src {frames}; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)


def settings() -> Settings:
    """The application's settings."""
    found: Settings = current_app.extensions["settings"]
    return found


def policy(frames: str = "'none'", ancestors: str = "'none'") -> str:
    """The content security policy of a page: what it may frame, and which pages may frame it."""
    return _POLICY.format(frames=frames, ancestors=ancestors)


def framed_policy() -> str:
    """The policy of a page that the sites of the allow-list may frame."""
    return policy(ancestors=" ".join(["'self'", *settings().embed_origins]))


def share(response: Response) -> Response:
    """Let the scripts of allowed sites read the search's answers, whatever their status."""
    if request.endpoint not in _SHARED:
        return response
    known = settings()
    if known.any_origin:
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
    vary_by(response, "Origin")
    origin = request.environ.get("HTTP_ORIGIN", "")
    if known.shared_with(origin):
        response.headers["Access-Control-Allow-Origin"] = origin
    return response
