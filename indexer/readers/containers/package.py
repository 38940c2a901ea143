"""Office packages (.docx, .xlsx): a ZIP of XML parts that refer to each other, opened with limits.

A package may be hostile: it is measured before anything in it is unpacked or parsed.
"""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from indexer.model.problems import UnreadableFileError
from indexer.readers.containers.zip_files import BROKEN, open_zip, read_member

_LARGEST_PART = 100 * 1024 * 1024  # bytes of one XML part
MOST_MARKS = 3_000_000  # tags and attributes of one XML part; each takes up to 250 bytes when parsed
_BOMB_SIZE = 20 * 1024 * 1024  # members from this size on are looked at for their ratio
_BOMB_RATIO = 400  # XML of real documents packs 5 to 100 times
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO "strict" documents use names of their own for the same elements and relations.
_STRICT_NAMES = b"http://purl.oclc.org/ooxml/"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
TOO_LARGE = "文件解压后过大，不予读取"


class Package:
    """The parts of an Office package by name; nothing is unpacked before it is asked for."""

    def __init__(self, source: bytes | ZipFile) -> None:
        """Open a package. Raises UnreadableFileError where `source` is no whole ZIP or holds far too many members."""
        self.data = source if isinstance(source, bytes) else b""
        self._zip = open_zip(BytesIO(source)) if isinstance(source, bytes) else source
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
        return read_member(self._zip, info)

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
        return self.usual(data)

    @property
    def is_strict(self) -> bool:
        """Whether the package uses the names of ISO's strict documents."""
        return any(_STRICT_NAMES in self.read(part) for part in self.parts if part.endswith(".rels"))

    def usual(self, data: bytes) -> bytes:
        """A part with the usual names in place of the strict ones."""
        return _STRICT.sub(_USUAL, data) if _STRICT_NAMES in data else data

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that `part` ("" for the package) names as its `kind`: styles, numbering, worksheet …"""
        return list(self.relations(part, kind).values())

    def relations(self, part: str, kind: str = "") -> dict[str, str]:
        """The parts that `part` names as its `kind`, or as any, by the ids under which it names them."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self:
            return {}
        out: dict[str, str] = {}
        for relation in self.xml(relations).iter(_RELATIONSHIP):
            is_kind = not kind or relation.get("Type", "").rpartition("/")[2] == kind
            if is_kind and relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                if target in self:
                    out[relation.get("Id", str(len(out)))] = target
        return out


def package_kind(source: bytes | ZipFile) -> str | None:
    """What a ZIP is: `docx`, `xlsx`, `pptx`, `xlsb`, `odt`, `ods`, `ofd`, or None for an ordinary ZIP.

    Raises UnreadableFileError where `source` is no whole ZIP.
    """
    package = Package(source)
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
