"""One page taken apart by its rulings: the pieces of tables on it, cell by cell, and the lines around them."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median_low

from indexer.readers.pdf.bands import parted
from indexer.readers.pdf.drawing import Ruling
from indexer.readers.pdf.grid import Grid, find_grids
from indexer.readers.pdf.lines import Field, Line, common_edge, passages, to_lines, to_rows, upright
from indexer.readers.pdf.page import Glyph, Page
from indexer.readers.pdf.tables import Piece, PrintedCell

_SMALLEST_TEXT = 3.0  # points
_OVERFLOW_STEP = 2.4  # of the glyph size: from one line to the next below an open cell
_WIDEST_PADDING = 9.0
_FEWEST_WRAPPED = 6  # lines of a column from which its own right edge can be told
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One page taken apart: the lines outside of tables, the tables with the height they begin at, and the
    level rulings. `runs_together` tells that the rows of a table could not be told apart: its text is among the lines.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    pieces: tuple[tuple[float, Piece], ...]
    across: tuple[Ruling, ...]
    runs_together: bool

    @property
    def text_length(self) -> int:
        """How many characters the page prints."""
        cells = sum(len(cell.text) for _, piece in self.pieces for cell in piece.cells)
        return cells + sum(len(line.text) for line in self.lines)


def plan_page(page: Page) -> PagePlan:
    """Take one page apart by its rulings."""
    cut = [parted(grid, page.glyphs) for grid in find_grids(page)]
    grids = [grid for grid in cut if grid is not None]
    inside: list[dict[int, list[Glyph]]] = [{} for _ in grids]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        if glyph.size < _SMALLEST_TEXT:
            continue
        for grid, cells in zip(grids, inside, strict=True):
            box = grid.box_at(*glyph.middle)
            if box is not None:
                cells.setdefault(box, []).append(glyph)
                break
        else:
            outside.append(glyph)
    for grid, cells in zip(grids, inside, strict=True):
        outside = _without_overflow(grid, cells, outside)
    pieces = [
        (grid.ys[0], piece)
        for grid, cells in zip(grids, inside, strict=True)
        if (piece := _piece(grid, cells, page.number)) is not None
    ]
    # a page number or title on the side of a turned page is no text
    lines = to_lines(glyph for glyph in outside if not glyph.sideways)
    return PagePlan(page.number, page.width, page.height, tuple(lines), tuple(pieces), page.across, None in cut)


def _without_overflow(grid: Grid, cells: dict[int, list[Glyph]], outside: list[Glyph]) -> list[Glyph]:
    """Give open cells the lines that stand right below them, and return the glyphs that remain outside.

    A page may end in the middle of a merged cell and print the rest of its text below the last ruling.
    """
    if not grid.open_below:
        return outside
    taken: set[int] = set()
    floor = grid.ys[-1]
    below = [glyph for glyph in outside if glyph.middle[1] >= floor and not glyph.sideways]
    for row in to_rows(below):
        printed = [glyph for glyph in row if glyph.text.strip()]
        boxes = [grid.open_box_over(glyph.middle[0]) for glyph in printed]
        if None in boxes or (printed and row[0].baseline - floor > _OVERFLOW_STEP * row[0].size):
            break
        for glyph, box in zip(printed, boxes, strict=True):
            if box is not None:
                cells.setdefault(box, []).append(glyph)
        taken.update(id(glyph) for glyph in row)
        floor = row[0].baseline
    return [glyph for glyph in outside if id(glyph) not in taken]


def _piece(grid: Grid, glyphs: dict[int, list[Glyph]], page: int) -> Piece | None:
    turned = {box: found for box, glyphs_in in glyphs.items() if (found := upright(glyphs_in)) is not None}
    lines = {box: to_lines(found) for box, found in glyphs.items() if box not in turned}
    vertical = {box: to_lines(found) for box, found in turned.items()}
    if not any(lines.values()) and not any(vertical.values()):
        return None
    fields = _fields(grid, lines)
    cells = []
    for index, box in enumerate(grid.boxes):
        x0, x1, floor = grid.xs[box.left], grid.xs[box.right], grid.ys[box.bottom]
        cell = PrintedCell(x0, x1, box.top, box.bottom, "", page)
        cell.open_below = index in grid.open_below
        if printed := lines.get(index):
            cell.field = fields[box.left, box.right]
            cell.text = "\n".join(passage.text for passage in passages(printed, cell.field))
            cell.first, cell.last, cell.below = printed[0], printed[-1], floor - printed[-1].bottom
        elif printed := vertical.get(index):
            column = Field(min(line.x0 for line in printed), max(line.x1 for line in printed))
            cell.text = "\n".join(passage.text for passage in passages(printed, column))
        cells.append(cell)
    rows = len(grid.ys) - 1
    return Piece(page, grid.xs, rows, cells, [page] * rows)


def _fields(grid: Grid, lines: dict[int, list[Line]]) -> dict[tuple[int, int], Field]:
    """The edges that text keeps to in each column of a grid.

    Both sides of a cell are padded alike, unless the lines of a column regularly wrap before.
    """
    columns: dict[tuple[int, int], list[list[Line]]] = {}
    for index, printed in lines.items():
        if printed:
            box = grid.boxes[index]
            columns.setdefault((box.left, box.right), []).append(printed)
    padding = _padding(grid, columns)
    fields: dict[tuple[int, int], Field] = {}
    for (left, right), cells in columns.items():
        edge = max(grid.xs[right] - padding, *(line.x1 for printed in cells for line in printed))
        wrapped = [line for printed in cells for line in printed[:-1]]
        usual = common_edge(wrapped, max(_FEWEST_WRAPPED, round(_MOST * len(wrapped))))
        start = min(line.x0 for printed in cells for line in printed)
        fields[left, right] = Field(start, edge if usual is None else usual)
    return fields


def _padding(grid: Grid, columns: dict[tuple[int, int], list[list[Line]]]) -> float:
    """The usual distance of text from the left border of its cell; centred columns stand further in."""
    gaps = [
        min(line.x0 for printed in cells for line in printed) - grid.xs[left] for (left, _), cells in columns.items()
    ]
    inside = sorted(gap for gap in gaps if gap >= 0)
    return min(median_low(inside), _WIDEST_PADDING) if inside else 0.0
