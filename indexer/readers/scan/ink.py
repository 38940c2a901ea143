"""A picture as scanned → black ink on white paper: seals, shadows, grey ground and watermarks taken out."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
WHITE = 255

_COLOURED = 60  # of 255: the saturation from which a pixel has a colour
_PAPER = 0.8  # of how bright a seal is in its own colour: from there on it becomes paper
_SEAL = 0.04  # of the longer side of the page: the smallest seal
_LARGEST_SEAL = 0.4
_ROUND = 0.55  # of its longer side: how short the other side of a seal may be
_LEAN = 0.6  # of the box around it: what a seal fills at most, as it is drawn in strokes
_GROUND = 0.03  # of the longer side: ground darker than its surroundings on a stretch so long is a shadow
_FAINT = 0.45  # of the way from the paper to the ink: paler than this is a watermark or a stain
_ALL_WHITE = 235  # of 255: paper whose darkest half is lighter than this carries no ink


def even_ground(picture: Picture) -> Picture:
    """A colour or grey picture in grey on an evenly white ground, without seals."""
    grey = _without_seals(picture) if picture.ndim == 3 else picture
    size = max(3, round(_GROUND * max(grey.shape)) | 1)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    kernel = np.ones((max(3, size // 4),) * 2, np.uint8)
    ground = cv2.medianBlur(cv2.dilate(small, kernel), max(3, (size // 4) | 1))
    ground = np.maximum(cv2.resize(ground, grey.shape[::-1], interpolation=cv2.INTER_LINEAR), 1)
    return np.asarray(np.minimum(grey.astype(np.float32) / ground, 1.0) * WHITE, np.uint8)


def ink_alone(grey: Picture) -> Picture:
    """A picture on an even ground without what is much paler than its text: watermarks, stains, the other side."""
    border, _ = cv2.threshold(grey, 0, WHITE, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark = grey[grey <= border]
    if border > _ALL_WHITE or not dark.size:
        return grey
    ink = float(np.median(dark))
    paper = WHITE - _FAINT * (WHITE - ink)
    return np.asarray(np.clip((grey - ink) / max(paper - ink, 1.0), 0.0, 1.0) * WHITE, np.uint8)


def _without_seals(picture: Picture) -> Picture:
    """A colour picture in grey; ink in the colour of a seal becomes paper where it has the form of a seal.

    Black print below a seal stays: it is dark in every colour.
    """
    grey = _as_grey(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))
    hsv = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV)
    coloured = np.asarray((hsv[:, :, 1] > _COLOURED) & (hsv[:, :, 2] > _COLOURED), np.uint8)
    longest = max(grey.shape)
    reach = max(3, round(longest / 250))
    joined = cv2.dilate(coloured, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    brightest = picture.max(axis=2)
    for left, top, width, height, _ in stats[1:count].tolist():
        long, short = max(width, height), min(width, height)
        box = np.s_[top : top + height, left : left + width]
        is_round = _SEAL * longest <= long <= _LARGEST_SEAL * longest and short >= _ROUND * long
        if is_round and coloured[box].mean() <= _LEAN:
            paper = _PAPER * float(np.median(brightest[box][coloured[box] > 0]))
            bare = np.minimum(brightest[box] / paper, 1.0) * WHITE
            grey[box] = np.where(joined[box] > 0, np.maximum(grey[box], bare), grey[box])
    return grey


def _as_grey(picture: Any) -> Picture:
    return np.asarray(picture, np.uint8).copy()
