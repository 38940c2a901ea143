"""Synonyms: the reviewed file, the reader's rules, and the faults it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenizer.normalize import normalize
from tokenizer.synonyms import SYNONYMS, Expansion, SynonymError, Synonyms, Target, load_synonyms, merge_synonyms

OURS = load_synonyms()

# Words so common in duty lists that a query would be drowned in them.
FLOODING = {"管理", "监督", "监管", "检查", "监督检查", "安全", "服务", "处罚", "许可", "单位", "部门", "工作", "企业"}
ONE_CHARACTER = {"吵", "坟", "狗"}
AGENCY = re.compile(
    r".*(?<!骗)局|.*(大队|支队|总队|人民政府|管委会|街道办|办公室)|(安监|质监|药监|城管|卫计委|发改委|人社)"
)


def words_of(expansions: Sequence[Expansion]) -> dict[str, dict[str, float]]:
    return {found.word: {target.word: target.weight for target in found.targets} for found in expansions}


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# Our synonyms


def test_our_file_holds_many_groups_over_all_fields() -> None:
    sections = re.findall(r"^## (.+)$", SYNONYMS.read_text(encoding="utf-8"), re.MULTILINE)
    assert OURS.groups >= 400
    assert len(sections) >= 30
    assert len(sections) == len(set(sections))


@pytest.mark.parametrize(
    ("query", "word", "target", "weight"),
    [
        ("放鞭炮归谁管", "放鞭炮", "烟花爆竹", 0.9),
        ("鞭炮", "鞭炮", "烟花爆竹", 0.9),
        ("黑车投诉", "黑车", "非法营运", 0.9),
        ("公安局 网吧", "网吧", "互联网上网服务营业场所", 1.0),
        ("互联网上网服务营业场所", "互联网上网服务营业场所", "网吧", 1.0),
        ("楼顶违建", "违建", "违法建设", 0.95),
        ("低保怎么申请", "低保", "最低生活保障", 1.0),
        ("隔壁吵", "吵", "噪声", 0.8),
        ("挖沙举报", "挖沙", "河道采砂", 0.9),
        ("假药", "假药", "药品", 0.6),
    ],
)
def test_citizens_words_lead_to_officials_words(query: str, word: str, target: str, weight: float) -> None:
    assert words_of(OURS.expand(query))[word][target] == weight


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("酒店里有人吸毒", {"酒店": "旅馆业", "吸毒": "吸毒人员"}),
        ("养狗不办狗证", {"养狗": "养犬", "办狗证": "犬只登记"}),
        ("工地欠薪", {"工地": "施工现场", "欠薪": "拖欠工资"}),
        ("补习班退费", {"补习班": "校外培训机构"}),
        ("环评 危废", {"环评": "环境影响评价", "危废": "危险废物"}),
        ("人防地下室漏水", {"人防地下室": "人民防空工程"}),
        ("杀猪场私屠滥宰", {"杀猪": "生猪屠宰", "私屠滥宰": "畜禽屠宰"}),
        ("退伍军人优待证", {"退伍军人": "退役军人"}),
        ("KTV 半夜施工", {"ktv": "歌舞娱乐场所", "半夜施工": "建筑施工噪声"}),
    ],
)
def test_words_of_several_fields_in_one_query(query: str, expected: dict[str, str]) -> None:
    found = words_of(OURS.expand(normalize(query)))
    assert set(found) >= set(expected)
    assert all(target in found[word] for word, target in expected.items())


@pytest.mark.parametrize(
    "query",
    [
        "中医保健",
        "最低保障水平",
        "中华人民共和国道路",
        "儿童工作",
        "妇女工作",
        "行政审查",
        "设计生产",
        "旅游行业",
        "儿童宣传教育",
        "调解决定书",
        "明确权限",
        "加强戒备",
        "生产假发",
        "黑车间",
        "热狗",
    ],
)
def test_a_short_word_is_not_found_inside_another(query: str) -> None:
    assert OURS.expand(query) == ()


def test_no_target_drowns_a_query() -> None:
    targets = {target.word for word in OURS for target in OURS.targets(word)}
    assert not targets & FLOODING


def test_single_characters_only_where_they_carry_the_meaning() -> None:
    assert {word for word in OURS if len(word) == 1} == ONE_CHARACTER
    assert all(len(target.word) > 1 for word in OURS for target in OURS.targets(word))


def test_agencies_are_left_to_their_own_table() -> None:
    targets = {target.word for word in OURS for target in OURS.targets(word)}
    assert [word for word in {*OURS, *targets} if AGENCY.fullmatch(word)] == []


# The rules of a synonyms file


def test_one_way_and_both_ways(tmp_path: Path) -> None:
    ours = load_synonyms([write(tmp_path / "a.txt", "甲甲，乙乙 ＞ 丙丙 ＠ 0.5\n丁丁 = 戊戊 @ 1 # 同义\n")])
    assert words_of(ours.expand("甲甲")) == {"甲甲": {"丙丙": 0.5}}
    assert ours.expand("丙丙") == ()
    assert words_of(ours.expand("戊戊丁丁")) == {"戊戊": {"丁丁": 1.0}, "丁丁": {"戊戊": 1.0}}
    assert ours.groups == 2
    assert sorted(ours) == sorted(["甲甲", "乙乙", "丁丁", "戊戊"])
    assert len(ours) == 4


def test_each_word_of_an_equal_group_finds_all_others(tmp_path: Path) -> None:
    ours = load_synonyms([write(tmp_path / "a.txt", "甲甲、乙乙 = 丙丙 @ 0.9")])
    assert words_of(ours.expand("甲甲")) == {"甲甲": {"乙乙": 0.9, "丙丙": 0.9}}


def test_the_longest_match_wins_and_targets_come_nearest_first(tmp_path: Path) -> None:
    text = "停车 > 车辆停放 @ 0.6\n停车场 > 公共停车场 @ 0.7\n停车场 > 泊位 @ 0.9"
    ours = load_synonyms([write(tmp_path / "a.txt", text)])
    assert ours.expand("乱停车场") == (Expansion(1, 4, "停车场", (Target("泊位", 0.9), Target("公共停车场", 0.7))),)


def test_whole_words_close_their_own_span_only(tmp_path: Path) -> None:
    ours = load_synonyms([write(tmp_path / "a.txt", "民非 = 社服 @ 1\n非法集资 > 吸收存款 @ 0.9\n! 农民非")])
    assert words_of(ours.expand("农民非法集资")) == {"非法集资": {"吸收存款": 0.9}}
    assert words_of(ours.expand("登记民非")) == {"民非": {"社服": 1.0}}


@pytest.mark.parametrize(("text", "found"), [("去ktv唱歌", True), ("ktv2", False), ("xktv", False), ("k tv", False)])
def test_no_match_inside_latin_letters_or_digits(tmp_path: Path, text: str, found: bool) -> None:
    ours = load_synonyms([write(tmp_path / "a.txt", "KTV > 娱乐场所 @ 0.9")])
    assert bool(ours.expand(text)) is found


def test_a_countys_file_adds_words_and_weighs_anew(tmp_path: Path) -> None:
    county = write(tmp_path / "county.txt", "摩的佬 > 非法营运 @ 0.8\n黑车 > 非法营运 @ 0.5\n网吧 > 电竞馆 @ 0.4\n")
    both = load_synonyms([SYNONYMS, county])
    assert both.groups == OURS.groups + 3
    assert words_of(both.expand("摩的佬")) == {"摩的佬": {"非法营运": 0.8}}
    assert words_of(both.expand("黑车"))["黑车"]["非法营运"] == 0.5
    ours = words_of(OURS.expand("网吧"))["网吧"]
    assert words_of(both.expand("网吧"))["网吧"] == {**ours, "电竞馆": 0.4}


def test_no_files_and_empty_files_expand_nothing(tmp_path: Path) -> None:
    assert load_synonyms([]).expand("黑车") == ()
    assert len(load_synonyms([write(tmp_path / "a.txt", "\ufeff# 空\n\n")])) == 0


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("甲甲 @ 0.9", 1, "要有且只有一个 > 或 ="),
        ("甲甲 > 乙乙 > 丙丙 @ 0.9", 1, "要有且只有一个 > 或 ="),
        ("# 说明\n > 乙乙 @ 0.9", 2, "> 左边没有词"),
        ("甲甲 = @ 0.9", 1, "= 右边没有词"),
        ("甲甲 > 乙乙", 1, "权重“”不是"),
        ("甲甲 > 乙乙 @ 1.5", 1, "权重“1.5”不是"),
        ("甲甲 > 乙乙 @ 0", 1, "权重“0”不是"),
        ("甲甲 > 乙乙 @ 九", 1, "权重“九”不是"),
        ("甲甲, > 乙乙 @ 0.9", 1, "> 左边有空词"),
        ("甲甲 > \u200b\u200d @ 0.9", 1, "> 右边没有词"),
        ("甲甲 > 乙乙, \u200b @ 0.9", 1, "> 右边有空词"),
        ("甲甲, 乙乙, 甲甲 > 丙丙 @ 0.9", 1, "“甲甲”在一组里写了两次"),
        ("甲甲 > 乙乙, 甲甲 @ 0.9", 1, "“甲甲”在一组里写了两次"),
        ("K歌 > ｋ歌 @ 0.9", 1, "“k歌”在一组里写了两次"),
        ("甲甲 > 乙乙 @ 0.9\n\n甲甲, 丙丙 > 乙乙 @ 0.5", 3, "“甲甲”到“乙乙”已经写在第 1 行"),
        ("甲甲 > 乙乙 @ 0.9\n乙乙 > 甲甲 @ 0.9", 2, "方向同第 1 行矛盾"),
        ("甲甲 > 乙乙 @ 0.9\n乙乙 = 甲甲 @ 0.9", 2, "方向同第 1 行矛盾"),
        ("甲甲 > 乙乙 @ 0.9\n! 甲甲", 2, "“甲甲”在第 1 行有同义词"),
        ("!", 1, "! 后面没有词"),
    ],
)
def test_a_fault_names_file_line_and_reason(tmp_path: Path, text: str, line: int, fault: str) -> None:
    path = write(tmp_path / "本县.txt", text)
    with pytest.raises(SynonymError) as caught:
        load_synonyms([path])
    first = caught.value.faults[0]
    assert (first.file, first.line) == (path.name, line)
    assert fault in first.text
    assert str(caught.value).startswith(f"本县.txt 第 {line} 行：")


def test_all_faults_of_a_file_are_named_in_order(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "甲甲 > 乙乙 @ 0.9\n甲甲 > 乙乙 @ 0.8\n丙丙\n丁丁 > @ 1\n")
    with pytest.raises(SynonymError) as caught:
        load_synonyms([path])
    assert [fault.line for fault in caught.value.faults] == [2, 3, 4]


def test_a_file_in_another_encoding_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "gbk.txt"
    path.write_bytes("黑车 > 非法营运 @ 0.9".encode("gbk"))
    with pytest.raises(SynonymError, match="不是 UTF-8 编码"):
        load_synonyms([path])


WORDS = sorted(OURS)


@given(st.one_of(st.text(), st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3))).map("".join)))
def test_expansions_lie_in_the_text_and_never_overlap(text: str) -> None:
    end = 0
    for found in OURS.expand(text):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.word
        assert found.targets == OURS.targets(found.word) != ()
        assert list(found.targets) == sorted(found.targets, key=lambda target: -target.weight)
        assert all(0.1 <= target.weight <= 1 and target.word != found.word for target in found.targets)
        end = found.end


@given(st.sampled_from(WORDS))
def test_every_word_of_the_file_expands_when_it_stands_alone(word: str) -> None:
    assert OURS.expand(word) == (Expansion(0, len(word), word, OURS.targets(word)),)


@given(st.dictionaries(st.tuples(st.text(min_size=1, max_size=4), st.text(min_size=1, max_size=4)), st.just(0.5)))
def test_any_words_can_be_looked_for(pairs: dict[tuple[str, str], float]) -> None:
    made = Synonyms(pairs)
    assert all(made.expand(word)[0].word == word for word in made if not re.search("[0-9a-zà-ɏ]", word))


def test_a_faulty_line_costs_itself_only(tmp_path: Path) -> None:
    first = write(tmp_path / "a.txt", "甲甲 > 乙乙 @ 0.9\n丙丙 丁丁\n戊戊 > 己己 @ 7\n庚庚 > 辛辛 @ 0.8\n")
    second = write(tmp_path / "b.txt", "乙乙 > 甲甲 @ 0.9\n! 庚庚\n壬壬 = 癸癸 @ 1\n")
    text, faults = merge_synonyms([first, second])
    assert [(fault.file, fault.line) for fault in faults] == [("a.txt", 2), ("a.txt", 3), ("b.txt", 1), ("b.txt", 2)]
    assert "a.txt 第 1 行" in faults[2].text
    found = load_synonyms([write(tmp_path / "merged.txt", text)])
    assert [found.targets(word)[0].word for word in ("甲甲", "庚庚", "壬壬")] == ["乙乙", "辛辛", "癸癸"]
    assert found.targets("乙乙") == ()


def test_a_file_in_another_encoding_costs_itself_only(tmp_path: Path) -> None:
    (tmp_path / "gbk.txt").write_bytes("甲甲 > 乙乙 @ 0.9".encode("gbk"))
    text, faults = merge_synonyms([tmp_path / "gbk.txt", write(tmp_path / "a.txt", "丙丙 > 丁丁 @ 0.9")])
    assert [fault.file for fault in faults] == ["gbk.txt"]
    assert text == "丙丙 > 丁丁 @ 0.9"
