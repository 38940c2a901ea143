"""The document model that every reader produces and the list parser consumes.

A file of any format becomes a sequence of blocks in reading order. A merged cell is one cell with a
span, wherever it came from; formats that lose the span (a text dump) print empty cells instead, and the
parser treats both alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its file: a 1-based `line`, or for paged formats a 1-based `page`."""

    line: int | None = None
    page: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is a line or a page."""
        return self.line is not None or self.page is not None

    def __str__(self) -> str:
        if self.page is not None:
            return f"第 {self.page} 页"
        if self.line is not None:
            return f"第 {self.line} 行"
        return "位置不明"


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that its format marks as a heading; `level` counts from 1 (the highest)."""

    text: str
    place: Place
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text, without line breaks."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; paragraphs inside it are separated by line breaks in `text`."""

    text: str
    place: Place
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that start in one table row, in printed order."""

    cells: tuple[Cell, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its rows in printed order, column heads included."""

    rows: tuple[Row, ...]
    place: Place


Block = Heading | Paragraph | Table


def moved(block: Block, place: Place) -> Block:
    """The block with everything in it at this place."""
    if not isinstance(block, Table):
        return replace(block, place=place)
    rows = (Row(tuple(replace(cell, place=place) for cell in row.cells), place) for row in block.rows)
    return Table(tuple(rows), place)
