"""Columns: where the gutters stand, and in which order a page's bands and columns are read.

Method: Nagy and Seth's XY cut, with the gutters found first. Every strip of white between two runs at one height
votes for the places that it leaves free; over the running text of a page, or where that is too little, of the
document, the votes gather at the gutters. A gutter must have lines on both sides that fill their columns, which
tells it from the white between a table's cells. A gutter that nothing crosses parts what is read first from what is
read next; the runs across one cut the page into bands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from rraml_qa.ingest.pdf.geometry import Rect, bounds
from rraml_qa.ingest.pdf.page import Page, Style, in_rows
from rraml_qa.ingest.pdf.runs import Run

__all__ = ["Column", "Gutter", "find_gutters", "read_columns"]

_SLOT = 4.0  # points: the height of the slices in which strips of white are counted
_NARROWEST = 6.0  # points: a gutter's least width
_VOTES = 8  # slices that a gutter must run through
_SHARE = 0.5  # of the best gutter's votes that a further one needs
_CORE = 0.9  # of a gutter's votes: where it is taken to begin and end
_FILL = 0.6  # of its column that a line of running text fills, in the median
_COLUMN = 9.0  # a column's least width, in font sizes
_RARE = 0.25  # of the pages: what fewer have is not the document's layout
_RULE = 3.0  # points: what is thicker is a bar
_ACROSS = 0.9  # of the text's width: a rule that ends what is above it
_BODY = 0.08  # how far from the body's size running text may be


@dataclass(frozen=True, slots=True)
class Gutter:
    """A strip of white between two columns, in points from the page's left edge."""

    x0: float
    x1: float

    @property
    def middle(self) -> float:
        """Half way."""
        return (self.x0 + self.x1) / 2

    def crossed_by(self, run: Run) -> bool:
        """Whether a run stands on both sides."""
        return run.x0 < self.middle - 1 and run.x1 > self.middle + 1


@dataclass(frozen=True, slots=True)
class Column:
    """Runs to be read from the top down, and the width that they have: `x0` to `x1`."""

    x0: float
    x1: float
    runs: tuple[Run, ...]


def find_gutters(pages: Sequence[Page], body: Style) -> list[tuple[Gutter, ...]]:
    """The gutters of every page, from left to right; none where the page has one column.

    A page's own running text decides; a page with little of it takes those of the document's pages on its side
    (left or right) or of all its pages.
    """
    texts = [[run for run in page.runs if abs(run.size - body.size) <= _BODY * body.size] for page in pages]
    own = [_gutters(text, page.width, body.size) for text, page in zip(texts, pages, strict=True)]
    found = []
    for page, gutters in zip(pages, own, strict=True):
        common = _common(own[(page.number - 1) % 2 :: 2]) or _common(own)
        if not gutters or not _meet(gutters, common):
            usual = [gutter for gutter in common if _parts(gutter, page.runs, page.width)]
            if gutters:
                usual = _less_crossed(usual, gutters, _COLUMN * body.size, page.runs)
            of_all = gutters or _gutters(page.runs, page.width, _usual_size(page.runs, body.size))
            gutters = _united(usual, of_all, _COLUMN * body.size)
        found.append(gutters)
    return found


def _united(usual: Sequence[Gutter], own: Sequence[Gutter], apart: float) -> tuple[Gutter, ...]:
    """The document's gutters, and those of the page that stand well apart from them (a first page has such)."""
    further = [gutter for gutter in own if all(abs(gutter.middle - other.middle) > apart for other in usual)]
    return tuple(sorted([*usual, *further], key=lambda gutter: gutter.x0))


def _less_crossed(usual: Sequence[Gutter], own: Sequence[Gutter], apart: float, runs: Sequence[Run]) -> list[Gutter]:
    """The document's gutters without those that more of the page's lines cross than one of its own close by."""
    crossings = {gutter: sum(map(gutter.crossed_by, runs)) for gutter in (*usual, *own)}
    near = {gutter: [other for other in own if abs(gutter.middle - other.middle) <= apart] for gutter in usual}
    return [gutter for gutter in usual if all(crossings[gutter] <= crossings[other] for other in near[gutter])]


