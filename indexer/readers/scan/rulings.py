"""The rulings of a picture: long thin strokes of ink, level or upright."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from indexer.readers.pdf.drawing import Ruling
from indexer.readers.scan.engine import Reading
from indexer.readers.scan.ink import Picture

_PALEST = 14  # of 255: how much darker than its surroundings the palest ruling is
_SMOOTHED = 0.25  # of the size of the text: the stretch on which noise is smoothed out along a ruling
_SHORTEST = 1.1  # of the size of the text: shorter than any stroke of a character
_GAP = 0.3  # of the size of the text: the widest break in a ruling
_THICKEST = 0.4  # of the size of the text
_WAVER = 2  # pixels to each side on which a ruling may lie
_LONG = 8.0  # of the size of the text: so long, it is a ruling even where it meets no other
_LONGER_THAN_TEXT = 12.0  # of the size of the text: a ruling so long may touch the lines of text along it
_NEAR = 0.4  # of the size of the text: a short one ends so near to one that it meets
_CORE = 0.13  # of the height of a line of text: what is no part of its core above and below
_EDGE = 0.05  # of the width of a character: what is no part of its core on each side
_APART = 1.35  # of the size of the text: from the middle of a character to the next, with a border between them
_IN_TEXT, _ALL_IN_TEXT = 0.5, 0.9  # of its length: a stroke that lies in text on more than that is part of it


def find_rulings(grey: Picture, lines: Sequence[Reading], size: float) -> tuple[list[Ruling], list[Ruling]]:
    """The level and the upright rulings of a picture on an even ground, whose text in `lines` has this size."""
    across = [stroke for stroke in _strokes(grey, size) if not _in_lines(stroke, lines, size)]
    upright = _strokes(np.ascontiguousarray(grey.T), size)
    down = [part for stroke in upright for part in _outside_text(stroke, lines, size)]
    return _meeting(across, down, size), _meeting(down, across, size)


def _strokes(grey: Picture, size: float) -> Iterator[Ruling]:
    """The long level strokes of a picture."""
    thick, along, length = (max(3, round(part * size)) for part in (_THICKEST, _SMOOTHED, _SHORTEST))
    darker = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((thick, 1), np.uint8))
    ink = np.asarray((cv2.blur(darker, (along, 1)) >= _PALEST) * 255, np.uint8)
    opened = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    joined = cv2.dilate(opened, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for label, (left, top, width, height, _) in enumerate(stats[1:count].tolist(), start=1):
        box = np.s_[top : top + height, left : left + width]
        own = np.where(labels[box] == label, opened[box] > 0, False)
        yield from _straight(own, float(left), float(top), _GAP * size, length)


def _straight(ink: npt.NDArray[np.bool_], left: float, top: float, gap: float, shortest: float) -> Iterator[Ruling]:
    """The level strokes in a patch, each along the row that holds most of its ink; what hangs on them is text."""
    around = np.ones(2 * _WAVER + 1)
    while (held := np.convolve(ink.sum(axis=1), around, "same")).max(initial=0) >= shortest:
        first = max(int(held.argmax()) - _WAVER, 0)
        rows = ink[first : first + 2 * _WAVER + 1]
        weights = rows.sum(axis=1)
        at = top + first + float((weights * np.arange(len(rows))).sum() / weights.sum())
        columns = np.flatnonzero(rows.any(axis=0))
        for run in np.split(columns, np.flatnonzero(np.diff(columns) > gap) + 1):
            if run[-1] - run[0] >= shortest - 1:
                yield Ruling(at, left + float(run[0]), left + float(run[-1]) + 1)
        rows[:] = False


def _in_lines(stroke: Ruling, lines: Sequence[Reading], size: float) -> bool:
    """Whether a level stroke runs through text."""
    through = 0.0
    for line in lines:
        edge = _CORE * (line.bottom - line.top)
        if line.top + edge < stroke.at < line.bottom - edge:
            through += _shared(stroke, line.marks[0].x0, line.marks[-1].x1)
    length = stroke.end - stroke.start
    return through > (_ALL_IN_TEXT if length > _LONGER_THAN_TEXT * size else _IN_TEXT) * length


def _outside_text(stroke: Ruling, lines: Sequence[Reading], size: float) -> Iterator[Ruling]:
    """The parts of an upright stroke that run through no text, as those in a heading that spans columns do."""
    start = stroke.start
    crossed = sorted((line.top, line.bottom) for line in lines if _is_crossed(line, stroke, size))
    for top, bottom in [*crossed, (stroke.end, stroke.end)]:
        if min(top, stroke.end) - start >= _SHORTEST * size:
            yield Ruling(stroke.at, start, min(top, stroke.end))
        start = max(start, bottom)


def _is_crossed(line: Reading, stroke: Ruling, size: float) -> bool:
    """Whether an upright stroke stands inside of a line of text, and not where a border leaves room between two."""
    marks = line.marks
    first, last = marks[0], marks[-1]
    if not first.x0 + _EDGE * (first.x1 - first.x0) < stroke.at < last.x1 - _EDGE * (last.x1 - last.x0):
        return False
    middles = [(mark.x0 + mark.x1) / 2 for mark in marks]
    return not any(before < stroke.at < after and after - before > _APART * size for before, after in pairwise(middles))


def _shared(stroke: Ruling, start: float, end: float) -> float:
    return max(0.0, min(stroke.end, end) - max(stroke.start, start))


def _meeting(rulings: Sequence[Ruling], others: Sequence[Ruling], size: float) -> list[Ruling]:
    """The rulings that are long, or that meet one of the other direction at both ends."""
    reach = _NEAR * size

    def meets(at: float, place: float) -> bool:
        return any(
            abs(other.at - at) <= reach and other.start - reach <= place <= other.end + reach for other in others
        )

    return [
        ruling
        for ruling in rulings
        if ruling.end - ruling.start >= _LONG * size
        or (meets(ruling.start, ruling.at) and meets(ruling.end, ruling.at))
    ]
