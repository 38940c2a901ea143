"""What the columns of a table usually hold, which tells a row that was cut from a row of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.readers.pdf.pieces import SAME_PLACE, Piece, PrintedCell
from tokenizer.wording import END_MARKS, ends_sentence, squeeze

_USUAL = 0.8  # share of a column's cells that makes a habit of the column
_SOME = 0.25
_FEWEST_TEXTS = 3
_NUMBER = re.compile(r"[（(]?(?:\d{1,4}|[一二三四五六七八九十百]{1,4})[）)]?[.、．]?")


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
