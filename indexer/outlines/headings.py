"""The headings that stand open above a line of a page, and the matter that they name for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.outlines.tokens import Kind, Token
from indexer.vocabulary.titles import (
    PageTitle,
    is_generic,
    is_idle,
    leads_to_shares,
    matter_of,
    matter_of_lead,
    speaks_of_shares,
)


@dataclass(frozen=True, slots=True)
class Heading:
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

    def current(self) -> Heading:
        """What names the matter of the line that comes next."""
        title = self.titles[-1] if self.titles else None
        announced = any(heading.kind is Kind.MATTER or speaks_of_shares(heading.text) for heading in self.open)
        shown = self.in_part or announced or self._led or bool(self._lead) or (title is not None and title.splits)
        rule = title is not None and not title.splits and not shown
        for heading in reversed(self.open):
            if heading.kind is Kind.MATTER:
                return Heading(heading, heading.text, "", shown=True, strict=False)
            if not rule and not is_generic(heading.text):
                matter = "" if is_idle(heading.text) else matter_of(heading.text)
                return Heading(heading, matter, str(heading.value or ""), shown, strict=False)
        return Heading(title, (title.matter if title is not None else "") or self._lead, "", shown or rule, rule)


def _is_outermost(style: str) -> bool:
    """Whether nothing but chapters stands above a line numbered so."""
    return style == "article" or style.endswith("chapter")
