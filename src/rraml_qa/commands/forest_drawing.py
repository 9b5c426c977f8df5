"""The forest plot as a picture. The one module of the commands that needs matplotlib; load it when it is used.

All is placed in points from the upper left corner of one Axes that fills the figure, so that columns of words and the
plot keep their widths whatever the words are.
"""

from __future__ import annotations

import io
import itertools
import math
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from typing import Any

from matplotlib import rc_context
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import TextToPath

from rraml_qa.commands.forest import DesignFamily, ForestRow, kept_rows

__all__ = ["Drawing", "as_png", "as_svg", "draw", "draw_slide"]

_MARGIN = 8.0


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the plot ends, the left and right edge of columns, and the right edges of those of figures, in points.

    Where the treatment has no column of its own (`stacked`) its name stands above its rows; without `interval` the
    ends of intervals are drawn, but not written. It begins at `left`.
    """

    width: float
    treatment: tuple[float, float]
    source: tuple[float, float]
    plot: tuple[float, float]
    rate: float
    interval: float | None
    stacked: bool = False
    left: float = 0.0

    @property
    def n(self) -> float:
        """The right edge of the numbers of patients."""
        return self.width - _MARGIN

    def x(self, percent: float) -> float:
        """Where a rate stands."""
        return self.plot[0] + (self.plot[1] - self.plot[0]) * percent / 100

    def beside(self, by: float) -> _Layout:
        """The same, so many points to the right."""
        return _Layout(
            width=self.width + by,
            treatment=(self.treatment[0] + by, self.treatment[1] + by),
            source=(self.source[0] + by, self.source[1] + by),
            plot=(self.plot[0] + by, self.plot[1] + by),
            rate=self.rate + by,
            interval=None if self.interval is None else self.interval + by,
            stacked=self.stacked,
            left=self.left + by,
        )


_WIDE = _Layout(525.0, (_MARGIN, 128.0), (132.0, 222.0), (238.0, 396.0), 446.0, 490.0)  # 700 CSS pixels
_NARROW = _Layout(258.0, (_MARGIN, 214.0), (_MARGIN + 4, 92.0), (106.0, 190.0), 222.0, None, stacked=True)  # of a phone
_ROW = 13.5
_LINE = 10.0  # of a treatment of several lines
_SMALL_LINE = 9.0
_GAP = 3.0  # between treatments
_HEAD = 8 + _ROW + 4  # between the legend and the rows
_FOOT = 34.0  # below the rows
_GUTTER = 18.0  # between two columns of a slide
_SLIDE = 16 / 9
_FOOT_OF_SLIDE = 50.0  # below its rows
_MOST_STRETCH = 1.25  # how much smaller letters may be on a slide of two columns than on one with room to spare
_FOOT_BELOW = 22.0  # how much lower the foot stands where there is no room for it beside the axis
_SIZE = 8.4
_SMALL = 7.4

INK = "#1b1c1d"  # stands for the page's own colour
_FAINT = 0.68  # how much of the ink is in words of less weight
_DESIGNS: dict[DesignFamily, tuple[str, str, str]] = {  # on light, on dark, and the marker's shape
    "phase III": ("#0072b2", "#56b4e9", "square"),
    "phase II": ("#c44e00", "#f0913a", "circle"),
    "phase I/II": ("#00805c", "#3fc79a", "up"),
    "phase I": ("#a3508a", "#e29ac4", "diamond"),
    "phase II/III": ("#5b53c0", "#a9a3f5", "hexagon"),
    "phase IV": ("#8a6a00", "#e3c04d", "down"),
    "other design": ("#8f4a3a", "#d9a093", "pentagon"),
    "not stated": ("#6b6f76", "#a3a8b0", "cross"),
}
_CONFLICT = ("#c1121f", "#ff7a7a")
_SIDES = {  # corners, and where the first one is, in degrees clockwise from the top
    "square": (4, 45.0),
    "circle": (32, 0.0),
    "up": (3, 0.0),
    "diamond": (4, 0.0),
    "hexagon": (6, 30.0),
    "down": (3, 180.0),
    "pentagon": (5, 0.0),
}
_PLAIN_MARKER = 5.6  # the width of a marker of a rate without a number of patients, in points
_LEAST_MARKER = 4.6
_GREATEST_MARKER = 12.0
_ELLIPSIS = "…"
_BOUNDS = {"at most": "≤ ", "at least": "≥ ", "about": "~ "}
_PAGE_FONTS = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Drawing:
    """The figure with its size and the band of each row, from its top to its bottom, in points."""

    figure: Figure
    width: float
    height: float
    bands: tuple[tuple[float, float], ...]


@dataclass(slots=True)
class _Sheet:
    """Where things are drawn: `artists` of what is being drawn, in points from the upper left corner."""

    figure: Figure
    axes: Axes
    dark: bool
    layout: _Layout
    artists: list[Artist] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, **style: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """One line of words, its middle at `y`."""
        given = {"size": _SIZE, "color": INK, "va": "center_baseline", "parse_math": False, **style}
        self._add(Text(x, y, words, **given))

    def line(self, xs: Sequence[float], ys: Sequence[float], **style: Any) -> None:  # noqa: ANN401
        """A line through these points."""
        self._add(Line2D(xs, ys, **{"color": INK, "linewidth": 1.1, "solid_capstyle": "butt", **style}))

    def polygon(self, points: Sequence[tuple[float, float]], **style: Any) -> None:  # noqa: ANN401
        """A closed shape."""
        self._add(Polygon(points, closed=True, **style))

    def box(self, x0: float, y0: float, x1: float, y1: float, **style: Any) -> None:  # noqa: ANN401
        """A rectangle."""
        self._add(Rectangle((x0, y0), x1 - x0, y1 - y0, **{"linewidth": 0, **style}))

    def colour(self, family: DesignFamily) -> str:
        """The colour of a kind of study."""
        return _DESIGNS[family][self.dark]

    def _add(self, artist: Artist) -> None:
        artist.set_figure(self.figure)
        artist.axes = self.axes
        artist.set_transform(self.axes.transData)
        artist.set_clip_on(False)
        self.artists.append(artist)

    def finish(self, gid: str) -> None:
        """Put what was drawn since the last time onto the figure, as one group of this name."""
        self.axes.add_artist(_Group(gid, self.artists))
        self.artists = []


class _Group(Artist):
    """Artists that are drawn as one group of an SVG file."""

    def __init__(self, gid: str, members: Sequence[Artist]) -> None:
        super().__init__()
        self.set_gid(gid)
        self._members = members

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: RendererBase) -> None:
        renderer.open_group("forest", gid=self.get_gid())
        for member in self._members:
            member.draw(renderer)
        renderer.close_group("forest")


# ------------------------------------------------------------------------------------------- layout


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as it is laid out: its number, where it stands in the documents, and its first line's middle."""

    number: int
    row: ForestRow
    source: tuple[str, ...]
    middle: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.middle + _ROW / 2 + (len(self.source) - 1) * _SMALL_LINE


