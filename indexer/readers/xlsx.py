"""Excel workbooks (.xlsx) → blocks: each sheet one table, its title a heading where it says something."""

from __future__ import annotations

import contextlib
import datetime
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO, StringIO

import openpyxl
from lxml import etree
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from indexer.model.blocks import Block, Heading, Place, Table
from indexer.model.document import Document
from indexer.model.problems import Problem, ProblemKind, UnreadableFileError
from indexer.readers.containers.package import MOST_MARKS, Package
from indexer.readers.containers.zip_files import BROKEN
from indexer.readers.shared.grid import GridCell, build_table
from tokenizer.number_marks import leading_mark
from tokenizer.wording import squeeze

_TITLE_ROWS = 3  # rows at the top of a sheet that may repeat its title
_MOST_COLUMNS = 16_384  # of a sheet
_SAYS_NOTHING = re.compile(r"(?:sheet|工作表|表格?|附件|附表)?[\d一二三四五六七八九十]*(?:\(\d+\))?", re.IGNORECASE)
_ORDER = re.compile(r"\d{1,2}(?:[\s.、．_-]+|(?=[\u4e00-\u9fff]))")  # 01-公安局, 2民政局
_MOST_DIGITS = 15  # digits of a number that a spreadsheet keeps
_GENERAL_DIGITS = 10  # significant digits shown where no format is set
_NUMBER_FORMAT = re.compile(r"#?,?#*(?P<zeros>0+)(?:\.(?P<decimals>0+))?(?P<percent>%?)")
_CARRIAGE_RETURN = re.compile(r"_x000D_|\r")
_MOST_COVERED = 200_000  # cells under merged ranges, links and comments; the library makes an object of each
_ROWS = 1_048_576
_TOO_LARGE = "工作表过大，不予读取；如果是整行整列设置了格式，请删除空白的行和列后重新保存"
_RANGED = ("{*}mergeCell", "{*}hyperlink", "{*}comment")


class UnsupportedWorkbookError(UnreadableFileError):
    """A workbook that the library does not read; another program might."""


def read_xlsx(data: bytes, name: str) -> Document:
    """The blocks of a workbook; a place is the number of a row in its sheet.

    Raises UnreadableFileError where there is nothing to read, and UnsupportedWorkbookError where another
    program might still read it.
    """
    missing = _check_workbook(Package(data))
    sheets = _load(data).worksheets
    blocks = [block for sheet in sheets if sheet.sheet_state == "visible" for block in _sheet_blocks(sheet)]
    if not blocks:
        hidden = any(_filled(sheet) for sheet in sheets if sheet.sheet_state != "visible")
        raise UnreadableFileError("内容都在隐藏的工作表里，请取消隐藏后重新保存" if hidden else "工作簿里没有内容")
    problems = tuple(
        Problem(
            name,
            Place(line=lost.row),
            ProblemKind.CUT_ROW,
            f"有 {lost.count} 个公式没有保存计算结果（如 {lost.cell}），请用 Excel 打开后重新保存",
        )
        for lost in missing
    )
    return Document(name, tuple(blocks), problems)


def _load(data: bytes) -> openpyxl.Workbook:
    try:
        # The library prints and warns about what it does not like; stdout is for data.
        with warnings.catch_warnings(), contextlib.redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(BytesIO(data), data_only=True, keep_links=False)
    except Exception as error:  # a damaged part makes the library raise nearly anything
        raise UnsupportedWorkbookError(f"无法识别的 Excel 文件，可能已损坏（{type(error).__name__}）") from error


# -- sheets ------------------------------------------------------------------------------------------


def _sheet_blocks(sheet: Worksheet) -> Iterator[Block]:
    cells = list(_with_blanks(_overflowing(_filled(sheet))))
    table = build_table(cells, lambda cell: bool(cell.text))
    if table is None:
        return
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
    hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden or row.height == 0}
    hidden_columns = {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden or column.width == 0
        for number in range(column.min or 1, min(column.max or column.min or 1, _MOST_COLUMNS) + 1)
    }
    merged = {(merge.min_row, merge.min_col): (merge.max_row, merge.max_col) for merge in sheet.merged_cells.ranges}
    out = []
    for (row, column), cell in sheet._cells.items():
        text = _printed_value(cell.value, cell.number_format, cell.data_type)
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


def _overflowing(cells: Sequence[GridCell]) -> Iterator[GridCell]:
    """Let a text that stands alone at the left of its row reach over the whole table, as it does on the screen."""
    if not cells:
        return
    left, right = min(cell.column for cell in cells), max(cell.column + cell.colspan for cell in cells)
    in_row: dict[int, int] = defaultdict(int)
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            in_row[row] += 1
    for cell in cells:
        alone = cell.rowspan == 1 and in_row[cell.row] == 1 and cell.column == left
        if alone and not cell.text.isdigit():
            yield replace(cell, colspan=right - left)
        else:
            yield cell


