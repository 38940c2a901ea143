"""The optional part that reads pictures: the lines of text that it finds.

It brings its models along and fetches nothing. One process reads with one thread, as pages are shared out among
processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from indexer.readers.scan.ink import Picture

LONGEST_SIDE = 3000  # pixels; a larger picture is made smaller
_LEAST = 0.3  # of 1: a line less certain is no text
_PADDING = 0.12  # of the height of a line: how far the box around it reaches beyond its ink
_TALL = 1.5  # times its width: a box of vertical text, which is turned before it is read


@dataclass(frozen=True, slots=True)
class Mark:
    """One character as read, with the stretch that it fills, in pixels, and how certain it is, from 0 to 1."""

    text: str
    x0: float
    x1: float
    certainty: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of text as read: its characters, and the heights between which it stands, in pixels."""

    marks: tuple[Mark, ...]
    top: float
    bottom: float


def read_lines(grey: Picture) -> list[Reading]:
    """The lines of text in a picture of ink on white."""
    found = _engine()(np.ascontiguousarray(np.dstack([grey] * 3)), use_rec=True, return_word_box=True)
    if found.boxes is None or not found.word_results:
        return []
    lines: list[Reading] = []
    for box, words in zip(found.boxes, found.word_results, strict=True):
        left, right = float(min(box[:, 0])), float(max(box[:, 0]))
        top, bottom = float(min(box[:, 1])), float(max(box[:, 1]))
        padding = _PADDING * (bottom - top)
        line = Reading(_up_to(tuple(_marks(words)), left + padding, right - padding), top, bottom)
        if len(line.marks) > 1 and bottom - top > _TALL * (right - left):
            lines += _stacked(line, left, right - left)
        elif line.marks:
            lines.append(line)
    return lines


def _up_to(marks: tuple[Mark, ...], left: float, right: float) -> tuple[Mark, ...]:
    """The characters of a line, the outer ones as far as ink was found: where they stand is told roughly."""
    if not marks:
        return marks
    first = replace(marks[0], x0=min(marks[0].x0, left))
    marks = (first, *marks[1:])
    return (*marks[:-1], replace(marks[-1], x1=max(marks[-1].x1, right)))


def _stacked(line: Reading, left: float, width: float) -> Iterator[Reading]:
    """A line that runs down as one line for each of its characters."""
    step = (line.bottom - line.top) / len(line.marks)
    for number, mark in enumerate(line.marks):
        top = line.top + number * step
        yield Reading((Mark(mark.text, left, left + width, mark.certainty),), top, top + step)


def lies_on_side(grey: Picture) -> bool:
    """Whether most of the lines of text in a picture run up or down."""
    found = _engine()(np.ascontiguousarray(np.dstack([grey] * 3)), use_rec=False)
    if found.boxes is None:
        return False
    sides = [(float(np.ptp(box[:, 0])), float(np.ptp(box[:, 1]))) for box in found.boxes]
    tall = [height > _TALL * width for width, height in sides]
    level = [width > _TALL * height for width, height in sides]
    return sum(tall) > sum(level)


def _marks(words: Any) -> Iterator[Mark]:
    """The characters of a line; several in one box share it evenly."""
    for text, certainty, box in words:
        left, right = min(point[0] for point in box), max(point[0] for point in box)
        step = (right - left) / len(text) if text else 0.0
        for number, character in enumerate(text):
            yield Mark(character, left + number * step, left + (number + 1) * step, float(certainty))


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415 -- optional, and slow to load

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Global.text_score": _LEAST,
            "Global.max_side_len": LONGEST_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
