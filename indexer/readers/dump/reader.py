"""Plain text as a converter printed it from Word: bytes → blocks.

Each table cell starts on a line of its own with a tab; rows are set apart by blank lines; everything else
is one paragraph a line. `dump_rows` rebuilds the table rows, which such dumps damage in many ways.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer.model.blocks import Block, Paragraph, Place
from indexer.model.document import Document
from indexer.model.problems import Problem, UnreadableFileError
from indexer.readers.dump.rows import DumpLine, rebuild

_BLANKS = " \u3000\u00a0\u200b\ufeff\x0b\x0c"
_BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes) -> str:
    """Text of `data` in UTF-8, UTF-16 with a byte order mark, or GB18030 (which includes GBK and GB2312).

    A file cut off inside its last character is read up to there. Raises UnreadableFileError for anything else.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFileError(f"不是有效的 {encoding.upper()} 文本") from error
    if b"\x00" in data:
        raise UnreadableFileError("是二进制文件，不是文本")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start > 0 and error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8-sig")
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"既不是 UTF-8 也不是 GB18030 文本（第 {error.start + 1} 个字节处出错）") from error


def read_text(data: bytes, name: str) -> Document:
    """The blocks of a plain text file. Raises UnreadableFileError where `data` is no text."""
    problems: list[Problem] = []
    blocks: list[Block] = []
    for part in rebuild(list(_lines(decode(data))), name, problems):
        if isinstance(part, DumpLine):
            blocks.append(Paragraph(part.text, Place(line=part.number)))
        else:
            blocks.append(part)
    return Document(name, tuple(blocks), tuple(problems))


def _lines(text: str) -> Iterator[DumpLine]:
    """The non-blank lines, each knowing how many blank lines stand before it and whether it opens a cell."""
    blanks = 0
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if "\t" not in line:
            content = line.strip(_BLANKS)
            if content:
                yield DumpLine(number, content, blanks)
                blanks = 0
            else:
                blanks += 1
            continue
        before, *cells = line.split("\t")
        if before.strip(_BLANKS):
            cells, before = [before, *cells], ""
        whole_row = len(cells) > 1
        for index, content in enumerate(cells):
            yield DumpLine(
                number,
                content.strip(_BLANKS),
                max(blanks, 1) if whole_row and index == 0 else blanks if index == 0 else 0,
                opens_cell=True,
                indented=index == 0 and bool(before),
            )
        blanks = 1 if whole_row else 0
