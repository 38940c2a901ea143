"""What the tests of the reader of web pages share: pages of lists, and blocks in a short form."""

from __future__ import annotations

from indexer.model.blocks import Block, Table
from indexer.readers.html.reader import read_html
from tests.indexer.readers.web_pages import site_page, word_page
from tests.sample.html_page import html_page

WRITERS = {"clean": lambda department: html_page(department).encode(), "word": word_page, "site": site_page}
DUTY_TABLE = (
    "<table><tr><th>序号<th>主要职责<th>具体工作事项<th>备注"
    "<tr><td>1<td>管理河道<td>巡查河道。<td><tr><td>2<td>管理水库<td>巡查水库。<td></table>"
)
LONG = "本县对河道采砂实行许可管理，由县水利局会同有关部门编制采砂规划并且公布。" * 3


def blocks(page: str | bytes) -> list[Block]:
    """The blocks of a page."""
    data = page.encode() if isinstance(page, str) else page
    return list(read_html(data, "page.html").blocks)


def texts(page: str | bytes) -> list[str]:
    """The texts of the blocks; a table as one text with | between cells and / between rows."""
    return [plain(block) for block in blocks(page)]


def plain(block: Block) -> str:
    if isinstance(block, Table):
        return "/".join("|".join(cell.text for cell in row.cells) for row in block.rows)
    return block.text
