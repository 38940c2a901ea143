"""Addresses with names in them, addresses for templates, and page numbers in query strings."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import abort, request, url_for
from werkzeug.routing import BaseConverter

from search.backend import RELEVANCE
from search.present.results import Request

_KEPT = 4096
_DEFAULTS = {("page", 1), ("sort", RELEVANCE)}


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


def search_address(asked: Request, **changes: Any) -> str:
    """The address of a search with some of its parameters changed; what is the default is left out."""
    values: dict[str, Any] = {"q": asked.query, **asked.filters, "sort": asked.sort, "page": asked.page}
    values.update(changes)
    pairs: list[str] = []
    for name, value in values.items():
        many = value if isinstance(value, tuple) else (value,)
        pairs += [pair(name, each) for each in many if each not in ("", None) and (name, each) not in _DEFAULTS]
    return f"{request.script_root}/search?{'&'.join(pairs)}"


@lru_cache(maxsize=_KEPT)
def pair(name: str, value: object) -> str:
    """A parameter as it stands in an address; a page of hits has the same ones in dozens of them."""
    return urlencode([(name, str(value))])


def page_number(last: int) -> int:
    """The page that the query string asks for, 1 where it does not say; a 404 where there is no such page."""
    text = request.args.get("page", "1")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= last:
        abort(404)
    return int(text)
