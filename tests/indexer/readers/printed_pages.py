"""Prints a list as a converter prints it from a PDF: cells wrapped at their columns' widths, in drawing order.

It lays the list out on pages and writes the text down as the page is drawn: row by row, a merged cell with
the last row of its block on the page; the end of each paragraph leaves a blank; cells whose last and first
lines stand at one height share a line; a page's end cuts every cell that is not finished.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_NOT_AT_START = "，。；：、！？）》”〕.,;:)"
_WORD = re.compile(r"[0-9A-Za-z.\-]+|.", re.DOTALL)


@dataclass(frozen=True)
class Style:
    """How a list is printed; widths are in half-width units."""

    page_lines: int = 45
    prose_width: int = 90
    closes: bool = True
    form_feed: bool = False
    page_numbers: bool = False
    centred: bool = False
    spaced_figures: bool = False
    repeats_head: bool = False
    labels_last: bool = True
    blank_lines: float = 0.4
    seed: int = 0


@dataclass(frozen=True)
class Block:
    """Rows that share merged cells, by column; a cell is a list of paragraphs."""

    merged: dict[int, list[str]]
    rows: list[dict[int, list[str]]]


@dataclass(frozen=True)
class _Line:
    text: str
    ends_paragraph: bool


@dataclass
class _Printer:
    style: Style
    chance: random.Random
    pages: list[list[tuple[float, _Line]]] = field(default_factory=lambda: [[]])
    y: int = 0

    # -- prose -----------------------------------------------------------------------------------------

    def paragraph(self, text: str, width: int | None = None) -> None:
        for line in self.wrapped(text, width or self.style.prose_width):
            if self.y >= self.style.page_lines:
                self.turn()
            self.pages[-1].append((self.y, line))
            self.y += 1

    def wrapped(self, text: str, width: int) -> list[_Line]:
        if self.style.spaced_figures:
            text = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", " ", text)
        lines, used = [""], 0
        for word in _WORD.findall(text):
            size = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in word)
            if used + size > width and lines[-1] and not (word in _NOT_AT_START and used + size <= width + 2):
                lines.append("")
                used = 0
            if word == " " and not lines[-1]:
                continue
            lines[-1] += word
            used += size
        return [_Line(line.rstrip(" "), index == len(lines) - 1) for index, line in enumerate(lines)]

    def turn(self) -> None:
        self.pages.append([])
        self.y = 0

    # -- tables ----------------------------------------------------------------------------------------

    def table(self, labels: Sequence[str], widths: Sequence[int], blocks: Sequence[Block]) -> None:
        self.head(labels)
        for block in blocks:
            self.block(widths, block, labels)

    def head(self, labels: Sequence[str]) -> None:
        if self.y + 3 > self.style.page_lines:
            self.turn()
        for label in labels:
            self.pages[-1].append((self.y, _Line(label, True)))
        self.y += 1

    def block(self, widths: Sequence[int], block: Block, labels: Sequence[str]) -> None:
        merged = {column: self.cell(cell, widths[column]) for column, cell in block.merged.items()}
        drawn: list[dict[int, list[tuple[float, _Line]]]] = []
        top = self.y
        for index, row in enumerate(block.rows):
            cells = {column: self.cell(cell, widths[column]) for column, cell in row.items()}
            height = max(len(lines) for lines in cells.values())
            if index == len(block.rows) - 1:
                needed = max((len(lines) for lines in merged.values()), default=0)
                height = max(height, needed - (self.y - top))
            done = 0
            while done < height:
                if self.y >= self.style.page_lines:
                    self.draw(drawn, merged, top)
                    drawn = []
                    self.turn()
                    if self.style.repeats_head:
                        self.head(labels)
                    top = self.y
                part = min(height - done, self.style.page_lines - self.y)
                whole = done == 0 and part == height
                drawn.append(
                    {
                        column: self.placed(lines[done : done + part], self.y, height if whole else 0)
                        for column, lines in cells.items()
                        if lines[done : done + part]
                    }
                )
                self.y += part
                done += part
        self.draw(drawn, merged, top)

    def cell(self, paragraphs: list[str], width: int) -> list[_Line]:
        return [line for text in paragraphs or [""] for line in self.wrapped(text, width)]

    def placed(self, lines: list[_Line], top: float, height: int) -> list[tuple[float, _Line]]:
        gap = (height - len(lines)) / 2 if self.style.centred and height > len(lines) else 0
        return [(top + gap + index, line) for index, line in enumerate(lines)]

    def draw(
        self, drawn: list[dict[int, list[tuple[float, _Line]]]], merged: dict[int, list[_Line]], top: float
    ) -> None:
        """Write down the rows of a block on this page, the merged cells with the last one of them."""
        if not drawn:
            return
        room = int(self.y - top)
        row_of_labels = drawn[-1 if self.style.labels_last else 0]
        for column, lines in merged.items():
            if lines:
                row_of_labels[column] = self.placed(lines[:room], top, room if len(lines) <= room else 0)
                del lines[:room]
        for row in drawn:
            for _, cell in sorted(row.items()):
                self.pages[-1] += cell

    # -- text ------------------------------------------------------------------------------------------

    def text(self) -> str:
        printed = [list(self.printed(page)) for page in self.pages]
        if self.style.page_numbers:
            for number, page in enumerate(printed, start=1):
                page.append(f"- {number} -")
        if self.style.form_feed:
            return "\f".join("\n".join(page) + "\n" for page in printed)
        return "\n\n\n \n\n".join("\n".join(page) + "\n" for page in printed)

    def printed(self, page: list[tuple[float, _Line]]) -> Iterator[str]:
        current, height = "", None
        for y, line in page:
            text = line.text + (" " if line.ends_paragraph else "")
            if height is not None and y == height:
                current += ("" if current.endswith(" ") else " ") + text
                continue
            if height is not None:
                yield from self.finished(current)
            current, height = text, y
        if height is not None:
            yield from self.finished(current)

    def finished(self, line: str) -> Iterator[str]:
        line = line if self.style.closes else line.rstrip()
        if line:
            yield line
        if self.chance.random() < self.style.blank_lines:
            yield ""


def new_printer(style: Style) -> _Printer:
    """A printer with an empty first page."""
    return _Printer(style, random.Random(style.seed))
