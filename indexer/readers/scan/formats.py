"""Which files are pictures, and whether the optional part that reads them is installed. Needs nothing of it."""

from __future__ import annotations

import importlib.util
import io
import re

from indexer.readers.containers.zip_files import PICTURE_NAME, open_zip, read_member

_PARTS = ("rapidocr", "onnxruntime", "cv2")
_PICTURE = re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|II\*\0|MM\0\*|BM.{4}\0{4}|RIFF.{4}WEBP", re.DOTALL)
_PACKED = b"PK\x03\x04"


def is_installed() -> bool:
    """Whether the optional part is there."""
    return all(importlib.util.find_spec(part) is not None for part in _PARTS)


def is_picture(data: bytes) -> bool:
    """Whether `data` is an image file of a kind that can be read, by its content."""
    return _PICTURE.match(data) is not None


def packed_pictures(data: bytes) -> list[bytes]:
    """The image files in a ZIP that holds nothing else, in the order of their names; none for any other file."""
    if not data.startswith(_PACKED):
        return []
    with open_zip(io.BytesIO(data)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if not members or not all(PICTURE_NAME.search(member.filename) for member in members):
            return []
        return [read_member(archive, member) for member in sorted(members, key=lambda member: _order(member.filename))]


def _order(name: str) -> list[tuple[int, str]]:
    """A sort key for names with numbers: 2.jpg stands before 10.jpg."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]
