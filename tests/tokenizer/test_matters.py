"""The thesaurus of matters: the reviewed files, the reader's rules, and what its review tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.matters import TWO_MATTERS, thesaurus
from tokenizer.matters import load_thesaurus
from tokenizer.matters_review import review

OURS = load_thesaurus()

# Our files


def test_our_files_hold_the_matters_of_county_government_without_a_fault() -> None:
    assert review(OURS) == []
    assert len(OURS.matters) >= 800
    assert sum(len(matter.sayings) for matter in OURS.matters) >= 15_000
    assert sum(len(matter.patterns) for matter in OURS.matters) >= 500


def test_every_law_and_official_term_is_a_title_or_a_term_and_no_agency() -> None:
    for matter in OURS.matters:
        assert all(law.endswith(("法", "例", "定", "法(试行)", "则", "典", "见")) for law in matter.laws), matter
        assert not any(term.endswith(("局", "大队", "支队", "人民政府", "办公室")) for term in matter.terms), matter


# The reader


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("说 灯杆歪了", "不是“[事项]”"),
        ("句: {灯杆}", "两到三个花括号"),
        ("句: {灯杆}+{ }", "没有词"),
        ("句: {灯杆}+{。}", "没有词"),
        ("说: 灯杆歪, 灯杆歪", "“灯杆歪”在这个事项里写了两次"),
        ("说: 路灯不亮", "“路灯不亮”已经写在 甲.txt 第 6 行"),
        ("说: 灯", "不是 2 到 12 个字"),
        ("说: 灯杆歪,, 灯杆倒", "空词"),
        ("[路灯]", "“路灯”已经写在 甲.txt 第 3 行"),
        ("[灯罩]", "没有 官: 行"),
    ],
)
def test_a_faulty_line_costs_that_line_and_is_told(tmp_path: Path, line: str, fault: str) -> None:
    (tmp_path / "辛.txt").write_text(f"[灯杆]\n官: 灯杆管理\n{line}\n", encoding="utf-8")
    ours = thesaurus(tmp_path, TWO_MATTERS)
    (told,) = map(str, ours.faults)
    assert told.startswith("辛.txt 第 3 行：")
    assert fault in told
    assert {"路灯", "井盖", "灯杆"} == {matter.name for matter in ours.matters}


def test_a_line_before_any_matter_and_a_file_of_other_characters_are_told(tmp_path: Path) -> None:
    (tmp_path / "辛.txt").write_bytes("[灯杆]".encode("gb18030"))
    ours = thesaurus(tmp_path, f"说: 灯杆歪\n{TWO_MATTERS}")
    assert [fault.file for fault in ours.faults] == ["甲.txt", "辛.txt"]
    assert len(ours.matters) == 2


def test_full_width_signs_are_read_alike(tmp_path: Path) -> None:
    ours = thesaurus(
        tmp_path, "［路灯］\n官：路灯管理，城市照明\n说：ＬＥＤ路灯坏、路燈太暗\n句：｛路灯　街灯｝＋｛坏｝\n"
    )
    assert ours.faults == ()
    (matter,) = ours.matters
    assert (matter.official, matter.sayings) == (("路灯管理", "城市照明"), ("led路灯坏", "路灯太暗"))
    assert matter.patterns == ((("路灯", "街灯"), ("坏",)),)


# The review


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("说: 问题", "“问题”是常用词"),
        ("说: 灯杆歪, 歪灯杆", "“歪灯杆”只是“灯杆歪”换了字序"),
        ("说: 窨井盖管理", "“窨井盖管理”已经是“井盖”的官方用语"),
        ("句: {昨天 灯杆}+{歪 倒}", "“昨天”只说人、地方、时间"),
        ("近: 桥梁", "“桥梁”不是另一个事项的名称"),
    ],
)
def test_the_review_tells_what_shows_between_lines(tmp_path: Path, line: str, fault: str) -> None:
    (tmp_path / "辛.txt").write_text(f"[灯杆]\n官: 灯杆管理\n{line}\n", encoding="utf-8")
    told = review(thesaurus(tmp_path, TWO_MATTERS, "昨天"))
    assert any(each.file == "辛.txt" and fault in each.text for each in told), told
