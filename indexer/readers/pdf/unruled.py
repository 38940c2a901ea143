"""Tables without upright rulings: columns told by the gaps that run down between their texts.

Only what is sound is taken for a table: a line of column labels, with lines below it that keep to the same
columns, in rows that rulings, wider gaps between lines or running numbers set apart. Any other table
without rulings is left as text, and its page is reported.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.readers.pdf.drawing import Ruling
from indexer.readers.pdf.grid import Grid, grid_of, merged
from indexer.readers.pdf.lines import Field, Line, passages
from indexer.readers.pdf.tables import Piece, PrintedCell
from tokenizer.wording import squeeze

_LONGEST_LABEL = 10
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2  # below the labels
_MOST_DIGITS = 4
_APART = 1.3  # of the usual step between lines: the gap between two rows
_INTERLEAVED = 0.75  # of the glyph size: lines that stand closer belong to columns set independently
_NEAR = 12.0  # points: how far the outer rulings stand from the text
_FARTHEST = 5.0  # of the glyph size: from one line of a table to the next


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns: the borders between them with both outer sides, and the stretches that their texts fill."""

    xs: tuple[float, ...]
    spans: tuple[tuple[float, float], ...]

    def at(self, part: Line) -> int:
        """The column around the middle of a text."""
        return min(max(bisect_right(self.xs, (part.x0 + part.x1) / 2) - 1, 0), len(self.spans) - 1)


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table in the lines [start, end) of a page; `piece` is None where its rows or columns cannot be told."""

    start: int
    end: int
    columns: Columns
    piece: Piece | None


def find_tables(
    lines: Sequence[Line], across: Sequence[Ruling], page: int, known: Columns | None
) -> Iterator[FoundTable]:
    """The tables among a page's lines. `known` are the columns of one that may go on from the page before."""
    index = 0
    if known is not None and lines and len(lines[0].parts) > 1:
        index, columns, is_sound = _extent(lines, 0, known)
        if is_sound or not _is_head(lines[0]):
            kept = Columns(known.xs, columns.spans)
            yield FoundTable(0, index, kept, _read(lines[:index], kept, across, page, False) if is_sound else None)
        else:
            index = 0
    while index < len(lines):
        end = index + 1
        if _is_head(lines[index]):
            below, columns, is_sound = _extent(lines, index, _columns_of(lines[index]))
            if below - index > _FEWEST_ROWS:
                end = below
                piece = _read(lines[index:end], columns, across, page, True) if is_sound else None
                yield FoundTable(index, end, columns, piece)
        index = end


def _read(lines: Sequence[Line], columns: Columns, across: Sequence[Ruling], page: int, has_head: bool) -> Piece | None:
    """The table in some lines: by level rulings where it has them, else by its rows."""
    left, right, top, bottom = columns.xs[0], columns.xs[-1], lines[0].top, lines[-1].bottom
    inside = [
        Ruling(ruling.at, max(ruling.start, left), min(ruling.end, right))
        for ruling in merged(across)
        if top - _NEAR < ruling.at < bottom + _NEAR and min(ruling.end, right) > max(ruling.start, left)
    ]
    if sum(top < ruling.at < bottom for ruling in inside) >= _FEWEST_ROWS:
        ends = (min(top, inside[0].at), max(bottom, inside[-1].at))
        grid = grid_of(inside, [Ruling(x, *ends) for x in columns.xs])
        return _ruled_piece(lines, grid, page) if grid else None
    rows = _rows(lines, has_head)
    return _piece(rows, columns, page) if rows else None


def _is_head(line: Line) -> bool:
    """Whether a line consists of column labels."""
    labels = [squeeze(part.text) for part in line.parts]
    return (
        len(labels) >= _FEWEST_COLUMNS
        and all(len(label) <= _LONGEST_LABEL and not label.isdigit() for label in labels)
        and len(set(labels)) == len(labels)
        and not any(label.endswith(tuple("。；，：")) for label in labels)
    )


def _columns_of(head: Line) -> Columns:
    return _between([(part.x0, part.x1) for part in head.parts])


