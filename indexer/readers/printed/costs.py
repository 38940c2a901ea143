"""What it costs to take one piece in each of the ways there are, worked out once for all the readings that share it."""

from __future__ import annotations

from math import inf

from indexer.readers.printed import words
from indexer.readers.printed.clues import Clues
from indexer.readers.printed.ends import Ends
from indexer.readers.printed.lines import End
from indexer.readers.printed.model import TableModel
from indexer.readers.printed.reading import OpenCell

_TYPED = 1.2  # a blank inside a cell's line
_TYPED_AT_FIGURE = 0.4  # the same beside a figure or a Latin letter
_TYPED_AT_WRAP = 1.5  # a blank where a full line wraps
_UNLIKE = 0.7  # paragraphs of one cell of which one ends as a sentence and the other does not
_FOLLOWS = 0.3  # a paragraph's end inside a cell, where the text gives a reason
_STRAY = 1.2  # a blank that is no cell
_NUMBER_GOES_ON = 4.0  # a cell of a number that holds more than one piece
_LONGEST_CELL = 250  # pieces


class PieceCosts:
    """The costs of taking the piece at `index`.

    `text` is the piece's text, "" for what may be an empty cell; `opening` what it costs, by column, that a new
    cell begins with it.
    """

    def __init__(self, clues: Clues, model: TableModel, ends: Ends, index: int) -> None:
        self.layout = clues.layout
        self.model = model
        self.ends = ends
        self.index = index
        self.text = self.layout.pieces[index].text
        self.end_before = self.layout.end_before(index)
        self._starts = clues.starts[index]
        self.opening = clues.opening(index, model.filled)
        self._has_mark = clues.marks[index]
        self._starts_line = self.layout.first[index] == index
        self._lines: dict[int, float] = {}
        self._going_on: dict[OpenCell, float] = {}
        self._whole: dict[OpenCell, float] = {}
        self._cut: dict[OpenCell, float] = {}

    # -- going on with a cell ------------------------------------------------------------------------

    def going_on(self, cell: OpenCell) -> float:
        """What it costs that the piece goes on with a cell; infinity where it cannot."""
        cost = self._going_on.get(cell)
        if cost is None:
            cost = self._going_on[cell] = self._inside(cell)
        return cost

    def _inside(self, cell: OpenCell) -> float:
        if not self.text:
            return _STRAY
        column = cell.column
        if column < 0 or self.index - cell.start >= _LONGEST_CELL:
            return inf
        if self._starts_line and cell.width:
            cost = self.line(cell.width)
        else:
            cost = self.layout.line_cost(self.index, cell.start, cell.width)
        if self.model.fields[column] == "seq":
            cost += _NUMBER_GOES_ON
        if not self.layout.holds_text(cell.start, self.index):  # the blank before was no empty cell
            return cost + (_STRAY + self.model.filled[column] + self._starts[column])
        return cost if self.end_before is End.WRAPPED else cost + self._break_cost(cell)

    def _break_cost(self, cell: OpenCell) -> float:
        """What the end of the piece before costs inside a cell."""
        if self.end_before is End.BLANK:
            touching = self.layout.pieces[self.index - 1].text[-1:] + self.text[:1]
            at_figure = any(character.isascii() and character.isalnum() for character in touching)
            return _TYPED_AT_FIGURE if at_figure else _TYPED
        if self._follows(cell):
            return _FOLLOWS
        if self.end_before is End.CLOSED:
            return self._paragraph_cost(cell)
        return self.layout.shortfall(self.index - 1, cell.start, cell.width)

    def _follows(self, cell: OpenCell) -> bool:
        """Whether the piece reads as the next paragraph of a cell. Mostly the piece before tells, whatever the cell."""
        field, before = self.model.fields[cell.column], self.index - 1
        if field != "office" and not self._has_mark and self.layout.holds_text(before, self.index):
            return self.layout.leads_on[before]
        return words.paragraph_follows(self.layout.text(cell.start, self.index), self.layout.peek(self.index), field)

    def _paragraph_cost(self, cell: OpenCell) -> float:
        """What a blank at a line's end inside a cell costs: a paragraph's end, or a blank typed where a full
        line wraps. Paragraphs of one cell mostly end alike.
        """
        cost = self.model.paragraph[cell.column]
        before_ends = self.layout.marked[self.index - 1]
        if not before_ends and self.layout.is_full(self.index - 1, cell.start, cell.width):
            return min(cost, _TYPED_AT_WRAP)
        return cost if before_ends == self.layout.paragraph_marked[self.index] else cost + _UNLIKE

    # -- opening a cell ------------------------------------------------------------------------------

    def line(self, width: int) -> float:
        """What the width of the piece costs where it opens a cell in a column of this width."""
        cost = self._lines.get(width)
        if cost is None:
            cost = self._lines[width] = self.layout.line_cost(self.index, self.index, width)
        return cost

    def resuming(self, column: int, carried: str) -> float:
        """What it costs that the piece goes on with the cell `carried`, which ended whole on the page before."""
        follows = words.paragraph_follows(carried, self.layout.peek(self.index), self.model.fields[column])
        return _FOLLOWS if follows else self.model.paragraph[column]

    # -- ending the cell before ----------------------------------------------------------------------

    def whole(self, cell: OpenCell) -> float:
        """What it costs that a cell which ends before the piece is a whole one."""
        cost = self._whole.get(cell)
        if cost is None:
            cost = self._whole[cell] = self.ends.whole_cost(cell, self.index)
        return cost

    def cut(self, cell: OpenCell) -> float:
        """What it costs that the page's end cuts a cell before the piece, beyond the cut itself."""
        cost = self._cut.get(cell)
        if cost is None:
            cost = self._cut[cell] = self.ends.cut_cost(cell, self.index)
        return cost
