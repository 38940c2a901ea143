"""Answers packed for the way: Chinese pages shrink to a third, which counts on a phone and on an old line."""

from __future__ import annotations

import gzip

from flask import Response, request

_TYPES = {"text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"}
_LEAST = 500  # bytes below which packing gains nothing
_LEVEL = 6


def compress(response: Response) -> Response:
    """Pack an answer where its kind and the browser allow it."""
    if response.mimetype not in _TYPES:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or "Content-Encoding" in response.headers or not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    plain = response.get_data()
    if len(plain) < _LEAST:
        return response
    response.set_data(gzip.compress(plain, _LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)  # the packed bytes are not those that the tag was made of
    return response