def _with_blanks(cells: Iterator[GridCell]) -> Iterator[GridCell]:
    """Fill the gaps of each row with blank cells, so that every cell stands in its column."""
    rows: dict[int, list[GridCell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    if not rows:
        return
    left = min(line[0].column for line in rows.values())
    right = max(cell.column + cell.colspan for line in rows.values() for cell in line)
    reaching: list[GridCell] = []  # cells of earlier rows that may reach into this one
    for row, line in sorted(rows.items()):
        reaching = [cell for cell in reaching if cell.row + cell.rowspan > row]
        column = left
        for cell in sorted([*reaching, *line], key=lambda cell: cell.column):
            if cell.column > column:
                yield GridCell(row, column, "", Place(line=row), colspan=cell.column - column)
            if cell.row == row:
                yield cell
            column = max(column, cell.column + cell.colspan)
        if column < right:
            yield GridCell(row, column, "", Place(line=row), colspan=right - column)
        reaching += [cell for cell in line if cell.rowspan > 1]


# -- what a cell shows: 1 and not 1.0, dates as dates ------------------------------------------------


def _printed_value(value: object, number_format: str, data_type: str) -> str:
    """The text that a cell shows; "" for an empty cell and for an error value like #REF!."""
    if value is None or data_type == "e":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _shown_number(value, number_format)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return _shown_date(value, number_format)
    return _CARRIAGE_RETURN.sub("", str(value)).strip()


def _shown_number(value: int | float, number_format: str) -> str:
    form = _NUMBER_FORMAT.fullmatch(re.sub(r'[_\\]."?|[ "]|\[[^\]]*\]', "", number_format.partition(";")[0]))
    if form is not None and abs(value) < 10**_MOST_DIGITS:
        decimals = len(form["decimals"] or "")
        amount = value * 100 if form["percent"] else value
        width = len(form["zeros"]) + (decimals + 1 if decimals else 0) + (amount < 0)
        return f"{amount:0{width}.{decimals}f}{form['percent']}"
    if float(value).is_integer() and abs(value) < 10**_MOST_DIGITS:
        return str(int(value))
    return f"{value:.{_GENERAL_DIGITS}g}"


def _shown_date(value: datetime.datetime | datetime.date | datetime.time, number_format: str) -> str:
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if "年" in number_format:
        parts = ((value.year, "年"), (value.month, "月"), (value.day, "日"))
        return "".join(f"{number}{unit}" for number, unit in parts if unit in number_format)
    day = f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    has_time = isinstance(value, datetime.datetime) and (value.hour or value.minute)
    return f"{day} {value:%H:%M}" if has_time else day


# -- what must be known before the library may open a package, and what it does not tell -------------


@dataclass(frozen=True, slots=True)
class _MissingResults:
    """Formulas in one sheet whose results were not saved: how many, and the first one's cell and row."""

    count: int
    cell: str
    row: int


def _check_workbook(package: Package) -> list[_MissingResults]:
    """Make sure that a workbook fits into memory. Raises UnreadableFileError where it does not."""
    marks = 0
    covered = 0
    missing: list[_MissingResults] = []
    for part in package.parts:
        if not part.lower().endswith((".xml", ".rels")):
            continue
        data = package.safe_xml(part)
        marks += data.count(b"<") + data.count(b"=")
        if marks > MOST_MARKS:
            raise UnreadableFileError(_TOO_LARGE)
        ranged, lost = _scan(data, part)
        covered += ranged
        if covered > _MOST_COVERED:
            raise UnreadableFileError(_TOO_LARGE)
        if lost is not None:
            missing.append(lost)
    return missing


def _scan(data: bytes, part: str) -> tuple[int, _MissingResults | None]:
    """How many cells the ranges in a part cover, and its formulas without results."""
    covered = count = 0
    first = ""
    try:
        elements = etree.iterparse(BytesIO(data), tag=(*_RANGED, "{*}row"), resolve_entities=False, no_network=True)
        for _, element in elements:
            if etree.QName(element).localname != "row":
                covered += _area(element.get("ref", ""))
                continue
            for formula in element.iterfind("{*}c/{*}f"):
                cell = formula.getparent()
                # A result that is an empty text is marked as text.
                if cell is not None and not cell.findtext("{*}v") and cell.get("t") != "str":
                    count += 1
                    first = first or cell.get("r", "")
            element.clear()
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError(f"{BROKEN}（{part}）") from error
    row = "".join(character for character in first if character.isdigit())[:7]
    return covered, _MissingResults(count, first, int(row or 1)) if count else None


def _area(reference: str) -> int:
    """How many cells a range like B2:D9 covers; 1 for what is no range."""
    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return 1
    return ((right or 1) - (left or 1) + 1) * ((bottom or _ROWS) - (top or 1) + 1)
