"""Figures: where pictures stand, and which runs are their lettering rather than text.

Method: images, curves and the lines near them are set out on a coarse grid, whose connected parts are the
pictures. Short runs inside one, and shorter ones at its rim, are lettering (ticks, labels); a picture that holds
several long lines is a tinted panel behind text, and its text stays. What stands between a figure's caption and the
last line of text above it is lettering too, if anything is drawn there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, takewhile

from rraml_qa.ingest.pdf.captions import Kind
from rraml_qa.ingest.pdf.columns import Gutter
from rraml_qa.ingest.pdf.geometry import Rect, bounds
from rraml_qa.ingest.pdf.page import Page, Style, in_rows
from rraml_qa.ingest.pdf.runs import Run

__all__ = ["above_captions", "find_pictures", "lettering", "text_fonts"]

_CELL = 10.0  # points
_LEAST = 30.0  # points: a smaller picture is a logo or a sign within text
_MOST = 0.7  # of the page: a larger one is the scan or the tint behind it
_RIM = 8.0  # points
_LONG = 45  # letters of a line of text
_SHORT = 20  # letters of a line of text in a narrow column
_NEAR = 20.0  # points: how far from the picture a label in a font of its own may stand
_TICK = 20  # letters of a label at the rim
_LOOSE = 2.2  # font sizes between words
_PANEL = 3  # long lines that make a panel


def find_pictures(page: Page) -> list[Rect]:
    """The rectangles of a page's pictures, each with the lines that belong to it."""
    area = page.width * page.height
    pictures = [rect for rect in page.pictures if rect.width * rect.height < _MOST * area]
    if not pictures:
        return []
    drawn = set(_cells(pictures))
    parts = _connected(drawn | set(_cells(page.rules)))
    found = [bounds([_cell(place) for place in part]) for part in parts if part & drawn]
    return [rect for rect in found if min(rect.width, rect.height) >= _LEAST]


