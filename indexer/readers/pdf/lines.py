"""Glyphs → printed lines → paragraphs, by geometry first and by wording where geometry does not tell.

Text set in columns or on its side inside a table cell is turned first, so that it can be read as lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from indexer.readers.pdf.page import Glyph
from tokenizer.number_marks import leading_mark
from tokenizer.wording import ends_sentence

_SAME_LINE = 0.45  # of the glyph size: how far baselines of one line differ (a raised digit)
_SAME_GLYPH = 0.25  # of the glyph size: a character printed twice to look bold
_OVER_ITSELF = 0.5  # of its own width, which tells two narrow letters (ll) from one printed twice
_WORD_GAP = 0.22  # of the glyph size: a blank between two Latin words that are set apart without one
_WIDE_GAP = 1.2  # of the glyph size: a blank between any two characters
_COLUMN_GAP = 0.8  # of the glyph size: the narrowest gap between columns without rulings
_STRETCHED = 2.0  # of the usual gap in its line: a blank in a line that is stretched to the edge
_INDENT = 1.2  # of the glyph size
_APART = 1.45  # of the usual line pitch: space between paragraphs
_OTHER_SIZE = 1.12
_LATIN = re.compile(r"[0-9A-Za-z]")
_OPENING = set("（《〈“‘【〔「『[({<")
_CLOSING = set("，。；：、！？）》〉”’】〕」』％%…,.;:!?)]}>·—")
_FITS = 1.05  # what would have filled the room to the last point did not fit
_TIGHT = 1.06  # of the glyph size: the step between characters that follow each other
_SAME_COLUMN = 0.3  # of the glyph size: how far characters of one column stand apart sideways
_LOOSE = 1.15  # the least step between the columns of vertical text


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `head` is the width of the shortest beginning that cannot be broken off it, and
    `tight_head` the same where marks may hang over the edge. `spaced` tells a blank printed at its end.
    """

    text: str
    spaced: bool
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    head: float
    tight_head: float
    stretches: tuple[Line, ...] = ()

    @property
    def parts(self) -> tuple[Line, ...]:
        """The stretches that wide gaps divide the line into."""
        return self.stretches or (self,)

    @property
    def top(self) -> float:
        """The upper edge of its characters."""
        return self.baseline - 0.88 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of its characters."""
        return self.baseline + 0.14 * self.size


@dataclass(frozen=True, slots=True)
class Field:
    """The area that lines were set in: the edges which their text keeps to."""

    left: float
    right: float


NO_FIELD = Field(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: its text and the lines that it is printed in."""

    text: str
    lines: tuple[Line, ...]


def to_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The printed lines of some glyphs, from top to bottom; blank ones are left out."""
    return [line for row in to_rows(glyphs) if (line := _divided_line(row)) is not None]


def to_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs that stand on one baseline, row by row from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.baseline, glyph.x0)):
        if rows and glyph.baseline - rows[-1][0].baseline <= _SAME_LINE * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _divided_line(glyphs: list[Glyph]) -> Line | None:
    """A line with the stretches that wide gaps divide it into."""
    line = _line(glyphs)
    printed = sorted((glyph for glyph in glyphs if glyph.text.strip()), key=lambda glyph: glyph.x0)
    groups: list[list[Glyph]] = []
    for glyph in printed:
        if groups and glyph.x0 - groups[-1][-1].x1 < _COLUMN_GAP * glyph.size:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    if line is None or len(groups) < 2:
        return line
    return replace(line, stretches=tuple(part for group in groups if (part := _line(group)) is not None))


def _line(glyphs: list[Glyph]) -> Line | None:
    glyphs = _once(sorted(glyphs, key=lambda glyph: glyph.x0))
    printed = [index for index, glyph in enumerate(glyphs) if glyph.text.strip()]
    if not printed:
        return None
    spaced = printed[-1] < len(glyphs) - 1
    glyphs = glyphs[printed[0] : printed[-1] + 1]
    size = median(glyph.size for glyph in glyphs)
    usual_gap = median([after.x0 - before.x1 for before, after in pairwise(glyphs)] or [0.0])
    text = glyphs[0].text
    for before, glyph in pairwise(glyphs):
        text += _space_between(before, glyph, usual_gap) + glyph.text
    tight_head, head = _head(glyphs)
    return Line(
        text=text,
        spaced=spaced,
        x0=glyphs[0].x0,
        x1=max(glyph.x1 for glyph in glyphs),
        baseline=median(glyph.baseline for glyph in glyphs),
        size=size,
        bold=sum(glyph.bold for glyph in glyphs) * 2 > len(glyphs),
        head=head,
        tight_head=tight_head,
    )


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Glyphs without those printed a second time over themselves."""
    out: list[Glyph] = []
    for glyph in glyphs:
        if not any(_is_over(old, glyph) for old in out[-4:]):
            out.append(glyph)
    return out


