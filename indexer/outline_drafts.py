"""A matter while it is read from running text: its agencies, basis and case; and whether it may become a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.agency_shares import is_strong
from indexer.laws import find_laws
from indexer.parts import Line
from indexer.records import Boundary, Owner, Party, Source
from indexer.wording import ends_sentence, is_blank_filler, join_label, join_text

_FEWEST_PARTIES = 2
_FEWEST_IN_A_RULE = 3  # shares that stand together in a rule or notice which is no list of shares as a whole


@dataclass(slots=True)
class Point:
    """A part of an agency's share that has a heading of its own, which may be a matter."""

    topic: str
    line: Line
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Stake:
    """An agency with its share, line by line. `heads` tells that the agency is a heading and its share stands below."""

    agency: str
    style: str
    heads: bool
    plain: bool
    texts: list[str] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    @property
    def is_unfinished(self) -> bool:
        """Whether the text breaks off in the middle of a sentence, or has not begun."""
        return not self.texts or not ends_sentence(self.texts[-1])

    @property
    def role(self) -> str:
        """The share as one text; numbered points keep their lines."""
        return join_text("\n".join(self.texts))


@dataclass(slots=True)
class Draft:
    """A matter being read.

    `shown` tells that a title, a heading or a label says that shares follow; `strict` that only the title of a rule
    names the matter, so that the shares have to leave no doubt; `anchor` is the heading or title itself. `lines` are those that go into the record, `headings`
    those that only gave it shape.
    """

    matter: str
    number: str
    line: Line
    shown: bool
    strict: bool
    anchor: object = None
    stakes: list[Stake] = field(default_factory=list)
    basis: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)

    @property
    def parties(self) -> tuple[Party, ...]:
        """The agencies with a share, in printed order."""
        return tuple(Party(join_label(stake.agency), stake.role) for stake in self.stakes if stake.role)

    @property
    def is_complete(self) -> bool:
        """Whether there is enough to be a record: who shares the matter, and an agency that can be told by its name."""
        parties = self.parties
        enough = len(parties) >= _FEWEST_PARTIES or (bool(parties) and bool(self.basis))
        if self.strict:
            enough = sum(stake.plain for stake in self.stakes) >= _FEWEST_IN_A_RULE
        return bool(self.matter) and enough and any(is_strong(party.agency) for party in parties)

    def record(self, file: str, owner: Owner) -> Boundary:
        """The matter as a record."""
        basis = "" if is_blank_filler("".join(self.basis)) else "\n".join(self.basis)
        case = "" if is_blank_filler("".join(self.cases)) else join_text("\n".join(self.cases))
        return Boundary(
            owner=owner,
            seq=self.number,
            source=Source(file, self.line.place),
            matter=self.matter,
            parties=self.parties,
            basis=basis,
            laws=find_laws(basis),
            case=case,
        )


def by_matter(draft: Draft) -> Iterator[Draft]:
    """A draft whose headings are agencies and whose points are matters, turned round: one draft a matter.

    It is one where at least two agencies have points under the same heading; any other draft comes back as it is.
    """
    shared: dict[str, list[tuple[Stake, Point]]] = {}
    for stake in draft.stakes:
        for point in stake.points:
            shared.setdefault(_key(point.topic), []).append((stake, point))
    common = {
        topic: pairs for topic, pairs in shared.items() if len({stake.agency for stake, _ in pairs}) >= _FEWEST_PARTIES
    }
    if not common:
        yield draft
        return
    for pairs in common.values():
        first = pairs[0][1]
        stakes = [Stake(stake.agency, "", False, True, list(point.texts)) for stake, point in pairs]
        lines = [point.line for _, point in pairs]
        yield Draft(first.topic, "", first.line, True, False, stakes=stakes, lines=[*draft.lines, *lines])


def _key(topic: str) -> str:
    return re.sub(r"\W|工作$", "", join_label(topic))
