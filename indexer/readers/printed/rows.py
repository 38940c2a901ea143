"""Fragments → printed rows, and what a reading of a table teaches about its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.readers.printed import words
from indexer.readers.printed.layout import Layout
from indexer.readers.printed.lines import End
from indexer.readers.printed.model import Observed, TableModel
from indexer.readers.printed.reading import Fragment
from tokenizer.wording import ends_sentence


@dataclass(slots=True)
class PrintedCell:
    """A cell put together from its fragments; `text` is "" for one printed empty."""

    line: int
    text: str

    def add(self, text: str, cut: bool) -> None:
        """Go on with the text of the next page."""
        self.text += text if cut or not self.text else "\n" + text


@dataclass(slots=True)
class PrintedRow:
    """A printed row: the cells that begin in it by column, and whether merged cells begin or go on there."""

    page: int
    cells: dict[int, PrintedCell] = field(default_factory=dict)
    labelled: bool = False  # a merged cell begins here
    resumed_on: int = 0  # the page, if any, on which a merged cell that an earlier page began goes on here

    def text(self, columns: int = -1) -> str:
        """The words of the row's own cells, as far as their columns are in a mask."""
        return "\n".join(cell.text for column, cell in sorted(self.cells.items()) if columns >> column & 1)


def build_rows(fragments: Sequence[Fragment], layout: Layout, model: TableModel) -> list[PrintedRow]:
    """The printed rows: what the page's end cut is put together again."""
    rows: list[PrintedRow] = []
    latest: dict[int, tuple[PrintedCell, bool]] = {}  # by column: its last cell, and whether it is cut
    for group in _groups(fragments):
        page = layout.pieces[group[0].start].page
        if not rows or any(not fragment.continues for fragment in group):
            rows.append(PrintedRow(page))
        row = rows[-1]
        for fragment in group:
            text = layout.text(fragment.start, fragment.stop)
            cut = layout.pieces[fragment.stop - 1].end is not End.CLOSED
            merged = bool(model.merged >> fragment.column & 1)
            if fragment.continues and fragment.column in latest:
                cell, was_cut = latest[fragment.column]
                cell.add(text, was_cut)
                row.resumed_on = page if merged else row.resumed_on
            else:
                cell = PrintedCell(layout.pieces[_first_text(layout, fragment)].line, text)
                row.cells[fragment.column] = cell
                row.labelled = row.labelled or merged
            latest[fragment.column] = cell, cut
    return rows


def _first_text(layout: Layout, fragment: Fragment) -> int:
    return next((i for i in range(fragment.start, fragment.stop) if layout.pieces[i].text), fragment.start)


def _groups(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    groups: list[list[Fragment]] = []
    for fragment in fragments:
        if fragment.opens_row or not groups:
            groups.append([])
        groups[-1].append(fragment)
    return groups


def observe(fragments: Sequence[Fragment], layout: Layout, model: TableModel) -> Observed:
    """What a reading shows of its table: line widths, and how often cells are missing, empty or in paragraphs."""
    seen = Observed()
    for group in _groups(fragments):
        printed = {fragment.column for fragment in group}
        fresh = {fragment.column for fragment in group if not fragment.continues}
        labelled = any(model.merged >> column & 1 for column in fresh)
        for column in range(len(model.fields)):
            if fresh and (labelled or not model.merged >> column & 1):
                seen.rows[column] += 1
                seen.missing[column] += column not in printed
    for fragment in fragments:
        column, text = fragment.column, layout.text(fragment.start, fragment.stop)
        seen.cells[column] += 1
        seen.empty[column] += not text
        seen.marked[column] += ends_sentence(text)
        for index in range(fragment.start, fragment.stop):
            end = layout.pieces[index].end
            if end is End.WRAPPED or (end is End.UNKNOWN and index + 1 < fragment.stop):
                seen.wraps[column].append(layout.filled(index, fragment.start))
        lines = text.split("\n")
        follows = (
            words.paragraph_follows("\n".join(lines[:i]), lines[i], model.fields[column]) for i in range(1, len(lines))
        )
        seen.breaks[column] += not all(follows)
    return seen
