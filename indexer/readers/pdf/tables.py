"""Pieces of ruled tables on single pages → whole tables, joined over page breaks.

A page break may fall between two rows, inside a row (its cells go on in the first row of the next page) or
inside a merged cell. Rulings look alike in all these cases, so the decision rests on which cells are empty,
on whether a text was cut in the middle, and on whether it had come down to the end of its page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from indexer.model.blocks import Cell, Place, Row, Table
from indexer.readers.pdf.lines import NO_FIELD, Field, Line, goes_on
from tokenizer.number_marks import leading_mark
from tokenizer.wording import END_MARKS, ends_sentence, squeeze

SAME_PLACE = 4.0  # points between the borders of one column on two pages
_USUAL = 0.8  # share of a column's cells that makes a habit of the column
_SOME = 0.25
_FEWEST_TEXTS = 3
_NUMBER = re.compile(r"[（(]?(?:\d{1,4}|[一二三四五六七八九十百]{1,4})[）)]?[.、．]?")
_WIDEST_SHIFT = 80.0  # between the margins of left and right pages
_MOST_HEADS = 4  # rows of column heads and titles that a page may repeat
_LINES_LEFT = 2.7  # lines that still fit below a text which a page break cut (two lines are kept together)


# -- pieces -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class PrintedCell:
    """A cell as far as it is known: columns by the places of its borders, rows [top, bottom) by number.

    `first` and `last` are its first and last printed lines, which stand in `field`; `below` is the space
    under the last one. `open_below` tells that the page prints no ruling there.
    """

    x0: float
    x1: float
    top: int
    bottom: int
    text: str
    page: int
    first: Line | None = None
    last: Line | None = None
    field: Field = NO_FIELD
    below: float = 0.0
    open_below: bool = False

    def is_over(self, other: PrintedCell) -> bool:
        """Whether two cells fill the same columns."""
        return abs(self.x0 - other.x0) <= SAME_PLACE and abs(self.x1 - other.x1) <= SAME_PLACE


@dataclass(slots=True)
class Piece:
    """The part of a table that stands on one page, or what has been joined of it so far."""

    page: int
    xs: tuple[float, ...]
    rows: int
    cells: list[PrintedCell]
    row_pages: list[int]

    def row_texts(self, row: int) -> list[str]:
        """The texts of the cells that start in a row, for comparison."""
        cells = sorted((cell for cell in self.cells if cell.top == row), key=lambda cell: cell.x0)
        return [squeeze(cell.text) for cell in cells]

    def shifted(self, by: float) -> None:
        """Move everything to the left, as where the margins of left and right pages differ."""
        self.xs = tuple(x - by for x in self.xs)
        for cell in self.cells:
            cell.x0, cell.x1 = cell.x0 - by, cell.x1 - by

    def drop_rows(self, count: int) -> None:
        """Take off the first rows, which no cell may leave in part."""
        self.cells = [cell for cell in self.cells if cell.top >= count]
        for cell in self.cells:
            cell.top, cell.bottom = cell.top - count, cell.bottom - count
        self.rows -= count
        self.row_pages = self.row_pages[count:]


# -- habits -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a whole table.

    `is_merged`: cells are merged over rows; `is_filled`: they hold text, as a rule;
    `endings`: the marks that texts end with, where they do; `is_number`: it numbers the rows.
    """

    is_merged: bool
    is_filled: bool
    endings: frozenset[str]
    is_number: bool

    @property
    def is_required(self) -> bool:
        """Whether every row has a text of its own here."""
        return self.is_filled and not self.is_merged


