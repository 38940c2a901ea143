"""Rows of a ruled table that no ruling parts: a box around all of them, or columns alone.

An example. Below the head of a table stands one ruled row. Its first cell counts 1, 2, … and more space stands above
lines that begin a row than above others, so it is cut above 检查, above 2 and nowhere else, into three rows:

    +----+----------------+----------------+
    | 1  | 负责防汛抗旱。   | 编制防汛预案。   |
    |    |                |                |
    |    |                | 检查水库安全。   |
    |    |                |                |
    | 2  | 负责河道管理，依 | 办理采砂许可。   |
    |    | 法查处违法行为。 |                |
    +----+----------------+----------------+

Only numbers that count up in one cell are evidence; a text of several paragraphs is none. Where the lines do not
keep to rows (numbers set in the middle of theirs), nothing is cut, and the page is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from indexer.readers.pdf.grid import Grid
from indexer.readers.pdf.lines import Field, Line, goes_on, to_lines
from indexer.readers.pdf.page import Glyph
from tokenizer.wording import ends_sentence

_FEWEST_NUMBERS = 2
_MOST_DIGITS = 4
_LONGEST_LABEL = 10
_SAME_LEVEL = 0.45  # of the glyph size: how far the baselines of one row's lines differ
_INTERLEAVED = 0.75  # of the glyph size: lines that stand closer belong to columns set independently
_APART = 1.3  # of the smallest step between lines: the gap between two rows
_LIKE = 0.9  # of the gap above numbers: the gap above other rows, which a paragraph's is not
_MOST_HEAD_LEVELS = 3  # lines that column labels fill


def parted(grid: Grid, glyphs: Iterable[Glyph]) -> tuple[Grid, bool]:
    """The grid with its bands cut into rows, and whether there is a band that could not be cut."""
    bands = [row for row, owners in enumerate(grid.owner) if _is_band(grid, owners)]
    if not bands:
        return grid, False
    inside: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        box = grid.box_at(*glyph.middle)
        if box is not None:
            inside.setdefault(box, []).append(glyph)
    is_doubtful = False
    for row in reversed(bands):
        columns = [to_lines(inside.get(box, [])) for box in dict.fromkeys(grid.owner[row])]
        if numbers := _numbers(columns[0], row == 0):
            heights = _cuts(columns, numbers)
            is_doubtful = is_doubtful or not heights
            grid = grid.cut(row, heights)
    return grid, is_doubtful


def _is_band(grid: Grid, owners: Sequence[int]) -> bool:
    """Whether a row of a grid is filled by boxes that stand in it alone."""
    boxes = [grid.boxes[owner] for owner in dict.fromkeys(owners)]
    return len(boxes) > 1 and all(box.bottom - box.top == 1 for box in boxes)


def _numbers(lines: Sequence[Line], may_be_head: bool) -> Sequence[Line]:
    """The lines of a cell where they are numbers that count up, below a label in the table's first row."""
    if may_be_head and lines and not lines[0].text.strip().isdecimal() and len(lines[0].text) <= _LONGEST_LABEL:
        lines = lines[1:]
    texts = [line.text.strip() for line in lines]
    if len(texts) < _FEWEST_NUMBERS or not all(text.isdecimal() and len(text) <= _MOST_DIGITS for text in texts):
        return ()
    return lines if all(int(after) == int(before) + 1 for before, after in pairwise(texts)) else ()


def _cuts(columns: Sequence[Sequence[Line]], numbers: Sequence[Line]) -> list[float]:
    """The heights at which a band is cut: none where its lines do not show its rows."""
    levels = _levels([line for lines in columns for line in lines])
    steps = [after[0].baseline - before[0].baseline for before, after in pairwise(levels)]
    numbered = [next(at for at, level in enumerate(levels) if number in level) for number in numbers]
    if any(step < _INTERLEAVED * level[0].size for step, level in zip(steps, levels, strict=False)):
        return []
    rows = [at for at, step in enumerate(steps, start=1) if step > _APART * min(steps)]
    counted = [at for at in numbered if at]
    if set(counted) <= set(rows):
        usual = min(steps[at - 1] for at in counted)
        starts = [at for at in rows if steps[at - 1] >= _LIKE * usual]
    elif rows or not _is_at_top(columns, numbers, numbered[0]):
        return []
    else:
        starts = counted
        if any(_is_crossed(columns, levels[at - 1], levels[at]) for at in starts):
            return []
    return [_between(levels[at - 1], levels[at]) for at in starts]


def _is_at_top(columns: Sequence[Sequence[Line]], numbers: Sequence[Line], level: int) -> bool:
    """Whether the first number stands on the first line of the band, or right below a head in it."""
    return level == 0 or (columns[0][0] is not numbers[0] and level < _MOST_HEAD_LEVELS)


def _levels(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand beside each other, from top to bottom."""
    levels: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.baseline):
        if levels and line.baseline - levels[-1][0].baseline <= _SAME_LEVEL * line.size:
            levels[-1].append(line)
        else:
            levels.append([line])
    return levels


def _is_crossed(columns: Sequence[Sequence[Line]], above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether a paragraph of some column may go on from one level to the next."""
    for lines in columns:
        field = Field(min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0))
        for before, after in pairwise(lines):
            is_open = before in above and after in below and not ends_sentence(before.text)
            if is_open and goes_on(before, after, field, field):
                return True
    return False


def _between(above: Sequence[Line], below: Sequence[Line]) -> float:
    return (max(line.bottom for line in above) + min(line.top for line in below)) / 2
