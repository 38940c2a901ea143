"""The numbers that Word generates come out as text, counted and printed as Word does."""

from __future__ import annotations

import pytest

from tests.indexer.readers.word_blocks import texts
from tests.indexer.readers.word_markup import abstract, lvl, num, numbered, p, style, tbl, tc, tr


def test_levels_start_again_below_the_level_above() -> None:
    numbering = abstract(
        0, lvl(0, "chineseCountingThousand", "%1、"), lvl(1, "japaneseCounting", "（%2）"), lvl(2, "decimal", "%3.")
    ) + num(1, 0)
    body = "".join(
        numbered(text, 1, level) for text, level in zip("甲乙丙丁戊己庚", (0, 1, 1, 2, 2, 0, 1), strict=True)
    )
    assert texts(body, numbering=numbering) == ["一、甲", "（一）乙", "（二）丙", "1.丁", "2.戊", "二、己", "（一）庚"]


def test_a_level_can_go_on_counting_past_the_level_above() -> None:
    never = '<w:lvlRestart w:val="0"/>'
    numbering = abstract(0, lvl(0, "decimal", "%1、"), lvl(1, "decimal", "第%2条", extra=never)) + num(1, 0)
    body = numbered("甲", 1) + numbered("乙", 1, 1) + numbered("丙", 1) + numbered("丁", 1, 1)
    assert texts(body, numbering=numbering) == ["1、甲", "第1条 乙", "2、丙", "第2条 丁"]


def test_two_numberings_of_one_list_count_on_unless_one_starts_again() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, lvl(0, "decimal", "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, again)
    body = "".join(numbered("甲", number) for number in (1, 1, 2, 3, 3, 1))
    assert texts(body, numbering=numbering) == ["1.甲", "2.甲", "3.甲", "1.甲", "2.甲", "3.甲"]


def test_an_override_can_replace_a_level() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'
    numbering = abstract(0, lvl(0, "decimal", "%1.")) + num(1, 0, other)
    assert texts(numbered("甲", 1), numbering=numbering) == ["C)甲"]


def test_levels_above_can_be_shown_and_in_plain_digits() -> None:
    plain_digits = "<w:isLgl/>"
    levels = (
        lvl(0, "chineseCounting", "第%1章"),
        lvl(1, "decimal", "%1.%2"),
        lvl(2, "decimal", "%1.%2.%3", extra=plain_digits),
    )
    body = numbered("总则", 1) + numbered("目的", 1, 1) + numbered("范围", 1, 2)
    assert texts(body, numbering=abstract(0, *levels) + num(1, 0)) == ["第一章 总则", "一.1 目的", "1.1.1 范围"]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("decimal", "12"),
        ("decimalZero", "12"),
        ("decimalFullWidth", "１２"),
        ("decimalEnclosedCircle", "⑫"),
        ("decimalEnclosedCircleChinese", "⑫"),
        ("decimalEnclosedParen", "⑿"),
        ("decimalEnclosedFullstop", "⒓"),
        ("chineseCounting", "十二"),
        ("chineseCountingThousand", "十二"),
        ("chineseLegalSimplified", "壹拾贰"),
        ("ideographDigital", "一二"),
        ("japaneseCounting", "十二"),
        ("ideographTraditional", "乙"),
        ("ideographZodiac", "亥"),
        ("upperLetter", "L"),
        ("lowerLetter", "l"),
        ("upperRoman", "XII"),
        ("lowerRoman", "xii"),
        ("somethingNew", "12"),
        ("none", ""),
    ],
)
def test_number_formats(form: str, printed: str) -> None:
    numbering = abstract(0, lvl(0, form, "%1、", start=12)) + num(1, 0)
    assert texts(numbered("甲", 1), numbering=numbering) == [f"{printed}、甲"]


@pytest.mark.parametrize(
    ("value", "printed"), [(10, "十"), (20, "二十"), (100, "一百"), (105, "一百零五"), (110, "一百一十")]
)
def test_counting_in_words(value: int, printed: str) -> None:
    numbering = abstract(0, lvl(0, "chineseCountingThousand", "%1、", start=value)) + num(1, 0)
    assert texts(numbered("甲", 1), numbering=numbering) == [f"{printed}、甲"]


def test_a_number_does_not_run_into_digits() -> None:
    numbering = abstract(0, lvl(0, "decimal", "%1.")) + num(1, 0)
    assert texts(numbered("5公里以内", 1), numbering=numbering) == ["1. 5公里以内"]


def test_bullets_are_no_text() -> None:
    numbering = abstract(0, lvl(0, "bullet", "\uf06c")) + num(1, 0)
    assert texts(numbered("甲", 1), numbering=numbering) == ["甲"]


def test_numbering_through_styles_and_list_styles() -> None:
    by_style = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("H1", by_style) + style("H2", by_style, based_on="H1") + style("L", by_style, kind="numbering")
    numbering = (
        abstract(
            0,
            lvl(0, "decimal", "%1、", extra='<w:pStyle w:val="H1"/>'),
            lvl(1, "decimal", "（%2）", extra='<w:pStyle w:val="H2"/>'),
        )
        + abstract(1, extra='<w:numStyleLink w:val="L"/>')
        + num(1, 0)
        + num(2, 1)
    )
    body = p("甲", '<w:pStyle w:val="H1"/>') + p("乙", '<w:pStyle w:val="H2"/>') + numbered("丙", 2)
    assert texts(body, numbering=numbering, styles=styles) == ["1、甲", "（1）乙", "2、丙"]


def test_numbering_switched_off_in_a_paragraph() -> None:
    styles = style("H1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    off = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    numbering = abstract(0, lvl(0, "decimal", "%1、")) + num(1, 0)
    assert texts(p("甲", off) + p("乙", '<w:pStyle w:val="H1"/>'), numbering=numbering, styles=styles) == [
        "甲",
        "1、乙",
    ]


def test_cells_that_hold_nothing_but_a_number() -> None:
    numbering = abstract(0, lvl(0, "decimal", "%1")) + num(1, 0)
    table = tbl(tr(tc(numbered("", 1)), tc("甲")), tr(tc(numbered("", 1)), tc("乙")))
    assert texts(table + numbered("", 1) + numbered("丙", 1), numbering=numbering) == ["1|甲/2|乙", "4 丙"]