class Habits:
    """The columns of a table by the cells that fill them."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        head = pieces[0].row_texts(0)
        self.first_place = pieces[0].xs[0]
        self.found: list[tuple[PrintedCell, list[_Sample]]] = []
        for number, piece in enumerate(pieces):
            heads = int(piece.row_texts(0) == head)
            for cell in piece.cells:
                if cell.top >= heads:
                    may_be_rest = number > 0 and cell.top == heads
                    self._samples(cell).append(_Sample(cell, may_be_rest, cell.bottom == piece.rows))
        self.columns = [(cell, self._column(cell, samples)) for cell, samples in self.found]

    def was_cut(self, cell: PrintedCell) -> bool:
        """Whether a text ends without a mark, or with another one than the texts of its column."""
        endings = self.of(cell).endings
        return bool(endings) and cell.text[-1:] not in endings

    def of(self, cell: PrintedCell) -> Column:
        """The column that a cell stands in."""
        return next((column for other, column in self.columns if other.is_over(cell)), _UNKNOWN)

    def _samples(self, cell: PrintedCell) -> list[_Sample]:
        for other, samples in self.found:
            if other.is_over(cell):
                return samples
        self.found.append((cell, []))
        return self.found[-1][1]

    def _column(self, first: PrintedCell, samples: Sequence[_Sample]) -> Column:
        texts = [squeeze(sample.cell.text) for sample in samples if sample.cell.text]
        numbers = sum(is_number(text) for text in texts)
        own = [sample for sample in samples if not sample.may_be_rest] or samples
        filled = sum(bool(sample.cell.text) for sample in own)
        whole = [sample.cell.text for sample in samples if sample.cell.text and not sample.may_be_cut]
        return Column(
            is_merged=any(sample.cell.bottom - sample.cell.top > 1 for sample in samples),
            is_filled=filled >= _USUAL * len(own),
            endings=_endings(whole, texts),
            is_number=first.x0 - self.first_place <= SAME_PLACE and numbers >= max(1.0, _USUAL * len(texts)),
        )


@dataclass(frozen=True, slots=True)
class _Sample:
    """A cell with what its place on the page allows: that it is the rest of another, or goes on itself."""

    cell: PrintedCell
    may_be_rest: bool
    may_be_cut: bool


_UNKNOWN = Column(is_merged=False, is_filled=False, endings=frozenset(), is_number=False)


def _endings(whole: Sequence[str], texts: Sequence[str]) -> frozenset[str]:
    """The marks that texts end with; none where most do not end with one of a few.

    Where almost all texts of a column may have been cut, it is enough that some end as a sentence.
    """
    if len(whole) < _FEWEST_TEXTS:
        ended = sum(ends_sentence(text) for text in texts)
        return frozenset(END_MARKS) if ended and ended >= _SOME * len(texts) else frozenset()
    counts = Counter(text[-1] for text in whole)
    usual = {ending: count for ending, count in counts.items() if count > 1}
    if sum(usual.values()) < _USUAL * len(whole) or any(map(str.isalnum, usual)):
        return frozenset()
    return frozenset(counts)


def is_number(text: str) -> bool:
    """Whether a text is a number of a row and nothing else."""
    return _NUMBER.fullmatch(text) is not None


# -- tables -----------------------------------------------------------------------------------------------


def join_pieces(pieces: Sequence[Piece]) -> Table:
    """One table from its pieces on consecutive pages."""
    for piece in pieces[1:]:
        piece.shifted(piece.xs[0] - pieces[0].xs[0])
    joiner = _Joiner(pieces)
    for piece in pieces[1:]:
        joiner.add(piece)
    return joiner.table()


def continues(before: Piece, piece: Piece) -> bool:
    """Whether a piece can go on with the one right before it, on the same page or on the one before."""
    shift = piece.xs[0] - before.xs[0]
    if abs(shift) > _WIDEST_SHIFT or abs(piece.xs[-1] - shift - before.xs[-1]) > SAME_PLACE:
        return False
    shifted = [x - shift for x in piece.xs]
    return _includes(before.xs, shifted) or _includes(shifted, before.xs)


def _includes(places: Sequence[float], some: Sequence[float]) -> bool:
    return all(any(abs(place - x) <= SAME_PLACE for place in places) for x in some)


# -- joining ---------------------------------------------------------------------------------------------


class _Sign(Enum):
    """How much a text speaks for being the continuation of the one on the page before."""

    AGAINST = "cannot be"
    NEW = "starts a paragraph"
    OPEN = "may be"
    FOR = "was cut in the middle"


@dataclass(frozen=True, slots=True)
class _Pair:
    """A cell that reaches the end of a page, and the cell of the same columns at the top of the next."""

    before: PrintedCell
    after: PrintedCell


class _Joiner:
    """A table that grows by one piece after the other."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        first = pieces[0]
        self.habits = Habits(pieces)
        self.xs = max((piece.xs for piece in pieces), key=len)
        self.heads = [first.row_texts(row) for row in range(min(first.rows, _MOST_HEADS))]
        self.cells = list(first.cells)
        self.row_pages = list(first.row_pages)
        self.lasts = [cell for cell in first.cells if cell.bottom == first.rows]  # cells that reach the end so far

    def add(self, piece: Piece) -> None:
        """Add the next piece; on the same page it cannot hold the rest of a row."""
        self._drop_repeated_head(piece)
        if not piece.rows:
            return
        firsts = [cell for cell in piece.cells if cell.top == 0]
        is_next_page = piece.page != self.row_pages[-1]
        pairs = [_Pair(last, first) for first in firsts for last in self.lasts if is_next_page and last.is_over(first)]
        is_whole = len(pairs) == len(firsts) == len(self.lasts)
        is_cut = is_whole and _is_cut(pairs, self.habits)
        going_on = pairs if is_cut else _merged_pairs(pairs, self.habits)
        self._append(piece, going_on, len(self.row_pages) - is_cut)

    def _append(self, piece: Piece, going_on: Sequence[_Pair], offset: int) -> None:
        joined = {id(pair.after) for pair in going_on}
        new = [cell for cell in piece.cells if id(cell) not in joined]
        for pair in going_on:
            _extend(pair.before, pair.after, offset)
        for cell in new:
            cell.top, cell.bottom = cell.top + offset, cell.bottom + offset
        self.cells += new
        self.row_pages[offset + piece.rows :] = []
        self.row_pages += [piece.page] * (offset + piece.rows - len(self.row_pages))
        rows = len(self.row_pages)
        self.lasts = [cell for cell in (*new, *(pair.before for pair in going_on)) if cell.bottom == rows]

    def _drop_repeated_head(self, piece: Piece) -> None:
        """Take the column heads that are printed again on a new page off a piece."""
        count = 0
        while count < min(len(self.heads), piece.rows) and any(texts := piece.row_texts(count)):
            if texts != self.heads[count]:
                break
            count += 1
        while count and any(cell.top < count < cell.bottom for cell in piece.cells):
            count -= 1
        if count:
            piece.drop_rows(count)

    def table(self) -> Table:
        """The table as joined so far."""
        starts: list[list[PrintedCell]] = [[] for _ in self.row_pages]
        for cell in self.cells:
            starts[cell.top].append(cell)
        rows = []
        for page, cells in zip(self.row_pages, starts, strict=True):
            in_order = sorted(cells, key=lambda cell: cell.x0)
            rows.append(Row(tuple(_to_cell(cell, self.xs) for cell in in_order), Place(page=page)))
        return Table(tuple(rows), rows[0].place)


