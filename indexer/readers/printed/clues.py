"""What the pieces of a table say by themselves, whatever a reading has come to: worked out once for all searches."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from operator import add

from indexer.readers.printed import words
from indexer.readers.printed.layout import Layout
from indexer.readers.printed.model import CellWords, TableModel
from tokenizer.number_marks import leading_mark


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
