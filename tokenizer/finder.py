"""Finds the words of a list in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_ONE = (1,)
_IN_RUN = re.compile("[0-9a-zà-ɏ]{2}")
_LAST_LATIN = "ɏ"


class WordStarts:
    """Tells where words of a list may start in a text, and how long they may be there.

    Known by their first two characters, words are ruled out at nearly every place without a look at them.
    """

    def __init__(self, words: Iterable[str]) -> None:
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in words:
            lengths[word[:2]].add(len(word))
        self._single = frozenset(start for start in lengths if len(start) == 1)
        self._lengths = {
            start: tuple(sorted(found | ({1} if start[0] in self._single else set()), reverse=True))
            for start, found in lengths.items()
        }

    def places(self, text: str) -> list[tuple[int, tuple[int, ...]]]:
        """Where in `text` a word may start, in order, each with how long the words may be, longest first."""
        known, single = self._lengths.get, self._single
        return [
            (start, lengths)
            for start, first in enumerate(text)
            if (lengths := known(text[start : start + 2]) or (_ONE if first in single else None))
        ]

    def lengths(self, text: str, start: int) -> tuple[int, ...]:
        """How long the words may be that start there, longest first."""
        found = self._lengths.get(text[start : start + 2])
        if found is None:
            return _ONE if text[start : start + 1] in self._single else ()
        return found


class WordFinder:
    """Finds words in texts: the longest at each place, and none inside a run of Latin letters or digits.

    Unchangeable, so threads can share it.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if word)
        self._starts = WordStarts(self._words)

    def everywhere(self, text: str) -> list[tuple[int, str]]:
        """The places in `text` where a word starts, in order, with the longest word at each; words may overlap."""
        found: list[tuple[int, str]] = []
        for start, lengths in self._starts.places(text):
            for length in lengths:
                word = text[start : start + length]
                if word in self._words and not _cuts_run(text, start, start + len(word)):
                    found.append((start, word))
                    break
        return found

    def every(self, text: str) -> list[tuple[int, str]]:
        """The places in `text` where a word starts, in order, with each word there, longest first."""
        return [
            (start, word)
            for start, lengths in self._starts.places(text)
            for length in lengths
            if (word := text[start : start + length]) in self._words and not _cuts_run(text, start, start + len(word))
        ]

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
    if text[start] > _LAST_LATIN and text[end - 1] > _LAST_LATIN:
        return False
    return bool((start and _IN_RUN.match(text, start - 1)) or _IN_RUN.match(text, end - 1))
