"""Tables → rows of named fields: spans resolved, heads and bands found, merged cells told from empty ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.model.blocks import Cell, Paragraph, Place, Row, Table
from indexer.vocabulary.announced import announced_form
from indexer.vocabulary.bands import band_name, is_band
from indexer.vocabulary.labels import NO_SPELLINGS, Columns, columns_of, is_column, part_kind, usual_columns
from indexer.vocabulary.shares import is_strong
from records.records import LabelledText, TableRow
from tokenizer.wording import is_longer, join_label, squeeze

_MOST_COLUMNS = 60
_MOST_HEAD_ROWS = 3
_MOST_TITLE_ROWS = 6  # rows above the head of a table of no known form
_FEWEST_PLAIN_COLUMNS = 3
_LONGEST_PLAIN_LABEL = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One table row by field. `merged` names the fields whose cell continues from the row above.

    `extra` holds the cells of the columns that have no field, `band` the row over all columns that stands above
    (一、党的建设（12项）).
    """

    fields: dict[str, str]
    merged: frozenset[str]
    place: Place
    extra: tuple[LabelledText, ...] = ()
    band: str = ""

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def is_blank(self) -> bool:
        """Whether no cell of its own holds any text."""
        return not self.extra and not any(text.strip() for name, text in self.fields.items() if name not in self.merged)


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table of a duty list: what its columns hold, the labels as printed, and its rows.

    `labels` are all cells of its head, bands among them; `heads` is the one label of each column.
    """

    columns: Columns
    labels: tuple[str, ...]
    entries: tuple[Entry, ...]
    place: Place
    heads: tuple[str, ...] = ()

    def label(self, name: str) -> str:
        """What the list calls the column of a field."""
        return next((head for field_, head in zip(self.columns.fields, self.heads, strict=False) if field_ == name), "")


@dataclass(frozen=True, slots=True)
class UnknownTable:
    """A table, or its part, without a head that a duty list has."""

    rows: tuple[Row, ...]
    place: Place


class Slot(NamedTuple):
    """A grid position: the cell covering it, and whether that cell started in a row above."""

    cell: Cell
    merged: bool


_Rows = list[tuple[Row, list[Slot]]]


@dataclass(slots=True)
class _Reading:
    """A table with a known head while its rows are read."""

    columns: Columns
    heads: tuple[str, ...]
    labels: list[str]
    place: Place
    head_rows: list[list[Slot]]
    entries: list[Entry] = field(default_factory=list)
    band: str = ""

    def table(self) -> ListTable:
        """The rows read so far."""
        return ListTable(self.columns, tuple(self.labels), tuple(self.entries), self.place, self.heads)


def split_table(
    table: Table, expected: str | None, before: Columns | None = None, spellings: Mapping[str, str] = NO_SPELLINGS
) -> Iterator[Paragraph | ListTable | UnknownTable]:
    """Take a table apart at its heads: title rows above a head become paragraphs.

    One table may hold several parts of a list, each under a head of its own; a head that is repeated after
    a page break continues the same rows. `expected` is the form that the heading above announced, `before`
    the columns of a table that stands right before this one and may go on in it, `spellings` what the county
    says its own labels mean.
    """
    reading: _Reading | None = None
    pending: _Rows = []
    for row, slots in grid(table):
        open_head = reading.head_rows if reading is not None and not reading.entries else []
        above = [cells for _, cells in pending[-_MOST_HEAD_ROWS:]] if reading is None else open_head
        heads = _head_labels([*_reaching(above, slots), slots])
        found = columns_of(heads, expected, spellings)
        if found is not None and (reading is None or found != reading.columns):
            upper = _reaching(above, slots)
            labels = [slot.cell.text for cells in (*upper, slots) for slot in cells]
            if reading is not None and (reading.entries or not upper):
                yield reading.table()
            yield from _preface([(title, cells) for title, cells in pending if cells not in upper])
            reading, pending = _Reading(found, heads, labels, row.place, [*upper, slots]), []
        elif found is not None:
            continue
        elif reading is None:
            pending.append((row, slots))
            expected = _announced(own_texts(slots)) or expected
        elif (text := _only_text(slots, reading.columns)) is None:
            reading.entries.append(_entry(reading, slots, row.place))
        elif is_band(text):
            reading.band = text
            reading.labels.append(text)
        else:
            yield reading.table()
            yield from _preface([(row, slots)])
            reading = _after_text(reading, text)
            pending = []
    if reading is not None:
        yield reading.table()
    yield from _headless(pending, expected, before)


def _announced(texts: list[str]) -> str:
    """The form that a title row inside a table announces, or ""."""
    return announced_form(texts[0]) or part_kind(texts[0]) or "" if len(texts) == 1 else ""


def _after_text(reading: _Reading, text: str) -> _Reading | None:
    """What is read on below a line of text inside a table: the same table, unless the line opens another part."""
    if band_name(text) == "":
        return None
    return _Reading(reading.columns, reading.heads, [], reading.place, [], band=reading.band)


def _only_text(slots: list[Slot], columns: Columns) -> str | None:
    """The text of a row that holds but one: in a cell over all columns, or in its first cell as a band does."""
    texts = own_texts(slots)
    if len(texts) != 1 or any(slot.merged for slot in slots):
        return None
    alone = len(columns.fields) > 1 and all(slot.cell is slots[0].cell for slot in slots)
    first = slots[0].cell.text == texts[0] and columns.fields[0] == "seq" and is_band(texts[0], numbered=True)
    return texts[0] if alone or first else None


def _head_labels(rows: Sequence[list[Slot]]) -> tuple[str, ...]:
    """The label of each column of a head of one or more rows; a cell over several columns labels the first of them.

    Where a label stands over several others, the two together are the label if they name a column (牵头部门 over 职责).
    """
    *uppers, lowest = rows
    labels = []
    for column, slot in enumerate(lowest):
        label = "" if column and slot.cell is lowest[column - 1].cell else join_label(slot.cell.text)
        for upper in reversed(uppers):
            if column >= len(upper) or upper[column].cell is slot.cell:
                continue
            over = join_label(upper[column].cell.text)
            if label and over and is_column(over + label):
                label = over + label
            elif label and over and not is_column(label):
                label = f"{over} › {label}"
            label = label or ("" if column and upper[column].cell is upper[column - 1].cell else over)
        labels.append(label)
    return tuple(labels)


def _reaching(above: Sequence[list[Slot]], head: list[Slot]) -> list[list[Slot]]:
    """The rows above a head that belong to it: some cell reaches from them down into the head, or stands over several
    of its labels.
    """
    reaching = {id(slot.cell) for slot in head if slot.merged}
    return [slots for slots in above if any(id(slot.cell) in reaching for slot in slots) or _stands_over(slots, head)]


def _stands_over(upper: list[Slot], head: list[Slot]) -> bool:
    """Whether a row is the upper row of a head whose cells were not merged: blanks stand under its single labels."""
    over = [upper[column].cell.colspan > 1 for column in range(min(len(upper), len(head)))]
    texts = [bool(slot.cell.text.strip()) for slot in head[: len(over)]]
    return any(over) and not all(over) and texts == over


def _preface(pending: _Rows) -> Iterator[Paragraph | UnknownTable]:
    """Rows before a head: a row with one text is a title; more of them are a table of their own."""
    unknown: list[Row] = []
    for row, slots in pending:
        texts = own_texts(slots)
        if len(texts) == 1 and not unknown:
            yield from (Paragraph(line, row.place) for line in texts[0].split("\n") if line.strip())
        elif texts:
            unknown.append(row)
    if unknown:
        yield UnknownTable(tuple(unknown), unknown[0].place)


def _headless(
    pending: _Rows, expected: str | None, before: Columns | None
) -> Iterator[Paragraph | ListTable | UnknownTable]:
    """Rows without a head: they go on with the table before, or below a part heading have the usual columns,
    where the first row fits.
    """
    if not pending:
        return
    first, slots = pending[0]
    number = squeeze(slots[0].cell.text)
    columns = usual_columns(expected, len(slots)) if expected and number.isdigit() else None
    if before is not None and before.fields[0] == "seq" and len(before.fields) == len(slots):
        columns = before if not number or number.isdigit() else None
    if columns is None:
        yield from _plain(pending)
        return
    reading = _Reading(columns, (), [], first.place, [])
    reading.entries = [_entry(reading, slots, row.place) for row, slots in pending]
    yield reading.table()


def _plain(pending: _Rows) -> Iterator[Paragraph | ListTable | UnknownTable]:
    """Rows of no known form: below a head of any labels each keeps its cells under these."""
    for at in range(min(_MOST_TITLE_ROWS, len(pending) - 1)):
        above = [slots for _, slots in pending[:at]]
        row, slots = pending[at]
        upper = _reaching(above, slots)
        heads = _head_labels([*upper, slots])
        if _goes_down(slots, pending[at + 1][1]) or not _is_plain_head(
            heads, [slots for _, slots in pending[at + 1 :]]
        ):
            continue
        yield from _preface([(title, cells) for title, cells in pending[:at] if cells not in upper])
        labels = [slot.cell.text for cells in (*upper, slots) for slot in cells]
        columns = Columns(TableRow.kind, ("",) * len(heads), TableRow.kind)
        reading = _Reading(columns, heads, labels, row.place, [*upper, slots])
        for below, cells in pending[at + 1 :]:
            text = _only_text(cells, columns)
            if text is not None and is_band(text):
                reading.band = text
            reading.entries.append(_entry(reading, cells, below.place))
        yield reading.table()
        return
    yield from _preface(pending)


def _goes_down(slots: list[Slot], below: list[Slot]) -> bool:
    """Whether the row below is part of the same head: a cell over several columns has labels of its own under it."""
    over = any(slot.cell.colspan > 1 for slot in slots)
    return over and (_reaching([slots], below) != [] or _stands_over(slots, below))


def _is_plain_head(heads: Sequence[str], below: Sequence[list[Slot]]) -> bool:
    """Whether labels head a table: short, different, no names, numbers or sentences, and rows of that width follow."""
    if len(heads) < _FEWEST_PLAIN_COLUMNS or not all(heads) or len(set(heads)) < len(heads):
        return False
    if any(is_longer(head, _LONGEST_PLAIN_LABEL) or re.search(r"[。；;：:！？]|^[\d.\-/]+$", head) for head in heads):
        return False
    named = any(is_strong(head) and not is_column(head) for head in heads)
    return not named and any(len(slots) == len(heads) for slots in below)


def own_texts(slots: list[Slot]) -> list[str]:
    """The texts of the cells that start in this row, each cell once, blanks left out."""
    out: list[str] = []
    last: Cell | None = None
    for slot in slots:
        if slot.cell is not last and not slot.merged and slot.cell.text.strip():
            out.append(slot.cell.text)
        last = slot.cell
    return out


def grid(table: Table) -> Iterator[tuple[Row, list[Slot]]]:
    """Each row as the cells covering its columns, spans resolved; impossible spans are cut to size."""
    open_cells: dict[int, tuple[Cell, int]] = {}
    for row in table.rows:
        if not open_cells and len(row.cells) <= _MOST_COLUMNS and not any(map(_spans, row.cells)):
            yield row, [Slot(cell, merged=False) for cell in row.cells]
            continue
        slots: list[Slot] = []
        waiting = list(row.cells)
        while len(slots) < _MOST_COLUMNS:
            column = len(slots)
            cell, left = open_cells.pop(column, (None, 0))
            if cell is not None:
                slots.append(Slot(cell, merged=True))
                if left > 1:
                    open_cells[column] = (cell, left - 1)
                continue
            if not waiting:
                break
            cell = waiting.pop(0)
            for offset in range(min(max(cell.colspan, 1), _MOST_COLUMNS - column)):
                slots.append(Slot(cell, merged=False))
                if cell.rowspan > 1:
                    open_cells[column + offset] = (cell, cell.rowspan - 1)
        yield row, slots


def _spans(cell: Cell) -> bool:
    return cell.rowspan > 1 or cell.colspan > 1


def _entry(reading: _Reading, slots: list[Slot], place: Place) -> Entry:
    fields: dict[str, str] = {}
    merged: set[str] = set()
    extra: list[LabelledText] = []
    for column, slot in enumerate(slots):
        name = reading.columns.fields[column] if column < len(reading.columns.fields) else ""
        if name:
            fields[name] = slot.cell.text
            if slot.merged:
                merged.add(name)
        elif slot.cell.text.strip() and not (column and slot.cell is slots[column - 1].cell):
            head = reading.heads[column] if column < len(reading.heads) else ""
            extra.append(LabelledText(head, slot.cell.text.strip()))
    return Entry(fields, frozenset(merged), place, tuple(extra), reading.band)
