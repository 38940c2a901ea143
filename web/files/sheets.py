"""Tables as files for spreadsheets. Cells are texts, whatever a list printed into them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from web.files.xml_text import xml_text

CSV_TYPE = "text/csv; charset=utf-8"
ADDRESS = "网址"  # the column whose texts are links
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What a spreadsheet program may take for a formula; the full-width forms where input is Chinese or Japanese.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_BLANKS = " \u00a0\u3000"
_LONGEST_CELL = 32_767  # characters, by Excel's file format
_CUT = "……（过长，其余见网页）"
_PLAIN = Alignment(vertical="top", wrap_text=True)
_BOLD = Font(bold=True)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its column heads and the widths of the columns in characters."""

    name: str
    head: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[str]]


def to_csv(sheet: Sheet) -> bytes:
    """The table as CSV (RFC 4180, UTF-8 with the mark by which Excel knows it).

    A text that could be read as a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([guarded(text) for text in row] for row in (sheet.head, *sheet.rows))
    return out.getvalue().encode("utf-8-sig", "replace")


def to_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """The tables as a workbook, the first one on top."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "B2"
        for number, width in enumerate(sheet.widths, 1):
            page.column_dimensions[get_column_letter(number)].width = width
        page.append([_cell(page, text, _BOLD) for text in sheet.head])
        for row in sheet.rows:
            page.append([_linked(page, text, name) for text, name in zip(row, sheet.head, strict=True)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def guarded(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if _looks_like_formula(text) else text


def _looks_like_formula(text: str) -> bool:
    return text.startswith(_FORMULA) or text.lstrip(_BLANKS).startswith(_FORMULA)


def _linked(page: Any, text: str, column: str) -> Cell:
    """A cell that leads to the address which stands in it, in the column of addresses."""
    cell = _cell(page, text)
    if column == ADDRESS and text.startswith(("http://", "https://")):
        cell.hyperlink = text
        cell.style = "Hyperlink"
    return cell


def _cell(page: Any, text: str, font: Font | None = None) -> Cell:
    plain = xml_text(text)
    if len(plain) > _LONGEST_CELL:
        plain = plain[: _LONGEST_CELL - len(_CUT)] + _CUT
    cell = WriteOnlyCell(page, plain)
    cell.data_type = "s"  # openpyxl makes a formula of what begins with =
    cell.alignment = _PLAIN
    cell.quotePrefix = _looks_like_formula(plain)  # stays a text when someone edits it
    if font is not None:
        cell.font = font
    return cell
