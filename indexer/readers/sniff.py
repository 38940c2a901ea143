"""Choose the reader that understands a file's content."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from indexer.model.document import Document
from indexer.model.problems import UnreadableFileError
from indexer.readers.delimited import read_delimited
from indexer.readers.dump.plain_tables import read_plain_tables
from indexer.readers.dump.reader import decode, read_text
from indexer.readers.html.reader import looks_like_html, read_html
from indexer.readers.office import office_kind, read_office
from indexer.readers.pdf import is_pdf, read_pdf
from indexer.readers.pdf.recognised import NEEDS_OCR
from indexer.readers.printed.lines import blanks_close
from indexer.readers.printed.reader import looks_printed_from_pdf, read_printed_text
from indexer.readers.scan.formats import is_installed, is_picture, packed_pictures

if TYPE_CHECKING:
    from indexer.readers.scan.desk import Desk

_ARCHIVES = {
    b"PK\x03\x04": "ZIP",  # one inside another, or a package of a format that we do not know
    b"PK\x05\x06": "ZIP",
    b"Rar!\x1a\x07": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b\x08": "gzip",
}


def read(data: bytes, name: str, readings: Path | None = None) -> Document:
    """The blocks of a file of any format that can be read.

    `name` is how the document is to be called, `readings` the folder with what was read of pictures; without it, or
    where the part that reads them is not installed, none are read. Raises UnreadableFileError with a reason in plain
    Chinese.
    """
    if not data.strip():
        raise UnreadableFileError("文件是空的")
    kind = office_kind(data)
    if kind is not None:
        return read_office(data, name, kind)
    if pictures := [data] if is_picture(data) else packed_pictures(data):
        return _read_pictures(pictures, name, readings)
    for magic, archive in _ARCHIVES.items():
        if data.startswith(magic):
            raise UnreadableFileError(f"是 {archive} 压缩包，里面的文件没有读取，请解压后再放入")
    if is_pdf(data):
        return read_pdf(data, name, _desk(readings))
    if looks_like_html(data):
        return read_html(data, name)
    text = decode(data)
    if (document := read_delimited(text, name)) is not None:
        return document
    if not blanks_close(text) and (document := read_plain_tables(text, name)) is not None:
        return document
    if looks_printed_from_pdf(text):
        return read_printed_text(text, name)
    return read_text(data, name)


def _read_pictures(files: list[bytes], name: str, readings: Path | None) -> Document:
    desk = _desk(readings)
    if desk is None:
        raise UnreadableFileError(f"这是图片，{NEEDS_OCR}")
    from indexer.readers.scan.pictures import read_pictures  # noqa: PLC0415 -- needs the optional part

    return read_pictures(files, name, desk)


def _desk(readings: Path | None) -> Desk | None:
    if readings is None or not is_installed():
        return None
    from indexer.readers.scan.desk import Desk  # noqa: PLC0415 -- needs the optional part

    return Desk(readings)
