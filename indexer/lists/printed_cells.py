"""Cells that were printed one after the other → the rows of a table, below known column labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indexer.model.blocks import Cell, Place, Row
from indexer.vocabulary.labels import Columns, is_label
from indexer.vocabulary.shares import is_agency, opens_share
from records.records import Boundary
from tokenizer.number_marks import leading_mark
from tokenizer.wording import ends_sentence, squeeze

MOST_COLUMNS = 9
MOST_SKIPPED = 3  # numbers that a table's rows may skip
_MOST_CELL_LINES = 200
_BASIS = re.compile(r"《|〔|三定|规定|办法|文件|条例|法$")


@dataclass(slots=True)
class OpenRow:
    """A row being filled, cell by cell."""

    place: Place
    cells: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Go on with the last cell on a new line."""
        self.cells[-1] += f"\n{text}"

    def row(self) -> Row:
        """The row as a block."""
        return Row(tuple(Cell(text, self.place) for text in self.cells), self.place)


def filled_rows(cells: Iterable[Cell], columns: Columns, trim: bool = False) -> list[Row]:
    """Rows from cells in a row, where merged cells are printed once: a number or an agency opens a row.

    With `trim` the last row ends where its text does, since nothing else tells the table from what follows.
    """
    agency = columns.fields.index("agency") if "agency" in columns.fields else -1
    numbered = columns.fields[0] == "seq"
    rows: list[OpenRow] = []
    number = 0
    for cell in cells:
        text = cell.text.strip()
        row = rows[-1] if rows else None
        value = int(squeeze(text)) if numbered and len(text) < 5 and squeeze(text).isdecimal() else -1
        if 0 < value - number <= MOST_SKIPPED and (row is None or len(row.cells) > agency + 1):
            rows.append(OpenRow(cell.place, [text]))
            number = value
        elif is_agency(text) and (row is None or len(row.cells) > agency + 1) and (agency > 1 or not numbered):
            rows.append(OpenRow(cell.place, [*[""] * agency, text]))
        elif row is None:
            return []
        elif len(row.cells) < len(columns.fields) and _fits(columns.fields[len(row.cells)], text):
            row.cells.append(text)
        elif row.cells[-1].count("\n") < _MOST_CELL_LINES and (not trim or _continues(row, agency, text)):
            row.add(text)
        else:
            break
    return [row.row() for row in rows if len(row.cells) > agency + 1]


def _fits(name: str, text: str) -> bool:
    """Whether a cell's text can stand in a column."""
    if name == "basis":
        return _BASIS.search(text) is not None and not opens_share(text)
    return True


def _continues(row: OpenRow, agency: int, text: str) -> bool:
    """Whether a line goes on with a row's last cell: that is unfinished, or the line is its next point."""
    unfinished = len(row.cells) <= agency + 1 or not ends_sentence(row.cells[-1])
    return unfinished or leading_mark(text) is not None


def leading_labels(texts: Sequence[str]) -> list[str]:
    """The column labels that a run of cells starts with."""
    labels: list[str] = []
    for text in texts:
        if len(labels) == MOST_COLUMNS or not is_label(text, Boundary.kind) or squeeze(text) in map(squeeze, labels):
            break
        labels.append(text.strip())
    return labels
