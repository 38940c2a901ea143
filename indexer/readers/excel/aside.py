"""What stands in a sheet beside its table: hidden rows and columns, comments, page headers, text boxes, pictures.

Rows that a filter hides belong to the list: whoever saved it only looked at some of it. What was hidden on purpose may
be an old version: it can be found, but states nothing. All of it is told with its place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from indexer.model.blocks import Paragraph, Place
from indexer.model.problems import ProblemKind
from indexer.readers.containers.package import Package
from indexer.readers.excel.values import printed_value
from indexer.readers.shared.pictures import EMU, may_hold_text

_MOST_COLUMNS = 16_384  # of a sheet
_CODES = re.compile(r'&(?:"[^"]*"|[A-Z]|\d+|K[0-9A-F]{6})|第?\s*&\[?[PN]\]?\s*页?', re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[，,\s第共页/\\\d—–-]*")
_MOST_DIGITS = 9
_CELL_WIDTH, _CELL_HEIGHT = 1.7, 0.5  # centimetres of a usual cell, for pictures that reach over several


@dataclass(frozen=True, slots=True)
class Told:
    """Something to tell of a sheet."""

    place: Place
    kind: ProblemKind
    message: str


@dataclass(slots=True)
class Aside:
    """What a sheet holds beside its table; `headings` stand over the table on every page."""

    headings: list[str] = field(default_factory=list)
    beside: list[Paragraph] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def read_aside(sheet: Worksheet, package: Package, part: str) -> Aside:
    """What the sheet holds beside its table; `part` is where it stands in the package."""
    out = Aside()
    name = f"工作表“{sheet.title}”"
    _hidden(sheet, name, out)
    for cell in sorted(sheet._cells.values(), key=lambda cell: (cell.row, cell.column)):
        if cell.comment is not None and (text := " ".join(str(cell.comment.text).split())):
            out.beside.append(Paragraph(f"{cell.coordinate} 单元格的批注：{text}", Place(line=cell.row)))
    out.headings += _margin(sheet, ("oddHeader", "firstHeader", "evenHeader"))
    feet = _margin(sheet, ("oddFooter", "firstFooter", "evenFooter"))
    out.beside += (Paragraph(text, Place(line=1)) for text in feet)
    for drawing in package.related(part, "drawing"):
        _drawing(package, drawing, name, out)
    return out


def has_content(sheet: Worksheet) -> bool:
    """Whether any cell of a sheet prints something, seen or not."""
    return next(_texts(sheet), None) is not None


def hidden_lines(sheet: Worksheet) -> tuple[set[int], set[int]]:
    """The rows and the columns that were hidden on purpose, and not by a filter."""
    rows = {number for number, row in sheet.row_dimensions.items() if row.hidden or row.height == 0}
    columns = {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden or column.width == 0
        for number in range(column.min or 1, min(column.max or column.min or 1, _MOST_COLUMNS) + 1)
    }
    return rows - _filtered(sheet, rows), columns


def _filtered(sheet: Worksheet, rows: set[int]) -> set[int]:
    """Those of the hidden rows that stand under a filter."""
    ranges = [sheet.auto_filter.ref, *(table.autoFilter.ref for table in sheet.tables.values() if table.autoFilter)]
    out: set[int] = set()
    for reference in filter(None, ranges):
        _, top, _, bottom = range_boundaries(reference)
        out |= {row for row in rows if top is not None and bottom is not None and top < row <= bottom}
    return out


def _texts(sheet: Worksheet) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of each cell that prints something."""
    for (row, column), cell in sheet._cells.items():
        if text := printed_value(cell.value, cell.number_format, cell.data_type):
            yield row, column, text


def _hidden(sheet: Worksheet, name: str, out: Aside) -> None:
    rows, columns = hidden_lines(sheet)
    is_hidden = sheet.sheet_state != "visible"
    gone: dict[int, list[tuple[int, str]]] = defaultdict(list)
    filtered = {number for number, row in sheet.row_dimensions.items() if row.hidden or row.height == 0} - rows
    seen_filtered: set[int] = set()
    for row, column, text in _texts(sheet):
        if is_hidden or row in rows or column in columns:
            gone[row].append((column, text))
        elif row in filtered:
            seen_filtered.add(row)
    out.beside += (
        Paragraph(" | ".join(" ".join(text.split()) for _, text in sorted(cells)), Place(line=row))
        for row, cells in sorted(gone.items())
    )
    if seen_filtered:
        message = f"{name}留着筛选，被筛掉的行（{_ranges(seen_filtered)}）也已读取"
        out.told.append(Told(Place(line=min(seen_filtered)), ProblemKind.DOUBTFUL, message))
    if not gone:
        return
    hidden_columns = sorted({column for cells in gone.values() for column, _ in cells if column in columns})
    parts = [f"隐藏的行（{_ranges(set(gone) & rows)}）"] if set(gone) & rows else []
    parts += [f"隐藏的列（{'、'.join(map(get_column_letter, hidden_columns))}）"] if hidden_columns else []
    what = f"{name}是隐藏的" if is_hidden else f"{name}有{'和'.join(parts)}"
    message = f"{what}，其中的文字没有归入清单；如果属于清单，请取消隐藏后重新保存"
    out.told.append(Told(Place(line=min(gone)), ProblemKind.DOUBTFUL, message))


def _ranges(numbers: set[int]) -> str:
    """第 3—5、9 行."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return f"第 {'、'.join(str(r[0]) if len(r) == 1 else f'{r[0]}—{r[-1]}' for r in runs)} 行"


def _margin(sheet: Worksheet, names: tuple[str, ...]) -> list[str]:
    """The texts that a sheet prints at the head or foot of its pages, page numbers left out."""
    found: list[str] = []
    for each in (getattr(sheet, name) for name in names):
        for part in (each.left, each.center, each.right):
            text = _CODES.sub("", part.text or "").strip()
            if not _PAGE_NUMBER.fullmatch(text) and text not in found:
                found.append(text)
    return found


def _drawing(package: Package, part: str, name: str, out: Aside) -> None:
    for anchor in package.xml(part):
        place = Place(line=_number(anchor.findtext("{*}from/{*}row")) + 1)
        for box in anchor.iter("{*}txBody"):
            lines = ("".join(text.text or "" for text in paragraph.iter("{*}t")) for paragraph in box.iter("{*}p"))
            out.beside += (Paragraph(line.strip(), place) for line in lines if line.strip())
        if next(anchor.iter("{*}pic"), None) is not None and may_hold_text(*_size(anchor)):
            message = f"{name}有一张图片，可能含有文字，没有读取；如果属于清单，请改为文字"
            out.told.append(Told(place, ProblemKind.UNREAD, message))


def _size(anchor: etree._Element) -> tuple[float, float]:
    """The width and height of a picture in centimetres, by its own word or by the cells that it reaches over."""
    size = anchor.find("{*}ext")
    if size is not None:
        return _number(size.get("cx")) / EMU, _number(size.get("cy")) / EMU
    left, right, top, bottom = (
        _number(anchor.findtext(f"{{*}}{end}/{{*}}{axis}")) for axis in ("col", "row") for end in ("from", "to")
    )
    return (right - left) * _CELL_WIDTH, (bottom - top) * _CELL_HEIGHT


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
