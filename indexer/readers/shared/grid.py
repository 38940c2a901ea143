"""Cells placed on a grid → the rows of a table, without the grid lines that no cell needs.

Word and spreadsheets describe a table on a grid that is finer than the table: rows whose edges differ by a
hair make slivers of columns, and cells are merged over columns that are never used apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.model.blocks import Cell, Place, Row, Table


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell and the part of the grid that it covers, rows and columns counted from 0."""

    row: int
    column: int
    text: str
    place: Place
    rowspan: int = 1
    colspan: int = 1


def build_table(cells: Sequence[GridCell], needs_column: Callable[[GridCell], bool]) -> Table | None:
    """The table of these cells, given row by row and from left to right; None where there is none.

    A column goes where every cell over it reaches over another column as well. A cell for which
    `needs_column` is false may lose its only column, and is then left out.
    """
    widths = _widths(cells, needs_column)
    rows: dict[int, list[tuple[GridCell, int]]] = {}
    for cell, width in zip(cells, widths, strict=True):
        if width:
            rows.setdefault(cell.row, []).append((cell, width))
    starts = sorted(rows)
    out: list[Row] = []
    for start in starts:
        line = [
            Cell(cell.text, cell.place, bisect_left(starts, start + cell.rowspan) - bisect_left(starts, start), width)
            for cell, width in rows[start]
        ]
        out.append(Row(tuple(line), line[0].place))
    return Table(tuple(out), out[0].place) if out else None


def sheet_table(cells: Sequence[GridCell]) -> Table | None:
    """The table of a sheet, of which only the cells with text are given, row by row; None where there are none."""
    return build_table(list(_with_blanks(_overflowing(cells))), lambda cell: bool(cell.text))


def _widths(cells: Sequence[GridCell], needs_column: Callable[[GridCell], bool]) -> list[int]:
    """How many columns of the simplified grid each cell covers."""
    lines = sorted({line for cell in cells for line in (cell.column, cell.column + cell.colspan)})
    index = {line: position for position, line in enumerate(lines)}
    over: list[list[int]] = [[] for _ in lines]  # by column of the grid, the numbers of the cells over it
    widths = []
    for position, cell in enumerate(cells):
        span = range(index[cell.column], index[cell.column + cell.colspan])
        widths.append(len(span))
        for column in span:
            over[column].append(position)
    for covering in over:
        if all(widths[position] > 1 or not needs_column(cells[position]) for position in covering):
            for position in covering:
                widths[position] -= 1
    return widths


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
