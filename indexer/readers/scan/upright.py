"""A picture turned so that its lines of text run level."""

from __future__ import annotations

import math

import cv2
import numpy as np

from indexer.readers.scan.ink import WHITE, Picture

_SMALL = 900  # pixels of the longer side, on which the tilt is told
_MOST_TILT = 5.0  # degrees
_COARSE, _FINE = 0.5, 0.05  # degrees from one try to the next
_LEAST_TILT = 0.03
_INK = 128


def levelled(grey: Picture) -> Picture:
    """A picture on an even ground turned by the tilt of its lines."""
    tilt = _tilt(grey)
    return grey if abs(tilt) < _LEAST_TILT else _turned(grey, tilt)


def _tilt(grey: Picture) -> float:
    """By how many degrees the lines fall: the turn after which rows of pixels differ most in what they hold."""
    scale = min(1.0, _SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = np.asarray(np.where(small < _INK + 64, WHITE - small, 0), np.uint8)
    if not ink.any():
        return 0.0
    coarse = _best(ink, np.arange(-_MOST_TILT, _MOST_TILT + _COARSE, _COARSE))
    return _best(ink, np.arange(coarse - _COARSE, coarse + _COARSE, _FINE))


def _best(ink: Picture, angles: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    def sharpness(angle: float) -> float:
        rows = _turned(ink, angle, 0).sum(axis=1, dtype=np.float64)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    return max(map(float, angles), key=lambda angle: (sharpness(angle), -abs(angle)))


def _turned(grey: Picture, degrees: float, ground: int = WHITE) -> Picture:
    """A picture turned anticlockwise, on a sheet large enough for all of it."""
    height, width = grey.shape
    sine, cosine = abs(math.sin(math.radians(degrees))), abs(math.cos(math.radians(degrees)))
    size = (math.ceil(width * cosine + height * sine), math.ceil(width * sine + height * cosine))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    matrix[0, 2] += (size[0] - width) / 2
    matrix[1, 2] += (size[1] - height) / 2
    out = cv2.warpAffine(grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=ground)
    return np.asarray(out, np.uint8)
