"""What a page holds and nobody sees, or what belongs to the site and not to the page: taken out of the tree.

Class names are weak evidence (an article may stand in `<div id="print">`), so what they call furniture goes
only where it is a small part of the page and holds no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

_NEVER_TEXT = frozenset(
    re.findall(
        r"\w+",
        "script style noscript template iframe object embed applet audio video canvas svg map select option datalist "
        "button textarea title del rp rt xml noframes frame",
    )
)
_NOTHING = "nothing"
_SITE_TAGS = frozenset({"nav", "footer", "aside", "menu", "marquee"})
_SITE_ROLES = frozenset({"navigation", "contentinfo", "banner", "search", "complementary"})
_SITE_WORD = (
    "nav|navbar|navigation|menu|breadcrumbs?|crumbs?|dqwz|weizhi|position|location|footer|foot|copyright|sidebar|"
    "toolbar|tools?|share|bdshare|bshare|search|login|topbar|pagination|pager|qrcode|fontsize|related|friendlinks?"
)
_SITE_NAME = re.compile(
    rf"(?:(?:main|top|site|page|left|right|side|sub|global|article|m|g)[-_]?)?(?:{_SITE_WORD})"
    r"(?:buttonbox|nav|(?:[-_]?(?:wrap|wrapper|box|bar|top|bottom|list|inner|con|container|main|area))?\d*)",
    re.IGNORECASE,
)
_LONG = 300  # characters in hidden text that may be a part of the list
_LONGEST_FURNITURE = 3_000  # characters
_MOST_FURNITURE_CELLS = 4  # table cells in furniture found by its name

_HIDING = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|mso-hide:all|text-indent:-\d{4,}(?:px|pt|em))"
)
_OFF_SCREEN = re.compile(r"(?:^|;)(?:left|top|right):-(?:[5-9]\d\d|\d{4,})(?:\.\d+)?(?:px|pt|em)")
_CLIPPED = re.compile(r"(?:^|;)(?:max-)?(?:width|height):[01](?:\.0*)?(?:px|pt)?(?=;|$|!)")
_NO_TYPE = re.compile(r"(?:^|;)font-size:0(?:\.0*)?(?:px|pt|em|%)?(?=;|$|!)")
_WORD_PARTS = re.compile(r"mso-element:(?:comment|header|footer)")
_TAB_PANEL = re.compile(
    r"(?:^|[-_\s])tabs?(?:[-_]?(?:pane|panel|con|content|box|body|item|list)\w*|\d*)(?=$|[-_\s])", re.I
)
_SIMPLE_SELECTOR = re.compile(r"\w*([.#][\w-]+)")


def take_out(root: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """Empty what is hidden, what is no text, and what is the site's own furniture.

    Returns the hidden elements that held so much text that it may be the page's own, with that text.
    """
    unseen = list(_unseen(root, _names_hidden_by_style(root)))
    texts = ((element, _unlinked_text(element)) for element in unseen if element.tag not in _NEVER_TEXT)
    long = [(element, text) for element, text in texts if len(text) >= _LONG]
    _drop(unseen)
    _drop(_furniture(root))
    return long


def _unlinked_text(element: HtmlElement) -> str:
    """The text in an element that stands in no link; link spam has next to none."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, part in walk:
        if event == "end":
            pieces.append((part.tail or "") if part is not element else "")
        elif part.tag in _NEVER_TEXT or part.tag == "a":
            walk.skip_subtree()
        else:
            pieces.append(part.text or "")
    return " ".join("".join(pieces).split())


def _drop(elements: Iterable[HtmlElement]) -> None:
    """Empty the elements and make nothing of them; to unlink them would copy the text behind them each time."""
    for element in elements:
        element.clear(keep_tail=True)
        element.tag = _NOTHING


def _unseen(root: HtmlElement, hidden_names: frozenset[str]) -> Iterable[HtmlElement]:
    """The outermost elements that show no text."""
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag in _NEVER_TEXT or _is_hidden(element, hidden_names):
            walk.skip_subtree()
            yield element


