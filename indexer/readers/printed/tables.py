"""The lines below a printed table's head → a table with spans, or a problem where they do not make one."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.model.blocks import Cell, Place, Row, Table
from indexer.model.problems import Problem, ProblemKind, excerpt
from indexer.readers.printed.costs import BEAM, HIGHEST_COST, LESSONS, MOST_BROKEN, MOST_PIECES, SAMPLE
from indexer.readers.printed.layout import Layout
from indexer.readers.printed.lines import Head, Piece, PrintedLine, pieces_of
from indexer.readers.printed.model import Observed, TableModel
from indexer.readers.printed.pricing import Clues
from indexer.readers.printed.reading import Fragment
from indexer.readers.printed.rows import Grouping, PrintedCell, PrintedRow, build_rows, group_rows, observe
from indexer.readers.printed.search import Search

_MOST_EMPTY = 2  # blanks at a table's end that may be empty cells; any more are empty paragraphs below it
_NEEDED = ("item", "agency", "role", "service")


class TableReader:
    """Reads the tables of one file; what it cannot make out, or is not sure of, it adds to `problems`."""

    def __init__(self, name: str, closes: bool, problems: list[Problem]) -> None:
        self.name = name
        self.closes = closes
        self.problems = problems
        self.pieces_left = MOST_PIECES

    def read(self, head: Head, body: Sequence[PrintedLine]) -> Table | None:
        """The table whose rows are the lines below `head`; None where they do not make one."""
        line = head.line
        pieces = pieces_of(body, self.closes)
        if not any(piece.text for piece in pieces):
            return None
        while len(pieces) > _MOST_EMPTY and not any(piece.text for piece in pieces[-_MOST_EMPTY - 1 :]):
            pieces.pop()
        self.pieces_left -= len(pieces)
        if self.pieces_left < 0:
            self._give_up(line, "文件太大，没有还原这张表格", pieces)
            return None
        layout = Layout(pieces)
        model = TableModel(head.columns, self.closes, layout.repeated_agencies())
        fragments, cost = best_reading(layout, model)
        rows = build_rows(fragments, layout, model)
        broken = sum(_lacks(row, model) for row in rows)
        if broken > MOST_BROKEN * len(rows) or cost > HIGHEST_COST * len(fragments):
            self._give_up(line, "无法还原表格的行列", pieces)
            return None
        grouping = group_rows(rows, model)
        self._report(line, rows, grouping, model)
        labels = Row(tuple(Cell(label, Place(line=line)) for label in head.labels), Place(line=line))
        below = (row for block in grouping.blocks for row in _table_rows(block, model))
        return Table((labels, *below), Place(line=line))

    # -- problems ------------------------------------------------------------------------------------

    def _give_up(self, line: int, why: str, pieces: Sequence[Piece]) -> None:
        self._add(line, ProblemKind.UNKNOWN_TABLE, f"{why}：{excerpt([piece.text for piece in pieces[:200]], 400)}")

    def _report(self, line: int, rows: Sequence[PrintedRow], grouping: Grouping, model: TableModel) -> None:
        if not self.closes:
            self._add(
                line, ProblemKind.DOUBTFUL, "行末没有留下单元格结束的空格，表格是按行宽和用词还原的，请与原文件核对"
            )
        for row in rows:
            if _lacks(row, model):
                self._add(_first_line(row), ProblemKind.CUT_ROW, f"这一行缺少单元格：{excerpt(row.text())}")
        for row in grouping.doubtful:
            why = "换页后没有标明这一行属于上一项还是下一项，是按用词判断的"
            self._add(_first_line(row), ProblemKind.DOUBTFUL, f"{why}：{excerpt(row.text())}")

    def _add(self, line: int, kind: ProblemKind, message: str) -> None:
        self.problems.append(Problem(self.name, Place(line=line), kind, message))


def best_reading(layout: Layout, model: TableModel) -> tuple[list[Fragment], float]:
    """Read a table until the model has learned from it; the fragments of the last reading and its cost."""
    clues = Clues(layout, model)
    sample = clues if len(layout.pieces) <= SAMPLE else Clues(Layout(layout.pieces[:SAMPLE]), model)
    seen: Observed | None = None
    for _ in range(LESSONS):
        fragments, cost = Search(sample, model, BEAM).run()
        before, seen = seen, observe(fragments, sample.layout, model)
        model.learn(seen)
        if seen == before and sample is clues:  # nothing new was learned: the last reading would be this one again
            return fragments, cost
    return Search(clues, model, BEAM).run()


def _lacks(row: PrintedRow, model: TableModel) -> bool:
    return any(field in _NEEDED and column not in row.cells for column, field in enumerate(model.fields))


def _first_line(row: PrintedRow) -> int:
    return min(cell.line for cell in row.cells.values())


def _table_rows(block: Sequence[PrintedRow], model: TableModel) -> list[Row]:
    """The block's rows as table rows: its merged cells span it, and a cell that a row lacks is part of the
    next one below.
    """
    cells: list[list[Cell]] = [[] for _ in block]
    for column in range(len(model.fields)):
        if model.merged >> column & 1:
            own = [row.cells[column] for row in block if column in row.cells]
            text = "\n".join(cell.text for cell in own if cell.text)
            place = Place(line=own[0].line if own else _first_line(block[0]))
            cells[0].append(Cell(text, place, rowspan=len(block)))
            continue
        top = 0
        for index, row in enumerate(block):
            found = row.cells.get(column)
            if found is None and model.closes and any(column in later.cells for later in block[index + 1 :]):
                continue
            cell = found or PrintedCell(_first_line(row), "")
            cells[top].append(Cell(cell.text, Place(line=cell.line), rowspan=index - top + 1))
            top = index + 1
    places = [Place(line=_row_line(row, model, row is block[0])) for row in block]
    return [Row(tuple(own), place) for own, place in zip(cells, places, strict=True)]


def _row_line(row: PrintedRow, model: TableModel, opens_block: bool) -> int:
    """Where a row starts; the merged cells that are printed with it only count in the row that they open."""
    own = [cell.line for column, cell in row.cells.items() if opens_block or not model.merged >> column & 1]
    return min(own) if own else _first_line(row)
