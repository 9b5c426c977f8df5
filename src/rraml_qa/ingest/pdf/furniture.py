"""Running heads, page numbers and line numbers: what stands on the paper for the reader's hands, not to be read.

Method: what stands near a page's upper or lower edge and, digits aside, says the same at the same height on a
third of the pages is furniture. Numbers that count up beside the text are those of its lines.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rraml_qa.ingest.pdf.page import Page, in_rows
from rraml_qa.ingest.pdf.runs import Run

__all__ = ["without_furniture"]

_EDGE = 0.12  # of the page's height
_SHARE = 0.3  # of the pages
_MOSTLY = 0.6  # of a row's letters
_DRIFT = 14.0  # points that a running head may move from page to page
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxl]+", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}")
_LINE_NUMBERS = 8  # a page's least

_Place = tuple[int, Run]


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without their running heads, page numbers and line numbers."""
    repeated = _repeated(pages)
    kept = []
    for page in pages:
        dropped = _mostly(repeated[page.number], page) | _lone_number(page) | _line_numbers(page)
        kept.append(replace(page, runs=tuple(run for run in page.runs if run not in dropped)))
    return kept


def _mostly(repeated: set[Run], page: Page) -> set[Run]:
    """The repeated runs of rows that mostly consist of such; a word of a wide line may come back by chance."""
    found: set[Run] = set()
    for row in in_rows(page.runs) if repeated else []:
        again = [run for run in row if run in repeated]
        if sum(len(run.text) for run in again) > _MOSTLY * sum(len(run.text) for run in row):
            found.update(again)
    return found


def _masked(text: str) -> str:
    masked = _DIGITS.sub("#", " ".join(text.casefold().split()))
    return "#" if _ROMAN.fullmatch(masked) else masked


def _repeated(pages: Sequence[Page]) -> defaultdict[int, set[Run]]:
    places: defaultdict[tuple[str, bool], list[_Place]] = defaultdict(list)
    for page in pages:
        for run in page.runs:
            if run.y < _EDGE * page.height or run.y > (1 - _EDGE) * page.height:
                places[_masked(run.text), run.y < page.height / 2].append((page.number, run))
    found: defaultdict[int, set[Run]] = defaultdict(set)
    for group in places.values():
        for cluster in _at_one_height(group):
            numbers = {number for number, _ in cluster}
            sides = {number % 2 for number in numbers}  # many heads stand on left or on right pages only
            if len(numbers) >= max(2.0, _SHARE * sum(page.number % 2 in sides for page in pages)):
                for number, run in cluster:
                    found[number].add(run)
    return found


def _at_one_height(group: list[_Place]) -> list[list[_Place]]:
    clusters: list[list[_Place]] = []
    for place in sorted(group, key=lambda place: place[1].y):
        if clusters and place[1].y - clusters[-1][0][1].y <= _DRIFT:
            clusters[-1].append(place)
        else:
            clusters.append([place])
    return clusters


def _lone_number(page: Page) -> set[Run]:
    """A number by itself at the very top or bottom of the page."""
    found: set[Run] = set()
    if len(page.runs) < 3:
        return found
    rows = sorted(page.runs, key=lambda run: run.y)
    for run, neighbour in ((rows[0], rows[1]), (rows[-1], rows[-2])):
        apart = abs(run.y - neighbour.y) > 1.8 * neighbour.size
        edge = min(run.y, page.height - run.y) < _EDGE * page.height
        if apart and edge and _NUMBER.fullmatch(run.text.strip("–- ")):
            found.add(run)
    return found


def _line_numbers(page: Page) -> set[Run]:
    long = sorted(run.x0 for run in page.runs if len(run.text) > 25)
    if len(long) < _LINE_NUMBERS:
        return set()
    edge = long[len(long) // 20]
    numbers = [run for run in page.runs if run.x1 < edge - 2 and _NUMBER.fullmatch(run.text)]
    values = [int(run.text) for run in numbers]
    steps = [later - earlier for earlier, later in itertools.pairwise(values)]
    regular = len(steps) >= _LINE_NUMBERS - 1 and steps.count(max(set(steps), key=steps.count)) >= 0.8 * len(steps)
    return set(numbers) if regular and min(steps) > 0 else set()