def _is_over(old: Glyph, glyph: Glyph) -> bool:
    near = _SAME_GLYPH * glyph.size
    return (
        old.text == glyph.text
        and abs(old.x0 - glyph.x0) <= min(near, _OVER_ITSELF * (glyph.x1 - glyph.x0))
        and abs(old.baseline - glyph.baseline) < near
    )


def _space_between(before: Glyph, glyph: Glyph, usual_gap: float) -> str:
    """A blank where the gap between two glyphs stands for one, and is not just that of a stretched line."""
    if before.text.isspace() or glyph.text.isspace():
        return ""
    latin = _LATIN.match(before.text) and _LATIN.match(glyph.text)
    least = (_WORD_GAP if latin else _WIDE_GAP) * max(before.size, glyph.size)
    return " " if glyph.x0 - before.x1 > max(least, _STRETCHED * usual_gap) else ""


def _head(glyphs: list[Glyph]) -> tuple[float, float]:
    """Widths of the shortest unbreakable beginning, without and with the marks that close it."""
    end = 0
    while end < len(glyphs) - 1 and glyphs[end].text in _OPENING:
        end += 1
    if _LATIN.match(glyphs[end].text):
        while end < len(glyphs) - 1 and _LATIN.match(glyphs[end + 1].text):
            end += 1
    closed = end
    while closed < len(glyphs) - 1 and glyphs[closed + 1].text in _CLOSING:
        closed += 1
    start = glyphs[0].x0
    return glyphs[end].x1 - start, glyphs[closed].x1 - start


# -- paragraphs ------------------------------------------------------------------------------------------


def common_edge(lines: Sequence[Line], least: int) -> float | None:
    """The rightmost place at which at least some lines end, or None where there are not so many."""
    ends = sorted((line.x1 for line in lines), reverse=True)
    size = median(line.size for line in lines) if lines else 0.0
    for first, end in enumerate(ends):
        if first + least <= len(ends) and end - ends[first + least - 1] < size:
            return end
    return None


def passages(lines: Sequence[Line], field: Field) -> list[Passage]:
    """The paragraphs that lines belong to."""
    pitch = usual_pitch(lines)
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1] if groups else []
        if last and not _is_set_apart(last[-1], line, pitch) and goes_on(last[-1], line, field, field, len(last) == 1):
            last.append(line)
        else:
            groups.append([line])
    return [Passage(join(group), tuple(group)) for group in groups]


def usual_pitch(lines: Sequence[Line]) -> float:
    """The usual distance between the baselines of two lines; 0 where there are too few lines to tell."""
    steps = [after.baseline - line.baseline for line, after in pairwise(lines)]
    steps = [step for step in steps if step > 0]
    return median(steps) if steps else 0.0


def _is_set_apart(before: Line, line: Line, pitch: float) -> bool:
    """Whether more space than usual stands above a line."""
    step = line.baseline - before.baseline
    return pitch > 0 and step > _APART * pitch and step > 1.8 * line.size


