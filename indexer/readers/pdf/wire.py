"""Blocks as JSON: how the process that reads a PDF hands them to the one that asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.model.blocks import Block, Cell, Heading, Paragraph, Place, Row, Table


def encode(blocks: Sequence[Block]) -> list[Any]:
    """Blocks as values that JSON can hold."""
    return [_encoded(block) for block in blocks]


def decode(values: Sequence[Any]) -> tuple[Block, ...]:
    """The blocks that `encode` was given."""
    return tuple(_decoded(block) for block in values)


def _encoded(block: Block) -> list[Any]:
    if isinstance(block, Heading):
        return ["heading", block.place.page, block.text, block.level]
    if isinstance(block, Paragraph):
        return ["paragraph", block.place.page, block.text]
    rows = [
        [row.place.page, [[cell.place.page, cell.text, cell.rowspan, cell.colspan] for cell in row.cells]]
        for row in block.rows
    ]
    return ["table", block.place.page, rows]


def _decoded(block: list[Any]) -> Block:
    kind, page, *content = block
    place = Place(page=page)
    if kind == "heading":
        return Heading(content[0], place, content[1])
    if kind == "paragraph":
        return Paragraph(content[0], place)
    return Table(tuple(_row(row_page, cells) for row_page, cells in content[0]), place)


def _row(page: int, cells: list[list[Any]]) -> Row:
    decoded = (Cell(text, Place(page=at), rowspan, colspan) for at, text, rowspan, colspan in cells)
    return Row(tuple(decoded), Place(page=page))