def _between(spans: list[tuple[float, float]]) -> Columns:
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(spans)]
    return Columns((spans[0][0] - 1, *inner, spans[-1][1] + 1), tuple(spans))


def _extent(lines: Sequence[Line], start: int, columns: Columns) -> tuple[int, Columns, bool]:
    """How far a table goes that starts with a line; its columns; and whether all of its lines keep to them."""
    spans = list(columns.spans)
    is_sound = True
    end = start
    while end < len(lines):
        line = lines[end]
        if end > start and line.baseline - lines[end - 1].baseline > _FARTHEST * line.size:
            break
        wider = _united([*spans, *((part.x0, part.x1) for part in line.parts)], line.size)
        if len(wider) == len(spans):
            spans = wider
        elif len(line.parts) == 1:
            break
        else:
            is_sound = False
        end += 1
    return end, _between(spans), is_sound


def _united(spans: list[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """Stretches that overlap, or nearly touch, put together."""
    out: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1] + size / 2:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _rows(lines: Sequence[Line], has_head: bool) -> list[list[Line]]:
    """The lines of a table by rows; empty where there is no telling them apart."""
    steps = [after.baseline - before.baseline for before, after in pairwise(lines)]
    if any(step < _INTERLEAVED * line.size for step, line in zip(steps, lines, strict=False)):
        return []
    starts = [step > _APART * min(steps) for step in steps]
    if not any(starts[int(has_head) :]):
        starts = [_number(line) is not None for line in lines[1:]]
        if not starts or not starts[0] or not _counts_up(lines):
            return []
    rows = [[lines[0]]]
    for line, opens in zip(lines[1:], starts, strict=True):
        if opens:
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows


def _counts_up(lines: Sequence[Line]) -> bool:
    numbers = [number for line in lines if (number := _number(line)) is not None]
    return len(numbers) > 1 and all(after == before + 1 for before, after in pairwise(numbers))


def _number(line: Line) -> int | None:
    """The number that stands in the first column of a line."""
    text = line.parts[0].text.strip()
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def _piece(rows: list[list[Line]], columns: Columns, page: int) -> Piece:
    """Rows as a piece of a table; every cell stands in one row and one column."""
    texts: dict[tuple[int, int], list[Line]] = {}
    for row, lines in enumerate(rows):
        for part in (part for line in lines for part in line.parts):
            texts.setdefault((row, columns.at(part)), []).append(part)
    cells = []
    for column, (left, right) in enumerate(pairwise(columns.xs)):
        field = _field([line for (_, at), lines in texts.items() if at == column for line in lines])
        for row in range(len(rows)):
            cell = PrintedCell(left, right, row, row + 1, "", page)
            _fill(cell, texts.get((row, column), []), field)
            cells.append(cell)
    return Piece(page, columns.xs, len(rows), cells, [page] * len(rows))


def _ruled_piece(lines: Sequence[Line], grid: Grid, page: int) -> Piece:
    """Lines as a piece of a table whose level rulings are printed."""
    texts: dict[int, list[Line]] = {}
    for part in (part for line in lines for part in line.parts):
        owner = grid.box_at((part.x0 + part.x1) / 2, (part.top + part.bottom) / 2)
        if owner is not None:
            texts.setdefault(owner, []).append(part)
    cells = []
    for index, box in enumerate(grid.boxes):
        alike = [line for other, found in texts.items() if grid.boxes[other].left == box.left for line in found]
        cell = PrintedCell(grid.xs[box.left], grid.xs[box.right], box.top, box.bottom, "", page)
        _fill(cell, texts.get(index, []), _field(alike))
        cells.append(cell)
    rows = len(grid.ys) - 1
    return Piece(page, grid.xs, rows, cells, [page] * rows)


def _field(lines: Sequence[Line]) -> Field:
    return Field(min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0))


def _fill(cell: PrintedCell, lines: Sequence[Line], field: Field) -> None:
    if lines:
        cell.text = "\n".join(passage.text for passage in passages(lines, field))
        cell.first, cell.last, cell.field = lines[0], lines[-1], field
