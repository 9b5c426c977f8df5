"""Blocks to the lines of a source: what floats goes behind the paragraph that it interrupts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rraml_qa.ingest.pdf.blocks import Block, Setting, is_indented
from rraml_qa.ingest.pdf.geometry import Rect, bounds
from rraml_qa.ingest.pdf.layout import Placed, Printed
from rraml_qa.ingest.pdf.page import Page
from rraml_qa.ingest.pdf.runs import Run
from rraml_qa.ingest.pdf.tables import Record
from rraml_qa.ingest.pdf.wrapped import join_wrapped
from rraml_qa.types import Box, Line, Role, Span

__all__ = ["lines_of", "settle_floats"]

_CELL_GAP = " | "
_STOPS = (".", "!", "?", ":", ".”", ".)", ".]", '."', "?”")
_PARAGRAPH = 0.45  # line heights of white that part two paragraphs


def settle_floats(blocks: Sequence[Block], setting: Setting) -> list[Block]:
    """Hold every float back until the paragraph around it has ended."""
    settled: list[Block] = []
    held: list[Block] = []
    last: Printed | None = None
    for block in blocks:
        if block.floats:
            held.append(block)
            continue
        line = block.lines[0]
        if held and (block.role is not None or last is None or _ends(last, line, setting)):
            settled += held
            held = []
        settled.append(block)
        last = line if block.role is None else None
    return settled + held


def _ends(last: Printed, line: Printed, setting: Setting) -> bool:
    """Whether a new paragraph begins with `line`, which follows `last` with or without a float between."""
    neighbours = line.column == last.column and 0 < line.run.y - last.run.y < 2.5 * last.run.size
    stopped = _complete(last.text) or abs(last.run.size - line.run.size) > 0.8
    if neighbours and setting.gap(line) > _PARAGRAPH:
        return stopped
    if setting.indents or is_indented(line):
        return stopped and is_indented(line)
    return stopped and last.short


def _complete(text: str) -> bool:
    bare = text
    while bare.endswith("]") and "[" in bare:
        bare = bare[: bare.rindex("[")].rstrip()
    return (bare or text).endswith(_STOPS)


def lines_of(blocks: Sequence[Block], setting: Setting) -> Iterator[Line]:
    """The lines of a source: one for each line of running text, one for every other block, one for each row."""
    last: Printed | None = None
    for block in blocks:
        if block.table is not None:
            yield from _table(block.table)
        elif block.role is None:
            for line in block.lines:
                yield _text(line, last, setting)
                last = line
        else:
            yield _block(block, setting)
            last = last if block.floats else None


def _text(line: Printed, last: Printed | None, setting: Setting) -> Line:
    follows = last is not None and last.column == line.column and line.run.y - last.run.y > 0
    near = follows and last is not None and line.step is not None and abs(line.run.y - last.run.y - line.step) < 1
    begins = last is None or _ends(last, line, setting)
    gap = setting.gap(line) if near else float(begins)  # behind a float the white above says nothing
    return Line(
        text=line.text,
        page=line.page.number,
        box=_box(line.page, line.run.rect),
        size=round(line.run.size, 1),
        bold=line.run.bold,
        gap=gap,
        indent=round(max(0.0, line.run.x0 - line.left), 1),
    )


def _block(block: Block, setting: Setting) -> Line:
    first = block.lines[0]
    here = [line.run.rect for line in block.lines if line.column == first.column]
    return Line(
        text=block.text,
        page=first.page.number,
        box=_box(first.page, bounds(here)),
        size=round(first.run.size, 1),
        bold=all(line.run.bold for line in block.lines),
        gap=1.0,
        role=block.role,
        level=block.level,
    )


def _table(table: Placed) -> Iterator[Line]:
    zone = table.zone
    yield _joined(zone.caption, "caption", table.page)
    if table.grid.head is not None and any(table.grid.head.cells):
        yield _row(table.grid.head, "header", table.page)
    for record in table.grid.rows:
        yield _row(record, "row", table.page)
    if zone.key:
        yield _joined(zone.key, "key", table.page)


def _joined(runs: Sequence[Run], role: Role, page: Page) -> Line:
    text = join_wrapped(run.text for run in runs)
    box = _box(page, bounds([run.rect for run in runs]))
    return Line(text, page.number, box, round(runs[0].size, 1), all(run.bold for run in runs), gap=1.0, role=role)


def _row(record: Record, role: Role, page: Page) -> Line:
    spans: list[Span] = []
    start = 0
    for cell in record.cells:
        spans.append(Span(start, start + len(cell)))
        start += len(cell) + len(_CELL_GAP)
    return Line(
        text=_CELL_GAP.join(record.cells),
        page=page.number,
        box=_box(page, record.rect),
        size=round(record.size, 1),
        bold=record.bold,
        role=role,
        cells=tuple(spans),
    )


def _box(page: Page, rect: Rect) -> Box:
    shown = page.shown(rect)
    return Box(round(shown.x0, 1), round(shown.y0, 1), round(shown.x1, 1), round(shown.y1, 1))
