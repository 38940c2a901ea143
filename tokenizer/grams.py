"""Units of text: what is found by its place, and what makes every substring findable.

A text is a row of units: a Chinese character, or a run of Latin letters and digits with the points between them (C919,
PM2.5, 12345), which means one thing. Punctuation leaves a gap in the row, blanks do not: they are often forced by a
layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

RUN = re.compile(r"[0-9a-z]+(?:\.[0-9a-z]+)*")  # units of several characters
_UNIT = re.compile(rf"{RUN.pattern}|\w")
_GAP = re.compile(r"[^\w\s]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of normalised text: where it stands in the text, and its position in the row of units."""

    text: str
    start: int
    end: int
    position: int


def units(text: str) -> list[Unit]:
    """The units of a normalised text in order."""
    out: list[Unit] = []
    position, end = -1, 0
    for match in _UNIT.finditer(text):
        between = text[end : match.start()]
        position += 2 if _GAP.search(between) and out else 1
        end = match.end()
        out.append(Unit(match.group(), match.start(), end, position))
    return out


def unit_key(text: str) -> str:
    """A normalised text as a string in which the key of another is found just where its units stand in the same order.

    Blanks are left out, punctuation between units is a `|`, runs stand in brackets: 45 is not found in 455.
    """
    keys: list[str] = []
    position = -1
    for unit in units(text):
        if unit.position > position + 1:
            keys.append("|")
        keys.append(f"[{unit.text}]" if RUN.fullmatch(unit.text) else unit.text)
        position = unit.position
    return "".join(keys)
