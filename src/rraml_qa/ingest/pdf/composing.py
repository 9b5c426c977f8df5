"""Fragments of a run to its text: spaces by the gaps, superscripts set, and the places where cells may part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rraml_qa.ingest.pdf.canvas import Fragment
from rraml_qa.ingest.pdf.marks import set_high

__all__ = ["HIGH", "LEVEL", "LOW", "WORD_GAP", "Piece", "compose"]

LEVEL, HIGH, LOW = 0, 1, -1
"""Whether a fragment stands on the line, high or low."""
WORD_GAP = 0.11  # font sizes: a gap that is a space
_CELL_GAP = 0.45  # font sizes: a gap that may part two cells of a table


class Piece(NamedTuple):
    """A stretch of a run without a wide gap in it."""

    text: str
    x0: float
    x1: float


def compose(parts: Sequence[tuple[Fragment, int]]) -> tuple[Piece, ...]:
    """The pieces of a run, whose fragments come from left to right, each with its level."""
    pieces: list[Piece] = []
    text, high = "", ""
    start = end = parts[0][0].x0
    for fragment, level in parts:
        gap = fragment.x0 - end
        space = gap > WORD_GAP * fragment.size and bool(text or high)
        if level == HIGH:
            high += " " + fragment.text if space and high else fragment.text
        else:
            text, high = _raised(text, high, (" " if space else "") + fragment.text), ""
            if space and gap > _CELL_GAP * fragment.size:
                pieces.append(Piece(text, start, end))
                text, start = "", fragment.x0
            text = _glued(text, fragment.text, space)
        end = max(end, fragment.x1)
    pieces.append(Piece(_raised(text, high, ""), start, end))
    tidied = (piece._replace(text=" ".join(piece.text.split())) for piece in pieces)
    return tuple(piece for piece in tidied if piece.text)


def _raised(text: str, high: str, after: str) -> str:
    return text + set_high(text, high, after) if high else text


def _glued(text: str, more: str, space: bool) -> str:
    if space and text and not text[-1].isspace() and not more[:1].isspace():
        return f"{text} {more}"
    return text + more
