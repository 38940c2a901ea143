"""A better spelling for what no record holds: words that sound alike, differ in one character, or are pinyin.

Numbers and everything that stands in the lists are left as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from store.terms import Terms
from tokenizer.pinyin import piece_sounds

_SHORTEST, _LONGEST = 2, 8  # characters of a word that is mended
_SHORTEST_ODD = 3  # characters of a word that is mended although it sounds different
_LETTERS = re.compile(r"[a-z]{2,40}")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_ANY = "\0"
_END = "\n"


class Correction(NamedTuple):
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
        return found.partition(_END)[0] if found else None

    def _heard(self, piece: str, sound: str) -> str | None:
        """The most frequent word that sounds the same and shares a character."""
        alike = self._by_sound.get(sound)
        if alike is None:
            return None
        found = next((word for word in alike.split(_END) if not set(word).isdisjoint(piece)), None)
        return None if found is None or (len(piece) < _SHORTEST_ODD and self._covers(piece)) else found

    def _seen(self, piece: str) -> str | None:
        """The most frequent longer word with one other character, where only one such word is common."""
        if len(piece) < _SHORTEST_ODD:
            return None
        found: dict[str, int] = {}
        for alike in filter(None, map(self._by_part.get, _parts(piece))):
            found |= {word: odd for word in alike.split(_END) if (odd := _odd_one(word, piece)) is not None}
        if not found or self._covers(piece) or (len(found) > 1 and len(piece) == _SHORTEST_ODD):
            return None
        return min(found, key=lambda word: (-self._weights[word], found[word]))

    def _spelt(self) -> Iterator[tuple[str, str]]:
        """Words with their syllables."""
        for terms in self._terms:
            yield from zip(terms.texts, terms.syllables, strict=True)

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        """Words by their syllables in one piece: yanhua."""
        return _grouped((syllables.replace(" ", ""), word) for word, syllables in self._spelt())

    @cached_property
    def _by_initials(self) -> dict[str, str]:
        """Words of three characters and more by the first letters of their syllables: yhbz."""
        spelt = ((word, syllables.split(" ")) for word, syllables in self._spelt() if len(word) > _SHORTEST)
        return _grouped(("".join([syllable[:1] for syllable in syllables]), word) for word, syllables in spelt)

    @cached_property
    def _weights(self) -> dict[str, float]:
        return {word: weight for terms in self._terms for word, weight in zip(terms.texts, terms.weights, strict=True)}

    @cached_property
    def _by_part(self) -> dict[str, str]:
        """Words that may be mended although they sound different, by their parts."""
        words = (word for terms in self._terms for word in terms.texts if _SHORTEST_ODD <= len(word) <= _LONGEST)
        return _grouped((part, word) for word in words for part in _parts(word))


def _grouped(words: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Words by their key, those of one key in one string: a hundred thousand lists would take far more memory."""
    found: dict[str, str] = {}
    for key, word in words:
        before = found.get(key)
        found[key] = word if before is None else before + _END + word
    return found


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
