"""Strings of a content stream to fragments with real positions.

Method: ISO 32000-2, 9.4.4: a glyph stands at text matrix × transformation matrix and moves the text matrix by
`(width × size + Tc + Tw) × Tz`. A fragment ends where a gap is wide enough to part two columns.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from rraml_qa.ingest.pdf.canvas import Canvas, Fragment
from rraml_qa.ingest.pdf.content import pieces
from rraml_qa.ingest.pdf.fonts import UNKNOWN, Face
from rraml_qa.ingest.pdf.geometry import IDENTITY, Matrix, product

__all__ = ["TextState", "show"]

_WORD_GAP = 0.11  # of the size: from here on a gap within a string is a space
_CELL_GAP = 0.45  # and from here on the string is cut
_TRACKED = 0.08  # of the size: from here on character spacing may hide or make spaces
_FRAGMENTS = 60_000  # of a page: ten times what a dense page has, letter by letter
_STRAIGHT = 0.03  # slope up to which text counts as level
_INVISIBLE_SIZE = 0.5  # points
_INVISIBLE = 3  # rendering mode
_STROKED = 2  # rendering mode: filled and stroked, a makeshift bold
_SPACES = re.compile(rb"( {2,})")
_LONE_SPACES = re.compile(rb"( +)")


_Box = tuple[str, float, float]
"""A string, and from where to where it goes along the text's own x axis."""


@dataclass(slots=True)
class TextState:
    """The text state (ISO 32000-2, 9.3) with the transformation matrix: what `q` saves and `Q` restores."""

    matrix: Matrix = IDENTITY
    face: Face = field(default_factory=lambda: Face("none"))
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(slots=True)
class _Run:
    """A fragment in the making; `start` and `end` along the text's own x axis."""

    parts: list[str] = field(default_factory=list)
    start: float = 0.0
    end: float = 0.0


def show(shown: bytes, text: Matrix, state: TextState, canvas: Canvas) -> float:
    """Put the strings of a `Tj` or `TJ` on the canvas; return how far along its x axis the text moved."""
    face, em = state.face, state.size * state.stretch
    tracked = state.spacing > _TRACKED * abs(state.size)
    boxes: list[_Box] = []
    here = 0.0
    for piece in pieces(shown):
        for part in (piece,) if isinstance(piece, float) else _spread(piece, state, tracked):
            if isinstance(part, float):
                here -= part / 1000 * em
                continue
            string, width, count = face.show(part)
            canvas.glyphs += count
            advance = width / 1000 * em + (count * state.spacing + _spaces(part, state)) * state.stretch
            boxes.append((string, here, here + advance - state.spacing * state.stretch))
            here += advance
    _place(boxes, _tracking(boxes) if tracked else 0.0, text, state, canvas)
    return here


def _tracking(boxes: Sequence[_Box]) -> float:
    """The usual gap between the glyphs of spaced out text, which is no space between words."""
    gaps = [later[1] - box[2] for box, later in itertools.pairwise(boxes)]
    return median(gaps) if gaps else 0.0


def _place(boxes: Sequence[_Box], tracking: float, text: Matrix, state: TextState, canvas: Canvas) -> None:
    em = state.size * state.stretch or 1.0
    run = _Run()
    for string, start, end in boxes:
        if run.parts:
            gap = (start - run.end - tracking) / em
            if gap > _CELL_GAP:
                _finish(run, text, state, canvas)
            elif gap > _WORD_GAP and not run.parts[-1].endswith(" ") and not string.startswith(" "):
                run.parts.append(" ")
        if not run.parts:
            run.start = start
        run.parts.append(string)
        run.end = end
    _finish(run, text, state, canvas)


def _spaces(part: bytes, state: TextState) -> float:
    """What `Tw` adds: it acts on the one-byte code 32 alone (ISO 32000-2, 9.3.3)."""
    return part.count(b" ") * state.word_spacing if state.word_spacing and not state.face.wide else 0.0


def _spread(piece: bytes, state: TextState, tracked: bool) -> Iterator[bytes | float]:
    """Cut a string where its own spaces are wide enough for a column; give those as numbers of a `TJ` array.

    A `tracked` one is cut into its glyphs, for the gaps between them to be seen.
    """
    face = state.face
    if tracked:
        step = 2 if face.wide else 1
        yield from (piece[start : start + step] for start in range(0, len(piece), step))
        return
    loose = state.word_spacing * state.stretch > _CELL_GAP * abs(state.size * state.stretch)
    if face.wide or not (loose or b"  " in piece) or not face.chars.get(32, " ").isspace():
        yield piece
        return
    one = face.widths.get(32, face.space) + (state.spacing + state.word_spacing) * 1000 / (state.size or 1.0)
    for part in (_LONE_SPACES if loose else _SPACES).split(piece):
        if part.strip(b" ") or len(part) == 1:
            yield part
        elif part:
            yield -one * len(part)


def _finish(run: _Run, text: Matrix, state: TextState, canvas: Canvas) -> None:
    """Put the run on the canvas, if there is anything to see of it, and empty it."""
    string = "".join(run.parts)
    run.parts.clear()
    if not string or string.isspace():
        return
    canvas.unknown += string.count(UNKNOWN)
    m = product(text, state.matrix)
    along = math.hypot(m[0], m[1])
    size = abs(state.size * (m[0] * m[3] - m[1] * m[2])) / along if along else 0.0
    target = canvas.hidden if state.mode == _INVISIBLE else canvas.fragments
    if size < _INVISIBLE_SIZE or len(target) >= _FRAGMENTS:
        return
    space = (state.face.space / 1000 * state.size + state.spacing + state.word_spacing) * state.stretch
    start = run.start + (len(string) - len(string.lstrip(" "))) * space
    end = max(start, run.end - (len(string) - len(string.rstrip(" "))) * space)
    first = _point(m, start, state.rise)
    last = _point(m, end, state.rise)
    turn = _turn(m[0], m[1])
    x0, x1, y = _upright(first, last, turn, canvas)
    bold = state.face.bold or state.mode == _STROKED
    target.append(Fragment(string, x0, x1, y, size, bold, state.face.italic, state.face.name, turn))


def _point(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _turn(along: float, down: float) -> int | None:
    if abs(down) <= _STRAIGHT * abs(along):
        return 0 if along > 0 else 2
    if abs(along) <= _STRAIGHT * abs(down):
        return 1 if down > 0 else 3
    return None


def _upright(
    first: tuple[float, float], last: tuple[float, float], turn: int | None, canvas: Canvas
) -> tuple[float, float, float]:
    """Both ends and the baseline of a text on the page turned so that it is upright."""
    if turn == 1:
        return first[1], last[1], canvas.width - first[0]
    if turn == 2:
        return canvas.width - first[0], canvas.width - last[0], canvas.height - first[1]
    if turn == 3:
        return canvas.height - first[1], canvas.height - last[1], first[0]
    return min(first[0], last[0]), max(first[0], last[0]), first[1]
