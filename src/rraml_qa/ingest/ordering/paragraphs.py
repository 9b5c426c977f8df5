"""Where a paragraph ends and the next begins, and which lines belong to one though something stands between."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rraml_qa.ingest.ordering.junction import begins_anew, goes_on, judge
from rraml_qa.ingest.ordering.ordered import Join, Placed
from rraml_qa.ingest.ordering.text_lines import Sheet
from rraml_qa.ingest.ordering.vocabulary import Vocabulary, first_word
from rraml_qa.text.sentences import ends_sentence

__all__ = ["Chunk", "Joint", "joins_of", "make_chunks", "parts_paragraphs"]

Chunk = tuple[Placed, ...]
"""The lines of one block, in order."""


@dataclass(frozen=True, slots=True)
class Joint:
    """What the lay-out says between two lines of running text.

    `spaced`: there is more space than between other lines; `indented`: the second line is set in; `adjacent`:
    nothing was between them in the source; `full`: the first is as wide as the measure.
    """

    spaced: bool
    indented: bool
    adjacent: bool
    full: bool


def parts_paragraphs(before: str, after: str, joint: Joint) -> bool:
    """Whether a paragraph ends with the line `before` and another begins with the line `after`."""
    if joint.adjacent and not (joint.spaced or joint.indented):
        return False
    if goes_on(before, after):
        return False
    word = first_word(after)
    if not ends_sentence(before, word):
        return begins_anew(word) or (joint.indented and joint.spaced) or not joint.full
    return joint.adjacent or joint.spaced or not joint.full


def make_chunks(
    order: Sequence[int], sheet: Sheet, marked: Mapping[int, Placed], walls: Collection[int] = ()
) -> list[Chunk]:
    """Put the lines of the running text, in `order`, together to blocks; `marked` are headings and items.

    A line in `walls` begins a block, whatever came before it in the text.
    """
    firsts = {group.start for group in sheet.groups}
    chunks: list[list[Placed]] = []
    before: int | None = None
    for at in order:
        placed = marked.get(at, sheet.lines[at])
        walled = at in walls and before is not None and before < at
        opens = before is None or walled or _opens(before, at, placed, chunks[-1][-1], sheet, firsts)
        role = placed.line.role or "paragraph"
        if not opens:
            role = chunks[-1][-1].line.role or role
        placed = replace(placed, line=replace(placed.line, role=role), opens=opens)
        if opens:
            chunks.append([placed])
        else:
            chunks[-1].append(placed)
        before = at
    return [tuple(chunk) for chunk in chunks]


def _opens(before: int, at: int, placed: Placed, last: Placed, sheet: Sheet, firsts: set[int]) -> bool:
    """Whether the line `at` of the sheet begins a block after the line `before`."""
    if placed.line.role == "heading" or last.line.role == "heading":
        return placed.opens or last.line.role != placed.line.role
    if placed.line.role == "item":
        return placed.opens
    adjacent = at == before + 1
    if sheet.measure is None and not goes_on(sheet.text(before), sheet.text(at)):
        return True
    behind = before + 1
    joint = Joint(
        spaced=sheet.line(at).gap > 0 or (not adjacent and behind < len(sheet.lines) and sheet.line(behind).gap > 0),
        indented=adjacent and at in firsts and sheet.line(at).gap == 0 and sheet.line(at).page == last.line.page,
        adjacent=adjacent and sheet.line(at).page == last.line.page,
        full=sheet.full(before),
    )
    return parts_paragraphs(last.line.text, placed.line.text, joint)


def joins_of(chunks: Sequence[Chunk], vocabulary: Vocabulary) -> Iterator[Join]:
    """The joins within blocks that went over something: a blank line, other lines, or from another place."""
    for chunk in chunks:
        for before, after in pairwise(chunk):
            step = after.number - before.number
            if step == 1 or before.line.role == "heading":
                continue
            over = "a blank line" if after.line.gap and step == after.line.gap + 1 else "what stood between them"
            verdict = judge(before.line.text, after.line.text, vocabulary)
            yield Join(before.number, after.number, f"over {over}, {verdict.reason}")
