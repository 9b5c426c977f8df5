"""Lines to blocks, and blocks to the one text that is frozen: from here on only offsets travel.

Repaired is what typesetting did (broken words, wrapped lines, ligatures, white space); kept is what authors
wrote, their mistakes included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rraml_qa.ingest.ordering.ordered import Ordered, Placed
from rraml_qa.ingest.ordering.vocabulary import BrokenWord, Vocabulary, broken_word
from rraml_qa.text.spans import stripped
from rraml_qa.text.unicode import SOFT_HYPHEN, tidy
from rraml_qa.types import Block, Frozen, Piece, Role, Span

__all__ = ["Hyphenation", "hyphenations", "repair_text"]

_BULLET = re.compile(r"[-–—•▪◦‣·*●■]\s+(?=\S)")
_TIGHT = re.compile(r"(?<=\S)[/–—]\Z")  # a slash or dash at a line's end that no space parts from its word
_TABLE: frozenset[Role] = frozenset({"header", "row"})
_SUSPENDED = frozenset({"and", "or", "to"})


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """A word that ran over a line's end, from line `before` to line `after` of the source, and what it became."""

    before: int
    after: int
    first: str
    second: str
    word: str


def repair_text(ordered: Ordered) -> Frozen:
    """Put lines together to blocks and freeze the text.

    Lines are joined by a space. A hyphen at a line's end is kept if a capital or a figure follows (unless the document
    has the word: "microRNA"), and goes otherwise, unless the halves can't be one word ("T-cell", "5-fluorouracil") or
    the document has the compound elsewhere. Blocks are parted by an empty line, the rows of a table by a line break.
    Letters and digits are kept, in order, ligatures spelt out. The remarks are those of the ordering; the source
    keeps its own.
    """
    vocabulary = Vocabulary.of(placed.line.text for placed in ordered.lines)
    writer = _Writer()
    for chunk in _chunks(ordered.lines):
        writer.write(_block(chunk, vocabulary))
    remarks = [*ordered.remarks]
    if ordered.doubts:
        places = "One place reads" if len(ordered.doubts) == 1 else f"{len(ordered.doubts)} places read"
        remarks.append(f"{places} as if something were missing or out of order there, and was left as it was.")
    return Frozen("".join(writer.parts), tuple(writer.blocks), tuple(writer.pieces), tuple(remarks))


def hyphenations(ordered: Ordered) -> Iterator[Hyphenation]:
    """Tell every word that ran over a line's end, in reading order."""
    vocabulary = Vocabulary.of(placed.line.text for placed in ordered.lines)
    for chunk in _chunks(ordered.lines):
        for before, after in pairwise(chunk):
            broken = broken_word(before.line.text, after.line.text)
            if broken is not None:
                hyphen = "-" if _keeps_hyphen(broken, vocabulary) else ""
                word = broken.compound + hyphen + broken.second
                yield Hyphenation(before.number, after.number, broken.compound, broken.second, word)


def _chunks(lines: Sequence[Placed]) -> Iterator[list[Placed]]:
    chunk: list[Placed] = []
    for placed in lines:
        if placed.opens and chunk:
            yield chunk
            chunk = []
        chunk.append(placed)
    if chunk:
        yield chunk


@dataclass(slots=True)
class _Draft:
    """A block in the making; offsets count from its start."""

    first: Placed
    parts: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Piece] = field(default_factory=list)
    cells: dict[int, Span] = field(default_factory=dict)

    def add(self, text: str, placed: Placed, cells: Sequence[Span]) -> None:
        """Add a line's text and, by their columns, its cells (spans of `text`)."""
        start = self.length
        self.put(text)
        self.pieces.append(Piece(Span(start, self.length), placed.number, placed.line.page, placed.line.box))
        for column, cell in zip(placed.columns or range(len(cells)), cells, strict=True):
            begun = self.cells.get(column, cell.shifted(start))
            self.cells[column] = Span(begun.start, cell.end + start)

    def put(self, text: str) -> None:
        """Add what belongs to no line."""
        self.parts.append(text)
        self.length += len(text)

    def drop_last(self) -> None:
        """Take the last character away."""
        self.parts[-1] = self.parts[-1][:-1]
        self.length -= 1
        last = self.pieces[-1]
        self.pieces[-1] = replace(last, span=Span(last.span.start, max(last.span.start, last.span.end - 1)))


def _block(chunk: Sequence[Placed], vocabulary: Vocabulary) -> _Draft:
    draft = _Draft(chunk[0])
    above = ""
    for placed in chunk:
        text = placed.line.text
        start = _bullet_width(placed)
        tidied = tidy(text[start:])
        if not tidied.text:
            continue
        if draft.parts:
            dropped, between = _glue(above, text, vocabulary)
            if dropped and draft.parts[-1].endswith("-"):
                draft.drop_last()
            if between:
                draft.put(between)
        cells = [stripped(tidied.text, tidied.place(cell.shifted(-start))) for cell in placed.line.cells]
        draft.add(tidied.text, placed, cells)
        above = text
    return draft


def _bullet_width(placed: Placed) -> int:
    match = _BULLET.match(placed.line.text) if placed.opens and placed.line.role == "item" else None
    return match.end() if match else 0


def _glue(before: str, after: str, vocabulary: Vocabulary) -> tuple[bool, str]:
    """Whether the hyphen at the end of `before` goes, and what stands between it and `after`."""
    before = before.rstrip()
    if before.endswith(SOFT_HYPHEN):
        return False, ""  # it goes with the other soft hyphens
    broken = broken_word(before, after)
    if broken is not None:
        if _is_suspended(broken, vocabulary):
            return False, " "
        return not _keeps_hyphen(broken, vocabulary), ""
    return False, "" if _TIGHT.search(before) else " "


def _is_suspended(broken: BrokenWord, vocabulary: Vocabulary) -> bool:
    """Whether the first half waits for a word further on: "short- and long-term"."""
    return broken.second in _SUSPENDED and broken.joined not in vocabulary.words


def _keeps_hyphen(broken: BrokenWord, vocabulary: Vocabulary) -> bool:
    first, second = broken.first, broken.second
    if _is_suspended(broken, vocabulary):
        return True
    if not second[0].islower():
        known = broken.joined in vocabulary.words and broken.hyphenated not in vocabulary.compounds
        return not (known and second.isupper())
    if broken.compound[-1].isdigit() or (first.isupper() and broken.joined not in vocabulary.words):
        return True
    return broken.hyphenated in vocabulary.compounds and broken.joined not in vocabulary.words


@dataclass(slots=True)
class _Writer:
    """The frozen text in the making."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0

    def write(self, draft: _Draft) -> None:
        """Write a block, parted from the one before it."""
        if not draft.parts:
            return
        line = draft.first.line
        role: Role = line.role or "paragraph"
        if self.blocks:
            in_table = role in _TABLE and self.blocks[-1].role in _TABLE
            begins_table = role == "header" and self.blocks[-1].role == "row"
            self._put("\n" if in_table and not begins_table else "\n\n")
        start = self.length
        self._put("".join(draft.parts))
        cells = tuple(draft.cells[column].shifted(start) for column in sorted(draft.cells))
        level = line.level if role == "heading" else None
        self.blocks.append(Block(role, Span(start, self.length), level, cells))
        self.pieces += [replace(piece, span=piece.span.shifted(start)) for piece in draft.pieces]

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
