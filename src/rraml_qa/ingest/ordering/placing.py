"""Floats and boxes back among the blocks: behind the paragraph that mentions them, before the section they cut."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from rraml_qa.ingest.ordering.ordered import Move, Placed
from rraml_qa.ingest.ordering.paragraphs import Chunk
from rraml_qa.ingest.ordering.text_floats import Float
from rraml_qa.text.sentences import ends_sentence

__all__ = ["place_boxes", "place_floats"]

_MENTION = re.compile(
    r"\b(supplementary\s+)?(fig|table|box|scheme|chart|panel)(?:ures?|s|es)?\.?\s*"
    r"([a-z]?\d{1,3}[a-z]?(?:\s*(?:,|and|&|or|–|-)\s*[a-z]?\d{1,3}[a-z]?)*|[ivx]{1,5}\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"([a-z]?\d{1,3})[a-z]?|([ivx]{1,5})", re.IGNORECASE)


def place_floats(
    chunks: Sequence[Chunk], floats: Sequence[Float], lines: Sequence[Placed]
) -> tuple[list[Chunk], list[Move]]:
    """Put floats behind blocks; `lines` are all lines of the sheet, those of the floats with their roles.

    A labelled float that stands within a sentence goes behind the first paragraph that mentions it, or else behind
    the one that it interrupts; any other stays behind the block that it followed.
    """
    where = {placed.number: (number, row) for number, chunk in enumerate(chunks) for row, placed in enumerate(chunk)}
    above = list(
        accumulate((where.get(placed.number) for placed in lines), lambda last, at: at or last, initial=(-1, 0))
    )
    mentions = _mentions(chunks)
    behind: defaultdict[int, list[Float]] = defaultdict(list)
    moves: list[Move] = []
    for item in floats:
        home, row = above[item.lines.start]
        anchor = home
        if home >= 0 and item.label and row < len(chunks[home]) - 1:
            broken = not ends_sentence(chunks[home][row].line.text)
            anchor = mentions.get(item.label, home) if broken else home
            moves.append(_lifted(item, lines, chunks[anchor][-1].number, mentioned=item.label in mentions))
        behind[anchor].append(item)
    placed: list[Chunk] = []
    for number in range(-1, len(chunks)):
        placed += [chunks[number]] if number >= 0 else []
        for item in behind[number]:
            placed += _chunks_of(lines[item.lines.start : item.lines.stop])
    return placed, moves


def place_boxes(
    chunks: Sequence[Chunk], boxes: Sequence[tuple[int, Sequence[Chunk]]]
) -> tuple[list[Chunk], list[Move]]:
    """Put boxes before the sections of the first level that they stood in, each a section of its own.

    A box comes as the number of the line that it followed, and its blocks.
    """
    where = {placed.number: number for number, chunk in enumerate(chunks) for placed in chunk}
    tops = [number for number, chunk in enumerate(chunks) if chunk[0].line.level == 1]
    ahead: defaultdict[int, list[Chunk]] = defaultdict(list)
    moves: list[Move] = []
    for before, box in boxes:
        section = max((top for top in tops if top <= where[before]), default=0)
        ahead[section] += box
        after = chunks[section - 1][-1].number if section else 0
        reason = "a box of its own measure interrupted the text; it goes before the section that it stood in"
        moves.append(Move(box[0][0].number, box[-1][-1].number, after, reason))
    placed = [item for number, chunk in enumerate(chunks) for item in (*ahead[number], chunk)]
    return placed, moves


def _lifted(item: Float, lines: Sequence[Placed], after: int, *, mentioned: bool) -> Move:
    where = "it now follows the paragraph that mentions it" if mentioned else "it now follows that paragraph"
    first, last = lines[item.lines.start].number, lines[item.lines.stop - 1].number
    return Move(first, last, after, f"{item.label} stood within a paragraph; {where}")


def _mentions(chunks: Sequence[Chunk]) -> Mapping[str, int]:
    """The first block of running text that mentions each label."""
    first: dict[str, int] = {}
    for number, chunk in enumerate(chunks):
        if chunk[0].line.role in {"paragraph", "item"}:
            for label in _labels(" ".join(placed.line.text for placed in chunk)):
                first.setdefault(label, number)
    return first


def _labels(text: str) -> Iterator[str]:
    for extra, kind, numbers in _MENTION.findall(text):
        name = f"{extra.split()[0].lower()} " if extra else ""
        name += "figure" if kind.lower() == "fig" else kind.lower()
        for arabic, roman in _NUMBER.findall(numbers):
            yield f"{name} {(arabic or roman).lower()}"


def _chunks_of(lines: Sequence[Placed]) -> list[Chunk]:
    chunks: list[list[Placed]] = []
    for placed in lines:
        if placed.opens or not chunks:
            chunks.append([placed])
        else:
            chunks[-1].append(placed)
    return [tuple(chunk) for chunk in chunks]
