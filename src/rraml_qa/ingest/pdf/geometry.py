"""Matrices and rectangles of a page (ISO 32000-2, 8.3). Lengths are in points, y grows downward."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["IDENTITY", "Matrix", "Rect", "bounds", "page_matrix", "placed", "turned"]

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rect(NamedTuple):
    """A rectangle, from its upper left to its lower right corner."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Its height."""
        return self.y1 - self.y0

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def grown(self, by: float) -> Rect:
        """The rectangle with a margin of `by` on each side."""
        return Rect(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def meets(self, other: Rect) -> bool:
        """Whether the two share a point."""
        return self.x0 <= other.x1 and other.x0 <= self.x1 and self.y0 <= other.y1 and other.y0 <= self.y1

    def joined(self, other: Rect) -> Rect:
        """The smallest rectangle around both."""
        return Rect(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


def bounds(rects: Sequence[Rect]) -> Rect:
    """The smallest rectangle around all of `rects`, of which there must be one at least."""
    return Rect(
        min(rect.x0 for rect in rects),
        min(rect.y0 for rect in rects),
        max(rect.x1 for rect in rects),
        max(rect.y1 for rect in rects),
    )


def product(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def placed(rect: Rect, m: Matrix) -> Rect:
    """The rectangle around `rect` as `m` places it."""
    x0, y0, x1, y1 = rect
    corners = [(x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = zip(*corners, strict=True)
    return Rect(min(xs), min(ys), max(xs), max(ys))


def page_matrix(box: Rect, rotation: int) -> tuple[Matrix, float, float]:
    """From a page's own coordinates to points from its upper left corner as shown, and its width and height.

    `box` is the visible part of the page in its own coordinates, `rotation` its /Rotate in degrees.
    """
    x0, y0, x1, y1 = box
    quarter = rotation // 90 % 4
    if quarter == 1:
        return (0.0, 1.0, 1.0, 0.0, -y0, -x0), y1 - y0, x1 - x0
    if quarter == 2:
        return (-1.0, 0.0, 0.0, 1.0, x1, -y0), x1 - x0, y1 - y0
    if quarter == 3:
        return (0.0, -1.0, -1.0, 0.0, y1, x1), y1 - y0, x1 - x0
    return (1.0, 0.0, 0.0, -1.0, -x0, y1), x1 - x0, y1 - y0


def turned(rect: Rect, quarter: int, width: float, height: float) -> Rect:
    """`rect` on a page of `width` × `height` after the page was turned clockwise by quarters."""
    x0, y0, x1, y1 = rect
    if quarter == 1:
        return Rect(height - y1, x0, height - y0, x1)
    if quarter == 2:
        return Rect(width - x1, height - y1, width - x0, height - y0)
    if quarter == 3:
        return Rect(y0, width - x1, y1, width - x0)
    return rect
