"""Addresses with names in them, addresses for templates, and page numbers in query strings."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import abort, request, url_for
from werkzeug.routing import BaseConverter

_KEPT = 4096


class NameConverter(BaseConverter):
    """A name as printed, which may hold slashes and line breaks; it is the rest of the path."""

    regex = "(?s:.+)"
    part_isolating = False


def path_for(endpoint: str, **values: Any) -> str:
    """What `url_for` gives; a page of hits asks for the same few dozen addresses again and again."""
    if "_external" in values:
        return url_for(endpoint, **values)
    return _path(request.script_root, endpoint, tuple(values.items()))


@lru_cache(maxsize=_KEPT)
def _path(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    """An address within the site. `_root` stands in front of it: one server may be reached at several."""
    return url_for(endpoint, **dict(values))


def page_number(last: int) -> int:
    """The page that the query string asks for, 1 where it does not say; a 404 where there is no such page."""
    text = request.args.get("page", "1")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= last:
        abort(404)
    return int(text)
