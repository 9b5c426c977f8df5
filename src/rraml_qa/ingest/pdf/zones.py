"""Where tables stand: from a caption over its rows to the last rule or the last aligned row, and the key below.

Method: a caption that begins "Table 1" opens a zone in its column, or across the page where a rule, its own lines
or the rows' cells cross the gutter. Rules as wide as the table close it; without them, it ends where the rows no
longer fall into cells, at a wider gap, or where running text begins. A caption without rows below it has them above.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from rraml_qa.ingest.pdf.captions import Kind
from rraml_qa.ingest.pdf.columns import Gutter
from rraml_qa.ingest.pdf.geometry import Rect
from rraml_qa.ingest.pdf.page import Page, in_rows
from rraml_qa.ingest.pdf.runs import Run

__all__ = ["Zone", "find_zones"]

_KEY = re.compile(
    r"(?:Abbreviations?|Abbr\.|Notes?|Key|Legend|Source|Data)\b|[*∗†‡§¶#‖]|[a-z]\s+[A-Z]|[a-z]\)|"
    r"\[?\w[\w+/ -]{0,25}\]?\s?[:=,;]\s"
)
_MARKED = re.compile(r"(?:Abbreviations?|Notes?)\b|[*∗†‡§¶#‖]\s?\w")
_FAR = 6  # font sizes: what stands farther below a caption is not its table
_ROW = list[Run]


@dataclass(frozen=True, slots=True)
class Zone:
    """A table before it is read: its rows of runs from the top down, and what is printed around them."""

    x0: float
    x1: float
    caption: tuple[Run, ...]
    rows: tuple[tuple[Run, ...], ...]
    key: tuple[Run, ...]
    rules: tuple[Rect, ...]

    @property
    def runs(self) -> set[Run]:
        """All that the table consists of."""
        return {*self.caption, *self.key, *(run for row in self.rows for run in row)}


@dataclass(frozen=True, slots=True)
class _Area:
    """A part of a page from side to side, in which a table may stand."""

    x0: float
    x1: float
    runs: tuple[Run, ...]
    rules: tuple[Rect, ...]  # level ones, as wide as half of it, from the top down
    all_rules: tuple[Rect, ...]
    size: float  # of running text
    captions: Mapping[Run, Kind]
    gutters: tuple[Gutter, ...]  # of the page's text

    def reads_on(self, row: Sequence[Run]) -> bool:
        """Whether a row is a line of running text rather than a row of cells."""
        if row[0].size < 0.96 * self.size or sum(len(run.text) for run in row) <= 35:
            return False
        wide = sum(run.width for run in row) >= 0.8 * (self.x1 - self.x0)
        return (wide and len(row) <= 2 and _widest_gap(row) < 1.5) or self._fills_columns(row)

    def _fills_columns(self, row: Sequence[Run]) -> bool:
        """Whether a row is one line of text for each of several columns."""
        inner = [gutter for gutter in self.gutters if self.x0 < gutter.middle < self.x1]
        if not inner or any(gutter.crossed_by(run) for gutter in inner for run in row):
            return False
        edges = [self.x0, *(edge for gutter in inner for edge in (gutter.x0, gutter.x1)), self.x1]
        columns = list(zip(edges[::2], edges[1::2], strict=True))
        shares = [
            sum(run.width for run in row if x0 - 3 < run.x0 and run.x1 < x1 + 3) / (x1 - x0) for x0, x1 in columns
        ]
        return sum(share > 0.8 for share in shares) >= max(2, len(columns) - 1)


def _widest_gap(row: Sequence[Run]) -> float:
    gaps = [(later.x0 - run.x1) / run.size for run, later in itertools.pairwise(row)]
    return max(gaps, default=0.0)


def find_zones(page: Page, captions: Mapping[Run, Kind], gutters: Sequence[Gutter], size: float) -> list[Zone]:
    """The tables of a page by their captions; `size` is that of the running text."""
    zones: list[Zone] = []
    taken: set[Run] = set()
    for caption in (run for run, kind in captions.items() if kind == "table"):
        if caption in taken:
            continue
        left = [run for run in page.runs if run not in taken]
        area = _area(caption, page, left, gutters, size, captions)
        zone = _zone_below(caption, area) or _zone_above(caption, area)
        if zone is not None:
            zones.append(zone)
            taken |= zone.runs
    return zones


def _area(
    caption: Run,
    page: Page,
    runs: Sequence[Run],
    gutters: Sequence[Gutter],
    size: float,
    captions: Mapping[Run, Kind],
) -> _Area:
    near = [gutter for gutter in gutters if not _across(gutter, caption, page, runs)]
    x0 = max((gutter.middle for gutter in near if gutter.middle < caption.x0 + 5), default=0.0)
    x1 = min((gutter.middle for gutter in near if gutter.middle > caption.x0 + 5), default=page.width)
    inside = tuple(run for run in runs if x0 - 2 <= (run.x0 + run.x1) / 2 <= x1 + 2)
    left = min(run.x0 for run in inside)
    right = max(run.x1 for run in inside)
    level = [rule for rule in page.rules if rule.height < 3 and rule.x1 > left and rule.x0 < right]
    long = [rule for rule in _merged(level) if min(rule.x1, right) - max(rule.x0, left) >= 0.5 * (right - left)]
    around = tuple(rule for rule in page.rules if rule.x1 > left - 3 and rule.x0 < right + 3)
    return _Area(left, right, inside, tuple(long), around, size, captions, tuple(gutters))


def _merged(rules: Sequence[Rect]) -> list[Rect]:
    """Rules end to end at one height as one (a table's cells often have their own)."""
    merged: list[Rect] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.y0), rule.x0)):
        if merged and abs(rule.y0 - merged[-1].y0) < 1.5 and rule.x0 <= merged[-1].x1 + 3:
            merged[-1] = merged[-1].joined(rule)
        else:
            merged.append(rule)
    return sorted(merged, key=lambda rule: rule.y0)


