"""Finds the words of a list in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_ONE: tuple[int, ...] = (1,)
_IN_RUN = re.compile("[0-9a-zà-ɏ]{2}")


class WordFinder:
    """Finds words in texts: the longest at each place, and none inside a run of Latin letters or digits.

    Unchangeable, so threads can share it.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if word)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in self._words:
            if len(word) > 1:
                lengths[word[:2]] |= {len(word), 1}
        # By its first two characters, how long a word may be, the longest first.
        self._lengths = {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}

    def everywhere(self, text: str) -> list[tuple[int, str]]:
        """The places in `text` where a word starts, in order, with the longest word at each; words may overlap."""
        found: list[tuple[int, str]] = []
        for start in range(len(text)):
            for length in self._lengths.get(text[start : start + 2], _ONE):
                word = text[start : start + length]
                if word in self._words and not _cuts_run(text, start, start + len(word)):
                    found.append((start, word))
                    break
        return found

    def apart(self, text: str) -> list[tuple[int, str]]:
        """The words in `text` with their places, without those that begin inside one before."""
        found: list[tuple[int, str]] = []
        end = 0
        for start, word in self.everywhere(text):
            if start >= end:
                found.append((start, word))
                end = start + len(word)
        return found


def _cuts_run(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` begins or ends inside a run of Latin letters or digits."""
    return bool((start and _IN_RUN.match(text, start - 1)) or _IN_RUN.match(text, end - 1))
