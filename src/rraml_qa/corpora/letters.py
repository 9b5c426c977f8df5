"""Where the letters of a page stand, and which of them are a quote's.

A document's pieces say in which box of a page a line, or a whole block, stands. Within that box the letters of the page
are lined up with the piece's, so that the box of a quote ends where the quote does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from statistics import median
from typing import NamedTuple

from rraml_qa.ingest.pdf.geometry import Rect, bounds
from rraml_qa.types import Document, Piece, Span

__all__ = ["Letter", "quote_boxes"]

_SLACK = 1.5  # points that a letter's middle may stand outside of its line's box
_ENOUGH = 0.8  # of a quote's letters in a box must be found there
_NEXT_ROW = 0.5  # heights of a letter: a step across the line that begins another row


class Letter(NamedTuple):
    """A letter, digit or sign of a page, and where it is, in points from the upper left corner of the page as shown.

    `turn` tells which way it is set: 0 from left to right, 1 down the page, 2 upside down, 3 up the page.
    """

    char: str
    rect: Rect
    turn: int = 0

    @property
    def along(self) -> float:
        """How far along its line its middle stands."""
        x, y = _middle(self.rect)
        return (x, y, -x, -y)[self.turn]

    @property
    def across(self) -> float:
        """How far its middle stands below the first line, were the page turned so that it is upright."""
        x, y = _middle(self.rect)
        return (y, -x, -y, x)[self.turn]

    @property
    def height(self) -> float:
        """Its height, were it upright."""
        return self.rect.width if self.turn % 2 else self.rect.height


def quote_boxes(document: Document, page: int, span: Span, letters: Sequence[Letter]) -> list[Rect]:
    """The boxes of the part of `span` that stands on a page, one a line, in points as shown.

    Where the page's letters don't agree with the document's, it is the box of the whole line.
    """
    found: list[Rect] = []
    for piece in document.pieces:
        if piece.page == page and piece.box is not None and _shared(piece.span, span):
            box = Rect(piece.box.x0, piece.box.y0, piece.box.x1, piece.box.y1)
            inside = [letter for letter in letters if box.grown(_SLACK).holds(*_middle(letter.rect))]
            found += _exact(document.text, piece, span, box, inside) or [box]
    return found


def _shared(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _exact(text: str, piece: Piece, span: Span, box: Rect, inside: list[Letter]) -> list[Rect]:
    """The boxes of the rows of the quote's letters in a piece's box; none if they can't be told."""
    spelt = [
        (char, span.start <= piece.span.start + at < span.end)
        for at, letter in enumerate(piece.span.of(text))
        for char in plain(letter)
    ]
    wanted = sum(own and char.isalnum() for char, own in spelt)
    if not wanted or not inside:
        return []
    best: list[Letter] = []
    for order in (inside, _in_rows(inside)):
        found = _matched(spelt, order)
        best = max(best, found, key=len)
    agreed = sum(letter.char.isalnum() for letter in best)
    return _rows(best, box) if agreed >= _ENOUGH * wanted else []


def plain(text: str) -> str:
    """The visible characters of a text, without case and ligatures."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if not char.isspace() and unicodedata.category(char)[0] != "C")


def _matched(spelt: list[tuple[str, bool]], order: list[Letter]) -> list[Letter]:
    """The letters of the page, in order, that are those of the quote."""
    one, other = "".join(char for char, _ in spelt), "".join(letter.char for letter in order)
    at = other.find(one)
    if at >= 0:
        return [order[at + number] for number, (_, own) in enumerate(spelt) if own]
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    pairs = ((a + step, b + step) for a, b, size in blocks for step in range(size))
    return [order[b] for a, b in pairs if spelt[a][1]]


def _in_rows(letters: list[Letter]) -> list[Letter]:
    """Letters row by row and each row in the order in which it is read, in whatever order the page draws them."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda letter: letter.across):
        if rows and letter.across - rows[-1][0].across <= _NEXT_ROW * rows[-1][0].height:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return [letter for row in rows for letter in sorted(row, key=lambda letter: letter.along)]


def _rows(letters: list[Letter], box: Rect) -> list[Rect]:
    """The boxes of the rows that letters make; a single one is as high as its line."""
    rows = [bounds([letter.rect for letter in row]) for row in _broken(letters)]
    if len(rows) > 1:
        return rows
    row = rows[0]
    return [Rect(box.x0, row.y0, box.x1, row.y1) if letters[0].turn % 2 else Rect(row.x0, box.y0, row.x1, box.y1)]


def _broken(letters: list[Letter]) -> Iterator[list[Letter]]:
    """Letters in the order in which they are read, broken where the next stands on another line."""
    row = [letters[0]]
    for letter in letters[1:]:
        if abs(letter.across - median(each.across for each in row[-8:])) > _NEXT_ROW * row[0].height:
            yield row
            row = []
        row.append(letter)
    yield row


def _middle(rect: Rect) -> tuple[float, float]:
    return (rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2