@dataclass(frozen=True, slots=True)
class _Block:
    """The rows of one treatment, its name in lines with the middle of the first, the top and bottom of their band."""

    name: tuple[str, ...]
    named: float
    lines: tuple[_Line, ...]
    top: float
    bottom: float

    @property
    def bands(self) -> Iterator[tuple[float, float]]:
        """The top and bottom of each row, without room between them."""
        edges = [self.top, *(line.bottom for line in self.lines[:-1]), self.bottom]
        yield from itertools.pairwise(edges)

    def raised(self, by: float) -> _Block:
        """The same, so many points higher up."""
        lines = tuple(replace(line, middle=line.middle - by) for line in self.lines)
        return replace(self, named=self.named - by, lines=lines, top=self.top - by, bottom=self.bottom - by)


def draw(rows: Sequence[ForestRow], *, dark: bool = False, narrow: bool = False) -> Drawing:
    """Draw the plot of these rows, in their order; neighbours of one treatment share its name."""
    layout = _NARROW if narrow else _WIDE
    legend = _legend_lines(rows, layout.width)
    top = _MARGIN + len(legend) * _ROW + _HEAD
    blocks = list(_blocks(rows, top, layout))
    bottom = blocks[-1].bottom if blocks else top + 2 * _ROW
    height = bottom + _FOOT + (_FOOT_BELOW if layout.stacked else 0)
    sheet = _sheet(layout, layout.width, height, dark=dark)
    _draw_legend(sheet, legend)
    _draw_frame(sheet, blocks, top, bottom, rows)
    below, room = (_FOOT_BELOW, layout.width) if layout.stacked else (0.0, layout.plot[0])
    for line, words in enumerate(_foot(rows, room)):
        sheet.text(_MARGIN, bottom + 12 + below + 10 * line, words, size=_SMALL, alpha=_FAINT)
    sheet.finish("forest-frame")
    _draw_blocks(sheet, blocks, _sizes(rows))
    return Drawing(sheet.figure, layout.width, height, tuple(band for block in blocks for band in block.bands))


