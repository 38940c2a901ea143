"""What the reader makes of Word markup, in a form that tests can compare at a glance."""

from __future__ import annotations

from indexer.model.blocks import Block, Table
from indexer.readers.word.reader import read_docx
from tests.indexer.readers.word_markup import document


def read(body: str, numbering: str = "", styles: str = "") -> list[Block]:
    """The blocks of a document with this markup."""
    return list(read_docx(document(body, numbering=numbering, styles=styles), "list.docx").blocks)


def texts(body: str, numbering: str = "", styles: str = "") -> list[str]:
    """The texts of the blocks; a table as one text with | between cells and / between rows."""
    return [plain(block) for block in read(body, numbering, styles)]


def plain(block: Block) -> str:
    """A block as one text."""
    if isinstance(block, Table):
        return "/".join("|".join(cell.text for cell in row.cells) for row in block.rows)
    return block.text
