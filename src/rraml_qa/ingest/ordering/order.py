"""The reading order: what a source's lines are, and in which order they are to be read.

Sources that know their order (Markdown and the like by their roles, PDF by its boxes) keep it. Of bare text the
headings, captions, tables, items and boxes are recognised first; what floats is lifted out of sentences and put
behind the paragraph that mentions it; runs of the remaining text that are out of order change places where the
evidence asks for it (see `flow`). Everything done, and every doubt, is told with its line numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rraml_qa.ingest.ordering.citations import cited_numbers, new_numbers
from rraml_qa.ingest.ordering.exchange import order_flow
from rraml_qa.ingest.ordering.flow import FlowLine, FlowSettings, Swap, judge_lines
from rraml_qa.ingest.ordering.given import keep_order
from rraml_qa.ingest.ordering.junction import begins_low, goes_on
from rraml_qa.ingest.ordering.ordered import Doubt, Join, Move, Ordered, Placed
from rraml_qa.ingest.ordering.paragraphs import Chunk, joins_of, make_chunks
from rraml_qa.ingest.ordering.placing import place_boxes, place_floats
from rraml_qa.ingest.ordering.text_floats import Float, find_boxes, find_captions, find_floats, find_keys
from rraml_qa.ingest.ordering.text_furniture import find_furniture
from rraml_qa.ingest.ordering.text_headings import find_headings
from rraml_qa.ingest.ordering.text_lines import Sheet, find_items, lay_out
from rraml_qa.ingest.ordering.text_tables import find_tables
from rraml_qa.ingest.ordering.vocabulary import Vocabulary
from rraml_qa.text.sentences import ends_sentence
from rraml_qa.types import Source

__all__ = ["Ordered", "order_lines"]

_MANY = 20  # doubts; with more, and a share of the lines, the text is no running prose
_RARE = 0.05  # share of the lines that are set in where that is not how paragraphs begin


def order_lines(source: Source, settings: FlowSettings | None = None) -> Ordered:
    """Put a source's lines in reading order and give every one a role.

    A source whose lines carry roles or boxes keeps its order; only what floats is put behind the sentence that it
    interrupts. Bare text is repaired as far as the evidence goes; a very long one keeps its order, with a remark.
    """
    if any(line.role is not None or line.box is not None for line in source.lines):
        return keep_order(source)
    return _order_text(source, settings or FlowSettings())


@dataclass(frozen=True, slots=True)
class _Text:
    """Bare text with its parts recognised: `marked` holds every line that is no paragraph's, by index."""

    sheet: Sheet
    marked: dict[int, Placed]
    floats: list[Float]
    boxes: list[Float]
    flow: list[int]
    """The other lines, headings and items among them."""


def _order_text(source: Source, settings: FlowSettings) -> Ordered:
    furniture = find_furniture(source.lines)
    text = _recognise(lay_out(source.lines, furniture))
    vocabulary = Vocabulary.of(placed.line.text for placed in text.sheet.lines)
    flow, swaps = list(_flow_lines(text)), list[Swap]()
    too_long = len(flow) > settings.most_lines
    if not too_long:
        flow, swaps = order_flow(flow, vocabulary, settings)
    chunks, moves, joins = _arrange(text, flow, vocabulary)
    doubts = tuple(_doubts(flow, vocabulary))
    too_many = len(doubts) > max(_MANY, settings.densest * len(flow))
    remarks = {
        f"{len(furniture)} lines with running heads or page numbers are left out.": bool(furniture),
        f"The text has more than {settings.most_lines} lines; their order was not examined.": too_long,
        f"{len(doubts)} of its lines don't go on in the next as running text does; it is taken as it is.": too_many,
    }
    return Ordered(
        source,
        tuple(placed for chunk in chunks for placed in chunk),
        moves=(*(_told(swap, flow) for swap in swaps), *moves),
        joins=tuple(joins),
        doubts=() if too_many else doubts,
        remarks=tuple(remark for remark, holds in remarks.items() if holds),
    )


