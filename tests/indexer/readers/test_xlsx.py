"""Excel workbooks: cells as a person sees them, merged ranges, sheets; the sample county comes back exactly."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from io import BytesIO
from typing import Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from indexer.model.blocks import Block, Heading, Table
from indexer.model.problems import ProblemKind, UnreadableFileError
from indexer.parse_document import parse_document
from indexer.readers.excel import read_xlsx
from tests.sample.county import Department, departments
from tests.sample.random_department import random_departments
from tests.sample.workbook import workbook_file


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(fill: Callable[[Worksheet], None], title: str = "Sheet1") -> list[Block]:
    """The blocks of a workbook with one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    fill(sheet)
    return list(read_xlsx(saved(book), "list.xlsx").blocks)


def cells(block: Block) -> list[list[tuple[str, int, int]]]:
    assert isinstance(block, Table)
    return [[(cell.text, cell.rowspan, cell.colspan) for cell in row.cells] for row in block.rows]


def texts(block: Block) -> list[list[str]]:
    return [[text for text, _, _ in row] for row in cells(block)]


def assert_exact(department: Department) -> None:
    parsed = parse_document(read_xlsx(workbook_file(department), department.slug))
    dropped = ("id", "source", "region")
    records = [{k: v for k, v in record.to_json().items() if k not in dropped} for record in parsed.records]
    assert records == department.records()
    assert parsed.problems == ()


@pytest.mark.parametrize("department", departments(), ids=lambda department: department.slug)
def test_sample_lists_come_back_exactly(department: Department) -> None:
    assert_exact(department)


@given(random_departments())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_lists_that_nobody_thought_of_come_back_exactly(department: Department) -> None:
    assert_exact(department)


# -- values ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (1, "General", "1"),
        (1.0, "General", "1"),
        (2.50, "General", "2.5"),
        (0.1 + 0.2, "General", "0.3"),
        (13800138000.0, "General", "13800138000"),
        (7, "000", "007"),
        (7.0, "0_ ", "7"),
        (3.14159, "0.00", "3.14"),
        (-1.5, "0.00", "-1.50"),
        (0.3, "0%", "30%"),
        (0.125, "0.0%", "12.5%"),
        (datetime.datetime(2024, 5, 1), "yyyy-mm-dd", "2024-05-01"),
        (datetime.datetime(2024, 5, 1, 9, 30), "yyyy-mm-dd hh:mm", "2024-05-01 09:30"),
        (datetime.datetime(2024, 5, 1), 'yyyy"年"m"月"d"日"', "2024年5月1日"),
        (datetime.datetime(2024, 5, 1), 'yyyy"年"m"月"', "2024年5月"),
        (datetime.time(9, 5), "hh:mm", "09:05"),
        (True, "General", "TRUE"),
        ("#REF!", "General", ""),
        ("  文字 ", "General", "文字"),
        ("一行\r\n二行", "General", "一行\n二行"),
        ("一行_x000D_\n二行", "General", "一行\n二行"),
        ("0731", "@", "0731"),
    ],
)
def test_values_are_printed_as_a_person_sees_them(value: Any, form: str, printed: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"] = "甲", "乙"
        sheet["A2"], sheet["B2"] = value, "丙"
        sheet["A2"].number_format = form

    assert texts(read(fill)[0])[1] == [printed, "丙"]


def test_formulas_without_a_saved_result_are_reported() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["序号", "事项"], ["=ROW()-1", "甲"], ["=ROW()-1", "乙"]):
        sheet.append(row)
    [problem] = read_xlsx(saved(book), "x").problems
    assert (problem.kind, problem.place.line) == (ProblemKind.CUT_ROW, 2)
    assert "2 个公式" in problem.message
    assert "A2" in problem.message


# -- shape -------------------------------------------------------------------------------------------


def test_merged_ranges_and_blank_cells() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["甲", "乙", "丙"], ["1", "二行", "子"], [None, None, "丑"], ["2", None, "寅"]):
            sheet.append(row)
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:B3")

    assert cells(read(fill)[0]) == [
        [("甲", 1, 1), ("乙", 1, 1), ("丙", 1, 1)],
        [("1", 2, 1), ("二行", 2, 1), ("子", 1, 1)],
        [("丑", 1, 1)],
        [("2", 1, 1), ("", 1, 1), ("寅", 1, 1)],
    ]


def test_empty_rows_and_columns_around_and_between_are_trimmed() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["C3"], sheet["E3"] = "甲", "乙"
        sheet["C7"], sheet["E7"] = "1", "丙"
        sheet["XFD9000"].number_format = "0.00"

    assert texts(read(fill)[0]) == [["甲", "乙"], ["1", "丙"]]


def test_cells_merged_over_columns_that_are_never_apart() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (1, 2):
            sheet.cell(row, 1, f"甲{row}")
            sheet.cell(row, 3, f"乙{row}")
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)

    assert cells(read(fill)[0]) == [[("甲1", 1, 1), ("乙1", 1, 1)], [("甲2", 1, 1), ("乙2", 1, 1)]]