def _meet(gutters: Sequence[Gutter], common: Sequence[Gutter]) -> bool:
    """Whether two pages' gutters are the same, give or take their widths."""
    pairs = zip(gutters, common, strict=False)
    return len(gutters) == len(common) and all(one.x0 < two.x1 and two.x0 < one.x1 for one, two in pairs)


def _usual_size(runs: Iterable[Run], otherwise: float) -> float:
    letters: defaultdict[float, int] = defaultdict(int)
    for run in runs:
        letters[round(run.size, 1)] += len(run.text)
    return max(letters, key=lambda size: (letters[size], size)) if letters else otherwise


def _common(found: Sequence[tuple[Gutter, ...]]) -> tuple[Gutter, ...]:
    """The gutters that most pages with gutters have, if those are no rare exception."""
    groups: defaultdict[tuple[int, ...], list[tuple[Gutter, ...]]] = defaultdict(list)
    for gutters in found:
        if gutters:
            groups[tuple(round(gutter.middle / 10) for gutter in gutters)].append(gutters)
    usual = max(groups.values(), key=lambda group: (len(group), -group[0][0].x0), default=[])
    return usual[len(usual) // 2] if len(usual) > _RARE * len(found) else ()


def _parts(gutter: Gutter, runs: Sequence[Run], width: float) -> bool:
    """Whether there is text on both sides of a document's gutter, at enough heights."""
    votes = _votes(runs, width)
    return min(votes[int(gutter.x0) + 2 : int(gutter.x1) - 1], default=0) >= _VOTES


def _gutters(runs: Sequence[Run], width: float, size: float) -> tuple[Gutter, ...]:
    votes = _votes(runs, width)
    best = max(votes, default=0)
    if best < _VOTES:
        return ()
    strips = _strips(votes, max(_VOTES, int(_SHARE * best)))
    strips = [strip for strip in strips if strip.x1 - strip.x0 >= _NARROWEST]
    while strips:
        failing = _unfilled(runs, strips, size)
        if failing is None:
            return tuple(strips)
        strips.remove(failing)
    return ()


def _votes(runs: Sequence[Run], width: float) -> list[int]:
    """For every point across the page, in how many slices it lies in the white between two runs."""
    slices: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    for run in runs:
        for number in range(int((run.y - 0.7 * run.size) // _SLOT), int(run.y // _SLOT) + 1):
            slices[number].append((run.x0, run.x1))
    change = [0] * (int(width) + 3)
    for row in slices.values():
        row.sort()
        end = row[0][1]
        for x0, x1 in row[1:]:
            if x0 - end >= _NARROWEST and end >= 0 and x0 <= width:
                change[int(end) + 1] += 1
                change[int(x0)] -= 1
            end = max(end, x1)
    votes, total = [], 0
    for step in change:
        total += step
        votes.append(total)
    return votes


def _strips(votes: Sequence[int], least: int) -> list[Gutter]:
    """The runs of points with enough votes, each narrowed to where most of its votes are."""
    strips: list[Gutter] = []
    start: int | None = None
    for place, count in enumerate([*votes, 0]):
        if count >= least and start is None:
            start = place
        elif count < least and start is not None:
            peak = max(votes[start:place])
            strips.append(_widest([x for x in range(start, place) if votes[x] >= _CORE * peak]))
            start = None
    return strips


def _widest(places: Sequence[int]) -> Gutter:
    """The longest run of neighbouring places: numbers that hang in a column's margin part a strip in two."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    longest = max(runs, key=len)
    return Gutter(float(longest[0]), float(longest[-1] + 1))


def _unfilled(runs: Sequence[Run], strips: Sequence[Gutter], size: float) -> Gutter | None:
    """The gutter beside the column that is the least filled, if that is too little for running text."""
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    edges = [left, *(edge for strip in strips for edge in (strip.x0, strip.x1)), right]
    worst: tuple[float, int] | None = None
    for number in range(len(strips) + 1):
        x0, x1 = edges[2 * number], edges[2 * number + 1]
        inside = [run for run in runs if run.x0 > x0 - 3 and run.x1 < x1 + 3]
        rows = in_rows(inside)
        fill = median([sum(run.width for run in row) / (x1 - x0) for row in rows]) if len(rows) > 3 else 0.0
        if x1 - x0 < _COLUMN * size:
            fill = 0.0
        if fill < _FILL and (worst is None or fill < worst[0]):
            worst = (fill, number)
    return None if worst is None else strips[max(0, worst[1] - 1)]


def read_columns(runs: Sequence[Run], gutters: Sequence[Gutter], rules: Sequence[Rect] = ()) -> list[Column]:
    """The runs of a page as columns, in reading order; a rule across all of them ends what is above it."""
    if not runs:
        return []
    frame = bounds([run.rect for run in runs])
    parts = _parted(runs, gutters, rules, frame.width)
    return [column for part in parts for column in _cut(part, gutters, frame.x0, frame.x1)]


def _parted(runs: Sequence[Run], gutters: Sequence[Gutter], rules: Sequence[Rect], width: float) -> Iterator[list[Run]]:
    """The runs between the rules that go across (nearly) all of the page and at least one gutter."""
    heights = sorted(
        rule.y0
        for rule in rules
        if rule.height < _RULE
        and rule.width > _ACROSS * width
        and any(rule.x0 < gutter.x0 and rule.x1 > gutter.x1 for gutter in gutters)
    )
    left = list(runs)
    for height in heights:
        above = [run for run in left if run.y - 0.3 * run.size < height]
        if above:
            yield above
            left = [run for run in left if run.y - 0.3 * run.size >= height]
    if left:
        yield left


def _cut(runs: list[Run], gutters: Sequence[Gutter], left: float, right: float) -> Iterator[Column]:
    """Cut along a gutter that nothing crosses, or else into bands along the gutter that the least crosses."""
    if not runs:
        return
    if not gutters:
        yield Column(left, right, tuple(runs))
        return
    crossed = [_crossed(runs, gutter) for gutter in gutters]
    least = min(range(len(gutters)), key=lambda number: (len(crossed[number]), number))
    gutter, others = gutters[least], [each for each in gutters if each is not gutters[least]]
    if crossed[least]:
        for across, band in _bands(runs, crossed[least], gutter):
            yield from _cut(band, others if across else gutters, left, right)
        return
    sides = (
        [run for run in runs if run.x0 + run.x1 <= 2 * gutter.middle],
        [run for run in runs if run.x0 + run.x1 > 2 * gutter.middle],
    )
    yield from _cut(sides[0], [each for each in others if each.x0 < gutter.x0], left, gutter.x0)
    yield from _cut(sides[1], [each for each in others if each.x0 > gutter.x0], gutter.x1, right)


def _bands(runs: Sequence[Run], heights: Sequence[tuple[float, float]], gutter: Gutter) -> list[tuple[bool, list[Run]]]:
    """Cut runs from the top down into those at the heights that are crossed and those that aren't.

    What stands between two crossings on one side only (a paragraph's last line) goes with them.
    """
    joined: list[tuple[bool, list[Run]]] = []
    for across, band in _cut_at(runs, heights):
        lone = len({run.x0 + run.x1 > 2 * gutter.middle for run in band}) == 1
        if joined and joined[-1][0] == (across or lone):
            joined[-1][1].extend(band)
        else:
            joined.append((across or lone, band))
    return joined


def _cut_at(runs: Sequence[Run], heights: Sequence[tuple[float, float]]) -> list[tuple[bool, list[Run]]]:
    bands: list[tuple[bool, list[Run]]] = []
    place = 0
    for run in sorted(runs, key=lambda run: (run.y - 0.3 * run.size, run.x0)):
        middle = run.y - 0.3 * run.size
        while place < len(heights) and heights[place][1] < middle:
            place += 1
        across = place < len(heights) and heights[place][0] <= middle
        if bands and bands[-1][0] == across:
            bands[-1][1].append(run)
        else:
            bands.append((across, [run]))
    return bands


def _crossed(runs: Sequence[Run], gutter: Gutter) -> list[tuple[float, float]]:
    """The heights at which runs cross a gutter, merged where next to nothing lies between."""
    heights: list[tuple[float, float]] = []
    for run in sorted((run for run in runs if gutter.crossed_by(run)), key=lambda run: run.top):
        if heights and run.top <= heights[-1][1] + 0.3 * run.size:
            heights[-1] = (heights[-1][0], max(heights[-1][1], run.bottom))
        else:
            heights.append((run.top, run.bottom))
    return heights