def _is_cut(pairs: list[_Pair], habits: Habits) -> bool:
    """Whether the last row of a page goes on in the first row of the next."""
    if any(_starts_number(pair, habits) for pair in pairs):
        return False
    own = [pair for pair in pairs if not habits.of(pair.after).is_merged]
    signs = [_sign(pair, habits) for pair in pairs if pair.after.text]
    if _Sign.AGAINST in signs or (len(signs) > 1 and _Sign.NEW in signs and _Sign.FOR not in signs):
        return False
    one_sided = [pair for pair in own if bool(pair.before.text) != bool(pair.after.text)]
    lacks_key = any(habits.of(pair.after).is_required for pair in one_sided)
    is_mid_sentence = any(_sign(pair, habits) is _Sign.FOR for pair in own if pair.after.text)
    return lacks_key or is_mid_sentence or not signs or any(_is_left_open(pair, habits) for pair in own)


def _is_left_open(pair: _Pair, habits: Habits) -> bool:
    """Whether a text has not ended in a cell that no ruling closes at the end of its page."""
    both = pair.before.text and pair.after.text
    return bool(both) and pair.before.open_below and habits.was_cut(pair.before)


def _starts_number(pair: _Pair, habits: Habits) -> bool:
    """Whether a row at the top of a page has a number of its own.

    The number of a merged cell may be printed in the middle of the cell, on a later page than its first row.
    """
    if not habits.of(pair.after).is_number or not is_number(squeeze(pair.after.text)):
        return False
    return bool(pair.before.text) or not habits.of(pair.after).is_merged