def test_a_title_reaches_over_the_table_whether_merged_or_not() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["某县公安局责任清单"], ["序号", "事项", "备注"], ["1", "甲", "乙"], ["（一）检查"]):
            sheet.append(row)

    assert cells(read(fill)[0])[0] == [("某县公安局责任清单", 1, 3)]
    assert cells(read(fill)[0])[3] == [("（一）检查", 1, 3)]


def test_a_number_alone_in_its_row_stays_in_its_column() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["序号", "事项"], ["1", None], ["2", "甲"]):
            sheet.append(row)

    assert cells(read(fill)[0])[1] == [("1", 1, 1), ("", 1, 1)]


def test_hidden_rows_columns_and_sheets_are_skipped() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["序号", "内部", "事项"], ["1", "密", "甲"], ["2", "密", "乙"], ["3", "密", "丙"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("旧版")
    other["A1"] = "作废"
    other.sheet_state = "hidden"
    [block] = read_xlsx(saved(book), "x").blocks
    assert texts(block) == [["序号", "事项"], ["1", "甲"], ["3", "丙"]]


def test_a_merged_cell_shows_in_the_rows_that_are_not_hidden() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["序号", "事项"], ["1", "甲"], [None, "乙"], [None, "丙"]):
            sheet.append(row)
        sheet.merge_cells("A2:A4")
        sheet.row_dimensions[2].hidden = True

    assert cells(read(fill)[0])[1:] == [[("1", 2, 1), ("乙", 1, 1)], [("丙", 1, 1)]]


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Sheet1", None),
        ("工作表2", None),
        ("附件1", None),
        ("表三", None),
        ("部门职责", "部门职责"),
        ("2.公共服务事项", "公共服务事项"),
        ("01公安局", "公安局"),
        ("公安", None),  # the title row says it
    ],
)
def test_a_sheet_title_is_a_heading_where_it_says_something(title: str, heading: str | None) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["某县公安厅清单" if "局" in title else "某县公安局清单"], ["甲", "乙"]):
            sheet.append(row)

    headings = [block.text for block in read(fill, title) if isinstance(block, Heading)]
    assert headings == ([heading] if heading else [])


def test_a_sheet_for_each_department() -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in ("示例县林业局", "示例县商务局"):
        sheet = book.create_sheet(name)
        for row in (
            ["部门职责登记表"],
            ["序号", "主要职责", "具体工作事项", "备注"],
            [1, f"{name}的职责", "办理", None],
        ):
            sheet.append(row)
    parsed = parse_document(read_xlsx(saved(book), "x"))
    assert [(r.owner.department, r.to_json()["duty"]) for r in parsed.records] == [
        ("示例县林业局", "示例县林业局的职责"),
        ("示例县商务局", "示例县商务局的职责"),
    ]
    assert parsed.problems == ()


def test_places_are_rows() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A4"], sheet["B4"], sheet["A9"], sheet["B9"] = "甲", "乙", "丙", "丁"

    [table] = read(fill)
    assert isinstance(table, Table)
    assert [row.place.line for row in table.rows] == [4, 9]


@pytest.mark.parametrize(("state", "why"), [("visible", "没有内容"), ("hidden", "隐藏")])
def test_a_workbook_without_visible_content_says_so(state: Literal["visible", "hidden"], why: str) -> None:
    book = Workbook()
    book.create_sheet("空")
    book.worksheets[0].sheet_state = state
    if state == "hidden":
        book.worksheets[0]["A1"] = "内容"
    with pytest.raises(UnreadableFileError, match=why):
        read_xlsx(saved(book), "x")


