"""Completions while typing: by characters, by pinyin and by initials."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.lexicon import Term
from tokenizer.normalize import normalize

_MOST = 10
_SHORT = 8  # characters of an example
_FEW_LETTERS = 2  # letters of pinyin or initials below which nothing is offered


class Suggester:
    """Completes what is typed from the names of one generation, those that count most first."""

    def __init__(self, names: Sequence[Term]) -> None:
        self._names = names

    def suggest(self, typed: str) -> list[str]:
        """Up to ten names: those that start with what was typed, then those that hold it, then by sound."""
        text = "".join(normalize(typed).split())
        if not text:
            return []
        found = [name for name in self._names if name.text.startswith(text)]
        found += [name for name in self._names if text in name.text[1:]]
        if text.isascii() and len(text) >= _FEW_LETTERS:
            found += self._by_sound(text)
        return list(dict.fromkeys(name.printed for name in found))[:_MOST]

    def examples(self, number: int) -> list[str]:
        """Short names of matters to try."""
        return [name.printed for name in self._names if name.kind == "matter" and len(name.text) <= _SHORT][:number]

    def _by_sound(self, letters: str) -> list[Term]:
        """Names whose initials or pinyin start with the letters; pinyin may stop within a syllable."""
        spelt = [name for name in self._names if name.pinyin.startswith(letters)]
        initial = [name for name in self._names if name.initials.startswith(letters)]
        inside = [name for name in self._names if _holds_syllables(name, letters)]
        return [*spelt, *initial, *inside]


def _holds_syllables(name: Term, letters: str) -> bool:
    """Whether the letters start at one of the name's syllables."""
    return letters in name.pinyin and any(
        "".join(name.syllables[start:]).startswith(letters) for start in range(1, len(name.syllables))
    )
