"""Addresses with names in them, and page numbers in query strings."""

from __future__ import annotations

from flask import abort, request
from werkzeug.routing import BaseConverter


class NameConverter(BaseConverter):
    """A name as printed, which may hold slashes and line breaks; it is the rest of the path."""

    regex = "(?s:.+)"
    part_isolating = False


def page_number(last: int) -> int:
    """The page that the query string asks for, 1 where it does not say; a 404 where there is no such page."""
    text = request.args.get("page", "1")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= last:
        abort(404)
    return int(text)
