"""The headers that every answer has, put on at the very end in one go: for the browser's rules, caches, other sites."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from settings.model import Settings
from web.http.compress import PACKED
from web.http.origins import policy

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]

_POLICY = "Content-Security-Policy"
_HEADERS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "geolocation=(), camera=(), microphone=()"),
]
_WITH_POLICY = [(_POLICY, policy()), *_HEADERS]
_SHARED = {"/api/search", "/api/suggest"}  # what the scripts of allowed sites may read
_PAGE = "text/html"  # pages depend on the cookie of the elder mode


class SiteHeaders:
    """A WSGI application with these headers added; a policy of its own that an answer has is left as it is."""

    def __init__(self, application: WSGIApplication, settings: Settings) -> None:
        self._application = application
        self._settings = settings

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""

        def start(status: str, headers: Headers, *error: Any) -> Any:
            kind, added = "", _WITH_POLICY
            for name, value in headers:
                if name == "Content-Type":
                    kind = value.partition(";")[0]
                elif name == _POLICY:
                    added = _HEADERS
            varies = ["Cookie"] if kind == _PAGE else []
            if not kind or kind in PACKED:  # without a kind is what a browser has already
                varies.append("Accept-Encoding")
            shared = self._shared(environ, varies) if environ.get("PATH_INFO") in _SHARED else []
            depends = [("Vary", ", ".join(varies))] if varies else []
            return start_response(status, [*headers, *added, *depends, *shared], *error)

        return self._application(environ, start)

    def _shared(self, environ: WSGIEnvironment, varies: list[str]) -> Headers:
        """What lets the scripts of allowed sites read an answer, whatever its status."""
        if self._settings.any_origin:
            return [("Access-Control-Allow-Origin", "*")]
        varies.append("Origin")
        origin = environ.get("HTTP_ORIGIN", "")
        return [("Access-Control-Allow-Origin", origin)] if self._settings.shared_with(origin) else []
