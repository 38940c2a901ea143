"""Canonical agencies: which one a printed name means, where a text names one, and whose duty it is today."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from agencies.cells import cell_bodies
from agencies.file import read_agency_data
from agencies.lexicon import Bodies, Lexicon
from agencies.model import Agency, AgencyData, AgencyTableError, Former
from agencies.wording import level_before, place_tail
from tokenizer.datafiles import Fault

__all__ = [
    "AGENCIES",
    "AgencyTable",
    "AgencyTableError",
    "Canonical",
    "Fault",
    "Mention",
    "NameWeight",
    "Succession",
    "load_agencies",
    "naming",
]

AGENCIES = Path(__file__).parent / "data" / "agencies.toml"

_SAME = 1.0
_COLLOQUIAL = 0.7
"""公安, 警察: they name the body, but stand in many other texts too."""
_PART, _WHOLE = 0.5, 0.4
"""A body inside the agency, and the agency around a body."""
_DIVIDED = 0.5
"""A former body of which a named part came here."""
_GAVE, _GIVES = 0.3, 0.15
"""A body that gave some duties and ended, or lives on: few of its records concern them."""
_FEW = 2
"""Of a body that only gave duties, the name and its commonest short names are enough."""
_KEPT = 65_536  # answers of each kind


class Canonical(NamedTuple):
    """An agency by its name in the table, and the body inside it that was printed ("" for the agency itself)."""

    name: str
    body: str = ""


class Mention(NamedTuple):
    """Agencies named at `query[start:end]`, which reads `text`."""

    start: int
    end: int
    text: str
    agencies: tuple[Canonical, ...]


@dataclass(frozen=True, slots=True)
class NameWeight:
    """A name for widening a query, how near it is to the agency (0–1), and the duties that tie it to it ("": all)."""

    name: str
    weight: float
    function: str = ""


@dataclass(frozen=True, slots=True)
class Succession:
    """Whose duty it is today: `function` of `former` ("": all of its main duties) is with `agency` since about `year`.

    `ended` is False where `former` still exists and only gave this function away. `year` is None where the
    change was made locally.
    """

    former: str
    agency: Canonical
    function: str
    year: int | None
    ended: bool


@dataclass(frozen=True, slots=True)
class _Body:
    """A body of the table: the agency to which it leads, and itself as a former body where it is one."""

    agency: Agency
    former: Former | None = None


@dataclass(frozen=True, slots=True)
class _Taker:
    """An agency that took a function from a body, and when."""

    agency: Agency
    function: str
    until: int | None


@dataclass(frozen=True, eq=False)
class AgencyTable:
    """The agencies of the table. Answers depend on the table and the question alone."""

    agencies: tuple[Agency, ...]
    _lexicon: Lexicon = field(repr=False)
    _bodies: dict[str, _Body] = field(repr=False)
    _takers: dict[str, list[_Taker]] = field(repr=False)
    _meanings: dict[Bodies, tuple[Canonical, ...]] = field(repr=False, default_factory=dict)
    _cells: dict[str, tuple[str, ...]] = field(repr=False, default_factory=dict)

    def canonical(self, printed: str) -> tuple[Canonical, ...]:
        """The agencies that a printed name means, in printed order, each once; () where none is known.

        A former body means the agency that took it over, or all of them where it was divided.
        """
        return self._meaning(self._printed(printed))

    def find(self, text: str) -> list[Mention]:
        """The agencies named in a running text, from left to right, never overlapping.

        The span takes in a level before the name (县应急局) and a place with 分局 behind it.
        """
        hits = self._lexicon.scan(text)
        mentions: list[Mention] = []
        limits = [*(hit.start for hit in hits[1:]), len(text)]
        for hit, limit in zip(hits, limits, strict=False):
            start, end = level_before(text, hit.start), place_tail(text, hit.end)
            if mentions and start < mentions[-1].end:
                start = hit.start
            if end > limit:
                end = hit.end
            mentions.append(Mention(start, end, text[start:end], self._meaning(hit.bodies)))
        return mentions

    def names(self, canonical: Canonical | str) -> tuple[NameWeight, ...]:
        """Present and former names for widening a query, the nearest first; () for an agency not in the table."""
        wanted = canonical if isinstance(canonical, Canonical) else Canonical(canonical)
        body = self._bodies.get(wanted.body or wanted.name)
        if body is None or body.former:
            return ()
        best: dict[str, NameWeight] = {}
        for name in self._weighed(body.agency):
            if name.name not in best or best[name.name].weight < name.weight:
                best[name.name] = name
        return tuple(sorted(best.values(), key=lambda name: -name.weight))

    def successors(self, printed: str) -> tuple[Succession, ...]:
        """Where the duties of the printed bodies are today: for former bodies, and for functions given away."""
        return tuple(step for body in self._printed(printed) for step in self._steps(body))

    def _printed(self, printed: str) -> tuple[str, ...]:
        """The bodies that a printed name means; kept, for lists print the same few names over and over."""
        kept = self._cells.get(printed)
        if kept is None:
            parts = cell_bodies(self._lexicon, printed)
            kept = tuple(dict.fromkeys(body for part in parts for body in self._innermost(dict.fromkeys(part))))
            if len(self._cells) >= _KEPT:
                self._cells.clear()
            self._cells[printed] = kept
        return kept

    def _innermost(self, names: Collection[Bodies]) -> Iterator[str]:
        """The bodies of different names, without those that only say where another sits (公安局（交警大队）)."""
        for name in names:
            others = {body for other in names if other is not name for body in other}
            around = {place for body in others for place in self._around(body)}
            yield from (body for body in name if body not in around)

    def _around(self, name: str) -> tuple[str, ...]:
        """The agencies in which a body sits or sat."""
        agency = self._bodies[name].agency
        return (agency.part_of, *agency.inside)

    def _meaning(self, bodies: Bodies) -> tuple[Canonical, ...]:
        """The agencies that bodies mean today, each once; kept, for most names mean one of a few hundred bodies."""
        kept = self._meanings.get(bodies)
        if kept is None:
            kept = _merged(agency for body in bodies for agency in self._leads_to(body))
            if len(self._meanings) >= _KEPT:
                self._meanings.clear()
            self._meanings[bodies] = kept
        return kept

    def _leads_to(self, name: str) -> Iterator[Canonical]:
        """The agencies that a body means today."""
        body = self._bodies[name]
        yield _canonical(body.agency)
        if body.former and body.former.function:
            yield from (_canonical(taker.agency) for taker in self._takers.get(name, ()))

    def _steps(self, name: str) -> Iterator[Succession]:
        body = self._bodies[name]
        if body.former:
            yield Succession(name, _canonical(body.agency), body.former.function, body.former.until, True)
        for taker in self._takers.get(name, ()):
            agency = _canonical(taker.agency)
            if agency.name != _canonical(body.agency).name:
                yield Succession(name, agency, taker.function, taker.until, body.former is not None)

    def _weighed(self, agency: Agency) -> Iterator[NameWeight]:
        """All names of an agency, of what it grew from, what is in it and around it."""
        yield from _own(agency, _SAME)
        for former in agency.former:
            yield from _own(former, _DIVIDED if former.function else _SAME, former.function)
        for part in self.agencies:
            if part.part_of == agency.name:
                yield from _own(part, _PART)
        if agency.part_of:
            yield from _own(self._bodies[agency.part_of].agency, _WHOLE)
        for took in agency.took:
            for source in took.sources:
                body = self._bodies[source]
                giver, weight = (body.former, _GAVE) if body.former else (body.agency, _GIVES)
                for name in (giver.name, *giver.short[:_FEW]):
                    yield NameWeight(name, weight, took.function)


def load_agencies(path: Path = AGENCIES) -> AgencyTable:
    """The table of agencies in a file. Raises AgencyTableError, which names the line of every fault in it."""
    data = read_agency_data(path)
    return AgencyTable(data.agencies, Lexicon(data), _bodies(data), _takers(data))


def _bodies(data: AgencyData) -> dict[str, _Body]:
    bodies = {agency.name: _Body(agency) for agency in data.agencies}
    for agency in data.agencies:
        bodies.update((former.name, _Body(agency, former)) for former in agency.former)
    return bodies


def _takers(data: AgencyData) -> dict[str, list[_Taker]]:
    """The agencies that took duties from a body, by its name."""
    takers: dict[str, list[_Taker]] = {}
    for agency in data.agencies:
        for took in agency.took:
            for source in dict.fromkeys(took.sources):
                takers.setdefault(source, []).append(_Taker(agency, took.function, took.until))
    return takers


def _canonical(agency: Agency) -> Canonical:
    return Canonical(agency.part_of, agency.name) if agency.part_of else Canonical(agency.name)


def _own(body: Agency | Former, weight: float, function: str = "") -> Iterator[NameWeight]:
    """The names of one body itself."""
    yield from (NameWeight(name, weight, function) for name in (body.name, *body.short))
    yield from (NameWeight(name, weight * _COLLOQUIAL, function) for name in body.bare)


def _merged(agencies: Iterable[Canonical]) -> tuple[Canonical, ...]:
    """Each agency once: by its body only where all that was printed of it is that one body."""
    bodies: dict[str, str] = {}
    for agency in agencies:
        known = bodies.setdefault(agency.name, agency.body)
        bodies[agency.name] = agency.body if known == agency.body else ""
    return tuple(Canonical(name, body) for name, body in bodies.items())


def naming(table: AgencyTable) -> Callable[[str], tuple[str, ...]]:
    """A function from a printed agency to its canonical names; a name that the table does not know stands for itself.

    The latest answers are kept.
    """

    @lru_cache(maxsize=_KEPT)
    def named(printed: str) -> tuple[str, ...]:
        found = tuple(agency.name for agency in table.canonical(printed))
        return found or tuple(filter(None, [printed.strip()]))

    return named