def _sheet(layout: _Layout, width: float, height: float, *, dark: bool) -> _Sheet:
    figure = Figure(figsize=(width / 72, height / 72))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return _Sheet(figure, axes, dark, layout)


def _draw_blocks(sheet: _Sheet, blocks: Sequence[_Block], sizes: Sequence[float]) -> None:
    layout = sheet.layout
    weight = "bold" if layout.stacked else "normal"
    for block in blocks:
        for line, words in enumerate(block.name):
            sheet.text(layout.treatment[0], block.named + line * _LINE, words, weight=weight)
        for row in block.lines:
            _draw_row(sheet, row, sizes[row.number])
            sheet.finish(f"forest-row-{row.number}")
    for block in blocks:
        _draw_conflicts(sheet, block)
    sheet.finish("forest-conflicts")


# -------------------------------------------------------------------------------------------- a slide


def draw_slide(rows: Sequence[ForestRow]) -> Figure:
    """Draw the plot of these rows 16 to 9, in two columns where one is too long.

    Where two don't hold them, the treatments with fewest patients are left out, which the foot says.
    """
    kept, plan = tuple(rows), _plan(rows)
    while plan is None:
        kept = _without_smallest(kept)
        plan = _plan(kept)
    sheet = _sheet(_WIDE, plan.width, plan.height, dark=False)
    _draw_legend(sheet, plan.legend)
    for line, words in enumerate(_foot_of_slide(rows, kept, plan.width)):
        sheet.text(_MARGIN, plan.height - _FOOT_OF_SLIDE + 16 + 10 * line, words, size=_SMALL, alpha=_FAINT)
    sheet.finish("forest-legend")
    bottom = max((blocks[-1].bottom for blocks in plan.columns if blocks), default=plan.top + 2 * _ROW)
    for number, blocks in enumerate(plan.columns):
        sheet.layout = _WIDE.beside(plan.aside + number * (_WIDE.width + _GUTTER))
        _draw_frame(sheet, blocks, plan.top, bottom, kept)
        sheet.finish("forest-frame")
        _draw_blocks(sheet, blocks, _sizes(kept))
    return sheet.figure


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a slide is laid out: its size, its legend, where rows begin, its columns and how far they are indented."""

    width: float
    height: float
    legend: list[list[_Sign]]
    top: float
    columns: list[list[_Block]]

    @property
    def aside(self) -> float:
        """How much is left free on either side."""
        return (self.width - _breadth(len(self.columns))) / 2


def _plan(rows: Sequence[ForestRow]) -> _Plan | None:
    """How the rows go onto a slide of one column or two; None where they don't."""
    for count, stretch in ((1, 1.0), (2, _MOST_STRETCH)):
        legend = _legend_lines(rows, _breadth(count))
        top = _MARGIN + len(legend) * _ROW + _HEAD
        columns = list(_columns(list(_blocks(rows, top, _WIDE)), count))
        bottom = max((blocks[-1].bottom for blocks in columns if blocks), default=top)
        height = max(bottom + _FOOT_OF_SLIDE, _breadth(count) / _SLIDE)
        if height <= _breadth(count) / _SLIDE * stretch:
            return _Plan(height * _SLIDE, height, legend, top, columns)
    return None


def _breadth(count: int) -> float:
    return count * (_WIDE.width + _GUTTER) - _GUTTER


def _columns(blocks: Sequence[_Block], count: int) -> Iterator[list[_Block]]:
    """The treatments in columns about as high as each other, none of which is cut in two."""
    top = blocks[0].top if blocks else 0.0
    whole = blocks[-1].bottom - top if blocks else 0.0
    for number in range(count):
        ends = [top + whole * side / count for side in (number, number + 1)]
        column = [block for block in blocks if ends[0] <= (block.top + block.bottom) / 2 < ends[1]]
        up = column[0].top - top if column else 0.0
        yield [block.raised(up) for block in column]


