"""Straight rulings among the shapes drawn on a PDF page, and how much of the page pictures cover."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as pdfium

_MOST_OBJECTS = 300_000  # drawn objects looked at on one page
_DEEPEST_FORM = 8
_THICKEST_RULING = 3.5  # points; a filled box that is thicker is a coloured area
_SHORTEST_RULING = 2.0
_NEARLY_WHITE = 250
_FAR = 1e6  # points: beyond any page


# -- spaces -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class View:
    """How points of the page's own space appear to a reader: turned clockwise by quarter `turns`."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own space as a reader sees it."""
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        if self.turns == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as a reader sees them."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def turned(self, turns: int) -> View:
        """The view after some more quarter turns clockwise."""
        return View(self.left, self.bottom, self.right, self.top, (self.turns + turns) % 4)


@dataclass(frozen=True, slots=True)
class Matrix:
    """How drawing space maps to the space around it, in the order that PDF writes a matrix down."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where the matrix takes a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """One matrix that does what this one and then `outer` do."""
        e, f = outer.point(self.e, self.f)
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            e,
            f,
        )


IDENTITY = Matrix(1, 0, 0, 1, 0, 0)


# -- rulings ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line: `at` is its place across its direction, `start` and `end` lie along it."""

    at: float
    start: float
    end: float


class Drawing:
    """The rulings among the objects drawn on a page, and how much of the page pictures cover."""

    def __init__(self, page: pdfium.FPDF_PAGE, view: View) -> None:
        self.view = view
        self.across: list[Ruling] = []
        self.down: list[Ruling] = []
        self.pictures = 0.0
        self.curves = 0
        self.left = _MOST_OBJECTS
        count = pdfium.FPDFPage_CountObjects(page)
        self._objects((pdfium.FPDFPage_GetObject(page, index) for index in range(count)), IDENTITY, 0)

    @property
    def picture_share(self) -> float:
        """The share of the page that pictures cover, from 0 to 1."""
        width, height = self.view.size
        return min(1.0, self.pictures / (width * height)) if width > 0 and height > 0 else 0.0

    def _objects(self, objects: Iterator[pdfium.FPDF_PAGEOBJECT], outer: Matrix, depth: int) -> None:
        for item in objects:
            if self.left <= 0:
                return
            self.left -= 1
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, _matrix(item).then(outer))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                (xa, ya), (xb, yb) = (_matrix(item).then(outer).point(*corner) for corner in ((0, 0), (1, 1)))
                self.pictures += abs((xb - xa) * (yb - ya))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                count = pdfium.FPDFFormObj_CountObjects(item)
                inner = (pdfium.FPDFFormObj_GetObject(item, index) for index in range(count))
                self._objects(inner, _matrix(item).then(outer), depth + 1)

    def _path(self, path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
        is_stroked = bool(stroke.value) and not _is_white(path, pdfium.FPDFPageObj_GetStrokeColor)
        is_filled = bool(fill.value) and not _is_white(path, pdfium.FPDFPageObj_GetFillColor)
        if not is_stroked and not is_filled:
            return
        outlines = list(self._outlines(path, matrix))
        if is_stroked:
            for points in outlines:
                for start, end in pairwise(points):
                    self._keep(_Box.around([start, end]), _THICKEST_RULING / 2)
        else:
            boxes = [_Box.around(points) for points in outlines if len(points) > 2]
            for box in boxes:
                self._keep(box, _THICKEST_RULING)
            for outer, inner in pairwise(sorted(boxes, key=_Box.area, reverse=True)):
                if outer.is_ring_with(inner):
                    self._keep_sides(outer)

    def _outlines(self, path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The polygons of a path as a reader sees them; a path with curves is no ruling."""
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        straight, curved = True, False
        for index in range(pdfium.FPDFPath_CountSegments(path)):
            segment = pdfium.FPDFPath_GetPathSegment(path, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if straight and points:
                    yield points
                points, straight = [], True
            elif kind != pdfium.FPDF_SEGMENT_LINETO:
                straight = False
                curved = True
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(self.view.point(*matrix.point(x.value, y.value)))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if straight and points:
            yield points
        self.curves += curved

    def _keep(self, box: _Box, thickest: float) -> None:
        """Keep a long thin box as a ruling."""
        width, height = box.x1 - box.x0, box.y1 - box.y0
        if not all(math.isfinite(value) and abs(value) < _FAR for value in (box.x0, box.y0, box.x1, box.y1)):
            return
        if height <= thickest and width >= max(_SHORTEST_RULING, height):
            self.across.append(Ruling((box.y0 + box.y1) / 2, box.x0, box.x1))
        elif width <= thickest and height >= _SHORTEST_RULING:
            self.down.append(Ruling((box.x0 + box.x1) / 2, box.y0, box.y1))

    def _keep_sides(self, box: _Box) -> None:
        for y in (box.y0, box.y1):
            self._keep(_Box(box.x0, y, box.x1, y), _THICKEST_RULING)
        for x in (box.x0, box.x1):
            self._keep(_Box(x, box.y0, x, box.y1), _THICKEST_RULING)


@dataclass(frozen=True, slots=True)
class _Box:
    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> _Box:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return cls(min(xs), min(ys), max(xs), max(ys))

    def area(self) -> float:
        return (self.x1 - self.x0) * (self.y1 - self.y0)

    def is_ring_with(self, inner: _Box) -> bool:
        """Whether the area between two boxes is a border printed as one filled shape."""
        sides = (inner.x0 - self.x0, inner.y0 - self.y0, self.x1 - inner.x1, self.y1 - inner.y1)
        return all(0 <= side <= _THICKEST_RULING for side in sides) and self != inner


def _matrix(item: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _is_white(item: pdfium.FPDF_PAGEOBJECT, color_of: Callable[..., int]) -> bool:
    """Whether a line or area cannot be seen on white paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not color_of(item, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= _NEARLY_WHITE
