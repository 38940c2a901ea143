"""Filters and the field 部门: take an agency, a law or a region by any of its names."""

from __future__ import annotations

import pytest

from agencies.table import load_agencies
from search.present.results import Request
from search.query.agencies import Agencies
from search.query.filter_values import meant
from search.snapshot import Snapshot

NAMED = Agencies(load_agencies()).named
DEPARTMENTS = ("示例县公安局", "示例县卫生局", "示例县财政局")


@pytest.mark.parametrize(
    ("facet", "asked", "values", "expected"),
    [
        ("department", "示例县财政局", DEPARTMENTS, ["示例县财政局"]),
        ("department", "卫健委", DEPARTMENTS, ["示例县卫生局"]),
        ("department", "公安局", DEPARTMENTS, ["示例县公安局"]),
        ("department", "气象局", DEPARTMENTS, []),
        ("law", "《消防法》", ("中华人民共和国消防法", "禁毒法"), ["中华人民共和国消防法"]),
        ("law", "中华人民共和国禁毒法", ("中华人民共和国消防法", "禁毒法"), ["禁毒法"]),
        ("region", "乙区", ("甲市乙区", "甲市丙区"), ["甲市乙区"]),
        ("region", "丁区", ("甲市乙区", "甲市丙区"), []),
        ("agency", "卫健委", (), ["卫生健康局"]),
        ("kind", "duty", ("duty",), ["duty"]),
    ],
)
def test_what_is_meant(facet: str, asked: str, values: tuple[str, ...], expected: list[str]) -> None:
    assert list(meant(facet, asked, values, NAMED)) == expected


@pytest.mark.parametrize("name", ["卫健委", "卫生局", "示例县卫生健康局"])
def test_a_department_is_filtered_by_any_of_its_names(county: Snapshot, name: str) -> None:
    total = county.search(Request("", {"department": ("示例县卫生健康局",)})).total
    assert county.search(Request("", {"department": (name,)})).total == total > 0


def test_the_field_of_departments_takes_any_name(county: Snapshot) -> None:
    whole = {hit.record["id"] for hit in county.search(Request("部门:卫生健康局", size=100)).hits}
    for name in ("部门:卫健委", "部门:卫生局"):
        assert county.search(Request(name)).total == county.search(Request("部门:卫生健康局")).total >= len(whole) > 0
