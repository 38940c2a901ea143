"""A document's blocks → the records of the duty lists in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from indexer.lists.entries import Context
from indexer.lists.parts import Layout, Line, Part, divide
from indexer.lists.rows import read_rows
from indexer.lists.supervision import read_regimes
from indexer.lists.tables import ListTable, UnknownTable
from indexer.lists.text_tables import with_line_tables
from indexer.model.blocks import Place
from indexer.model.document import Document
from indexer.model.problems import Problem, ProblemKind, excerpt
from indexer.outlines.duties import read_duties
from indexer.outlines.matters import Outline, Piece, has_matters, read_outline, read_page
from indexer.outlines.passages import Unclaimed, passages
from indexer.recognised import marked
from indexer.sources.manifest import ListInfo
from indexer.vocabulary.labels import NO_SPELLINGS
from indexer.vocabulary.names import list_title, region_of
from records.records import (
    Boundary,
    Duty,
    LabelledText,
    Owner,
    Power,
    Record,
    Service,
    Source,
    Supervision,
    TableRow,
    with_ids,
)
from tokenizer.wording import join_text


@dataclass(frozen=True, slots=True)
class ParsedList:
    """What one file holds: its records, what could not be placed, and the lines that only gave it shape.

    `furniture` holds titles, headings as printed, column labels, notes and fillers: text that is rightly in
    no record's running text. Together the three account for the whole file, once no picture is `waiting` to be read.
    """

    file: str
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    furniture: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def parse_document(document: Document, info: ListInfo | None = None) -> ParsedList:
    """The records of a document, in printed order, with their ids.

    `info` is what the manifest says of the file; it wins over what the text says.
    """
    printed = with_line_tables(document.blocks)
    duties = read_duties(printed, document.name, info)
    blocks = tuple(duties.rest)
    layout = divide(blocks, info.spellings if info else NO_SPELLINGS)
    text = Unclaimed([*duties.headings, *layout.furniture])
    problems = list(document.problems)
    records: list[Record] = list(duties.records)
    page = Outline() if _holds_list(layout) else read_page(blocks, document.name, info)
    if page.records:
        layout = Layout([], [])
        text = Unclaimed(list(duties.headings))
        records += _outlined(page, Context(document.name, page.records[0].owner, problems), text)
    named = _named_by_file(document.name) if not any(part.owner.department for part in layout.parts) else Owner()
    for part in layout.parts:
        told = named if named.department else part.owner
        owner = info.owner(told) if info else told
        records += _part_records(part, Context(document.name, owner, problems), text)
    problems += _nobodys(records, document.name)
    if all(isinstance(record, TableRow) for record in records):
        problems.append(
            Problem(
                document.name, Place(), ProblemKind.NO_RECORDS, "没有找到职责、职责边界、权力事项、监管制度或服务事项"
            )
        )
    text.left += ((Line(beside.text, beside.place), Owner()) for beside in document.beside)
    records += passages(printed, text, records, document.name)
    if document.recognised:
        records = marked(records, document.recognised)
    return ParsedList(
        document.name,
        tuple(with_ids(records)),
        tuple(problems),
        tuple(line.text for line in text.shape),
        document.waiting,
    )


def _named_by_file(name: str) -> Owner:
    """Whose list a file is whose text names nobody: the department in its name, where that is the title of a list."""
    title = list_title(PurePosixPath(name).stem)
    return Owner(region_of(title.name), title.name, title.aliases) if title is not None and title.name else Owner()


def _nobodys(records: Sequence[Record], name: str) -> Iterator[Problem]:
    """That a list names no department, with the line of the manifest that would."""
    first = next((record for record in records if _needs_owner(record) and not record.owner.department), None)
    if first is not None:
        why = f'没有写明是哪个部门的清单，可在 manifest.toml 的 ["{name}"] 一节中写 department = "…"'
        yield Problem(name, first.source.place, ProblemKind.DOUBTFUL, why)


def _needs_owner(record: Record) -> bool:
    """Whether a record says what a department does without naming it."""
    return isinstance(record, Duty | Service) or (isinstance(record, Power) and not record.agency)


def _holds_list(layout: Layout) -> bool:
    """Whether a document holds parts of a department's list, so that it is no page of shares as a whole."""
    return any(
        part.kind == Supervision.kind
        or any(
            isinstance(piece, ListTable)
            and (has_matters(piece) or piece.columns.kind not in (Boundary.kind, TableRow.kind))
            for piece in part.content
        )
        for part in layout.parts
    )


def _part_records(part: Part, context: Context, text: Unclaimed) -> Iterator[Record]:
    if part.kind == Boundary.kind:
        loose = [piece for piece in part.content if not has_matters(piece)]
        outline = read_outline(loose, context.file, context.owner, in_part=True)
        if outline.records:
            yield from _listed([piece for piece in part.content if has_matters(piece)], part.kind, context, text)
            yield from _outlined(outline, context, text)
            return
    yield from _listed(part.content, part.kind, context, text)


def _outlined(outline: Outline, context: Context, text: Unclaimed) -> Iterator[Record]:
    """The records that running text holds; the rest of the text is reported."""
    text.shape += outline.headings
    yield from outline.records
    yield from _listed(outline.rest, Boundary.kind, context, text)


def _listed(pieces: Sequence[Piece], kind: str | None, context: Context, text: Unclaimed) -> Iterator[Record]:
    lines: list[Line] = []
    for piece in pieces:
        if isinstance(piece, Line):
            lines.append(piece)
        elif isinstance(piece, ListTable):
            yield from read_rows(piece, context)
        else:
            yield from _unknown_rows(piece, context)
    if kind == Supervision.kind:
        yield from _supervision(lines, context, text)
    else:
        text.left += ((line, context.owner) for line in lines)


def _supervision(lines: list[Line], context: Context, text: Unclaimed) -> Iterator[Record]:
    first = None
    for regime in read_regimes(lines):
        first = first or regime
        text.shape += regime.headings
        yield Supervision(
            owner=context.owner,
            seq=regime.numeral,
            source=Source(context.file, regime.line.place),
            regime=regime.title,
            sections=regime.sections,
        )
    text.left += ((line, context.owner) for line in (lines[: lines.index(first.line)] if first else lines))


def _unknown_rows(table: UnknownTable, context: Context) -> Iterator[Record]:
    """The rows of a table without a head, each as it is printed; the table is reported."""
    text = excerpt([cell.text for row in table.rows for cell in row.cells], 400)
    context.problems.append(Problem(context.file, table.place, ProblemKind.UNKNOWN_TABLE, text))
    for row in table.rows:
        cells = tuple(LabelledText("", text) for cell in row.cells if (text := join_text(cell.text)))
        yield TableRow(
            owner=context.owner,
            seq="",
            source=Source(context.file, row.place),
            name=next((cell.text for cell in cells if not cell.text.isdigit()), ""),
            cells=cells,
        )
