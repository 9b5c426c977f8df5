"""Blocks: lines that belong together and have a role, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from rraml_qa.ingest.pdf.layout import Placed, Printed
from rraml_qa.ingest.pdf.page import Style
from rraml_qa.ingest.pdf.wrapped import join_wrapped
from rraml_qa.types import Role

__all__ = ["Block", "Setting", "setting_of"]


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
    """How a document is set: the type of its running text, and the usual step from line to line by size."""

    body: Style
    steps: dict[float, float]

    def step(self, size: float) -> float:
        """The usual distance between the baselines of lines of this size."""
        return self.steps.get(round(size, 1), 1.2 * size)

    def gap(self, line: Printed) -> float:
        """The white above a line beyond the usual, in line heights; 0 for a column's first line."""
        if line.step is None:
            return 0.0
        gap = line.step / self.step(line.run.size) - 1
        return round(gap, 2) if gap > 0.08 else 0.0


def setting_of(lines: Iterable[Printed], body: Style) -> Setting:
    """Measure the usual steps of `lines`."""
    steps: defaultdict[float, list[float]] = defaultdict(list)
    for line in lines:
        if line.step is not None and line.step < 2.2 * line.run.size:
            steps[round(line.run.size, 1)].append(line.step)
    return Setting(body, {size: _usual(found) for size, found in steps.items() if len(found) > 3})


def _usual(steps: Sequence[float]) -> float:
    """The median of the smaller half: gaps between paragraphs are among the larger ones."""
    ordered = sorted(steps)
    return median(ordered[: len(ordered) // 2 + 1])