def _cells(rects: Iterable[Rect]) -> Iterable[tuple[int, int]]:
    for rect in rects:
        for column in range(int(max(rect.x0, 0) // _CELL), int(min(rect.x1, 5000) // _CELL) + 1):
            for row in range(int(max(rect.y0, 0) // _CELL), int(min(rect.y1, 5000) // _CELL) + 1):
                yield column, row


def _cell(place: tuple[int, int]) -> Rect:
    x, y = place[0] * _CELL, place[1] * _CELL
    return Rect(x, y, x + _CELL, y + _CELL)


def _connected(cells: set[tuple[int, int]]) -> list[set[tuple[int, int]]]:
    left = set(cells)
    parts: list[set[tuple[int, int]]] = []
    while left:
        part: set[tuple[int, int]] = set()
        waiting = [left.pop()]
        while waiting:
            column, row = waiting.pop()
            part.add((column, row))
            near = {(column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1)} & left
            left -= near
            waiting.extend(near)
        parts.append(part)
    return parts


def text_fonts(pages: Iterable[Page]) -> frozenset[str]:
    """The fonts that long lines are set in. Lettering mostly comes in fonts of its own."""
    return frozenset(run.font for page in pages for run in page.runs if len(run.text) >= _LONG)


def lettering(runs: Sequence[Run], pictures: Sequence[Rect], size: float, fonts: frozenset[str]) -> set[Run]:
    """The runs that belong to pictures.

    `size` is that of the running text, `fonts` are those that long lines are set in (`text_fonts`).
    """
    found: set[Run] = set()
    runs = [run for run in runs if len(run.text) <= _TICK or run.size <= 1.04 * size]  # the others are headings
    foreign = [run for run in runs if run.font not in fonts and len(run.text) < _LONG]
    for picture in pictures:
        inside = [run for run in runs if _middle_in(run, picture)]
        if sum(_is_line(row) for row in in_rows(inside)) >= _PANEL:
            continue
        rim = picture.grown(_RIM)
        found.update(run for run in inside if len(run.text) < _LONG)
        found.update(run for run in runs if len(run.text) <= _TICK and run.size < 0.95 * size and _middle_in(run, rim))
        found |= _nearby(picture, foreign)
    return found


def _nearby(picture: Rect, foreign: Sequence[Run]) -> set[Run]:
    """The runs in fonts of their own that a picture, growing by what it takes in, comes to reach."""
    found: set[Run] = set()
    reach, grown = picture, True
    while grown:
        rim = reach.grown(_NEAR)
        new = [run for run in foreign if run not in found and rim.meets(run.rect)]
        found.update(new)
        reach = bounds([reach, *(run.rect for run in new)])
        grown = bool(new)
    return found


def above_captions(page: Page, captions: Mapping[Run, Kind], gutters: Sequence[Gutter], body: Style) -> set[Run]:
    """The lettering above the captions of a page's figures, as far up as the last line of text.

    Where nothing above a caption is text (a figure at the head of its page), all of it is lettering.
    """
    found: set[Run] = set()
    drawn = [*page.pictures, *page.rules]
    for caption in (run for run, kind in captions.items() if kind == "figure"):
        x0, x1 = _reach(caption, gutters, page, drawn)
        above = [run for run in page.runs if run.y < caption.y - 2 and run.x1 > x0 and run.x0 < x1 and run not in found]
        width = min(x1, max((run.x1 for run in page.runs), default=x1)) - x0
        rows = [_columns(row, gutters) for row in in_rows(above)]
        has_text = any(run in captions or _is_text(run, body) for run in above)
        letters = _letters(rows, captions, body.size, width) if has_text else above
        top = min((run.top for run in letters), default=caption.y)
        if any(rect.y1 < caption.top + 4 and rect.y1 > top and rect.x1 > x0 and rect.x0 < x1 for rect in drawn):
            found.update(letters)
    return found


def _is_text(run: Run, body: Style) -> bool:
    alike = run.font == body.font and abs(run.size - body.size) < 0.06 * body.size
    return len(run.text) >= (_SHORT if alike else _LONG)


def _columns(row: Sequence[Run], gutters: Sequence[Gutter]) -> list[list[Run]]:
    """A row cut at the gutters: lines of two columns may stand on one baseline above a figure across both."""
    parts: dict[int, list[Run]] = {}
    for run in row:
        parts.setdefault(sum(gutter.middle < run.x0 for gutter in gutters), []).append(run)
    return list(parts.values())


def _letters(
    rows: Sequence[Sequence[Sequence[Run]]], captions: Mapping[Run, Kind], size: float, width: float
) -> list[Run]:
    """The runs of the last rows, as far up as the last caption or line of text."""

    def is_lettering(row: Sequence[Sequence[Run]]) -> bool:
        return not any(part[0] in captions or _reads_on(part, size, width) for part in row)

    return [run for row in takewhile(is_lettering, reversed(rows)) for part in row for run in part]


def _reach(caption: Run, gutters: Sequence[Gutter], page: Page, drawn: Sequence[Rect]) -> tuple[float, float]:
    """From where to where across the page the figure of a caption stands: its column, or all of the page."""
    near = [run for run in page.runs if caption.y - 1 <= run.y < caption.y + 3.5 * caption.size]
    wide = [gutter for gutter in gutters if any(gutter.crossed_by(run) for run in near)]
    over = [rect for rect in drawn if caption.top - 60 < rect.y1 < caption.top + 4]
    wide += [gutter for gutter in gutters if any(rect.x0 < gutter.x0 - 9 and rect.x1 > gutter.x1 + 9 for rect in over)]
    if wide:
        return 0.0, page.width
    left = max((gutter.middle for gutter in gutters if gutter.middle < caption.x0 + 9), default=0.0)
    right = min((gutter.middle for gutter in gutters if gutter.middle > caption.x0 + 9), default=page.width)
    return left, right


def _reads_on(row: Sequence[Run], size: float, width: float) -> bool:
    """Whether a row is a line of text or a heading rather than lettering."""
    letters = sum(len(run.text) for run in row)
    long = letters >= _LONG or (sum(run.width for run in row) > 0.5 * width and letters >= _LONG / 2)
    largest = max(run.size for run in row)
    return (long and largest > 0.8 * size and _is_even(row)) or largest > 1.04 * size


def _is_line(row: Sequence[Run]) -> bool:
    return sum(len(run.text) for run in row) >= _LONG and _is_even(row)


def _is_even(row: Sequence[Run]) -> bool:
    """Whether the runs of a row stand no farther apart than the words of a badly justified line."""
    return all(later.x0 - run.x1 < _LOOSE * run.size for run, later in pairwise(row))


def _middle_in(run: Run, rect: Rect) -> bool:
    return rect.holds((run.x0 + run.x1) / 2, run.y - 0.3 * run.size)
