"""Which fields of a hit are shown with marks, by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from search.highlight import Highlighter, Marked

_TITLES = {"boundary": "matter", "duty": "item", "service": "service", "supervision": "regime"}
_FIELDS = {
    "boundary": ("basis", "case"),
    "duty": ("duty", "office", "note"),
    "service": ("content", "office", "phone", "time"),
    "supervision": (),
}
_EXCERPT = 160  # characters of a long text on the page of hits


def title_field(record: Mapping[str, Any]) -> str:
    """The field that is the record's headline (a duty without an item has its 主要职责)."""
    name = _TITLES[record["kind"]]
    return name if record[name] else "duty" if record["kind"] == "duty" else name


def highlights(record: Mapping[str, Any], highlighter: Highlighter) -> tuple[dict[str, str], dict[str, str]]:
    """The marked fields of a record as HTML: whole, and as short passages. The headline is always there.

    Of the agencies of a matter and the sections of a regime the one with the most marks is taken.
    """
    whole: dict[str, str] = {}
    short: dict[str, str] = {}
    headline = title_field(record)
    for name, marked in _marked(record, highlighter, headline):
        if marked.spans or name == headline:
            whole[name] = marked.excerpt()
            short[name] = marked.html() if name == headline else marked.excerpt(_EXCERPT)
    return whole, short


def _marked(record: Mapping[str, Any], highlighter: Highlighter, headline: str) -> Iterator[tuple[str, Marked]]:
    yield headline, highlighter.mark(record[headline])
    for party in _best(record.get("parties", ()), highlighter, ("agency", "role")):
        yield "agency", highlighter.mark(party["agency"])
        yield "role", highlighter.mark(party["role"])
    for section in _best(record.get("sections", ()), highlighter, ("heading", "text")):
        yield "heading", highlighter.mark(section["heading"])
        yield "text", highlighter.mark(section["text"])
    for name in _FIELDS[record["kind"]]:
        if name != headline and record[name]:
            yield name, highlighter.mark(record[name])


def _best(
    parts: list[Mapping[str, str]] | tuple[()], highlighter: Highlighter, names: tuple[str, ...]
) -> Iterator[Mapping[str, str]]:
    """The part with the most marks, or none where no part has any."""
    counted = [(sum(len(highlighter.mark(part[name]).spans) for name in names), part) for part in parts]
    best = max(counted, key=lambda item: item[0], default=None)
    if best is not None and best[0]:
        yield best[1]
