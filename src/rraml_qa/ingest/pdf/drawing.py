"""Paths and images to rules (thin straight lines) and pictures (everything else). ISO 32000-2, 8.5."""

from __future__ import annotations

from rraml_qa.ingest.pdf.canvas import Canvas
from rraml_qa.ingest.pdf.geometry import Matrix, Rect

__all__ = ["Pen"]

_THIN = 2.5  # points: what is thinner is a line
_LEAST = 4.0  # points: a shorter line is a tick or a speck
_DRAWN = 20_000  # straight lines and boxes of a page past this number are passed over
_BENT = 4_000  # and curves past this one


class Pen:
    """Gathers the current path and, when it is painted, puts it on the canvas."""

    def __init__(self, canvas: Canvas) -> None:
        """Draw on `canvas`."""
        self._canvas = canvas
        self._lines: list[Rect] = []
        self._boxes: list[Rect] = []
        self._curve: Rect | None = None
        self._at = self._start = (0.0, 0.0)
        self.lines_left = _DRAWN
        self.curves_left = _BENT

    def move(self, matrix: Matrix, parts: list[float]) -> None:
        """Begin a subpath."""
        self._at = self._start = _point(matrix, parts)

    def line(self, matrix: Matrix, parts: list[float]) -> None:
        """A straight line to the point that `parts` end with."""
        self._line_to(_point(matrix, parts))

    def close(self) -> None:
        """A straight line to where the subpath began."""
        self._line_to(self._start)

    def curve(self, matrix: Matrix, parts: list[float]) -> None:
        """A curve to the point that `parts` end with."""
        self.curves_left -= 1
        end = _point(matrix, parts)
        self._bend(_rect(self._at, end))
        self._at = end

    def rectangle(self, matrix: Matrix, parts: list[float]) -> None:
        """A rectangle: corner, width, height."""
        if len(parts) == 4:
            self.lines_left -= 1
            x, y, width, height = parts
            self._boxes.append(_rect(_point(matrix, [x, y]), _point(matrix, [x + width, y + height])))

    def image(self, matrix: Matrix) -> None:
        """An image: it fills the unit square."""
        box = _rect(_point(matrix, [0, 0]), _point(matrix, [1, 1]))
        if min(box.width, box.height) < _THIN:
            self._rule(box)
        else:
            self._picture(box)

    def paint(self, *, stroked: bool) -> None:
        """Keep the path: lines and thin boxes as rules, a stroked box as its four sides, curves as a picture."""
        for line in self._lines:
            self._rule(line)
        for box in self._boxes:
            if min(box.width, box.height) < _THIN:
                self._rule(box)
            elif stroked:
                for side in _sides(box):
                    self._rule(side)
        if self._curve is not None:
            self._picture(self._curve)
        self.clear()

    def clear(self) -> None:
        """Forget the path."""
        self._lines.clear()
        self._boxes.clear()
        self._curve = None

    def _line_to(self, end: tuple[float, float]) -> None:
        self.lines_left -= 1
        line = _rect(self._at, end)
        if min(line.width, line.height) < _THIN:
            self._lines.append(line)
        else:
            self._bend(line)
        self._at = end

    def _bend(self, box: Rect) -> None:
        self._curve = box if self._curve is None else self._curve.joined(box)

    def _rule(self, rect: Rect) -> None:
        if max(rect.width, rect.height) >= _LEAST and self._on_page(rect):
            self._canvas.rules.append(rect)

    def _picture(self, rect: Rect) -> None:
        if self._on_page(rect):
            self._canvas.pictures.append(rect)

    def _on_page(self, rect: Rect) -> bool:
        return rect.x1 > 0 and rect.y1 > 0 and rect.x0 < self._canvas.width and rect.y0 < self._canvas.height


def _point(m: Matrix, parts: list[float]) -> tuple[float, float]:
    if len(parts) < 2:
        return 0.0, 0.0
    x, y = parts[-2], parts[-1]
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _rect(first: tuple[float, float], last: tuple[float, float]) -> Rect:
    return Rect(min(first[0], last[0]), min(first[1], last[1]), max(first[0], last[0]), max(first[1], last[1]))


def _sides(box: Rect) -> tuple[Rect, Rect, Rect, Rect]:
    x0, y0, x1, y1 = box
    return Rect(x0, y0, x1, y0), Rect(x0, y1, x1, y1), Rect(x0, y0, x0, y1), Rect(x1, y0, x1, y1)
