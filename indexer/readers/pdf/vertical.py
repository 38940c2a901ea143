"""Text set in columns or on its side inside a table cell, turned so that it can be read as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from indexer.readers.pdf.page import Glyph

_TIGHT = 1.06  # of the glyph size: the step between characters that follow each other
_SAME_COLUMN = 0.3  # of the glyph size: how far characters of one column stand apart sideways
_LOOSE = 1.15  # the least step between the columns of vertical text


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
