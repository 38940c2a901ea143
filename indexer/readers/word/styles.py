"""What a Word document's styles say of a paragraph or run: outline level, numbering, look, hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.readers.word.markup import Element, W, flag, number, value

_LEVELS = 9  # outline levels; the value after the last means running text
_LONGEST_CHAIN = 50  # styles that a style can build on
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE_NAME = re.compile(r"(?:title|标题)", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"(?:toc|目录)\s*[1-9]", re.IGNORECASE)
_CENTRED = {"center"}


@dataclass(frozen=True, slots=True)
class Look:
    """Properties of a paragraph or a run; None where nothing is said. `size` is in half points."""

    outline: int | None = None
    number_id: int | None = None
    level: int | None = None
    centred: bool | None = None
    bold: bool | None = None
    hidden: bool | None = None
    size: int | None = None
    is_contents: bool | None = None

    def over(self, base: Look) -> Look:
        """These properties, and those of `base` where nothing is said here."""
        if self is _PLAIN:
            return base
        mine = (getattr(self, name) for name in self.__slots__)
        others = (getattr(base, name) for name in self.__slots__)
        return Look(*(own if own is not None else other for own, other in zip(mine, others, strict=True)))


_PLAIN = Look()  # says nothing; most paragraphs and runs have it


class Styles:
    """The styles of a document, resolved along the styles that each builds on."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._resolved: dict[str, Look] = {}
        self._bases: dict[str | None, Look] = {}
        self._default_paragraph: str | None = None
        self._defaults = _PLAIN
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        for style in root.iterfind(W + "style"):
            style_id = style.get(W + "styleId")
            if style_id is None:
                continue
            self._elements.setdefault(style_id, style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._default_paragraph = style_id
        self._defaults = _run_look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def paragraph(self, properties: Element | None) -> Look:
        """The look of a paragraph with these w:pPr, the same for the text of its runs unless they differ."""
        style = value(properties, "pStyle")
        return _paragraph_look(properties).over(self._base(style if style in self._elements else None))

    def run(self, properties: Element | None, paragraph: Look) -> Look:
        """The look of a run with these w:rPr in a paragraph."""
        if properties is None:
            return paragraph
        own = _run_look(properties)
        style = value(properties, "rStyle")
        return own.over(self._style(style)).over(paragraph) if style else own.over(paragraph)

    def linked_numbering(self, style_id: str | None) -> int | None:
        """The numbering that a numbering style stands for."""
        return self._style(style_id).number_id

    def _base(self, style_id: str | None) -> Look:
        """A paragraph style, None for the usual one, over the document's defaults."""
        if style_id not in self._bases:
            self._bases[style_id] = self._style(style_id or self._default_paragraph).over(self._defaults)
        return self._bases[style_id]

    def _style(self, style_id: str | None) -> Look:
        if style_id is None or style_id not in self._elements:
            return _PLAIN
        if style_id not in self._resolved:
            look, current = _PLAIN, style_id
            for _ in range(_LONGEST_CHAIN):
                element = self._elements.get(current)
                if element is None:
                    break
                look = look.over(_style_look(element))
                current = value(element, "basedOn") or ""
            self._resolved[style_id] = look
        return self._resolved[style_id]


def _style_look(style: Element) -> Look:
    """What one style says itself; a built-in heading is told by its name where it gives no outline level."""
    look = _paragraph_look(style.find(W + "pPr")).over(_run_look(style.find(W + "rPr")))
    name = (value(style, "name") or "").strip()
    if look.outline is None and style.get(W + "type") == "paragraph":
        heading = _HEADING_NAME.fullmatch(name)
        if heading or _TITLE_NAME.fullmatch(name):
            look = replace(look, outline=int(heading[1]) - 1 if heading else 0)
    return replace(look, is_contents=True) if _CONTENTS_NAME.fullmatch(name) else look


def _paragraph_look(properties: Element | None) -> Look:
    if properties is None or not len(properties):
        return _PLAIN
    numbering = properties.find(W + "numPr")
    alignment = value(properties, "jc")
    return Look(
        outline=number(value(properties, "outlineLvl")),
        number_id=number(value(numbering, "numId")),
        level=number(value(numbering, "ilvl")),
        centred=None if alignment is None else alignment in _CENTRED,
    )


def _run_look(properties: Element | None) -> Look:
    if properties is None or not len(properties):
        return _PLAIN
    size = number(value(properties, "sz"))
    return Look(bold=flag(properties, "b"), hidden=flag(properties, "vanish"), size=size)


def heading_level(look: Look) -> int | None:
    """The heading level, counted from 1, that a paragraph's outline level gives it, or None."""
    return look.outline + 1 if look.outline is not None and 0 <= look.outline < _LEVELS else None
