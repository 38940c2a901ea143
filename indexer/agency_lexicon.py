"""Finds the names of the bodies in the table of agencies in any text, by one walk through a tree of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from indexer import agency_wording as wording
from indexer.agency_model import AgencyData

_SHORT = 2
_MOST_PARTS = 7

Bodies = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
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


@dataclass(slots=True)
class _Node:
    """One character deeper in the tree; `word` is what ends here."""

    next: dict[str, _Node] = field(default_factory=dict)
    word: _Word | None = None
    ending: int = 0


_ANYWHERE, _IN_CELLS = 1, 2


class Lexicon:
    """All names of a table, ready for finding. Made once, never changed after."""

    def __init__(self, data: AgencyData) -> None:
        self._words, self._endings = _Node(), _Node()
        for agency in data.agencies:
            for body in agency.bodies():
                self._add_body(body.name, (body.name, *body.short), body.stems, body.bare)
        for joint in data.joints:
            for stem in joint.stems:
                self._word(stem).stems = joint.agencies
        for letter, name in data.letters.items():
            self._word(letter).letter = (name,)
        for word in data.not_agency:
            self._word(word).inert = True
        for ending in wording.CELL_ENDINGS:
            _grow(self._endings, ending).ending = _IN_CELLS
        for ending in wording.ENDINGS:
            _grow(self._endings, ending).ending = _ANYWHERE

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
        node = _grow(self._words, text)
        node.word = node.word or _Word()
        return node.word

    def scan(self, text: str, cell: bool = False) -> list[Hit]:
        """The names in `text` from left to right, the longest at each place; they never overlap.

        In a `cell`, which holds nothing but agencies, more forms are names than in running text.
        """
        hits: list[Hit] = []
        position = 0
        while position < len(text):
            hit = self._at(text, position, cell)
            if hit is None:
                position += 1
                continue
            position = hit.end
            if hit.bodies:
                hits.append(hit)
        return hits

    def stem_run(self, text: str, start: int) -> Hit | None:
        """The longest run of stems at `start` that has no ending (公安、交警), or None."""
        end, bodies = start, list[str]()
        while end < len(text):
            skip = end + 1 if bodies and text[end] in wording.JOINERS else end
            longest = [(stop, word.stems or word.names) for stop, word in self._walk(text, skip) if word.stems or word.alone]
            if not longest:
                break
            end, found = longest[-1]
            bodies.extend(found)
        return Hit(start, end, tuple(bodies)) if bodies else None

    def _at(self, text: str, start: int, cell: bool) -> Hit | None:
        """The longest name that starts at `start`."""
        best: Hit | None = None
        for end, word in self._walk(text, start):
            if word.inert:
                best = Hit(start, end, ())
            elif self._is_name(text, start, end, word):
                best = Hit(start, end, word.names)
            elif word.stems and not cell and wording.is_asked_for(text, start, end):
                best = Hit(start, end, word.stems)
        compound = self._compound(text, start, cell)
        if compound and (best is None or compound.end > best.end):
            return compound
        return best

    @staticmethod
    def _is_name(text: str, start: int, end: int, word: _Word) -> bool:
        if not word.names or wording.is_joined(text, end):
            return False
        return not word.alone or wording.stands_alone(text, start, end)

    def _compound(self, text: str, start: int, cell: bool) -> Hit | None:
        """The longest name made of stems and an ending (教育 + 体育 + 局) at `start`."""
        joiners = cell or wording.opens_word(text, start)
        found = max(self._compounds(text, start, (), cell, joiners), default=None, key=lambda hit: (hit[0], -len(hit[1])))
        return Hit(start, found[0], tuple(body for part in found[1] for body in part)) if found else None

    def _compounds(
        self, text: str, start: int, parts: tuple[Bodies, ...], cell: bool, joiners: bool
    ) -> Iterator[tuple[int, tuple[Bodies, ...]]]:
        """Every way to read stems and an ending from `start` on, after the `parts` read before."""
        if len(parts) == _MOST_PARTS:
            return
        for end, word in self._walk(text, start):
            for stem in filter(None, (word.stems, word.letter if cell and self._is_letter(text, start, parts) else ())):
                read = (*parts, stem)
                if stem is word.stems or len(read) > 1:
                    yield from ((ending, read) for ending in self._ends(text, end, cell))
                yield from self._compounds(text, end, read, cell, joiners)
                if joiners and text[end : end + 1] in wording.JOINERS:
                    yield from self._compounds(text, end + 1, read, cell, joiners)

    def _is_letter(self, text: str, start: int, parts: tuple[Bodies, ...]) -> bool:
        """Whether a single character may stand for an agency: not the end of a place's name (丽水林业局)."""
        if parts or start == 0 or text[start - 1] in wording.LEVELS:
            return True
        return len(list(takewhile(self._has_letter, text[start:]))) > 1

    def _has_letter(self, character: str) -> bool:
        node = self._words.next.get(character)
        return bool(node and node.word and node.word.letter)

    def _ends(self, text: str, start: int, cell: bool) -> Iterator[int]:
        """Where an ending that starts at `start` can end."""
        node: _Node | None = self._endings
        for end in range(start + 1, len(text) + 1):
            node = node.next.get(text[end - 1]) if node else None
            if node is None:
                break
            if (node.ending == _ANYWHERE or (cell and node.ending)) and not wording.is_joined(text, end):
                yield end
        tail = wording.place_tail(text, start)
        if tail > start and not any(word.stems or word.names for _, word in self._walk(text, start)):
            yield tail

    def _walk(self, text: str, start: int) -> Iterator[tuple[int, _Word]]:
        """The words of the tree that start at `start`, the shortest first."""
        node = self._words
        for end in range(start + 1, len(text) + 1):
            following = node.next.get(text[end - 1])
            if following is None:
                return
            node = following
            if node.word is not None:
                yield end, node.word


def _grow(node: _Node, text: str) -> _Node:
    """The node at the end of `text`, made where it is missing."""
    for character in text:
        node = node.next.setdefault(character, _Node())
    return node

