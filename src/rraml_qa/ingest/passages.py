"""Passages: runs of units short enough for the encoder to read whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rraml_qa.types import Passage, Span, Unit

__all__ = ["PassageSettings", "cut_passages"]


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How long a passage may be; all-MiniLM-L6-v2 reads 256 word pieces, about 170 words of medical prose."""

    words: int = 110


def cut_passages(text: str, units: Sequence[Unit], settings: PassageSettings | None = None) -> tuple[Passage, ...]:
    """Cut a document's units into passages: neighbours of one block, or rows of one table, in order.

    A block longer than `settings.words` is cut into few passages of about the same length. A unit that is longer
    by itself is a passage; nothing crosses a heading, for headings part blocks. A passage of sentences is given the
    one before it in its section as context.
    """
    limit = (settings or PassageSettings()).words
    passages: list[Passage] = []
    for _, group in groupby(range(len(units)), key=lambda number: _home(units[number])):
        numbers = list(group)
        for run in _runs(numbers, [len(units[number].span.of(text).split()) for number in numbers], limit):
            span = Span(units[run[0]].span.start, units[run[-1]].span.end)
            passages.append(Passage(span, units[run[0]].path, tuple(run), _context(units, run[0])))
    return tuple(passages)


def _context(units: Sequence[Unit], first: int) -> Span | None:
    """The sentence before a passage that begins with the unit `first`, if it is of the same section."""
    if first == 0 or units[first].kind != "sentence":
        return None
    before = units[first - 1]
    return before.span if before.kind == "sentence" and before.path == units[first].path else None


def _home(unit: Unit) -> tuple[str, int]:
    """What a unit shares with those it may share a passage with: its block, or its table."""
    return ("table", unit.table or 0) if unit.kind == "row" else ("block", unit.block)


def _runs(numbers: Sequence[int], words: Sequence[int], limit: int) -> list[Sequence[int]]:
    """Cut a block's units into runs within the limit, so that the squares of what they leave free add up least.

    Method: Knuth and Plass's line breaking by dynamic programming, with the square of the slack as badness.
    """
    best: list[tuple[int, int]] = [(0, 0)]  # for the first n units: the badness, and where the last run starts
    for end in range(1, len(numbers) + 1):
        length = 0
        options: list[tuple[int, int]] = []
        for start in range(end - 1, -1, -1):
            length += words[start]
            if length > limit and start < end - 1:
                break
            options.append((best[start][0] + max(0, limit - length) ** 2, start))
        best.append(min(options))
    runs: list[Sequence[int]] = []
    end = len(numbers)
    while end:
        start = best[end][1]
        runs.insert(0, numbers[start:end])
        end = start
    return runs
