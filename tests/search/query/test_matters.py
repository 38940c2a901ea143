"""What the finder of matters makes of a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.matters import MatterFinder, Recognition
from tests.support.matters import TWO_MATTERS, thesaurus
from tokenizer.matters import load_thesaurus
from tokenizer.normalize import normalize
from tokenizer.words import Words

OURS = load_thesaurus()
FINDER = MatterFinder(OURS)
WORDS = Words()


def recognised(text: str) -> dict[str, list[tuple[str, list[str]]]]:
    """The matters of a text with their evidence: its kind and the words it lies on."""
    return evidence(text, FINDER.recognise(text, WORDS.frequency))


def evidence(text: str, found: Recognition) -> dict[str, list[tuple[str, list[str]]]]:
    return {
        one.matter.name: [(each.kind, [text[start:end] for start, end in each.spans]) for each in one.evidence]
        for one in found.recognised
    }


# Our thesaurus


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
        ("厂子垮了几个月没发工资", "拖欠工资", "pattern"),
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


@pytest.mark.parametrize("text", ["落实施工单位的安全责任", "检查环境卫生", "宣传教育", "下井水管工", "出租车"])
def test_no_word_is_found_across_commoner_words(text: str) -> None:
    assert not [kind for found in recognised(text).values() for kind, (word, *_) in found if len(word) < 3]


def test_two_needs_are_two_matters_surest_first_with_the_spans_of_their_words() -> None:
    text = "半夜工地上吵死了, 包工头还欠我们工钱"
    found = FINDER.recognise(text, WORDS.frequency)
    assert list(evidence(text, found).items()) == [
        ("拖欠农民工工资", [("pattern", ["包工头", "欠", "工钱"])]),
        ("建筑施工噪声", [("pattern", ["工地", "吵"])]),
    ]
    assert [text[start:end] for start, end in found.story] == ["半夜", "我们"]
    assert found.recognised[0].matter.terms[:2] == ("农民工工资", "拖欠农民工工资")


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


def test_spans_are_places_of_the_text_as_it_was_typed(tmp_path: Path) -> None:
    finder = MatterFinder(thesaurus(tmp_path, TWO_MATTERS))
    for text, typed in (("請問：路燈不亮，歸誰管", "路燈不亮"), ("\ufeff路\u200b灯不亮了", "路\u200b灯不亮")):
        assert evidence(text, finder.recognise(text))["路灯"] == [("expression", [typed])]


@given(st.text() | st.text(alphabet="狗咬路灯井盖不亮坏了半夜工地吵，。 \u200bA1０"))
def test_any_text_is_read_and_spans_lie_within_it(text: str) -> None:
    found = FINDER.recognise(text, WORDS.frequency)
    spans = [span for one in found.recognised for each in one.evidence for span in each.spans]
    assert all(0 <= start < end <= len(text) for start, end in (*spans, *found.story))
    assert all(normalize(text[start:end]).strip() for start, end in spans)
    assert all(0 < one.strength < 1 and one.evidence and one.matter.terms for one in found.recognised)
