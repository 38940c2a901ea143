"""What a query was understood to mean: words that may stand for concepts, concepts, and all of it as a reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from records.zones import BASIS


@dataclass(frozen=True, slots=True)
class Word:
    """One string that may stand for a concept: its weight, and the zones it must stand in (none: any)."""

    text: str
    weight: float = 1.0
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Concept:
    """One thing that the searcher means, and the strings that may stand for it, the typed one first.

    `counts` tells whether a record without it covers less of the query; `agencies` are the canonical names of
    the agencies that it means. `most` is how rare it may count at the most, as −ln of a share: a word of everyday
    language that few records hold stands in them by chance. A concept equals only itself, which makes it a quick key:
    an `Understanding` gives the same concept each time for the same piece of a query.
    """

    words: tuple[Word, ...]
    weight: float = 1.0
    counts: bool = True
    agencies: tuple[str, ...] = ()
    most: float = inf


class Reading(NamedTuple):
    """A query understood: its words without question words, what to rank by, what must and must not stand in a record.

    `intents` are the sections of the question words: `who`, `how`, `wants_phone` … `better` is the query with
    its spelling mended, None where there was nothing to mend. `everything` tells that all records are meant where there
    are no concepts: nothing was typed, or only what must not stand. `unknown` are the words, and the names of the
    matters recognised, that no record holds. A `sentence` is said in a few pieces: not all of it need be found.
    `asks_matter` tells whether the query may be answered by who is responsible for something: not where it is a name
    or everyday words alone, nor where all its matters are such that no list has them.
    """

    text: str
    concepts: tuple[Concept, ...]
    required: tuple[Concept, ...] = ()
    excluded: tuple[Concept, ...] = ()
    intents: frozenset[str] = frozenset()
    better: str | None = None
    everything: bool = False
    unknown: tuple[str, ...] = ()
    sentence: bool = False
    asks_matter: bool = True

    @property
    def agencies(self) -> frozenset[str]:
        """The canonical names of the agencies that the query asks for."""
        return frozenset(name for concept in self.concepts for name in concept.agencies)

    @property
    def laws(self) -> tuple[str, ...]:
        """The forms of the laws that the query cites."""
        forms = (word.text for concept in self.concepts for word in concept.words if BASIS in word.zones)
        return tuple(dict.fromkeys(forms))


class Span(NamedTuple):
    """A piece of the query, the concept that it means, and a better spelling of it where there is one."""

    start: int
    end: int
    concept: Concept
    better: str | None = None


def overlaps(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether any of some spans shares a character with a stretch of the query."""
    return any(span.start < end and start < span.end for span in spans)
