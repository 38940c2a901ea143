"""Where the cells, rows and pages of a reading end, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.readers.printed.layout import Layout
from indexer.readers.printed.lines import End
from indexer.readers.printed.model import TableModel, bits
from indexer.readers.printed.reading import Reading, replaced
from indexer.wording import ends_sentence

_SHARED_CELL, _SHARED_ROW = 0.4, 0.8  # two cells, or two rows, on one line
_LOST_END = 6.0  # a cell's end without its blank
_FIRST_CUT, _FURTHER_CUT = 1.0, 0.3  # a cell that the page's end cuts
_CUT_AT_MARK = 1.0  # a cut right behind the end of a sentence
_AFTER_CUT = 6.0  # a row that begins after one that the page's end cuts
_UNFINISHED = 4.0  # a cut cell that does not go on
_MIXED = 3.0  # a row that goes on and begins at once, or goes on with some of its cells only


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends of cells, rows and pages in one table."""

    layout: Layout
    model: TableModel

    def of_cell(self, reading: Reading, index: int) -> Iterator[Reading]:
        """The reading with its cell ended before a piece in the same row: whole, or cut by the page's end."""
        if reading.column < 0:
            yield reading.at(reading.cost)
            return
        yield self._whole(reading, index, self._end_cost(reading, index, _SHARED_CELL))
        if self.layout.pieces[index - 1].end is not End.CLOSED and self.can_be_cut(reading.column):
            yield self._cut(reading, index)

    def of_row(self, reading: Reading, index: int) -> Reading:
        """The reading with its row ended before a piece."""
        ended = self._whole(reading, index, self._end_cost(reading, index, _SHARED_ROW))
        if ended.cut:
            ended.cost += _AFTER_CUT
        self._close_row(ended)
        return ended

    def of_page(self, reading: Reading, index: int) -> Iterator[Reading]:
        """The reading at the top of the next page: its last row ended or cut, its open cells waiting."""
        if reading.column < 0:
            yield reading
            return
        end, can_be_cut = self.layout.pieces[index - 1].end, self.can_be_cut(reading.column)
        ways: list[Reading] = []
        if end is not End.WRAPPED or not can_be_cut:
            width = reading.widths[reading.column]
            cost = self.layout.fullness(index - 1, reading.start, width) if end is End.UNKNOWN else 0.0
            ways.append(self._whole(reading, index, cost))
        if end is not End.CLOSED and can_be_cut:
            ways.append(self._cut(reading, index))
        for way in ways:
            printed, unfinished = way.row, way.waiting
            self._close_row(way)
            way.cost += _UNFINISHED * unfinished.bit_count()
            way.waiting, way.resumable, way.cut = way.cut, printed & ~way.cut, 0
            way.column = -1
            yield way

    def of_table(self, reading: Reading, index: int) -> Iterator[Reading]:
        """The reading at the table's end, where nothing can go on any more."""
        for ended in self.of_page(reading, index):
            ended.cost += _UNFINISHED * ended.waiting.bit_count()
            yield ended

    def can_be_cut(self, column: int) -> bool:
        """Whether a page's end can cut a cell of a column: a number fills one line."""
        return self.model.fields[column] != "seq"

    # -- cells ---------------------------------------------------------------------------------------

    def _end_cost(self, reading: Reading, index: int, shared: float) -> float:
        """What it costs that a whole cell ends before a piece, as the end of the piece before tells."""
        end = self.layout.pieces[index - 1].end
        if end is End.CLOSED:
            return 0.0
        if end is End.UNKNOWN:
            return self.layout.fullness(index - 1, reading.start, reading.widths[reading.column])
        return shared if end is End.BLANK else _LOST_END

    def _whole(self, reading: Reading, index: int, cost: float) -> Reading:
        text = reading.carries_on + self.layout.text(reading.start, index)
        ended = self._measured(reading, index, cost + self.model.whole_cost(reading.column, text))
        ended.carried = replaced(reading.carried, reading.column, text + "\n")
        return ended

    def _cut(self, reading: Reading, index: int) -> Reading:
        own = self.layout.text(reading.start, index)
        cost = _FURTHER_CUT if reading.cut else _FIRST_CUT
        if self.layout.pieces[index - 1].end is not End.WRAPPED:
            cost += self.layout.shortfall(index - 1, reading.start, reading.widths[reading.column])
        if ends_sentence(own):
            cost += _CUT_AT_MARK
        ended = self._measured(reading, index, cost)
        ended.cut |= 1 << reading.column
        ended.carried = replaced(reading.carried, reading.column, reading.carries_on + own)
        return ended

    def _measured(self, reading: Reading, index: int, cost: float) -> Reading:
        """The reading with its column's width taken from the cell that ends, where it was not known."""
        ended = reading.at(reading.cost + cost)
        column = reading.column
        if not ended.widths[column] and (width := self.layout.wrap_width(reading.start, index)):
            ended.widths = (*ended.widths[:column], width, *ended.widths[column + 1 :])
        return ended

    # -- rows ----------------------------------------------------------------------------------------

    def _close_row(self, reading: Reading) -> None:
        """Add what the row that ends costs, and make room for the next one."""
        reading.cost += self._plain_cost(reading) + self._merged_cost(reading)
        reading.resumable &= 0 if reading.row & self.model.merged else self.model.merged
        reading.row = reading.fresh = 0

    def _plain_cost(self, reading: Reading) -> float:
        """A row that begins prints a cell in each column that is not merged; one that the last page's end
        cut prints the rest of each of its cells.
        """
        plain = ~self.model.merged
        cost = _MIXED * (reading.waiting & plain).bit_count()
        if reading.fresh:
            every = (1 << len(self.model.fields)) - 1
            cost += sum(self.model.missing[column] for column in bits(every & plain & ~reading.row))
        if reading.fresh & plain and reading.row & ~reading.fresh & plain:
            cost += _MIXED
        return cost

    def _merged_cost(self, reading: Reading) -> float:
        """The merged cells of a block come together, all of them new or all from the page before."""
        merged = self.model.merged
        goes_on = reading.row & ~reading.fresh & merged
        if reading.fresh & merged:
            cost = sum(self.model.missing[column] for column in bits(merged & ~reading.row))
            return cost + (_MIXED if goes_on else 0.0)
        return _MIXED * (reading.waiting & merged).bit_count() if goes_on else 0.0
