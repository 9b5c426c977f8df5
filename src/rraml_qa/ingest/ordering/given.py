"""Sources that know their order: each line's place is given; lines of running text are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import quantiles

from rraml_qa.ingest.ordering.junction import goes_on
from rraml_qa.ingest.ordering.ordered import Join, Ordered, Placed
from rraml_qa.ingest.ordering.paragraphs import Joint, parts_paragraphs
from rraml_qa.types import Line, Source

__all__ = ["keep_order"]

_SPACED = 0.45  # line heights of white that part two paragraphs
_SET_IN = (0.6, 4.0)  # font sizes: what a paragraph's first line may be set in
_SIZE = 10.0  # points, where a line's size is not known
_FULL = 0.9  # of the measure


@dataclass(frozen=True, slots=True)
class _Setting:
    """How running text is set: its measure, in points."""

    measure: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Setting:
        """Measure the lines of running text."""
        widths = [line.box.x1 - line.box.x0 for line in lines if line.role is None and line.box is not None]
        return cls(quantiles(widths, n=10)[-1] if len(widths) > 1 else max(widths, default=0.0))

    def joint(self, before: Line, after: Line) -> Joint:
        """What the lay-out says between two lines."""
        size = after.size or _SIZE
        return Joint(
            spaced=after.gap > _SPACED,
            indented=_SET_IN[0] * size < after.indent < _SET_IN[1] * size,
            adjacent=True,
            full=before.box is None or before.box.x1 - before.box.x0 >= _FULL * self.measure,
        )


def keep_order(source: Source) -> Ordered:
    """Keep the order of a source's lines and mark where blocks begin.

    A line with a role is a block, and so is a line without a box. Lines of running text (with a box, without a
    role) make paragraphs by their space, their indents and their sentences; a sentence goes on behind what stands
    within it.
    """
    setting = _Setting.of(source.lines)
    chunks: list[list[Placed]] = []
    joins: list[Join] = []
    running: list[Placed] | None = None
    for number, line in enumerate(source.lines, 1):
        if not line.text.strip():
            continue
        placed = Placed(number, replace(line, role=line.role or "paragraph"))
        runs = line.role is None and line.box is not None
        if runs and running is not None and _goes_with(running, placed, setting, last=running is chunks[-1]):
            if running is not chunks[-1]:
                joins.append(Join(running[-1].number, number, "the sentence goes on behind what stands within it"))
            running.append(replace(placed, opens=False))
            continue
        chunks.append([placed])
        if runs or line.role == "heading":
            running = chunks[-1] if runs else None
    return Ordered(source, tuple(placed for chunk in chunks for placed in chunk), joins=tuple(joins))


def _goes_with(running: Sequence[Placed], placed: Placed, setting: _Setting, *, last: bool) -> bool:
    """Whether a line of running text belongs to the paragraph `running`; `last` if nothing stands between."""
    before, after = running[-1].line, placed.line
    if not last:
        return goes_on(before.text, after.text)
    return not parts_paragraphs(before.text, after.text, setting.joint(before, after))
