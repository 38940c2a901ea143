"""Long pages in parts: which items stand on which page, and the links between the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")

_AROUND = 2  # pages linked on either side of the one shown


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of the pager; `url` is "" for a gap (label …)."""

    label: str
    url: str
    current: bool = False


def page_links(page: int, last: int, url: Callable[[int], str]) -> list[PageLink]:
    """The pager: first, last, and the pages around the one shown; nothing where there is only one."""
    if last < 2:
        return []
    around = {1, last, *range(max(1, page - _AROUND), min(last, page + _AROUND) + 1)}
    links: list[PageLink] = []
    previous = 0
    for number in sorted(around):
        if number > previous + 1:
            links.append(PageLink("…", ""))
        links.append(PageLink(str(number), url(number), current=number == page))
        previous = number
    return links


def pages(items: Iterable[Item], size: Callable[[Item], int], room: int) -> list[list[Item]]:
    """The items page by page: a page takes items while their sizes fit into `room`, and one item at least."""
    out: list[list[Item]] = [[]]
    left = room
    for item in items:
        wanted = size(item)
        if wanted > left and out[-1]:
            out.append([])
            left = room
        out[-1].append(item)
        left -= wanted
    return out