def _arrange(
    text: _Text, flow: Sequence[FlowLine], vocabulary: Vocabulary
) -> tuple[list[Chunk], list[Move], list[Join]]:
    """The blocks of a text, its flow in order, with floats and boxes in their places; moves and joins told."""
    sheet = text.sheet
    index = {placed.number: at for at, placed in enumerate(sheet.lines)}
    walls = {item.lines.stop for item in text.floats if item.label is None}
    chunks = make_chunks([index[line.number] for line in flow], sheet, text.marked, walls)
    boxes = [(_before(text, box), make_chunks(box.lines, sheet, text.marked)) for box in text.boxes]
    joins = [join for part in (chunks, *(box for _, box in boxes)) for join in joins_of(part, vocabulary)]
    lines = [text.marked.get(at, placed) for at, placed in enumerate(sheet.lines)]
    chunks, lifted = place_floats(chunks, text.floats, lines)
    chunks, boxed = place_boxes(chunks, boxes)
    return chunks, [*lifted, *boxed], joins


def _recognise(sheet: Sheet) -> _Text:
    floating = find_tables(sheet)
    floating |= find_captions(sheet, floating)
    floating |= find_keys(sheet, floating)
    headings = find_headings(sheet, floating)
    boxes = find_boxes(sheet, headings, floating)
    marked = floating | headings
    marked |= find_items(sheet, marked)
    boxed = {at for box in boxes for at in box.lines}
    flow = [at for at in range(len(sheet.lines)) if at not in floating and at not in boxed]
    return _Text(sheet, marked, find_floats(sheet, floating), boxes, flow)


def _flow_lines(text: _Text) -> Iterator[FlowLine]:
    sheet = text.sheet
    firsts = {group.start for group in sheet.groups}
    set_in = sum(sheet.line(at).gap == 0 and sheet.line(at).indent > 0 for at in firsts)
    rare = set_in <= _RARE * len(sheet.lines)
    for before, at in pairwise([-1, *text.flow]):
        placed = text.marked.get(at, sheet.lines[at])
        broken_off = at in firsts and _breaks_off(sheet, before, at, rare=rare)
        role = placed.line.role or "paragraph"
        spaced = placed.line.gap > 0
        yield FlowLine(placed.number, placed.line.text, role, placed.opens, spaced, broken_off, sheet.wide(at))


def _breaks_off(sheet: Sheet, before: int, at: int, *, rare: bool) -> bool:
    """Whether a group may begin another column or page: set in (where that is `rare`), or within a sentence."""
    line = sheet.line(at)
    if at != before + 1:  # a float or a box stands between
        return not ends_sentence(sheet.text(before)) or begins_low(line.text)
    if before < 0 or line.page != sheet.line(before).page or (rare and line.gap == 0 and line.indent > 0):
        return True
    return goes_on(sheet.text(before), line.text)


def _before(text: _Text, box: Float) -> int:
    """The number of the flow's line that a box came after."""
    return text.sheet.lines[max(at for at in text.flow if at < box.lines.start)].number


def _told(swap: Swap, flow: Sequence[FlowLine]) -> Move:
    """A swap as the move of the run that now comes first."""
    numbers = [line.number for line in flow]
    at = numbers.index(swap.first[0])
    reason = f"they change places with lines {swap.second[0]}–{swap.second[1]}: {'; '.join(swap.evidence)}"
    return Move(*swap.first, numbers[at - 1] if at else 0, reason)


def _doubts(flow: Sequence[FlowLine], vocabulary: Vocabulary) -> Iterator[Doubt]:
    seen: set[int] = set()
    highest = 0
    for before, after in pairwise(flow):
        verdict = judge_lines(before, after, vocabulary)
        moved = after.broken_off or after.number < before.number
        if verdict.grade == "broken" or (verdict.grade == "doubtful" and (moved or after.role == "heading")):
            yield Doubt(before.number, after.number, verdict.reason)
    for line in flow:
        fresh = new_numbers([cited_numbers(line.text)], seen)
        seen.update(fresh)
        if fresh and min(fresh) < highest:
            reason = f"citation {min(fresh)} appears first after citation {highest}"
            yield Doubt(line.number, line.number, reason)
        highest = max(highest, *fresh, 0)