def _merged_pairs(pairs: list[_Pair], habits: Habits) -> list[_Pair]:
    """The merged cells that go on over a page break before which a row ended: all of them or none."""
    if any(_starts_number(pair, habits) for pair in pairs):
        return []
    merged = [pair for pair in pairs if habits.of(pair.after).is_merged]
    signs = [_sign(pair, habits) for pair in merged if pair.after.text and pair.before.text]
    if _Sign.AGAINST in signs:
        return []
    is_numbered = any(habits.of(pair.after).is_number for pair in pairs)
    return merged if is_numbered or _Sign.FOR in signs or _lacks_label(merged, signs, habits) else []


def _lacks_label(merged: list[_Pair], signs: list[_Sign], habits: Habits) -> bool:
    """Whether a group of rows cannot begin at the top of a page, since one has a text in all merged columns,
    or since the group before it has no text yet.
    """
    usual = [pair for pair in merged if habits.of(pair.after).is_filled]
    is_new = bool(usual) and all(pair.after.text for pair in usual)
    is_awaited = bool(usual) and not any(pair.before.text for pair in usual)
    return is_awaited or (not is_new and _Sign.NEW not in signs)


def _sign(pair: _Pair, habits: Habits) -> _Sign:
    """What the text at the top of a page says of continuing the cell before the break."""
    before, after = pair.before.last, pair.after.first
    if before is None or after is None:
        is_awaited = habits.of(pair.after).is_required or habits.of(pair.after).is_merged
        return _Sign.OPEN if is_awaited or pair.before.open_below else _Sign.AGAINST
    if pair.before.below > _LINES_LEFT * 1.35 * before.size:
        return _Sign.AGAINST
    mark = leading_mark(after.text)
    if mark is not None:
        if mark.value == 1:
            return _Sign.AGAINST
        return _Sign.FOR if mark.value == _last_number(pair.before.text, mark.form) + 1 else _Sign.OPEN
    if not goes_on(before, after, pair.before.field, pair.after.field):
        return _Sign.NEW
    return _Sign.FOR if habits.was_cut(pair.before) else _Sign.OPEN


def _last_number(text: str, form: str) -> int:
    """The number of the last point of a text whose number is written in `form`; 0 where there is none."""
    marks = (leading_mark(line) for line in reversed(text.split("\n")))
    return next((mark.value for mark in marks if mark is not None and mark.form == form), 0)


def _extend(before: PrintedCell, after: PrintedCell, offset: int) -> None:
    """Let a cell go on with its part on the next page."""
    before.bottom = offset + after.bottom
    before.below, before.open_below = after.below, after.open_below
    if before.last is None or after.first is None:
        before.text, before.first = before.text or after.text, before.first or after.first
        before.page = after.page if after.text else before.page
    else:
        runs_on = goes_on(before.last, after.first, before.field, after.field)
        before.text += ("" if runs_on else "\n") + after.text
    if after.last is not None:
        before.last, before.field = after.last, after.field


def _to_cell(cell: PrintedCell, xs: Iterable[float]) -> Cell:
    inside = sum(cell.x0 + SAME_PLACE < x < cell.x1 - SAME_PLACE for x in xs)
    return Cell(cell.text, Place(page=cell.page), rowspan=cell.bottom - cell.top, colspan=inside + 1)
