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

Numbers that count up in the first cell are evidence, or gaps that part two neighbouring columns at the same heights
again and again; a text of several paragraphs is none. Lines that pass the edge of a row belong to a merged cell. Where
they pass the edge of a numbered one (numbers set in the middle of their rows), the table is read as text, and the page
is told: rows run together would give the roles of all agencies to each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from indexer.readers.pdf.grid import Grid
from indexer.readers.pdf.lines import Field, Line, goes_on, to_lines
from indexer.readers.pdf.page import Glyph
from tokenizer.wording import ends_sentence

_FEWEST_NUMBERS = 2
_FEWEST_ALIGNED = 2  # rows below the first one that two columns must show alike where no numbers tell them
_MOST_DIGITS = 4
_LONGEST_LABEL = 10
_SAME_LEVEL = 0.45  # of the glyph size: how far the baselines of one row's lines differ
_APART = 1.3  # of the smallest step between lines: the gap between two rows
_ABOVE = 0.55  # of the glyph size: from a line's baseline up to the edge of its row


def parted(grid: Grid, glyphs: Iterable[Glyph]) -> Grid | None:
    """The grid with its bands cut into rows, or None where several rows run together in one that cannot be cut."""
    bands = [row for row, owners in enumerate(grid.owner) if _is_band(grid, owners)]
    if not bands:
        return grid
    inside: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        box = grid.box_at(*glyph.middle)
        if box is not None:
            inside.setdefault(box, []).append(glyph)
    for row in reversed(bands):
        columns = [to_lines(inside.get(box, [])) for box in dict.fromkeys(grid.owner[row])]
        numbers = _numbers(columns[0], row == 0)
        if numbers or _keeps_to_rows(columns):
            cut = _cut(grid, row, columns, numbers or [line for line in columns[0] if line.text.strip().isdecimal()])
            if cut is None:
                return None
            grid = cut
    return grid


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


def _keeps_to_rows(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether gaps part the lines of two neighbouring columns at the same heights, again and again."""
    if sum(map(len, columns)) <= len(columns):
        return False
    top = min(line.baseline for lines in columns for line in lines)
    runs = _runs(columns, ())[1:]
    opens = [[run[0] for run in own if not _beside(run[0].baseline, top, run[0].size)] for own in runs]
    return any(
        len(left) == len(right) >= _FEWEST_ALIGNED
        and all(_beside(one.baseline, other.baseline, one.size) for one, other in zip(left, right, strict=True))
        for left, right in pairwise(opens)
    )


def _cut(grid: Grid, row: int, columns: Sequence[Sequence[Line]], numbers: Sequence[Line]) -> Grid | None:
    """The grid with a band cut into its rows; None where the lines do not show them."""
    runs = _runs(columns, numbers)
    top = min(line.baseline for lines in columns for line in lines)
    counted = [line for line in numbers if not _beside(line.baseline, top, line.size)]
    if any(_crosses(run, line) for own in runs for run in own for line in counted):
        return None
    starts = {line.baseline: line for line in counted}
    known = (top, *starts)
    for own in runs[1:]:
        if more := [run[0] for run in own if not any(_beside(run[0].baseline, at, run[0].size) for at in known)]:
            starts |= {line.baseline: line for line in more}
            break
    if not starts:
        return None
    lines = [starts[at] for at in sorted(starts)]
    begins = [[not any(_crosses(run, line) for run in own) for line in lines] for own in runs]
    return grid.cut(row, [line.baseline - _ABOVE * line.size for line in lines], begins)


def _runs(columns: Sequence[Sequence[Line]], numbers: Sequence[Line]) -> list[list[list[Line]]]:
    """The lines of each column, parted by gaps; where a band has none at all, by its numbers and the wording."""
    steps = [after.baseline - before.baseline for lines in columns for before, after in pairwise(lines)]
    has_gaps = bool(steps) and max(steps) > _APART * min(steps)
    levels = [number.baseline for number in numbers]
    out: list[list[list[Line]]] = []
    for lines in columns:
        field = Field(min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0))
        runs = [[line] for line in lines[:1]]
        for before, line in pairwise(lines):
            if has_gaps:
                opens = line.baseline - before.baseline > _APART * min(steps)
            else:
                is_whole = ends_sentence(before.text) or not goes_on(before, line, field, field)
                opens = is_whole and any(_beside(line.baseline, at, line.size) for at in levels)
            if opens:
                runs.append([line])
            else:
                runs[-1].append(line)
        out.append(runs)
    out[0] = [[number] for number in columns[0]]
    return out


def _beside(baseline: float, other: float, size: float) -> bool:
    return abs(baseline - other) <= _SAME_LEVEL * size


def _crosses(run: Sequence[Line], start: Line) -> bool:
    """Whether lines that belong together stand on both sides of the upper edge of a row."""
    edge = start.baseline - _SAME_LEVEL * start.size
    return run[0].baseline < edge < run[-1].baseline
