"""Pages read from pictures: how certain their characters are, and where their tables can be trusted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Protocol

from indexer.model.blocks import Place
from indexer.model.document import Recognised
from indexer.model.problems import Problem, ProblemKind
from indexer.readers.pdf.grid import Grid, find_grids
from indexer.readers.pdf.page import Glyph, Page

NEEDS_OCR = "需要文字识别（OCR）：先运行 make ocr 装上识别部件，再重新导入"
NOTE = "由扫描件识别，可能有误"
_UNCERTAIN = 0.6  # of 1: a character less certain is told
_LOOKALIKES = set('()（）,，.。:：;；、·-—“”"‘’ 一')  # marks told apart by little, which changes no word
_AROUND = 4  # characters shown on both sides of an uncertain one
_MOST_SHOWN = 12
_CLOSE = 0.6  # of the size of the text: characters so near to each other follow each other
_BESIDE = 0.5  # of the height of a line: lines that share so much of it stand side by side
_FEW_UNREAD, _SOME_UNREAD = 2, 0.01  # characters, and as a share of those that were read
_FEWEST_BESIDE = 2


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line as read, and how certain each of its characters is, from 0 to 1."""

    glyphs: tuple[Glyph, ...]
    certainty: tuple[float, ...]

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page read from a picture; `unread` tells how many characters seem to stand outside of its lines."""

    page: Page
    lines: tuple[ReadLine, ...]
    unread: int = 0

    def has_sound_tables(self) -> bool:
        """Whether the text was read as a whole and nothing of it speaks against the rulings that were found."""
        return not self.lacks_text and all(_is_sound(grid, self.lines) for grid in find_grids(self.page))

    @property
    def lacks_text(self) -> bool:
        """Whether so much ink was not read that words may be missing."""
        return self.unread > max(_FEW_UNREAD, _SOME_UNREAD * len(self.page.glyphs))

    def doubts(self, name: str) -> Iterator[Problem]:
        """What a reader of the page should look at: characters that are uncertain, tables that cannot be trusted."""
        place = Place(page=self.page.number)
        shown = [excerpt for line in self.lines for excerpt in _uncertain(line)]
        if shown:
            more = f" 等 {len(shown)} 处" if len(shown) > _MOST_SHOWN else ""
            told = "、".join(shown[:_MOST_SHOWN])
            yield Problem(name, place, ProblemKind.DOUBTFUL, f"{NOTE}，识别没有把握的字：{told}{more}")
        if self.lacks_text:
            yield Problem(name, place, ProblemKind.DOUBTFUL, f"{NOTE}，约有 {self.unread} 个字没有读出，请对照原件")
        elif not self.has_sound_tables():
            yield Problem(
                name, place, ProblemKind.DOUBTFUL, f"{NOTE}，表格线与文字不一致，没有从中认定谁负责，请对照原件"
            )


class Recogniser(Protocol):
    """What reads the pictures of a file's pages."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the pictures that wait to be read."""

    def read_page(self, data: bytes, number: int, width: float) -> ReadPage | str:
        """A page of a PDF read from its picture, or why it is not."""


def recognised_lines(pages: Iterable[ReadPage], doubtful: Collection[int]) -> Iterator[Recognised]:
    """The lines of pages read from pictures; the tables on doubtful pages could not be told for sure."""
    for page in pages:
        is_sound = page.page.number not in doubtful and page.has_sound_tables()
        for line in page.lines:
            yield Recognised(Place(page=page.page.number), line.text, min(line.certainty, default=1.0), is_sound)


def _is_sound(grid: Grid, lines: Sequence[ReadLine]) -> bool:
    """Whether no line of text runs on through a border of a table, and none stands beside another in one cell."""
    parts: dict[int, list[tuple[float, float, float, float]]] = {}
    for line in lines:
        boxes = [grid.box_at(*glyph.middle) for glyph in line.glyphs]
        for (before, box), (glyph, other) in pairwise(zip(line.glyphs, boxes, strict=True)):
            if box != other and glyph.x0 - before.x1 < _CLOSE * glyph.size and _is_wall(grid, before, glyph):
                return False
        if line.glyphs and boxes[0] is not None:
            first, last = line.glyphs[0], line.glyphs[-1]
            top, bottom = first.baseline - 0.85 * first.size, first.baseline + 0.15 * first.size
            parts.setdefault(boxes[0], []).append((first.x0, last.x1, top, bottom))
    return all(_beside(own) < _FEWEST_BESIDE for own in parts.values())


def _is_wall(grid: Grid, before: Glyph, glyph: Glyph) -> bool:
    """Whether both characters stand well inside of their own cells, or touch: text that runs on through a border."""
    wall = next((x for x in grid.xs if before.middle[0] < x <= glyph.middle[0]), None)
    return wall is not None and (before.x1 > wall + 0.2 * glyph.size or glyph.x0 < wall - 0.2 * glyph.size)


def _beside(lines: Sequence[tuple[float, float, float, float]]) -> int:
    """How many pairs of lines stand side by side, as they do where a border between columns was not found."""
    count = 0
    for (left, right, top, bottom), (x0, x1, y0, y1) in combinations(lines, 2):
        shared = min(bottom, y1) - max(top, y0)
        if shared > _BESIDE * min(bottom - top, y1 - y0) and (right < x0 or x1 < left):
            count += 1
    return count


def _uncertain(line: ReadLine) -> Iterator[str]:
    """The uncertain characters of a line, each with some of the text around it."""
    text = line.text
    for index, (glyph, certainty) in enumerate(zip(line.glyphs, line.certainty, strict=True)):
        if certainty < _UNCERTAIN and glyph.text not in _LOOKALIKES:
            before, after = text[max(index - _AROUND, 0) : index], text[index + 1 : index + 1 + _AROUND]
            yield f"{before}[{glyph.text}]{after}"
