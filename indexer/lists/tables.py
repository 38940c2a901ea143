"""Tables → rows of named fields: spans resolved, heads found, merged cells told from empty ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from indexer.model.blocks import Cell, Paragraph, Place, Row, Table
from indexer.vocabulary.labels import Columns, columns_of, usual_columns
from tokenizer.wording import squeeze

_MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One table row by field. `merged` names the fields whose cell continues from the row above."""

    fields: dict[str, str]
    merged: frozenset[str]
    place: Place

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def is_blank(self) -> bool:
        """Whether no cell of its own holds any text."""
        return not any(text.strip() for name, text in self.fields.items() if name not in self.merged)


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table of a duty list: what its columns hold, the labels as printed, and its rows."""

    columns: Columns
    labels: tuple[str, ...]
    entries: tuple[Entry, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class UnknownTable:
    """A table, or its part, without a head that a duty list has."""

    rows: tuple[Row, ...]
    place: Place


class _Slot(NamedTuple):
    """A grid position: the cell covering it, and whether that cell started in a row above."""

    cell: Cell
    merged: bool


def split_table(
    table: Table, expected: str | None, before: Columns | None = None
) -> Iterator[Paragraph | ListTable | UnknownTable]:
    """Take a table apart at its heads: title rows above a head become paragraphs.

    One table may hold several parts of a list, each under a head of its own; a head that is repeated after
    a page break continues the same rows. `expected` is the kind that the heading above announced, `before`
    the columns of a table that stands right before this one and may go on in it.
    """
    columns: Columns | None = None
    labels: tuple[str, ...] = ()
    start = table.place
    pending: list[tuple[Row, list[_Slot]]] = []
    entries: list[Entry] = []
    for row, slots in _grid(table):
        texts = _own_texts(slots)
        found = columns_of(_labels(slots), expected)
        if found is not None and found != columns:
            yield from _close(columns, labels, entries, start)
            upper = _upper_head(pending, slots)
            yield from _preface([(above, cells) for above, cells in pending if cells not in upper])
            columns, start = found, row.place
            labels = tuple(slot.cell.text for cells in (*upper, slots) for slot in cells)
            entries, pending = [], []
        elif found is not None:
            continue
        elif columns is None or (len(texts) == 1 and _spans_all(slots)):
            if columns is not None:
                yield from _close(columns, labels, entries, start)
                columns, entries = None, []
            pending.append((row, slots))
        else:
            entries.append(_entry(columns, slots, row.place))
    yield from _close(columns, labels, entries, start)
    yield from _headless(pending, expected, before)


def _labels(slots: list[_Slot]) -> list[str]:
    """The text over each column; a cell over several columns labels the first of them."""
    return [
        "" if column and slot.cell is slots[column - 1].cell else slot.cell.text for column, slot in enumerate(slots)
    ]


def _upper_head(pending: list[tuple[Row, list[_Slot]]], head: list[_Slot]) -> list[list[_Slot]]:
    """The rows above a head that belong to it: some cell reaches from them down into the head."""
    reaching = {id(slot.cell) for slot in head if slot.merged}
    return [slots for _, slots in pending if any(id(slot.cell) in reaching for slot in slots)]


def _close(columns: Columns | None, labels: tuple[str, ...], entries: list[Entry], place: Place) -> Iterator[ListTable]:
    if columns is not None:
        yield ListTable(columns, labels, tuple(entries), place)


def _preface(pending: list[tuple[Row, list[_Slot]]]) -> Iterator[Paragraph | UnknownTable]:
    """Rows before a head: a row with one text is a title; more of them are a table of their own."""
    unknown: list[Row] = []
    for row, slots in pending:
        texts = _own_texts(slots)
        if len(texts) == 1 and not unknown:
            yield from (Paragraph(line, row.place) for line in texts[0].split("\n") if line.strip())
        elif texts:
            unknown.append(row)
    if unknown:
        yield UnknownTable(tuple(unknown), unknown[0].place)


def _headless(
    pending: list[tuple[Row, list[_Slot]]], expected: str | None, before: Columns | None
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
    if columns is not None:
        entries = tuple(_entry(columns, slots, row.place) for row, slots in pending)
        yield ListTable(columns, (), entries, first.place)
    else:
        yield from _preface(pending)


def _own_texts(slots: list[_Slot]) -> list[str]:
    """The texts of the cells that start in this row, each cell once, blanks left out."""
    out: list[str] = []
    last: Cell | None = None
    for slot in slots:
        if slot.cell is not last and not slot.merged and slot.cell.text.strip():
            out.append(slot.cell.text)
        last = slot.cell
    return out


def _spans_all(slots: list[_Slot]) -> bool:
    return len(slots) > 1 and all(slot.cell is slots[0].cell for slot in slots)


def _grid(table: Table) -> Iterator[tuple[Row, list[_Slot]]]:
    """Each row as the cells covering its columns, spans resolved; impossible spans are cut to size."""
    open_cells: dict[int, tuple[Cell, int]] = {}
    for row in table.rows:
        if not open_cells and len(row.cells) <= _MOST_COLUMNS and not any(map(_spans, row.cells)):
            yield row, [_Slot(cell, merged=False) for cell in row.cells]
            continue
        slots: list[_Slot] = []
        waiting = list(row.cells)
        while len(slots) < _MOST_COLUMNS:
            column = len(slots)
            cell, left = open_cells.pop(column, (None, 0))
            if cell is not None:
                slots.append(_Slot(cell, merged=True))
                if left > 1:
                    open_cells[column] = (cell, left - 1)
                continue
            if not waiting:
                break
            cell = waiting.pop(0)
            for offset in range(min(max(cell.colspan, 1), _MOST_COLUMNS - column)):
                slots.append(_Slot(cell, merged=False))
                if cell.rowspan > 1:
                    open_cells[column + offset] = (cell, cell.rowspan - 1)
        yield row, slots


def _spans(cell: Cell) -> bool:
    return cell.rowspan > 1 or cell.colspan > 1


def _entry(columns: Columns, slots: list[_Slot], place: Place) -> Entry:
    fields: dict[str, str] = {}
    merged: set[str] = set()
    for name, slot in zip(columns.fields, slots, strict=False):
        if name:
            fields[name] = slot.cell.text
            if slot.merged:
                merged.add(name)
    return Entry(fields, frozenset(merged), place)
