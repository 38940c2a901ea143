"""A matter while it is read from running text: its agencies, basis and case; and whether it may become a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.lists.agency_cells import parted_by_names
from indexer.lists.parts import Line
from indexer.lists.tables import Entry
from indexer.outlines.tokens import Token, remark_in
from indexer.vocabulary.names import agency_name
from indexer.vocabulary.shares import is_strong, lead_in, opens_share
from records.laws import find_laws
from records.records import Boundary, Owner, Party, Source
from tokenizer.wording import END_MARKS, is_blank_filler, is_note, join_label, join_text, squeeze

_POINT = re.compile(r"(?P<topic>[^。；;：:，,《]{2,30})[：:。]\s*(?P<text>\S.+)")
_BASIS_CELL = re.compile(r"(?:相关|法律|法规|政策|文件|职责|有关|主要|和|及)*依据")
_CASE_CELL = re.compile(r"(?:相关|典型|有关)?(?:案例|示例|事例)")
_FEWEST_PARTIES = 2
_FEWEST_IN_A_RULE = 3  # shares that stand together in a rule or notice which is no list of shares as a whole


@dataclass(slots=True)
class Point:
    """A part of an agency's share that has a heading of its own, which may be a matter."""

    topic: str
    lines: list[Line]
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

    def add(self, token: Token) -> None:
        """A line of the share."""
        inline = _POINT.fullmatch(token.text) if self.heads and token.style else None
        if inline is not None and not opens_share(inline["topic"]):
            self.points.append(Point(inline["topic"], [token.line], [inline["text"]]))
        elif self.points:
            self.points[-1].texts.append(token.printed)
            self.points[-1].lines.append(token.line)
        self.texts.append(token.printed)

    def add_heading(self, token: Token) -> None:
        """A heading within the share: of a part of it, or of one of the matters that it is a share of."""
        self.points.append(Point(token.text.rstrip("：:。"), [token.line]))
        self.texts.append(token.printed)

    @property
    def is_unfinished(self) -> bool:
        """Whether the text breaks off in the middle of a sentence, or has not begun."""
        return not self.texts or not self.texts[-1].rstrip().endswith((*END_MARKS, ".", "．"))

    @property
    def role(self) -> str:
        """The share as one text; numbered points keep their lines."""
        return join_text("\n".join(self.texts))


@dataclass(slots=True)
class Draft:
    """A matter being read.

    `shown` tells that a title, a heading or a label says that shares follow; `strict` that only the title of a rule
    names the matter, so that the shares have to leave no doubt; `anchor` is the heading or title that names it.
    `leads` holds who leads and who assists where a line of labels says it.
    `lines` are those that go into the record, `headings` those that only gave it shape.
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
    leads: dict[str, bool] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)

    @property
    def parties(self) -> tuple[Party, ...]:
        """The agencies with a share, in printed order."""
        named = ((agency_name(stake.agency), stake.role) for stake in self.stakes if stake.role)
        return tuple(
            Party(agency, role, self.leads.get(squeeze(agency), lead_in(role, self.matter))) for agency, role in named
        )

    @property
    def is_complete(self) -> bool:
        """Whether there is enough to be a record: who shares the matter, and an agency that can be told by its name."""
        parties = self.parties
        enough = len(parties) >= _FEWEST_PARTIES or (bool(parties) and bool(self.basis))
        if self.strict:
            enough = sum(stake.plain for stake in self.stakes) >= _FEWEST_IN_A_RULE
        return bool(self.matter) and enough and any(is_strong(party.agency) for party in parties)

    def add_row(self, entry: Entry) -> None:
        """One row of a table of agencies: an agency with its share, or a row that holds the basis or a case."""
        own = {name: "" if name in entry.merged else text.strip() for name, text in entry.fields.items()}
        agency, role = agency_name(own.get("agency", "")), own.get("role", "")
        if _BASIS_CELL.fullmatch(agency):
            self.basis.append(join_text(role))
        elif _CASE_CELL.fullmatch(agency):
            self.cases.append(join_text(role))
        elif (parted := parted_by_names(role, {})) is not None and len(parted.shares) > 1 and not parted.before:
            for name, share in parted.shares:
                self._add_share(name, share)
        elif role and not is_note(agency) and (agency or self.stakes):
            self._add_share(agency, role)
        for name, texts in (("basis", self.basis), ("case", self.cases)):
            if text := join_text(own.get(name, "")):
                texts.append(text)

    def _add_share(self, agency: str, role: str) -> None:
        """A share as a cell prints it; what a tool ran into the cell from below the table goes where it belongs."""
        texts: list[str] = []
        into = texts
        for line in role.split("\n"):
            remark = remark_in(line)
            if remark is not None:
                into = self.basis if remark.is_basis else self.cases
            text = line if remark is None else remark.text
            into.extend([text] if text.strip() else [])
        if agency:
            self.stakes.append(Stake(agency, "", heads=False, plain=True, texts=texts))
        else:
            self.stakes[-1].texts += texts

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
    lone = {id(line) for topic, pairs in shared.items() if topic not in common for _, p in pairs for line in p.lines}
    for pairs in common.values():
        first = pairs[0][1]
        stakes = [Stake(stake.agency, "", False, True, list(point.texts)) for stake, point in pairs]
        lines = [line for line in draft.lines if id(line) not in lone]
        yield Draft(first.topic, "", first.lines[0], True, False, stakes=stakes, lines=lines, headings=draft.headings)


def _key(topic: str) -> str:
    return re.sub(r"\W|工作$", "", join_label(topic))