def _without_smallest(rows: Sequence[ForestRow]) -> tuple[ForestRow, ...]:
    """The rows without those of the treatment with fewest patients; of those with as many, the last."""
    treatments = [(name, list(group)) for name, group in itertools.groupby(rows, key=lambda row: row.treatment)]
    patients = [max(row.n or 0 for row in group) for _, group in treatments]
    smallest = max(range(len(treatments)), key=lambda number: (-patients[number], number))
    return kept_rows(rows, lambda row: row.treatment != treatments[smallest][0])


def _foot_of_slide(rows: Sequence[ForestRow], kept: Sequence[ForestRow], width: float) -> Iterator[str]:
    whole, shown = (len({row.treatment for row in some}) for some in (rows, kept))
    left = f" {shown} of {whole} treatments, those with most patients." if shown < whole else ""
    told = list(_foot(kept, width - _width(left, _SMALL)))
    yield from [f"{told[0]}{left}", *told[1:]] if told else []


def _blocks(rows: Sequence[ForestRow], top: float, layout: _Layout) -> Iterator[_Block]:
    for _, group in itertools.groupby(enumerate(rows), key=lambda each: each[1].treatment):
        members = list(group)
        name = tuple(_wrapped(members[0][1].treatment, layout.treatment[1] - layout.treatment[0]))
        lines: list[_Line] = []
        start = top + _GAP / 2
        named = start + _ROW / 2
        below = named + (len(name) - 1) * _LINE + _ROW / 2
        if layout.stacked:
            start = below
        for number, row in members:
            source = tuple(_source_lines(row, [other for _, other in members], layout))
            lines.append(_Line(number, row, source, start + _ROW / 2))
            start = lines[-1].bottom
        bottom = max(start, below) + _GAP / 2
        yield _Block(name, named, tuple(lines), top, bottom)
        top = bottom


def _wrapped(words: str, width: float, size: float = _SIZE) -> Iterator[str]:
    """The words in lines that fit; a single word that doesn't is cut."""
    line = ""
    for word in _printable(words).split():
        longer = f"{line} {word}".strip()
        if line and _width(longer, size) > width:
            yield line
            longer = word
        line = _cut(longer, width, size)
    yield line


def _cut(words: str, width: float, size: float = _SIZE) -> str:
    if _width(words, size) <= width:
        return words
    while words and _width(words + _ELLIPSIS, size) > width:
        words = words[:-1]
    return words.rstrip() + _ELLIPSIS


@lru_cache(maxsize=4096)
def _width(words: str, size: float = _SIZE) -> float:
    with _quietly():
        width, _, _ = TextToPath().get_text_width_height_descent(words, FontProperties(size=size), ismath=False)
    return float(width)


class _quietly(warnings.catch_warnings):  # noqa: N801 - used as a function
    """Without warnings of letters that the font hasn't: a browser has them."""

    def __enter__(self) -> Any:  # noqa: ANN401
        entered = super().__enter__()
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        return entered


def _printable(words: str) -> str:
    """The words without characters that XML has no place for."""
    return "".join(char if char.isprintable() else " " for char in words)


def _sizes(rows: Sequence[ForestRow]) -> list[float]:
    """The width of each row's marker: its area is as the number of patients, within limits."""
    most = max((row.n for row in rows if row.n), default=1)
    return [max(_LEAST_MARKER, _GREATEST_MARKER * math.sqrt(row.n / most)) if row.n else _PLAIN_MARKER for row in rows]


# ------------------------------------------------------------------------------------------- drawing


