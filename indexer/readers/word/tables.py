"""Word tables → blocks: merged cells both ways, shifted rows, tracked changes, tables inside cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.model.blocks import Block, Place, Row, Table
from indexer.model.problems import UnreadableFileError
from indexer.readers.shared.grid import GridCell, build_table
from indexer.readers.word.markup import Element, W, content, flag, number, value

_MOST_COLUMNS = 63  # Word's own limit
_LONGEST_NAME = 20  # characters in a name that a table in a cell sets beside a text
_NARROW = 300  # twentieths of a point; a narrower column cannot show one character


@dataclass(slots=True)
class _Slot:
    """A cell where Word puts it on the table's grid, and the blocks in it."""

    row: int
    column: int
    width: int
    place: Place
    blocks: list[Block]
    height: int = 1


def read_table(table: Element, blocks: Callable[[Element], list[Block]], place: Callable[[], Place]) -> list[Block]:
    """The blocks of a w:tbl: one Table, or for a table that only serves layout the blocks in its cells.

    `blocks` reads what a cell holds; `place` tells which paragraph comes next. Raises UnreadableFileError for
    a row that is wider than Word allows.
    """
    slots = _slots(table, blocks, place)
    if _is_layout(slots):
        return [block for slot in slots for block in slot.blocks]
    widths = _grid_widths(table)

    def needs_column(cell: GridCell) -> bool:
        known = widths[cell.column : cell.column + cell.colspan]
        return bool(cell.text) or len(known) < cell.colspan or sum(known) >= _NARROW

    cells = [GridCell(slot.row, slot.column, _text(slot.blocks), slot.place, slot.height, slot.width) for slot in slots]
    built = build_table(cells, needs_column)
    return [] if built is None else [built]


def _slots(table: Element, blocks: Callable[[Element], list[Block]], place: Callable[[], Place]) -> list[_Slot]:
    """The cells in order; one that goes on from the row above only makes that cell higher."""
    out: list[_Slot] = []
    above: dict[int, _Slot] = {}  # the cells of the row above that may go on, by column
    rows = (row for row in content(table) if row.tag == W + "tr" and not _is_gone(row))
    for index, row in enumerate(rows):
        open_here: dict[int, _Slot] = {}
        column = max(number(value(row.find(W + "trPr"), "gridBefore")) or 0, 0)
        if column > 0:
            out.append(_Slot(index, 0, min(column, _MOST_COLUMNS), place(), []))
        for cell in content(row):
            if cell.tag != W + "tc" or cell.find(f"{W}tcPr/{W}cellDel") is not None:
                continue
            width = max(number(value(cell.find(W + "tcPr"), "gridSpan")) or 1, 1)
            if column + width > _MOST_COLUMNS:
                raise UnreadableFileError("表格的列数超出 Word 的上限，文件可能已损坏")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(W + "val") != "restart"
            slot = above.get(column) if goes_on else None
            if slot is None:
                slot = _Slot(index, column, width, place(), blocks(cell))
                out.append(slot)
            else:
                slot.height = index - slot.row + 1
            if merge is not None:
                open_here[column] = slot
            column += width
        above = open_here
    return out


def _is_gone(row: Element) -> bool:
    """Whether a row was deleted under change tracking, or is hidden."""
    properties = row.find(W + "trPr")
    return properties is not None and (properties.find(W + "del") is not None or bool(flag(properties, "hidden")))


def _grid_widths(table: Element) -> list[int]:
    """The widths of the grid columns, or nothing where they are not believable."""
    widths = [number(column.get(W + "w")) or 0 for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    return widths if sum(widths) > _NARROW * len(widths) else []


def _is_layout(slots: Sequence[_Slot]) -> bool:
    """Whether a table only places its content: no row sets texts side by side."""
    filled = [slot for slot in slots if slot.blocks]
    side_by_side = len({slot.row for slot in filled}) < len(filled)
    one_column = len({slot.column for slot in slots}) <= 1
    nested = any(isinstance(block, Table) for slot in filled for block in slot.blocks)
    return not side_by_side and (one_column or nested)


def _text(blocks: Sequence[Block]) -> str:
    """What a cell holds as one text; the rows of a table in it become lines."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            lines += [text for text in map(_line, block.rows) if text]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def _line(row: Row) -> str:
    """A row of a table in a cell as a line: 县公安局：负责… where it sets a text beside a short name."""
    texts = [cell.text for cell in row.cells if cell.text]
    names = len(texts) == 2 and "\n" not in texts[0] and len(texts[0]) <= _LONGEST_NAME < len(texts[0]) + len(texts[1])
    return ("：" if names else " ").join(texts)
