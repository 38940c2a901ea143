"""Fragments → printed rows → blocks: the rows of one duty or matter, which share its merged cells.

A reading also teaches here what the columns of its table are like.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from operator import add

from indexer.readers.printed import words
from indexer.readers.printed.costs import CLEAR, COVERED, OPENER, SIZE, TWICE, WITH_BLOCK, WITH_NEIGHBOUR
from indexer.readers.printed.layout import Layout
from indexer.readers.printed.lines import End
from indexer.readers.printed.model import Observed, TableModel
from indexer.readers.printed.reading import Fragment
from tokenizer.wording import ends_sentence, squeeze

_Pairs = frozenset[str]


@dataclass(slots=True)
class PrintedCell:
    """A cell put together from its fragments; `text` is "" for one printed empty."""

    line: int
    text: str

    def add(self, text: str, cut: bool) -> None:
        """Go on with the text of the next page."""
        self.text += text if cut or not self.text else "\n" + text


@dataclass(slots=True)
class PrintedRow:
    """A printed row: the cells that begin in it by column, and whether merged cells begin or go on there."""

    page: int
    cells: dict[int, PrintedCell] = field(default_factory=dict)
    labelled: bool = False  # a merged cell begins here
    resumed_on: int = 0  # the page, if any, on which a merged cell that an earlier page began goes on here

    def text(self, columns: int = -1) -> str:
        """The words of the row's own cells, as far as their columns are in a mask."""
        return "\n".join(cell.text for column, cell in sorted(self.cells.items()) if columns >> column & 1)


def build_rows(fragments: Sequence[Fragment], layout: Layout, model: TableModel) -> list[PrintedRow]:
    """The printed rows: what the page's end cut is put together again."""
    rows: list[PrintedRow] = []
    latest: dict[int, tuple[PrintedCell, bool]] = {}  # by column: its last cell, and whether it is cut
    for group in _groups(fragments):
        page = layout.pieces[group[0].start].page
        if not rows or any(not fragment.continues for fragment in group):
            rows.append(PrintedRow(page))
        row = rows[-1]
        for fragment in group:
            text = layout.text(fragment.start, fragment.stop)
            cut = layout.pieces[fragment.stop - 1].end is not End.CLOSED
            merged = bool(model.merged >> fragment.column & 1)
            if fragment.continues and fragment.column in latest:
                cell, was_cut = latest[fragment.column]
                cell.add(text, was_cut)
                row.resumed_on = page if merged else row.resumed_on
            else:
                cell = PrintedCell(layout.pieces[_first_text(layout, fragment)].line, text)
                row.cells[fragment.column] = cell
                row.labelled = row.labelled or merged
            latest[fragment.column] = cell, cut
    return rows


def _first_text(layout: Layout, fragment: Fragment) -> int:
    return next((i for i in range(fragment.start, fragment.stop) if layout.pieces[i].text), fragment.start)


