"""What a page shows, before anyone asks how it is to be read: runs of glyphs, lines, pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from rraml_qa.ingest.pdf.geometry import Rect

__all__ = ["Canvas", "Fragment"]


class Fragment(NamedTuple):
    """Glyphs shown in one go on one baseline.

    `turn` counts the quarters that the reading direction is turned clockwise (None: it is slanted); `x0`, `x1`
    and the baseline `y` are measured on the page turned so that this text is upright. `size` is the effective
    one, in points; the spaces at the ends of `text` lie outside `x0` to `x1`.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    font: str = ""
    turn: int | None = 0


@dataclass(slots=True)
class Canvas:
    """What was painted, in the order of the content stream. Rectangles are in points of the upright page."""

    width: float
    height: float
    fragments: list[Fragment] = field(default_factory=list)
    hidden: list[Fragment] = field(default_factory=list)
    """Text that is not shown: what a scanner's software read, or a publisher's marks."""
    rules: list[Rect] = field(default_factory=list)
    """Thin lines, level or upright."""
    pictures: list[Rect] = field(default_factory=list)
    """Images, and drawings that are more than lines and rectangles."""
    glyphs: int = 0
    unknown: int = 0
    """Glyphs, and how many of them have no character."""
