"""The filters of a page of hits. A page has up to 250 choices, so they are written here and not by a template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from records.kinds import kind_name
from search.backend import FACETS, Counts
from search.present.results import Request, Results
from web.requests.addresses import pair, search_address

FACET_NAMES = {"kind": "类别", "region": "地区", "department": "清单所属部门", "agency": "涉及机构", "law": "法律依据"}
_SHOWN_VALUES = 8  # values of a facet before 更多
_KEPT_CHOICES = 8192


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter in force, with the address that takes it back."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet with its choices as items of a list, the less frequent ones apart; `further` is how many those are."""

    name: str
    label: str
    first: Markup
    more: Markup
    further: int


def facet_boxes(results: Results) -> Iterator[FacetBox]:
    """The facets that leave a choice."""
    for name in FACETS:
        chosen = results.request.wanted(name)
        values = results.facets[name]
        if len(values) < 2 and not chosen:
            continue
        items = _chosen_items(results.request, name, values) if chosen else _items(results.request, name, values)
        first, more = items[:_SHOWN_VALUES], items[_SHOWN_VALUES:]
        yield FacetBox(name, FACET_NAMES[name], _joined(first), _joined(more), len(more))


def chips(results: Results) -> Iterator[Choice]:
    """The filters in force."""
    for name in FACETS:
        chosen = results.request.wanted(name)
        if chosen:
            url = _toggled(results.request, name)
            yield from (Choice(_label(name, value), url(value)) for value in chosen)


def _items(request: Request, name: str, values: Counts) -> list[str]:
    """The choices of a facet without a filter: all addresses begin alike."""
    start = f'<li><a href="{escape(search_address(request, page=1))}&amp;'
    return [f"{start}{_rest(name, each['value'])}{each['count']}</span></li>" for each in values]


@lru_cache(maxsize=_KEPT_CHOICES)
def _rest(name: str, value: str) -> str:
    """What stands between the address of a search and the count of a value."""
    return f'{pair(name, value)}" rel="nofollow">{escape(_label(name, value))}</a> <span class="count">'


def _chosen_items(request: Request, name: str, values: Counts) -> list[str]:
    """The choices of a facet with a filter, those in force first."""
    url = _toggled(request, name)
    counts = {each["value"]: each["count"] for each in values}
    chosen = {value: counts.pop(value, 0) for value in request.wanted(name)}
    items = [_item(url(value), _label(name, value), count, ' aria-current="true"') for value, count in chosen.items()]
    return items + [_item(url(value), _label(name, value), count) for value, count in counts.items()]


def _item(url: str, label: str, count: int, current: str = "") -> str:
    return (
        f'<li><a href="{escape(url)}" rel="nofollow"{current}>{escape(label)}</a> '
        f'<span class="count">{count}</span></li>'
    )


def _joined(items: list[str]) -> Markup:
    return Markup("\n".join(items))  # noqa: S704 - labels and addresses are escaped


def _label(name: str, value: str) -> str:
    return kind_name(value) if name == "kind" else value


def _toggled(request: Request, name: str) -> Callable[[str], str]:
    """Gives the address of a search with a value of a facet taken, or taken back where it is in force."""
    chosen = request.wanted(name)

    def toggled(value: str) -> str:
        kept = tuple(each for each in chosen if each != value)
        changes: dict[str, Any] = {name: kept if value in chosen else (*kept, value), "page": 1}
        return search_address(request, **changes)

    return toggled
