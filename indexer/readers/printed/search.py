"""Assign the pieces of a printed table to its columns: a beam search over what each piece may be.

A piece goes on with the cell before it, opens the next cell of the row, or opens a row. What is known of
such prints decides: each row prints its cells from left to right; a merged cell comes with one row of its
block; a page break cuts the last row, whose open cells go on with the rows of the next page; lines wrap at
the column's width; and a cell's words fit its column.
"""

from __future__ import annotations

from indexer.readers.printed.model import TableModel
from indexer.readers.printed.pricing import Clues, Ends
from indexer.readers.printed.reading import Fragment, OpenCell, Reading, RowStates, best
from indexer.readers.printed.steps import PieceSteps


class Search:
    """The search over one table's pieces; it keeps up to `beam` readings at each of them."""

    def __init__(self, clues: Clues, model: TableModel, beam: int) -> None:
        self.beam = beam
        self.clues = clues
        self.model = model
        self.states = RowStates(model)
        self.ends = Ends(clues, model, self.states)

    def run(self) -> tuple[list[Fragment], float]:
        """The best reading, as fragments in printed order, and its cost."""
        widths = tuple(width or 0 for width in self.model.widths)
        beam = [Reading(0.0, OpenCell(-1, 0), self.states.of(), 0, widths, {})]
        pieces = self.clues.layout.pieces
        for index, piece in enumerate(pieces):
            if index and piece.page != pieces[index - 1].page:
                beam = best((turned for reading in beam for turned in self.ends.of_page(reading, index)), self.beam)
            beam = PieceSteps(self.clues, self.ends, index).taken_by(beam, self.beam)
        last = len(pieces)
        ended = min((end for reading in beam for end in self.ends.of_table(reading, last)), key=lambda end: end.cost)
        return ended.fragments(last), ended.cost
