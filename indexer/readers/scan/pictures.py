"""Image files: PNG, JPEG and TIFF, one picture a page, and a ZIP of them in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from indexer.model.blocks import Place
from indexer.model.document import Document
from indexer.model.problems import Problem, ProblemKind, UnreadableFileError
from indexer.readers.pdf.layout import to_blocks
from indexer.readers.pdf.plan import plan_page
from indexer.readers.pdf.recognised import ReadPage, recognised_lines
from indexer.readers.scan.desk import MOST_PICTURES, Desk
from indexer.readers.scan.ink import WHITE, Picture

_TIFF = (b"II*\0", b"MM\0*")


def read_pictures(files: Sequence[bytes], name: str, desk: Desk) -> Document:
    """The blocks of pictures that are the pages of one document. Raises UnreadableFileError where none can be read."""
    pages: list[ReadPage] = []
    problems: list[Problem] = []
    number = 0
    for data in files:
        for picture in _frames(data):
            number += 1
            found = desk.read(picture, number) if picture is not None else "图片已损坏，无法读取"
            if isinstance(found, ReadPage):
                pages.append(found)
            else:
                problems.append(Problem(name, Place(page=number), ProblemKind.UNREADABLE_PAGE, found))
    if not desk.waiting and not any(page.lines for page in pages):
        raise UnreadableFileError("图片已损坏，无法读取" if problems and not pages else "图片里没有读到文字")
    blocks, doubtful = to_blocks([plan_page(page.page) for page in pages])
    problems += (doubt for page in pages for doubt in page.doubts(name))
    lines = tuple(recognised_lines(pages, doubtful))
    return Document(name, tuple(blocks), tuple(problems), recognised=lines, waiting=desk.names)


def _frames(data: bytes) -> Iterator[Picture | None]:
    """The pictures in an image file; None for one that is damaged."""
    buffer = np.frombuffer(data, np.uint8)
    if not data.startswith(_TIFF):
        yield _decoded(buffer)
        return
    for index in range(MOST_PICTURES + 1):
        try:
            found, frames = cv2.imdecodemulti(buffer, cv2.IMREAD_COLOR, range=(index, index + 1))
        except cv2.error:
            found, frames = False, ()
        if not found or not frames:
            if not index:
                yield None
            return
        yield np.asarray(frames[0], np.uint8)


def _decoded(buffer: npt.NDArray[np.uint8]) -> Picture | None:
    """The picture in an image file that holds one; what shines through is on white paper."""
    try:
        picture = cv2.imdecode(buffer, cv2.IMREAD_COLOR)
        whole = cv2.imdecode(buffer, cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if picture is None:
        return None
    if whole is not None and whole.ndim == 3 and whole.shape[2] == 4 and whole.dtype == np.uint8:
        cover = whole[:, :, 3:].astype(np.float32) / WHITE
        return np.asarray(whole[:, :, :3] * cover + WHITE * (1 - cover), np.uint8)
    return np.asarray(picture, np.uint8)
