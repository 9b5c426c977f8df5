"""Asides: a narrow strip of small lines beside the text (a licence, a way to cite), too narrow for a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rraml_qa.ingest.pdf.page import in_rows
from rraml_qa.ingest.pdf.runs import Run

__all__ = ["find_aside"]

_OUTER = 0.3  # of the width that an aside may take, at either edge
_ROWS = 5  # at least
_OTHER = 0.05  # how much its size differs from the text's
_SHARED = 0.4  # of its lines may stand on lines of the text: the cells of a table all do


def find_aside(runs: Sequence[Run]) -> list[Run]:
    """The runs of a page's aside; none, mostly."""
    letters: Counter[float] = Counter()
    for run in runs:
        letters[round(run.size, 1)] += len(run.text)
    if not letters:
        return []
    size = letters.most_common(1)[0][0]
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    reach = _OUTER * (right - left)
    for inside in ([run for run in runs if run.x0 > right - reach], [run for run in runs if run.x1 < left + reach]):
        aside = _strip([run for run in inside if abs(run.size - size) > _OTHER * size])
        if len(in_rows(aside)) >= _ROWS and _stands_apart(aside, [run for run in runs if run not in aside]):
            return aside
    return []


def _strip(runs: Sequence[Run]) -> list[Run]:
    """The runs that begin at the usual edge among `runs` or stand within the width of those that do."""
    edges = Counter(round(run.x0 / 2) for run in runs)
    if not edges:
        return []
    edge = 2 * edges.most_common(1)[0][0]
    end = max(run.x1 for run in runs if abs(run.x0 - edge) < 3)
    return [run for run in runs if edge - 3 < run.x0 < end]


def _stands_apart(aside: Sequence[Run], others: Sequence[Run]) -> bool:
    """Whether nothing else stands among the runs of an aside, and few of them are level with the text."""
    x0, x1 = min(run.x0 for run in aside), max(run.x1 for run in aside)
    top, bottom = min(run.top for run in aside), max(run.bottom for run in aside)
    level = [run for run in others if top < run.y < bottom]
    if not level or any(run.x1 > x0 - 2 and run.x0 < x1 + 2 for run in level):
        return False
    heights = [run.y for run in level]
    shared = sum(any(abs(run.y - height) < 0.8 for height in heights) for run in aside)
    return shared <= _SHARED * len(aside)