def _across(gutter: Gutter, caption: Run, page: Page, runs: Sequence[Run]) -> bool:
    """Whether a caption's table goes across a gutter."""
    near = [run for run in runs if -1 <= run.y - caption.y < 3.5 * caption.size]
    if any(gutter.crossed_by(run) for run in near if run.size <= caption.size + 0.5):
        return True
    text = _text_beyond(gutter, caption, runs)
    if text is not None:
        return not text
    for rule in page.rules:
        wide = rule.x0 < gutter.x0 - 12 and rule.x1 > gutter.x1 + 12
        if rule.height < 3 and wide and -20 < rule.y0 - caption.y < 90:
            return True
    return False


def _text_beyond(gutter: Gutter, caption: Run, runs: Sequence[Run]) -> bool | None:
    """Whether what stands beyond the gutter, level with a caption's table, is text; None if nothing much does."""
    left = caption.x0 < gutter.middle
    rows = in_rows([run for run in runs if 2 < run.y - caption.y < 14 * caption.size])
    sides = [[run for run in row if (run.x0 > gutter.middle) == left] for row in rows]
    beyond = [side for side in sides if side]
    if len(beyond) < 2:
        return None
    there = [run for run in runs if (run.x0 > gutter.middle if left else run.x1 < gutter.middle)]
    width = max(run.x1 for run in there) - min(run.x0 for run in there)
    return sum(sum(run.width for run in side) > 0.72 * width for side in beyond) >= 0.3 * len(beyond)


def _zone_below(caption: Run, area: _Area) -> Zone | None:
    below = in_rows([run for run in area.runs if run.y > caption.y - 0.3 * caption.size])
    count = _caption_rows(below, area)
    rest = below[count:]
    if not rest or rest[0][0].top - below[count - 1][0].bottom > _FAR * caption.size:
        return None
    head = [run for row in below[:count] for run in row]
    floor = max(run.y for run in head)
    rules = [rule for rule in area.rules if rule.y0 > caption.top - 2]
    bottom = _last_rule(rules, rest, floor, area)
    rows = [row for row in rest if row[0].y < bottom] if bottom else _open_rows(rest, area)
    if bottom and _cells_follow(rows, rest):
        rows = _open_rows(rest, area)
    if sum(len(row) > 1 for row in rows) < 2:
        return None
    key = _key(rest[len(rows) :], rows, area)
    while len(rows) > 2 and len(rows[-1]) == 1 and _MARKED.match(rows[-1][0].text):
        key = rows.pop() + key
    return _zone(area, head, rows, key)


