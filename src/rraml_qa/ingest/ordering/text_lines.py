"""The lay-out of plain text: how wide its lines are set, and which of them stand together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rraml_qa.ingest.ordering.ordered import Placed
from rraml_qa.text.sentences import ends_sentence
from rraml_qa.types import Line

__all__ = ["Sheet", "bullet_of", "find_items", "lay_out"]

_SHORTEST = 30  # characters; shorter lines say nothing about the measure
_BAND = 0.85  # lines set to one measure are longer than so much of it
_SHARE = 0.4  # of the lines that go on; with fewer in one band there is no measure
_FEWEST = 5
_FULL = 0.85
_WIDE = 0.75
_EARLY = 0.95  # a line was broken early if the next word had ended before so much of the measure
_SOLID = 50  # lines; a shorter text is not looked at for this
_BLANK = 0.03  # share of the lines with space above them in a text set without any
_ENDS = 0.85  # of the measure: a paragraph's last line ends before it
_RULE = re.compile(r"[-=_*~#+.·•|—–\s]{3,}\Z")  # a line drawn with characters
_BULLET = re.compile(r"(?:[-–—•▪◦‣·*●■]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])[\s\u00a0]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a text that are not blank, their measure (None where they are not set to one), and groups.

    A group is a run of lines without a blank line, a page break or a first-line indent in it.
    """

    lines: tuple[Placed, ...]
    measure: int | None
    groups: tuple[range, ...]

    def text(self, at: int) -> str:
        """The text of a line."""
        return self.lines[at].line.text

    def line(self, at: int) -> Line:
        """A line as it was read."""
        return self.lines[at].line

    def full(self, at: int) -> bool:
        """Whether a line is about as wide as the measure, so that it may go on in the next."""
        return self.measure is None or len(self.text(at)) >= _FULL * self.measure

    def wide(self, at: int) -> bool:
        """Whether a line is as wide as lines of running text are."""
        return self.measure is not None and len(self.text(at)) >= _WIDE * self.measure

    def early(self, at: int) -> bool:
        """Whether a line ends although the next line's first word would have fitted in."""
        if self.measure is None or at + 1 >= len(self.lines):
            return True
        word = self.text(at + 1).split(maxsplit=1)[0]
        return len(self.text(at)) + 1 + len(word) <= _EARLY * self.measure


def lay_out(lines: Sequence[Line], furniture: Collection[int] = ()) -> Sheet:
    """Number the lines, leave out blank ones, rules and `furniture` (by index), and find measure and groups."""
    placed = tuple(
        Placed(at + 1, line)
        for at, line in enumerate(lines)
        if line.text and not _RULE.match(line.text) and at not in furniture
    )
    base = Counter(item.line.indent for item in placed).most_common(1)[0][0] if placed else 0.0
    starts = [at for at in range(len(placed)) if at == 0 or _begins_group(placed, at, base)]
    groups = tuple(range(start, end) for start, end in pairwise([*starts, len(placed)]))
    measure = _measure(placed, groups)
    if measure and _is_solid(placed):
        ends = {at for at in range(1, len(placed)) if _follows_an_end(placed, at, measure)}
        groups = tuple(range(start, end) for start, end in pairwise([*sorted({*starts, *ends}), len(placed)]))
    return Sheet(placed, measure, groups)


def bullet_of(text: str) -> str:
    """The bullet or number, with the white space after it, that begins an item; empty where there is none."""
    match = _BULLET.match(text)
    return match.group() if match else ""


def find_items(sheet: Sheet, taken: Collection[int]) -> dict[int, Placed]:
    """Find the lines of list items among those not `taken`, by index in `sheet`."""
    found: dict[int, Placed] = {}
    for group in sheet.groups:
        for at in group:
            if at in taken:
                continue
            inside = at - 1 in found and at > group[0]
            opens = bool(bullet_of(sheet.text(at))) and (inside or at == group[0] or _may_precede_item(sheet, at - 1))
            if opens or inside:
                item = sheet.lines[at]
                found[at] = replace(item, line=replace(item.line, role="item"), opens=opens)
    return found


def _may_precede_item(sheet: Sheet, at: int) -> bool:
    """Whether an item may begin right below a line, with no space between: it ends something, or stops short."""
    return sheet.text(at)[-1] in ".:;!?" or not sheet.full(at)


def _begins_group(lines: Sequence[Placed], at: int, base: float) -> bool:
    line, before = lines[at].line, lines[at - 1].line
    if line.gap > 0 or line.page != before.page or lines[at].number != lines[at - 1].number + 1:
        return True
    if line.indent <= max(before.indent, base):
        return False
    hanging = bullet_of(before.text) or (at + 1 < len(lines) and lines[at + 1].line.indent >= line.indent)
    return not hanging


def _is_solid(lines: Sequence[Placed]) -> bool:
    """Whether a text is set without blank lines, so that only short lines show where paragraphs end."""
    return len(lines) >= _SOLID and sum(item.line.gap > 0 for item in lines) <= _BLANK * len(lines)


def _follows_an_end(lines: Sequence[Placed], at: int, measure: int) -> bool:
    """Whether the line above ends a sentence well before the measure, and this one may begin another."""
    before, text = lines[at - 1].line.text, lines[at].line.text
    room = len(before) + 1 + len(text.split(maxsplit=1)[0]) <= _ENDS * measure
    return room and (text[0].isupper() or text[0].isdigit()) and ends_sentence(before)


def _measure(lines: Sequence[Placed], groups: Sequence[range]) -> int | None:
    """The width to which most lines that go on in another are set, in characters."""
    going_on = sorted(
        len(lines[at].line.text) for group in groups for at in group[:-1] if len(lines[at].line.text) >= _SHORTEST
    )
    if len(going_on) < _FEWEST:
        return None
    in_band = [number + 1 - bisect_left(going_on, _BAND * width) for number, width in enumerate(going_on)]
    most = max(in_band)
    return going_on[in_band.index(most)] if most >= _SHARE * len(going_on) else None
