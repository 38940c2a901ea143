"""Texts cut for the cluster: rows of tokens with blanks between them, which it only has to split.

What is written and what is asked are cut here alike, so that the cluster needs no Chinese analyser:

```
烟花、爆竹   units   烟 花 | 爆 竹              what a single character or number is found by
             pairs   烟花 花| |爆 爆竹          what longer strings are found by, as phrases
```

A gap (see `tokenizer.grams`) is a unit of its own, so that no string is found across one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tokenizer.grams import units

_GAP = "|"
_BETWEEN = "·"  # between units of which one is of several characters; no unit holds it


def unit_stream(text: str) -> list[str]:
    """The units of a normalised text, gaps between them included."""
    return list(_with_gaps(text))


def pair_stream(row: Sequence[str]) -> list[str]:
    """Every two neighbours among units."""
    return [one + two if len(one) == len(two) == 1 else f"{one}{_BETWEEN}{two}" for one, two in pairwise(row)]


def _with_gaps(text: str) -> Iterator[str]:
    position = -1
    for unit in units(text):
        if unit.position > position + 1:
            yield _GAP
        yield unit.text
        position = unit.position
