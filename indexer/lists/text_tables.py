"""Tables that were printed as lines of text → tables: with bars (| 序号 | 涉及部门 |), with blanks, or a cell a line.

Web pages come as such text from many tools. Only what stands below a row of column labels is taken for a table, so a
bar or a blank elsewhere stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from indexer.model.blocks import Block, Cell, Place, Row, Table
from indexer.vocabulary.labels import Columns, columns_of, is_label
from indexer.vocabulary.shares import is_agency, opens_share
from records.records import Boundary
from tokenizer.number_marks import leading_mark
from tokenizer.wording import END_MARKS, ends_sentence, is_note, squeeze, tidy

_LONGEST_HEAD = 120  # characters in a line of column labels
_MOST_DIGITS = 6  # of a row's number
_MOST_FAILURES = 20  # heads without a table below them, after which no more are looked for
# 相关依据：《养犬管理办法》 · 附件
_AFTER_TABLE = re.compile(r"\S{0,6}依据\s*[：:]|\S{0,4}案例\s*[：:]|附件|[【\[]")
_MOST_OPEN_LINES = 12  # lines without a bar in one cell
#  :----:
_RULE = re.compile(r"\s*:?[-—=]{2,}:?\s*")
_MOST_COLUMNS = 9
_MOST_SKIPPED = 3  # numbers that a table's rows may skip
_MOST_CELL_LINES = 200
# 《养犬管理办法》 · 县政府文件
_BASIS = re.compile(r"《|〔|三定|规定|办法|文件|条例|法$")


@dataclass(slots=True)
class _OpenRow:
    """A row being filled, cell by cell."""

    place: Place
    cells: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Go on with the last cell on a new line."""
        self.cells[-1] += f"\n{text}"

    def row(self) -> Row:
        """The row as a block."""
        return Row(tuple(Cell(text, self.place) for text in self.cells), self.place)


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
        return _barred_table(blocks, index)
    return _blank_parted(blocks, index) or _cell_a_line(blocks, index)


def _text(block: Block) -> str:
    return "" if isinstance(block, Table) else block.text


def _may_be_head(text: str) -> bool:
    """Whether a line can be, or start, a row of column labels."""
    if not 0 < len(text) <= _LONGEST_HEAD:
        return False
    labels = _bar_cells(text) if "|" in text else _labels_in(tidy(text).split(" "))
    return columns_of(labels, None) is not None or bool(_leading_labels(labels))


# -- blanks -----------------------------------------------------------------------------------------


def _blank_parted(blocks: Sequence[Block], index: int) -> tuple[Table, int] | None:
    """A table with blanks between its cells: 序号 涉及部门 职责分工, then 1 市公安局 负责…"""
    labels = _labels_in(tidy(_text(blocks[index])).split(" "))
    columns = columns_of(labels, None) if len(labels) > 1 else None
    if columns is None or columns.kind != Boundary.kind:
        return None
    rows: list[_OpenRow] = []
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
    return _headed_table(labels, blocks[index].place, rows), at - index


def _blank_row(block: Block, columns: Columns, last: int) -> _OpenRow | None:
    """The cells of a line that starts with a number after `last`, or with an agency where the table has no numbers."""
    parts = tidy(_text(block)).split(" ", maxsplit=len(columns.fields) - 1)
    agency = columns.fields.index("agency") if "agency" in columns.fields else 0
    number = squeeze(parts[0]).rstrip(".、")
    if columns.fields[0] == "seq" and number.isdecimal() and len(parts) > agency + 1:
        follows = len(number) <= _MOST_DIGITS and 0 < int(number) - last <= _MOST_SKIPPED
        return _OpenRow(block.place, [number, *parts[1:]]) if follows else None
    parts = tidy(_text(block)).split(" ", maxsplit=len(columns.fields) - 1 - agency)
    if len(parts) > 1 and is_agency(parts[0]) and (columns.fields[0] != "seq" or agency > 1):
        return _OpenRow(block.place, [*[""] * agency, *parts])
    return None


def _goes_on(block: Block, row: _OpenRow) -> bool:
    """Whether a line goes on with the last cell of a row."""
    text = _text(block)
    if isinstance(block, Table) or not text.strip() or _AFTER_TABLE.match(text) or is_note(text):
        return False
    mark = leading_mark(text)
    if mark is not None:
        return mark.form != "stop" or mark.script.value == "arabic"
    return not row.cells[-1].endswith(tuple(END_MARKS))


