"""Tables that were printed as lines of text → tables: with bars (| 序号 | 涉及部门 |), with blanks, or a cell a line.

Web pages come as such text from many tools. Only what stands below a row of column labels is taken for a table, so a
bar or a blank elsewhere stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.lists.bar_tables import bar_cells, barred_table
from indexer.lists.printed_cells import MOST_COLUMNS, MOST_SKIPPED, OpenRow, filled_rows, leading_labels
from indexer.model.blocks import Block, Cell, Place, Row, Table
from indexer.vocabulary.labels import Columns, columns_of, is_label
from indexer.vocabulary.shares import is_agency
from records.records import Boundary
from tokenizer.number_marks import leading_mark
from tokenizer.wording import END_MARKS, is_note, squeeze, tidy

_LONGEST_HEAD = 120  # characters in a line of column labels
_MOST_DIGITS = 6  # of a row's number
_MOST_FAILURES = 20  # heads without a table below them, after which no more are looked for
_AFTER_TABLE = re.compile(r"\S{0,6}依据\s*[：:]|\S{0,4}案例\s*[：:]|附件|[【\[]")


def with_line_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` with each table that was printed as lines put together again; all else is left as it is."""
    out: list[Block] = []
    index = failures = 0
    while index < len(blocks):
        head = failures < _MOST_FAILURES and _may_be_head(_text(blocks[index]))
        found = _table_at(blocks, index) if head else None
        if found is None:
            failures += head and "|" in _text(blocks[index])
            out.append(blocks[index])
            index += 1
        else:
            out.append(found[0])
            index += found[1]
    return tuple(out)


def _table_at(blocks: Sequence[Block], index: int) -> tuple[Table, int] | None:
    """The table whose labels stand at a block, and how many blocks it fills."""
    if "|" in _text(blocks[index]):
        return barred_table(blocks, index)
    return _blank_parted(blocks, index) or _cell_a_line(blocks, index)


def _text(block: Block) -> str:
    return "" if isinstance(block, Table) else block.text


def _may_be_head(text: str) -> bool:
    """Whether a line can be, or start, a row of column labels."""
    if not 0 < len(text) <= _LONGEST_HEAD:
        return False
    labels = bar_cells(text) if "|" in text else _labels_in(tidy(text).split(" "))
    return columns_of(labels, None) is not None or bool(leading_labels(labels))


# -- blanks -----------------------------------------------------------------------------------------


def _blank_parted(blocks: Sequence[Block], index: int) -> tuple[Table, int] | None:
    """A table with blanks between its cells: 序号 涉及部门 职责分工, then 1 市公安局 负责…"""
    labels = _labels_in(tidy(_text(blocks[index])).split(" "))
    columns = columns_of(labels, None) if len(labels) > 1 else None
    if columns is None or columns.kind != Boundary.kind:
        return None
    rows: list[OpenRow] = []
    number = 0  # the highest so far
    at = index + 1
    while at < len(blocks):
        block = blocks[at]
        row = None if isinstance(block, Table) else _blank_row(block, columns, number)
        if row is not None:
            rows.append(row)
            number = max(number, int(row.cells[0]) if row.cells[0].isdecimal() else 0)
        elif not rows or not _goes_on(block, rows[-1]):
            break
        else:
            rows[-1].add(_text(block))
        at += 1
    if not rows:
        return None
    return _table(labels, blocks[index].place, rows), at - index


def _blank_row(block: Block, columns: Columns, last: int) -> OpenRow | None:
    """The cells of a line that starts with a number after `last`, or with an agency where the table has no numbers."""
    parts = tidy(_text(block)).split(" ", maxsplit=len(columns.fields) - 1)
    agency = columns.fields.index("agency") if "agency" in columns.fields else 0
    number = squeeze(parts[0]).rstrip(".、")
    if columns.fields[0] == "seq" and number.isdecimal() and len(parts) > agency + 1:
        follows = len(number) <= _MOST_DIGITS and 0 < int(number) - last <= MOST_SKIPPED
        return OpenRow(block.place, [number, *parts[1:]]) if follows else None
    parts = tidy(_text(block)).split(" ", maxsplit=len(columns.fields) - 1 - agency)
    if len(parts) > 1 and is_agency(parts[0]) and (columns.fields[0] != "seq" or agency > 1):
        return OpenRow(block.place, [*[""] * agency, *parts])
    return None


def _goes_on(block: Block, row: OpenRow) -> bool:
    """Whether a line goes on with the last cell of a row."""
    text = _text(block)
    if isinstance(block, Table) or not text.strip() or _AFTER_TABLE.match(text) or is_note(text):
        return False
    mark = leading_mark(text)
    if mark is not None:
        return mark.form != "stop" or mark.script.value == "arabic"
    return not row.cells[-1].endswith(tuple(END_MARKS))


def _table(labels: Sequence[str], place: Place, rows: Sequence[OpenRow]) -> Table:
    head = Row(tuple(Cell(label, place) for label in labels), place)
    return Table((head, *(row.row() for row in rows)), place)


def _labels_in(words: Sequence[str]) -> list[str]:
    """The labels that words make up, a label perhaps in several of them (序 号); [] where a word is left over."""
    labels: list[str] = []
    at = 0
    while at < len(words):
        length = next(
            (
                size
                for size in (3, 2, 1)
                if at + size <= len(words) and is_label("".join(words[at : at + size]), Boundary.kind)
            ),
            0,
        )
        if not length:
            return []
        labels.append("".join(words[at : at + length]))
        at += length
    return labels


# -- a cell a line ----------------------------------------------------------------------------------


def _cell_a_line(blocks: Sequence[Block], index: int) -> tuple[Table, int] | None:
    """A table of agencies with each cell on a line of its own, its labels first."""
    labels = leading_labels([_text(block) for block in blocks[index : index + MOST_COLUMNS]])
    columns = columns_of(labels, None) if len(labels) > 1 else None
    if columns is None or columns.kind != Boundary.kind or "agency" not in columns.fields:
        return None
    rows = filled_rows(_cells_below(blocks, index + len(labels)), columns, trim=True)
    if not rows:
        return None
    used = sum(len(cell.text.split("\n")) for row in rows for cell in row.cells if cell.text)
    place = blocks[index].place
    return Table((Row(tuple(Cell(label, place) for label in labels), place), *rows), place), len(labels) + used


def _cells_below(blocks: Sequence[Block], start: int) -> Iterator[Cell]:
    """The lines below a head as cells, up to what cannot stand in a table."""
    for at in range(start, len(blocks)):
        text = _text(blocks[at])
        if not text or _AFTER_TABLE.match(text) or is_note(text):
            return
        yield Cell(text, blocks[at].place)
