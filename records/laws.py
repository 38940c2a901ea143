"""Find legal bases in running text: titles in 《》 and the document numbers printed beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from records.records import Law

_ROUND_OPEN, _ROUND_CLOSE = "（(", "）)"
_SQUARE_OPEN, _SQUARE_CLOSE = "〔[【﹝［", "〕]】﹞］"
_STOPS = "；;。《》\n"

# Between a title and the bracket of its number: 的通知, 及实施条例, or a slip of the keyboard.
_CONNECTOR = re.compile(r"[^《》（(；;。，,、\n]{0,12}")
# A number printed without brackets behind a title (国办发[1999]34号) or, as an order, before it.
_BARE_AFTER = re.compile(r"\s*([\u4e00-\u9fff]{2,12}\s*[〔\[（(【﹝［]\s*\d{4}\s*[〕\]）)】﹞］]\s*第?\s*\d+\s*号)")
_BARE_BEFORE = re.compile(r"([\u4e00-\u9fff]{2,16}令\s*第?\s*[0-9一二三四五六七八九十百]+\s*号令?)\s*$")
_VALUE = re.compile(r"[0-9０-９]|[一二三四五六七八九十百]+\s*号")
_SIGN = re.compile(r"号|令|公告|[发字函办规文]\s*[〔\[（(【﹝［]")


def find_laws(text: str) -> tuple[Law, ...]:
    """The legal bases that `text` names, each once, in printed order.

    A title is what stands between 《 and its matching 》; its number is the bracket right behind it that
    holds a document or order number, or a number printed next to it without brackets.
    """
    found: dict[tuple[str, str], Law] = {}
    for printed, start, end in _titles(text):
        title, number = _split_swallowed(printed)
        number = number or _number_after(text, end) or _number_before(text, start)
        if title:
            found.setdefault((title, number), Law(title, number))
    return tuple(found.values())


def _titles(text: str) -> Iterator[tuple[str, int, int]]:
    """Each outermost 《…》 with where it starts and where the text behind it begins."""
    depth, start = 0, 0
    for index, character in enumerate(text):
        if character == "《":
            if depth and text[index - 1] in "；;。\n":
                depth = 0  # the title before was never closed
            start = index if depth == 0 else start
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if depth == 0:
                yield _bare(text[start + 1 : index]), start, index + 1


def _bare(title: str) -> str:
    title = " ".join(title.split())
    while title.startswith("《") and title.endswith("》") and "》" not in title[:-1]:
        title = title[1:-1]
    return title


def _split_swallowed(title: str) -> tuple[str, str]:
    """A title that swallowed the bracket of its number, which was never closed, as (title, number)."""
    for index, character in enumerate(title):
        if character in _ROUND_OPEN and not any(close in title[index:] for close in _ROUND_CLOSE):
            number = title[index + 1 :].strip()
            if _is_number(number):
                return title[:index].strip(), number
    return title, ""


def _number_after(text: str, start: int) -> str:
    """The number printed behind a title that ends at `start`, or ""."""
    bare = _BARE_AFTER.match(text, start)
    if bare:
        return bare[1].strip()
    connector = _CONNECTOR.match(text, start)
    at = connector.end() if connector else start
    while at < len(text) and text[at] in _ROUND_OPEN:
        content, at = _bracket(text, at)
        if _is_number(content):
            return content
    return ""


def _number_before(text: str, end: int) -> str:
    before = _BARE_BEFORE.search(text[max(0, end - 40) : end])
    return before[1] if before else ""


def _bracket(text: str, start: int) -> tuple[str, int]:
    """The content of the round bracket at `start`, doubled brackets taken off, and where it ends.

    A closing bracket only counts where the square brackets inside are closed; a bracket that is never
    closed ends with its sentence.
    """
    depth = square = 0
    for index in range(start, len(text)):
        character = text[index]
        if character in _STOPS:
            return text[start + 1 : index].strip(), len(text)
        depth += (character in _ROUND_OPEN) - (character in _ROUND_CLOSE)
        square += (character in _SQUARE_OPEN) - (character in _SQUARE_CLOSE)
        if depth <= 0 and (square <= 0 or not _closes_later(text, index)):
            return _undouble(text[start + 1 : index].strip()), index + 1
    return text[start + 1 :].strip(), len(text)


def _closes_later(text: str, index: int) -> bool:
    rest = re.match(rf"[^{re.escape(_STOPS)}]*", text[index + 1 :])
    return rest is not None and any(close in rest.group() for close in _ROUND_CLOSE)


def _undouble(content: str) -> str:
    while content[:1] in _ROUND_OPEN and content[-1:] in _ROUND_CLOSE and len(content) > 1:
        content = content[1:-1].strip()
    return content


def _is_number(content: str) -> bool:
    return bool(_VALUE.search(content) and _SIGN.search(content))