def goes_on(before: Line, line: Line, field: Field, next_field: Field, opens: bool = False) -> bool:
    """Whether a line continues the paragraph of the line before it, which stands in `field`.

    `opens` tells that the line before is the first one of its paragraph, which alone is indented.
    A line was broken by its edge if what follows did not fit behind it. Where that can be either way, the
    wording decides.
    """
    if max(before.size, line.size) > _OTHER_SIZE * min(before.size, line.size):
        return False
    room = field.right - before.x1
    if room > line.head * _FITS:
        return False
    is_numbered = leading_mark(line.text) is not None
    is_alike = abs((line.x0 - next_field.left) - (before.x0 - field.left)) < line.size / 2
    is_indented = line.x0 - next_field.left > _INDENT * line.size and (opens or not is_alike)
    if is_indented and (is_alike or is_numbered or before.bold != line.bold):
        return False
    if is_numbered and before.bold != line.bold:
        return False
    has_ended = ends_sentence(before.text) or before.text.endswith(("：", ":"))
    if room > line.tight_head * _FITS:
        return not has_ended and not is_numbered
    return not (has_ended and (is_indented or is_numbered))


def join(lines: Iterable[Line]) -> str:
    """Lines of one paragraph as one text: a blank only between two Latin words or numbers."""
    joined = ""
    before: Line | None = None
    for line in lines:
        joined += (_glue(before, line) if before else "") + line.text
        before = line
    return joined


def _glue(before: Line, line: Line) -> str:
    if not (_LATIN.match(before.text[-1]) and _LATIN.match(line.text[0])):
        return ""
    words = before.text[-1].isalpha() and line.text[0].isalpha() and len(before.text) > 1
    return " " if before.spaced or words else ""


# -- vertical text ----------------------------------------------------------------------------------------


def upright(glyphs: Sequence[Glyph]) -> list[Glyph] | None:
    """Glyphs of vertical text turned into horizontal lines; None where the text is horizontal already.

    Vertical text runs down its columns from right to left; text turned anticlockwise runs up from the left.
    """
    printed = [glyph for glyph in glyphs if glyph.text.strip()]
    turned = [glyph.sideways for glyph in printed if glyph.sideways]
    if len(turned) * 2 > len(printed):
        return [_turned(glyph, sum(turned) > 0) for glyph in glyphs]
    return [_turned(glyph, True) for glyph in glyphs] if _runs_down(printed) else None


def _turned(glyph: Glyph, runs_down: bool) -> Glyph:
    top, bottom = glyph.baseline - 0.85 * glyph.size, glyph.baseline + 0.15 * glyph.size
    if glyph.sideways:
        middle = glyph.middle[1]
        half = max(glyph.x1 - glyph.x0, glyph.size) / 2
        top, bottom = middle - half, middle + half
    x = _centre(glyph)
    if runs_down:
        return replace(glyph, x0=top, x1=bottom, baseline=-x, sideways=0)
    return replace(glyph, x0=-bottom, x1=-top, baseline=x, sideways=0)


def _runs_down(glyphs: Sequence[Glyph]) -> bool:
    """Whether upright characters follow each other closely downwards, in columns that stand apart."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.x0 + glyph.x1):
        if columns and abs(_centre(columns[-1][0]) - _centre(glyph)) < _SAME_COLUMN * glyph.size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    across = _steps([_centre(column[0]) for column in columns])
    down = [step for column in columns for step in _steps(sorted(glyph.baseline for glyph in column))]
    if not across or not down:
        return False
    size = median(glyph.size for glyph in glyphs)
    return median(down) <= _TIGHT * size and median(across) >= _LOOSE * size


def _centre(glyph: Glyph) -> float:
    return (glyph.x0 + glyph.x1) / 2


def _steps(places: Sequence[float]) -> list[float]:
    return [after - before for before, after in pairwise(places)]
