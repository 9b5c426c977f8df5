"""The structure of a frozen text, as spans of it: sections, tables, and the units that can be quoted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rraml_qa.ingest.ordering.text_floats import label_of
from rraml_qa.text.sentences import sentence_spans
from rraml_qa.text.spans import between, stripped
from rraml_qa.types import Block, Frozen, Role, Row, Section, Span, Table, Unit, UnitKind

__all__ = ["Structure", "find_structure"]

_TABLE: frozenset[Role] = frozenset({"header", "row"})
_PROSE: frozenset[Role] = frozenset({"paragraph", "item", "footnote"})
_LEAD = re.compile(r"(?:abbreviations?(?:\s+used)?|key|legend|notes?)(?:\s+in\s+th\w+\s+\w+)?\s*[:.]\s*", re.IGNORECASE)
_ENTRY = re.compile(r"[^\s:;=][^:;=]{0,60}?\s*[:=]\s*\S")
_COMMA_ENTRY = re.compile(r"[^\s,;]{1,20},\s+\S")


@dataclass(frozen=True, slots=True)
class Structure:
    """What stands where in a frozen text; `title` is None where the text doesn't say it."""

    title: str | None
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    units: tuple[Unit, ...]


def find_structure(frozen: Frozen, *, titled: bool = False) -> Structure:
    """Find sections, tables and units.

    With `titled`, the text's roles were given by its format, and a heading of level 1 above everything else that
    is the only one of its level is the document's title and no section. Editor's notes, headings, column heads
    and references give no units.
    """
    blocks = frozen.blocks
    headings = [number for number, block in enumerate(blocks) if block.role == "heading"]
    title = _title(blocks, headings) if titled else None
    sections = _sections(frozen, [number for number in headings if number != title], lower=title is not None)
    tables, parts = _tables(frozen)
    return Structure(
        None if title is None else blocks[title].span.of(frozen.text),
        tuple(section for _, section in sections),
        tables,
        tuple(_units(frozen, sections, parts)),
    )


# ----------------------------------------------------------------------------------------- sections


def _title(blocks: Sequence[Block], headings: Sequence[int]) -> int | None:
    """The block that is the document's title: its first, and its only heading of level 1."""
    tops = [number for number in headings if (blocks[number].level or 1) == 1]
    return 0 if tops == [0] else None


def _sections(frozen: Frozen, headings: Sequence[int], *, lower: bool) -> list[tuple[int, Section]]:
    """The sections with the numbers of their headings' blocks; `lower` if a title takes the first level."""
    levels = [(frozen.blocks[number].level or 1) - lower for number in headings]
    ends = _ends(levels)
    sections: list[tuple[int, Section]] = []
    above: list[tuple[int, str]] = []
    for at, (number, level) in enumerate(zip(headings, levels, strict=True)):
        heading = frozen.blocks[number].span
        while above and above[-1][0] >= level:
            above.pop()
        above.append((level, heading.of(frozen.text)))
        last = headings[ends[at]] - 1 if ends[at] < len(headings) else len(frozen.blocks) - 1
        span = Span(heading.start, frozen.blocks[last].span.end)
        sections.append((number, Section(tuple(name for _, name in above), max(1, level), heading, span)))
    return sections


def _ends(levels: Sequence[int]) -> list[int]:
    """For every heading, the next one of its level or a higher one; their number where there is none."""
    ends = [len(levels)] * len(levels)
    waiting: list[int] = []
    for at, level in enumerate(levels):
        while waiting and levels[waiting[-1]] >= level:
            ends[waiting.pop()] = at
        waiting.append(at)
    return ends


# ------------------------------------------------------------------------------------------- tables


@dataclass(slots=True)
class _Parts:
    """The blocks that make one table."""

    heads: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    caption: int | None = None
    key: int | None = None


def _tables(frozen: Frozen) -> tuple[tuple[Table, ...], dict[int, tuple[int, int | None]]]:
    """The tables, and for each of their blocks its table and, if it is a row, its row."""
    found = [_with_surroundings(frozen, parts) for parts in _runs(frozen.blocks)]
    places: dict[int, tuple[int, int | None]] = {}
    for table, parts in enumerate(found):
        places.update({number: (table, row) for row, number in enumerate(parts.rows)})
        places.update({number: (table, None) for number in (parts.caption, parts.key) if number is not None})
    return tuple(_table(frozen, parts) for parts in found), places


