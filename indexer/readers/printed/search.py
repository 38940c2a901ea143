"""Assign the pieces of a printed table to its columns: a beam search over what each piece may be.

A piece goes on with the cell before it, opens the next cell of the row, or opens a row. What is known of
such prints decides: each row prints its cells from left to right; a merged cell comes with one row of its
block; a page break cuts the last row, whose open cells go on with the rows of the next page; lines wrap at
the column's width; and a cell's words fit its column.

An example. The table is on the left, with merged cells in its first, second and last column; what a converter prints
of it is in the middle (␣ is the blank that closes a cell), and what each piece was taken for on the right:

    +---+--------+--------+----------+------+      县水利局␣          agency, opens a row
    |   |        |县水利局 |负责河道采 |      |      负责河道采          role, opens the next cell
    | 1 |河道采砂 |        |砂许可。   |《水法》|      砂许可。␣          goes on: no blank closed the line before
    |   |监管    |县公安局 |查处盗采。 |      |      1 河道采砂          seq, opens a row (a number may share its line);
    +---+--------+--------+----------+------+                           matter, opens the next cell
                                                    监管␣              goes on
                                                    县公安局␣          agency: left of it the row has its cells
                                                    查处盗采。␣        role
                                                    《水法》␣          basis

At `县公安局` two of the readings kept are: the agency that belongs beside the matter, which costs nothing, and a second
paragraph of the matter (`costs.PARAGRAPH`), after which the row lacks an agency (`costs.MISSING`). The second one goes
along with the first, in case what follows speaks for it, until it is `costs.OUT_OF_REACH`.
The row of 县水利局 prints no merged cells and the next one does: they belong
to both (`rows`), and the table has one matter with two parties.
"""

from __future__ import annotations

from math import inf
from operator import itemgetter

from indexer.readers.printed.costs import (
    FIRST_CUT,
    FIRST_NUMBER,
    FURTHER_CUT,
    MISSED,
    OUT_OF_REACH,
    ROUNDING,
    STRANGE_NUMBER,
)
from indexer.readers.printed.lines import End
from indexer.readers.printed.model import TableModel
from indexer.readers.printed.pricing import Clues, Ends, PieceCosts
from indexer.readers.printed.reading import Fragment, OpenCell, Reading, RowState, RowStates, best

_Step = tuple[float, Reading, "RowState | None", int, int, bool]
"""What the reading then costs, the reading, and where it opens a fragment: its state and last 序号 then, the fragment's
column, and whether the page's end cut the cell before. The state is None where the reading goes on with its cell.
"""


# -- steps ------------------------------------------------------------------------------------------------


