"""Blocks: lines that belong together and have a role, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from rraml_qa.ingest.pdf.layout import Placed, Printed
from rraml_qa.ingest.pdf.page import Style
from rraml_qa.ingest.pdf.wrapped import join_wrapped
from rraml_qa.types import Role

__all__ = ["Block", "Setting", "is_indented", "setting_of"]

_INDENT = (0.6, 4.0)  # font sizes: what a paragraph's first line may be indented
_MOSTLY = 0.5


@dataclass(slots=True)
class Block:
    """Lines with one role; without a role, one line of running text. A table has no lines."""

    lines: list[Printed] = field(default_factory=list)
    role: Role | None = None
    level: int | None = None
    table: Placed | None = None

    @property
    def text(self) -> str:
        """Its lines as one text."""
        return join_wrapped(line.text for line in self.lines)

    @property
    def floats(self) -> bool:
        """Whether it stands outside the flow of the text."""
        return self.table is not None or self.role in {"caption", "footnote", "key"}


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: its running text's type, the usual step between lines by size, indents or none."""

    body: Style
    steps: dict[float, float]
    indents: bool = False

    def step(self, size: float) -> float:
        """The usual distance between the baselines of lines of this size."""
        return self.steps.get(round(size, 1), 1.2 * size)

    def gap(self, line: Printed) -> float:
        """The white above a line beyond the usual, in line heights; 0 for a column's first line."""
        if line.step is None:
            return 0.0
        gap = line.step / self.step(line.run.size) - 1
        return round(gap, 2) if gap > 0.08 else 0.0


def setting_of(lines: Sequence[Printed], body: Style) -> Setting:
    """Measure the usual steps and indents of `lines`."""
    steps: defaultdict[float, list[float]] = defaultdict(list)
    for line in lines:
        if line.step is not None and line.step < 2.2 * line.run.size:
            steps[round(line.run.size, 1)].append(line.step)
    return Setting(body, {size: _usual(found) for size, found in steps.items() if len(found) > 3}, _indents(lines))


def is_indented(line: Printed) -> bool:
    """Whether a line begins as far in as a paragraph's first line does."""
    return _INDENT[0] * line.run.size < line.run.x0 - line.left < _INDENT[1] * line.run.size


def _indents(lines: Sequence[Printed]) -> bool:
    """Whether most lines that follow a sentence's end short of the margin are indented."""
    firsts = [
        is_indented(line)
        for last, line in pairwise(lines)
        if line.column == last.column
        and last.short
        and last.text.endswith(".")
        and abs(line.run.size - last.run.size) < 0.3
    ]
    return len(firsts) > 3 and sum(firsts) > _MOSTLY * len(firsts)


def _usual(steps: Sequence[float]) -> float:
    """The median of the smaller half: gaps between paragraphs are among the larger ones."""
    ordered = sorted(steps)
    return median(ordered[: len(ordered) // 2 + 1])
