"""One way to read the pieces of a printed table, as the search builds it up piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer.readers.printed.rowstate import RowState

OUT_OF_REACH = 11.0  # a reading this much worse than the best one is given up


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
