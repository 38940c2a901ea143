"""Blocks → parts: which department each block belongs to, and which of the four parts of its list.

A part is recognised by its heading *and* by the column labels of its table; where the two disagree, the
labels decide.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from indexer.lists.cards import cards_of
from indexer.lists.tables import ListTable, UnknownTable, split_table
from indexer.model.blocks import Block, Heading, Paragraph, Place, Table
from indexer.vocabulary.announced import announced_form
from indexer.vocabulary.bands import is_band
from indexer.vocabulary.columns import (
    ASSISTING,
    BASIC,
    CATALOGUE,
    LISTED_POWERS,
    OF_DEPARTMENTS,
    OFFERS,
    POWERS,
    TAKEN_BACK,
)
from indexer.vocabulary.labels import NO_SPELLINGS, columns_of, is_part_heading, part_kind
from indexer.vocabulary.names import Title, bare_title, list_title, looks_like_agency, region_of, titled_region
from records.records import Owner, Supervision
from tokenizer.number_marks import Script, leading_mark
from tokenizer.wording import ends_sentence, is_blank_filler, is_note, squeeze

_LONGEST_TITLE = 60
_TITLE_ROWS = 4  # rows of a table in which its head is looked for
_NAMED = re.compile(
    r"(?:填报|编制|责任|公布|制定|实施|编报)?(?:部门|单位|机关)(?:名称)?(?:[（(]盖章[）)])?[：:]"
    r"(?P<name>[^：:]+?)(?:[（(](?:盖章|公章)[）)])?(?:(?:共|合计)\d+项)?"
)
_NAMES_NONE = re.compile(
    r"\s*[\u4e00-\u9fff0-9（《](?<![部单填编责公制实])"
)  # how most text begins that names no department
_GROUPED = frozenset(
    form.name for form in (ASSISTING, TAKEN_BACK, BASIC, POWERS, LISTED_POWERS, OFFERS, CATALOGUE, OF_DEPARTMENTS)
)
"""Forms whose tables may stand below a heading that groups their rows (一、行政许可)."""
_NOTE_LABEL = re.compile(r"^[^：:]*[：:]")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph on its way through the parser."""

    text: str
    place: Place


@dataclass(slots=True)
class Part:
    """A stretch of one department's list: its running text and its tables, in order.

    `kind` is None before the first part heading or table of a department.
    """

    owner: Owner
    kind: str | None
    content: list[Line | ListTable | UnknownTable] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """A document divided into parts; `furniture` holds the lines that structured it and are no content."""

    parts: list[Part]
    furniture: list[Line]


def divide(blocks: tuple[Block, ...], spellings: Mapping[str, str] = NO_SPELLINGS) -> Layout:
    """Divide a document's blocks into parts, by titles, part headings and column labels.

    `spellings` says by which known label a county's own is meant.
    """
    return _Divider(blocks, spellings).run()