def _draw_frame(sheet: _Sheet, blocks: Sequence[_Block], top: float, bottom: float, rows: Sequence[ForestRow]) -> None:
    """The heads of the columns, bands, the grid and the axis."""
    head, layout = top - _ROW / 2 - 3, sheet.layout
    for x, words, side in _heads(layout):
        sheet.text(x, head, words, weight="bold", ha=side)
    for block in blocks[1::2]:
        sheet.box(layout.left, block.top, layout.width, block.bottom, color=INK, alpha=0.05)
    for percent in range(0, 101, 20):
        sheet.line([layout.x(percent)] * 2, [top, bottom], linewidth=0.6, alpha=0.16)
        sheet.line([layout.x(percent)] * 2, [bottom, bottom + 3], linewidth=0.7)
        for y in (head, bottom + 9):
            sheet.text(layout.x(percent), y, str(percent), ha="center", size=_SMALL)
    sheet.line(list(layout.plot), [bottom] * 2, linewidth=0.7)
    sheet.line([layout.left, layout.width], [top] * 2, linewidth=0.9)
    middle = layout.width / 2 if layout.stacked else sum(layout.plot) / 2
    sheet.text(middle, bottom + 22, _axis_title(rows, layout), ha="center")
    if not rows:
        sheet.text(layout.treatment[0], top + _ROW, "No rates to show.")


def _heads(layout: _Layout) -> Iterator[tuple[float, str, str]]:
    """The heads of columns: where, and on which side of that."""
    if layout.stacked:
        yield layout.treatment[0], "Treatment, where", "left"
    else:
        yield layout.treatment[0], "Treatment", "left"
        yield layout.source[0], "Where [reference]", "left"
    yield layout.rate, "Rate, %" if layout.interval else "%", "right"
    if layout.interval:
        yield layout.interval, "95% CI", "right"
    yield layout.n, "n", "right"


def _axis_title(rows: Sequence[ForestRow], layout: _Layout) -> str:
    endpoints = list(dict.fromkeys(row.endpoint for row in rows))
    words = _cut(" / ".join(endpoints), layout.width - (_MARGIN if layout.stacked else layout.plot[0]))
    return f"{words[:1].upper()}{words[1:]} (%)" if endpoints else "%"


def _foot(rows: Sequence[ForestRow], room: float) -> Iterator[str]:
    """Whose figures they are, and what they are not, in lines that have so much room."""
    if rows:
        documents = ", ".join(dict.fromkeys(document for row in rows for document in row.documents))
        yield _cut(f"As given in: {_printable(documents)}.", room - 2 * _MARGIN, _SMALL)
        yield "Different studies aren’t compared head to head."


def _draw_row(sheet: _Sheet, line: _Line, size: float) -> None:
    row, y, layout = line.row, line.middle, sheet.layout
    for number, words in enumerate(line.source):
        sheet.text(layout.source[0], y + number * _SMALL_LINE, words, size=_SMALL, alpha=_FAINT)
    _draw_estimate(sheet, row, y, size)
    sheet.text(layout.rate, y, _rate(row), ha="right")
    if layout.interval and row.low is not None and row.high is not None:
        whole = row.rate == round(row.rate) and round(row.low) < round(row.high)
        digits = 0 if whole else 1
        sheet.text(layout.interval, y, f"{row.low:.{digits}f}–{row.high:.{digits}f}", ha="right", size=_SMALL)
    sheet.text(layout.n, y, f"{row.n:,}" if row.n else "–", ha="right", size=_SMALL, alpha=1 if row.n else _FAINT)


def _source_lines(row: ForestRow, among: Sequence[ForestRow], layout: _Layout) -> Iterator[str]:
    """Where a row stands; its documents and patients too where they tell it from others of its treatment."""
    width = layout.source[1] - layout.source[0]
    if len({document for other in among for document in other.documents}) > 1:
        yield from _wrapped(", ".join(row.documents), width, _SMALL)
    yield from _wrapped(_source(row), width, _SMALL)
    beside = [other for other in among if (other.document, other.source) == (row.document, row.source)]
    if (beside[1:] or row.conflict or row.differs) and row.population:
        yield from _wrapped(row.population, width, _SMALL)


def _source(row: ForestRow) -> str:
    """Where a row stands: "Table 1 [22]"."""
    place = "text" if row.source == "prose" else row.table or "table"
    arm = f"{f', {row.way}' if row.way else ''}{', control' if row.is_comparator else ''}"
    cited = f" [{', '.join(row.references)}]" if row.references else ""
    return _printable(f"{place}{arm}{cited}")


def _rate(row: ForestRow) -> str:
    figure = f"{row.span[0]:g}–{row.span[1]:g}" if row.span else f"{row.rate:g}"
    return f"{_BOUNDS.get(row.bound or '', '')}{figure}"


