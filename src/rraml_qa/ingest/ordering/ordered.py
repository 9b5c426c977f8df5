"""The values of the ordering step: the lines in reading order, and the account of what was done to get there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rraml_qa.types import Line, Source

__all__ = ["Doubt", "Join", "Move", "Ordered", "Placed"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A line in its place: `number` is that in the source, from 1; `opens` whether it begins a block.

    `columns` says to which column each of the line's cells belongs, where a row or a head runs over several
    lines; empty where the cells are the columns in order.
    """

    number: int
    line: Line
    opens: bool = True
    columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """A sentence or paragraph that goes on over something: from line `before` to line `after` of the source."""

    before: int
    after: int
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """Lines `first` to `last` of the source, put after line `after` (0: at the start)."""

    first: int
    last: int
    after: int
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place between two lines that reads wrongly, or may, and was left as it is."""

    before: int
    after: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ordered:
    """A source's lines in reading order, blank ones left out, every one with a role.

    `moves`, `joins` and `doubts` are the account, by line numbers of the source; all empty for a source that
    came in order.
    """

    source: Source
    lines: tuple[Placed, ...]
    moves: tuple[Move, ...] = ()
    joins: tuple[Join, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    remarks: tuple[str, ...] = ()

    def account(self) -> Iterator[str]:
        """The account in sentences, for a person."""
        for move in self.moves:
            where = f"after line {move.after}" if move.after else "to the start"
            yield f"Lines {move.first}–{move.last} were moved {where}: {move.reason}."
        for join in self.joins:
            yield f"Line {join.before} was joined to line {join.after}: {join.reason}."
        for doubt in self.doubts:
            yield f"Lines {doubt.before} and {doubt.after} were left as they are, in doubt: {doubt.reason}."
        yield from self.remarks
