"""Rebuild table rows from a text dump in which every cell is a tab-led line.

A dump keeps neither spans nor row ends reliably: cells hold blank lines, a row may lose its last cells
together with the number of the next row, or its first tab. The evidence used here is general: how many
cells the table's first row has, where blank lines stand, and a blank in front of a tab, which marks the
spot where the converter lost something. One question the dump cannot answer by itself, where only one blank line
follows a table: whether the next line still belongs to the last cell. A part heading of a list never does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from indexer.model.blocks import Cell, Place, Row, Table
from indexer.model.problems import Problem, ProblemKind, excerpt
from indexer.vocabulary.labels import part_kind

_LONGEST_LABEL = 8  # characters in a column label
_LONGEST_NUMBER = 6  # characters in a cell of a column of numbers


class DumpLine(NamedTuple):
    """A non-blank line, or a cell's first line (`opens_cell`), which may be empty.

    `blanks` counts the blank lines before it; `indented` tells a blank in front of the cell's tab.
    """

    number: int
    text: str
    blanks: int
    opens_cell: bool = False
    indented: bool = False


@dataclass(slots=True)
class _OpenCell:
    number: int
    lines: list[str]

    def close(self) -> Cell:
        return Cell("\n".join([line for line in self.lines if line]), Place(line=self.number))


def rebuild(lines: list[DumpLine], name: str, problems: list[Problem]) -> list[DumpLine | Table]:
    """The paragraphs and tables of the dump in order; rows that stay incomplete are added to `problems`."""
    return _Rebuilder(lines, name, problems).run()


class _Rebuilder:
    def __init__(self, lines: list[DumpLine], name: str, problems: list[Problem]) -> None:
        self.lines = lines
        self.name = name
        self.problems = problems
        self.out: list[DumpLine | list[Row]] = []  # a table is its rows, which the last one may go on with
        self.rows: list[Row] = []
        self.long_firsts = 0  # rows below the first whose first cell is too long for a number
        self.cells: list[_OpenCell] = []
        self.width = 0  # cells in a row; 0 while the first row is being read
        self.in_table = False

    def run(self) -> list[DumpLine | Table]:
        for index, line in enumerate(self.lines):
            if line.opens_cell:
                self._cell(index, line)
            elif self._belongs_to_cell(index, line):
                self.cells[-1].lines.append(line.text)
            else:
                self._end_table()
                self.out.append(line)
        self._end_table()
        return [Table(tuple(part), part[0].place) if isinstance(part, list) else part for part in self.out]

    # -- cells ---------------------------------------------------------------------------------------

    def _cell(self, index: int, line: DumpLine) -> None:
        if not self.in_table and self._is_orphan_tail(index):
            self._adopt_orphan(self._cells_until_break(index))
        elif not self.in_table:
            self.in_table, self.width, self.long_firsts = True, 0, 0
        elif not self.width:
            if line.blanks and len(self.cells) > 1:
                self.width = len(self.cells)
                self._end_row()
        elif len(self.cells) >= self.width or (
            line.blanks and len(self.cells) + self._cells_until_break(index) > self.width
        ):
            self._end_row()
        elif line.indented and self.cells:
            self._restore_lost(index)
        if (line.blanks or line.indented) and not self.cells and self._lost_its_number(index):
            self._add_empty(line.number)
        self.cells.append(_OpenCell(line.number, [line.text]))

    def _restore_lost(self, index: int) -> None:
        """At a blank before a tab: either one empty cell was lost here, or a row end and a number."""
        number = self.lines[index].number
        if len(self.cells) + 1 + self._cells_until_break(index) == self.width:
            self._add_empty(number)
        else:
            self._pad()
            self._end_row()
            self._add_empty(number)

    def _lost_its_number(self, index: int) -> bool:
        """Whether the row that starts here lacks its first cell, judged by a first column of numbers."""
        if not self.width or not self.rows or self._cells_until_break(index) != self.width - 1:
            return False
        if self.lines[index].indented:
            return True
        numbers = len(self.rows) > 1 and not self.long_firsts
        return numbers and len(self.lines[index].text) > _LONGEST_NUMBER

    def _cells_until_break(self, index: int) -> int:
        """How many cells stand from `index` on before a blank line or a blank-led tab ends their group."""
        count = 1
        for following in range(index + 1, len(self.lines)):  # no slice: it would copy the rest of the file
            line = self.lines[following]
            if line.opens_cell:
                if line.blanks or line.indented:
                    break
                count += 1
            elif count >= self.width > 0 and line.blanks:
                break
        return count

    def _add_empty(self, number: int) -> None:
        self.cells.append(_OpenCell(number, []))

    # -- running text --------------------------------------------------------------------------------

    def _belongs_to_cell(self, index: int, line: DumpLine) -> bool:
        if not self.cells:
            return False
        if line.blanks == 0:
            return True
        if len(self.cells) >= self.width > 0:
            return line.blanks == 1 and not (part_kind(line.text) or self._starts_table_after(index))
        if line.blanks == 1 or not self.width:
            return line.blanks == 1 or len(self.cells) == 1
        following = next((i for i in range(index, len(self.lines)) if self.lines[i].opens_cell), None)
        return following is not None and len(self.cells) + self._cells_until_break(following) <= self.width

    def _starts_table_after(self, index: int) -> bool:
        """Whether the text at `index` is directly followed by a row of column labels."""
        following = index + 1
        if following >= len(self.lines) or not self.lines[following].opens_cell:
            return False
        labels = self.lines[following : following + self._cells_until_break(following)]
        texts = [line.text for line in labels if line.opens_cell]
        return len(texts) > 1 and all(0 < len(text) <= _LONGEST_LABEL and not text.isdigit() for text in texts)

    # -- a row's tail without its head ---------------------------------------------------------------

    def _is_orphan_tail(self, index: int) -> bool:
        """Empty cells alone cannot start a table: they end a row whose text lost its tab."""
        if len(self.out) < 2 or self.lines[index - 1] is not self.out[-1] or not isinstance(self.out[-2], list):
            return False
        count = self._cells_until_break(index)
        tail = [line for line in self.lines[index : index + count] if line.opens_cell]
        return count < self.width and not any(line.text for line in tail)

    def _adopt_orphan(self, tail: int) -> None:
        head, rows = self.out.pop(), self.out.pop()
        assert isinstance(head, DumpLine)
        assert isinstance(rows, list)
        self.rows = rows
        self.in_table = True
        while len(self.cells) + 1 + tail < self.width:
            self._add_empty(head.number)
        self.cells.append(_OpenCell(head.number, [head.text]))

    # -- rows and tables -----------------------------------------------------------------------------

    def _pad(self) -> None:
        while len(self.cells) < self.width:
            self._add_empty(self.cells[-1].number)

    def _end_row(self) -> None:
        if not self.cells:
            return
        if len(self.cells) < self.width:
            texts = [cell.close().text for cell in self.cells]
            if any(texts):
                self.problems.append(
                    Problem(
                        self.name,
                        Place(line=self.cells[0].number),
                        ProblemKind.CUT_ROW,
                        f"应有 {self.width} 格，只有 {len(self.cells)} 格：{excerpt(texts)}",
                    )
                )
            self._pad()
        cells = tuple(cell.close() for cell in self.cells)
        self.long_firsts += bool(self.rows) and len(cells[0].text) > _LONGEST_NUMBER
        self.rows.append(Row(cells, cells[0].place))
        self.cells = []

    def _end_table(self) -> None:
        self._end_row()
        if self.rows:
            self.width = self.width or len(self.rows[0].cells)
            self.out.append(self.rows)
        self.rows = []
        self.in_table = False
