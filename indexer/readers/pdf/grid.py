"""Rulings of a page → grids: where tables stand, and the cells that their rulings enclose.

An example. Three level rulings and three upright ones, one of which is drawn in two strokes:

    across: y=0, x 0–90     0   30       90        places: xs = (0, 30, 90), ys = (0, 20, 40)
            y=20, x 30–90   0 +---+--------+       boxes:  0 = rows 0–2, column 0 (merged: no ruling at y=20)
            y=40, x 0–90      | 0 |   1    |               1 = row 0, column 1
    down:   x=0, y 0–40    20 |   +--------+               2 = row 1, column 1
            x=30, y 0–20      |   |   2    |       owner:  [[0, 1],
            x=30, y 19–40  40 +---+--------+                [0, 2]]
            x=90, y 0–40

`merged` makes one ruling of the two strokes at x=30; `grid_of` finds the places and asks for each slot whether rulings
cover the larger part of its left and upper side; a slot joins the box beside or above it where they do not. A glyph
belongs to the box that `box_at` finds around its middle. Were the ruling at y=40 missing, both boxes at the end would
be `open_below`: the page ended inside of the row, and its text may hang out below.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.readers.pdf.drawing import Ruling
from indexer.readers.pdf.page import Page

_SAME_PLACE = 3.0  # points between rulings that print one border
_DASH_GAP = 4.0  # the widest gap inside a dashed border
_TOUCH = 2.5  # how far a ruling may end from one that it meets
_SHORTEST_SIDE = 8.0  # a border shorter than this is part of a drawing
_OPEN_SIDE = 12.0  # how far rulings reach beyond the last one across them where a border is left out
_OPEN_END = 3.2  # the same for upright rulings: a page may end shortly below the ruling of a row
_FREE = -1
_MOST_RULINGS = 2000  # of one direction on a page; more make a drawing, no table


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: the grid rows [top, bottom) and columns [left, right) that it fills."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on one page. `xs` and `ys` are the borders of its columns and rows.

    `owner[row][column]` tells which of the boxes fills a slot. No ruling stands below the boxes in
    `open_below` at the grid's end.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]
    owner: tuple[tuple[int, ...], ...]
    open_below: frozenset[int]

    def box_at(self, x: float, y: float) -> int | None:
        """The index of the box around a point."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if not (0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1):
            return None
        return self.owner[row][column]

    def open_box_over(self, x: float) -> int | None:
        """The index of the box at the grid's end that is open below and has `x` between its sides."""
        column = bisect_right(self.xs, x) - 1
        if not 0 <= column < len(self.xs) - 1:
            return None
        box = self.owner[-1][column]
        return box if box in self.open_below else None

    def cut(self, row: int, heights: Sequence[float], begins: Sequence[Sequence[bool]]) -> Grid:
        """The grid with a row, which no box may leave in part, cut at some heights into rows of their own.

        `begins` tells for each box of the row, from left to right, whether it is cut at each of the heights.
        """
        more = len(heights)
        boxes: list[Box] = []
        open_below: set[int] = set()
        cut = iter(begins)
        for index, box in enumerate(self.boxes):
            if box.top == row:
                tops = [row, *(row + part for part, begin in enumerate(next(cut), start=1) if begin)]
                boxes += (replace(box, top=top, bottom=bottom) for top, bottom in pairwise([*tops, row + more + 1]))
            elif box.top > row:
                boxes.append(replace(box, top=box.top + more, bottom=box.bottom + more))
            else:
                boxes.append(box)
            if index in self.open_below:
                open_below.add(len(boxes) - 1)
        ys = (*self.ys[: row + 1], *heights, *self.ys[row + 1 :])
        owner = [[_FREE] * (len(self.xs) - 1) for _ in ys[1:]]
        for index, box in enumerate(boxes):
            for line in owner[box.top : box.bottom]:
                line[box.left : box.right] = [index] * (box.right - box.left)
        return Grid(self.xs, ys, tuple(boxes), tuple(tuple(line) for line in owner), frozenset(open_below))

    def contains(self, other: Grid) -> bool:
        """Whether another grid lies inside this one."""
        return (
            self.xs[0] <= other.xs[0]
            and other.xs[-1] <= self.xs[-1]
            and self.ys[0] <= other.ys[0]
            and other.ys[-1] <= self.ys[-1]
        )


def find_grids(page: Page) -> list[Grid]:
    """The ruled tables of a page from top to bottom. A frame around text is none, nor is a table in a cell."""
    across, down = merged(page.across), merged(page.down)
    if max(len(across), len(down)) > _MOST_RULINGS:
        return []
    grids = [grid for pair in _connected(across, down) if (grid := grid_of(*pair)) is not None]
    outer = [grid for grid in grids if not any(other is not grid and other.contains(grid) for other in grids)]
    return sorted(outer, key=lambda grid: (grid.ys[0], grid.xs[0]))


def merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Rulings with those that print one border put together: doubled, dashed or drawn cell by cell."""
    out: list[Ruling] = []
    for group in _clusters(sorted(rulings, key=lambda ruling: ruling.at)):
        at = sum(ruling.at for ruling in group) / len(group)
        start = end = None
        for ruling in sorted(group, key=lambda ruling: ruling.start):
            if start is None or end is None:
                start, end = ruling.start, ruling.end
            elif ruling.start <= end + _DASH_GAP:
                end = max(end, ruling.end)
            else:
                out.append(Ruling(at, start, end))
                start, end = ruling.start, ruling.end
        if start is not None and end is not None:
            out.append(Ruling(at, start, end))
    return [ruling for ruling in out if ruling.end - ruling.start >= _SHORTEST_SIDE]


def _clusters(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    groups: list[list[Ruling]] = []
    for ruling in rulings:
        if groups and ruling.at - groups[-1][0].at <= _SAME_PLACE:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    return groups


def _connected(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Rulings that touch each other, group by group."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for row, level in enumerate(across):
        for column, upright in enumerate(down, start=len(across)):
            if (
                upright.start - _TOUCH <= level.at <= upright.end + _TOUCH
                and level.start - _TOUCH <= upright.at <= level.end + _TOUCH
            ):
                parent[root(row)] = root(column)
    for first, second in pairwise(_columns_without_ends(down)):
        parent[root(len(across) + first)] = root(len(across) + second)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for row, level in enumerate(across):
        groups.setdefault(root(row), ([], []))[0].append(level)
    for column, upright in enumerate(down, start=len(across)):
        groups.setdefault(root(column), ([], []))[1].append(upright)
    return list(groups.values())


def _columns_without_ends(down: list[Ruling]) -> list[int]:
    """The upright rulings, if all reach from one height to another: a page inside of a row prints no other."""
    tops, ends = [ruling.start for ruling in down], [ruling.end for ruling in down]
    alike = len(down) > 2 and max(tops) - min(tops) <= _TOUCH and max(ends) - min(ends) <= _TOUCH
    return list(range(len(down))) if alike else []


def grid_of(across: list[Ruling], down: list[Ruling]) -> Grid | None:
    """The grid of merged rulings that touch each other; a side without a border is closed.

    None for a mere frame.
    """
    if not down:
        return None
    top, bottom = min(ruling.start for ruling in down), max(ruling.end for ruling in down)
    sides = [ruling.at for ruling in down]
    left = min([ruling.start for ruling in across] or sides)
    right = max([ruling.end for ruling in across] or sides)
    heights = [ruling.at for ruling in across]
    open_top = not heights or min(heights) - top > _OPEN_END
    open_bottom = not heights or bottom - max(heights) > _OPEN_END
    if open_top:
        across = [*across, Ruling(top, left, right)]
    if open_bottom:
        across = [*across, Ruling(bottom, left, right)]
    if min(sides) - left > _OPEN_SIDE:
        down = [*down, Ruling(left, top, bottom)]
    if right - max(sides) > _OPEN_SIDE:
        down = [*down, Ruling(right, top, bottom)]
    xs, ys = _places(down), _places(across)
    if len(xs) * len(ys) <= 4 or min(len(xs), len(ys)) < 2:
        return None
    boxes, owner = _boxes(xs, ys, across, down)
    floor = [] if open_bottom else [ruling for ruling in across if abs(ruling.at - ys[-1]) <= _SAME_PLACE]
    open_below = frozenset(
        index
        for index, box in enumerate(boxes)
        if box.bottom == len(ys) - 1 and not _covers(floor, xs[box.left], xs[box.right])
    )
    return Grid(xs, ys, boxes, owner, open_below)


def _places(rulings: list[Ruling]) -> tuple[float, ...]:
    groups = _clusters(sorted(rulings, key=lambda ruling: ruling.at))
    return tuple(sum(ruling.at for ruling in group) / len(group) for group in groups)


def _boxes(
    xs: tuple[float, ...], ys: tuple[float, ...], across: list[Ruling], down: list[Ruling]
) -> tuple[tuple[Box, ...], tuple[tuple[int, ...], ...]]:
    """The cells of a grid, and which of them fills each slot.

    A cell grows from its first slot to the right and then downwards as long as no ruling stands between.
    """
    rows, columns = len(ys) - 1, len(xs) - 1
    wall_left = _walls(xs, ys, down)  # wall_left[column][row]: a ruling on the left side of the slot
    wall_above = _walls(ys, xs, across)  # wall_above[row][column]: a ruling on its upper side
    owner = [[_FREE] * columns for _ in range(rows)]
    boxes: list[Box] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] != _FREE:
                continue
            right = column + 1
            while right < columns and owner[row][right] == _FREE and not wall_left[right][row]:
                right += 1
            bottom = row + 1
            while bottom < rows and not any(
                wall_above[bottom][c] or owner[bottom][c] != _FREE or (c > column and wall_left[c][bottom])
                for c in range(column, right)
            ):
                bottom += 1
            for r in range(row, bottom):
                owner[r][column:right] = [len(boxes)] * (right - column)
            boxes.append(Box(row, bottom, column, right))
    return tuple(boxes), tuple(tuple(row) for row in owner)


def _walls(places: tuple[float, ...], along: tuple[float, ...], rulings: list[Ruling]) -> list[list[bool]]:
    """For each place, along which stretches of the other direction a ruling stands there."""
    walls: list[list[bool]] = []
    for place in places:
        near = [ruling for ruling in rulings if abs(ruling.at - place) <= _SAME_PLACE]
        walls.append([_covers(near, start, end) for start, end in pairwise(along)])
    return walls


def _covers(rulings: list[Ruling], start: float, end: float) -> bool:
    """Whether rulings cover the larger part of a stretch."""
    covered = sum(max(0.0, min(ruling.end, end) - max(ruling.start, start)) for ruling in rulings)
    return covered > 0.5 * (end - start)
