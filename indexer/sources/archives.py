"""ZIP files read as folders. Members are unpacked into memory only, so that their names can do no harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from indexer.model.problems import UnreadableFileError
from indexer.readers.containers.package import package_kind
from indexer.readers.containers.zip_files import PICTURE_NAME, open_zip, read_member
from indexer.sources.file_names import MANIFEST_NAME, decode_name, is_hidden, is_list_name, readable, reading_order

LARGEST_FILE = 200 * 1024 * 1024  # bytes, of a file in a folder too
_LARGEST_ARCHIVE = 1024 * 1024 * 1024  # bytes of all its lists, unpacked
_LARGEST_MANIFEST = 1024 * 1024
_LARGEST_MANIFESTS = 2 * 1024 * 1024  # bytes of all in one archive
_MOST_MEMBERS = 2000
_BOMB_SIZE = 10 * 1024 * 1024  # members from this size on are looked at for their ratio
_BOMB_RATIO = 200  # texts pack 3 to 20 times
_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")  # a first member, or none at all
_PACKAGE_MARKS = ("[Content_Types].xml", "mimetype")  # members of files that are a ZIP inside, Office's and others'
_IN_UTF_8 = 0x800  # flag bit
_NO_NAMES = {"", ".", ".."}
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Listing:
    """What an archive holds: the sizes of its lists by name in reading order, its manifests, and what is not read.

    Names are paths with "/" inside the archive; each of `refused` comes with the reason in plain Chinese, under ""
    where it concerns the whole archive.
    """

    sizes: dict[str, int]
    manifests: dict[str, bytes]
    refused: list[tuple[str, str]]


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP to be read as a folder: whole by its directory, no Office package, no album."""
    try:
        with _opened(path) as archive:
            names = archive.namelist()
            are_pages = any(map(PICTURE_NAME.search, names)) and all(
                name.endswith("/") or PICTURE_NAME.search(name) for name in names
            )
            return not are_pages and not set(_PACKAGE_MARKS) & set(names) and package_kind(archive) is None
    except (UnreadableFileError, OSError):
        return False  # reading it as a file tells what is wrong with it


def list_archive(path: Path) -> Listing:
    """What the archive at `path` holds. Raises UnreadableFileError where it is damaged, OSError where it is gone."""
    with _opened(path) as archive:
        content = _Content.of(archive)
        manifests: dict[str, bytes] = {}
        for name, member in content.manifests.taken.items():
            try:
                manifests[name] = read_member(archive, member)
            except UnreadableFileError as error:
                content.refused.append((name, str(error)))
    sizes = {name: member.file_size for name, member in content.lists.taken.items()}
    return Listing(sizes, manifests, content.refused)


def read_from_archive(path: Path, name: str) -> bytes:
    """The content of one of the lists in an archive, by its name in the listing. Raises like `list_archive`."""
    status = path.stat()
    archive, members = _kept_open(path, status.st_mtime_ns, status.st_size)
    member = members.get(name)
    if member is None:
        raise UnreadableFileError("压缩包已被改动，里面没有这个文件了")
    return read_member(archive, member)


@lru_cache(maxsize=1)  # files of one archive are read one after the other: its directory is looked through once
def _kept_open(path: Path, _changed: int, _size: int) -> tuple[ZipFile, dict[str, ZipInfo]]:
    """The archive at `path`, left open, and its lists by name."""
    archive = open_zip(path.open("rb"))
    return archive, _Content.of(archive).lists.taken


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    with path.open("rb") as file:
        if not file.read(len(_MAGICS[0])).startswith(_MAGICS):
            raise UnreadableFileError("不是 ZIP 压缩包")
        yield open_zip(file)


@dataclass(slots=True)
class _Share:
    """Members of one sort, as far as one may not be larger than `largest` bytes nor all larger than `in_all`."""

    largest: int
    in_all: int
    taken: dict[str, ZipInfo] = field(default_factory=dict)
    used: int = 0

    def take(self, name: str, member: ZipInfo) -> str | None:
        """Take a member in, or tell why not."""
        size = member.file_size
        if size > self.largest:
            return f"文件太大（解压后 {_mega(size)}，上限 {_mega(self.largest)}）"
        if size > _BOMB_SIZE and size > _BOMB_RATIO * member.compress_size:
            return "压缩比异常，疑似压缩炸弹，没有解压"
        if self.used + size > self.in_all:
            return f"压缩包里的文件解压后共超过 {_mega(self.in_all)}，这一个没有读取"
        self.taken[name] = member
        self.used += size
        return None


@dataclass(slots=True)
class _Content:
    """The members of an archive, sorted out by their names and by what its directory says of them."""

    lists: _Share = field(default_factory=lambda: _Share(LARGEST_FILE, _LARGEST_ARCHIVE))
    manifests: _Share = field(default_factory=lambda: _Share(_LARGEST_MANIFEST, _LARGEST_MANIFESTS))
    refused: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, archive: ZipFile) -> _Content:
        """What `archive` holds, in reading order."""
        content = cls()
        surplus = 0
        for name, member in content._named(archive):
            share = content.manifests if name.rpartition("/")[2] == MANIFEST_NAME else content.lists
            if len(share.taken) == _MOST_MEMBERS:
                surplus += 1
            elif refusal := share.take(name, member):
                content.refused.append((name, refusal))
        if surplus:
            content.refused.append(("", f"压缩包里的文件超过 {_MOST_MEMBERS} 个，后面 {surplus} 个没有读取"))
        return content

    def _named(self, archive: ZipFile) -> list[tuple[str, ZipInfo]]:
        """The members that may be lists or manifests; of those of one name the last, as when it is unpacked."""
        found: dict[str, ZipInfo] = {}
        for member in archive.infolist():
            name = _name(member)
            if name is None:
                continue
            if name in found:
                self.refused.append((name, "压缩包里有几个同名的文件，只读取最后一个"))
            found[name] = member
        return sorted(found.items(), key=lambda item: reading_order(item[0]))


def _name(member: ZipInfo) -> str | None:
    """The path of a member inside its archive, or None where it is a folder, hidden, or a file never read.

    What would lead out of the archive is left out of the path.
    """
    text = member.orig_filename
    if not member.flag_bits & _IN_UTF_8:
        text = decode_name(text.encode("cp437"))  # as which the library took it
    path = readable(text).replace("\\", "/")
    parts = [part for part in path.split("/") if part not in _NO_NAMES and not _DRIVE.fullmatch(part)]
    if path.endswith("/") or not parts or any(map(is_hidden, parts[:-1])):
        return None
    return "/".join(parts) if is_list_name(parts[-1]) or parts[-1] == MANIFEST_NAME else None


def _mega(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
