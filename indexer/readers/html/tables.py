"""Which tables of a page hold data, and which only lay the page out.

A table holds data where its rows line up: several rows with text in more than one column. What speaks for
layout stands inside the cells: other tables of data, headings, forms, a whole article, menus of links.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

_MOST_COLUMNS = 60
_MOST_ROWS = 65_534  # that a cell may span, as in browsers
_LONGEST_LABEL = 20  # characters in a column head
_FEWEST_LABELS = 3  # in a row of heads that is a table of its own
_ARTICLE = 1_000  # characters in one cell that may be a whole page
_SHORT = 200  # characters up to which a heading in a cell is only a way to make it bold
_STRUCTURE = frozenset({"h1", "h2", "h3", "input"})


@dataclass(slots=True)
class CellBox:
    """A cell of a table that is being judged, and what it holds.

    `linked` counts the text in links, `nested` that in tables of data; `sections` tells of headings or forms.
    """

    element: HtmlElement
    text: int = 0
    linked: int = 0
    nested: int = 0
    sections: bool = False

    @property
    def is_structured(self) -> bool:
        """Whether the cell holds a piece of a page rather than a value."""
        return self.sections and self.text > _SHORT

    @property
    def colspan(self) -> int:
        """Columns covered, from 1."""
        return min(max(_leading_number(self.element.get("colspan", "")), 1), _MOST_COLUMNS)

    @property
    def rowspan(self) -> int:
        """Rows covered; 0 stands for all that follow."""
        given = self.element.get("rowspan", "1")
        return min(_leading_number(given), _MOST_ROWS) if given.strip()[:1].isdigit() else 1


@dataclass(slots=True)
class RowBox:
    """A table row: the element that stands for it, and its cells."""

    element: HtmlElement
    cells: list[CellBox] = field(default_factory=list)


@dataclass(slots=True)
class TableBox:
    """A table with its rows, without those of tables inside it."""

    element: HtmlElement
    rows: list[RowBox] = field(default_factory=list)
    row: RowBox | None = None
    cell: CellBox | None = None

    def cells(self) -> Iterator[CellBox]:
        """All cells, row by row."""
        return (cell for row in self.rows for cell in row.cells)


def data_tables(root: HtmlElement) -> dict[HtmlElement, TableBox]:
    """The tables of data below `root`, by their elements."""
    return _Survey().run(root)


class _Survey:
    def __init__(self) -> None:
        self.open: list[TableBox] = []
        self.links = 0  # links that are open
        self.found: dict[HtmlElement, TableBox] = {}

    def run(self, root: HtmlElement) -> dict[HtmlElement, TableBox]:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._start(element)
                self._text(element.text)
            else:
                self._end(element)
                self._text(element.tail)
        return self.found

    def _start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "a" and element.get("href"):
            self.links += 1
        elif tag == "table":
            self.open.append(TableBox(element))
        elif not self.open:
            return
        elif tag == "tr":
            self._open_row(element)
        elif tag in ("td", "th"):
            table = self.open[-1]
            row = table.row or self._open_row(element)
            table.cell = CellBox(element)
            row.cells.append(table.cell)
        elif tag in _STRUCTURE and element.get("type") != "hidden" and (cell := self.open[-1].cell) is not None:
            cell.sections = True

    def _open_row(self, element: HtmlElement) -> RowBox:
        table = self.open[-1]
        table.row, table.cell = RowBox(element), None
        table.rows.append(table.row)
        return table.row

    def _end(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "a" and element.get("href"):
            self.links -= 1
        elif not self.open:
            return
        elif tag == "table":
            self._close_table()
        elif tag == "tr":
            self.open[-1].row = self.open[-1].cell = None
        elif tag in ("td", "th"):
            self.open[-1].cell = None

    def _close_table(self) -> None:
        table = self.open.pop()
        text = sum(cell.text for cell in table.cells())
        nested = sum(cell.nested for cell in table.cells())
        is_data = holds_data(table)
        if is_data:
            self.found[table.element] = table
        if self.open and (outer := self.open[-1].cell) is not None:
            outer.text += text
            outer.linked += sum(cell.linked for cell in table.cells())
            outer.nested += text if is_data else nested
            outer.sections = outer.sections or any(cell.sections for cell in table.cells())

    def _text(self, text: str | None) -> None:
        if text and self.open and (cell := self.open[-1].cell) is not None:
            length = len(text.strip())
            cell.text += length
            if self.links:
                cell.linked += length


def holds_data(table: TableBox) -> bool:
    """Whether a table is one of data, by its structure."""
    cells = list(table.cells())
    text = sum(cell.text for cell in cells)
    if sum(cell.linked for cell in cells) * 10 > text * 6:
        return False
    full = list(_full_rows(table))
    if len(full) < 2:
        return len(full) == 1 == sum(bool(row.cells) for row in table.rows) and _is_head(full[0])
    if any(cell.is_structured for cell in cells) or _is_article(table, text):
        return False
    nested = sum(cell.nested for cell in cells)
    return nested == 0 or (_is_head(full[0]) and nested * 2 <= text)


def _is_head(row: RowBox) -> bool:
    """Whether a row looks like column heads: three or more short texts."""
    filled = [cell for cell in row.cells if cell.text]
    return len(filled) >= _FEWEST_LABELS and all(cell.text <= _LONGEST_LABEL for cell in filled)


def _is_article(table: TableBox, text: int) -> bool:
    """Whether one cell of a table without rules holds nearly all of a long text."""
    if _is_ruled(table.element) or any(cell.element.tag == "th" for cell in table.cells()):
        return False
    longest = max((cell.text for cell in table.cells()), default=0)
    return longest > _ARTICLE and longest * 10 > text * 7


def _is_ruled(table: HtmlElement) -> bool:
    return (
        table.get("border", "0") not in ("", "0")
        or "border" in table.get("style", "")
        or "Mso" in table.get("class", "")
    )


def _full_rows(table: TableBox) -> Iterator[RowBox]:
    """The rows with text in two columns or more, cells that reach down from above counted in."""
    reaching: list[int] = []  # the rows left to each cell with text that reaches down
    for row in table.rows:
        filled = [cell for cell in row.cells if cell.text]
        if filled and len(filled) + len(reaching) > 1:
            yield row
        reaching = [left - 1 for left in reaching if left > 1]
        reaching += [(cell.rowspan or _MOST_ROWS) - 1 for cell in filled if cell.rowspan != 1]
        del reaching[_MOST_COLUMNS:]


def _leading_number(text: str) -> int:
    """The number that an attribute begins with, 0 where it begins with none."""
    digits = ""
    for character in text.strip()[:9]:
        if character not in "0123456789":
            break
        digits += character
    return int(digits) if digits else 0
