"""Where pictures wait to be read and what was read of them is kept, both by the content of the picture.

A reader hands a picture in and gets what it shows, if it has been read before. Else the picture waits in the folder
until `read_waiting` is called for it, in a process of its own with its own limits, and the file is read once more.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from indexer.readers.pdf.drawing import Ruling
from indexer.readers.pdf.recognised import ReadPage
from indexer.readers.scan.engine import Mark, Reading
from indexer.readers.scan.ink import Picture
from indexer.readers.scan.page import Scan, read_picture, to_page
from indexer.readers.scan.render import render

MOST_PICTURES = 300  # of one file
_EDITION = 1  # of what is read from a picture: another one reads all of them again
_DIGITS = 2  # behind the point, of a place in pixels
_FAILED = "failed"


@dataclass(slots=True)
class Desk:
    """What one file asks of the folder of readings."""

    folder: Path
    waiting: list[str] = field(default_factory=list)
    asked: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the pictures that wait to be read."""
        return tuple(dict.fromkeys(self.waiting))

    def read_page(self, data: bytes, number: int, width: float) -> ReadPage | str:
        """A page of a PDF read from its picture, or why it is not."""
        if self.asked >= MOST_PICTURES:
            return _too_many()
        picture = render(data, number)
        return "这一页已损坏，无法读取" if picture is None else self.read(picture, number, width)

    def read(self, picture: Picture, number: int, width: float | None = None) -> ReadPage | str:
        """The page that a picture shows, or why there is none."""
        if self.asked >= MOST_PICTURES:
            return _too_many()
        self.asked += 1
        key = _key(picture)
        kept = _kept(self.folder, key)
        if isinstance(kept, Scan):
            return to_page(kept, number, width)
        if kept is not None:
            return kept
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.folder / f"{key}.png", cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes())
        self.waiting.append(key)
        return "这张图片还没有识别"


def read_waiting(picture: Path) -> None:
    """Read a picture that waits at this path, and keep what was read in its place."""
    pixels = cv2.imdecode(np.frombuffer(picture.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    _keep(picture, _to_json(read_picture(np.asarray(pixels, np.uint8))))


def give_up(picture: Path, why: str) -> None:
    """Keep that a picture cannot be read, so that it is not tried again."""
    _keep(picture, {_FAILED: why})


def _too_many() -> str:
    return f"一个文件最多识别 {MOST_PICTURES} 张图片，这一张没有识别，请拆分文件"


def _key(picture: Picture) -> str:
    digest = hashlib.sha256(f"{_EDITION} {picture.shape}".encode())
    digest.update(np.ascontiguousarray(picture).data)
    return digest.hexdigest()[:32]


def _kept(folder: Path, key: str) -> Scan | str | None:
    try:
        kept = json.loads(gzip.decompress((folder / f"{key}.json.gz").read_bytes()))
        return str(kept[_FAILED]) if _FAILED in kept else _from_json(kept)
    except FileNotFoundError:
        return None
    except (OSError, EOFError, ValueError, KeyError, TypeError):  # written by half, or by another hand: read anew
        return None


def _keep(picture: Path, reading: dict[str, Any]) -> None:
    text = json.dumps(reading, ensure_ascii=False, separators=(",", ":"))
    _write(picture.with_suffix(".json.gz"), gzip.compress(text.encode(), mtime=0))
    picture.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    """Write a file so that it is there as a whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _to_json(scan: Scan) -> dict[str, Any]:
    return {
        "sizes": [scan.printed_width, scan.width, scan.height, scan.size],
        "lines": [
            [
                round(line.top, _DIGITS),
                round(line.bottom, _DIGITS),
                round(size, _DIGITS),
                [[mark.text, round(mark.x0, _DIGITS), round(mark.x1, _DIGITS), mark.certainty] for mark in line.marks],
            ]
            for line, size in scan.lines
        ],
        "across": list(_places(scan.across)),
        "down": list(_places(scan.down)),
        "unread": scan.unread,
    }


def _places(rulings: tuple[Ruling, ...]) -> Iterator[list[float]]:
    for ruling in rulings:
        yield [round(ruling.at, _DIGITS), ruling.start, ruling.end]


def _from_json(kept: dict[str, Any]) -> Scan:
    lines = tuple(
        (Reading(tuple(Mark(*mark) for mark in marks), top, bottom), size) for top, bottom, size, marks in kept["lines"]
    )
    across, down = (tuple(Ruling(*ruling) for ruling in kept[name]) for name in ("across", "down"))
    printed_width, width, height, size = kept["sizes"]
    return Scan(printed_width, width, height, size, lines, across, down, kept["unread"])
