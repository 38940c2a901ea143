"""Which words belong together: where among some rows one duty or matter ends and the next begins."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import add

from tokenizer.wording import squeeze

# What each likeness counts beside that of a row with its label, found on printed lists of many departments.
_WITH_BLOCK = 0.5  # of a row with all of its block
_WITH_NEIGHBOUR = 1.0  # of the two rows that a border parts; it counts against the border
_COVERED = 1.0  # of a label with the rows below it
_SIZE = 0.1  # a block's distance from the usual number of rows, squared; it counts against the border
_OPENER = 1.0  # that a block begins with the agency that most blocks begin with
_TWICE = 0.5  # that an agency stands in a block twice; it counts against the border
_CLEAR = 0.5  # how much better the best border must be than any other to be beyond doubt

_Pairs = frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """What one block is known to hold: the text of its label, and its rows."""

    label: str
    rows: Sequence[str]


@dataclass(slots=True)
class Cohesion:
    """Compares texts by the pairs of characters that they share, pairs that are rare in `texts` counting more.

    `size` is the usual number of rows of a block; `opener` the agency that most blocks begin with, or "".
    """

    texts: Sequence[str]
    size: float
    opener: str = ""
    _weights: dict[str, float] = field(default_factory=dict)
    _known: dict[str, _Pairs] = field(default_factory=dict)
    _totals: dict[str, float] = field(default_factory=dict)  # the weight of all pairs of a text

    def __post_init__(self) -> None:
        count = Counter(pair for text in self.texts for pair in self._pairs(text))
        self._weights = {pair: math.log((1 + len(self.texts)) / number) for pair, number in count.items()}

    def split(self, before: Words, rows: Sequence[str], after: Words, names: Sequence[str]) -> tuple[int, bool]:
        """How many of `rows` belong to the block `before` rather than to the one `after`, and whether that
        is beyond doubt.

        `names` are the agencies of the rows and of the first row known to stand in the block after.
        """
        scores = [self._score(before, rows, after, cut) + self._agencies(names, cut) for cut in range(len(rows) + 1)]
        best = max(range(len(scores)), key=lambda cut: scores[cut])
        clear = all(scores[best] - score >= _CLEAR for cut, score in enumerate(scores) if cut != best)
        return best, clear

    def unity(self, blocks: Iterable[Words]) -> float:
        """How much the rows of blocks have in common with their labels."""
        return sum(self._share(row, self._pairs(block.label)) for block in blocks for row in block.rows)

    def _score(self, before: Words, rows: Sequence[str], after: Words, cut: int) -> float:
        """How well a border after `cut` rows parts two blocks."""
        upper, lower = [*before.rows, *rows[:cut]], [*rows[cut:], *after.rows]
        score = 0.0
        for label, block, own in (
            (before.label, upper, range(len(before.rows), len(upper))),
            (after.label, lower, range(len(rows) - cut)),
        ):
            pairs = self._pairs(label)
            for index in own:
                others = pairs.union(*(self._pairs(text) for at, text in enumerate(block) if at != index))
                score += self._share(block[index], pairs) + _WITH_BLOCK * self._share(block[index], others)
            score += _COVERED * self._share(label, _pairs_of("\n".join(block)))
            score -= _SIZE * ((len(block) - self.size) / self.size) ** 2
        if upper and lower:
            above, below = upper[-1], lower[0]
            score -= (
                _WITH_NEIGHBOUR * (self._share(above, self._pairs(below)) + self._share(below, self._pairs(above))) / 2
            )
        return score

    def _share(self, text: str, pairs: _Pairs) -> float:
        """The share of a text's pairs, by weight, that `pairs` has too."""
        own = self._pairs(text)
        total = self._totals.get(text)
        if total is None:
            total = self._totals[text] = self._weight(own)
        return self._weight(own & pairs) / total if total else 0.0

    def _weight(self, pairs: _Pairs) -> float:
        return sum(self._weights.get(pair, 0.0) for pair in pairs)

    def _pairs(self, text: str) -> _Pairs:
        pairs = self._known.get(text)
        if pairs is None:
            pairs = self._known[text] = _pairs_of(text)
        return pairs

    def _agencies(self, names: Sequence[str], cut: int) -> float:
        """What the agencies of the block after the border say for it."""
        named = [name for name in names[cut:] if name]
        opens = self.opener and cut < len(names) and names[cut] == self.opener
        return (_OPENER if opens else 0.0) - _TWICE * (len(named) - len(set(named)))


def _pairs_of(text: str) -> _Pairs:
    flat = squeeze(text)
    return frozenset(map(add, flat, flat[1:]))
