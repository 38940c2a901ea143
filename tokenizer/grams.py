"""Character bigrams with positions: what makes every substring findable.

A text is a row of units: a Chinese character, or a run of Latin letters, or a run of digits. A gram is a unit
with the unit behind it, so that a unit alone is the prefix of all grams that start with it. Punctuation
leaves a gap, blanks do not: they are often forced by a layout.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import zip_longest

_UNIT = re.compile(r"[0-9]+(?:\.[0-9]+)*|[a-z]+|\w")
GLUE = " "  # between the two units of a gram
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


def gram(first: str, second: str) -> str:
    """The index term of two neighbouring units."""
    return f"{first}{GLUE}{second}"


def gram_positions(text: str) -> dict[str, list[int]]:
    """Each gram of a normalised text with the positions where it starts, ascending.

    The last unit before a gap is a gram by itself.
    """
    row = units(text)
    out: defaultdict[str, list[int]] = defaultdict(list)
    for unit, following in zip_longest(row, row[1:]):
        adjacent = following is not None and following.position == unit.position + 1
        out[gram(unit.text, following.text) if adjacent else unit.text].append(unit.position)
    return dict(out)
