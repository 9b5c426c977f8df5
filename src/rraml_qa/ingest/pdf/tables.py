"""A table's zone to its header cells and rows.

Method: columns are parted by the upright strips that (nearly) no row covers, or by upright rules. The head ends at
the first rule across the table, where the bold ends, or where the figures begin. A line continues the row above if
it stands close, leaves the first column free or cut short, and none of its cells had room in the line above.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from rraml_qa.ingest.pdf.geometry import Rect, bounds
from rraml_qa.ingest.pdf.runs import Run
from rraml_qa.ingest.pdf.wrapped import join_wrapped
from rraml_qa.ingest.pdf.zones import Zone

__all__ = ["Grid", "Record", "read_grid"]

_STRIP = 2.5  # points: the least white between two columns
_COVERED = 0.1  # of the rows may cover it all the same
_CLOSE = 1.22  # times the least step between lines: what is farther down is a new row
_HEAD = 7  # lines, at most

_OPEN = ("-", "/", ",", "+", "(", "&", " and", " or", " with", " plus", " of", " to", " in", " for", " the", " by")

_Cells = list[list[Run]]


@dataclass(frozen=True, slots=True)
class Record:
    """A row: a text for every column, and where it stands."""

    cells: tuple[str, ...]
    rect: Rect
    bold: bool
    size: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as read: its head (None where it has none) and its rows, all with one cell per column."""

    head: Record | None
    rows: tuple[Record, ...]


def read_grid(zone: Zone) -> Grid | None:
    """Read a zone's rows; None if they don't fall into two columns at least."""
    lines = [list(row) for row in zone.rows]
    count = _head_lines(lines, zone)
    edges = _edges(lines[count:] if len(lines) - count > 2 else lines, zone)
    if len(edges) < 3:
        return None
    head = _head(lines[:count], edges)
    groups = _grouped([_cells(line, edges) for line in lines[count:]], edges, zone)
    rows = tuple(_record(group) for group in groups)
    return Grid(head, rows) if rows else None


# ------------------------------------------------------------------------------------------ columns


def _edges(lines: Sequence[Sequence[Run]], zone: Zone) -> list[float]:
    """The places between the columns, with the table's own edges around them."""
    ruled = _upright(zone)
    if len(ruled) > 2:
        return ruled
    rows = [line for line in lines if len(line) > 1] or lines
    cover = [0] * (int(zone.x1 - zone.x0) + 3)
    for row in rows:
        for piece in (piece for run in row for piece in run.pieces or (run,)):
            for place in range(max(0, int(piece.x0 - zone.x0)), min(len(cover), int(piece.x1 - zone.x0) + 1)):
                cover[place] += 1
    least = int(_COVERED * len(rows))
    strips = [strip for strip in _free(cover, least) if strip[1] - strip[0] >= _STRIP]
    return [zone.x0 - 1, *(zone.x0 + (start + end) / 2 for start, end in strips), zone.x1 + 1]


def _free(cover: Sequence[int], least: int) -> list[tuple[int, int]]:
    """The inner stretches of `cover` that are not above `least`."""
    used = [place for place, count in enumerate(cover) if count > least]
    return [(a + 1, b) for a, b in itertools.pairwise(used) if b - a > 1]


def _upright(zone: Zone) -> list[float]:
    """The places of upright rules that run along most of the table, if the table has such."""
    top, bottom = zone.rows[0][0].top, zone.rows[-1][0].bottom
    places: list[tuple[float, float]] = []
    for rule in sorted((rule for rule in zone.rules if rule.width < 3 < rule.height), key=lambda rule: rule.x0):
        if places and rule.x0 - places[-1][0] < 4:
            places[-1] = (places[-1][0], places[-1][1] + rule.height)
        else:
            places.append((rule.x0, rule.height))
    found = [x for x, length in places if length > 0.6 * (bottom - top)]
    inner = [x for x in found if zone.x0 + 4 < x < zone.x1 - 4]
    return [min(zone.x0 - 1, *found), *inner, max(zone.x1 + 1, *found)] if inner else []


