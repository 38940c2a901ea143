"""A better spelling for what no record holds: words that sound alike, differ in one character, or are pinyin.

Numbers and everything that stands in the lists are left as typed, and so is what people commonly say: a piece of a
query is mended only where it begins and ends as words do, and where the language uses the better word much more often
than what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from store.terms import Terms
from tokenizer.pinyin import piece_sounds, syllables

_SHORTEST, _LONGEST = 2, 8  # characters of a word that is mended
_SHORTEST_ODD = 3  # characters of a word that is mended although it sounds different
_LETTERS = re.compile(r"[a-z]{2,40}")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_MIXED = re.compile(r"[\u4e00-\u9fff]{0,6}[a-z]{2,40}[\u4e00-\u9fff]{0,6}")
# How much likelier (as a logarithm) the better spelling must be in the language at large: slips of sound are common,
# other slips are not. 没人 is 2.1 below 每人, 低宝 3.9 below 低保, 衡阳刻 8.9 below 衡阳市, 校车安权 24.5 below 安全.
_HEARD, _SEEN = 3.5, 10.0
_ANY = "\0"
_END = "\n"


class Correction(NamedTuple):
    """`text[start:end]` of a query, and what stands in the lists instead."""

    start: int
    end: int
    better: str


class Language(Protocol):
    """What the speller asks about the language at large."""

    def covers(self, text: str) -> bool:
        """Whether a text is made of whole words of two characters and more."""

    def ends(self, text: str) -> Container[int]:
        """Where the words of a text end, its beginning included."""

    def likelihood(self, text: str) -> float:
        """The logarithm of how likely the words of a text are."""


class Speller:
    """Mends words with those of one generation, given as terms of which the earlier are preferred.

    `holds` tells whether any record holds a string.
    """

    def __init__(self, terms: Sequence[Terms], holds: Callable[[str], bool], language: Language) -> None:
        self._terms = terms
        self._holds = holds
        self._language = language

    def corrections(self, text: str) -> tuple[Correction, ...]:
        """What could be spelt better in a normalised query; longest pieces first, none overlapping."""
        found: list[Correction] = []
        for match in _MIXED.finditer(text):
            if mixed := self._half_spoken(match.group(), match.start()):
                found.append(mixed)
        for match in _LETTERS.finditer(text):
            if (
                not _within(match.start(), found)
                and not self._holds(match.group())
                and (better := self._spoken(match.group()))
            ):
                found.append(Correction(*match.span(), better))
        for match in _HAN.finditer(text):
            if not _within(match.start(), found) and not self._holds(match.group()):
                found += self._han(match.group(), match.start())
        return tuple(sorted(found, key=lambda correction: correction.start))

    def _han(self, text: str, offset: int) -> Iterator[Correction]:
        """Corrections of a run of Chinese characters that no record holds as a whole."""
        sounds = piece_sounds(text, _LONGEST)
        taken = bytearray(len(text))
        ends = self._language.ends(text)
        for length in range(min(_LONGEST, len(text)), _SHORTEST - 1, -1):
            for start in range(len(text) - length + 1):
                end = start + length
                if any(taken[start:end]) or start not in ends or end not in ends:
                    continue
                piece = text[start:end]
                better = self._heard(piece, sounds[start, end]) or self._seen(piece)
                if better and not self._holds(piece):
                    taken[start:end] = b"\1" * length
                    yield Correction(start + offset, end + offset, better)

    def _half_spoken(self, text: str, offset: int) -> Correction | None:
        """The longest piece around letters that is a word with some of it in pinyin: 流lang汉."""
        letters = _LETTERS.search(text)
        if letters is None or self._holds(text):
            return None
        first, last = letters.span()
        for start in range(first + 1):
            for end in range(len(text), last - 1, -1):
                alike = self._by_sound.get("".join(syllables(text[start:end]))) if end - start > last - first else None
                for word in alike.split(_END) if alike else ():
                    if word.startswith(text[start:first]) and word.endswith(text[last:end]):
                        return Correction(start + offset, end + offset, word)
        return None

    def _spoken(self, letters: str) -> str | None:
        found = self._by_sound.get(letters) or (self._by_initials.get(letters) if len(letters) > _SHORTEST else None)
        return found.partition(_END)[0] if found else None

    def _heard(self, piece: str, sound: str) -> str | None:
        """The most frequent word that sounds the same and shares a character."""
        alike = self._by_sound.get(sound)
        if alike is None:
            return None
        found = next((word for word in alike.split(_END) if not set(word).isdisjoint(piece)), None)
        if found is None or (len(piece) < _SHORTEST_ODD and self._language.covers(piece)):
            return None
        return found if self._likelier(found, piece, _HEARD) else None

    def _seen(self, piece: str) -> str | None:
        """The most frequent longer word with one other character, where only one such word is common."""
        if len(piece) < _SHORTEST_ODD:
            return None
        found: dict[str, int] = {}
        for alike in filter(None, map(self._by_part.get, _parts(piece))):
            found |= {word: odd for word in alike.split(_END) if (odd := _odd_one(word, piece)) is not None}
        if not found or self._language.covers(piece) or (len(found) > 1 and len(piece) == _SHORTEST_ODD):
            return None
        best = min(found, key=lambda word: (-self._weights[word], found[word]))
        return best if self._likelier(best, piece, _SEEN) else None

    def _likelier(self, better: str, typed: str, least: float) -> bool:
        return self._language.likelihood(better) - self._language.likelihood(typed) >= least

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


def _within(place: int, found: Iterable[Correction]) -> bool:
    return any(correction.start <= place < correction.end for correction in found)


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
