"""Where the site stands as its visitors see it: behind trusted proxies, below a path.

Only what a trusted proxy says of a visitor's address, protocol and host counts; whoever else says so is not believed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

from settings.model import Settings
from web.http.clients import is_among

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Placed:
    """A WSGI application that knows where it stands."""

    def __init__(self, application: WSGIApplication, settings: Settings) -> None:
        self._application = application
        self._behind = ProxyFix(application, x_for=settings.proxy_hops, x_proto=1, x_host=1)
        self._settings = settings

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        prefix = self._settings.path_prefix
        if prefix:  # a proxy may have taken it off the path already
            environ["SCRIPT_NAME"] = prefix
            rest = environ["PATH_INFO"].removeprefix(prefix)
            if not rest or rest.startswith("/"):
                environ["PATH_INFO"] = rest or "/"
        trusted = is_among(environ.get("REMOTE_ADDR", ""), self._settings.trusted_proxies)
        return (self._behind if trusted else self._application)(environ, start_response)