def _cells_follow(rows: Sequence[_ROW], rest: Sequence[_ROW]) -> bool:
    """Whether rows of cells go on below the last rule, which then was the head's."""
    after = rest[len(rows) : len(rows) + 2]
    return len(after) == 2 and len(rows) < 8 and all(len(row) > 1 and _widest_gap(row) > 1.5 for row in after)


def _zone_above(caption: Run, area: _Area) -> Zone | None:
    from_caption = in_rows([run for run in area.runs if run.y > caption.y - 0.3 * caption.size])
    count = _caption_rows(from_caption, area)
    head = [run for row in from_caption[:count] for run in row]
    above = in_rows([run for run in area.runs if run.y < caption.y - 0.3 * caption.size])[::-1]
    rows = _open_rows(above, area)[::-1]
    if sum(len(row) > 1 for row in rows) < 2:
        return None
    key = _key(from_caption[count:], [head], area)
    return _zone(area, head, rows, key)


def _zone(area: _Area, head: _ROW, rows: Sequence[_ROW], key: _ROW) -> Zone:
    top, bottom = rows[0][0].top - 8, rows[-1][-1].bottom + 8
    inside = tuple(rule for rule in area.all_rules if top <= rule.y1 and rule.y0 <= bottom)
    x0 = min(run.x0 for row in rows for run in row)
    x1 = max(run.x1 for row in rows for run in row)
    return Zone(x0, x1, tuple(head), tuple(tuple(row) for row in rows), tuple(key), inside)


def _caption_rows(rows: Sequence[_ROW], area: _Area) -> int:
    """How many rows from the first on belong to the caption."""
    count = 1
    for row, later in itertools.pairwise(rows):
        first, run = row[0], later[0]
        ruled = any(first.y < rule.y0 < run.top + 2 for rule in area.rules)
        like = abs(first.size - run.size) < 0.3 and run.y - first.y < 1.6 * run.size
        if ruled or not like or _widest_gap(later) > 1.2 or run in area.captions:
            break
        if first.bold and not run.bold and rows[0][0].bold and not rows[0][0].lead and count > 1:
            break
        count += 1
    return count


def _last_rule(rules: Sequence[Rect], rows: Sequence[_ROW], floor: float, area: _Area) -> float | None:
    """The height of the rule that closes the table, if it has one below its head."""
    last: float | None = None
    above = floor
    seen = 0
    for rule in rules:
        if rule.y0 < floor:
            continue
        between = [row for row in rows if above < row[0].y < rule.y0]
        texts = sum(area.reads_on(row) for row in between)
        labels = any(row[0] in area.captions for row in between)
        if labels or texts > max(2, 0.3 * len(between)):
            break
        seen += 1
        if between and seen > 1:
            last = rule.y0
        above = rule.y0
    inside = [row for row in rows if last is not None and row[0].y < last]
    return last if len(inside) > 1 else None


def _open_rows(rows: Sequence[_ROW], area: _Area) -> list[_ROW]:
    """The rows of a table that no rule closes, beginning with the one nearest to the caption."""
    taken: list[_ROW] = []
    steps: list[float] = []
    for row in rows:
        if area.reads_on(row) or row[0] in area.captions:
            break
        if taken:
            step = abs(row[0].y - taken[-1][0].y)
            if step > 2.2 * max(median(steps) if steps else 0.0, 1.15 * row[0].size):
                break
            steps.append(step)
        taken.append(row)
    left = min((row[0].x0 for row in taken), default=0.0)
    while taken and len(taken[-1]) < 2 and taken[-1][0].x0 < left + 2 * taken[-1][0].size:
        taken.pop()
    return taken


def _key(rows: Sequence[_ROW], table: Sequence[_ROW], area: _Area) -> _ROW:
    """The runs of the key that follows a table: in small type, or begun as keys are, without a gap."""
    before = table[-1]
    size = median(run.size for row in table for run in row)
    key: _ROW = []
    for row in rows:
        run = row[0]
        step = run.y - before[0].y
        small = run.size < 0.97 * area.size and run.size < size + 0.3
        close = step < (3.0 if not key else 1.7) * max(run.size, before[0].size)
        begins = bool(key) or small or _KEY.match(run.text)
        if not close or not begins or _widest_gap(row) > 6 or run in area.captions:
            break
        if key and not small and (run.x0 > key[0].x0 + 4 or run.y - before[0].y > 1.4 * run.size or run.bold):
            break
        key += row
        before = row
    return key
