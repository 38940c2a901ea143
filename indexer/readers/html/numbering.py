"""The numbers that a browser puts before list items, and that stand nowhere in the source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from indexer.readers.shared.number_formats import format_number

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


@dataclass(slots=True)
class _List:
    form: str  # how numbers are written; "none" where items carry none
    next: int
    step: int


class ListNumbers:
    """Counts the items of the lists that are open."""

    def __init__(self) -> None:
        self.lists: list[_List] = []

    def open(self, element: HtmlElement) -> None:
        """Enter an <ol> or <ul>."""
        reverse = element.get("reversed") is not None
        start = _integer(element.get("start"))
        if start is None:
            start = len(element.findall("li")) if reverse else 1
        usual = _FORMS[_BY_TYPE.get(element.get("type", ""), "decimal")] if element.tag == "ol" else "none"
        self.lists.append(_List(_written_form(element) or usual, start, -1 if reverse else 1))

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