def _draw_estimate(sheet: _Sheet, row: ForestRow, y: float, size: float) -> None:
    """The marker with its interval, or a range as its span."""
    colour = sheet.colour(row.family)
    if row.span:
        low, high = map(sheet.layout.x, row.span)
        face = colour if row.source == "prose" else "none"
        sheet.box(low, y - 1.7, high, y + 1.7, linewidth=1, edgecolor=colour, facecolor=face)
        _draw_bound(sheet, row, low, high, y, colour)
        return
    x = sheet.layout.x(row.rate)
    if row.low is not None and row.high is not None:
        for end, edge in ((sheet.layout.x(row.low), x - size / 2), (sheet.layout.x(row.high), x + size / 2)):
            if (end < edge) == (edge < x):  # else the marker hides the whole of it
                sheet.line([end, edge], [y, y], color=colour)
                sheet.line([end, end], [y - 2, y + 2], color=colour)
    _draw_marker(sheet, row.family, x, y, size, filled=row.source == "prose")
    _draw_bound(sheet, row, x - size / 2, x + size / 2, y, colour)


def _draw_marker(sheet: _Sheet, family: DesignFamily, x: float, y: float, size: float, *, filled: bool) -> None:
    colour, shape = sheet.colour(family), _DESIGNS[family][2]
    face = colour if filled else "none"
    points = _cross(x, y, size) if shape == "cross" else _corners(x, y, size, *_SIDES[shape])
    sheet.polygon(points, facecolor=face, edgecolor=colour, linewidth=1.2, joinstyle="miter")


def _corners(x: float, y: float, size: float, sides: int, turned: float) -> list[tuple[float, float]]:
    """A regular shape of about the area of a circle of this width."""
    radius = size / 2 * math.sqrt(2 * math.pi / (sides * math.sin(2 * math.pi / sides)))
    radius = min(radius, size * 0.72)
    angles = [math.radians(turned + 360 * side / sides) for side in range(sides)]
    return [(x + radius * math.sin(angle), y - radius * math.cos(angle)) for angle in angles]


def _cross(x: float, y: float, size: float) -> list[tuple[float, float]]:
    """An upright cross, thick enough to be hollow."""
    arm, half = size * 0.56, size * 0.2
    steps = [(-half, -arm), (half, -arm), (half, -half), (arm, -half), (arm, half), (half, half)]
    return [(x + dx, y + dy) for dx, dy in [*steps, *((-dx, -dy) for dx, dy in steps)]]


def _draw_bound(sheet: _Sheet, row: ForestRow, left: float, right: float, y: float, colour: str) -> None:
    """An arrow to where the true rate may be, of one that is given as "up to" or "at least"."""
    if row.bound not in {"at most", "at least"}:
        return
    side = -1 if row.bound == "at most" else 1
    start = (left if side < 0 else right) + side * 1.5
    tip = start + side * 11
    sheet.line([start, tip - side * 2], [y, y], color=colour, linewidth=0.9)
    sheet.polygon([(tip, y), (tip - side * 4, y - 2.2), (tip - side * 4, y + 2.2)], color=colour, linewidth=0)


def _draw_conflicts(sheet: _Sheet, block: _Block) -> None:
    """A bracket over the rows that contradict each other, beside the plot; dashed where the text tells a reason."""
    x = sheet.layout.plot[0] - 6
    for middles, is_conflict in _components(block.lines):
        style: dict[str, Any] = {"color": _CONFLICT[sheet.dark]} if is_conflict else {"alpha": _FAINT}
        sheet.line([x, x], [middles[0], middles[-1]], linestyle="-" if is_conflict else (0, (2.5, 1.6)), **style)
        for y in middles:
            sheet.line([x, x + 3], [y, y], **style)
        _draw_differs(sheet, x - 4.5, (middles[0] + middles[-1]) / 2, is_conflict=is_conflict)


def _draw_differs(sheet: _Sheet, x: float, y: float, *, is_conflict: bool) -> None:
    style: dict[str, Any] = {"color": _CONFLICT[sheet.dark], "weight": "bold"} if is_conflict else {"alpha": _FAINT}
    sheet.text(x, y, "≠", ha="center", size=9.5, **style)


