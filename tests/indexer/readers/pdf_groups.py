"""Prints a ruled table of groups of rows into a PDF as a word processor does: pages cut rows and merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tests.indexer.readers.pdf_writer import PdfPage

HEAD = ("序号", "事项", "部门", "职责", "依据")
_SIZE, _PITCH, _PADDING, _LEFT, _TOP = 10.0, 14.0, 4.0, 60.0, 80.0


@dataclass(frozen=True)
class Group:
    """Rows of a department and its role that share a number, a matter and a basis."""

    matter: str
    rows: tuple[tuple[str, str], ...]
    basis: str


@dataclass(frozen=True)
class Sheet:
    """How a table is printed: characters in each column's line, lines on a page, and habits."""

    widths: tuple[int, int, int, int, int] = (2, 4, 5, 12, 10)
    page_lines: int = 30
    repeats_head: bool = False
    open_ends: bool = False  # no ruling where a page cuts the table


def expected_rows(groups: Sequence[Group]) -> list[list[tuple[str, int]]]:
    """The cells of each row with the rows that they span, the head first."""
    rows: list[list[tuple[str, int]]] = [[(label, 1) for label in HEAD]]
    for number, group in enumerate(groups, start=1):
        for index, (department, role) in enumerate(group.rows):
            own = [(department, 1), (role, 1)]
            span = len(group.rows)
            merged = [(str(number), span), (group.matter, span), *own, (group.basis, span)]
            rows.append(merged if index == 0 else own)
    return rows


def print_groups(groups: Sequence[Group], sheet: Sheet) -> list[PdfPage]:
    """The pages of the table."""
    slots = list(_slots(groups, sheet))
    room = sheet.page_lines - 1
    pages: list[PdfPage] = []
    while slots:
        with_head = not pages or sheet.repeats_head
        count = room if with_head else room + 1
        pages.append(_print_page(slots[:count], sheet, with_head, is_last=len(slots) <= count))
        slots = slots[count:]
    return pages


@dataclass(frozen=True)
class _Slot:
    """One printed line: the texts of its columns, and what ends below it."""

    texts: tuple[str, ...]
    ends_row: bool
    ends_group: bool


def _slots(groups: Sequence[Group], sheet: Sheet) -> Iterator[_Slot]:
    for number, group in enumerate(groups, start=1):
        merged = {0: [str(number)], 1: _wrap(group.matter, sheet.widths[1]), 4: _wrap(group.basis, sheet.widths[4])}
        own = [(_wrap(d, sheet.widths[2]), _wrap(r, sheet.widths[3])) for d, r in group.rows]
        heights = [max(len(part) for part in row) for row in own]
        heights[-1] += max(0, max(map(len, merged.values())) - sum(heights))
        line = 0
        for index, ((department, role), height) in enumerate(zip(own, heights, strict=True)):
            for at in range(height):
                columns = [merged[0], merged[1], department, role, merged[4]]
                places = [line, line, at, at, line]
                texts = tuple(_at(lines, place) for lines, place in zip(columns, places, strict=True))
                ends_row = at == height - 1
                yield _Slot(texts, ends_row, ends_row and index == len(own) - 1)
                line += 1


def _wrap(text: str, width: int) -> list[str]:
    return [line[at : at + width] for line in text.split("\n") for at in range(0, len(line), width)]


def _at(lines: Sequence[str], place: int) -> str:
    return lines[place] if place < len(lines) else ""


def _print_page(slots: Sequence[_Slot], sheet: Sheet, with_head: bool, is_last: bool) -> PdfPage:
    page = PdfPage()
    xs = list(accumulate((width * _SIZE + 2 * _PADDING for width in sheet.widths), initial=_LEFT))
    y = _TOP
    if with_head or not sheet.open_ends:
        page.rule(xs[0], y, xs[-1], y)
    if with_head:
        _print_line(page, xs, y, HEAD)
        y += _PITCH
        page.rule(xs[0], y, xs[-1], y)
    for slot in slots:
        _print_line(page, xs, y, slot.texts)
        y += _PITCH
        if slot.ends_row:
            first, last = (0, -1) if slot.ends_group else (2, 4)
            page.rule(xs[first], y, xs[last], y)
    if is_last or not sheet.open_ends:
        page.rule(xs[0], y, xs[-1], y)
    for x in xs:
        page.rule(x, _TOP, x, y)
    return page


def _print_line(page: PdfPage, xs: Sequence[float], y: float, texts: Sequence[str]) -> None:
    for x, text in zip(xs, texts, strict=False):
        if text:
            page.text(x + _PADDING, y + 11, text, _SIZE)
