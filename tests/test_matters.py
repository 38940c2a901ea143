"""The thesaurus of matters: the reviewed files, the reader's rules, and what the finder makes of a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.matters import MatterFinder, Recognition
from tokenizer.matters import Thesaurus, load_thesaurus
from tokenizer.matters_review import review
from tokenizer.normalize import normalize
from tokenizer.words import Words

OURS = load_thesaurus()
FINDER = MatterFinder(OURS)
WORDS = Words()

TWO_MATTERS = """
# 城管
[路灯]
官: 路灯管理, 城市照明
法: 城市照明管理规定
说: 路灯不亮, 黑灯瞎火
句: {路灯 街灯}+{坏 不亮}
近: 井盖
[井盖]
官: 窨井盖管理, 城市照明
说: 井盖没了, 井口敞着
"""


def recognised(text: str) -> dict[str, list[tuple[str, list[str]]]]:
    """The matters of a text with their evidence: its kind and the words it lies on."""
    return evidence(text, FINDER.recognise(text, WORDS.frequency))


def evidence(text: str, found: Recognition) -> dict[str, list[tuple[str, list[str]]]]:
    return {
        one.matter.name: [(each.kind, [text[start:end] for start, end in each.spans]) for each in one.evidence]
        for one in found.recognised
    }


def thesaurus(folder: Path, text: str, story: str = "") -> Thesaurus:
    (folder / "甲.txt").write_text(text, encoding="utf-8")
    if story:
        (folder / "story.txt").write_text(story, encoding="utf-8")
    return load_thesaurus(folder)


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


def test_every_saying_and_every_word_of_a_pattern_leads_to_its_matter() -> None:
    for matter in OURS.matters:
        for saying in matter.sayings:
            assert matter.name in recognised(saying), saying
        for pattern in matter.patterns:
            for slot in pattern:
                for word in slot:
                    others = [word if slot is each else each[0] for each in pattern]
                    assert matter.name in recognised("，".join(others)), others


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("楼上往窗外扔烟头", "高空抛物", "pattern"),
        ("厂子垮了几个月没发工资", "拖欠工资", "expression"),
        ("包工头年前就走了，我们的工钱他还欠着", "拖欠农民工工资", "pattern"),
        ("住宅专项维修资金怎么用", "住宅专项维修资金", "official"),
        ("对门那条狗没牵绳，把我娃吓哭了", "遛狗不牵绳", "expression"),
        ("河里有人晚上开船抽沙", "河道采砂", "pattern"),
        ("唔出粮点算", "拖欠工资", "expression"),
    ],
)
def test_what_people_say_leads_to_the_matter(text: str, name: str, kind: str) -> None:
    assert kind in [each for each, _ in recognised(text)[name]]


@pytest.mark.parametrize(
    "text", ["今天天气不错", "我妈昨天来看我", "大家一起去吃晚饭", "hello world", "2024-05-01", ""]
)
def test_small_talk_is_about_no_matter(text: str) -> None:
    assert recognised(text) == {}


@pytest.mark.parametrize("text", ["落实施工单位的安全责任", "检查环境卫生", "宣传教育", "下井水管工"])
def test_no_word_is_found_across_commoner_words(text: str) -> None:
    assert not [kind for found in recognised(text).values() for kind, (word, *_) in found if len(word) < 3]


# The finder


def test_the_widest_evidence_stays(tmp_path: Path) -> None:
    found = MatterFinder(thesaurus(tmp_path, TWO_MATTERS)).recognise("井盖没了")
    assert evidence("井盖没了", found) == {"井盖": [("expression", ["井盖没了"])]}


def test_a_pattern_takes_its_words_in_any_order_within_a_sentence(tmp_path: Path) -> None:
    finder = MatterFinder(thesaurus(tmp_path, TWO_MATTERS))
    for text in ("街灯坏", "坏了好久的街灯", "街灯，昨天坏了"):
        assert [[kind for kind, _ in found] for found in evidence(text, finder.recognise(text)).values()] == [
            ["pattern"]
        ]
    assert not finder.recognise("这里有街灯。水管坏了").recognised


def test_terms_of_several_matters_name_none_of_them(tmp_path: Path) -> None:
    finder = MatterFinder(thesaurus(tmp_path, TWO_MATTERS))
    assert not finder.recognise("城市照明").recognised
    assert [found.matter.name for found in finder.recognise("城市照明管理规定").recognised] == ["路灯"]


def test_a_matter_gives_terms_to_search(tmp_path: Path) -> None:
    (found,) = MatterFinder(thesaurus(tmp_path, TWO_MATTERS)).recognise("路灯不亮，黑灯瞎火").recognised
    assert found.matter.terms == ("路灯管理", "城市照明", "路灯", "城市照明管理规定")
    assert len(found.evidence) == 2
    assert max(each.strength for each in found.evidence) < found.strength < 1


def test_story_words_stand_apart(tmp_path: Path) -> None:
    finder = MatterFinder(thesaurus(tmp_path, TWO_MATTERS, "# 时间\n昨天 昨天晚上\n我家"))
    text = "昨天晚上我家前面井盖没了"
    assert [text[start:end] for start, end in finder.recognise(text).story] == ["昨天晚上", "我家"]


def test_spans_are_places_of_the_text_as_it_was_typed() -> None:
    assert recognised("請問：路燈不亮，歸誰管")["路灯"] == [("expression", ["路燈不亮"])]
    assert recognised("被\u200b狗咬了\ufeff")["犬只伤人"] == [("expression", ["被\u200b狗咬"])]


@given(st.text() | st.text(alphabet="狗咬路灯井盖不亮坏了半夜工地吵，。 \u200bA1０"))
def test_any_text_is_read_and_spans_lie_within_it(text: str) -> None:
    found = FINDER.recognise(text, WORDS.frequency)
    spans = [span for one in found.recognised for each in one.evidence for span in each.spans]
    assert all(0 <= start < end <= len(text) for start, end in (*spans, *found.story))
    assert all(normalize(text[start:end]).strip() for start, end in spans)
    assert all(0 < one.strength < 1 and one.evidence and one.matter.terms for one in found.recognised)


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
