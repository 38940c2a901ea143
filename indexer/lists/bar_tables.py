"""Tables printed with bars (| 序号 | 涉及部门 |), a row a line or a cell a line → tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.lists.printed_cells import MOST_COLUMNS, filled_rows, leading_labels
from indexer.model.blocks import Block, Cell, Place, Row, Table
from indexer.vocabulary.labels import Columns, columns_of
from indexer.vocabulary.shares import is_agency

_MOST_OPEN_LINES = 12  # lines without a bar in one cell
_RULE = re.compile(r"\s*:?[-—=]{2,}:?\s*")


def barred_table(blocks: Sequence[Block], index: int) -> tuple[Table, int] | None:
    """A table with bars, a row a line or a cell a line."""
    labels = bar_cells(_text(blocks[index]))
    in_rows = len([label for label in labels if label.strip()]) > 1
    if columns_of(labels, None) is None if in_rows else not leading_labels(labels):
        return None
    end = _end_of_bars(blocks, index)
    lines = [(_text(block), block.place) for block in blocks[index:end]]
    columns = columns_of(labels, None)
    if in_rows and columns is not None:
        rows = [_under_labels(row, columns) for row in _rows_of_lines(lines[1:], len(labels))]
    else:
        cells = list(_cells_of_stream(lines))
        labels = leading_labels([cell.text for cell in cells[:MOST_COLUMNS]])
        columns = columns_of(labels, None)
        rows = filled_rows(cells[len(labels) :], columns) if columns else []
    if not rows:
        return None
    place = lines[0][1]
    header = Row(tuple(Cell(label.strip(), place) for label in labels), place)
    return Table((header, *rows), place), end - index


def _end_of_bars(blocks: Sequence[Block], index: int) -> int:
    """Where the lines with bars end; a cell that is not closed may go on on lines without a bar."""
    end = index + 1
    for at in range(index + 1, len(blocks)):
        text = _text(blocks[at])
        closed = _text(blocks[at - 1]).rstrip().endswith("|") and _text(blocks[index]).rstrip().endswith("|")
        if "|" in text:
            end = at + 1
        elif isinstance(blocks[at], Table) or at - end >= _MOST_OPEN_LINES or closed:
            break
    return end


def _under_labels(row: Row, columns: Columns) -> Row:
    """A row that starts with its agency, the merged cells before it left out, moved to its column."""
    agency = columns.fields.index("agency") if "agency" in columns.fields else 0
    short = len(columns.fields) - len(row.cells) >= agency > 0
    if not short or not is_agency(row.cells[0].text):
        return row
    return Row((*(Cell("", row.place) for _ in range(agency)), *row.cells), row.place)


def bar_cells(line: str) -> list[str]:
    """The texts between the bars of a line; a bar at its start or end opens and closes a cell."""
    return line.strip().removeprefix("|").removesuffix("|").split("|")


def _rows_of_lines(lines: Sequence[tuple[str, Place]], width: int) -> Iterator[Row]:
    """Rows that stand on a line each; a line without the full number of cells goes on with the row above."""
    cells: list[Cell] = []
    for text, place in lines:
        parts = [part.strip() for part in bar_cells(text)]
        if all(_RULE.fullmatch(part) or not part for part in parts):
            continue
        opens = text.lstrip().startswith("|") or len(parts) >= width
        if cells and not opens:
            last = cells[-1]
            cells[-1] = Cell(f"{last.text}\n{parts[0]}", last.place)
            cells += [Cell(part, place) for part in parts[1:]]
            continue
        if cells:
            yield Row(tuple(cells), cells[0].place)
        cells = [Cell(part, place) for part in parts]
    if cells:
        yield Row(tuple(cells), cells[0].place)


def _cells_of_stream(lines: Sequence[tuple[str, Place]]) -> Iterator[Cell]:
    """The cells of a table that prints them one after the other; the bars between its rows leave no cell."""
    text, place = "", lines[0][1]
    for line, where in lines:
        for part, bar in re.findall(r"([^|]*)(\|?)", line):
            if not text.strip():
                place = where
            text += part
            if bar:
                if text.strip() and not _RULE.fullmatch(text):
                    yield Cell(text.strip(), place)
                text = ""
        text += "\n" if text.strip() else ""
    if text.strip() and not _RULE.fullmatch(text):
        yield Cell(text.strip(), place)


def _text(block: Block) -> str:
    return "" if isinstance(block, Table) else block.text
