"""Runs a page's content streams, forms included, and keeps what can be read off them.

Method: ISO 32000-2, 8.4 (graphics state), 8.5 (paths), 8.10 (forms), 9.4 (text), 14.6 and 14.9.4 (marked content
and its /ActualText). Colours, clipping and optional content are passed over.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rraml_qa.ingest.pdf.canvas import Canvas, Fragment
from rraml_qa.ingest.pdf.content import numbers, operations, unescape
from rraml_qa.ingest.pdf.drawing import Pen
from rraml_qa.ingest.pdf.fonts import Face
from rraml_qa.ingest.pdf.geometry import IDENTITY, Matrix, Rect, placed, product, turned
from rraml_qa.ingest.pdf.showing import TextState, show

__all__ = ["Form", "Painter", "Resources"]

_FORMS_DEEP = 8
_FORMS = 2_000
_STATES = 512
_BLEED = 2.0  # points that text may stand outside of its box


@dataclass(frozen=True, slots=True)
class Form:
    """A form XObject: its content stream, its matrix, its own resources, and the box outside of which nothing shows."""

    data: bytes
    matrix: Matrix
    resources: Resources | None
    box: Rect | None = None


@dataclass(frozen=True, slots=True)
class Resources:
    """What names stand for: `face("/F1")`, and `form("/X1")`, which is None for an image or what is missing."""

    face: Callable[[str], Face | None]
    form: Callable[[str], Form | None]


def _setting(name: str, scale: float = 1.0) -> Callable[[Painter, bytes, list[bytes]], None]:
    """An operator that sets one number of the text state."""

    def put(painter: Painter, raw: bytes, _operands: list[bytes]) -> None:
        if parts := numbers(raw):
            setattr(painter._state, name, parts[-1] * scale)

    return put


class Painter:
    """Paints one page. `left` is the number of operators that it may still run."""

    def __init__(self, matrix: Matrix, canvas: Canvas, left: int) -> None:
        """Start with `matrix`, which maps the page's coordinates to the canvas's points."""
        self.canvas = canvas
        self.left = left
        self._state = TextState(matrix=matrix)
        self._saved: list[TextState] = []
        self._line: Matrix = IDENTITY
        self._text: Matrix = IDENTITY
        self._pen = Pen(canvas)
        self._marks: list[tuple[str | None, int, bool]] = []
        self._depth = self._forms = self._hidden = 0
        self._resources: Resources | None = None

    def paint(self, data: bytes, resources: Resources) -> None:
        """Run a content stream with its resources."""
        outer, self._resources = self._resources, resources
        known = self._OPERATORS
        for operator, raw, operands in operations(data):
            self.left -= 1
            if self.left < 0:
                break
            if handler := known.get(operator):
                handler(self, raw, operands)
        self._resources = outer

    # ------------------------------------------------------------------------------------ text

    def _begin(self, _raw: bytes, _operands: list[bytes]) -> None:
        self._line = self._text = IDENTITY

    def _show(self, raw: bytes, _operands: list[bytes]) -> None:
        if self._hidden:
            return
        moved = show(raw, self._text, self._state, self.canvas)
        a, b, c, d, e, f = self._text
        self._text = (a, b, c, d, e + moved * a, f + moved * b)

    def _next_line_show(self, raw: bytes, operands: list[bytes]) -> None:
        self._next_line(raw, operands)
        if operands:
            self._show(operands[-1], [])

    def _spaced_line_show(self, raw: bytes, operands: list[bytes]) -> None:
        if len(operands) >= 3:
            self._state.word_spacing, self._state.spacing = (numbers(operand)[0] for operand in operands[:2])
        self._next_line_show(raw, operands)

    def _move(self, raw: bytes, _operands: list[bytes]) -> None:
        parts = numbers(raw)
        if len(parts) == 2:
            a, b, c, d, e, f = self._line
            x, y = parts
            self._line = self._text = (a, b, c, d, e + x * a + y * c, f + x * b + y * d)

    def _move_leading(self, raw: bytes, operands: list[bytes]) -> None:
        parts = numbers(raw)
        if len(parts) == 2:
            self._state.leading = -parts[1]
            self._move(raw, operands)

    def _next_line(self, _raw: bytes, _operands: list[bytes]) -> None:
        self._move(f"0 {-self._state.leading:f}".encode(), [])

    def _set_matrix(self, raw: bytes, _operands: list[bytes]) -> None:
        parts = numbers(raw)
        if len(parts) == 6:
            self._line = self._text = (parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])

    def _font(self, raw: bytes, operands: list[bytes]) -> None:
        size = numbers(raw)
        if size:
            self._state.size = size[-1]
        if operands and self._resources is not None:
            face = self._resources.face(operands[-1].decode("latin-1"))
            self._state.face = face if face is not None else Face("none")

    # -------------------------------------------------------------------------------- graphics

    def _save(self, _raw: bytes, _operands: list[bytes]) -> None:
        if len(self._saved) < _STATES:
            self._saved.append(copy.copy(self._state))

    def _restore(self, _raw: bytes, _operands: list[bytes]) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def _concatenate(self, raw: bytes, _operands: list[bytes]) -> None:
        parts = numbers(raw)
        if len(parts) == 6:
            m = (parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
            self._state.matrix = product(m, self._state.matrix)

    def _move_pen(self, raw: bytes, _operands: list[bytes]) -> None:
        if self._pen.lines_left > 0 or self._pen.curves_left > 0:
            self._pen.move(self._state.matrix, numbers(raw))

    def _draw_line(self, raw: bytes, _operands: list[bytes]) -> None:
        if self._pen.lines_left > 0:
            self._pen.line(self._state.matrix, numbers(raw))

    def _draw_curve(self, raw: bytes, _operands: list[bytes]) -> None:
        if self._pen.curves_left > 0:
            self._pen.curve(self._state.matrix, numbers(raw))

    def _draw_box(self, raw: bytes, _operands: list[bytes]) -> None:
        if self._pen.lines_left > 0:
            self._pen.rectangle(self._state.matrix, numbers(raw))

    def _close_path(self, _raw: bytes, _operands: list[bytes]) -> None:
        if self._pen.lines_left > 0:
            self._pen.close()

    def _fill(self, _raw: bytes, _operands: list[bytes]) -> None:
        self._pen.paint(stroked=False)

    def _stroke(self, _raw: bytes, _operands: list[bytes]) -> None:
        self._pen.paint(stroked=True)

    def _object(self, _raw: bytes, operands: list[bytes]) -> None:
        if not operands or self._resources is None:
            return
        form = self._resources.form(operands[-1].decode("latin-1"))
        if form is None:
            self._pen.image(self._state.matrix)
        elif self._depth < _FORMS_DEEP and self._forms < _FORMS:
            self._forms += 1
            self._depth += 1
            self._paint_form(form, self._resources)
            self._depth -= 1

    def _paint_form(self, form: Form, outer: Resources) -> None:
        before = (self._state, self._saved, self._line, self._text, self._marks, self._hidden)
        self._state = copy.copy(self._state)
        self._state.matrix = product(form.matrix, self._state.matrix)
        self._saved, self._marks = [], []
        start = len(self.canvas.fragments)
        self.paint(form.data, form.resources or outer)
        if form.box is not None:
            self._clip(start, placed(form.box, product(form.matrix, before[0].matrix)))
        self._state, self._saved, self._line, self._text, self._marks, self._hidden = before

    def _clip(self, start: int, shown: Rect) -> None:
        """Drop the fragments from `start` on that stand outside of what is shown."""
        canvas = self.canvas
        sides = {turn: turned(shown, -turn % 4, canvas.width, canvas.height).grown(_BLEED) for turn in range(4)}
        new = canvas.fragments[start:]
        canvas.fragments[start:] = [
            each
            for each in new
            if each.turn is None or sides[each.turn].holds((each.x0 + each.x1) / 2, each.y - 0.3 * each.size)
        ]

    # -------------------------------------------------------------------------- marked content

    def _begin_marked(self, _raw: bytes, operands: list[bytes]) -> None:
        """Running heads that the file marks as such are hidden; an /ActualText waits for the end of its content."""
        hidden = b"/Pagination" in operands
        self._hidden += hidden
        actual = None
        if b"/ActualText" in operands[:-1]:
            actual = _text_string(unescape(operands[operands.index(b"/ActualText") + 1]))
        self._marks.append((actual, len(self.canvas.fragments), hidden))

    def _end_marked(self, _raw: bytes, _operands: list[bytes]) -> None:
        if not self._marks:
            return
        actual, start, hidden = self._marks.pop()
        self._hidden -= hidden
        marked = self.canvas.fragments[start:]
        if actual is not None and marked and _on_one_line(marked):
            whole = marked[0]._replace(text=actual, x1=marked[-1].x1)
            self.canvas.fragments[start:] = [whole] if actual.strip() else []

    _OPERATORS: ClassVar[dict[bytes, Callable[[Painter, bytes, list[bytes]], None]]] = {
        b"Tj": _show,
        b"TJ": _show,
        b"Tm": _set_matrix,
        b"Td": _move,
        b"TD": _move_leading,
        b"T*": _next_line,
        b"'": _next_line_show,
        b'"': _spaced_line_show,
        b"BT": _begin,
        b"Tf": _font,
        b"q": _save,
        b"Q": _restore,
        b"cm": _concatenate,
        b"Do": _object,
        b"BI": lambda self, _raw, _operands: self._pen.image(self._state.matrix),
        b"BMC": _begin_marked,
        b"BDC": _begin_marked,
        b"EMC": _end_marked,
        b"Tc": _setting("spacing"),
        b"Tw": _setting("word_spacing"),
        b"TL": _setting("leading"),
        b"Ts": _setting("rise"),
        b"Tz": _setting("stretch", 0.01),
        b"Tr": _setting("mode"),
        b"m": _move_pen,
        b"l": _draw_line,
        b"c": _draw_curve,
        b"v": _draw_curve,
        b"y": _draw_curve,
        b"re": _draw_box,
        b"h": _close_path,
        b"n": lambda self, _raw, _operands: self._pen.clear(),
        b"f": _fill,
        b"F": _fill,
        b"f*": _fill,
        b"S": _stroke,
        b"s": _stroke,
        b"B": _stroke,
        b"B*": _stroke,
        b"b": _stroke,
        b"b*": _stroke,
    }


def _text_string(raw: bytes) -> str:
    """A text string (ISO 32000-2, 7.9.2.2)."""
    if raw[:2] == b"\xfe\xff":
        return raw[2:].decode("utf-16-be", "replace")
    return raw[3:].decode("utf-8", "replace") if raw[:3] == b"\xef\xbb\xbf" else raw.decode("latin-1")


def _on_one_line(fragments: list[Fragment]) -> bool:
    first = fragments[0]
    return all(abs(each.y - first.y) < first.size / 2 and each.turn == first.turn for each in fragments)