def _cells(line: Sequence[Run], edges: Sequence[float]) -> _Cells:
    cells: _Cells = [[] for _ in edges[1:]]
    for run in (part for whole in line for part in _split(whole, edges)):
        overlaps = [min(run.x1, b) - max(run.x0, a) for a, b in itertools.pairwise(edges)]
        cells[overlaps.index(max(overlaps))].append(run)
    return cells


def _split(run: Run, edges: Sequence[float]) -> list[Run]:
    """A run, cut where an edge of the columns falls between two of its pieces."""
    parts: list[Run] = []
    for piece in run.pieces:
        cut = not parts or any(parts[-1].x1 - 1 < edge < piece.x0 + 1 for edge in edges)
        text = piece.text if cut else f"{parts[-1].text} {piece.text}"
        start = piece.x0 if cut else parts.pop().x0
        parts.append(replace(run, text=text, x0=start, x1=piece.x1, pieces=()))
    return parts or [run]


# --------------------------------------------------------------------------------------------- head


def _head_lines(lines: Sequence[Sequence[Run]], zone: Zone) -> int:
    """How many lines the head takes."""
    top, bottom = lines[0][0].y, lines[-1][0].y
    long = 0.6 * (zone.x1 - zone.x0)
    for height in sorted({round(rule.y0, 1) for rule in zone.rules if rule.height < 3}):
        level = sum(rule.width for rule in zone.rules if rule.height < 3 and abs(rule.y0 - height) < 1.5)
        if top < height < bottom and level >= long:
            count = sum(line[0].y < height for line in lines)
            if count <= _HEAD and not _spans_only(lines[:count]):
                return count
    bold = _leading(lines, lambda line: all(run.bold for run in line))
    if 0 < bold <= _HEAD and bold < len(lines):
        return bold
    words = _leading(lines, lambda line: not any(char.isdigit() for run in line for char in run.text))
    return words if 0 < words <= _HEAD and words < 0.6 * len(lines) else 1


def _spans_only(lines: Sequence[Sequence[Run]]) -> bool:
    """Whether there are only single runs, as a subtitle above the head would be."""
    return len(lines) < 2 and all(len(line) == 1 for line in lines)


def _leading(lines: Sequence[Sequence[Run]], test: Callable[[Sequence[Run]], bool]) -> int:
    count = 0
    while count < len(lines) and test(lines[count]):
        count += 1
    return count


def _head(lines: Sequence[Sequence[Run]], edges: Sequence[float]) -> Record | None:
    """The head's lines as one row: what stands over several columns is said of each.

    A text in the lowest line over columns that have no other head is several heads in one string: its words go to
    the columns that they stand over.
    """
    parts: list[list[str]] = [[] for _ in edges[1:]]
    lines = [[part for run in line for part in _split(run, edges)] for line in lines]
    for number, line in enumerate(lines):
        below = [run for later in lines[number + 1 :] for run in later]
        for run in line:
            over = _over(run, edges)
            if len(over) > 1 and not any(run.x0 < low.x1 and low.x0 < run.x1 for low in below):
                for column, word in _scattered(run, edges):
                    parts[column].append(word)
            else:
                for column in over:
                    parts[column].append(run.text)
    if not lines:
        return None
    runs = [run for line in lines for run in line]
    cells = tuple(join_wrapped(part) for part in parts)
    return Record(cells, bounds([run.rect for run in runs]), all(run.bold for run in runs), runs[0].size)


def _over(run: Run, edges: Sequence[float]) -> list[int]:
    """The columns that a head's text stands over."""
    shared = [min(run.x1, b) - max(run.x0, a) for a, b in itertools.pairwise(edges)]
    widths = [b - a for a, b in itertools.pairwise(edges)]
    over = [number for number, each in enumerate(shared) if each > 0.45 * min(run.width, widths[number])]
    return over or [shared.index(max(shared))]


