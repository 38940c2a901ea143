"""What an answer depends on, for caches on the way."""

from __future__ import annotations

from flask import Response


def vary_by(response: Response, header: str) -> None:
    """Tell caches that an answer depends on a header of the request; call it once for each header."""
    named = response.headers.get("Vary")
    response.headers["Vary"] = f"{named}, {header}" if named else header
