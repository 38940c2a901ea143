"""Office files of every age: which kind a file is by its content, and the reader that serves it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from indexer.model.blocks import Block
from indexer.model.document import Document
from indexer.model.problems import UnreadableFileError
from indexer.readers.containers.ole import MAGIC as OLE_MAGIC
from indexer.readers.containers.ole import ole_kind
from indexer.readers.containers.package import package_kind
from indexer.readers.dump.reader import read_text
from indexer.readers.excel import UnsupportedWorkbookError, read_xlsx
from indexer.readers.html.reader import looks_like_html, read_html
from indexer.readers.libreoffice import convert, find_libreoffice
from indexer.readers.word.reader import read_docx

_ZIP_MAGIC = b"PK\x03\x04"
_RTF_MAGIC = b"{\\rtf"
_FLAT_XML = re.compile(rb'<\?mso-application\s+progid="(Word\.Document|Excel\.Sheet)"\s*\?>')
_HEAD = 1000  # bytes in which the line that names the program stands
_WORD, _EXCEL = "docx", "xlsx"
# What LibreOffice turns each kind into.
_CONVERTED = {
    "doc": _WORD,
    "rtf": _WORD,
    "odt": _WORD,
    "wordml": _WORD,
    "xls": _EXCEL,
    "xlsb": _EXCEL,
    "ods": _EXCEL,
    "excelml": _EXCEL,
}
_REFUSED = {"ppt": "这是演示文稿，不能读取", "pptx": "这是演示文稿，不能读取", "ofd": "这是 OFD 版式文件，目前不能读取"}


def _read_word(data: bytes, name: str) -> Document:
    return read_docx(data, name, _read_chunk)


def _read_chunk(data: bytes, name: str) -> Sequence[Block] | None:
    """The blocks of a document inside a Word document: a page, text, or Word again; None for anything else."""
    try:
        if data.startswith(_ZIP_MAGIC):
            return read_docx(data, name).blocks
        if looks_like_html(data):
            return read_html(data, name).blocks
        return None if data.startswith((OLE_MAGIC, _RTF_MAGIC)) else read_text(data, name).blocks
    except UnreadableFileError:
        return None


_READERS: dict[str, Callable[[bytes, str], Document]] = {_WORD: _read_word, _EXCEL: read_xlsx}


def office_kind(data: bytes) -> str | None:
    """The kind of Office file that `data` is by its content (`docx`, `xlsx`, `doc`, `xls`, `rtf` …), or None.

    Raises UnreadableFileError for one that is damaged, locked by a password, or a presentation.
    """
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t")
    kind: str | None = None
    if data.startswith(OLE_MAGIC):
        kind = ole_kind(data)
        if kind is None:
            raise UnreadableFileError("不是 Word 或 Excel 文件（OLE 文件中没有文档内容）")
    elif data.startswith(_ZIP_MAGIC):
        kind = package_kind(data)
    elif head.startswith(_RTF_MAGIC):
        kind = "rtf"
    elif (program := _FLAT_XML.search(head)) is not None:
        kind = "wordml" if program[1].startswith(b"Word") else "excelml"
    if kind in _REFUSED:
        raise UnreadableFileError(f"{_REFUSED[kind]}；请把清单另存为 Word、Excel、PDF 或网页文件")
    return kind


def read_office(data: bytes, name: str, kind: str) -> Document:
    """The blocks of an Office file of a kind that `office_kind` told. Raises UnreadableFileError."""
    reader = _READERS.get(kind)
    if reader is None:
        return read_legacy(data, name, kind)
    try:
        return reader(data, name)
    except UnsupportedWorkbookError:
        if find_libreoffice() is None:
            raise
        return reader(convert(data, kind, kind), name)


def read_legacy(data: bytes, name: str, kind: str) -> Document:
    """The blocks of a file that LibreOffice has to convert first. Raises UnreadableFileError."""
    target = _CONVERTED[kind]
    return _READERS[target](convert(data, kind, target), name)
