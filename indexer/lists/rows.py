"""Table rows → records, by the kind that the table's columns announce."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.lists.boundaries import read_boundaries
from indexer.lists.entries import Context, extras, number_of, of_department, office_name, own, table_row
from indexer.lists.powers import read_powers
from indexer.lists.services import read_services
from indexer.lists.tables import Entry, ListTable
from indexer.model.problems import Problem, ProblemKind
from indexer.vocabulary.bands import band_name
from indexer.vocabulary.columns import BASIC, OF_DEPARTMENTS
from indexer.vocabulary.labels import is_column
from indexer.vocabulary.names import agency_name
from indexer.vocabulary.shares import is_named
from records.records import Boundary, Duty, Power, Record, Service, TableRow
from tokenizer.number_marks import Script, leading_mark
from tokenizer.wording import is_note, join_label, join_text


def read_rows(table: ListTable, context: Context) -> Iterator[Record]:
    """The records of one table; rows that belong to none are reported to `context`."""
    context.spans = any(entry.merged for entry in table.entries)
    entries = (entry for entry in table.entries if not entry.is_blank and not _is_note_row(entry))
    reader = _FORM_READERS.get(table.columns.form) or _READERS[table.columns.kind]
    return reader(table, entries, context)


def _is_note_row(entry: Entry) -> bool:
    texts = [text for text in entry.fields.values() if text.strip()]
    return len(set(texts)) == 1 and not entry.extra and is_note(texts[0])


def _duties(table: ListTable, entries: Iterator[Entry], context: Context) -> Iterator[Record]:
    number = duty = office = ""
    for entry in entries:
        own_number, own_duty, item = number_of(entry), join_text(own(entry, "duty")), join_text(entry["item"])
        if own_duty:
            number, duty, office = own_number, own_duty, ""
        elif own_number:
            number = own_number
        office = office_name(entry["office"]) or ("" if context.spans else office)
        note = join_text(entry["note"])
        if own_duty or item:
            yield Duty(
                owner=context.owner_of(entry),
                seq=number,
                source=context.source(entry),
                duty=duty,
                item=item,
                office=office,
                note=note,
                category=band_name(entry.band),
                extra=extras(entry, table),
            )
        elif note or own_number:
            context.unplaced(entry, "没有职责也没有事项")


def _township_items(table: ListTable, entries: Iterator[Entry], context: Context) -> Iterator[Record]:
    """The items of a township: a row each, below the band or in the category that groups them."""
    category = ""
    for entry in entries:
        category = join_label(entry["category"]) or category
        item = join_text(entry["item"])
        if not item:
            yield context.as_printed(entry, table, "没有写明事项")
            continue
        yield Duty(
            owner=context.owner_of(entry),
            seq=number_of(entry),
            source=context.source(entry),
            duty="",
            item=item,
            note=join_text(entry["note"]),
            category=category or band_name(entry.band),
            extra=extras(entry, table),
        )


def _duties_of_departments(table: ListTable, entries: Iterator[Entry], context: Context) -> Iterator[Record]:
    """The duties of many departments in one field: a row each, or a point each where a cell numbers them."""
    department = category = ""
    for entry in entries:
        category = join_label(entry["category"]) or category
        department = agency_name(entry["department"]) or department
        cell = own(entry, "duty")
        if not cell or not is_named(department):
            yield context.as_printed(entry, table, "没有写明部门或职责")
            continue
        points = _points(cell)
        for number, text in points:
            yield Duty(
                owner=of_department(context.owner, department),
                seq=number or number_of(entry),
                source=context.source(entry),
                duty=text,
                item="",
                note=join_text(entry["note"]),
                category=category or band_name(entry.band),
                extra=extras(entry, table, "basis"),
            )


def _points(cell: str) -> list[tuple[str, str]]:
    """The points of a cell that numbers them from 1, each a line: else the cell as one."""
    lines = [line for line in join_text(cell).split("\n") if line]
    marks = [leading_mark(line) for line in lines]
    counts = [mark.value for mark in marks if mark is not None and mark.script is Script.ARABIC and mark.form == "stop"]
    if len(lines) > 1 and counts == list(range(1, len(lines) + 1)):
        return [(mark.printed, mark.rest) for mark in marks if mark is not None]
    return [("", join_text(cell))]


def _plain_rows(table: ListTable, entries: Iterator[Entry], context: Context) -> Iterator[Record]:
    """The rows of a table of no known form, as printed; which line of the manifest would say what its columns are."""
    unknown = [label for label in table.heads if label and not is_column(label)]
    if unknown:
        message = (
            f"表格不属于已知的清单，按原文保留；未识别的栏目：{'、'.join(unknown)}。"
            f'如某栏其实是（例如）职责分工，可在 manifest.toml 的 [columns] 中写 "{unknown[0]}" = "职责分工"'
        )
        context.problems.append(Problem(context.file, table.place, ProblemKind.UNKNOWN_TABLE, message))
    for entry in entries:
        yield table_row(entry, table, context)


_Reader = Callable[[ListTable, Iterator[Entry], Context], Iterator[Record]]
_READERS: dict[str, _Reader] = {
    Duty.kind: _duties,
    Boundary.kind: read_boundaries,
    Service.kind: read_services,
    Power.kind: read_powers,
    TableRow.kind: _plain_rows,
}
_FORM_READERS: dict[str, _Reader] = {BASIC.name: _township_items, OF_DEPARTMENTS.name: _duties_of_departments}
