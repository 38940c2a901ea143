"""The headers that every answer has, put on at the very end: they are the same each time and cost next to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from web.origins import policy

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_POLICY = "Content-Security-Policy"
_HEADERS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "geolocation=(), camera=(), microphone=()"),
]
_WITH_POLICY = [(_POLICY, policy()), *_HEADERS]


class SiteHeaders:
    """A WSGI application with these headers added; a policy of its own that an answer has is left as it is."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            has_policy = any(name == _POLICY for name, _ in headers)
            return start_response(status, headers + (_HEADERS if has_policy else _WITH_POLICY), *error)

        return self._application(environ, start)
