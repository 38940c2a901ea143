"""Ink in the form of characters that no line of text covers: what was overlooked on a page."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from indexer.readers.scan.engine import Reading
from indexer.readers.scan.ink import Picture

_INK = 110  # of 255
_LOW, _HIGH = 0.5, 1.5  # of the size of the text: how high a character is
_NARROW, _WIDE = 0.35, 1.6  # and how wide
_RULING = 2.5  # of the size of the text: longer strokes are rulings


def count_unread(grey: Picture, lines: Sequence[Reading], size: float) -> int:
    """How many characters may stand in a picture of ink on white outside of its lines of text."""
    ink = np.asarray((grey < _INK) * 255, np.uint8)
    length = max(8, round(_RULING * size))
    for kernel in (np.ones((1, length), np.uint8), np.ones((length, 1), np.uint8)):
        ruling = cv2.dilate(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel), np.ones((5, 5), np.uint8))
        ink = np.asarray(np.where(ruling > 0, 0, ink), np.uint8)
    for line in lines:
        left, right = line.marks[0].x0 - size / 2, line.marks[-1].x1 + size / 2
        ink[max(int(line.top), 0) : int(line.bottom) + 1, max(int(left), 0) : int(right) + 1] = 0
    near = max(1, round(size / 8))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return sum(
        _LOW * size <= height <= _HIGH * size and _NARROW * size <= width <= _WIDE * size
        for _, _, width, height, _ in stats[1:count].tolist()
    )
