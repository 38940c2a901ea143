"""ZIP files, Office packages and archives alike: opened and unpacked within limits.

A ZIP may be hostile: its directory may be of any size, and its members may lie about theirs.
"""

from __future__ import annotations

import copy
import io
import lzma
import re
import struct
import zipfile
import zlib
from typing import BinaryIO

from indexer.model.problems import UnreadableFileError

BROKEN = "文件不完整或已损坏"
TOO_MANY = "文件里的内容过多、过大，不予读取"
LOCKED = "文件加了密码，请先去掉密码再放入"
PICTURE_NAME = re.compile(r"\.(?:png|jpe?g|tiff?|bmp|webp)$", re.IGNORECASE)  # of photos that make up a document

_LARGEST_DIRECTORY = 4 * 1024 * 1024  # bytes
_MOST_MEMBERS = 10_000
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1  # flag bit
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # of the others the library unpacks a block at once, of any size
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


class _BoundedFile:
    """A file of which only so much is read at once: the library reads the whole directory before it looks at it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """Read as usual. Raises UnreadableFileError where too much is asked for."""
        if size > _LARGEST_DIRECTORY:
            raise UnreadableFileError(TOO_MANY)
        return self._file.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Seek as usual."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Tell as usual."""
        return self._file.tell()

    def seekable(self) -> bool:
        """Always; the library asks."""
        return True


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """The ZIP in `file`, which stays the caller's to close.

    Raises UnreadableFileError where it is no whole ZIP or its directory is too large.
    """
    try:
        archive = zipfile.ZipFile(_BoundedFile(file))
    except _ZIP_ERRORS as error:
        raise UnreadableFileError(BROKEN) from error
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise UnreadableFileError(TOO_MANY)
    if members and min(member.header_offset for member in members) != 0:
        # Cut off behind a member that is a ZIP itself: the library takes its directory for that of the whole.
        raise UnreadableFileError(BROKEN)
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The content of a member, at most as many bytes as the directory says.

    Raises UnreadableFileError where it is damaged, locked, packed in a rare way, or not as long as it claims.
    """
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableFileError(LOCKED)
    if member.compress_type not in _METHODS:
        raise UnreadableFileError("采用了少见的压缩方式，请解压后再放入")
    claim = copy.copy(member)
    claim.file_size += 1  # the library stops at the size claimed; a longer member shows itself by one byte more
    content = bytearray()
    try:
        with archive.open(claim) as file:
            while chunk := file.read(_CHUNK):
                content += chunk
    except _ZIP_ERRORS as error:
        raise UnreadableFileError(f"{BROKEN}（{member.filename}）") from error
    if len(content) != member.file_size:
        raise UnreadableFileError(f"{BROKEN}（{member.filename}）")
    return bytes(content)
