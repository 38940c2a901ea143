"""A picture → its lines and rulings, and these as the page that a PDF with text gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from indexer.readers.pdf.drawing import Ruling
from indexer.readers.pdf.page import Glyph, Page
from indexer.readers.pdf.recognised import ReadLine, ReadPage
from indexer.readers.scan.engine import LONGEST_SIDE, Mark, Reading, lies_on_side, read_lines
from indexer.readers.scan.ink import Picture, even_ground, ink_alone
from indexer.readers.scan.rulings import find_rulings
from indexer.readers.scan.unread import count_unread
from indexer.readers.scan.upright import levelled
from tokenizer.normalize import normalize

_WIDE = dict(zip("(),:;?!", "（），：；？！", strict=True))
_GLANCE = 1200  # pixels of the longer side: enough to see how text runs
_UPSIDE_DOWN = 0.85  # of 1: where characters are less certain on the whole, the page is tried upside down
_FEW = 0.02  # of the characters of a page: more in the old script, and the page is printed in it
_A4 = (595.0, 842.0)
_SMALLEST_PRINT, _LARGEST_PRINT = 7.0, 18.0  # points
_PRINT = 10.5  # points: the size that running text is taken to have where the size of the page is not known
_ALIKE = 0.22  # of the size of running text: lines that differ less are printed in one size
_LOOSELY_ALIKE = 0.4  # the same for a line of few characters, whose size cannot be told well
_SHORT = 4  # characters
_TIGHT = 1.18  # of the size of its characters: how high the box around a line is
_NEAREST, _FARTHEST = 0.75, 1.02  # of the height of its box: what the size of a line is at least and at most


@dataclass(frozen=True, slots=True)
class Scan:
    """What a picture shows, in pixels: its lines of text with their sizes, and its rulings, all of it set upright.

    `printed_width` is how wide the picture itself is, `unread` how many characters seem to stand outside of the lines.
    """

    printed_width: float
    width: float
    height: float
    size: float
    lines: tuple[tuple[Reading, float], ...]
    across: tuple[Ruling, ...]
    down: tuple[Ruling, ...]
    unread: int


def read_picture(picture: Picture) -> Scan:
    """Read a picture in colour or grey."""
    grey = even_ground(_bounded(picture))
    if lies_on_side(_bounded(grey, _GLANCE)):
        grey = np.ascontiguousarray(np.rot90(grey))
    printed_width = float(grey.shape[1])
    grey = levelled(grey)
    lines = read_lines(ink_alone(grey))
    if _certainty(lines) < _UPSIDE_DOWN * sum(len(line.marks) for line in lines):
        turned = np.ascontiguousarray(np.rot90(grey, 2))
        other = read_lines(ink_alone(turned))
        if _certainty(other) > _certainty(lines):
            grey, lines = turned, other
    sizes = _sizes(lines)
    height, width = map(float, grey.shape)
    size = median(sizes) if sizes else height / 100
    across, down = find_rulings(grey, lines, size)
    return Scan(
        printed_width,
        width,
        height,
        size,
        tuple(zip(lines, sizes, strict=True)),
        tuple(across),
        tuple(down),
        count_unread(ink_alone(grey), lines, size),
    )


def to_page(scan: Scan, number: int, width: float | None) -> ReadPage:
    """What a picture shows as a page in points, which is so wide where that is known."""
    scale = width / scan.printed_width if width else _usual_scale(scan)
    glyphs: list[Glyph] = []
    lines: list[ReadLine] = []
    mended = _simplified("".join(mark.text for line, _ in scan.lines for mark in line.marks))
    for line, size in scan.lines:
        baseline = ((line.top + line.bottom) / 2 + 0.35 * size) * scale
        texts = _widened([mended.get(mark.text, mark.text) for mark in line.marks])
        own = [
            Glyph(text, mark.x0 * scale, mark.x1 * scale, baseline, size * scale, False, 0)
            for text, mark in zip(texts, line.marks, strict=True)
        ]
        glyphs += own
        lines.append(ReadLine(tuple(own), tuple(mark.certainty for mark in line.marks)))
    page = Page(
        number=number,
        width=scan.width * scale,
        height=scan.height * scale,
        glyphs=tuple(glyphs),
        across=tuple(_scaled(scan.across, scale)),
        down=tuple(_scaled(scan.down, scale)),
        picture_share=0.0,
        curves=0,
        unmapped=0,
    )
    return ReadPage(page, tuple(lines), scan.unread)


def _usual_scale(scan: Scan) -> float:
    """Points a pixel where a picture does not tell: those of a sheet of A4, unless its text would be far too large."""
    sheet = (_A4[0] if scan.width < scan.height else _A4[1]) / scan.printed_width
    return sheet if _SMALLEST_PRINT < scan.size * sheet < _LARGEST_PRINT else _PRINT / scan.size


def _simplified(text: str) -> dict[str, str]:
    """What to write for the characters of another script that are read here and there in a text: 门 for 門."""
    other = {character: normalize(character) for character in set(filter(_is_chinese, text))}
    other = {character: usual for character, usual in other.items() if usual != character}
    return other if sum(map(text.count, other)) <= _FEW * len(text) else {}


def _widened(texts: Sequence[str]) -> list[str]:
    """The characters of a line with marks in the width that goes with Chinese where they stand beside it.

    The two look alike in print, and only the wide ones are right in a Chinese text.
    """
    around = ["", *texts, ""]
    return [
        _WIDE.get(text, text) if _is_chinese(before) or _is_chinese(after) else text
        for before, text, after in zip(around, texts, around[2:], strict=False)
    ]


def _certainty(lines: Sequence[Reading]) -> float:
    return sum(mark.certainty for line in lines for mark in line.marks)


def _bounded(picture: Picture, longest: int = LONGEST_SIDE) -> Picture:
    scale = longest / max(picture.shape[:2])
    if scale >= 1:
        return picture
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _scaled(rulings: Sequence[Ruling], scale: float) -> list[Ruling]:
    return [Ruling(ruling.at * scale, ruling.start * scale, ruling.end * scale) for ruling in rulings]


def _sizes(lines: Sequence[Reading]) -> list[float]:
    """The size of each line's characters; lines about as large as running text are as large as it."""
    own = [_size(line) for line in lines]
    if not own:
        return []
    usual = median([size for line, size in zip(lines, own, strict=True) for _ in line.marks])
    return [
        usual if abs(size - usual) <= (_ALIKE if len(line.marks) > _SHORT else _LOOSELY_ALIKE) * usual else size
        for line, size in zip(lines, own, strict=True)
    ]


def _size(line: Reading) -> float:
    """The step from one Chinese character to the next, within what the height of the line allows."""
    height = line.bottom - line.top
    pairs = ((mark, after) for mark, after in pairwise(line.marks) if _is_chinese(mark.text + after.text))
    steps = [_middle(after) - _middle(mark) for mark, after in pairs]
    size = median(steps) if len(steps) > 1 else height / _TIGHT
    return min(max(size, _NEAREST * height), _FARTHEST * height)


def _middle(mark: Mark) -> float:
    return (mark.x0 + mark.x1) / 2


def _is_chinese(text: str) -> bool:
    return bool(text) and all("\u4e00" <= character <= "\u9fff" for character in text)
