"""Elements → the lines of text that a browser shows for them, with what their looks say."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from indexer.model.blocks import Place
from indexer.readers.shared.number_formats import format_number
from tokenizer.number_marks import leading_mark

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "html body div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd hr br dir table caption thead tbody tfoot tr td th "
        "section article main header hgroup blockquote center pre xmp listing plaintext address form fieldset legend "
        "figure figcaption details summary",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PREFORMATTED = frozenset({"pre", "xmp", "listing", "plaintext"})
_BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]"
)
_BLANKS = re.compile(r"[\s\u00a0\u3000]+")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2018-\u201d\u2014\u2026\u3014\u3015]"
_SOURCE_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*[\n\t][ \t\n]*|[ \t]*[\n\t][ \t\n]*(?={_WIDE})")
_STYLE = re.compile(r"list-style(?:-type)?:([^;]*)")
_BY_TYPE = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
# What Word calls the counting of each CSS list style; "none" prints no number.
_FORMS = {
    "decimal-leading-zero": "decimalZero",
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-latin": "lowerLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
    "simp-chinese-formal": "chineseLegalSimplified",
    "none": "none",
    "disc": "none",
    "circle": "none",
    "square": "none",
}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of text: its heading level (0 for none), and how much of it is bold, linked or centred.

    `bold` and `linked` count characters without blanks, `links` the links; `address` is where the first of them leads.
    """

    text: str
    place: Place
    level: int = 0
    bold: int = 0
    linked: int = 0
    links: int = 0
    address: str = ""
    centred: bool = False

    @property
    def length(self) -> int:
        """Characters of text, blanks left out."""
        return len("".join(self.text.split()))


@dataclass(slots=True)
class _Draft:
    """The line being written; `start` is None before its first text, `number` what its list puts before it."""

    pieces: list[str] = field(default_factory=list)
    start: Place | None = None
    level: int = 0
    bold: int = 0
    linked: int = 0
    links: int = 0
    address: str = ""
    centred: bool = False
    number: str = ""


@dataclass(slots=True)
class _Look:
    """What holds for text at one place of the tree."""

    level: int = 0
    bold: bool = False
    address: str = ""
    centred: bool = False
    marker: bool = False  # a list number that Word wrote out


class LineWriter:
    """Walks an element and hands on its lines, and the elements below it that are not lines, in order."""

    def __init__(
        self,
        place: Callable[[etree._Element], Place],
        on_line: Callable[[ShownLine], None],
        skipped: Container[HtmlElement] = (),
        on_skipped: Callable[[HtmlElement], None] | None = None,
        on_preformatted: Callable[[HtmlElement], None] | None = None,
        shows_empty_items: bool = False,
    ) -> None:
        """`skipped` are elements for which `on_skipped` is called; `on_preformatted` is called for a <pre>.

        An item without text may still show its number: that is how a column of numbers is made.
        """
        self.place = place
        self.on_line = on_line
        self.skipped = skipped
        self.on_skipped = on_skipped
        self.on_preformatted = on_preformatted
        self.shows_empty_items = shows_empty_items
        self.looks: list[tuple[HtmlElement | None, _Look]] = [(None, _Look())]
        self.numbers = _ListNumbers()
        self.draft = _Draft()

    def run(self, root: HtmlElement) -> None:
        """Walk `root` and all below it."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if self._takes_over(element):
                    walk.skip_subtree()
                else:
                    self._start(element)
                    self._text(element, element.text)
            else:
                self._end(element)
                if element is not root:
                    parent = element.getparent()
                    self._text(element if parent is None else parent, element.tail)
        self._flush()

    # -- elements ------------------------------------------------------------------------------------

    def _takes_over(self, element: HtmlElement) -> bool:
        """Whether an element is not to be walked, because someone else has read it."""
        handler = self.on_skipped if element in self.skipped else None
        if element.tag in _PREFORMATTED:
            handler = self.on_preformatted or self._preformatted
        if handler is None:
            return False
        self._flush()
        handler(element)
        return True

    def _start(self, element: HtmlElement) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        look = self._look(element)
        if look is not None:
            self.looks.append((element, look))
            self.draft.links += bool(element.tag == "a" and look.address)
        if element.tag in ("ol", "ul"):
            self.numbers.open(element)
        elif element.tag == "li":
            self.draft.number = self.numbers.next(element)

    def _end(self, element: HtmlElement) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        if self.looks[-1][0] is element:
            self.looks.pop()
        if element.tag in ("ol", "ul"):
            self.numbers.close()
        elif element.tag == "li" and self.draft.number:
            if self.shows_empty_items:
                self.on_line(ShownLine(self.draft.number, self.place(element)))
            self.draft.number = ""

    def _look(self, element: HtmlElement) -> _Look | None:
        """How text in an element looks where it looks other than the text around it, else None."""
        tag, attributes, around = element.tag, element.attrib, self.looks[-1][1]
        if not attributes and tag not in ("b", "strong", "center") and tag not in _HEADINGS:
            return None
        style = "".join(attributes.get("style", "").lower().split())
        align = attributes.get("align", "").lower()
        centred = tag == "center" or align == "center" or "text-align:center" in style
        return _Look(
            level=_HEADINGS.get(tag, around.level),
            bold=around.bold or tag in ("b", "strong") or bool(_BOLD.search(style)),
            address=attributes.get("href", "") if tag == "a" else around.address,
            centred=centred
            or (around.centred and tag not in ("td", "th") and not align and "text-align:" not in style),
            marker=around.marker or "mso-list:ignore" in style,
        )

    # -- text ----------------------------------------------------------------------------------------

    def _text(self, element: HtmlElement, text: str | None) -> None:
        if not text:
            return
        look = self.looks[-1][1]
        if look.marker:
            text = _BLANKS.sub("", text)
        draft, length = self.draft, len("".join(text.split()))
        if length and draft.start is None:
            draft.start, draft.level, draft.centred = self.place(element), look.level, look.centred
        draft.pieces.append(text)
        draft.bold += length if look.bold else 0
        if look.address and length:
            draft.linked += length
            draft.address = draft.address or look.address

    def _preformatted(self, element: HtmlElement) -> None:
        """Lines as they stand in the source, without the source's line numbers."""
        for line in preformatted_text(element).split("\n"):
            self._text(element, line)
            self._flush()

    def _flush(self) -> None:
        draft = self.draft
        text = shown("".join(draft.pieces)) if draft.start is not None else ""
        if draft.start is None or not text:
            draft.pieces.clear()
            return
        if draft.number and leading_mark(text) is None:
            text = draft.number + text
        self.draft = _Draft()
        look = (draft.level, draft.bold, draft.linked, draft.links, draft.address, draft.centred)
        self.on_line(ShownLine(text, draft.start, *look))


