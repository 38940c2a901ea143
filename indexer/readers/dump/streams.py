"""The lines of a table printed as text → its rows, below known column labels.

Lines stand in printed order; what is lost is which column each belongs to, where a cell goes on on the next line,
and where merged cells are left out. The cheapest placing is looked for: each line begins the next cell of the row,
goes on with its cell, or opens a row, at the cost of how unlike the column it is and of the columns left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.model.blocks import Cell, Place, Row, Table
from indexer.readers.dump.fits import NEVER, fit, goes_on, outside, skip
from indexer.vocabulary.bands import is_band
from tokenizer.wording import squeeze

_OTHER_PLACE = 15.0  # the cost of the next number of a row anywhere but in the column of numbers
_PAST_NUMBER = 8.0  # the cost of a row that has cells before its number, and no number
_UNSURE = 12.0  # a line that costs more stands nowhere for sure
_MOST_SKIPPED = 2  # numbers that rows may skip
_UNNUMBERED_ROW = 1.2
_MERGED = frozenset(
    {"category", "department", "duty", "type", "parent", "name", "event", "agency", "level", "liability"}
)
_LAST_OF_BAND = ("领域", "类", "方面")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or the text between two tabs of one.

    `opens` tells that it starts a line with tabs, so that it goes on with the cell before or opens a row; `inside`
    that a tab stands before it, so that it begins the next cell.
    """

    text: str
    place: Place
    opens: bool = False
    inside: bool = False


@dataclass(slots=True)
class _PlacedCell:
    column: int
    lines: list[str]
    place: Place


@dataclass(slots=True)
class _PlacedRow:
    cells: list[_PlacedCell] = field(default_factory=list)
    band: bool = False


def table_of(heads: Sequence[str], fields: Sequence[str], pieces: Sequence[Piece], place: Place) -> Table | None:
    """The table whose labels are `heads` and whose lines are `pieces`; None where they do not fit for sure."""
    rows: list[_PlacedRow] = []
    for band, stretch in _stretches(pieces, fields):
        if band is not None:
            rows.append(_PlacedRow([_PlacedCell(0, [band.text], band.place)], band=True))
        if stretch:
            placed = _Placing(heads, fields, stretch).rows()
            if placed is None:
                return None
            rows += placed
    if not any(not row.band for row in rows):
        return None
    head = Row(tuple(Cell(label, place) for label in heads), place)
    return Table((head, *_with_spans(rows, fields)), place)


def _stretches(pieces: Sequence[Piece], fields: Sequence[str]) -> list[tuple[Piece | None, list[Piece]]]:
    """The lines between bands, each stretch with the band above it."""
    out: list[tuple[Piece | None, list[Piece]]] = [(None, [])]
    numbered_first = bool(fields) and fields[0] == "seq"
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        opens_rows = following is not None and squeeze(following.text).isdecimal()
        alone = not piece.inside and (following is None or not following.inside)
        first = not out[-1][1] and out[-1][0] is None and numbered_first and is_band(piece.text)
        named = is_band(piece.text, numbered=True) or (is_band(piece.text) and piece.text.endswith(_LAST_OF_BAND))
        if alone and opens_rows and (first or named) and not squeeze(piece.text).isdecimal():
            out.append((piece, []))
        else:
            out[-1][1].append(piece)
    return out