def _scattered(run: Run, edges: Sequence[float]) -> list[tuple[int, str]]:
    """The words of a run, each with the column that its middle stands in."""
    found: list[tuple[int, str]] = []
    step = run.width / max(1, len(run.text))
    place = 0
    for word in run.text.split(" "):
        middle = run.x0 + (place + len(word) / 2) * step
        column = sum(middle > edge for edge in edges[1:-1])
        found.append((column, word))
        place += len(word) + 1
    return found


# --------------------------------------------------------------------------------------------- rows


def _grouped(lines: Sequence[_Cells], edges: Sequence[float], zone: Zone) -> list[list[_Cells]]:
    """Lines that make one row together."""
    heights = [_height(line) for line in lines]
    steps = [later - height for height, later in itertools.pairwise(heights)]
    least = min((step for step in steps if step > 3), default=0.0)
    columns = range(len(edges) - 1)
    right = [max((run.x1 for line in lines for run in line[each]), default=edges[each + 1]) for each in columns]
    ruled = _row_rules(zone, heights)
    groups: list[list[_Cells]] = []
    for number, line in enumerate(lines):
        if groups and ruled:
            new = any(heights[number - 1] < rule < heights[number] for rule in ruled)
        else:
            new = not groups or steps[number - 1] > _CLOSE * least or not _continues(line, groups[-1], right)
        if new:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _height(line: _Cells) -> float:
    return median(run.y for cell in line for run in cell)


def _row_rules(zone: Zone, heights: Sequence[float]) -> list[float]:
    """The heights of rules across the table, where it has enough of them to part all its rows."""
    if not heights:
        return []
    level = sorted(rule.y0 for rule in zone.rules if rule.height < 3 and rule.width > 20)
    inner = [height for height in level if heights[0] < height < heights[-1]]
    distinct = [height for number, height in enumerate(inner) if not number or height - inner[number - 1] > 3]
    return distinct if len(distinct) >= 2 and len(distinct) >= 0.3 * len(heights) else []


def _continues(line: _Cells, row: Sequence[_Cells], right: Sequence[float]) -> bool:
    """Whether a line goes on with the cells of the row above: each had no room left for its next word."""
    used = [column for column, cell in enumerate(line) if cell]
    begun = [column for column, cell in enumerate(row[0]) if cell]
    if not used or (used[0] == 0 and len(used) >= len(begun) > 1):
        return False
    if used[0] == 0 and not _goes_on(line[0], row):
        return False
    return all(_cut_short(line[column], row, column, right[column]) for column in used)


def _goes_on(cell: Sequence[Run], row: Sequence[_Cells]) -> bool:
    """Whether a text in the first column, where rows begin, reads as the rest of the one above."""
    above = [run for line in row for run in line[0]]
    return bool(above) and (above[-1].text.endswith(_OPEN) or cell[0].text[0].islower() or cell[0].text[0] in "([+/")


def _cut_short(cell: Sequence[Run], row: Sequence[_Cells], column: int, right: float) -> bool:
    """Whether a cell's last line above had no room for the first word here, or asks to go on."""
    above = [run for line in row for run in line[column]]
    if not above:
        return False
    last, first = above[-1], cell[0]
    if first.x0 < above[0].x0 - 2:
        return False
    word = first.text.split(" ")[0]
    needed = first.width * (len(word) + 0.8) / max(1, len(first.text))
    full = last.x1 + needed > right - 0.5
    return full or last.text.endswith(_OPEN) or (first.text[0].islower() and len(first.text) > 2)


def _record(group: Sequence[_Cells]) -> Record:
    runs = [run for line in group for cell in line for run in cell]
    columns = range(len(group[0]))
    cells = tuple(join_wrapped(run.text for line in group for run in line[column]) for column in columns)
    return Record(cells, bounds([run.rect for run in runs]), all(run.bold for run in runs), runs[0].size)