def _headed_table(labels: Sequence[str], place: Place, rows: Sequence[_OpenRow]) -> Table:
    head = Row(tuple(Cell(label, place) for label in labels), place)
    return Table((head, *(row.row() for row in rows)), place)


def _labels_in(words: Sequence[str]) -> list[str]:
    """The labels that words make up, a label perhaps in several of them (序 号); [] where a word is left over."""
    starts: list[list[str] | None] = [[], *[None] * len(words)]  # the labels that the first words make up
    for end in range(1, len(words) + 1):
        for size in (1, 2, 3):
            before = starts[end - size] if size <= end else None
            label = "".join(words[end - size : end])
            if before is not None and starts[end] is None and is_label(label, Boundary.kind):
                starts[end] = [*before, label]
    return starts[-1] or []


# -- a cell a line ----------------------------------------------------------------------------------


def _cell_a_line(blocks: Sequence[Block], index: int) -> tuple[Table, int] | None:
    """A table of agencies with each cell on a line of its own, its labels first."""
    labels = _leading_labels([_text(block) for block in blocks[index : index + _MOST_COLUMNS]])
    columns = columns_of(labels, None) if len(labels) > 1 else None
    if columns is None or columns.kind != Boundary.kind or "agency" not in columns.fields:
        return None
    rows = _filled_rows(_cells_below(blocks, index + len(labels)), columns, trim=True)
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


# -- bars --------------------------------------------------------------------------------------------


def _barred_table(blocks: Sequence[Block], index: int) -> tuple[Table, int] | None:
    """A table with bars, a row a line or a cell a line."""
    labels = _bar_cells(_text(blocks[index]))
    in_rows = len([label for label in labels if label.strip()]) > 1
    if columns_of(labels, None) is None if in_rows else not _leading_labels(labels):
        return None
    end = _end_of_bars(blocks, index)
    lines = [(_text(block), block.place) for block in blocks[index:end]]
    columns = columns_of(labels, None)
    if in_rows and columns is not None:
        rows = [_under_labels(row, columns) for row in _rows_of_lines(lines[1:], len(labels))]
    else:
        cells = list(_cells_of_stream(lines))
        labels = _leading_labels([cell.text for cell in cells[:_MOST_COLUMNS]])
        columns = columns_of(labels, None)
        rows = _filled_rows(cells[len(labels) :], columns) if columns else []
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


def _bar_cells(line: str) -> list[str]:
    """The texts between the bars of a line; a bar at its start or end opens and closes a cell."""
    return line.strip().removeprefix("|").removesuffix("|").split("|")


def _rows_of_lines(lines: Sequence[tuple[str, Place]], width: int) -> Iterator[Row]:
    """Rows that stand on a line each; a line without the full number of cells goes on with the row above."""
    cells: list[Cell] = []
    for text, place in lines:
        parts = [part.strip() for part in _bar_cells(text)]
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


# -- rows filled cell by cell ------------------------------------------------------------------------


def _filled_rows(cells: Iterable[Cell], columns: Columns, trim: bool = False) -> list[Row]:
    """Rows from cells in a row, where merged cells are printed once: a number or an agency opens a row.

    With `trim` the last row ends where its text does, since nothing else tells the table from what follows.
    """
    agency = columns.fields.index("agency") if "agency" in columns.fields else -1
    numbered = columns.fields[0] == "seq"
    rows: list[_OpenRow] = []
    number = 0
    for cell in cells:
        text = cell.text.strip()
        row = rows[-1] if rows else None
        value = int(squeeze(text)) if numbered and len(text) < 5 and squeeze(text).isdecimal() else -1
        if 0 < value - number <= _MOST_SKIPPED and (row is None or len(row.cells) > agency + 1):
            rows.append(_OpenRow(cell.place, [text]))
            number = value
        elif is_agency(text) and (row is None or len(row.cells) > agency + 1) and (agency > 1 or not numbered):
            rows.append(_OpenRow(cell.place, [*[""] * agency, text]))
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


def _continues(row: _OpenRow, agency: int, text: str) -> bool:
    """Whether a line goes on with a row's last cell: that is unfinished, or the line is its next point."""
    unfinished = len(row.cells) <= agency + 1 or not ends_sentence(row.cells[-1])
    return unfinished or leading_mark(text) is not None


def _leading_labels(texts: Sequence[str]) -> list[str]:
    """The column labels that a run of cells starts with."""
    labels: list[str] = []
    for text in texts:
        if len(labels) == _MOST_COLUMNS or not is_label(text, Boundary.kind) or squeeze(text) in map(squeeze, labels):
            break
        labels.append(text.strip())
    return labels
