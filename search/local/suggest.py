"""Completions while typing: by characters, by pinyin and by initials, by both at once, and by what people call it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice

from records.kinds import KINDS, matter_kinds
from store.terms import Terms
from tokenizer.normalize import normalize
from tokenizer.synonyms import Synonyms

_MOST = 10
_SHORT = 8  # characters of an example
_FEW_LETTERS = 2  # letters of pinyin or initials below which nothing is offered
_NEAR = 0.5  # weight of a synonym by which names are offered
_APOSTROPHE = re.compile("(?<=[a-z])['’‘`](?=[a-z])")  # between syllables: yan'hua
_MIXED = re.compile(r"[\u4e00-\u9fff]+(?=.*[a-z])|(?<=[a-z])[\u4e00-\u9fff]+")
_END = "\n"
_FOREIGN = "\0"  # stands for characters that are not of ASCII, in which pinyin is not typed
_MARK = 0x80  # on top of a character's code where it begins a syllable
_WITHIN = f"[^\x80-\xff{_END}]*"  # the rest of a syllable


class Suggester:
    """Completes what is typed from the names of one generation, those that count most first."""

    def __init__(self, names: Terms, synonyms: Synonyms) -> None:
        self._names = names
        self._synonyms = synonyms

    def suggest(self, typed: str) -> list[str]:
        """Up to ten names: those that start with what was typed, those that hold it, by sound, by synonyms."""
        text = _APOSTROPHE.sub("", "".join(normalize(typed).split()))
        found: dict[str, None] = {}
        for name in self._candidates(text) if text else ():
            found[self._names[name].printed] = None
            if len(found) == _MOST:
                break
        return list(found)

    def examples(self, number: int) -> list[str]:
        """Short names of matters to try."""
        matters = {KINDS[name].headline[0] for name in matter_kinds()}
        short = (name.printed for name in self._names if name.kind in matters and len(name.text) <= _SHORT)
        return list(islice(short, number))

    def _candidates(self, text: str) -> Iterator[int]:
        """The numbers of the names that fit, best first; some come twice."""
        yield from self._texts.matching(re.escape(_END + text))
        yield from self._texts.matching(re.escape(text))
        if text.isascii() and len(text) >= _FEW_LETTERS:
            spelt = _start(text[0]) + "".join(f"[{re.escape(letter)}{_start(letter)}]" for letter in text[1:])
            yield from self._sounds.matching(_END + spelt)
            yield from self._sounds.matching(_END + _WITHIN.join(map(_start, text)))
            yield from self._sounds.matching(spelt)
        elif run := _MIXED.search(text):
            fits = [number for number in self._texts.matching(re.escape(run.group())) if self._reads(number, text)]
            yield from sorted(fits, key=lambda number: not self._reads(number, text, 0))
        yield from self._called(text)

    def _reads(self, number: int, typed: str, *starts: int) -> bool:
        """Whether a name reads like what was typed partly in pinyin, from some of its characters on (none: any)."""
        text, spelt = self._names.texts[number], self._names.syllables[number].split(" ")
        if len(text) != len(spelt):  # blanks, or Latin words, which are one syllable each
            return False
        return any(_reads(typed, text, spelt, start) for start in starts or range(len(text)))

    def _called(self, text: str) -> Iterator[int]:
        """The names that hold what officials call the thing that people call so."""
        words = self._synonyms.starting(text)[:_MOST]
        targets = (target for word in words for target in self._synonyms.targets(word) if target.weight >= _NEAR)
        for word in dict.fromkeys(target.word for target in targets):
            yield from self._texts.matching(re.escape(word))

    @cached_property
    def _texts(self) -> _Lines:
        return _Lines(self._names.texts)

    @cached_property
    def _sounds(self) -> _Lines:
        """The names' syllables run together, each with its first letter marked as such."""
        return _Lines("".join(map(_marked, spelt.split(" "))) for spelt in self._names.syllables)


class _Lines:
    """Strings in one, so that a single search goes through all of them."""

    def __init__(self, strings: Iterable[str]) -> None:
        self._text = _END + "".join(string + _END for string in strings)
        self._ends = [match.start() for match in re.finditer(_END, self._text)]

    def matching(self, pattern: str) -> Iterator[int]:
        """The numbers of the strings in which a pattern is found; in the pattern a line's end stands before each."""
        found, at = re.compile(pattern), 0
        while match := found.search(self._text, at):
            number = bisect_right(self._ends, match.start()) - 1
            yield number
            at = self._ends[number + 1]


def _reads(typed: str, text: str, spelt: Sequence[str], place: int) -> bool:
    """Whether something typed goes on at a place of a name: with its characters, or with beginnings of their sounds."""
    if not typed:
        return True
    if place == len(text):
        return False
    if typed[0] == text[place]:
        return _reads(typed[1:], text, spelt, place + 1)
    sizes = [size for size in range(1, len(spelt[place]) + 1) if typed[:size] == spelt[place][:size]]
    return any(_reads(typed[size:], text, spelt, place + 1) for size in sizes)


@lru_cache(maxsize=4096)
def _marked(syllable: str) -> str:
    """A syllable with its first letter marked."""
    plain = "".join(character if character.isascii() else _FOREIGN for character in syllable)
    return _start(plain[0]) + plain[1:] if plain else ""


def _start(letter: str) -> str:
    """A letter that begins a syllable."""
    return chr(ord(letter) + _MARK)