def _is_hidden(element: HtmlElement, hidden_names: frozenset[str]) -> bool:
    attributes = element.attrib
    if not attributes:
        return False
    if hidden_names and not hidden_names.isdisjoint(_names(element)) and not _is_tab_panel(element):
        return True
    style = "".join(attributes.get("style", "").lower().split())
    unseen = "hidden" in attributes or _is_nothing(attributes) or (bool(style) and _hides(style, element))
    return unseen and not _is_tab_panel(element)


def _hides(style: str, element: HtmlElement | None = None) -> bool:
    """Whether a style, written without blanks, keeps text out of sight."""
    if _HIDING.search(style) or _WORD_PARTS.search(style):
        return True
    if "overflow:hidden" in style and _CLIPPED.search(style):
        return True
    if "position:" in style and _OFF_SCREEN.search(style):
        return True
    # A box without a type size is a way to set blocks side by side: the blocks in it have their own.
    return (
        bool(_NO_TYPE.search(style))
        and element is not None
        and not any("font-size" in c.get("style", "") for c in element)
    )


def _is_nothing(attributes: etree._Attrib) -> bool:
    """Whether `width` and `height` leave no room for text; a small height alone is no more than a wish."""
    width, height = attributes.get("width", "").strip(), attributes.get("height", "").strip()
    return width in ("0", "1", "0px", "1px") and height in ("0", "1", "0px", "1px")


def _is_tab_panel(element: HtmlElement) -> bool:
    """Whether an element is one of several panels that the reader of the page brings up in turn."""
    if element.get("role") == "tabpanel":
        return True
    return any(_TAB_PANEL.search(element.get(name, "")) for name in ("class", "id"))


def _names(element: HtmlElement) -> list[str]:
    """The element's classes and id as its style sheets name them."""
    names = ["." + name for name in element.get("class", "").split()]
    return [*names, "#" + element.get("id", "")]


def _names_hidden_by_style(root: HtmlElement) -> frozenset[str]:
    """The classes and ids that the page's own style sheets keep out of sight, print and small screens aside."""
    names: set[str] = set()
    in_block = False  # of an @media rule
    sheets = "".join(element.text or "" for element in root.iter("style"))
    for rule in sheets.split("}"):
        selectors, brace, body = rule.rpartition("{")
        if not brace:
            in_block = False
            continue
        in_block = in_block or "{" in selectors
        if not in_block and _hides("".join(body.lower().split())):
            found = (_SIMPLE_SELECTOR.fullmatch(selector.strip()) for selector in selectors.split(","))
            names.update(name[1] for name in found if name)
    return frozenset(names)


# -- the site's own furniture ------------------------------------------------------------------------


@dataclass(slots=True)
class _Measure:
    """What an element holds: characters of text, table cells, headings."""

    text: int = 0
    cells: int = 0
    headings: int = 0

    def add(self, other: _Measure) -> None:
        self.text += other.text
        self.cells += other.cells
        self.headings += other.headings


def _furniture(root: HtmlElement) -> list[HtmlElement]:
    """The elements that are the site's by their kind or name, and by what they hold."""
    found: list[tuple[HtmlElement, _Measure]] = []
    open_elements: list[_Measure] = [_Measure()]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            open_elements.append(
                _Measure(_length(element.text), element.tag in ("td", "th"), element.tag in ("h1", "h2"))
            )
            continue
        measure = open_elements.pop()
        open_elements[-1].add(measure)
        open_elements[-1].text += _length(element.tail)
        if _is_site_part(element):
            found.append((element, measure))
    whole = open_elements[0].text
    return [element for element, measure in found if _may_go(measure, whole)]


def _is_site_part(element: HtmlElement) -> bool:
    if element.tag in _SITE_TAGS or element.get("role") in _SITE_ROLES:
        return True
    names = (*element.get("class", "").split(), element.get("id", ""))
    return any(_SITE_NAME.fullmatch(name) for name in names)


def _may_go(measure: _Measure, whole: int) -> bool:
    return (
        measure.cells <= _MOST_FURNITURE_CELLS
        and measure.headings == 0
        and measure.text <= _LONGEST_FURNITURE
        and measure.text * 2 <= whole
    )


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0
