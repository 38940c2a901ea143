"""Office packages (.docx, .xlsx): a ZIP of XML parts that refer to each other, opened with limits.

A package may be hostile: it is measured before anything in it is unpacked or parsed.
"""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from indexer.problems import UnreadableFileError

_MOST_MEMBERS = 10_000
_LARGEST_PART = 100 * 1024 * 1024  # bytes of one XML part
MOST_MARKS = 3_000_000  # tags and attributes of one XML part; each takes up to 250 bytes when parsed
_BOMB_SIZE = 20 * 1024 * 1024  # members from this size on are looked at for their ratio
_BOMB_RATIO = 400  # XML of real documents packs 5 to 100 times
_MEMBER_HEADER = b"PK\x01\x02"

_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO "strict" documents use names of their own for the same elements.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
)
BROKEN = "文件不完整或已损坏"
TOO_LARGE = "文件解压后过大，不予读取"


class Package:
    """The parts of an Office package by name; nothing is unpacked before it is asked for."""

    def __init__(self, data: bytes) -> None:
        """Open a package. Raises UnreadableFileError where `data` is no whole ZIP or holds far too many members."""
        if data.count(_MEMBER_HEADER) > _MOST_MEMBERS:
            raise UnreadableFileError(TOO_LARGE)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _ZIP_ERRORS as error:
            raise UnreadableFileError(BROKEN) from error
        self._members = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}

    def __contains__(self, part: object) -> bool:
        return part in self._members

    @property
    def parts(self) -> list[str]:
        """The names of all parts."""
        return list(self._members)

    def read(self, part: str, limit: int = _LARGEST_PART) -> bytes:
        """The bytes of a part. Raises UnreadableFileError where it is missing, damaged, locked or too large."""
        info = self._members.get(part)
        if info is None:
            raise UnreadableFileError(f"{BROKEN}（缺少 {part}）")
        is_bomb = info.file_size > _BOMB_SIZE and info.file_size > _BOMB_RATIO * max(info.compress_size, 1)
        if info.file_size > limit or is_bomb:
            raise UnreadableFileError(TOO_LARGE)
        if info.flag_bits & 0x1:
            raise UnreadableFileError("文件加了密码，请先去掉密码再放入")
        try:
            return self._zip.read(info)
        except _ZIP_ERRORS as error:
            raise UnreadableFileError(f"{BROKEN}（{part}）") from error

    def xml(self, part: str) -> etree._Element:
        """The root element of an XML part. Raises UnreadableFileError where it cannot be parsed safely."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(self.safe_xml(part), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableFileError(f"{BROKEN}（{part}）") from error

    def safe_xml(self, part: str) -> bytes:
        """The bytes of an XML part that any parser may be given.

        Raises UnreadableFileError for a part that would not fit into memory, and for a document type, which no
        Office part has and which is where entity bombs and references to outside files stand.
        """
        data = self.read(part)
        if b"<!DOCTYPE" in data.replace(b"\x00", b""):  # without NUL bytes UTF-16 shows its ASCII characters
            raise UnreadableFileError(f"文件含有不允许的实体声明（{part}），不予读取")
        if data.count(b"<") + data.count(b"=") > MOST_MARKS:
            raise UnreadableFileError(TOO_LARGE)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return data

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that `part` ("" for the package) names as its `kind`: styles, numbering, worksheet …"""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self:
            return []
        out = []
        for relation in self.xml(relations).iter(_RELATIONSHIP):
            is_kind = relation.get("Type", "").rpartition("/")[2] == kind
            if is_kind and relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                out.append(target)
        return [target for target in out if target in self]


def package_kind(data: bytes) -> str | None:
    """What the ZIP in `data` is: `docx`, `xlsx`, `pptx`, `xlsb`, `odt`, `ods`, `ofd`, or None for an ordinary ZIP.

    Raises UnreadableFileError where `data` is no whole ZIP.
    """
    package = Package(data)
    if "mimetype" in package:
        kind = package.read("mimetype", 200).decode("ascii", "replace").strip()
        return {
            "application/vnd.oasis.opendocument.text": "odt",
            "application/vnd.oasis.opendocument.spreadsheet": "ods",
        }.get(kind)
    for part, kind in (("xl/workbook.bin", "xlsb"), ("OFD.xml", "ofd")):
        if part in package:
            return kind
    main = main_part(package)
    folder = main.partition("/")[0] if main else ""
    return {"word": "docx", "xl": "xlsx", "ppt": "pptx"}.get(folder)


def main_part(package: Package) -> str | None:
    """The part that holds the document itself, by the package's own word or else by its usual name."""
    usual = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
    named = package.related("", "officeDocument")
    return next((part for part in (*named, *usual) if part in package), None)