@given(
    st.lists(
        st.tuples(st.integers(1, 8), st.integers(1, 6), st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=12
    )
)
@settings(max_examples=100, deadline=None)
def test_any_layout_of_ranges_keeps_every_text_once_and_in_order(ranges: list[tuple[int, int, int, int]]) -> None:
    taken: set[tuple[int, int]] = set()
    placed: dict[tuple[int, int], str] = {}

    def fill(sheet: Worksheet) -> None:
        for row, column, height, width in ranges:
            covered = {(y, x) for y in range(row, row + height) for x in range(column, column + width)}
            if covered & taken:
                continue
            taken.update(covered)
            placed[row, column] = f"格{row}-{column}"
            sheet.cell(row, column, placed[row, column])
            if len(covered) > 1:
                sheet.merge_cells(
                    start_row=row, end_row=row + height - 1, start_column=column, end_column=column + width - 1
                )

    [block] = read(fill)
    assert [text for row in texts(block) for text in row if text] == [placed[key] for key in sorted(placed)]


# -- what stands beside the table, and what is damaged -----------------------------------------------


def repacked(data: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """The package with each part as `change` makes it."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return out.getvalue()


def two_sheets() -> bytes:
    book = Workbook()
    book.worksheets[0].title = "前表"
    for title in ("中表", "后表"):
        book.create_sheet(title)
    for sheet in book.worksheets:
        for row in (["序号", "事项"], [1, f"{sheet.title}的事项"]):
            sheet.append(row)
    return saved(book)


def test_strict_documents_use_other_names_for_the_same() -> None:
    def strict(name: str, data: bytes) -> tuple[str, bytes]:
        usual, other = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
        for folder in (b"spreadsheetml", b"officeDocument"):
            data = data.replace(usual + folder + b"/2006/", other + folder + b"/")
        return name, data

    assert texts(read_xlsx(repacked(two_sheets(), strict), "x").blocks[1]) == [["序号", "事项"], ["1", "前表的事项"]]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b'r="A2"', b'r="A2x"'),
        lambda data: data.replace(b'<row r="2"', b'<row r="zwei"'),
    ],
)
def test_a_damaged_sheet_does_not_take_the_others_with_it(damage: Callable[[bytes], bytes]) -> None:
    data = repacked(two_sheets(), lambda name, data: (name, damage(data) if name.endswith("sheet2.xml") else data))
    document = read_xlsx(data, "x")
    assert [block.text for block in document.blocks if isinstance(block, Heading)] == ["前表", "后表"]
    [problem] = document.problems
    assert problem.kind is ProblemKind.UNREADABLE
    assert "“中表”" in problem.message


def test_parts_are_measured_whatever_they_are_called() -> None:
    def disguised(name: str, data: bytes) -> tuple[str, bytes]:
        if name.endswith("sheet1.xml"):
            return "xl/worksheets/sheet1.bin", data.replace(b"</sheetData>", b"<row/>" * 3_000_000 + b"</sheetData>")
        return name, data.replace(b"sheet1.xml", b"sheet1.bin")

    with pytest.raises(UnreadableFileError, match="过大"):
        read_xlsx(repacked(two_sheets(), disguised), "x")


def test_rows_under_a_filter_are_read_and_told() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["序号", "事项"], ["1", "甲"], ["2", "乙"], ["3", "丙"]):
        sheet.append(row)
    sheet.auto_filter.ref = "A1:B4"
    for number in (2, 4):
        sheet.row_dimensions[number].hidden = True
    document = read_xlsx(saved(book), "x")
    assert texts(document.blocks[0]) == [["序号", "事项"], ["1", "甲"], ["2", "乙"], ["3", "丙"]]
    [problem] = document.problems
    assert problem.place.line == 2
    assert "第 2、4 行" in problem.message


def test_what_is_hidden_is_told_and_can_be_found() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["序号", "内部", "事项"], ["1", "密", "甲"], ["2", "码", "乙"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("旧版")
    other["A1"] = "作废"
    other.sheet_state = "hidden"
    document = read_xlsx(saved(book), "x")
    assert [paragraph.text for paragraph in document.beside] == ["内部", "密", "2 | 码 | 乙", "作废"]
    first, second = document.problems
    assert "第 3 行" in first.message
    assert "（B）" in first.message
    assert "“旧版”是隐藏的" in second.message


def test_comments_and_page_margins_and_text_boxes() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["序号", "事项"], ["1", "甲"]):
        sheet.append(row)
    sheet["B2"].comment = Comment("此项已并入\n县林业局", "审核")
    assert sheet.oddHeader is not None
    assert sheet.oddFooter is not None
    sheet.oddHeader.center.text = '&"宋体,加粗"示例县林业局责任清单'
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter.left.text = "示例县林业局编"
    document = read_xlsx(saved(book), "x")
    assert document.blocks[0] == Heading("示例县林业局责任清单", document.blocks[1].place)
    assert [p.text for p in document.beside] == ["B2 单元格的批注：此项已并入 县林业局", "示例县林业局编"]


@pytest.mark.parametrize(("size", "is_told"), [((600, 300), True), ((80, 80), False)])
def test_a_picture_that_may_hold_text_is_told(size: tuple[int, int], is_told: bool) -> None:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">'
        "<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:row>6</xdr:row></xdr:from>"
        f'<xdr:ext cx="{size[0] * 9525}" cy="{size[1] * 9525}"/><xdr:pic/></xdr:oneCellAnchor></xdr:wsDr>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="/xl/drawings/drawing1.xml"/>'
        "</Relationships>"
    )
    data = BytesIO(two_sheets())
    with ZipFile(data, "a") as package:
        package.writestr("xl/drawings/drawing1.xml", drawing)
        package.writestr("xl/worksheets/_rels/sheet1.xml.rels", relations)
    problems = read_xlsx(data.getvalue(), "x").problems
    assert [(problem.kind, problem.place.line) for problem in problems] == [(ProblemKind.UNREAD, 7)] * is_told
