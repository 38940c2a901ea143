"""The text of a web page → its element tree, within bounds, with the source line of each element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree
from lxml import html as lxml_html

from indexer.model.blocks import Place
from indexer.model.problems import UnreadableFileError

_MOST_CHARACTERS = 64_000_000
_MOST_BYTES = 600_000_000  # that the tree may fill
_MOST_TAGS = 600_000
_TAG_BYTES, _ATTRIBUTE_BYTES, _CHARACTER_BYTES = 300, 250, 4  # in the parser's memory, measured
_MOST_ATTRIBUTES = 200  # of one tag: libxml2 takes time with the square of them, and no page needs more

_TAG_OR_COMMENT = re.compile(r"<(?:!--|[a-zA-Z][^\s/>]*)")
# A quotation mark encloses a value only right behind the equals sign; anywhere else it is a character as any other.
_ATTRIBUTE = re.compile(r"""[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^\s>"'][^\s>]*)?)?""")
_EMPTY_COMMENT, _COMMENT_END = re.compile("-?>"), re.compile("--!?>")
_RAW_TEXT = re.compile(r"<(script|style|title|textarea|xmp|iframe|noembed|noframes)\Z", re.IGNORECASE)

_LAST_LINE = 65_535  # the highest that libxml2 counts to
_BLOCK_LINE = re.compile(r"\n(?=[^\n]*?<(?:tr|td|th|p|h[1-6]|li|div|table|br|pre|dd|dt|section|article)\b)", re.I)


class Page:
    """A parsed page: its root element, and where each element stands in the source."""

    def __init__(self, text: str) -> None:
        """Parse `text`. Raises UnreadableFileError where it is too big, nested too deep, or no page."""
        self._lines: list[int] | None
        text, self._lines = _within_line_count(_within_bounds(text))
        parser = lxml_html.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
        root = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
        if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
            raise UnreadableFileError("网页的标签嵌套太深（超过 2000 层），无法可靠读取")
        if root is None:
            raise UnreadableFileError("网页里没有内容")
        self.root: lxml_html.HtmlElement = root

    def place(self, element: etree._Element) -> Place:
        """The source line on which an element's tag ends; unknown where the parser lost count."""
        line = element.sourceline
        counted = line if isinstance(line, int) else _LAST_LINE
        if self._lines is None:
            return Place(line=counted)
        return Place(line=self._lines[counted - 1]) if counted < min(_LAST_LINE, len(self._lines) + 1) else Place()


def _within_bounds(text: str) -> str:
    """The page without attributes that no tag needs. Refuses one whose tree would take too much memory."""
    if len(text) > _MOST_CHARACTERS:
        raise UnreadableFileError(f"网页太大（超过 {_MOST_CHARACTERS // 1_000_000} 百万字符）")
    attributes = kept_to = 0
    kept: list[str] = []
    for tags, tag in enumerate(_start_tags(text), start=1):
        attributes += tag.attributes
        weight = tags * _TAG_BYTES + attributes * _ATTRIBUTE_BYTES + len(text) * _CHARACTER_BYTES
        if tags > _MOST_TAGS or weight > _MOST_BYTES:
            raise UnreadableFileError("网页的标签太多，无法读取；请把清单单独另存为一个网页")
        if tag.surplus < tag.end:
            kept += text[kept_to : tag.surplus], "\n" * text.count("\n", tag.surplus, tag.end)
            kept_to = tag.end
    return "".join([*kept, text[kept_to:]])


class _Tag(NamedTuple):
    """A start tag: how many attributes of it are kept, where the others begin, and where those end."""

    attributes: int
    surplus: int
    end: int


def _start_tags(text: str) -> Iterator[_Tag]:
    """Each start tag; none from comments, scripts and the like."""
    position = 0
    while (found := _TAG_OR_COMMENT.search(text, position)) is not None:
        position = found.end()
        end: re.Match[str] | None
        if found.group() == "<!--":
            end = _EMPTY_COMMENT.match(text, position) or _COMMENT_END.search(text, position)
        else:
            tag = _tag(text, position)
            yield tag
            position = tag.end
            raw = _RAW_TEXT.match(found.group())
            if raw is None:
                continue
            end = re.compile(f"</{raw[1]}", re.IGNORECASE).search(text, position)
        if end is None:
            return
        position = end.end()


def _tag(text: str, position: int) -> _Tag:
    """The tag whose name ends at a place of the text."""
    count, surplus = 0, position
    while (attribute := _ATTRIBUTE.match(text, position)) is not None:
        position = attribute.end()
        if count < _MOST_ATTRIBUTES:
            count, surplus = count + 1, position
    return _Tag(count, surplus, position)


def _within_line_count(text: str) -> tuple[str, list[int] | None]:
    """A longer page with fewer line ends than libxml2 can count, and the true number of each line left.

    A line end that no block follows becomes a carriage return, which is white space too but not counted.
    """
    if text.count("\n") < _LAST_LINE - 1:
        return text, None
    numbers, pieces, start, number = [1], [], 0, 1
    for found in _BLOCK_LINE.finditer(text):
        number += text.count("\n", start, found.end())
        numbers.append(number)
        pieces.append(text[start : found.start()].replace("\n", "\r"))
        pieces.append("\n")
        start = found.end()
    pieces.append(text[start:].replace("\n", "\r"))
    return "".join(pieces), numbers
