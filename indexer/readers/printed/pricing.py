"""What each step of the search costs, worked out once for all the readings that share it.

`Clues` tells what the pieces say by themselves, `Ends` what it costs that cells and pages end somewhere, and
`PieceCosts` what it costs to take one piece in each of the ways there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from operator import add

from indexer.readers.printed import words
from indexer.readers.printed.costs import (
    CUT_AT_MARK,
    FIRST_CUT,
    FOLLOWS,
    FURTHER_CUT,
    LONGEST_CELL,
    LOST_END,
    NUMBER_GOES_ON,
    SHARED_CELL,
    SHARED_ROW,
    STRAY,
    TYPED,
    TYPED_AT_FIGURE,
    TYPED_AT_WRAP,
    UNFINISHED,
    UNLIKE,
)
from indexer.readers.printed.layout import Layout
from indexer.readers.printed.lines import End
from indexer.readers.printed.model import CellWords, TableModel
from indexer.readers.printed.reading import OpenCell, Reading, RowStates
from tokenizer.number_marks import leading_mark
from tokenizer.wording import ends_sentence

# -- clues ------------------------------------------------------------------------------------------------


class Clues:
    """By piece: the number that it prints standing apart (`numbers`) or as a cell (`seqs`), the field that its words
    mark (`fields`, or ""), and what it costs that a cell of each column begins with it (`starts`).

    `counting` are the pieces that count through the table, as far as it has a column of numbers.
    """

    def __init__(self, layout: Layout, model: TableModel) -> None:
        self.layout = layout
        self.model = model
        pieces = range(len(layout.pieces))
        self.seq = model.fields.index("seq") if "seq" in model.fields else None
        self.counting = layout.counting() if "seq" in model.fields else frozenset()
        self.numbers = [layout.number(index) if self.counting else None for index in pieces]
        self.seqs = [words.printed_number(piece.text) if "seq" in model.fields else None for piece in layout.pieces]
        self.fields = [model.marked_field(layout, index) for index in pieces]
        self.starts = [[words.start_cost(field, layout.peek(index)) for field in model.fields] for index in pieces]
        self.marks = [leading_mark(layout.peek(index)) is not None for index in pieces]
        self._cells: dict[tuple[int, int, int], CellWords | None] = {}

    def opening(self, index: int, filled: Sequence[float]) -> list[float]:
        """What it costs that a new cell begins with a piece, by column; `filled` is what it costs that it has text.

        Only a number can stand in a column of numbers.
        """
        if not self.layout.pieces[index].text:
            return [0.0] * len(filled)
        costs = list(map(add, self.starts[index], filled))
        if self.seqs[index] is None and self.seq is not None:
            costs[self.seq] = inf
        return costs

    def cell(self, column: int, start: int, stop: int) -> CellWords | None:
        """What the words of pieces [start, stop) say of them as a whole cell of a column; None for an empty cell."""
        key = column, start, stop
        if key not in self._cells:
            self._cells[key] = self.model.words_of(column, self.layout.text(start, stop))
        return self._cells[key]


# -- ends -------------------------------------------------------------------------------------------------


class Ends:
    """The ends of cells and pages in one table."""

    def __init__(self, clues: Clues, model: TableModel, states: RowStates) -> None:
        self.clues = clues
        self.layout = clues.layout
        self.model = model
        self.states = states

    # -- cells ---------------------------------------------------------------------------------------

    def mark_costs(self, index: int) -> tuple[float, float]:
        """What it costs that a cell ends before a piece, by what parts the two: where the piece opens a cell in
        the same row, and where it opens a row.
        """
        end = self.layout.end_before(index)
        if end is End.BLANK:
            return SHARED_CELL, SHARED_ROW
        return (LOST_END, LOST_END) if end is End.WRAPPED else (0.0, 0.0)

    def whole_cost(self, cell: OpenCell, index: int) -> float:
        """What it costs on top that the cell is a whole one, by its words and, where only that tells, its width."""
        unmarked = self.layout.end_before(index) is End.UNKNOWN
        cost = self.layout.fullness(index - 1, cell.start, cell.width) if unmarked else 0.0
        if not cell.carried:
            return cost + self.model.whole_cost(cell.column, self.clues.cell(cell.column, cell.start, index))
        text = cell.carried + self.layout.text(cell.start, index)
        return cost + self.model.whole_cost(cell.column, self.model.words_of(cell.column, text))

    def cut_cost(self, cell: OpenCell, index: int) -> float:
        """What it costs that the page's end cuts a cell before a piece, beyond the cut itself."""
        wrapped = self.layout.end_before(index) is End.WRAPPED
        cost = 0.0 if wrapped else self.layout.shortfall(index - 1, cell.start, cell.width)
        return cost + CUT_AT_MARK if ends_sentence(self.layout.text(cell.start, index)) else cost

    def widths(self, reading: Reading, index: int) -> tuple[int, ...]:
        """The widths that are known once a reading's cell ends before a piece."""
        cell, widths = reading.cell, reading.widths
        width = 0 if cell.width or cell.column < 0 else self.layout.wrap_width(cell.start, index)
        return (*widths[: cell.column], width, *widths[cell.column + 1 :]) if width else widths

    # -- pages ---------------------------------------------------------------------------------------

    def of_page(self, reading: Reading, index: int) -> Iterator[Reading]:
        """The reading at the top of the next page: its last row ended or cut, its open cells waiting."""
        cell = reading.cell
        if cell.column < 0:
            yield reading
            return
        end, can_go_on = self.layout.end_before(index), self.model.can_go_on[cell.column]
        if end is not End.WRAPPED or not can_go_on:
            yield self._turned(reading, index, self.whole_cost(cell, index), cut=False)
        if end is not End.CLOSED and can_go_on:
            cost = FURTHER_CUT if reading.state.cut else FIRST_CUT
            yield self._turned(reading, index, cost + self.cut_cost(cell, index), cut=True)

    def of_table(self, reading: Reading, index: int) -> Iterator[Reading]:
        """The reading at the table's end, where nothing can go on any more."""
        for ended in self.of_page(reading, index):
            ended.cost += UNFINISHED * ended.state.waiting.bit_count()
            yield ended

    def _turned(self, reading: Reading, index: int, cost: float, cut: bool) -> Reading:
        """The reading at the top of the next page, where its last cell ended whole or `cut`."""
        cell, state = reading.cell, reading.state
        waiting = state.cut | 1 << cell.column if cut else state.cut
        resumable = state.row & ~waiting
        return Reading(
            reading.cost + cost + state.row_cost() + UNFINISHED * state.waiting.bit_count(),
            OpenCell(-1, cell.start),
            self.states.of(waiting=waiting, resumable=resumable),
            reading.number,
            self.widths(reading, index),
            self._carried(reading, waiting | resumable, index, cut),
            reading,
            cut,
        )

    def _carried(self, reading: Reading, columns: int, stop: int, cut: bool) -> dict[int, str]:
        """The texts of the last cells in some columns, those that are not cut with a line break behind them."""
        texts: dict[int, str] = {}
        ended: Reading | None = reading
        while ended is not None and columns:
            cell = ended.cell
            if cell.column >= 0 and columns >> cell.column & 1:
                columns &= ~(1 << cell.column)
                text = cell.carried + self.layout.text(cell.start, stop)
                texts[cell.column] = text if cut else text + "\n"
            stop, cut, ended = cell.start, ended.cut, ended.before
        return texts