def _groups(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    groups: list[list[Fragment]] = []
    for fragment in fragments:
        if fragment.opens_row or not groups:
            groups.append([])
        groups[-1].append(fragment)
    return groups


def observe(fragments: Sequence[Fragment], layout: Layout, model: TableModel) -> Observed:
    """What a reading shows of its table: line widths, and how often cells are missing, empty or in paragraphs."""
    seen = Observed()
    for group in _groups(fragments):
        printed = {fragment.column for fragment in group}
        fresh = {fragment.column for fragment in group if not fragment.continues}
        labelled = any(model.merged >> column & 1 for column in fresh)
        for column in range(len(model.fields)):
            if fresh and (labelled or not model.merged >> column & 1):
                seen.rows[column] += 1
                seen.missing[column] += column not in printed
    for fragment in fragments:
        column, text = fragment.column, layout.text(fragment.start, fragment.stop)
        seen.cells[column] += 1
        seen.empty[column] += not text
        seen.marked[column] += ends_sentence(text)
        for index in range(fragment.start, fragment.stop):
            end = layout.pieces[index].end
            if end is End.WRAPPED or (end is End.UNKNOWN and index + 1 < fragment.stop):
                seen.wraps[column].append(layout.filled(index, fragment.start))
        lines = text.split("\n")
        follows = (
            words.paragraph_follows("\n".join(lines[:i]), lines[i], model.fields[column]) for i in range(1, len(lines))
        )
        seen.breaks[column] += not all(follows)
    return seen


# -- which words belong together --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """What one block is known to hold: the text of its label, and its rows."""

    label: str
    rows: Sequence[str]


@dataclass(slots=True)
class Cohesion:
    """Compares texts by the pairs of characters that they share, pairs that are rare in `texts` counting more.

    `size` is the usual number of rows of a block; `opener` the agency that most blocks begin with, or "".
    """

    texts: Sequence[str]
    size: float
    opener: str = ""
    _weights: dict[str, float] = field(default_factory=dict)
    _known: dict[str, _Pairs] = field(default_factory=dict)
    _totals: dict[str, float] = field(default_factory=dict)  # the weight of all pairs of a text

    def __post_init__(self) -> None:
        count = Counter(pair for text in self.texts for pair in self._pairs(text))
        self._weights = {pair: math.log((1 + len(self.texts)) / number) for pair, number in count.items()}

    def split(self, before: Words, rows: Sequence[str], after: Words, names: Sequence[str]) -> tuple[int, bool]:
        """How many of `rows` belong to the block `before` rather than to the one `after`, and whether that
        is beyond doubt.

        `names` are the agencies of the rows and of the first row known to stand in the block after.
        """
        scores = [self._score(before, rows, after, cut) + self._agencies(names, cut) for cut in range(len(rows) + 1)]
        best = max(range(len(scores)), key=lambda cut: scores[cut])
        clear = all(scores[best] - score >= CLEAR for cut, score in enumerate(scores) if cut != best)
        return best, clear

    def unity(self, blocks: Iterable[Words]) -> float:
        """How much the rows of blocks have in common with their labels."""
        return sum(self._share(row, self._pairs(block.label)) for block in blocks for row in block.rows)

    def _score(self, before: Words, rows: Sequence[str], after: Words, cut: int) -> float:
        """How well a border after `cut` rows parts two blocks."""
        upper, lower = [*before.rows, *rows[:cut]], [*rows[cut:], *after.rows]
        score = 0.0
        for label, block, own in (
            (before.label, upper, range(len(before.rows), len(upper))),
            (after.label, lower, range(len(rows) - cut)),
        ):
            pairs = self._pairs(label)
            for index in own:
                others = pairs.union(*(self._pairs(text) for at, text in enumerate(block) if at != index))
                score += self._share(block[index], pairs) + WITH_BLOCK * self._share(block[index], others)
            score += COVERED * self._share(label, _pairs_of("\n".join(block)))
            score -= SIZE * ((len(block) - self.size) / self.size) ** 2
        if upper and lower:
            above, below = upper[-1], lower[0]
            score -= (
                WITH_NEIGHBOUR * (self._share(above, self._pairs(below)) + self._share(below, self._pairs(above))) / 2
            )
        return score

    def _share(self, text: str, pairs: _Pairs) -> float:
        """The share of a text's pairs, by weight, that `pairs` has too."""
        own = self._pairs(text)
        total = self._totals.get(text)
        if total is None:
            total = self._totals[text] = self._weight(own)
        return self._weight(own & pairs) / total if total else 0.0

    def _weight(self, pairs: _Pairs) -> float:
        return sum(self._weights.get(pair, 0.0) for pair in pairs)

    def _pairs(self, text: str) -> _Pairs:
        pairs = self._known.get(text)
        if pairs is None:
            pairs = self._known[text] = _pairs_of(text)
        return pairs

    def _agencies(self, names: Sequence[str], cut: int) -> float:
        """What the agencies of the block after the border say for it."""
        named = [name for name in names[cut:] if name]
        opens = self.opener and cut < len(names) and names[cut] == self.opener
        return (OPENER if opens else 0.0) - TWICE * (len(named) - len(set(named)))


def _pairs_of(text: str) -> _Pairs:
    flat = squeeze(text)
    return frozenset(map(add, flat, flat[1:]))


# -- blocks -----------------------------------------------------------------------------------------------


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
