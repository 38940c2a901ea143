"""What is known of one printed table: its columns, how wide they are, and how often cells are lost or empty.

The first reading of a table rests on habits of such lists; each reading then teaches the next one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.readers.printed import words
from indexer.readers.printed.costs import (
    BELIEF,
    EMPTY,
    EMPTY_OTHERWISE,
    EVEN,
    FEWEST_WRAPS,
    MISSING,
    MISSING_OTHERWISE,
    MOST_LEARNED,
    MOST_PARAGRAPH,
    OFTEN,
    PARAGRAPH,
    STRANGER,
    SWALLOWED,
    UNMARKED,
)
from indexer.readers.printed.layout import Layout
from indexer.vocabulary.labels import Columns
from records.records import Boundary, Duty
from tokenizer.wording import ends_sentence

# Columns whose cells are merged over the rows of one duty or matter; all others print a cell in each row.
_MERGED: dict[str, frozenset[str]] = {
    Duty.kind: frozenset({"seq", "duty"}),
    Boundary.kind: frozenset({"seq", "matter", "basis", "case"}),
}


@dataclass(slots=True)
class Observed:
    """What one reading of a table saw, by column."""

    wraps: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # widths of wrapped lines
    rows: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # rows that could print a cell
    missing: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    cells: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    empty: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    marked: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # cells that end as a sentence
    breaks: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # cells with unexplained paragraphs


class CellWords(NamedTuple):
    """What the words of a cell say of its column: their cost, whether they end as a sentence, the cost of the name."""

    cost: float
    marked: bool
    name_cost: float


class TableModel:
    """The costs of one table's columns, by column index."""

    def __init__(self, columns: Columns, closes: bool, names: frozenset[str]) -> None:
        self.fields = columns.fields
        self.columns = range(len(self.fields))
        self.right_of = [self.columns[column + 1 :] for column in self.columns]
        self.names = names if "agency" in self.fields else frozenset()
        self.closes = closes
        merged = _MERGED.get(columns.kind, frozenset())
        self.can_go_on = [name != "seq" for name in self.fields]  # over a page's end; a number fills one line
        self.merged = _mask(index for index, name in enumerate(self.fields) if name in merged)
        self.empty = [EMPTY.get(name, EMPTY_OTHERWISE) for name in self.fields]
        self.missing = [MISSING.get(name, MISSING_OTHERWISE) for name in self.fields]
        if not closes:  # an empty cell leaves no trace
            self.missing = [
                cost if empty > OFTEN else min(cost * UNMARKED, empty)
                for cost, empty in zip(self.missing, self.empty, strict=True)
            ]
        self._missing_habit = list(self.missing)
        self.filled = [_otherwise(cost) for cost in self.empty]  # what it costs that a cell is not empty
        self.marked = [EVEN] * len(self.fields)  # what it costs that a cell ends as a sentence
        self.bare = [EVEN] * len(self.fields)  # what it costs that it does not
        self.paragraph = [PARAGRAPH] * len(self.fields)
        self.widths: list[int | None] = [None] * len(self.fields)

    def learn(self, seen: Observed) -> None:
        """Take over what a reading of the table saw."""
        for index, name in enumerate(self.fields):
            wraps = seen.wraps[index]
            self.widths[index] = _usual(wraps)
            self.missing[index] = _relearned(self._missing_habit[index], seen.missing[index], seen.rows[index])
            habit = EMPTY.get(name, EMPTY_OTHERWISE)
            empty = seen.empty[index] if self.closes else seen.missing[index]
            cells = seen.cells[index] if self.closes else seen.rows[index]
            self.empty[index] = _relearned(habit, empty, cells)
            self.filled[index] = _relearned(_otherwise(habit), cells - empty, cells)
            filled = seen.cells[index] - seen.empty[index]
            self.marked[index] = _relearned(EVEN, seen.marked[index], filled)
            self.bare[index] = _relearned(EVEN, filled - seen.marked[index], filled)
            paragraph = _relearned(PARAGRAPH, seen.breaks[index], seen.cells[index])
            self.paragraph[index] = min(paragraph, MOST_PARAGRAPH)

    def marked_field(self, layout: Layout, index: int) -> str:
        """The field that a piece's words mark where it stands apart: a known agency, a point of law; or ""."""
        if (self.names and layout.joined(index, 2) in self.names) or layout.joined(index, 1) in self.names:
            return "agency"
        if "basis" in self.fields and layout.first[index] == index and words.is_point_of_law(layout.pieces[index].text):
            return "basis"
        return ""

    def words_of(self, column: int, text: str) -> CellWords | None:
        """What the words of a text say of it as a whole cell of a column; None for "", an empty cell."""
        if not text:
            return None
        field = self.fields[column]
        name_cost = self._name_cost(text) if field == "agency" else 0.0
        return CellWords(words.whole_cost(field, text), ends_sentence(text), name_cost)

    def whole_cost(self, column: int, cell: CellWords | None) -> float:
        """What it costs that a text with these words is a whole cell of a column, beyond its start."""
        if cell is None:
            return self.empty[column]
        return cell.cost + (self.marked if cell.marked else self.bare)[column] + cell.name_cost

    def _name_cost(self, name: str) -> float:
        """What it costs that an agency is called so, beside agencies that the table names more than once."""
        if not self.names or name in self.names:
            return 0.0
        swallowed = any(name.endswith(known) for known in self.names)
        return STRANGER + (SWALLOWED if swallowed else 0.0)


def bits(mask: int) -> list[int]:
    """The columns in a mask."""
    return [index for index in range(mask.bit_length()) if mask >> index & 1]


def _mask(indexes: Iterable[int]) -> int:
    return sum(1 << index for index in indexes)


def _otherwise(cost: float) -> float:
    """The cost of the contrary of an event."""
    return -math.log(1 - math.exp(-cost))


def _usual(widths: list[int]) -> int | None:
    """The width at which most lines wrap, a unit more or less, or None where there are too few to tell."""
    if len(widths) < FEWEST_WRAPS:
        return None
    count = Counter(widths)
    return max(count, key=lambda width: (count[width - 1] + count[width] + count[width + 1], width))


def _relearned(habit: float, count: int, total: int) -> float:
    """The cost of an event that was seen `count` times in `total`, where habit gives it the cost `habit`."""
    share = (count + BELIEF * math.exp(-habit)) / (total + BELIEF)
    return min(MOST_LEARNED, max(0.0, -math.log(share)))
