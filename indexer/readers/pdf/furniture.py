"""Running headers, footers and page numbers: lines that belong to the page and not to the text."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from indexer.readers.pdf.lines import Line

_SAME_HEIGHT = 4.0  # points
_EDGE_LINES = 3  # lines at the upper and lower end of a page that may be running ones
_MARGIN = 0.14  # of the page height: where running lines stand
_SMALLEST_MARGIN = 85.0  # points
_PAGE_NUMBER = re.compile(
    r"[-—–－―·.~\s]*(?:第?\s*\d{1,4}\s*页?|[ivxIVX]{1,6})[-—–－―·.~\s]*"
    r"|第?\s*\d{1,4}\s*页?\s*[,，/／|、—-]?\s*(?:共|总|of)?\s*\d{1,4}\s*页?"
    r"|page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"[（(【]?\s*(?:续上?\s*表|接上[表页]|转下页|接下页)\s*\d*\s*[）)】]?\s*[：:]?")


class Sheet:
    """One page's running text for finding furniture: its lines outside of tables, and its height."""

    def __init__(self, lines: Sequence[Line], height: float) -> None:
        self.lines = list(lines)
        self.height = height


def without_furniture(sheets: Sequence[Sheet]) -> list[list[Line]]:
    """The lines of each page that are text: no running header or footer, no page number, no 续表 label."""
    running = _running(sheets)
    kept: list[list[Line]] = []
    for index, sheet in enumerate(sheets):
        edges = {id(line) for line in _edge_lines(sheet)}
        kept.append(
            [
                line
                for line in sheet.lines
                if not (id(line) in edges and (_is_page_number(line, sheet) or (index, id(line)) in running))
                and not _CONTINUED.fullmatch(line.text)
            ]
        )
    return kept


def _edge_lines(sheet: Sheet) -> list[Line]:
    """The outermost lines of a page that stand in its margins."""
    margin = max(_MARGIN * sheet.height, _SMALLEST_MARGIN)
    upper = [line for line in sheet.lines[:_EDGE_LINES] if line.bottom <= margin]
    lower = [line for line in sheet.lines[-_EDGE_LINES:] if line.top >= sheet.height - margin]
    return upper + lower


def _is_page_number(line: Line, sheet: Sheet) -> bool:
    """Whether the outermost line of a page holds its number and nothing else."""
    text = unicodedata.normalize("NFKC", line.text).strip()
    is_outermost = line is sheet.lines[0] or line is sheet.lines[-1]
    return is_outermost and _PAGE_NUMBER.fullmatch(text) is not None


def _running(sheets: Sequence[Sheet]) -> set[tuple[int, int]]:
    """The lines that stand at one height with one wording (numbers aside) on neighbouring pages."""
    places: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for index, sheet in enumerate(sheets):
        for line in _edge_lines(sheet):
            places[re.sub(r"\d+", "0", line.text)].append((index, line))
    running: set[tuple[int, int]] = set()
    for found in places.values():
        for index, line in found:
            alike = {
                other for other, twin in found if abs(twin.baseline - line.baseline) <= _SAME_HEIGHT and other != index
            }
            near = alike & {index - 2, index - 1, index + 1, index + 2}
            if near and len(alike) + 1 >= min(3, len(sheets)):
                running.add((index, id(line)))
    return running
