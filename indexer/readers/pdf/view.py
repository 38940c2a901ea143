"""Where things stand on a page: the spaces that a PDF draws in, and the page as a reader sees it."""

from __future__ import annotations

from dataclasses import dataclass


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