class _Divider:
    def __init__(self, blocks: tuple[Block, ...], spellings: Mapping[str, str]) -> None:
        self.blocks = blocks
        self.spellings = spellings
        self.owner = Owner()
        self.parts: list[Part] = [Part(self.owner, None)]
        self.furniture: list[Line] = []
        self.announced = ""  # the form of table that the last title or heading announced
        self.note_point: int | None = None  # the last number of the note being read

    def run(self) -> Layout:
        index = 0
        while index < len(self.blocks):
            block = self.blocks[index]
            if isinstance(block, Table):
                self._table(block)
                index += 1
            else:
                index += self._paragraph(index, block)
        return Layout([part for part in self.parts if part.content], self.furniture)

    # -- paragraphs ----------------------------------------------------------------------------------

    def _paragraph(self, index: int, block: Heading | Paragraph) -> int:
        """Place one paragraph; returns how many blocks were used (a title may take several)."""
        title, used = self._title_at(index)
        if title is not None:
            lines = [_line(line) for line in self.blocks[index : index + used] if not isinstance(line, Table)]
            self.furniture += lines
            self._start_list(title, "".join(line.text for line in lines))
            return used
        self._text(block.text, block.place)
        return 1

    def _text(self, text: str, place: Place) -> None:
        line = Line(text, place)
        current = self.parts[-1]
        kind = is_part_heading(text, current.kind == Supervision.kind)
        if kind is not None:
            self.furniture.append(line)
            self._start_part(kind)
        elif form := announced_form(text):
            self.furniture.append(line)
            self._announce(form, text)
        elif not current.owner.department and (name := _named(text)):
            self.furniture.append(line)
            self._name_owner(name)
        elif is_blank_filler(text) or self._is_note(text) or _repeats_name(text, current.owner):
            self.furniture.append(line)
        else:
            current.content.append(line)

    def _announce(self, form: str, text: str) -> None:
        """Note what a title or heading says that is no department's own: the form of its tables, and the region."""
        self.announced = form
        if not self.owner.department and not self.owner.region and (region := titled_region(text)):
            self.owner = Owner(region)
        self.parts.append(Part(self.owner, None))

    def _is_note(self, text: str) -> bool:
        """A note on a table (注：1.…), or its next numbered point on a line of its own."""
        if is_note(text):
            mark = leading_mark(_NOTE_LABEL.sub("", text))
        elif self.note_point is not None:
            mark = leading_mark(text)
            if mark is None or mark.form != "stop" or mark.value != self.note_point + 1:
                self.note_point = None
                return False
        else:
            return False
        self.note_point = mark.value if mark is not None and mark.script is Script.ARABIC else None
        return True

    def _title_at(self, index: int) -> tuple[Title | None, int]:
        """The title that starts at a block, and how many blocks it fills."""
        lines: list[str] = []
        for used in range(1, 4):
            block = self.blocks[index + used - 1] if index + used <= len(self.blocks) else None
            if (
                block is None
                or isinstance(block, Table)
                or len(block.text) > _LONGEST_TITLE
                or ends_sentence(block.text)
            ):
                break
            lines.append(squeeze(block.text))
            title = list_title("".join(lines))
            if title is not None and title.name:
                return title, used
            bare = bare_title("".join(lines))
            if bare is None and not looks_like_agency(lines[0]):
                break
            if bare is not None and self._opens_list(index + used):
                return bare, used
        return None, 0

    def _opens_list(self, index: int) -> bool:
        """Whether a list begins at a block: a part heading, or a table with a duty list's head."""
        if index >= len(self.blocks):
            return False
        block = self.blocks[index]
        if isinstance(block, Table):
            top = ([cell.text for cell in row.cells] for row in block.rows[:_TITLE_ROWS])
            return any(columns_of(texts, None) is not None for texts in top)
        return part_kind(block.text) is not None

    # -- tables --------------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        before = self._table_before()
        expected = self.announced or self.parts[-1].kind
        cards = cards_of(table, expected, self.spellings)
        for piece in cards or split_table(table, expected, before.columns if before else None, self.spellings):
            if isinstance(piece, Paragraph):
                self._table_title(piece)
            elif isinstance(piece, UnknownTable):
                self.parts[-1].content.append(piece)
            else:
                self._list_table(self._grouped(piece))

    def _list_table(self, table: ListTable) -> None:
        if self.parts[-1].kind != table.columns.kind:
            self._start_part(table.columns.kind, keep=True)
        self.furniture += [Line(label, table.place) for label in table.labels if label.strip()]
        self._add_rows(table)

    def _grouped(self, table: ListTable) -> ListTable:
        """A table whose rows the heading right above it groups (一、行政许可（3项）): it is their band."""
        last = self.parts[-1].content[-1] if self.parts[-1].content else None
        above = isinstance(last, Line) and table.columns.form in _GROUPED and is_band(last.text, numbered=True)
        if not above or not isinstance(last, Line):
            return table
        self.furniture.append(last)
        self.parts[-1].content.pop()
        return replace(
            table, entries=tuple(entry if entry.band else replace(entry, band=last.text) for entry in table.entries)
        )

    def _table_before(self) -> ListTable | None:
        """The table that the current part's content ends with."""
        last = self.parts[-1].content[-1] if self.parts[-1].content else None
        return last if isinstance(last, ListTable) else None

    def _add_rows(self, table: ListTable) -> None:
        """Add a table; one that only goes on with the table right before it becomes part of it."""
        before = self._table_before()
        if before is not None and before.columns == table.columns and table.heads in ((), before.heads):
            self.parts[-1].content[-1] = replace(before, entries=(*before.entries, *table.entries))
        else:
            self.parts[-1].content.append(table)

    def _table_title(self, line: Paragraph) -> None:
        title = list_title(line.text) or bare_title(line.text)
        if title is not None and title.name:
            self.furniture.append(_line(line))
            self._start_list(title, line.text)
        else:
            self._text(line.text, line.place)

    # -- state ---------------------------------------------------------------------------------------

    def _start_list(self, title: Title, text: str) -> None:
        self.owner = Owner(region_of(title.name), title.name, title.aliases)
        self.announced = announced_form(text)
        self.parts.append(Part(self.owner, None))

    def _start_part(self, kind: str, keep: bool = False) -> None:
        """Start a part; with `keep` what was announced still holds, since only a table's columns start it."""
        if not keep:
            self.announced = ""
        self.parts.append(Part(self.owner, kind))

    def _name_owner(self, name: str) -> None:
        title = bare_title(name) or Title(name, ())
        self.owner = Owner(region_of(title.name), title.name, title.aliases)
        self.parts[-1].owner = self.owner


def _line(block: Heading | Paragraph) -> Line:
    return Line(block.text, block.place)


def _named(text: str) -> str:
    """The department that a line names (部门名称：…), or ""."""
    found = None if _NAMES_NONE.match(text) else _NAMED.fullmatch(squeeze(text))
    return found["name"] if found else ""


def _repeats_name(text: str, owner: Owner) -> bool:
    """Whether a line only names the department again: 部门名称：…（盖章）."""
    name = _named(text)
    return name != "" and squeeze(name) == squeeze(owner.department)
