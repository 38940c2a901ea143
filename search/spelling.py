"""A better spelling for what no record holds: words that sound alike, differ in one character, or are pinyin.

Numbers and everything that stands in the lists are left as typed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.lexicon import Terms
from tokenizer.pinyin import piece_sounds

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
    """Mends words with those of one generation, given as terms of which the earlier are preferred.

    `holds` tells whether any record holds a string, `covers` whether a string is made of whole words of the
    dictionary, which is a slip only where a longer word sounds the same.
    """

    def __init__(self, terms: Sequence[Terms], holds: Callable[[str], bool], covers: Callable[[str], bool]) -> None:
        self._terms = terms
        self._holds = holds
        self._covers = covers

    def corrections(self, text: str) -> tuple[Correction, ...]:
        """What could be spelt better in a normalised query; longest pieces first, none overlapping."""
        found: list[Correction] = []
        for match in _LETTERS.finditer(text):
            if not self._holds(match.group()) and (better := self._spoken(match.group())):
                found.append(Correction(*match.span(), better))
        for match in _HAN.finditer(text):
            if not self._holds(match.group()):
                found += self._han(match.group(), match.start())
        return tuple(sorted(found, key=lambda correction: correction.start))

    def _han(self, text: str, offset: int) -> Iterator[Correction]:
        """Corrections of a run of Chinese characters that no record holds as a whole."""
        sounds = piece_sounds(text, _LONGEST)
        taken = bytearray(len(text))
        for length in range(min(_LONGEST, len(text)), _SHORTEST - 1, -1):
            for start in range(len(text) - length + 1):
                end = start + length
                if any(taken[start:end]):
                    continue
                piece = text[start:end]
                better = self._heard(piece, sounds[start, end]) or self._seen(piece)
                if better and not self._holds(piece):
                    taken[start:end] = b"\1" * length
                    yield Correction(start + offset, end + offset, better)

    def _spoken(self, letters: str) -> str | None:
        found = self._by_sound.get(letters) or (self._by_initials.get(letters) if len(letters) > _SHORTEST else None)
        return found[0] if found else None

    def _heard(self, piece: str, sound: str) -> str | None:
        """The most frequent word that sounds the same and shares a character."""
        found = next((word for word in self._by_sound.get(sound, ()) if not set(word).isdisjoint(piece)), None)
        return None if found is None or (len(piece) < _SHORTEST_ODD and self._covers(piece)) else found

    def _seen(self, piece: str) -> str | None:
        """The most frequent longer word with one other character, where only one such word is common."""
        if len(piece) < _SHORTEST_ODD:
            return None
        alike = (each for part in _parts(piece) for each in self._by_part.get(part, ()))
        found = {word: weight for word, weight in alike if _odd_one(word, piece) is not None}
        if not found or self._covers(piece) or (len(found) > 1 and len(piece) == _SHORTEST_ODD):
            return None
        return min(found, key=lambda word: (-found[word], _odd_one(word, piece)))

    @cached_property
    def _words(self) -> list[str]:
        return [word for terms in self._terms for word in terms.texts]

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        """Words by their syllables in one piece: yanhua."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        spelt = (syllables for terms in self._terms for syllables in terms.syllables)
        for word, syllables in zip(self._words, spelt, strict=True):
            found[syllables.replace(" ", "")].append(word)
        return dict(found)

    @cached_property
    def _by_initials(self) -> dict[str, list[str]]:
        """Words of three characters and more by the first letters of their syllables: yhbz."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        spelt = (syllables for terms in self._terms for syllables in terms.syllables)
        for word, syllables in zip(self._words, spelt, strict=True):
            if len(word) > _SHORTEST:
                found["".join(syllable[:1] for syllable in syllables.split(" "))].append(word)
        return dict(found)

    @cached_property
    def _by_part(self) -> dict[str, list[tuple[str, float]]]:
        """Words and their weights by their parts."""
        found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        weights = (weight for terms in self._terms for weight in terms.weights)
        for each in zip(self._words, weights, strict=True):
            if _SHORTEST_ODD <= len(each[0]) <= _LONGEST:
                for part in _parts(each[0]):
                    found[part].append(each)
        return dict(found)


def _parts(text: str) -> Iterator[str]:
    """What words of the same length that differ in one character may share: one half, or two of three characters."""
    size = 1 if len(text) == _SHORTEST_ODD else (len(text) + 1) // 2
    for start in range(0, len(text), size):
        open_ = text[start : start + size]
        yield text[:start] + _ANY * len(open_) + text[start + size :]


def _odd_one(word: str, other: str) -> int | None:
    """The place of the only character in which words of the same length differ, or None."""
    odd = [index for index, (one, two) in enumerate(zip(word, other, strict=True)) if one != two]
    return odd[0] if len(odd) == 1 else None