def _components(lines: Sequence[_Line]) -> list[tuple[list[float], bool]]:
    """Where the rows of a treatment are that differ, those together that are joined, and whether any contradict."""
    middles = {line.number: line.middle for line in lines}
    conflicts = {line.number for line in lines if line.row.conflict}
    joined: list[set[int]] = []
    for line in lines:
        pair = {line.number, *middles.keys() & {*line.row.conflict, *line.row.differs}}
        if len(pair) > 1:
            apart = [other for other in joined if not other & pair]
            joined = [*apart, pair.union(*(other for other in joined if other & pair))]
    return [(sorted(middles[number] for number in each), bool(each & conflicts)) for each in joined]


# -------------------------------------------------------------------------------------------- legend


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign of the legend: what it looks like, and what it means."""

    kind: str
    words: str
    family: DesignFamily = "not stated"

    @property
    def width(self) -> float:
        """How much room it takes."""
        return 19 + _width(self.words, _SMALL) + 11


def _legend_lines(rows: Sequence[ForestRow], width: float) -> list[list[_Sign]]:
    """The signs that the rows need, in lines."""
    families: list[DesignFamily] = [family for family in _DESIGNS if any(row.family == family for row in rows)]
    designs = [_Sign("design", f"{family[0].upper()}{family[1:]}", family) for family in families]
    return [*_lines(designs, width), *_lines(list(_signs(rows)), width)]


def _signs(rows: Sequence[ForestRow]) -> Iterator[_Sign]:
    prose = any(row.source == "prose" for row in rows)
    if prose:
        yield _Sign("filled", "Text")
    if any(row.source == "table" for row in rows):
        yield _Sign("hollow", "Table")
    if any(row.low is not None for row in rows):
        yield _Sign("interval", "95% CI (Wilson)")
    if any(row.n for row in rows):
        yield _Sign("sizes", "Area: n")
    if any(row.span for row in rows):
        yield _Sign("range", "Range")
    if any(row.bound == "at most" for row in rows):
        yield _Sign("at most", "“Up to”")
    if any(row.bound == "at least" for row in rows):
        yield _Sign("at least", "“At least”")
    if any(row.conflict for row in rows):
        yield _Sign("conflict", "Contradiction")
    if any(row.differs for row in rows):
        yield _Sign("differs", "Given otherwise; patients, study or arms differ")


def _lines(signs: Sequence[_Sign], width: float) -> Iterator[list[_Sign]]:
    line: list[_Sign] = []
    for sign in signs:
        if line and sum(each.width for each in line) + sign.width > width - 2 * _MARGIN:
            yield line
            line = []
        line.append(sign)
    if line:
        yield line


def _draw_legend(sheet: _Sheet, lines: Sequence[Sequence[_Sign]]) -> None:
    for number, line in enumerate(lines):
        x, y = _MARGIN, _MARGIN + (number + 0.5) * _ROW
        for sign in line:
            _draw_sign(sheet, sign, x + 7, y)
            sheet.text(x + 19, y, sign.words, size=_SMALL)
            x += sign.width


def _draw_sign(sheet: _Sheet, sign: _Sign, x: float, y: float) -> None:
    if sign.kind == "design":
        _draw_marker(sheet, sign.family, x, y, 6.5, filled=True)
    elif sign.kind in {"filled", "hollow"}:
        points = _corners(x, y, 6.5, *_SIDES["circle"])
        sheet.polygon(points, facecolor=INK if sign.kind == "filled" else "none", edgecolor=INK, linewidth=1.2)
    elif sign.kind == "interval":
        sheet.line([x - 7, x + 7], [y, y])
        for end in (x - 7, x + 7):
            sheet.line([end, end], [y - 2, y + 2])
    elif sign.kind == "sizes":
        sheet.polygon(_corners(x - 5.5, y, 3.2, *_SIDES["circle"]), facecolor="none", edgecolor=INK, linewidth=1)
        sheet.polygon(_corners(x + 2.5, y, 8.5, *_SIDES["circle"]), facecolor="none", edgecolor=INK, linewidth=1)
    elif sign.kind == "range":
        sheet.box(x - 7, y - 1.7, x + 7, y + 1.7, color=INK)
    elif sign.kind in {"conflict", "differs"}:
        _draw_differs(sheet, x, y, is_conflict=sign.kind == "conflict")
    else:
        _draw_arrow_sign(sheet, sign, x, y)


def _draw_arrow_sign(sheet: _Sheet, sign: _Sign, x: float, y: float) -> None:
    side = -1 if sign.kind == "at most" else 1
    sheet.line([x - side * 6, x + side * 4], [y, y], linewidth=0.9)
    sheet.polygon([(x + side * 7, y), (x + side * 3, y - 2.2), (x + side * 3, y + 2.2)], color=INK, linewidth=0)


# --------------------------------------------------------------------------------------------- files


def as_png(rows: Sequence[ForestRow], *, slide: bool = False) -> bytes:
    """The plot as PNG."""
    out = io.BytesIO()
    with _quietly(), rc_context(_FONT):
        figure = draw_slide(rows) if slide else draw(rows).figure
        figure.savefig(out, format="png", dpi=200, facecolor="white", metadata={"Software": None})
    return out.getvalue()


def as_svg(rows: Sequence[ForestRow], *, dark: bool, narrow: bool = False) -> str:
    """The plot as an SVG element."""
    out = io.StringIO()
    settings: Any = {**_FONT, "svg.hashsalt": "rraml-qa", "svg.fonttype": "none"}
    with _quietly(), rc_context(settings):
        drawing = draw(rows, dark=dark, narrow=narrow)
        metadata: dict[str, Any] = {"Date": None, "Creator": None, "Format": None, "Type": None}
        drawing.figure.savefig(out, format="svg", transparent=True, metadata=metadata)
    return _for_a_page(out.getvalue(), rows, drawing)


_FONT: Any = {"font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"]}


def _for_a_page(svg: str, rows: Sequence[ForestRow], drawing: Drawing) -> str:
    """What matplotlib wrote, as an element that keeps to itself in a page, with a title and what a reader hears."""
    svg = svg[svg.index("<svg") :].strip()
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<style type=\"text/css\">\*\{", '<style type="text/css">.forest-plot *{', svg)
    svg = re.sub(r' id="(?:figure|axes|patch|text|line2d)_\d+"', "", svg)
    svg = svg.replace(INK, "currentColor").replace("'DejaVu Sans', sans-serif", _PAGE_FONTS)
    svg = svg.replace("'DejaVu Sans'", _PAGE_FONTS)
    head = (
        '<svg class="forest-plot" role="img" aria-labelledby="forest-title forest-description" '
        'style="max-width: 100%; height: auto"'
    )
    told = f'<title id="forest-title">{_title(rows)}</title>\n <desc id="forest-description">{_told(rows)}</desc>'
    svg = re.sub(r"<svg\b([^>]*)>", lambda found: f"{head}{found[1]}>\n {told}", svg, count=1)
    return re.sub(r'<g id="forest-row-(\d+)">', lambda found: _group(rows, drawing, int(found[1])), svg)


def _group(rows: Sequence[ForestRow], drawing: Drawing, number: int) -> str:
    """The beginning of a row's group: what it says when it is pointed at, and a box that can be clicked anywhere."""
    top, bottom = drawing.bands[number]
    row = rows[number]
    words = f"{row.treatment}, {row.endpoint}: {row.as_written}. “{row.quote}”"
    return (
        f'<g id="forest-row-{number}" class="forest-row">\n   <title>{_escaped(words)}</title>\n'
        f'   <rect x="0" y="{top:g}" width="{drawing.width:g}" height="{bottom - top:g}" style="fill: transparent"/>'
    )


def _title(rows: Sequence[ForestRow]) -> str:
    endpoints = " / ".join(dict.fromkeys(row.endpoint for row in rows))
    return _escaped(f"Forest plot: {endpoints} by treatment" if rows else "Forest plot without rates")


def _told(rows: Sequence[ForestRow]) -> str:
    """All rates in words, for those who don't see them."""
    lines = []
    for row in rows:
        interval = f", 95% interval {row.low:.1f} to {row.high:.1f}" if row.low is not None else ""
        patients = f", {row.n} patients" if row.n else ""
        also = f", in {', '.join(row.documents)}" if row.also else ""
        differs = ", contradicted elsewhere in the document" if row.conflict else ""
        differs = differs or (", given otherwise elsewhere in the document" if row.differs else "")
        lines.append(f"{row.treatment}: {row.as_written}{interval}{patients}, {_source(row)}{also}{differs}.")
    return _escaped(" ".join(lines))


def _escaped(words: str) -> str:
    return escape(_printable(words), quote=False)
