"""Tokens of a page → drafts of its matters: which heading a share stands under, and where a matter ends.

What goes in, line by line, and where the reader stands behind it:

    犬只管理职责分工                         TITLE   OUTSIDE   the matter of all below, till a heading names its own
    一、犬只登记                             TOPIC   OUTSIDE   opens a heading; there is no draft yet
    （一）县公安局                           AGENCY  SHARE     opens the draft 犬只登记 and in it the share of 县公安局
    负责办理犬只登记；                       TEXT    SHARE     goes into that share
    对逾期不办的予以处罚。                   TEXT    SHARE     goes on with it, since it was not finished
    （二）县农业农村局：负责犬只免疫。       SHARES  SHARE     the next share, numbered like the first
    依据：《养犬管理办法》                   BASIS   BASIS     ends the shares, not the matter
    二、流浪犬收容                           TOPIC   OUTSIDE   closes the draft, and the heading numbered alike
    县城管局负责收容；县公安局配合捕捉。     SHARES  SHARE     a draft with two shares from one line

What comes out: 犬只登记 (1) with 县公安局, 县农业农村局 and a basis; 流浪犬收容 (2) with 县城管局 and 县公安局.

A title, topic or label of a matter that is taken for one leads to OUTSIDE from anywhere; an agency's heading or share
leads to SHARE, a label 依据 or 案例 to BASIS or CASE, a table back to OUTSIDE with its draft still open. Which of these
a line is depends on the state as well: below an agency's heading a topic is a point of its share, and within a basis
the title of a law is no title of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from indexer.outlines.drafts import Draft, Stake
from indexer.outlines.tokens import Cursor, Kind, Token, is_salutation
from indexer.vocabulary.shares import Share, agency_heading, is_strong, leads_named, opens_share
from indexer.vocabulary.titles import (
    PageTitle,
    is_generic,
    is_idle,
    leads_to_shares,
    matter_of,
    matter_of_lead,
    speaks_of_shares,
)
from tokenizer.wording import ends_sentence, join_label

_OF_A_BASIS = re.compile(
    r"^《|》|三定|[号法]$|第[一二三四五六七八九十百0-9]+条|"
    r"(?:条例|规定|办法|通知|意见|方案|细则|决定|批复|规则)(?:[（(].*[）)])?[。；;]?$"
)
_LABELLED = re.compile(r"\S{1,12}[：:]")  # 联系人：…
_LEADS_ON = re.compile(r"^\S{0,12}(?:有关|相关|各)\S{0,6}(?:部门|单位|机构)\S*[：:]$")
_SPLIT_LABELS = re.compile(r"分工|边界|划分")


class _State(Enum):
    """Where the reader stands, and so what a line of plain text goes on with."""

    OUTSIDE = auto()  # in no share or remark: text is passed over, but for what it says of the shares that follow
    SHARE = auto()  # in the share of an agency; what does not go on with it waits for a further share, or is left over
    BASIS = auto()  # in the basis of the open draft
    CASE = auto()  # in a case of the open draft


class OutlineReader:
    """Reads the tokens of one page, or of one part of a list, into drafts."""

    def __init__(self, tokens: Sequence[Token], in_part: bool) -> None:
        self.headings = Headings(in_part)
        self._cursor = Cursor(tokens)
        self._drafts: list[Draft] = []
        self._draft: Draft | None = None
        self._stake: Stake | None = None  # the share that was read last
        self._state = _State.OUTSIDE
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
            Kind.BASIS: self._remark,
            Kind.CASE: self._remark,
            Kind.LEADS: self._leads,
            Kind.WHO: self._named,
            Kind.DUTY: self._duty,
            Kind.TABLE: self._table,
            Kind.TEXT: self._text,
        }
        for token in self._cursor:
            handlers[token.kind](token)
        self._close()
        return self._drafts

    def _title(self, token: Token) -> None:
        assert token.title is not None
        of_basis = self._state is _State.BASIS and (token.text.startswith("《") or not token.title.splits)
        if of_basis or (not token.title.splits and self._state is not _State.OUTSIDE):
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
        if self._state is _State.BASIS and _OF_A_BASIS.search(token.text):
            return True
        if self._state is _State.OUTSIDE or self._cursor.structure_follows():
            return False
        if token.style:
            return self._state is _State.CASE and not self.headings.has(token.style)
        return self._state is not _State.SHARE or (self._stake is not None and self._stake.is_unfinished)

    # -- agencies --------------------------------------------------------------------------------------

    def _agency(self, token: Token) -> None:
        if self._is_below_agency(token):
            self._text(token)
            return
        if not self._heads_share(token):
            return
        if token.style:
            self.headings.climb(token.style)
        name = agency_heading(token.text) or join_label(token.text)
        self._add_stake(Stake(name, token.style, heads=True, plain=True), token)

    def _heads_share(self, token: Token) -> bool:
        """Whether a line that only names an agency is the heading of its share, and no signature or salutation."""
        if token.style and self._state not in (_State.BASIS, _State.CASE):
            return True
        return not is_salutation(token.text) and self._cursor.share_follows()

    def _shares(self, token: Token) -> None:
        stake = self._stake
        plain = not token.style and token.shares[0].form in ("word", "passive")
        quoted = plain or token.style == "article" or _OF_A_BASIS.search(token.text[:40]) is not None
        if (
            (len(token.shares) == 1 and _LEADS_ON.search(token.text))
            or (self._state is _State.CASE and not token.style)
            or (self._state is _State.BASIS and quoted)
        ):
            self._text(token)
            return
        if self._state is _State.SHARE and stake is not None and self.headings.is_below(token.style, stake.style):
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
        self._stake, self._state = stake, _State.SHARE

    def _leads(self, token: Token) -> None:
        """A line that only says who leads and who assists in the matter whose shares follow."""
        draft = self._current(token)
        self._settle(draft)
        draft.leads |= leads_named(token.text)
        draft.lines.append(token.line)
        self._stake, self._state = None, _State.OUTSIDE

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
            draft.add_row(entry)
        draft.lines.append(token.line)
        self._stake, self._state = None, _State.OUTSIDE

    # -- text ------------------------------------------------------------------------------------------

    def _remark(self, token: Token) -> None:
        """A basis or case starts, perhaps with its text on the same line."""
        if token.style:
            self.headings.climb(token.style)
        draft = self._current(token)
        self._waiting = []
        self._state = _State.BASIS if token.kind is Kind.BASIS else _State.CASE
        if token.text:
            self._add_remark(token, token.text)
        else:
            draft.headings.append(token.line)

    def _add_remark(self, token: Token, text: str) -> None:
        assert self._draft is not None
        (self._draft.basis if self._state is _State.BASIS else self._draft.cases).append(text)
        self._draft.lines.append(token.line)

    def _text(self, token: Token) -> None:
        if self._state is _State.CASE or (self._state is _State.BASIS and self._belongs_to_basis(token)):
            self._add_remark(token, token.printed)
        elif self._who is not None and opens_share(token.text):
            self._duty(token)
        elif self._state is _State.SHARE and self._belongs_to_share(token):
            self._add_role(token)
        elif self._state is _State.SHARE and not token.style:
            self._waiting.append(token)
            self._end_strict()
        else:
            self.headings.note_lead(token.text)
            if token.style:
                self.headings.climb(token.style)
                self._stake, self._state, self._waiting = None, _State.OUTSIDE, []
            self._end_strict()

    def _belongs_to_basis(self, token: Token) -> bool:
        """Whether a line of text goes on with a basis: it cites something, or what it follows is not finished."""
        basis = self._draft.basis if self._draft is not None else []
        cites = _OF_A_BASIS.search(token.text) is not None or "》" in token.text
        return bool(token.style) or cites or token.kind is Kind.SHARES or not basis or not ends_sentence(basis[-1])

    def _belongs_to_share(self, token: Token) -> bool:
        stake = self._stake
        if stake is None:
            return False
        if token.style:
            in_rule = self._draft is not None and self._draft.strict and not stake.heads
            return self.headings.is_below(token.style, stake.style) and (not in_rule or stake.is_unfinished)
        if stake.heads and not stake.texts:
            return opens_share(token.text)
        return stake.is_unfinished and _LABELLED.match(token.text) is None

    def _is_below_agency(self, token: Token) -> bool:
        stake = self._stake
        below = stake is not None and stake.heads and self.headings.is_below(token.style, stake.style)
        return self._state is _State.SHARE and below

    def _add_point(self, token: Token) -> None:
        """A heading below an agency."""
        if self._stake is not None and self._draft is not None:
            self._stake.add_heading(token)
            self._draft.lines.append(token.line)

    def _add_role(self, token: Token) -> None:
        if self._stake is not None and self._draft is not None:
            self._stake.add(token)
            self._draft.lines.append(token.line)

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
        self._waiting, self._state = [], _State.OUTSIDE


def _stake(share: Share, style: str) -> Stake:
    return Stake(share.agency, style, heads=False, plain=share.plain, texts=[share.role])


# -- the headings that stand open above a line, and the matter that they name for it -----------------


@dataclass(frozen=True, slots=True)
class MatterHeading:
    """What names the matter of a line: the heading or title itself, the matter in it, and its number.

    `shown` tells that a title, heading, label or sentence says that shares follow; `strict` that only the title of a
    rule names the matter.
    """

    anchor: Token | PageTitle | None
    matter: str
    number: str
    shown: bool
    strict: bool


@dataclass(slots=True)
class Headings:
    """The open headings of a page, outermost first, below its latest title.

    `in_part` tells that the part heading of a department's list stands above them all.
    """

    in_part: bool
    titles: list[PageTitle] = field(default_factory=list)
    open: list[Token] = field(default_factory=list)
    _lead: str = ""
    _led: bool = False

    def start(self, title: PageTitle) -> None:
        """A title closes all headings before it."""
        self.titles.append(title)
        self.open = []
        self._lead, self._led = "", False

    def put(self, token: Token) -> None:
        """Open a heading; one that is numbered alike closes."""
        if token.kind is Kind.MATTER:
            self.open = [heading for heading in self.open if heading.kind is not Kind.MATTER]
        self.climb(token.style)
        self.open.append(token)

    def climb(self, style: str) -> None:
        """Close the headings that a line numbered in `style` stands beside or above."""
        for index, heading in enumerate(self.open):
            inner = _is_outermost(style) and heading.style and not _is_outermost(heading.style)
            if inner or (heading.style == style and (style or heading.kind is Kind.TOPIC)):
                del self.open[index:]
                return

    def has(self, style: str) -> bool:
        """Whether a heading numbered in `style` is open."""
        return any(heading.style == style for heading in self.open)

    def is_below(self, style: str, than: str) -> bool:
        """Whether a line numbered in `style` stands below one numbered in `than`."""
        return bool(style) and style != than and not _is_outermost(style) and not self.has(style)

    def note_lead(self, text: str) -> None:
        """Take from a sentence whether it leads to shares, and in what matter."""
        self._lead = matter_of_lead(text) or self._lead
        self._led = self._led or leads_to_shares(text)

    def current(self) -> MatterHeading:
        """What names the matter of the line that comes next."""
        title = self.titles[-1] if self.titles else None
        announced = any(heading.kind is Kind.MATTER or speaks_of_shares(heading.text) for heading in self.open)
        shown = self.in_part or announced or self._led or bool(self._lead) or (title is not None and title.splits)
        rule = title is not None and not title.splits and not shown
        for heading in reversed(self.open):
            if heading.kind is Kind.MATTER:
                return MatterHeading(heading, heading.text, "", shown=True, strict=False)
            if not rule and not is_generic(heading.text):
                matter = "" if is_idle(heading.text) else matter_of(heading.text)
                return MatterHeading(heading, matter, str(heading.value or ""), shown, strict=False)
        return MatterHeading(title, (title.matter if title is not None else "") or self._lead, "", shown or rule, rule)


def _is_outermost(style: str) -> bool:
    """Whether nothing but chapters stands above a line numbered so."""
    return style == "article" or style.endswith("chapter")
