"""One way to read the pieces of a printed table, as the search builds it up piece by piece."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

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


class Step(NamedTuple):
    """The beginning of a fragment, and the step before it."""

    before: Step | None
    start: int
    column: int
    continues: bool
    opens_row: bool


@dataclass(slots=True)
class Reading:
    """What a reading has come to: its cost, the fragment that it is in, and the state of row and page.

    Columns are kept in masks. `row` are those in which the row printed a fragment, `fresh` those of them in
    which a cell begins; `waiting` are cells that the last page's end cut and that must go on, `resumable`
    those that ended there and may go on; `cut` are cells that this page's end cuts. `widths` and `carried`
    hold, by column, the width of wrapped lines (0: not known) and the text of the last cell.
    """

    cost: float
    column: int = -1  # -1 at the top of a page
    start: int = 0
    row: int = 0
    fresh: int = 0
    waiting: int = 0
    resumable: int = 0
    cut: int = 0
    number: int = 0  # the last 序号
    widths: tuple[int, ...] = ()
    carried: tuple[str, ...] = ()
    path: Step | None = None

    def at(self, cost: float) -> Reading:
        """A copy with another cost."""
        return Reading(
            cost,
            self.column,
            self.start,
            self.row,
            self.fresh,
            self.waiting,
            self.resumable,
            self.cut,
            self.number,
            self.widths,
            self.carried,
            self.path,
        )

    @property
    def key(self) -> tuple[int, ...]:
        """What the steps to come depend on; of readings alike in it only the cheapest is worth keeping."""
        return (
            self.column,
            self.start,
            self.row,
            self.fresh,
            self.waiting,
            self.resumable,
            self.cut,
            self.number,
        )

    @property
    def carries_on(self) -> str:
        """The text that earlier pages printed of the cell that the reading is in."""
        return "" if self.fresh >> self.column & 1 else self.carried[self.column]

    def fragments(self, stop: int) -> list[Fragment]:
        """The fragments in printed order; the last one ends before the piece `stop`."""
        out: list[Fragment] = []
        step = self.path
        while step is not None:
            out.append(Fragment(step.column, step.start, stop, step.continues, step.opens_row))
            stop, step = step.start, step.before
        out.reverse()
        return out


def replaced(values: tuple[str, ...], index: int, value: str) -> tuple[str, ...]:
    """`values` with another one at an index."""
    return (*values[:index], value, *values[index + 1 :])


def best(readings: Iterable[Reading], beam: int) -> list[Reading]:
    """The cheapest reading of each kind, the cheapest ones first, at most `beam` of those worth going on with."""
    cheapest: dict[tuple[int, ...], Reading] = {}
    for reading in readings:
        key = reading.key
        other = cheapest.get(key)
        if other is None or reading.cost < other.cost:
            cheapest[key] = reading
    kept = sorted(cheapest.values(), key=lambda reading: reading.cost)[:beam]
    return [reading for reading in kept if reading.cost <= kept[0].cost + OUT_OF_REACH]
