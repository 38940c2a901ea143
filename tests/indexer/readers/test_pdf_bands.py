"""PDF: tables that print no rulings between their rows."""

from __future__ import annotations

import pytest

from indexer.model.blocks import Table
from indexer.readers.pdf import read_pdf
from tests.indexer.readers.pdf_reading import cells, only_table
from tests.indexer.readers.pdf_writer import PdfPage, pdf_file

XS = (60, 100, 240, 400)
ROWS = (
    (("1",), ("负责防汛抗旱。",), ("编制防汛预案。",)),
    ((), (), ("检查水库安全，督促", "整改。")),
    (("2",), ("负责河道管理，依法", "查处违法行为。"), ("办理采砂许可。",)),
    (("3",), ("负责节水。",), ("下达计划。",)),
)


def page(padding: float, middle: bool = False, ruled: bool = False, ends: tuple[int, ...] = ()) -> PdfPage:
    """A table in a box with columns; `middle` sets numbers in the middle of their rows, `ends` adds rulings there."""
    out = PdfPage()
    y = 100.0
    tops = [y]
    for index, row in enumerate(((("序号",), ("主要职责",), ("具体工作事项",)), *ROWS)):
        height = max(map(len, row)) * 14
        for x, lines in zip(XS, row, strict=False):
            shift = (height - 14 * len(lines)) / 2 if middle and x == XS[0] else 0
            for number, line in enumerate(lines):
                out.text(x + 4, y + padding + 11 + shift + 14 * number, line)
        y += height + 2 * padding
        if ruled or index == 0 or index in ends:
            tops.append(y)
    out.grid(XS, sorted({*tops, y}))
    return out


@pytest.mark.parametrize("padding", [3.0, 5.0, 8.0])
def test_numbers_and_gaps_part_the_rows(padding: float) -> None:
    assert cells(only_table(page(padding))) == cells(only_table(page(padding, ruled=True)))


def test_rulings_between_some_rows_are_no_hindrance() -> None:
    assert cells(only_table(page(5, ends=(3,)))) == cells(only_table(page(5, ruled=True)))


def test_numbers_alone_part_rows_without_gaps() -> None:
    rows = [[text for text, _ in row] for row in cells(only_table(page(0)))]
    assert [row[0] for row in rows] == ["序号", "1", "2", "3"]
    assert [row[1].replace("\n", "") for row in rows[1:]] == [
        "负责防汛抗旱。",
        "负责河道管理，依法查处违法行为。",
        "负责节水。",
    ]
    assert rows[1][2].startswith("编制防汛预案。\n检查水库安全")


@pytest.mark.parametrize("padding", [0.0, 5.0])
def test_numbers_in_the_middle_of_their_rows_make_no_table_and_are_told(padding: float) -> None:
    document = read_pdf(pdf_file(page(padding, middle=True)), "x.pdf")
    assert ["缺少框线" in problem.message for problem in document.problems] == [True]
    assert not any(isinstance(block, Table) for block in document.blocks)


def test_paragraphs_in_one_ruled_row_stay_together() -> None:
    out = PdfPage()
    for x, lines in zip(
        XS, (("1",), ("负责防汛抗旱。",), ("编制防汛预案。", "检查水库安全。", "2", "3")), strict=False
    ):
        for number, line in enumerate(lines):
            out.text(x + 4, 120 + 20 * number, line)
    out.grid(XS, (100, 200))
    assert len(only_table(out).rows) == 1


def test_two_columns_that_keep_to_the_same_rows_part_them_without_numbers() -> None:
    out = PdfPage()
    y = 111.0
    for lines in (("主管养犬，", "办理登记。"), ("查处无证犬。",), ("管理诊所，", "检查疫苗。")):
        for number, line in enumerate(lines):
            out.text(XS[2] + 4, y + 14 * number, line)
        out.text(XS[1] + 4, y, "县公安局")
        y += 14 * len(lines) + 10
    out.grid(XS, (100, y))
    assert [row[1][0] for row in cells(only_table(out))] == ["县公安局"] * 3
