"""Tables with merged cells to lines: a head's and a row's cells, each in its column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rraml_qa.ingest.formats.blocks import joined_key
from rraml_qa.ingest.ordering.text_floats import label_of
from rraml_qa.types import Line, Span

__all__ = ["Cell", "table_lines"]

_GAP = " | "
_WIDEST = 200  # columns
_MOST = 500_000  # cells of a table with those that merging makes
_REMARK = re.compile(
    r"(?:abbreviations?|notes?|key|legend|source)\b|[*†‡§¶#]|[ᵃᵇᶜᵈᵉᶠᵍʰ⁰¹²³⁴⁵⁶⁷⁸⁹]|[a-h1-9][.):]?\s+[A-Z]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that spans `columns` and `rows`; `head` if its format calls it a head."""

    text: str
    columns: int = 1
    rows: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands in a column of a row: part of a cell, `fresh` where the cell's first row is this one."""

    cell: Cell
    fresh: bool = True


def table_lines(rows: Sequence[Sequence[Cell]], heads: int | None = None) -> list[Line]:
    """A table's lines: a caption that stands in its first row, its heads, its rows, and the key that ends it.

    `heads` is the number of rows of the head; None where the format doesn't say: then those whose cells are all
    heads, or the first. A cell over several columns stands in the text once; one over several rows in each row,
    so that every row says all of it, but in the head in its first.
    """
    grid = [places for places in _expand(rows) if any(place.cell.text for place in places)]
    lines: list[Line] = []
    if len(grid) > 1 and _is_band(grid[0]) and label_of(grid[0][0].cell.text):
        lines.append(Line(text=grid[0][0].cell.text, role="caption", gap=1))
        grid, heads = grid[1:], None if heads is None else max(0, heads - 1)
    foot = _foot(grid)
    key = joined_key([places[0].cell.text for places in grid[len(grid) - foot :]])
    grid = grid[: len(grid) - foot]
    depth = min(heads or _depth(grid), max(0, len(grid) - 1))
    lines += [_line(places, head=number < depth, gap=number == 0) for number, places in enumerate(grid)]
    if key:
        lines.append(Line(text=key, role="key", gap=1))
    return lines


def _expand(rows: Sequence[Sequence[Cell]]) -> list[list[_Place]]:
    """Every row with one place a column, all of the same length."""
    width = min(_WIDEST, max((sum(cell.columns for cell in row) for row in rows), default=0))
    merges = width * len(rows) <= _MOST
    grid: list[list[_Place]] = []
    hanging: dict[int, tuple[Cell, int]] = {}  # by column: a cell from above, and for how many rows more
    for row in rows:
        places: list[_Place] = []
        for cell in row:
            _hang(places, hanging)
            for _ in range(min(cell.columns, _WIDEST - len(places)) if merges else 1):
                if cell.rows > 1 and merges:
                    hanging[len(places)] = (cell, cell.rows - 1)
                places.append(_Place(cell))
        _hang(places, hanging)
        grid.append(places)
    longest = max(map(len, grid), default=0)
    empty = _Place(Cell(""))
    return [places + [empty] * (longest - len(places) if merges else 0) for places in grid]


def _hang(places: list[_Place], hanging: dict[int, tuple[Cell, int]]) -> None:
    """Add the cells from above that stand in the next columns."""
    while (column := len(places)) in hanging:
        cell, more = hanging.pop(column)
        if more > 1:
            hanging[column] = (cell, more - 1)
        places.append(_Place(cell, fresh=False))


def _is_band(places: Sequence[_Place]) -> bool:
    """Whether a row is one cell from end to end, or one cell with nothing beside it."""
    first = places[0].cell
    return bool(first.text) and all(place.cell is first or not place.cell.text for place in places)


def _foot(grid: Sequence[Sequence[_Place]]) -> int:
    """How many of the last rows are remarks that run from end to end."""
    count = 0
    while count < len(grid) - 2:
        places = grid[len(grid) - 1 - count]
        if len(places) < 2 or not _is_band(places) or not _REMARK.match(places[0].cell.text):
            break
        count += 1
    return count


def _depth(grid: Sequence[Sequence[_Place]]) -> int:
    """How many rows the head has, by what its cells are, or by how its first row's cells are merged."""
    heads = 0
    while heads < len(grid) and all(place.cell.head or not place.cell.text for place in grid[heads]):
        heads += 1
    if heads or not grid:
        return heads
    first = grid[0]
    if len(first) > 1 and _is_band(first):
        return 2
    deepest = max(place.cell.rows for place in first)
    grouped = any(one.cell is two.cell for one, two in pairwise(first))
    return deepest if grouped else 1


def _line(places: Sequence[_Place], *, head: bool, gap: bool) -> Line:
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    before: _Place | None = None
    for place in places:
        if before is not None and place.cell is before.cell and place.cell.columns > 1:
            spans.append(spans[-1])
            continue
        text = "" if head and not place.fresh else place.cell.text
        at += len(_GAP) if before is not None else 0
        parts.append(text)
        spans.append(Span(at, at + len(text)))
        at += len(text)
        before = place
    return Line(text=_GAP.join(parts), role="header" if head else "row", cells=tuple(spans), gap=1 if gap else 0)
