"""What can be looked up without a query: which matters are one, who leads, where lists differ."""

from __future__ import annotations

import pytest

from records.matter_names import matter_key
from records.party_roles import ASSISTS, LEADS, roles
from search.browse.comparison import ComparedRow, State, compare, only_here
from search.snapshot import Snapshot
from tests.conftest import whole


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("烟花爆竹监管", "烟花爆竹的监管"),
        ("烟花爆竹监管", "烟花爆竹安全监督管理工作"),
        ("“养犬”管理", "养犬管理"),
        ("食品安全监督管理", "食品安全监管"),
    ],
)
def test_names_of_one_matter(one: str, other: str) -> None:
    assert matter_key(one) == matter_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("再生资源管理", "再生资源回收管理"), ("职业病防治", "职业病监管"), ("戒毒工作", "禁毒工作")]
)
def test_names_of_different_matters(one: str, other: str) -> None:
    assert matter_key(one) != matter_key(other)


@pytest.mark.parametrize("title", ["监管", "管理工作", "安全管理", "工作", ""])
def test_a_name_that_is_an_ending_stays(title: str) -> None:
    assert matter_key(title) == title or len(matter_key(title)) >= 2


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["负责登记。", "查处违法行为。"], ("", "")),
        (["牵头养犬管理。", "配合做好免疫。"], (LEADS, ASSISTS)),
        (["负责登记。", "1、牵头协调行动计划的实施。"], ("", LEADS)),
        (["参与由区发改局牵头的规划会签。", "配合牵头部门开展检查。"], ("", ASSISTS)),
        (["协助制止违法行为。", "负责协助相关部门处理事故。"], (ASSISTS, ASSISTS)),
        ([], ()),
    ],
)
def test_who_leads(texts: list[str], expected: tuple[str, ...]) -> None:
    assert roles([{"agency": "甲", "role": text} for text in texts]) == expected


def rows(*lists: dict[str, str]) -> dict[str, ComparedRow]:
    records = [{"parties": [{"agency": agency, "role": role} for agency, role in each.items()]} for each in lists]
    return {row.agency: row for row in compare(records, lambda printed: (printed.lstrip("县区"),))}


def marked(row: ComparedRow, column: int) -> list[str]:
    return [piece.text for share in row.cells[column] for piece in share.role if piece.differs]


def test_lists_that_agree() -> None:
    found = rows({"县公安局": "负责养犬登记。"}, {"区公安局": "负责 养犬登记。"})
    assert found["公安局"].state is State.SAME
    assert marked(found["公安局"], 0) == marked(found["公安局"], 1) == []
    assert found["公安局"].cells[1][0].agency == "区公安局"


def test_an_agency_that_only_some_lists_name() -> None:
    found = rows({"县公安局": "登记。", "县财政局": "拨款。"}, {"区公安局": "登记。"})
    assert found["财政局"].state is State.SOME
    assert found["财政局"].cells[1] == ()


def test_words_that_no_other_list_has_are_marked() -> None:
    common = "负责城区犬只登记和发放犬牌，查处伤人行为"
    found = rows({"县公安局": common + "。"}, {"区公安局": common + "，并收容流浪犬。"}, {"公安局": common})
    assert found["公安局"].state is State.DIFFERENT
    assert [marked(found["公安局"], column) for column in range(3)] == [[], ["并收容流浪犬"], []]


def test_texts_that_have_nothing_in_common_are_not_marked_all_over() -> None:
    found = rows({"县公安局": "负责养犬登记发证。"}, {"区公安局": "查处伤人犬只案件。"})
    assert found["公安局"].state is State.DIFFERENT
    assert marked(found["公安局"], 0) == []


def test_pieces_make_up_the_text() -> None:
    texts = ["一是登记，负责全县犬只免疫监督，二是发证。", "负责全县犬只免疫监督，另行收费公示。"]
    found = rows({"县公安局": texts[0]}, {"区公安局": texts[1]})
    for column, text in enumerate(texts):
        assert "".join(piece.text for piece in found["公安局"].cells[column][0].role) == text


def test_what_only_one_column_has() -> None:
    assert only_here([["甲", "乙"], ["乙"], ["丙"]]) == [[("甲", True), ("乙", False)], [("乙", False)], [("丙", True)]]


def test_neighbours_stay_within_their_list(county: Snapshot) -> None:
    records = whole(county)
    for record in records:
        for other in county.directory.beside(record):
            if other is not None:
                assert other["source"]["file"] == record["source"]["file"]
    assert county.directory.beside(records[0]) == (None, records[1])


def test_siblings_of_a_duty_are_consecutive_rows(county: Snapshot) -> None:
    records = whole(county)
    record = next(record for record in records if record["kind"] == "duty")
    siblings = county.directory.siblings(record)
    first = records.index(siblings[0])
    assert siblings == records[first : first + len(siblings)]
    assert record in siblings
    assert len({each["duty"] for each in siblings}) == 1
    assert len(siblings) > 1
