"""Who answers: the matter that was asked, the row that holds the words, the department of a duty, or nobody."""

from __future__ import annotations

import pytest

from search.backend import Found, Ranked
from search.choosing import chosen
from search.present.results import Request
from search.snapshot import Snapshot


def matter(name: str, score: float, named: float, coverage: float, row: float) -> Ranked:
    record = {"id": name, "kind": "boundary", "matter": name, "department": "县公安局"}
    return Ranked(record, score, coverage, named, (row, 0.0))


def duty(name: str, score: float, coverage: float, department: str = "县民政局") -> Ranked:
    return Ranked({"id": name, "kind": "duty", "item": name, "department": department}, score, coverage, 0.0)


def answering(matters: list[Ranked], duties: list[Ranked], several: bool = False) -> list[str]:
    found = Found(9, (), {}, tuple(matters), 10.0, (), (), tuple(duties))
    return [each.id for each in chosen(found, several)]


@pytest.mark.parametrize("query", ["没有这样的事项", "88888888", "县公安局电话", "工地拖欠工资", "公交车不来"])
def test_what_the_lists_do_not_say_is_answered_by_nobody(county: Snapshot, query: str) -> None:
    assert county.search(Request(query)).agencies == ()


def test_a_matter_in_no_list_and_a_word_in_none_are_told_by_name(county: Snapshot) -> None:
    assert county.search(Request("宽带老是掉线 烟花爆竹")).unknown
    assert county.search(Request("烟花爆竹 陪侍")).unknown == ("陪侍",)
    assert county.search(Request("烟花爆竹")).unknown == ()
    assert county.search(Request("烟花爆竹")).to_json()["unknown"] == []


def test_names_alone_lead_to_their_pages(county: Snapshot) -> None:
    assert county.search(Request("县公安局")).named_agencies == ("公安局",)
    assert county.search(Request("养犬 县公安局")).named_agencies == ()


def test_who_leads_is_told_only_where_the_list_says_so(county: Snapshot) -> None:
    lines = county.search(Request("烟花爆竹")).agencies
    assert lines
    assert all(line.lead is None or "牵头" in line.role or "配合" in line.role or "协助" in line.role for line in lines)


def test_a_matter_named_for_what_was_asked_answers_and_brings_its_neighbours() -> None:
    named, near = matter("养犬管理", 10, 0.6, 0.9, 0.5), matter("流浪动物", 8, 0.0, 0.7, 0.7)
    far = matter("市容管理", 1, 0.6, 0.9, 0.9)
    assert answering([named, near, far], []) == ["养犬管理", "流浪动物"]


def test_one_thing_mentioned_in_a_row_is_no_answer_and_several_in_one_row_are() -> None:
    mentioning = matter("户籍管理", 10, 0.0, 0.9, 0.9)
    assert answering([mentioning], []) == []
    assert answering([mentioning], [], several=True) == ["户籍管理"]


def test_a_duty_answers_where_it_holds_more_than_any_matter() -> None:
    covering = duty("印章刻制审批", 9, 0.9)
    assert answering([], [covering]) == ["印章刻制审批"]
    assert answering([matter("旅馆业", 10, 0.5, 0.5, 0.5)], [covering]) == ["印章刻制审批", "旅馆业"]
    assert answering([matter("旅馆业", 10, 0.9, 0.9, 0.5)], [covering]) == ["旅馆业"]
    assert answering([], [duty("印章刻制审批", 9, 0.9, ""), covering]) == []  # nobody's duty fits better