# -- one piece --------------------------------------------------------------------------------------------


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
            return STRAY
        column = cell.column
        if column < 0 or self.index - cell.start >= LONGEST_CELL:
            return inf
        if self._starts_line and cell.width:
            cost = self.line(cell.width)
        else:
            cost = self.layout.line_cost(self.index, cell.start, cell.width)
        if self.model.fields[column] == "seq":
            cost += NUMBER_GOES_ON
        if not self.layout.holds_text(cell.start, self.index):  # the blank before was no empty cell
            return cost + (STRAY + self.model.filled[column] + self._starts[column])
        return cost if self.end_before is End.WRAPPED else cost + self._break_cost(cell)

    def _break_cost(self, cell: OpenCell) -> float:
        """What the end of the piece before costs inside a cell."""
        if self.end_before is End.BLANK:
            touching = self.layout.pieces[self.index - 1].text[-1:] + self.text[:1]
            at_figure = any(character.isascii() and character.isalnum() for character in touching)
            return TYPED_AT_FIGURE if at_figure else TYPED
        if self._follows(cell):
            return FOLLOWS
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
            return min(cost, TYPED_AT_WRAP)
        return cost if before_ends == self.layout.paragraph_marked[self.index] else cost + UNLIKE

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
        return FOLLOWS if follows else self.model.paragraph[column]

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
