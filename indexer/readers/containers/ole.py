"""OLE compound files (.doc, .xls, .wps): which streams they hold, read just far enough to tell the kind."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.model.problems import UnreadableFileError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER = struct.Struct("<30xH16xI16xII")  # sector shift, first directory sector, first and number of DIFAT sectors
_IN_HEADER = 109  # allocation table sectors that the header itself lists
_ENTRY = struct.Struct("<64sHBxIII36xI8x")  # name, its length, type, left, right, child, first sector
_MOST_ENTRIES = 20_000
_SHIFTS = (9, 12)  # sectors of 512 or 4096 bytes
_NO_SECTOR = 0xFFFFFFFA  # numbers from here on are marks, not sectors
_ROOT, _STREAM = 5, 2
_WORD_MARK = b"\xec\xa5"  # what the main stream of a Word document starts with
_BOOK_MARKS = (0x0009, 0x0209, 0x0409, 0x0809)  # the first record of a workbook, by its age
_FILE_PASS = 0x2F  # the workbook record that says how the rest is encrypted
_WORD_ENCRYPTED = 0x0100

_BROKEN = "文件不完整或已损坏"
_LOCKED = "文件加了密码，请先去掉密码再放入"


def ole_kind(data: bytes) -> str | None:
    """`doc`, `xls` or `ppt` by the streams of the compound file, or None where it holds none of them.

    Raises UnreadableFileError where the file is damaged or locked by a password.
    """
    streams = _Directory(data).streams()
    if "EncryptedPackage" in streams:
        raise UnreadableFileError(_LOCKED)
    if "WordDocument" in streams:
        head = streams["WordDocument"]
        if head.startswith(_WORD_MARK) and int.from_bytes(head[10:12], "little") & _WORD_ENCRYPTED:
            raise UnreadableFileError(_LOCKED)
        return "doc"
    for name in ("Workbook", "Book"):
        if name in streams:
            if _has_file_pass(streams[name]):
                raise UnreadableFileError(_LOCKED)
            return "xls"
    return "ppt" if "PowerPoint Document" in streams else None


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    type: int
    left: int
    right: int
    child: int
    start: int


class _Directory:
    """The directory of a compound file; embedded objects have storages of their own below the root."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            shift, first, difat, difat_count = _HEADER.unpack_from(data)
            table = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
        except struct.error as error:
            raise UnreadableFileError(_BROKEN) from error
        if shift not in _SHIFTS:
            raise UnreadableFileError(_BROKEN)
        self.size = 1 << shift
        most = len(data) // self.size // (self.size // 4) + 1
        self.table = table + self._rest_of_table(difat, min(difat_count, most))
        self.entries = list(self._entries(first))
        if not self.entries or self.entries[0].type != _ROOT:
            raise UnreadableFileError(_BROKEN)

    def streams(self) -> dict[str, bytes]:
        """The streams right below the root by name, each with the bytes of its first sector."""
        out: dict[str, bytes] = {}
        waiting, seen = [self.entries[0].child], set()
        while waiting:
            number = waiting.pop()
            if number in seen or number >= len(self.entries):
                continue
            seen.add(number)
            entry = self.entries[number]
            waiting += [entry.left, entry.right]
            if entry.type == _STREAM:
                out[entry.name] = self._sector(entry.start)
        return out

    def _entries(self, sector: int) -> Iterator[_Entry]:
        seen = 0
        while sector < _NO_SECTOR and seen < _MOST_ENTRIES:
            content = self._sector(sector)
            for offset in range(0, len(content) - _ENTRY.size + 1, _ENTRY.size):
                name, length, kind, left, right, child, start = _ENTRY.unpack_from(content, offset)
                yield _Entry(name[: max(length - 2, 0)].decode("utf-16-le", "replace"), kind, left, right, child, start)
            seen += self.size // _ENTRY.size
            sector = self._next(sector)

    def _sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def _numbers(self, sector: int) -> list[int]:
        content = self._sector(sector)
        return [number for (number,) in struct.iter_unpack("<I", content[: len(content) // 4 * 4])]

    def _rest_of_table(self, sector: int, count: int) -> list[int]:
        """The sectors of the allocation table that a large file lists outside its header."""
        out: list[int] = []
        for _ in range(count):
            *listed, sector = self._numbers(sector) or [_NO_SECTOR]
            out += listed
        return out

    def _next(self, sector: int) -> int:
        """The sector after `sector` in its chain."""
        index, offset = divmod(sector, self.size // 4)
        numbers = self._numbers(self.table[index]) if index < len(self.table) else []
        return numbers[offset] if offset < len(numbers) else _NO_SECTOR


def _has_file_pass(head: bytes) -> bool:
    """Whether the records at the start of a workbook say that the rest is encrypted."""
    offset = 0
    while offset + 4 <= len(head):
        record, length = struct.unpack_from("<HH", head, offset)
        if record == _FILE_PASS:
            return True
        if offset == 0 and record not in _BOOK_MARKS:
            return False
        offset += 4 + length
    return False
