"""Finds the names of the bodies in the table of agencies in any text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from agencies import wording
from agencies.model import AgencyData
from tokenizer.finder import WordStarts

_SHORT = 2
_MOST_PARTS = 7

Bodies = tuple[str, ...]


class FoundName(NamedTuple):
    """A name at `text[start:end]` and the bodies that it means, none for a word that only looks like a name."""

    start: int
    end: int
    bodies: Bodies


@dataclass(slots=True)
class _Word:
    """What one string is: a name, a stem, both, a single letter, or a word that is no agency."""

    names: Bodies = ()
    stems: Bodies = ()
    letter: Bodies = ()
    alone: bool = False
    inert: bool = False


class _Reading(NamedTuple):
    """One way to read a compound name: where it ends, where its stems end, and what each stem means."""

    end: int
    stems_end: int
    parts: tuple[Bodies, ...]

    def rank(self) -> tuple[int, int, int]:
        """The longest name is right, then fewer parts, then longer stems (劳动监察 + 大队, not 劳动 + 监察大队)."""
        return self.end, -len(self.parts), self.stems_end


_ANYWHERE, _IN_CELLS = 1, 2
_NO_JOINERS: frozenset[str] = frozenset()


class Lexicon:
    """All names of a table, ready for finding. Made once, never changed after."""

    def __init__(self, data: AgencyData) -> None:
        self._words: dict[str, _Word] = {}
        for agency in data.agencies:
            for body in agency.bodies():
                self._add_body(body.name, (body.name, *body.short), body.stems, body.bare)
        self._heads = {agency.name for agency in data.agencies if agency.heads}
        for joint in data.joints:
            for stem in joint.stems:
                self._word(stem).stems = joint.agencies
        for letter, name in data.letters.items():
            self._word(letter).letter = (name,)
        for word in data.not_agency:
            self._word(word).inert = True
        self._starts = WordStarts(self._words)
        self._endings = dict.fromkeys(wording.CELL_ENDINGS, _IN_CELLS) | dict.fromkeys(wording.ENDINGS, _ANYWHERE)
        self._ending_starts = WordStarts(self._endings)

    def _add_body(self, body: str, names: Iterable[str], stems: Iterable[str], bare: Iterable[str]) -> None:
        for name in names:
            word = self._word(name)
            word.names, word.alone = (body,), len(name) <= _SHORT
        for name in bare:
            word = self._word(name)
            word.names, word.alone = (body,), True
        for stem in stems:
            self._word(stem).stems = (body,)

    def _word(self, text: str) -> _Word:
        return self._words.setdefault(text, _Word())

    def scan(self, text: str, cell: bool = False) -> list[FoundName]:
        """The names in `text` from left to right, the longest at each place; they never overlap.

        In a `cell`, which holds nothing but agencies, more forms are names than in running text.
        """
        hits: list[FoundName] = []
        position = 0
        for start, _ in self._starts.places(text):
            hit = self._at(text, start, cell) if start >= position else None
            if hit is None:
                continue
            position = hit.end
            if hits and hits[-1].end == hit.start and self._heads.issuperset(hits[-1].bodies):
                hits.pop()
            if hit.bodies:
                hits.append(hit)
        return hits

    def stem_run(self, text: str, start: int) -> FoundName | None:
        """The longest run of stems at `start` that has no ending (公安、交警), or None."""
        end, bodies = start, list[str]()
        while end < len(text):
            skip = end + 1 if bodies and text[end] in wording.JOINERS else end
            words = [(stop, word) for stop, word in self._walk(text, skip) if word.stems or word.alone]
            if not words:
                break
            end, longest = words[0]
            bodies.extend(longest.stems or longest.names)
        return FoundName(start, end, tuple(bodies)) if bodies else None

    def _at(self, text: str, start: int, cell: bool, chained: bool = False) -> FoundName | None:
        """The longest name that starts at `start`; a `chained` one stands right behind another."""
        best: FoundName | None = None
        for end, word in self._walk(text, start):
            if word.inert:
                best = FoundName(start, end, ())
            elif self._is_name(text, start, end, word, cell=cell, chained=chained):
                best = FoundName(start, end, word.names)
            elif word.stems and not cell and wording.is_asked_for(text, start, end):
                best = FoundName(start, end, word.stems)
            if best:
                break
        longer = cell or wording.may_end(text, best.end if best else start)
        compound = self._compound(text, start, cell) if longer else None
        if compound and (best is None or compound.end > best.end):
            return compound
        return best

    def _is_name(self, text: str, start: int, end: int, word: _Word, *, cell: bool, chained: bool) -> bool:
        if not word.names or wording.is_joined(text, end):
            return False
        if self._heads.issuperset(word.names) and wording.means_departments(text, end):
            return False
        if not word.alone or wording.stands_alone(text, start, end):
            return True
        if chained or not wording.opens_word(text, start):
            return False
        following = self._at(text, end, cell, chained=True)
        return bool(following and following.bodies)

    def _compound(self, text: str, start: int, cell: bool) -> FoundName | None:
        """The longest name made of stems and an ending (教育 + 体育 + 局) at `start`."""
        joiners = wording.JOINERS if cell or wording.opens_word(text, start) else _NO_JOINERS
        best = self._reading(text, start, 0, cell, joiners, {})
        return FoundName(start, best.end, tuple(body for part in best.parts for body in part)) if best else None

    def _reading(
        self, text: str, start: int, depth: int, cell: bool, joiners: frozenset[str], known: dict[int, _Reading | None]
    ) -> _Reading | None:
        """The best way to read stems and an ending from `start` on, as part number `depth` of a name and the next."""
        key = start * _MOST_PARTS + depth
        if key in known:
            return known[key]
        best: _Reading | None = None
        for end, word in reversed(self._walk(text, start)):
            letter = word.letter if cell and (depth or self._opens_letters(text, start)) else ()
            for stem in filter(None, (word.stems, letter)):
                if stem is not letter or depth:
                    for ending in self._ends(text, end, cell):
                        best = _better(best, _Reading(ending, end, (stem,)))
                if depth == _MOST_PARTS - 1:
                    continue
                for place in (end, end + 1) if text[end : end + 1] in joiners else (end,):
                    rest = self._reading(text, place, depth + 1, cell, joiners, known)
                    best = _better(best, rest and _Reading(rest.end, rest.stems_end, (stem, *rest.parts)))
        known[key] = best
        return best

    def _opens_letters(self, text: str, start: int) -> bool:
        """Whether a name may start with the single character there: not the end of a place's name (丽水林业局)."""
        if start == 0 or text[start - 1] in wording.LEVELS:
            return True
        following = self._words.get(text[start + 1 : start + 2])
        return bool(following and following.letter)

    def _ends(self, text: str, start: int, cell: bool) -> Iterator[int]:
        """Where an ending that starts at `start` can end."""
        for length in reversed(self._ending_starts.lengths(text, start)):
            end = start + length
            ending = self._endings.get(text[start:end]) if end <= len(text) else None
            if (ending == _ANYWHERE or (cell and ending)) and not wording.is_joined(text, end):
                yield end
        tail = wording.place_tail(text, start)
        if tail > start and not any(word.stems or word.names for _, word in self._walk(text, start)):
            yield tail

    def _walk(self, text: str, start: int) -> list[tuple[int, _Word]]:
        """The words that start at `start`, the longest first, with where they end."""
        found: list[tuple[int, _Word]] = []
        for length in self._starts.lengths(text, start):
            end = start + length
            word = self._words.get(text[start:end])
            if word is not None and end <= len(text):
                found.append((end, word))
        return found


def _better(one: _Reading | None, other: _Reading | None) -> _Reading | None:
    """The better one of two readings, the first where they are as good."""
    if one is None or other is None:
        return one or other
    return other if other.rank() > one.rank() else one
