"""Query strings → requests."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from search.backend import FACETS, RELEVANCE
from search.present.results import Request, RequestError


def read_request(arguments: MultiDict[str, str]) -> Request:
    """The search that a query string asks for. Raises RequestError where it cannot be served."""
    filters = {name: tuple(filter(None, arguments.getlist(name))) for name in FACETS if name in arguments}
    return Request(
        query=arguments.get("q", ""),
        filters={name: values for name, values in filters.items() if values},
        page=_number(arguments, "page", 1),
        size=_number(arguments, "size", 10),
        explain=arguments.get("explain") == "1",
        sort=arguments.get("sort") or RELEVANCE,
    )


def _number(arguments: MultiDict[str, str], name: str, default: int) -> int:
    text = arguments.get(name, "").strip() if name in arguments else ""
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise RequestError(f"{name} 应为正整数")
    return int(text)
