"""Names, values and structure of WordprocessingML, read without trusting them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

Element = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

CONTENTS_FIELD = re.compile(r"\s*TOC\b", re.IGNORECASE)  # the code of a table of contents

_ALTERNATIVES = MC + "AlternateContent"
_WRAPPERS = {
    W + name
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo")
}
_OFF = {"0", "false", "off", "none"}
_MOST_DIGITS = 9


def value(parent: Element | None, name: str) -> str | None:
    """The `w:val` of the child `w:name` of `parent`, or None."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(W + "val")


def number(text: str | None) -> int | None:
    """The whole number that an attribute holds, or None where it holds none or an absurd one."""
    if text is None or len(text) > _MOST_DIGITS:
        return None
    try:
        return int(text)
    except ValueError:
        return None


def flag(parent: Element | None, name: str) -> bool | None:
    """Whether the on/off property `w:name` of `parent` is on, or None where it is not given."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(W + "val", "true").lower() not in _OFF


def chosen(alternatives: Element) -> Element | None:
    """The branch of an mc:AlternateContent that counts: both branches hold the same content."""
    branch = alternatives.find(MC + "Choice")
    return branch if branch is not None else alternatives.find(MC + "Fallback")


def content(parent: Element) -> Iterator[Element]:
    """What `parent` holds in the end, in order, seen through links, controls and accepted insertions.

    Prompts of empty controls and fields that generate a table of contents are left out.
    """
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag == _ALTERNATIVES:
            branch = chosen(element)
            waiting += [] if branch is None else reversed(branch)
        elif element.tag not in _WRAPPERS:
            yield element
        elif not _is_generated(element):
            waiting += reversed(element)


def _is_generated(element: Element) -> bool:
    if element.tag == W + "sdt":
        properties = element.find(W + "sdtPr")
        gallery = None if properties is None else properties.find(f"{W}docPartObj/{W}docPartGallery")
        is_contents = gallery is not None and gallery.get(W + "val") == "Table of Contents"
        return is_contents or bool(flag(properties, "showingPlcHdr"))
    return element.tag == W + "fldSimple" and CONTENTS_FIELD.match(element.get(W + "instr", "")) is not None
