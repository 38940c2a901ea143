"""Assign the pieces of a printed table to its columns: a beam search over what each piece may be.

A piece goes on with the cell before it, opens the next cell of the row, or opens a row. What is known of
such prints decides: each row prints its cells from left to right; a merged cell comes with one row of its
block; a page break cuts the last row, whose open cells go on with the rows of the next page; lines wrap at
the column's width; and a cell's words fit its column.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from indexer.readers.printed import words
from indexer.readers.printed.ends import Ends
from indexer.readers.printed.layout import Layout
from indexer.readers.printed.lines import End
from indexer.readers.printed.model import TableModel
from indexer.readers.printed.reading import OUT_OF_REACH, Fragment, Reading, Step, best
from indexer.wording import ends_sentence

_TYPED = 1.2  # a blank inside a cell's line
_TYPED_AT_FIGURE = 0.4  # the same beside a figure or a Latin letter
_TYPED_AT_WRAP = 1.5  # a blank where a full line wraps
_UNLIKE = 0.7  # paragraphs of one cell of which one ends as a sentence and the other does not
_FOLLOWS = 0.3  # a paragraph's end inside a cell, where the text gives a reason
_STRAY = 1.2  # a blank that is no cell
_FIRST_NUMBER = 1.0  # a table whose numbers do not start at 1
_STRANGE_NUMBER = 4.0  # a number that does not follow the one before
_LONGEST_CELL = 250  # pieces
_MISSED = 2.0  # the number that is due, an agency's name or a point of law, standing apart, taken for something else


class Search:
    """The search over one table's pieces; it keeps up to `beam` readings at each of them."""

    def __init__(self, layout: Layout, model: TableModel, beam: int) -> None:
        self.beam = beam
        self.layout = layout
        self.pieces = layout.pieces
        self.model = model
        self.ends = Ends(layout, model)
        self.counting = layout.counting() if "seq" in model.fields else frozenset()
        self.columns = range(len(model.fields))
        self.limit = math.inf  # the cost from which a step is not worth taking

    def run(self) -> tuple[list[Fragment], float]:
        """The best reading, as fragments in printed order, and its cost."""
        widths = tuple(width or 0 for width in self.model.widths)
        beam = [Reading(0.0, widths=widths, carried=("",) * len(widths))]
        for index, piece in enumerate(self.pieces):
            if index and piece.page != self.pieces[index - 1].page:
                beam = best((turned for reading in beam for turned in self.ends.of_page(reading, index)), self.beam)
            beam = best(self._all_steps(beam, index), self.beam)
        last = len(self.pieces)
        ended = min((end for reading in beam for end in self.ends.of_table(reading, last)), key=lambda end: end.cost)
        return ended.fragments(last), ended.cost

    def _all_steps(self, beam: list[Reading], index: int) -> Iterator[Reading]:
        self.limit = math.inf
        number = self.layout.number(index) if self.counting else None
        field = self.model.marked_field(self.layout, index)
        for reading in beam:
            for step in self._steps(reading, index):
                due = index in self.counting or number == reading.number + 1
                if due and number != step.number:
                    step.cost += _MISSED
                if field and self.model.fields[step.column] != field:
                    step.cost += _MISSED
                self.limit = min(self.limit, step.cost + OUT_OF_REACH)
                yield step

    def _steps(self, reading: Reading, index: int) -> Iterator[Reading]:
        if not self.pieces[index].text:
            yield reading.at(reading.cost + _STRAY)
        elif reading.column >= 0 and index - reading.start < _LONGEST_CELL:
            yield self._go_on(reading, index)
        for ended in self.ends.of_cell(reading, index):
            if ended.cost <= self.limit:
                for column in self.columns[reading.column + 1 :]:
                    yield from self._open(ended, column, index, opens_row=reading.row == 0)
        if reading.row:
            ended = self.ends.of_row(reading, index)
            if ended.cost <= self.limit:
                for column in self.columns:
                    yield from self._open(ended, column, index, opens_row=True)

    # -- going on with a cell ------------------------------------------------------------------------

    def _go_on(self, reading: Reading, index: int) -> Reading:
        """The piece belongs to the same cell as the one before."""
        field = self.model.fields[reading.column]
        cost = self.layout.line_cost(index, reading.start, reading.widths[reading.column])
        if field == "seq":
            cost += _STRANGE_NUMBER
        if self.layout.text(reading.start, index):
            cost += self._inside_cost(reading, index)
        else:  # the blank before was no empty cell
            cost += _STRAY + self.model.filled[reading.column] + words.start_cost(field, self.layout.peek(index))
        return reading.at(reading.cost + cost)

    def _inside_cost(self, reading: Reading, index: int) -> float:
        """What the end of the piece before costs inside a cell."""
        before = self.pieces[index - 1]
        if before.end is End.WRAPPED:
            return 0.0
        if before.end is End.BLANK:
            touching = before.text[-1:] + self.pieces[index].text[:1]
            at_figure = any(character.isascii() and character.isalnum() for character in touching)
            return _TYPED_AT_FIGURE if at_figure else _TYPED
        text = self.layout.text(reading.start, index)
        if words.paragraph_follows(text, self.layout.peek(index), self.model.fields[reading.column]):
            return _FOLLOWS
        if before.end is End.CLOSED:
            return self._paragraph_cost(reading, index)
        return self.layout.shortfall(index - 1, reading.start, reading.widths[reading.column])

    def _paragraph_cost(self, reading: Reading, index: int) -> float:
        """What a blank at a line's end inside a cell costs: a paragraph's end, or a blank typed where a full
        line wraps. Paragraphs of one cell mostly end alike.
        """
        cost = self.model.paragraph[reading.column]
        before_ends = ends_sentence(self.pieces[index - 1].text)
        if not before_ends and self.layout.is_full(index - 1, reading.start, reading.widths[reading.column]):
            return min(cost, _TYPED_AT_WRAP)
        return cost if before_ends == ends_sentence(self.layout.paragraph_end(index)) else cost + _UNLIKE

    # -- opening a cell ------------------------------------------------------------------------------

    def _open(self, reading: Reading, column: int, index: int, opens_row: bool) -> Iterator[Reading]:
        """Begin a fragment in a column: the rest of a cut cell, a cell between paragraphs, or a new one."""
        bit, text, field = 1 << column, self.pieces[index].text, self.model.fields[column]
        cost = reading.cost + self.layout.line_cost(index, index, reading.widths[column])
        if cost > self.limit:
            return
        if reading.waiting & bit:
            if text:
                yield self._opened(reading, cost, Step(reading.path, index, column, True, opens_row))
            return
        if reading.resumable & bit and text and self.ends.can_be_cut(column):
            follows = words.paragraph_follows(reading.carried[column], self.layout.peek(index), field)
            resumed = cost + (_FOLLOWS if follows else self.model.paragraph[column])
            yield self._opened(reading, resumed, Step(reading.path, index, column, True, opens_row))
        number = reading.number
        if field == "seq" and text:
            printed = words.printed_number(text)
            if printed is None:
                return
            if printed != number + 1:
                cost += _STRANGE_NUMBER if number else _FIRST_NUMBER
            number = printed
        if text:
            cost += words.start_cost(field, self.layout.peek(index)) + self.model.filled[column]
        if cost <= self.limit:
            opened = self._opened(reading, cost, Step(reading.path, index, column, False, opens_row))
            opened.number = number
            yield opened

    def _opened(self, reading: Reading, cost: float, step: Step) -> Reading:
        """The reading after a step."""
        bit = 1 << step.column
        opened = reading.at(cost)
        opened.column, opened.start, opened.path = step.column, step.start, step
        opened.row |= bit
        opened.fresh |= 0 if step.continues else bit
        opened.waiting &= ~bit
        opened.resumable &= ~bit
        return opened
