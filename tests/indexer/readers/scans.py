"""Printed pages made into pictures as a scanner or a copier gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from indexer.readers.scan.formats import is_installed
from tests.indexer.readers.pdf_writer import PdfPage, pdf_file

needs_ocr = pytest.mark.skipif(not is_installed(), reason="the part that reads scans is not installed (make ocr)")


@dataclass(frozen=True)
class Spoilt:
    """What happens to a page: degrees of tilt, strength of noise, JPEG quality, a red seal, the ground, quarter turns."""

    tilt: float = 0.0
    noise: float = 0.0
    quality: int = 90
    seal: tuple[float, float] | None = None  # where its middle is, as shares of width and height
    ground: float = 1.0
    turns: int = 0


def photographed(pages: Sequence[PdfPage], spoilt: Spoilt, kind: str = ".jpg") -> list[bytes]:
    """Each page as an image file."""
    import cv2

    from indexer.readers.scan.render import render

    data = pdf_file(*pages)
    files = []
    for number in range(1, len(pages) + 1):
        picture = _spoil(render(data, number), spoilt)
        files.append(bytes(cv2.imencode(kind, picture, [cv2.IMWRITE_JPEG_QUALITY, spoilt.quality])[1]))
    return files


def _spoil(picture: Any, spoilt: Spoilt) -> Any:
    import cv2
    import numpy as np

    height, width = picture.shape[:2]
    if spoilt.seal is not None:
        seal = np.full_like(picture, 255)
        middle = (round(spoilt.seal[0] * width), round(spoilt.seal[1] * height))
        radius = width // 9
        cv2.circle(seal, middle, radius, (60, 50, 215), radius // 12)
        for angle in range(0, 360, 30):
            x, y = (round(radius * 0.75 * part) for part in (np.cos(np.radians(angle)), np.sin(np.radians(angle))))
            cv2.circle(seal, (middle[0] + x, middle[1] + y), radius // 12, (60, 50, 215), 3)
        picture = np.asarray(picture.astype(np.uint16) * seal // 255, np.uint8)
    picture = picture * spoilt.ground
    if spoilt.tilt:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), spoilt.tilt, 1.0)
        picture = cv2.warpAffine(picture, turn, (width, height), borderValue=(255 * spoilt.ground,) * 3)
    noise = np.random.default_rng(4).normal(0, spoilt.noise, picture.shape) if spoilt.noise else 0
    return np.ascontiguousarray(np.rot90(np.clip(picture + noise, 0, 255).astype(np.uint8), spoilt.turns))
