"""A better spelling for what no record holds: words that sound alike, differ in one character, or are pinyin.

Numbers and everything that stands in the lists are left as typed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indexer.lexicon import Term
from tokenizer.pinyin import syllables

_SHORTEST, _LONGEST = 2, 8  # characters of a word that is mended
_SHORTEST_ODD = 3  # characters of a word that is mended although it sounds different
_LETTERS = re.compile(r"[a-z]{2,40}")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_ANY = "\0"


@dataclass(frozen=True, slots=True)
class Correction:
    """`text[start:end]` of a query, and what stands in the lists instead."""

    start: int
    end: int
    better: str


class Speller:
    """Mends words with those of one generation.

    `holds` tells whether any record holds a string, `covers` whether a string is made of whole words of the
    dictionary, which is a slip only where a longer word sounds the same.
    """

    def __init__(self, terms: Sequence[Term], holds: Callable[[str], bool], covers: Callable[[str], bool]) -> None:
        self._holds = holds
        self._covers = covers
        self._by_sound: defaultdict[str, list[Term]] = defaultdict(list)
        self._by_initials: defaultdict[str, list[Term]] = defaultdict(list)
        self._by_shape: defaultdict[str, list[Term]] = defaultdict(list)
        for term in terms:
            self._by_sound[term.pinyin].append(term)
            if len(term.text) > _SHORTEST:
                self._by_initials[term.initials].append(term)
            if _SHORTEST_ODD <= len(term.text) <= _LONGEST:
                for shape in _shapes(term.text):
                    self._by_shape[shape].append(term)

    def corrections(self, text: str) -> tuple[Correction, ...]:
        """What could be spelt better in a normalised query; longest pieces first, none overlapping."""
        found: list[Correction] = []
        for match in _LETTERS.finditer(text):
            if not self._holds(match.group()) and (better := self._spoken(match.group())):
                found.append(Correction(*match.span(), better))
        for match in _HAN.finditer(text):
            found += self._han(match.group(), match.start())
        return tuple(sorted(found, key=lambda correction: correction.start))

    def _han(self, text: str, offset: int) -> Iterator[Correction]:
        """Corrections of a run of Chinese characters."""
        taken = [False] * len(text)
        for length in range(min(_LONGEST, len(text)), _SHORTEST - 1, -1):
            for start in range(len(text) - length + 1):
                piece = text[start : start + length]
                if any(taken[start : start + length]) or self._holds(piece):
                    continue
                better = self._heard(piece) or self._seen(piece)
                if better:
                    taken[start : start + length] = [True] * length
                    yield Correction(start + offset, start + offset + length, better)

    def _spoken(self, letters: str) -> str | None:
        found = self._by_sound.get(letters) or (self._by_initials.get(letters) if len(letters) > _SHORTEST else None)
        return found[0].text if found else None

    def _heard(self, piece: str) -> str | None:
        """The most frequent word that sounds the same and shares a character."""
        if len(piece) < _SHORTEST_ODD and self._covers(piece):
            return None
        found = [term for term in self._by_sound.get("".join(syllables(piece)), ()) if set(term.text) & set(piece)]
        return found[0].text if found else None

    def _seen(self, piece: str) -> str | None:
        """The most frequent longer word with one other character, where only one such word is common."""
        if len(piece) < _SHORTEST_ODD or self._covers(piece):
            return None
        found = {term.text: term for shape in _shapes(piece) for term in self._by_shape.get(shape, ())}
        best = sorted(found.values(), key=lambda term: -term.weight)
        return best[0].text if best and (len(best) == 1 or len(piece) > _SHORTEST_ODD) else None


def _shapes(text: str) -> Iterator[str]:
    """The text with each of its characters left open in turn."""
    for index in range(len(text)):
        yield text[:index] + _ANY + text[index + 1 :]
