"""A search as a feed: what lists say of a matter, an agency or a law, for feed readers."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from records.kinds import KINDS, kind_name
from records.texts import headline
from search.present.results import Listing, Request
from web.files.record_sheet import record_text
from web.files.xml_text import xml_text

MOST_ENTRIES = 100
_LONGEST_TEXT = 500
# Ids are made from names under this one, so that they stay the same wherever the site stands and whenever it is built.
_NAMES = uuid.UUID("5d8f6f0a-3c0e-5b0b-9d3e-6a1f0c2b7e41")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a feed. `updated` is a time stamp as Atom wants it."""

    id: str
    title: str
    updated: str
    url: str
    author: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its entries, the newest first."""

    id: str
    title: str
    updated: str
    entries: tuple[Entry, ...]


def feed(request: Request, listing: Listing, meta: Mapping[str, Any], address: Callable[[str], str]) -> Feed:
    """The feed of a search. An entry is as new as its list; where that has no date, as the index."""
    dates = {entry["file"]: entry["date"] for entry in meta["lists"]}
    entries = [
        Entry(
            id=_id(record["id"]),
            title=xml_text(headline(record)),
            updated=_stamp(dates.get(record["source"]["file"], ""), meta["built"]),
            url=address(record["id"]),
            author=xml_text(record["department"] or record["source"]["file"]),
            kind=KINDS[record["kind"]].chinese,
            text=xml_text(_shortened(record_text(record))),
        )
        for record in listing.records
    ]
    entries.sort(key=lambda entry: entry.updated, reverse=True)
    newest = tuple(entries[:MOST_ENTRIES])
    values = [(name, value) for name in sorted(request.filters) for value in request.filters[name]]
    return Feed(
        id=_id("\x1f".join([request.query, *(f"{name}={value}" for name, value in values)])),
        title=xml_text(" ".join(filter(None, [request.query, *(kind_name(value) for _, value in values)]))),
        updated=newest[0].updated if newest else meta["built"],
        entries=newest,
    )


def _id(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMES, name)}"


def _stamp(printed: str, built: str) -> str:
    """A list's date as a time stamp, the index's where the list has none."""
    try:
        return f"{date.fromisoformat(printed[:10]).isoformat()}T00:00:00+08:00"
    except ValueError:
        return built


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "……"
