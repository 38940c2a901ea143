"""The part of a ruled table that stands on one page."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.readers.pdf.lines import NO_FIELD, Field, Line
from tokenizer.wording import squeeze

SAME_PLACE = 4.0  # points between the borders of one column on two pages


@dataclass(slots=True)
class PrintedCell:
    """A cell as far as it is known: columns by the places of its borders, rows [top, bottom) by number.

    `first` and `last` are its first and last printed lines, which stand in `field`; `below` is the space
    under the last one. `open_below` tells that the page prints no ruling there.
    """

    x0: float
    x1: float
    top: int
    bottom: int
    text: str
    page: int
    first: Line | None = None
    last: Line | None = None
    field: Field = NO_FIELD
    below: float = 0.0
    open_below: bool = False

    def is_over(self, other: PrintedCell) -> bool:
        """Whether two cells fill the same columns."""
        return abs(self.x0 - other.x0) <= SAME_PLACE and abs(self.x1 - other.x1) <= SAME_PLACE


@dataclass(slots=True)
class Piece:
    """The part of a table that stands on one page, or what has been joined of it so far."""

    page: int
    xs: tuple[float, ...]
    rows: int
    cells: list[PrintedCell]
    row_pages: list[int]

    def row_texts(self, row: int) -> list[str]:
        """The texts of the cells that start in a row, for comparison."""
        cells = sorted((cell for cell in self.cells if cell.top == row), key=lambda cell: cell.x0)
        return [squeeze(cell.text) for cell in cells]

    def shifted(self, by: float) -> None:
        """Move everything to the left, as where the margins of left and right pages differ."""
        self.xs = tuple(x - by for x in self.xs)
        for cell in self.cells:
            cell.x0, cell.x1 = cell.x0 - by, cell.x1 - by

    def drop_rows(self, count: int) -> None:
        """Take off the first rows, which no cell may leave in part."""
        self.cells = [cell for cell in self.cells if cell.top >= count]
        for cell in self.cells:
            cell.top, cell.bottom = cell.top - count, cell.bottom - count
        self.rows -= count
        self.row_pages = self.row_pages[count:]
