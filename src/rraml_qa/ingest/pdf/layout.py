"""A document's pages to lines in reading order, with its tables in their places.

What is lifted out first: running heads, the lettering of figures, tables. What is left falls into columns, and
every column into lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rraml_qa.ingest.pdf.asides import find_aside
from rraml_qa.ingest.pdf.captions import Kind, find_captions
from rraml_qa.ingest.pdf.columns import Column, Gutter, find_gutters, read_columns
from rraml_qa.ingest.pdf.figures import above_captions, find_pictures, lettering, text_fonts
from rraml_qa.ingest.pdf.furniture import without_furniture
from rraml_qa.ingest.pdf.page import Page, Style, in_rows
from rraml_qa.ingest.pdf.runs import Run, join_runs
from rraml_qa.ingest.pdf.tables import Grid, read_grid
from rraml_qa.ingest.pdf.zones import Zone, find_zones

__all__ = ["Placed", "Printed", "lay_out"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of a column. `step` is the distance from the baseline above, None for the column's first line.

    `left` and `right` are the edges that its column's lines have; `label` is set where a caption begins, `column`
    numbers the columns of the document, and `aside` tells that it stands in a narrow strip beside the text.
    """

    run: Run
    page: Page
    left: float
    right: float
    step: float | None
    column: int
    label: Kind | None = None
    aside: bool = False

    @property
    def text(self) -> str:
        """What it says."""
        return self.run.text

    @property
    def short(self) -> bool:
        """Whether it ends well before its column does."""
        return self.run.x1 < self.right - 1.5 * self.run.size


@dataclass(frozen=True, slots=True)
class Placed:
    """A table, in its place among the lines."""

    zone: Zone
    grid: Grid
    page: Page


@dataclass(frozen=True, slots=True)
class Layout:
    """Lines and tables in reading order, and how many letterings of figures were left out on which page."""

    things: tuple[Printed | Placed, ...]
    lettering: Mapping[int, int]


def lay_out(pages: Sequence[Page], body: Style) -> Layout:
    """Put a document's pages in reading order; `body` is the type of its running text."""
    plain = without_furniture(pages)
    fonts = text_fonts(plain)
    left_out: dict[int, int] = {}
    bare = [_without(page, lettering(page.runs, find_pictures(page), body.size, fonts), left_out) for page in plain]
    asides = [find_aside(page.runs) for page in bare]
    texts = [
        replace(page, runs=tuple(run for run in page.runs if run not in aside)) if aside else page
        for page, aside in zip(bare, asides, strict=True)
    ]
    things: list[Printed | Placed] = []
    columns = 0
    for page, aside, gutters in zip(texts, asides, find_gutters(texts, body), strict=True):
        captions = find_captions(page.runs, body.size)
        cleared = _without(page, above_captions(page, captions, gutters, body), left_out)
        for thing in _page(cleared, captions, gutters, body, columns):
            things.append(thing)
            columns = max(columns, thing.column + 1) if isinstance(thing, Printed) else columns
        if aside:
            strip = Column(min(run.x0 for run in aside), max(run.x1 for run in aside), tuple(aside))
            lines = _column(strip, columns, page, {}, {})
            things += [replace(line, aside=True) for line in lines if isinstance(line, Printed)]
            columns += 1
    return Layout(tuple(things), left_out)


def _without(page: Page, dropped: set[Run], left_out: dict[int, int]) -> Page:
    if not dropped:
        return page
    left_out[page.number] = left_out.get(page.number, 0) + len(dropped)
    return replace(page, runs=tuple(run for run in page.runs if run not in dropped))


def _page(
    page: Page, captions: Mapping[Run, Kind], gutters: Sequence[Gutter], body: Style, first: int
) -> Iterator[Printed | Placed]:
    tables = _tables(page, captions, gutters, body)
    used = {run for table in tables.values() for run in table.zone.runs}
    runs = [run for run in page.runs if run not in used] + list(tables)
    for number, column in enumerate(read_columns(runs, gutters, page.rules), start=first):
        yield from _column(column, number, page, captions, tables)


def _tables(page: Page, captions: Mapping[Run, Kind], gutters: Sequence[Gutter], body: Style) -> dict[Run, Placed]:
    """A page's tables, each under a run that stands for it when the columns are read."""
    tables: dict[Run, Placed] = {}
    for zone in find_zones(page, captions, gutters, body.size):
        grid = read_grid(zone)
        if grid is not None:
            top = min(run.y for run in zone.runs)
            tables[Run("", zone.x0, zone.x1, top, 0.1)] = Placed(zone, grid, page)
    return tables


def _column(
    column: Column, number: int, page: Page, captions: Mapping[Run, Kind], tables: Mapping[Run, Placed]
) -> Iterator[Printed | Placed]:
    rows = in_rows(column.runs)
    left = _edge([row[0].x0 for row in rows if row[0] not in tables], column.x0)
    right = max((row[-1].x1 for row in rows if row[-1] not in tables), default=column.x1)
    above: Run | None = None
    for row in rows:
        for run in row:
            if run in tables:
                yield tables[run]
        text = [run for run in row if run not in tables]
        if text:
            run = join_runs(text)
            step = None if above is None else run.y - above.y
            edge = max(right, column.x1 - 2)
            yield Printed(run, page, left, edge, step, number, captions.get(text[0]))
            above = run


def _edge(starts: Sequence[float], otherwise: float) -> float:
    """Where most lines begin; of several places as usual, the leftmost."""
    if not starts:
        return otherwise
    counts = Counter(round(start) for start in starts)
    usual = min(counts, key=lambda place: (-counts[place], place))
    return min(start for start in starts if round(start) == usual)