class PieceSteps:
    """The steps with the piece at `index`: of those that lead to the same, the cheapest one."""

    def __init__(self, clues: Clues, ends: Ends, index: int) -> None:
        model = ends.model
        self.index = index
        self.model = model
        self.ends = ends
        self.costs = PieceCosts(clues, model, ends, index)
        self.seq = clues.seq
        self.counts = index in clues.counting
        self.due = clues.numbers[index]
        self.printed = clues.seqs[index]
        field = clues.fields[index]
        self.missed = [MISSED if field and own != field else 0.0 for own in model.fields]
        # Whether a new cell costs no more than its opening: nothing is due, and there is no number to read.
        self.plain = self.printed is None and self.due is None and not field
        self.widths: tuple[int, ...] = ()  # the last that were asked for, and what a line costs at them
        self.lines: list[float] = []
        self.mark_beside, self.mark_above = ends.mark_costs(index)
        self.least = min(self.costs.opening)
        self.steps: list[_Step] = []  # as they are found; of those that cost the same the first is preferred
        self.places: dict[int, dict[RowState, int]] = {}  # of the steps that open a fragment, by number and state
        self.lowest = inf  # cost of a step so far
        self.limit = inf  # the cost from which a step is not worth taking

    def taken_by(self, beam: list[Reading], most: int) -> list[Reading]:
        """The best readings that have taken the piece, at most so many, the cheapest first; `beam` is used up."""
        for reading, cost in zip(beam, self._going_on(beam), strict=True):
            if cost < inf:
                self.steps.append((cost, reading, None, 0, 0, False))
                if cost < self.lowest:
                    self.lowest, self.limit = cost, cost + OUT_OF_REACH
            if reading.cell.column >= 0:
                self._end(reading)
            else:
                self._open(reading, reading.cost, reading.state, self.model.columns)
        steps = sorted(self.steps, key=itemgetter(0))[:most]
        return self._taken([step for step in steps if step[0] <= steps[0][0] + OUT_OF_REACH])

    def _going_on(self, beam: list[Reading]) -> list[float]:
        """What readings cost once they took the piece as a part of the same cell as the one before."""
        going_on, missed = self.costs.going_on, self.missed
        costs = [reading.cost + going_on(reading.cell) for reading in beam]
        if self.plain:
            return costs
        return [
            cost + self._misses(reading.number, reading.number) + missed[reading.cell.column]
            for cost, reading in zip(costs, beam, strict=True)
        ]

    def _misses(self, number: int, taken: int) -> float:
        """What it costs that the last number, `number` so far, is `taken` with the piece."""
        due = self.due is not None and (self.counts or self.due == number + 1)
        return MISSED if due and self.due != taken else 0.0

    # -- opening a cell ------------------------------------------------------------------------------

    def _end(self, reading: Reading) -> None:
        """End the reading's cell, or its row, and open another one."""
        cell, state, costs = reading.cell, reading.state, self.costs
        column = cell.column
        highest = self.limit + ROUNDING if state.goes_on else self.limit + ROUNDING - self.least
        if right := self.model.right_of[column]:
            if reading.cost + self.mark_beside <= highest:
                cost = reading.cost + (self.mark_beside + costs.whole(cell))
                if cost <= highest:
                    self._open(reading, cost, state, right)
            if costs.end_before is not End.CLOSED and self.model.can_go_on[column]:
                cost = reading.cost + ((FURTHER_CUT if state.cut else FIRST_CUT) + costs.cut(cell))
                if cost <= highest:
                    self._open(reading, cost, state.with_cut(column), right, cut=True)
        least = reading.cost + self.mark_above + state.cut_cost
        if least <= highest and least + state.row_cost() <= highest:
            cost = reading.cost + (self.mark_above + costs.whole(cell)) + state.cut_cost + state.row_cost()
            if cost <= highest:
                self._open(reading, cost, state.below(), self.model.columns)

    def _open(self, reading: Reading, ended: float, state: RowState, columns: range, cut: bool = False) -> None:
        """Open a fragment in each of some columns: the rest of a cut cell, a cell between paragraphs, or a new one.

        `ended` is the reading's cost, and `state` its state, once its cell or row has ended.
        """
        number, steps, goes_on = reading.number, self.steps, state.goes_on
        widths = reading.widths if reading.cell.width else self.ends.widths(reading, self.index)
        if widths is not self.widths:
            self.widths, self.lines = widths, [self.costs.line(width) for width in widths]
        lines, opening = self.lines, self.costs.opening
        places = self.places.setdefault(number, {})
        for column in columns:
            cost = ended + lines[column]
            if cost > self.limit or (goes_on >> column & 1 and self._resume(reading, cost, state, cut, column)):
                continue
            if not self.plain:
                self._begin(reading, cost, state, cut, column)
                continue
            cost += opening[column]
            if cost <= self.limit:
                after = state.opened(column, False)
                at = places.get(after)
                if at is None:
                    places[after] = len(steps)
                    steps.append((cost, reading, after, number, column, cut))
                elif cost < steps[at][0]:
                    steps[at] = cost, reading, after, number, column, cut
                if cost < self.lowest:
                    self.lowest, self.limit = cost, cost + OUT_OF_REACH

    def _resume(self, reading: Reading, cost: float, state: RowState, cut: bool, column: int) -> bool:
        """Go on in a column with a cell of the page before, where there is one; whether nothing else can be there."""
        number = reading.number
        waits = bool(state.waiting >> column & 1)
        if self.costs.text and (waits or self.model.can_go_on[column]):
            if not waits:
                cost += self.costs.resuming(column, reading.carried[column])
            cost = cost + self._misses(number, number) + self.missed[column]
            self._add(cost, reading, state.opened(column, True), number, column, cut)
        return waits

    def _begin(self, reading: Reading, cost: float, state: RowState, cut: bool, column: int) -> None:
        """Begin a cell where something is due, or there is a number to read."""
        number = taken = reading.number
        if column == self.seq and self.printed is not None:
            taken = self.printed
            if taken != number + 1:
                cost += STRANGE_NUMBER if number else FIRST_NUMBER
        cost += self.costs.opening[column]
        if cost <= self.limit:
            cost = cost + self._misses(number, taken) + self.missed[column]
            self._add(cost, reading, state.opened(column, False), taken, column, cut)

    def _add(self, cost: float, reading: Reading, state: RowState, number: int, column: int, cut: bool) -> None:
        """Add a step that opens a fragment, unless another one leads to the same for less."""
        places = self.places.setdefault(number, {})
        at = places.get(state)
        if at is None:
            places[state] = len(self.steps)
            self.steps.append((cost, reading, state, number, column, cut))
        elif cost < self.steps[at][0]:
            self.steps[at] = cost, reading, state, number, column, cut
        if cost < self.lowest:
            self.lowest, self.limit = cost, cost + OUT_OF_REACH

    # -- taking the steps ----------------------------------------------------------------------------

    def _taken(self, steps: list[_Step]) -> list[Reading]:
        """The readings after their steps."""
        cells: dict[tuple[int, int, str], OpenCell] = {}
        taken: list[Reading] = []
        for cost, reading, state, number, column, cut in steps:
            if state is None:
                reading.cost = cost
                taken.append(reading)
                continue
            widths = reading.widths if reading.cell.width else self.ends.widths(reading, self.index)
            carried = "" if state.fresh >> column & 1 else reading.carried[column]
            key = column, widths[column], carried
            cell = cells.get(key)
            if cell is None:
                cell = cells[key] = OpenCell(column, self.index, widths[column], carried)
            taken.append(Reading(cost, cell, state, number, widths, reading.carried, reading, cut))
        return taken


# -- the search -------------------------------------------------------------------------------------------


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
