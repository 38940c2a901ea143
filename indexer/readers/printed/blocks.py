"""Printed rows → blocks: the rows of one duty or matter, which share its merged cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from indexer.readers.printed.cohesion import Cohesion, Words
from indexer.readers.printed.model import TableModel
from indexer.readers.printed.rows import PrintedRow


@dataclass(frozen=True, slots=True)
class Grouping:
    """The rows in blocks, and the rows of which the print does not tell to which block they belong."""

    blocks: list[list[PrintedRow]]
    doubtful: list[PrintedRow]


def group_rows(rows: Sequence[PrintedRow], model: TableModel) -> Grouping:
    """The rows grouped by the duty or matter that they belong to.

    Most prints give a block's merged cells with its last row on each page, some with its first one. Where
    the first row of a table has them, the words tell which print it is.
    """
    if not model.merged:
        return Grouping([[row] for row in rows], [])
    closing = _Closing(rows, model)
    grouping = closing.run()
    if rows and rows[0].labelled:
        led = _led_blocks(rows)
        if closing.unity(led) > closing.unity(grouping.blocks):
            return Grouping(led, [])
    return grouping


def _led_blocks(rows: Sequence[PrintedRow]) -> list[list[PrintedRow]]:
    blocks: list[list[PrintedRow]] = []
    for row in rows:
        if row.labelled or not blocks:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


class _Closing:
    """Blocks whose merged cells come with their last row on each page.

    Where a block's merged cells ended on one page and its rows go on over the next, nothing marks its end;
    there the words decide.
    """

    def __init__(self, rows: Sequence[PrintedRow], model: TableModel) -> None:
        self.rows = rows
        self.model = model
        self.agency = next((index for index, name in enumerate(model.fields) if name == "agency"), None)
        self.blocks: list[list[PrintedRow]] = []
        self.doubtful: list[PrintedRow] = []

    def run(self) -> Grouping:
        """The blocks in printed order."""
        pending: list[PrintedRow] = []
        marked = False  # a merged cell began or went on on this page
        unsure = False  # the pending rows may belong to the block before
        page = ended = 0  # the page being read, and that on which the last merged cell went on
        for row in self.rows:
            if row.page != page:
                if not marked and self.blocks:
                    self.blocks[-1] += pending
                    pending = []
                page, marked, unsure = row.page, ended == row.page, ended != row.page
            pending.append(row)
            ended = row.resumed_on or ended
            if row.resumed_on == row.page and self.blocks:
                self.blocks[-1] += pending
            elif row.labelled:
                kept = self._split(pending) if unsure and self.blocks and len(pending) > 1 else 0
                if kept:
                    self.blocks[-1] += pending[:kept]
                self.blocks.append(pending[kept:])
            else:
                continue
            pending, marked, unsure = [], True, False
        if pending and self.blocks:
            self.blocks[-1] += pending
        elif pending:
            self.blocks.append(pending)
        return Grouping(self.blocks, self.doubtful)

    def unity(self, blocks: Sequence[Sequence[PrintedRow]]) -> float:
        """How much the rows of blocks have in common with their labels."""
        return self._cohesion.unity([self._words(block) for block in blocks])

    def _split(self, pending: list[PrintedRow]) -> int:
        """How many of the rows before a labelled one still belong to the block before."""
        rows, last = pending[:-1], pending[-1]
        names = [self._name(row) for row in pending]
        before, after = self._words(self.blocks[-1]), self._words([last])
        kept, clear = self._cohesion.split(before, [self._plain(row) for row in rows], after, names)
        if not clear:
            self.doubtful.append(rows[0])
        return kept

    @cached_property
    def _cohesion(self) -> Cohesion:
        labelled = [row for row in self.rows if row.labelled]
        texts = [*map(self._plain, self.rows), *(self._words([row]).label for row in labelled)]
        return Cohesion(texts, len(self.rows) / max(len(labelled), 1), self._opener())

    def _words(self, block: Sequence[PrintedRow]) -> Words:
        label = "\n".join(row.text(self.model.merged) for row in block if row.labelled)
        return Words(label, [self._plain(row) for row in block])

    def _plain(self, row: PrintedRow) -> str:
        return row.text(~self.model.merged)

    def _name(self, row: PrintedRow) -> str:
        cell = row.cells.get(self.agency) if self.agency is not None else None
        return cell.text if cell else ""

    def _opener(self) -> str:
        """The agency that most blocks begin with, or ""."""
        openers = [row for before, row in pairwise(self.rows) if before.page == row.page and before.labelled]
        names = Counter(self._name(row) for row in [*self.rows[:1], *openers])
        name, count = names.most_common(1)[0]
        return name if count * 2 > len(openers) + 1 else ""
