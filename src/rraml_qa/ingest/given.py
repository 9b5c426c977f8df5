"""Sources that know their order: each line's place is given; lines of one block are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles

from rraml_qa.ingest.junction import goes_on
from rraml_qa.ingest.ordered import Join, Ordered, Placed
from rraml_qa.ingest.paragraphs import Joint, parts_paragraphs
from rraml_qa.ingest.text_floats import label_of
from rraml_qa.ingest.text_lines import bullet_of
from rraml_qa.types import Line, Role, Source

__all__ = ["keep_order"]

_SPACED = 0.35  # line heights more than between most lines
_SET_IN = 4.0  # points
_FULL = 0.9  # of the measure
_SAME_SIZE = 0.3  # points
_RUNNING: frozenset[Role] = frozenset({"paragraph", "item"})
_WHOLE: frozenset[Role] = frozenset({"row", "header", "note"})


@dataclass(frozen=True, slots=True)
class _Setting:
    """How running text is set on the pages: its measure in points, the usual gap in line heights."""

    measure: float
    gap: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Setting:
        """Measure the lines of running text that have boxes."""
        boxed = [line for line in lines if line.box is not None and line.role in {None, "paragraph"}]
        widths = [line.box.x1 - line.box.x0 for line in boxed if line.box is not None]
        if len(widths) < 2:
            return cls(max(widths, default=0.0), 0.0)
        return cls(quantiles(widths, n=10)[-1], median(line.gap for line in boxed))

    def joint(self, before: Placed, after: Placed) -> Joint:
        """What the lay-out says between two lines."""
        one, two = before.line, after.line
        near = after.number == before.number + 1 and one.page == two.page
        near = near and not (one.box and two.box and two.box.y0 < one.box.y0)
        full = one.box is None or one.box.x1 - one.box.x0 >= _FULL * self.measure
        spaced = near and two.gap > self.gap + _SPACED
        return Joint(spaced, two.indent > one.indent + _SET_IN, near, full)


def keep_order(source: Source) -> Ordered:
    """Keep the order of a source's lines and mark where blocks begin.

    A line without a box is a block. Lines with boxes make a block as long as role, spacing and sentences go on;
    running text goes on behind the captions, tables and footnotes that stand within one of its sentences.
    """
    setting = _Setting.of(source.lines)
    chunks: list[list[Placed]] = []
    joins: list[Join] = []
    running: int | None = None  # the last block of running text
    for number, line in enumerate(source.lines, 1):
        if not line.text.strip():
            continue
        role: Role = line.role or "paragraph"
        placed = Placed(number, replace(line, role=role))
        target = _target(chunks, running, placed, setting)
        if target is None:
            chunks.append([placed])
            target = len(chunks) - 1
        else:
            before = chunks[target][-1].number
            if before != number - 1:
                joins.append(Join(before, number, "over what stood within the sentence"))
            chunks[target].append(replace(placed, opens=False))
        running = target if role in _RUNNING else None if role == "heading" else running
    lines = tuple(placed for chunk in chunks for placed in chunk)
    return Ordered(source, lines, joins=tuple(joins))


def _target(chunks: Sequence[Sequence[Placed]], running: int | None, placed: Placed, setting: _Setting) -> int | None:
    """The block that a line goes on with; None where it begins one."""
    role = placed.line.role
    if placed.line.box is None or not chunks or role in _WHOLE:
        return None
    if role == "paragraph" and running is not None and running < len(chunks) - 1:
        before = chunks[running][-1]
        return running if goes_on(before.line.text, placed.line.text) else None
    return None if _opens(chunks[-1], placed, setting) else len(chunks) - 1


def _opens(chunk: Sequence[Placed], placed: Placed, setting: _Setting) -> bool:
    """Whether a line with a box begins a block behind `chunk`, the last one."""
    before, line = chunk[-1], placed.line
    role = before.line.role
    if before.line.box is None or not (role == line.role or (role == "item" and line.role == "paragraph")):
        return True
    joint = setting.joint(before, placed)
    if line.role == "heading":
        other = line.level != before.line.level or abs((line.size or 0) - (before.line.size or 0)) > _SAME_SIZE
        return other or joint.spaced or not joint.adjacent
    if line.role == "caption" and label_of(line.text) is not None and not joint.full:
        return True
    if line.role in {"item", "reference"} and (bullet_of(line.text) or joint.spaced):
        return True
    return parts_paragraphs(before.line.text, line.text, joint)
