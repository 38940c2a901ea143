"""Tokens of a page → drafts of its matters: which heading a share stands under, and where a matter ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto

from indexer.agency_shares import Share, agency_heading, is_strong, opens_share
from indexer.matter_titles import is_generic
from indexer.outline_drafts import Draft, Point, Stake
from indexer.outline_headings import Headings
from indexer.outline_tokens import Kind, Token
from indexer.tables import Entry
from indexer.wording import is_note, join_label, join_text

_LOOK_AHEAD = 12  # lines
_STRUCTURE = {Kind.SHARES, Kind.TABLE, Kind.MATTER, Kind.WHO}
_OF_A_BASIS = re.compile(
    r"^《|》|三定|[号法]$|第[一二三四五六七八九十百0-9]+条|"
    r"(?:条例|规定|办法|通知|意见|方案|细则|决定|批复|规则)(?:[（(].*[）)])?[。；;]?$"
)
_POINT = re.compile(r"(?P<topic>[^。；;：:，,《]{2,30})[：:。]\s*(?P<text>\S.+)")
_SALUTATION = re.compile(r"^各.*[：:]$|(?:各|有关|直属|驻)\S{0,6}单位[：:]$|各部门[：:]$")
_LEADS = re.compile(r"根据|依据|依照|按照|为了?")
_LEADS_ON = re.compile(r"^\S{0,12}(?:有关|相关|各)\S{0,6}(?:部门|单位|机构)\S*[：:]$")
_SPLIT_LABELS = re.compile(r"分工|边界|划分")
_BASIS_CELL = re.compile(r"(?:相关|法律|法规|政策|文件|职责|有关|主要|和|及)*依据")
_CASE_CELL = re.compile(r"(?:相关|典型|有关)?(?:案例|示例|事例)")


class _Into(Enum):
    """What a line of plain text adds to."""

    NOTHING = auto()
    ROLE = auto()
    BASIS = auto()
    CASE = auto()


class OutlineReader:
    """Reads the tokens of one page, or of one part of a list, into drafts."""

    def __init__(self, tokens: Sequence[Token], in_part: bool) -> None:
        self.headings = Headings(in_part)
        self._tokens = tokens
        self._at = 0
        self._drafts: list[Draft] = []
        self._draft: Draft | None = None
        self._stake: Stake | None = None  # the share that was read last
        self._into = _Into.NOTHING
        self._waiting: list[Token] = []  # text that belongs to a share only if another share follows
        self._who: Token | None = None  # 责任部门：… before its 职责分工：…

    def read(self) -> list[Draft]:
        """The drafts, in printed order; not all of them need be complete."""
        handlers = {
            Kind.FURNITURE: lambda token: None,
            Kind.TITLE: self._title,
            Kind.TOPIC: self._topic,
            Kind.AGENCY: self._agency,
            Kind.SHARES: self._shares,
            Kind.MATTER: self._matter,
            Kind.BASIS: self._basis,
            Kind.CASE: self._case,
            Kind.WHO: self._named,
            Kind.DUTY: self._duty,
            Kind.TABLE: self._table,
            Kind.TEXT: self._text,
        }
        for at, token in enumerate(self._tokens):
            self._at = at
            handlers[token.kind](token)
        self._close()
        return self._drafts

    # -- headings --------------------------------------------------------------------------------------

    def _title(self, token: Token) -> None:
        assert token.title is not None
        of_basis = self._into is _Into.BASIS and (token.text.startswith("《") or not token.title.splits)
        if of_basis or (not token.title.splits and self._into is not _Into.NOTHING):
            self._text(token)
            return
        self._close()
        self.headings.start(token.title)

    def _topic(self, token: Token) -> None:
        if self._goes_on(token):
            self._text(token)
        elif self._is_below_agency(token) and not is_generic(token.text):
            self._add_point(token)
        else:
            self._close()
            self.headings.put(token)
            if token.shares:
                self._add_shares(token)

    def _matter(self, token: Token) -> None:
        self._close()
        self.headings.put(token)

    def _goes_on(self, token: Token) -> bool:
        """Whether a short line that could be a heading goes on with the text above it."""
        if self._into is _Into.BASIS and _OF_A_BASIS.search(token.text):
            return True
        if self._into is _Into.NOTHING or self._structure_follows():
            return False
        if token.style:
            return self._into is _Into.CASE and not self.headings.has(token.style)
        return self._into is not _Into.ROLE or (self._stake is not None and self._stake.is_unfinished)

    def _structure_follows(self) -> bool:
        """Whether the next line that counts holds shares, or leads to them."""
        for token in self._tokens[self._at + 1 : self._at + 1 + _LOOK_AHEAD]:
            if token.kind in _STRUCTURE or (token.kind is Kind.AGENCY and not _SALUTATION.search(token.text)):
                return True
            leads = token.kind is Kind.TOPIC and (is_generic(token.text) or bool(token.shares))
            if not leads and token.kind is not Kind.FURNITURE:
                return False
        return False

    # -- agencies --------------------------------------------------------------------------------------

    def _agency(self, token: Token) -> None:
        if self._is_below_agency(token) or not self._heads_share(token):
            self._text(token)
            return
        if token.style:
            self.headings.climb(token.style)
        name = agency_heading(token.text) or join_label(token.text)
        self._add_stake(Stake(name, token.style, heads=True, plain=True), token)

    def _heads_share(self, token: Token) -> bool:
        """Whether a line that only names an agency is the heading of its share, and no signature or salutation."""
        if token.style and self._into not in (_Into.BASIS, _Into.CASE):
            return True
        return _SALUTATION.search(token.text) is None and self._share_follows()

    def _share_follows(self) -> bool:
        """Whether the next line that counts reads as an agency's share."""
        for token in self._tokens[self._at + 1 : self._at + 4]:
            if token.kind is not Kind.FURNITURE:
                reads = opens_share(token.text) and not _LEADS.match(token.text)
                return token.kind is Kind.DUTY or (token.kind in (Kind.TEXT, Kind.TOPIC) and reads)
        return False

    def _shares(self, token: Token) -> None:
        stake = self._stake
        quoted = token.style == "article" or _OF_A_BASIS.search(token.text[:40]) is not None
        if (
            (len(token.shares) == 1 and _LEADS_ON.search(token.text))
            or (self._into is _Into.CASE and not token.style)
            or (self._into is _Into.BASIS and quoted)
        ):
            self._text(token)
            return
        if self._into is _Into.ROLE and stake is not None and self.headings.is_below(token.style, stake.style):
            if stake.heads and not stake.texts:
                self._turn_to_heading(stake)
            elif stake.heads or stake.texts[-1].endswith(("：", ":")):
                self._add_role(token)
                return
        if token.style:
            self.headings.climb(token.style)
        self._add_shares(token)

    def _turn_to_heading(self, stake: Stake) -> None:
        """What looked like an agency's heading stands over shares of others (一、市政府部门)."""
        draft = self._draft
        if draft is not None and draft.stakes and draft.stakes[-1] is stake:
            draft.stakes.pop()
            draft.headings.append(draft.lines.pop())
        self._stake = None

    def _add_shares(self, token: Token) -> None:
        draft = self._current(token)
        if draft.strict and not all(share.plain and is_strong(share.agency) for share in token.shares):
            self._close()
            return
        for share in token.shares:
            self._add_stake(_stake(share, token.style), token)

    def _add_stake(self, stake: Stake, token: Token) -> None:
        draft = self._current(token)
        self._settle(draft)
        draft.stakes.append(stake)
        draft.lines.append(token.line)
        self._stake, self._into = stake, _Into.ROLE

    def _named(self, token: Token) -> None:
        self._waiting = []
        self._who = token

    def _duty(self, token: Token) -> None:
        who = self._who
        if who is None:
            self._text(token)
            return
        self._add_stake(Stake(who.text, token.style, heads=False, plain=True, texts=[token.text]), token)
        if self._draft is not None:
            self._draft.lines.append(who.line)
        self._who = None

    def _table(self, token: Token) -> None:
        table = token.table
        assert table is not None
        if "matter" in table.columns.fields:
            return
        draft = self._current(token)
        self._settle(draft)
        draft.shown = draft.shown or _SPLIT_LABELS.search("".join(table.labels)) is not None
        for entry in table.entries:
            _add_row(draft, entry)
        draft.lines.append(token.line)
        self._stake, self._into = None, _Into.NOTHING

    # -- text ------------------------------------------------------------------------------------------

    def _basis(self, token: Token) -> None:
        self._remark(token, _Into.BASIS)

    def _case(self, token: Token) -> None:
        self._remark(token, _Into.CASE)

    def _remark(self, token: Token, into: _Into) -> None:
        """A basis or case starts, perhaps with its text on the same line."""
        if token.style:
            self.headings.climb(token.style)
        draft = self._current(token)
        self._waiting = []
        self._into = into
        if token.text:
            self._add_remark(token, token.text)
        else:
            draft.headings.append(token.line)

    def _add_remark(self, token: Token, text: str) -> None:
        assert self._draft is not None
        (self._draft.basis if self._into is _Into.BASIS else self._draft.cases).append(text)
        self._draft.lines.append(token.line)

    def _text(self, token: Token) -> None:
        if self._into in (_Into.BASIS, _Into.CASE):
            self._add_remark(token, token.printed)
        elif self._who is not None and opens_share(token.text):
            self._duty(token)
        elif self._into is _Into.ROLE and self._belongs_to_share(token):
            self._add_role(token)
        elif self._into is _Into.ROLE and not token.style:
            self._waiting.append(token)
            self._end_strict()
        else:
            self.headings.note_lead(token.text)
            if token.style:
                self.headings.climb(token.style)
            self._end_strict()

    def _belongs_to_share(self, token: Token) -> bool:
        stake = self._stake
        if stake is None:
            return False
        if token.style:
            in_rule = self._draft is not None and self._draft.strict and not stake.heads
            return self.headings.is_below(token.style, stake.style) and (not in_rule or stake.is_unfinished)
        if stake.heads and not stake.texts:
            return opens_share(token.text)
        return stake.is_unfinished

    def _is_below_agency(self, token: Token) -> bool:
        stake = self._stake
        below = stake is not None and stake.heads and self.headings.is_below(token.style, stake.style)
        return self._into is _Into.ROLE and below

    def _add_point(self, token: Token) -> None:
        """A heading below an agency: a part of its share, or one of the matters that it shares."""
        if self._stake is not None and self._draft is not None:
            self._stake.points.append(Point(token.text.rstrip("：:。"), token.line))
            self._stake.texts.append(token.printed)
            self._draft.lines.append(token.line)

    def _add_role(self, token: Token) -> None:
        stake, draft = self._stake, self._draft
        assert stake is not None
        assert draft is not None
        inline = _POINT.fullmatch(token.text) if stake.heads and token.style else None
        if inline is not None and not opens_share(inline["topic"]):
            stake.points.append(Point(inline["topic"], token.line, [inline["text"]]))
        elif stake.points:
            stake.points[-1].texts.append(token.printed)
        stake.texts.append(token.printed)
        draft.lines.append(token.line)

    # -- drafts ----------------------------------------------------------------------------------------

    def _current(self, token: Token) -> Draft:
        """The draft that a line belongs to, by the heading above it; a new one where that heading is another."""
        heading = self.headings.current()
        if self._draft is None or heading.anchor is not self._draft.anchor:
            who, last = self._who, self._drafts[-1] if self._drafts else None
            self._close()
            if last is not None and heading.anchor is not None and last.anchor is heading.anchor and not heading.strict:
                self._draft, self._who = last, who
                return last
            line = heading.anchor.line if isinstance(heading.anchor, Token) else token.line
            self._draft = Draft(heading.matter, heading.number, line, heading.shown, heading.strict, heading.anchor)
            self._draft.headings += [each.line for each in self.headings.open]
            self._drafts.append(self._draft)
            self._who = who
        return self._draft

    def _settle(self, draft: Draft) -> None:
        """Text between two shares of one matter belongs to the first of them."""
        stake = self._stake
        if stake is not None and draft.stakes and draft.stakes[-1] is stake:
            stake.texts += [token.printed for token in self._waiting]
            draft.lines += [token.line for token in self._waiting]
        self._waiting = []

    def _end_strict(self) -> None:
        """In a rule the shares have to stand together: other text between them ends the matter."""
        if self._draft is not None and self._draft.strict:
            self._close()

    def _close(self) -> None:
        self._draft = self._stake = self._who = None
        self._waiting, self._into = [], _Into.NOTHING


def _stake(share: Share, style: str) -> Stake:
    return Stake(share.agency, style, heads=False, plain=share.plain, texts=[share.role])


def _add_row(draft: Draft, entry: Entry) -> None:
    """One row of a table of agencies: an agency with its share, or a row that holds the basis or a case."""
    own = {name: "" if name in entry.merged else text.strip() for name, text in entry.fields.items()}
    agency, role = join_label(own.get("agency", "")), join_text(own.get("role", ""))
    if _BASIS_CELL.fullmatch(agency):
        draft.basis.append(role)
    elif _CASE_CELL.fullmatch(agency):
        draft.cases.append(role)
    elif agency and role and not is_note(agency):
        draft.stakes.append(Stake(agency, "", heads=False, plain=True, texts=[role]))
    elif role and draft.stakes:
        draft.stakes[-1] = replace(draft.stakes[-1], texts=[*draft.stakes[-1].texts, role])
    for name, texts in (("basis", draft.basis), ("case", draft.cases)):
        if text := join_text(own.get(name, "")):
            texts.append(text)