def _runs(blocks: Sequence[Block]) -> Iterator[_Parts]:
    parts = _Parts()
    for number, block in enumerate(blocks):
        if parts.rows and block.role != "row":
            yield parts
            parts = _Parts()
        if block.role == "row":
            parts.rows.append(number)
        elif block.role == "header":
            parts.heads.append(number)
        else:
            parts = _Parts()
    if parts.rows:
        yield parts


def _with_surroundings(frozen: Frozen, parts: _Parts) -> _Parts:
    """Add the caption next to a table's rows, below them or above, and the key below."""
    blocks = frozen.blocks
    first, below = min(parts.heads + parts.rows), parts.rows[-1] + 1
    roles: list[Role | None] = [block.role for block in blocks[below : below + 2]]
    roles += [None, None]
    above = first > 0 and blocks[first - 1].role == "caption"
    if above and _labels_table(frozen, first - 1):
        parts.caption = first - 1
    for number, role in enumerate(roles[:2], below):
        if role == "caption" and parts.caption is None and _labels_table(frozen, number):
            parts.caption = number
        elif role == "key" and parts.key is None:
            parts.key = number
        else:
            break
    return parts


def _labels_table(frozen: Frozen, number: int) -> bool:
    label = label_of(frozen.blocks[number].span.of(frozen.text))
    return label is None or "table" in label


def _table(frozen: Frozen, parts: _Parts) -> Table:
    blocks = frozen.blocks
    caption = None if parts.caption is None else blocks[parts.caption].span
    label = _LABEL.match(caption.of(frozen.text)) if caption else None
    columns: list[str] = []
    for number in parts.heads:
        cells = [cell.of(frozen.text) for cell in blocks[number].cells]
        columns += [""] * (len(cells) - len(columns))
        columns[: len(cells)] = [f"{head} {cell}".strip() for head, cell in zip(columns, cells, strict=False)]
    return Table(
        label=label.group() if label else None,
        header=tuple(columns),
        rows=tuple(Row(blocks[number].span, blocks[number].cells) for number in parts.rows),
        caption=caption,
        key=None if parts.key is None else blocks[parts.key].span,
    )


_LABEL = re.compile(
    r"(?:supplementary\s+|extended\s+data\s+)?\w+\.?\s*(?:[A-Z]?\d{1,3}[A-Za-z]?|[IVX]{1,5})\b", re.IGNORECASE
)


# -------------------------------------------------------------------------------------------- units


def _units(
    frozen: Frozen, sections: Sequence[tuple[int, Section]], places: Mapping[int, tuple[int, int | None]]
) -> Iterator[Unit]:
    path: tuple[str, ...] = ()
    paths = {number: section.path for number, section in sections}
    starts = [piece.span.start for piece in frozen.pieces]
    for number, block in enumerate(frozen.blocks):
        path = paths.get(number, path)
        table, row = places.get(number, (None, None))
        for kind, span in _spans(frozen.text, block):
            piece = bisect_right(starts, span.start) - 1
            page = frozen.pieces[piece].page if piece >= 0 else None
            yield Unit(kind, span, path, number, page, table, row)


def _spans(text: str, block: Block) -> Iterator[tuple[UnitKind, Span]]:
    if block.role in _PROSE:
        for span in sentence_spans(block.span.of(text)):
            yield "sentence", span.shifted(block.span.start)
    elif block.role == "row":
        yield "row", block.span
    elif block.role == "caption":
        yield "caption", block.span
    elif block.role == "key":
        for span in _entries(text, block.span):
            yield "key", span


def _entries(text: str, span: Span) -> list[Span]:
    """The entries of a key, "X: expansion" each, without the marks between them; its sentences if it has none."""
    lead = _LEAD.match(text, span.start, span.end)
    body = Span(lead.end() if lead else span.start, span.end)
    cuts = [match.start() for match in re.finditer(";", body.of(text))]
    parts = between(text, body, [body.start + cut for cut in cuts])
    parts = [stripped(text, Span(part.start + (text[part.start] == ";"), part.end)) for part in parts]
    parts = [part for part in parts if len(part)]
    known = [part for part in parts if _ENTRY.match(part.of(text)) or _COMMA_ENTRY.match(part.of(text))]
    if parts and len(known) >= len(parts) / 2:
        return parts
    return [sentence.shifted(span.start) for sentence in sentence_spans(span.of(text))]
