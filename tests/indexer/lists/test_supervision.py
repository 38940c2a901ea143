"""Regimes and sections: numbers are told apart by their order, not by their form."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.lists import supervision
from indexer.lists.parts import Line
from indexer.lists.supervision import Regime, read_regimes
from indexer.model.blocks import Place


def regimes(text: str) -> list[Regime]:
    lines = [line.strip() for line in text.strip().split("\n")]
    return list(read_regimes([Line(line, Place(line=number)) for number, line in enumerate(lines, start=1) if line]))


def shape(text: str) -> list[tuple[str, str, list[str]]]:
    return [(found.numeral, found.title, [part.heading for part in found.sections]) for found in regimes(text)]


def test_the_worked_example_at_the_head_of_the_reader_is_true() -> None:
    steps = re.findall(r"^ {4}(\S+) +(title|section|text)\b", supervision.__doc__ or "", re.MULTILINE)
    found = regimes("\n".join(line for line, _ in steps))
    assert [(regime.title, len(regime.sections)) for regime in found] == [
        ("养犬监管", 2),
        ("旅馆业监管/治安监管", 1),
        ("旅馆业监管/消防监管", 1),
    ]
    printed = [line.text for regime in found for line in regime.headings]
    assert printed == [line for line, kind in steps if kind != "text"]
    texts = [line for regime in found for section in regime.sections for line in section.text.split("\n")]
    assert texts == [line for line, kind in steps if kind == "text"]


def test_points_in_brackets_are_no_regimes() -> None:
    text = """（一）养犬监管
    一、监督检查对象
    养犬人。
    二、监督检查内容
    （一）监督检查内容
    1、是否登记；
    （二）监督检查指标
    每月一次。
    三、监督检查处理
    （一）责令改正；
    （二）罚款。
    （二）旅馆业监管
    为加强管理，制定本制度。
    一、监督检查对象
    旅馆。"""
    assert shape(text) == [
        ("一", "养犬监管", ["监督检查对象", "监督检查内容", "监督检查处理"]),
        ("二", "旅馆业监管", ["", "监督检查对象"]),
    ]


def test_a_regime_without_a_number_is_found_by_its_sections() -> None:
    text = """（一）图书销售监管
    一、监督检查对象
    书店。
    二、监督检查处理
    罚款。
    音像制品出租监管
    一、监督检查对象
    出租店。"""
    assert shape(text)[1] == ("", "音像制品出租监管", ["监督检查对象"])


def test_a_title_over_several_lines_is_joined() -> None:
    text = """（一）身份证、临时身份证、
    居住证核发以及
    户口迁移事项监管
    一、监督检查对象
    派出所。"""
    assert shape(text) == [("一", "身份证、临时身份证、居住证核发以及户口迁移事项监管", ["监督检查对象"])]


def test_classes_below_a_regime_make_a_path() -> None:
    text = """（一）对执法活动的监督检查
    治安管理类
    一、监督检查对象
    治安部门。
    交通管理类
    一、监督检查对象
    交警部门。
    （二）对单位保卫的监督检查
    一、监督检查对象
    单位。"""
    assert [found.title for found in regimes(text)] == [
        "对执法活动的监督检查/治安管理类",
        "对执法活动的监督检查/交通管理类",
        "对单位保卫的监督检查",
    ]


def test_sections_in_brackets_below_numbered_titles() -> None:
    text = """（一）对网络安全工作的监督检查
    一、对网站的巡查工作
    （一）监督检查对象
    网站。
    （二）监督检查内容
    1.内容；
    二、对网吧的安全管理工作
    （一）监督检查对象
    网吧。
    （二）对出入境工作的监督检查
    一、监督检查对象
    窗口。"""
    assert shape(text) == [
        ("一", "对网络安全工作的监督检查/对网站的巡查工作", ["监督检查对象", "监督检查内容"]),
        ("二", "对网络安全工作的监督检查/对网吧的安全管理工作", ["监督检查对象"]),
        ("二", "对出入境工作的监督检查", ["监督检查对象"]),
    ]


def test_a_section_with_another_kind_of_number_or_none_continues() -> None:
    text = """1、农田监管
    一、监督检查对象
    农户。
    二．监督检查内容
    田。
    3、 监督检查方式
    看。
    监督检查处理
    改。"""
    assert shape(text) == [("1", "农田监管", ["监督检查对象", "监督检查内容", "监督检查方式", "监督检查处理"])]


@pytest.mark.parametrize("number", ["一", "二"])
def test_numbers_of_sections_count_up(number: str) -> None:
    """A heading whose number was there before opens no further section of the same regime."""
    [regime, *_] = shape(f"""1、农田监管
    一、监督检查对象
    农户。
    二、监督检查内容
    田。
    {number}、监督检查方式
    看。""")
    assert regime == ("1", "农田监管", ["监督检查对象", "监督检查内容"])


def test_text_on_the_line_of_a_heading_belongs_to_its_section() -> None:
    [found] = regimes("（一）供水监管\n一、监督检查对象：各供水单位。\n二、监督检查内容：水质。")
    assert [(part.heading, part.text) for part in found.sections] == [
        ("监督检查对象", "各供水单位。"),
        ("监督检查内容", "水质。"),
    ]


def test_a_regime_of_running_text() -> None:
    text = "（一）执法监督检查\n1、检查律师执业情况。\n依据相关规定执行。\n（二）规范行政处罚裁量权\n第一章 总则管理\n按基准执行。"
    assert shape(text) == [("一", "执法监督检查", [""]), ("二", "规范行政处罚裁量权", ["总则管理"])]


@pytest.mark.parametrize("text", ["", "无", "。", "一、监督检查对象"])
def test_poor_input_is_no_error(text: str) -> None:
    assert len(regimes(text)) <= 1


@given(
    st.lists(st.text(alphabet="一二（）()、.12监督检查对象内容处理。；：管类", min_size=1, max_size=14), max_size=14)
)
def test_any_lines_are_read_and_none_is_lost_after_the_first_regime(lines: list[str]) -> None:
    given_lines = [Line(line, Place(line=number)) for number, line in enumerate(lines, start=1)]
    found = list(read_regimes(given_lines))
    if not found:
        return
    start = min(regime.line.place.line or 0 for regime in found)
    text = "".join(line.text for line in given_lines if (line.place.line or 0) >= start)
    kept = "".join(
        regime.numeral + regime.title + "".join(part.heading + part.text for part in regime.sections)
        for regime in found
    )
    lost = len("".join(text.split())) - len("".join(kept.split()))
    marks = 6 * len(given_lines)  # numerals and brackets of headings are taken off
    assert lost <= marks
