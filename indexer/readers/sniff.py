"""Choose the reader that understands a file's content."""

from __future__ import annotations

from indexer.document import Document
from indexer.problems import UnreadableFileError
from indexer.readers.text import read_text


def read(data: bytes, name: str) -> Document:
    """The blocks of a file of any format that can be read.

    `name` is how the document is to be called. Raises UnreadableFileError with a reason in plain Chinese.
    """
    if not data.strip():
        raise UnreadableFileError("文件是空的")
    return read_text(data, name)
