"""Cells placed on a grid → the rows of a table, without the grid lines that no cell needs.

Word and spreadsheets describe a table on a grid that is finer than the table: rows whose edges differ by a
hair make slivers of columns, and cells are merged over columns that are never used apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
