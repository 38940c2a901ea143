"""Where the cells and pages of a reading end, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.readers.printed.clues import Clues
from indexer.readers.printed.lines import End
from indexer.readers.printed.model import TableModel
from indexer.readers.printed.reading import OpenCell, Reading, RowStates
from tokenizer.wording import ends_sentence

FIRST_CUT, FURTHER_CUT = 1.0, 0.3  # a cell that the page's end cuts
_SHARED_CELL, _SHARED_ROW = 0.4, 0.8  # two cells, or two rows, on one line
_LOST_END = 6.0  # a cell's end without its blank
_CUT_AT_MARK = 1.0  # a cut right behind the end of a sentence
_UNFINISHED = 4.0  # a cut cell that does not go on


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
            return _SHARED_CELL, _SHARED_ROW
        return (_LOST_END, _LOST_END) if end is End.WRAPPED else (0.0, 0.0)

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
        return cost + _CUT_AT_MARK if ends_sentence(self.layout.text(cell.start, index)) else cost

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
            ended.cost += _UNFINISHED * ended.state.waiting.bit_count()
            yield ended

    def _turned(self, reading: Reading, index: int, cost: float, cut: bool) -> Reading:
        """The reading at the top of the next page, where its last cell ended whole or `cut`."""
        cell, state = reading.cell, reading.state
        waiting = state.cut | 1 << cell.column if cut else state.cut
        resumable = state.row & ~waiting
        return Reading(
            reading.cost + cost + state.row_cost() + _UNFINISHED * state.waiting.bit_count(),
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
