"""The filters of a page are written by hand: whatever values say, the HTML holds links that lead to them."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from search.backend import FACETS
from search.present.results import Request, Results
from web.views.facets import _SHOWN_VALUES, FacetBox, chips, facet_boxes

SITE = Flask(__name__)  # addresses begin where the site stands
VALUES = st.text("甲乙<>&\"'=+%# /?;]]>abc１　", min_size=1, max_size=12).filter(str.strip)


def results(request: Request, values: dict[str, int]) -> Results:
    """Results of which only the facet of laws leaves a choice."""
    law: Any = [{"value": value, "count": count} for value, count in values.items()]
    return Results(request, 1, 0.0, None, (), {name: law if name == "law" else [] for name in FACETS}, ())


def laws(found: Results) -> FacetBox:
    with SITE.test_request_context():
        return next(box for box in facet_boxes(found) if box.name == "law")


def links(box: FacetBox) -> list[Tag]:
    return BeautifulSoup(f"<ul>{box.first}{box.more}</ul>", "html.parser").select("li > a")


def asked(link: Tag) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(str(link["href"])).query, keep_blank_values=True)


@given(st.dictionaries(VALUES, st.integers(1, 999), min_size=2, max_size=20), VALUES)
def test_each_value_has_a_link_that_takes_it(values: dict[str, int], query: str) -> None:
    box = laws(results(Request(query, {"kind": ("duty",)}, page=3), values))
    found = links(box)
    assert [link.get_text() for link in found] == list(values)
    assert [asked(link) for link in found] == [[("q", query), ("kind", "duty"), ("law", value)] for value in values]
    counts = BeautifulSoup(f"{box.first}{box.more}", "html.parser").select("li > .count")
    assert [int(count.get_text()) for count in counts] == list(values.values())
    assert box.further == max(0, len(values) - _SHOWN_VALUES)
    assert {tag.name for tag in BeautifulSoup(f"{box.first}{box.more}", "html.parser").find_all()} == {
        "li",
        "a",
        "span",
    }


@given(st.dictionaries(VALUES, st.integers(1, 999), max_size=6), VALUES)
def test_a_value_in_force_stands_first_with_a_link_that_takes_it_back(values: dict[str, int], chosen: str) -> None:
    found = results(Request("甲", {"law": (chosen,)}), values)
    first, *others = links(laws(found))
    assert first.get_text() == chosen
    assert first["aria-current"] == "true"
    assert asked(first) == [("q", "甲")]
    assert [link.get_text() for link in others] == [value for value in values if value != chosen]
    for link in others:
        assert link.get("aria-current") is None
        assert asked(link) == [("q", "甲"), ("law", chosen), ("law", link.get_text())]
    with SITE.test_request_context():
        shown = [(chip.label, chip.url) for chip in chips(found)]
    assert shown == [(chosen, str(first["href"]))]


def test_a_facet_that_leaves_no_choice_is_left_out() -> None:
    with SITE.test_request_context():
        assert list(facet_boxes(results(Request("甲"), {"乙": 3}))) == []