class _Placing:
    """The cheapest placing of lines in columns."""

    def __init__(self, heads: Sequence[str], fields: Sequence[str], pieces: Sequence[Piece]) -> None:
        self.heads, self.fields, self.pieces = heads, fields, pieces
        self.width = len(fields)
        self.seq = fields.index("seq") if "seq" in fields else -1
        self.numbers = self._numbers()
        self.shared = "agency" in fields or "duty" in fields

    def rows(self) -> list[_PlacedRow] | None:
        """The rows, or None where some line fits nowhere."""
        costs, steps = self._costs()
        last = costs[-1]
        best = min(range(self.width), key=lambda column: last[column] + self._skipped(column + 1, self.width, True))
        if last[best] >= NEVER * len(self.pieces):
            return None
        columns, opened = self._trace(steps, best)
        return self._checked(self._gathered(columns, opened))

    def _numbers(self) -> set[int]:
        """The lines that can be the number of a row: the next one, or the first again."""
        found: set[int] = set()
        last = 0
        for index, piece in enumerate(self.pieces):
            flat = squeeze(piece.text)
            if self.seq >= 0 and flat.isdecimal() and len(flat) < 5:
                value = int(flat)
                if value == 1 or 0 < value - last <= _MOST_SKIPPED or not found:
                    found.add(index)
                    last = value
        return found

    def _costs(self) -> tuple[list[list[float]], list[list[tuple[int, str]]]]:
        """For each line and column the cost of the cheapest way there, and the step that led to it."""
        costs: list[list[float]] = []
        steps: list[list[tuple[int, str]]] = []
        for index, piece in enumerate(self.pieces):
            begin = [self._begin(index, column) for column in range(self.width)]
            row_costs, row_steps = [NEVER * (index + 1)] * self.width, [(-1, "row")] * self.width
            for column in range(self.width):
                if index == 0:
                    row_costs[column] = begin[column] + self._skipped(0, column, index in self.numbers)
                    continue
                for before in range(self.width):
                    for step, extra in self._steps(index, piece, before, column):
                        base = extra if step == "join" else begin[column] + extra
                        total = costs[-1][before] + base
                        if total < row_costs[column]:
                            row_costs[column], row_steps[column] = total, (before, step)
            costs.append(row_costs)
            steps.append(row_steps)
        return costs, steps

    def _steps(self, index: int, piece: Piece, before: int, column: int) -> list[tuple[str, float]]:
        """The ways from a line in column `before` to this one in `column`, with the cost of what they leave out."""
        out: list[tuple[str, float]] = []
        if column == before and not piece.inside and index not in self.numbers:
            out.append(("join", goes_on(self.pieces[index - 1].text, piece.text, self.fields[column])))
        if column > before and not piece.opens:
            over = _PAST_NUMBER if before < self.seq < column else 0.0
            out.append(("next", over + self._skipped(before + 1, column, self.seq >= column or self.seq < 0)))
        if not piece.inside:
            numbered = self._numbered(index, column)
            free = 0.0 if numbered or self.seq < 0 else _UNNUMBERED_ROW + (0.0 if self.shared else 10.0)
            free += outside(self.fields[column]) if self.seq >= 0 and not numbered else 0.0
            left = self._skipped(before + 1, self.width, True) + self._skipped(0, column, numbered)
            out.append(("row", free + left))
        return out

    def _numbered(self, index: int, column: int) -> bool:
        """Whether a row that this line opens has a number: itself, or the line after those before the numbers."""
        return self.seq >= column and any(index + ahead in self.numbers for ahead in range(self.seq - column + 1))

    def _begin(self, index: int, column: int) -> float:
        piece = self.pieces[index]
        if not piece.text.strip():
            return 0.0
        if index in self.numbers:
            return 0.0 if column == self.seq else _OTHER_PLACE
        if column == self.seq:
            return NEVER
        return fit(piece.text, self.fields[column], self.heads[column])

    def _skipped(self, start: int, end: int, numbered: bool) -> float:
        return sum(skip(self.fields[column], numbered) for column in range(start, end))

    def _trace(self, steps: list[list[tuple[int, str]]], best: int) -> tuple[list[int], list[str]]:
        columns, taken = [best], [""]
        for index in range(len(self.pieces) - 1, 0, -1):
            before, step = steps[index][columns[-1]]
            taken[-1] = step
            columns.append(before)
            taken.append("")
        taken[-1] = "row"
        return columns[::-1], taken[::-1]

    def _gathered(self, columns: list[int], taken: list[str]) -> list[_PlacedRow]:
        rows: list[_PlacedRow] = []
        for piece, column, step in zip(self.pieces, columns, taken, strict=True):
            if step == "join" and rows:
                rows[-1].cells[-1].lines.append(piece.text)
                continue
            if step == "row" or not rows:
                rows.append(_PlacedRow())
            rows[-1].cells.append(_PlacedCell(column, [piece.text], piece.place))
        return rows

    def _checked(self, rows: list[_PlacedRow]) -> list[_PlacedRow] | None:
        """The rows, unless the first line of some cell is unlike its column: then nothing is sure."""
        for row in rows:
            for cell in row.cells:
                text = cell.lines[0]
                if text.strip() and cell.column != self.seq and fit(text, self.fields[cell.column], "") >= _UNSURE:
                    return None
        return rows


def _with_spans(rows: Sequence[_PlacedRow], fields: Sequence[str]) -> list[Row]:
    """Rows as blocks: a column left out goes on with the cell above, where one stands there since the last band.

    In a row with a number of its own only columns that are merged for many rows do; others are empty there.
    """
    width = len(fields)
    seq = fields.index("seq") if "seq" in fields else -1
    grid: list[list[Cell | None]] = []
    above: list[tuple[int, int] | None] = [None] * width
    spans: dict[tuple[int, int], int] = {}
    for number, row in enumerate(rows):
        place = row.cells[0].place
        if row.band:
            grid.append([Cell(row.cells[0].lines[0], place, colspan=width)])
            above = [None] * width
            continue
        placed = {cell.column: cell for cell in row.cells}
        cells: list[Cell | None] = []
        for column in range(width):
            start = above[column]
            if column in placed:
                cell = placed[column]
                cells.append(Cell("\n".join(cell.lines), cell.place))
                above[column] = (number, column)
                spans[(number, column)] = 1
            elif start is not None and (seq not in placed or fields[column] in _MERGED):
                cells.append(None)
                spans[start] += 1
            else:
                cells.append(Cell("", place))
                above[column] = None
        grid.append(cells)
    out: list[Row] = []
    for number, line in enumerate(grid):
        printed = [
            Cell(cell.text, cell.place, spans.get((number, column), 1), cell.colspan)
            for column, cell in enumerate(line)
            if cell is not None
        ]
        if printed:
            out.append(Row(tuple(printed), printed[0].place))
    return out