def shown(text: str) -> str:
    """Text as a browser shows it: white space folded, and none where the source breaks a line of Chinese."""
    return _BLANKS.sub(" ", _SOURCE_BREAK.sub("", _INVISIBLE.sub("", text))).strip()


def preformatted_text(element: HtmlElement) -> str:
    """The text of a <pre> with its line breaks, those written as <br> too."""
    pieces = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if part.tag == "br" else part.text or "")
        elif part is not element:
            pieces.append(part.tail or "")
    return _INVISIBLE.sub("", "".join(pieces))


# -- the numbers that a browser puts before list items -----------------------------------------------


@dataclass(slots=True)
class _OpenList:
    form: str  # how numbers are written; "none" where items carry none
    next: int
    step: int


class _ListNumbers:
    """Counts the items of the lists that are open."""

    def __init__(self) -> None:
        self.lists: list[_OpenList] = []

    def open(self, element: HtmlElement) -> None:
        """Enter an <ol> or <ul>."""
        reverse = element.get("reversed") is not None
        start = _integer(element.get("start"))
        if start is None:
            start = len(element.findall("li")) if reverse else 1
        usual = _FORMS[_BY_TYPE.get(element.get("type", ""), "decimal")] if element.tag == "ol" else "none"
        self.lists.append(_OpenList(_written_form(element) or usual, start, -1 if reverse else 1))

    def close(self) -> None:
        """Leave the innermost list."""
        if self.lists:
            self.lists.pop()

    def next(self, element: HtmlElement) -> str:
        """What stands before a list item: `1、`, or "" where its list is not numbered."""
        if not self.lists:
            return ""
        current = self.lists[-1]
        value = _integer(element.get("value"))
        value = current.next if value is None else value
        current.next = value + current.step
        number = format_number(value, _written_form(element) or current.form)
        return f"{number}、" if number else ""


def _written_form(element: HtmlElement) -> str:
    """The counting that an element's own style asks for, or ""."""
    found = _STYLE.search("".join(element.get("style", "").lower().split()))
    return next((form for style, form in _FORMS.items() if found and style in found[1]), "")


def _integer(text: str | None) -> int | None:
    found = re.match(r"\s*([+-]?\d{1,6})", text or "")
    return int(found[1]) if found else None
