"""A whole document as HTML to read, in which every stretch of text knows where it stands in the frozen text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from rraml_qa.types import Block, Document, Span
from rraml_qa.ui.markup import fill

__all__ = ["reading_html"]

_TABULAR = frozenset({"header", "row"})
_DEEPEST = 5  # level of heading that is told from deeper ones


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A text with its place, in code points."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A block to be shown; `cells` are those of a row, `anchor` names a heading for the table of contents."""

    role: str
    level: int
    stretch: _Stretch
    cells: tuple[_Stretch, ...]
    anchor: str


def reading_html(document: Document, edition: str) -> str:
    """The document with a table of contents; blocks carry `data-start` and `data-end`."""
    lines = [_line(document, block, number) for number, block in enumerate(document.blocks)]
    groups = [(tabular, list(group)) for tabular, group in groupby(lines, key=lambda line: line.role in _TABULAR)]
    contents = [line for line in lines if line.role == "heading"]
    return fill("reading.html", document=document, edition=edition, groups=groups, contents=contents)


def _line(document: Document, block: Block, number: int) -> _Line:
    return _Line(
        role=block.role,
        level=min((block.level or 1) + 1, _DEEPEST),
        stretch=_stretch(document, block.span),
        cells=tuple(_stretch(document, cell) for cell in block.cells),
        anchor=f"part-{number}",
    )


def _stretch(document: Document, span: Span) -> _Stretch:
    return _Stretch(span.of(document.text), span.start, span.end)
