"""One way to read the pieces of a printed table, as the search builds it up piece by piece, and what the row and the
page that it is in have printed so far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer.readers.printed.costs import AFTER_CUT, MIXED, OUT_OF_REACH
from indexer.readers.printed.model import TableModel, bits

_Masks = tuple[int, int, int, int, int]


class RowState:
    """The columns of a row and of its page, in masks. There is one object of each state, which keeps those after it.

    `row` are the columns in which the row printed a fragment, `fresh` those of them in which a cell begins;
    `waiting` are cells that the last page's end cut and that must go on, `resumable` those that ended there and
    may go on (`goes_on`: either of them); `cut` are cells that this page's end cuts, and `cut_cost` is
    what it costs that another row begins below them.
    """

    __slots__ = (
        "_begun",
        "_below",
        "_continued",
        "_cuts",
        "_row_cost",
        "_states",
        "cut",
        "cut_cost",
        "fresh",
        "goes_on",
        "resumable",
        "row",
        "waiting",
    )

    def __init__(self, states: RowStates, masks: _Masks) -> None:
        self.row, self.fresh, self.waiting, self.resumable, self.cut = masks
        self.goes_on = self.waiting | self.resumable
        self.cut_cost = AFTER_CUT if self.cut else 0.0
        self._states = states
        self._begun: dict[int, RowState] = {}
        self._continued: dict[int, RowState] = {}
        self._cuts: dict[int, RowState] = {}
        self._below: RowState | None = None
        self._row_cost: float | None = None

    def opened(self, column: int, continues: bool) -> RowState:
        """The state once a fragment is opened in a column, which `continues` a cell or begins one."""
        known = self._continued if continues else self._begun
        state = known.get(column)
        if state is None:
            bit = 1 << column
            fresh = self.fresh if continues else self.fresh | bit
            state = self._states.of(self.row | bit, fresh, self.waiting & ~bit, self.resumable & ~bit, self.cut)
            known[column] = state
        return state

    def with_cut(self, column: int) -> RowState:
        """The state once the page's end has cut the cell in a column."""
        state = self._cuts.get(column)
        if state is None:
            cut = self.cut | 1 << column
            state = self._cuts[column] = self._states.of(self.row, self.fresh, self.waiting, self.resumable, cut)
        return state

    def below(self) -> RowState:
        """The state below the row, where nothing is printed yet."""
        if self._below is None:
            self._below = self._states.below(self)
        return self._below

    def row_cost(self) -> float:
        """What it costs that the row ends."""
        if self._row_cost is None:
            self._row_cost = self._states.row_cost(self)
        return self._row_cost


class RowStates:
    """All states of the rows of one table, by what its model says of merged and missing cells."""

    def __init__(self, model: TableModel) -> None:
        self.model = model
        self._known: dict[_Masks, RowState] = {}

    def of(self, row: int = 0, fresh: int = 0, waiting: int = 0, resumable: int = 0, cut: int = 0) -> RowState:
        """The state with these masks."""
        masks = row, fresh, waiting, resumable, cut
        state = self._known.get(masks)
        if state is None:
            state = self._known[masks] = RowState(self, masks)
        return state

    def below(self, state: RowState) -> RowState:
        """The state below a row: of the cells that ended on the page before, only merged ones can go on there."""
        merged = self.model.merged
        resumable = 0 if state.row & merged else state.resumable & merged
        return self.of(0, 0, state.waiting, resumable, state.cut)

    def row_cost(self, state: RowState) -> float:
        """What it costs that the row of a state ends."""
        return self._plain_cost(state) + self._merged_cost(state)

    def _plain_cost(self, state: RowState) -> float:
        """A row that begins prints a cell in each column that is not merged; one that the last page's end
        cut prints the rest of each of its cells.
        """
        plain = ~self.model.merged
        cost = MIXED * (state.waiting & plain).bit_count()
        if state.fresh:
            every = (1 << len(self.model.fields)) - 1
            cost += sum(self.model.missing[column] for column in bits(every & plain & ~state.row))
        if state.fresh & plain and state.row & ~state.fresh & plain:
            cost += MIXED
        return cost

    def _merged_cost(self, state: RowState) -> float:
        """The merged cells of a block come together, all of them new or all from the page before."""
        merged = self.model.merged
        goes_on = state.row & ~state.fresh & merged
        if state.fresh & merged:
            cost = sum(self.model.missing[column] for column in bits(merged & ~state.row))
            return cost + (MIXED if goes_on else 0.0)
        return MIXED * (state.waiting & merged).bit_count() if goes_on else 0.0


# -- readings ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a cell that one page prints: pieces [start, stop) in a column.

    `continues` a cell that an earlier page began; `opens_row` tells the first fragment of a printed row.
    """

    column: int
    start: int
    stop: int
    continues: bool
    opens_row: bool


@dataclass(slots=True, eq=False)
class OpenCell:
    """The cell that a reading is in; readings that opened it alike share one, and with it what is worked out of it.

    `column` is -1 at the top of a page. `width` is that of the column's wrapped lines (0: not known), `carried` the
    text that earlier pages printed of the cell.
    """

    column: int
    start: int
    width: int = 0
    carried: str = ""


@dataclass(slots=True, eq=False)
class Reading:
    """What a reading has come to: its cost, the cell that it is in, and the state of row and page.

    `widths` holds, by column, the width of wrapped lines (0: not known), `carried` the text of the cells that the
    page before printed last. `before` is the reading of which the last cell ended here, `cut` by the page's end or
    whole.
    """

    cost: float
    cell: OpenCell
    state: RowState
    number: int  # the last 序号
    widths: tuple[int, ...]
    carried: Mapping[int, str]
    before: Reading | None = None
    cut: bool = False

    def fragments(self, stop: int) -> list[Fragment]:
        """The fragments in printed order; the last one ends before the piece `stop`."""
        out: list[Fragment] = []
        reading: Reading | None = self
        while reading is not None:
            cell, state = reading.cell, reading.state
            if cell.column >= 0:
                bit = 1 << cell.column
                out.append(Fragment(cell.column, cell.start, stop, not state.fresh & bit, state.row == bit))
                stop = cell.start
            reading = reading.before
        out.reverse()
        return out


def best(readings: Iterable[Reading], beam: int) -> list[Reading]:
    """The cheapest reading of each kind, the cheapest ones first, at most `beam` of those worth going on with.

    Of readings in a like state only the cheapest is worth keeping, since the steps to come cost them the same.
    """
    cheapest: dict[tuple[int, RowState, int], Reading] = {}
    for reading in readings:
        key = reading.cell.start, reading.state, reading.number
        other = cheapest.get(key)
        if other is None or reading.cost < other.cost:
            cheapest[key] = reading
    kept = sorted(cheapest.values(), key=lambda reading: reading.cost)[:beam]
    return [reading for reading in kept if reading.cost <= kept[0].cost + OUT_OF_REACH]
