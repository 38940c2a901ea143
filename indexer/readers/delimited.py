"""Tables as delimited text (CSV), whatever parts their cells: commas, semicolons, bars → blocks, as from a sheet.

Tabs are the business of the readers for text that was copied. A row with more cells than the table has columns holds
a mark that was not quoted: nobody can tell what stands in which column, so it is reported and not guessed.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from indexer.model.blocks import Place
from indexer.model.document import Document
from indexer.model.problems import Problem, ProblemKind
from indexer.readers.shared.grid import GridCell, sheet_table

_DELIMITERS = (",", ";", "|", "^", "~")
_HINT = "sep="  # a first line in which Excel is told the delimiter
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_LONGEST_LABEL = 20  # characters in a column's head
_SENTENCE_MARKS = "。；;！？"
_MOST_UNEVEN = 0.2  # of the rows with several cells
_LEAST_TEXT = 0.6  # of all characters that stand in even rows


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: tuple[str, ...]

    @property
    def is_filled(self) -> bool:
        return any(self.cells)


def read_delimited(text: str, name: str) -> Document | None:
    """The blocks of delimited text; None where the text is none."""
    for delimiter in _DELIMITERS:
        if text.count(delimiter) < _FEWEST_ROWS * (_FEWEST_COLUMNS - 1):
            continue
        lines = list(_lines(text, delimiter))
        width = _width(lines)
        if width:
            return _document(lines, width, name)
    return None


def _lines(text: str, delimiter: str) -> Iterator[_Line]:
    start = 1
    if text[: len(_HINT)].lower() == _HINT:
        text, start = text[text.find("\n") + 1 :], 2
    reader = csv.reader(StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=delimiter)
    number = start
    try:
        for cells in reader:
            yield _Line(number, tuple(cell.strip() for cell in cells))
            number = start + reader.line_num
    except csv.Error:  # a cell beyond the library's limit: no table
        return


def _width(lines: list[_Line]) -> int:
    """How many columns the table has; 0 where the lines are no table."""
    several = [line for line in lines if len(line.cells) > 1]
    if len(several) < _FEWEST_ROWS:
        return 0
    [(width, even)] = Counter(len(line.cells) for line in several).most_common(1)
    if width < _FEWEST_COLUMNS or even < _FEWEST_ROWS or len(several) - even > _MOST_UNEVEN * len(several):
        return 0
    table = [line for line in several if len(line.cells) == width]
    if not any(map(_is_head, table[:_FEWEST_COLUMNS])):
        return 0
    return width if _length(table) >= _LEAST_TEXT * _length(lines) else 0


def _is_head(line: _Line) -> bool:
    labels = [cell for cell in line.cells if cell]
    return len(labels) > 1 and all(len(t) <= _LONGEST_LABEL and not set(t) & set(_SENTENCE_MARKS) for t in labels)


def _length(lines: list[_Line]) -> int:
    return sum(len(cell) for line in lines for cell in line.cells)


def _document(lines: list[_Line], width: int, name: str) -> Document:
    problems: list[Problem] = []
    cells: list[GridCell] = []
    is_doubtful = False  # a row that goes on with one that was left out is left out too
    for line in lines:
        if not line.is_filled:
            continue
        place = Place(line=line.number)
        surplus = any(line.cells[width:])
        is_doubtful = surplus or (is_doubtful and not line.cells[0])
        if is_doubtful:
            problems.append(_left_out(line, width, name))
            continue
        cells += (GridCell(line.number, column, cell, place) for column, cell in enumerate(line.cells[:width]) if cell)
    table = sheet_table(cells)
    return Document(name, () if table is None else (table,), tuple(problems))


def _left_out(line: _Line, width: int, name: str) -> Problem:
    """A row that was left out, told whole."""
    why = "接续上面没有读取的行"
    if any(line.cells[width:]):
        why = f"应有 {width} 格，有 {len(line.cells)} 格，可能有没加引号的分隔符"
    text = " | ".join(filter(None, line.cells))
    return Problem(name, Place(line=line.number), ProblemKind.CUT_ROW, f"{why}：{text}")
