"""Excel workbooks (.xlsx) → blocks: each sheet one table, its title a heading where it says something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from indexer.model.blocks import Block, Heading, Paragraph, Place, Table
from indexer.model.document import Document
from indexer.model.problems import Problem, ProblemKind, UnreadableFileError
from indexer.readers.containers.package import Package
from indexer.readers.excel.aside import Aside, has_content, hidden_lines, read_aside
from indexer.readers.excel.values import printed_value
from indexer.readers.excel.workbook import open_workbook
from indexer.readers.shared.grid import GridCell, sheet_table
from tokenizer.number_marks import leading_mark
from tokenizer.wording import squeeze

_TITLE_ROWS = 3  # rows at the top of a sheet that may repeat its title
_SAYS_NOTHING = re.compile(r"(?:sheet|工作表|表格?|附件|附表)?[\d一二三四五六七八九十]*(?:\(\d+\))?", re.IGNORECASE)
_ORDER = re.compile(r"\d{1,2}(?:[\s.、．_-]+|(?=[\u4e00-\u9fff]))")  # 01-公安局, 2民政局


def read_xlsx(data: bytes, name: str) -> Document:
    """The blocks of a workbook; a place is the number of a row in its sheet.

    Raises UnreadableFileError where there is nothing to read, and UnsupportedWorkbookError where another
    program might still read it.
    """
    package = Package(data)
    opened = open_workbook(package)
    blocks: list[Block] = []
    beside: list[Paragraph] = []
    problems = [
        Problem(name, Place(), ProblemKind.UNREADABLE, f"工作表“{title}”已损坏，没有读取；其余工作表已读取")
        for title in opened.damaged
    ]
    problems += (
        Problem(
            name,
            Place(line=lost.row),
            ProblemKind.CUT_ROW,
            f"有 {lost.count} 个公式没有保存计算结果（如 {lost.cell}），请用 Excel 打开后重新保存",
        )
        for lost in opened.missing
    )
    for sheet in opened.book.worksheets:
        aside = read_aside(sheet, package, opened.parts.get(sheet.title, ""))
        beside += aside.beside
        problems += (Problem(name, told.place, told.kind, told.message) for told in aside.told)
        if sheet.sheet_state == "visible":
            blocks += _sheet_blocks(sheet, aside)
    if not blocks:
        hidden = any(map(has_content, opened.book.worksheets))
        raise UnreadableFileError("内容都在隐藏的工作表里，请取消隐藏后重新保存" if hidden else "工作簿里没有内容")
    return Document(name, tuple(blocks), tuple(problems), tuple(beside))


# -- sheets ------------------------------------------------------------------------------------------


def _sheet_blocks(sheet: Worksheet, aside: Aside) -> Iterator[Block]:
    table = sheet_table(_filled(sheet))
    if table is None:
        return
    yield from (Heading(text, table.place) for text in aside.headings if not _says_it(table, squeeze(text)))
    title = _ORDER.sub("", sheet.title.strip(), count=1)
    if not _SAYS_NOTHING.fullmatch(squeeze(title)) and not _says_it(table, squeeze(title)):
        yield Heading(title, table.place)
    yield table


def _says_it(table: Table, title: str) -> bool:
    """Whether a title row of the table says what the sheet's title says, and more."""
    titles = [row.cells[0].text for row in table.rows[:_TITLE_ROWS] if len(row.cells) == 1]
    return any(title in squeeze(text) for text in titles if leading_mark(text) is None)


def _filled(sheet: Worksheet) -> list[GridCell]:
    """The visible cells that print something, row by row, with the ranges that they are merged over."""
    hidden_rows, hidden_columns = hidden_lines(sheet)
    merged = {(merge.min_row, merge.min_col): (merge.max_row, merge.max_col) for merge in sheet.merged_cells.ranges}
    out = []
    for (row, column), cell in sheet._cells.items():
        text = printed_value(cell.value, cell.number_format, cell.data_type)
        if not text:
            continue
        last_row, last_column = merged.get((row, column), (row, column))
        first_row = next((number for number in range(row, last_row + 1) if number not in hidden_rows), None)
        first_column = next((n for n in range(column, last_column + 1) if n not in hidden_columns), None)
        if first_row is not None and first_column is not None:
            place = Place(line=first_row)
            height, width = last_row - first_row + 1, last_column - first_column + 1
            out.append(GridCell(first_row, first_column, text, place, height, width))
    return sorted(out, key=lambda cell: (cell.row, cell.column))
