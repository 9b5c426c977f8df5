"""Roles that the layout tells: captions, footnotes, list items, references.

Method: a caption goes on while its type and its line step do. Footnotes are small lines at a column's foot with a
gap, a rule or a mark before them. References follow their heading; each begins with the next number, or where a
hanging indent starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rraml_qa.ingest.pdf.blocks import Block, Setting
from rraml_qa.ingest.pdf.layout import Printed
from rraml_qa.ingest.pdf.marks import without_citations

__all__ = ["mark_asides", "mark_captions", "mark_footnotes", "mark_front", "mark_items", "mark_references"]

_BULLET = re.compile(r"[•▪●■◦‣⁃∙\u2022\uf0b7\uf0a7]\s*(?=\S)")
_DASH_BULLET = re.compile(r"[-–—]\s+(?=\S)")
_NOTE = re.compile(
    r"[*∗†‡§¶#✉‖\u2020]|[\u00b9\u00b2\u00b3]|\[?\d{1,2}\]?\s?[A-Z]|[a-z]\s?[A-Z]|Correspond|CONTACT|Contact|E-?mail|Received|Abbreviat|"
    r"©|\(c\)|Copyright|Open Access|This (?:is an|article|work)|Department|Conflict|Funding|Supported|Published|DOI|doi"
)
_MARK = re.compile(r"[*∗†‡§¶#✉‖]|[\u00b9\u00b2\u00b3\u2074-\u2079]")
_ENTRY = re.compile(r"\[?(\d{1,3})[\].)]?\s*(?=\D)")
_REFERENCES = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:references?(?:\s+and\s+notes)?|bibliography|literature(?:\s+cited)?|works cited)\W*",
    re.IGNORECASE,
)
_ENTRIES = 12  # that a list needs to be one of references though no heading says so
_ENTRY_LINES = 10  # that an entry takes at most
_SMALL = 0.94  # of the running text's size
_NOTE_LINES = 8
_LOW = 0.75  # of the page: notes in the size of the text stand below
_FOOT = 0.5  # of the page: footnotes stand below


def mark_front(blocks: Sequence[Block], start: int) -> None:
    """Take the superscripts of the first page's authors and addresses back: they cite nothing.

    `start` is the place of the first block behind them.
    """
    for place, block in enumerate(blocks):
        if not block.lines or block.lines[0].page.number > 1:
            continue
        if (place < start and block.role is None) or block.role == "footnote":
            block.lines = [
                replace(line, run=replace(line.run, text=without_citations(line.run.text))) for line in block.lines
            ]


def mark_captions(blocks: Sequence[Block], setting: Setting) -> list[Block]:
    """Captions and the lines that go on with them, in the next column too where one is set in columns."""
    taken: set[int] = set()
    marked: list[Block] = []
    for place, block in enumerate(blocks):
        if place in taken:
            continue
        marked.append(block)
        if block.role is None and block.lines and block.lines[0].label is not None:
            block.role = "caption"
            for more in _caption_goes_on(blocks, place, setting):
                block.lines += blocks[more].lines
                taken.add(more)
    return marked


def _caption_goes_on(blocks: Sequence[Block], start: int, setting: Setting) -> Iterator[int]:
    first = blocks[start].lines[0]
    last, beside = first, False
    for place in range(start + 1, len(blocks)):
        line = blocks[place].lines[0] if blocks[place].lines else None
        if line is None or (line.page is not first.page and line.page.number != first.page.number):
            return
        free = blocks[place].role is None and line.label is None
        same = free and abs(line.run.size - first.run.size) < 0.3
        if (same and _next_line(last, line)) or (free and _source_line(last, line, setting)):
            yield place
            last = line
        elif same and line.step is None and line.column != last.column and _level_with(line, first):
            yield place
            last, beside = line, True
        elif beside:
            return


def _next_line(last: Printed, line: Printed) -> bool:
    close = 0 < line.run.y - last.run.y < 1.65 * last.run.size
    return close and line.run.x0 < last.run.x1 and last.run.x0 < line.run.x1


def _source_line(last: Printed, line: Printed, setting: Setting) -> bool:
    """Whether a line in a caption's small type, a little below it, says where the figure is from."""
    near = 0 < line.run.y - last.run.y < 2.6 * last.run.size and abs(line.run.x0 - last.left) < 3
    small = line.run.size < min(_SMALL * setting.body.size, last.run.size + 0.3)
    return near and small and last.text.endswith(".") and not _NOTE.match(line.text) and not _ruled(line)


def _level_with(line: Printed, first: Printed) -> bool:
    return abs(line.run.y - first.run.y) < 1.3 * first.run.size and line.run.font == first.run.font


def mark_asides(blocks: Sequence[Block], setting: Setting) -> list[Block]:
    """What stands in a narrow strip beside the text: notes, wherever on the page they are."""
    marked: list[Block] = []
    for block in blocks:
        last = marked[-1] if marked else None
        if block.role is not None or not block.lines or not block.lines[0].aside:
            marked.append(block)
        elif last is not None and last.lines and last.lines[0].aside and _goes_on(last, block, setting):
            last.lines += block.lines
        else:
            block.role = "footnote"
            marked.append(block)
    return marked


def mark_footnotes(blocks: Sequence[Block], setting: Setting) -> list[Block]:
    """The small lines at the foot of a page's columns, one block for each note."""
    marked: list[Block] = []
    foot = _foot(blocks, setting)
    for place, block in enumerate(blocks):
        if place not in foot:
            marked.append(block)
            continue
        last = marked[-1] if marked else None
        follows = last is not None and last.role == "footnote" and place - 1 in foot
        if follows and last is not None and _goes_on(last, block, setting):
            last.lines += block.lines
        else:
            block.role = "footnote"
            marked.append(block)
    return marked


def _goes_on(note: Block, block: Block, setting: Setting) -> bool:
    """Whether a footnote goes on with another line."""
    line = block.lines[0]
    apart = line.column != note.lines[-1].column or setting.gap(line) > 0.3
    begins = _MARK.match(line.text) or (_NOTE.match(line.text) and note.text.endswith((".", ")", ";")))
    return not apart and not begins


def _foot(blocks: Sequence[Block], setting: Setting) -> set[int]:
    found: set[int] = set()
    by_column: dict[int, list[int]] = {}
    for place, block in enumerate(blocks):
        if block.lines and block.role is None:
            by_column.setdefault(block.lines[0].column, []).append(place)
    for places in by_column.values():
        tail = _tail([blocks[place].lines[0] for place in places], setting)
        found.update(places[len(places) - tail :] if tail else [])
    return found


def _tail(lines: Sequence[Printed], setting: Setting) -> int:
    """How many of a column's last lines are footnotes."""
    noted = _ruled_note(lines, setting)
    if noted:
        return noted
    small = 0
    for line in reversed(lines):
        if line.run.size > _SMALL * setting.body.size or line.run.y < _FOOT * line.page.height:
            break
        small += 1
    while small:
        first = lines[len(lines) - small]
        text_above = small < len(lines) and lines[len(lines) - small - 1].run.size > _SMALL * setting.body.size
        apart = setting.gap(first) > 0.3 or _ruled(first)
        if (text_above and (apart or _NOTE.match(first.text))) or (apart and _NOTE.match(first.text)):
            return small
        small -= 1
    return 0


def _ruled_note(lines: Sequence[Printed], setting: Setting) -> int:
    """How many of a column's last lines follow a rule and begin as notes do, be they as large as the text."""
    for count in range(min(_NOTE_LINES, len(lines)), 0, -1):
        first = lines[-count]
        low = first.run.y > _LOW * first.page.height and first.run.size <= setting.body.size
        if low and _ruled(first) and _NOTE.match(first.text):
            return count
    return 0


def _ruled(line: Printed) -> bool:
    """Whether a level rule stands close above a line."""
    run = line.run
    return any(
        rule.height < 3 and rule.x0 < run.x1 and rule.x1 > run.x0 and 0 < run.top - rule.y1 < 14
        for rule in line.page.rules
    )


def mark_items(blocks: Sequence[Block], setting: Setting) -> list[Block]:
    """The entries of lists with bullets, with the lines that hang below each."""
    marked: list[Block] = []
    for block in blocks:
        last = marked[-1] if marked else None
        if block.role is not None or not block.lines:
            marked.append(block)
        elif _bulleted(block.lines[0], last):
            block.role = "item"
            marked.append(block)
        elif last is not None and last.role == "item" and _hangs(last.lines, block.lines[0], setting):
            last.lines += block.lines
        else:
            marked.append(block)
    return marked


def _bulleted(line: Printed, last: Block | None) -> bool:
    """Whether a line begins with a bullet; a dash is one only where no sentence goes on."""
    if _BULLET.match(line.text):
        return True
    free = last is None or last.role is not None or last.text.endswith((".", ":", ";"))
    return free and bool(_DASH_BULLET.match(line.text))


def _hangs(item: Sequence[Printed], line: Printed, setting: Setting) -> bool:
    first, last = item[0], item[-1]
    close = line.column == last.column and setting.gap(line) < 0.35
    hanging = line.run.x0 > first.run.x0 + 3 or (len(item) > 1 and abs(line.run.x0 - item[1].run.x0) < 2)
    return close and hanging and abs(line.run.size - first.run.size) < 0.3


def mark_references(blocks: Sequence[Block]) -> list[Block]:
    """The entries of the reference list, from its heading to the next."""
    marked: list[Block] = []
    inside, number = False, 0
    unnamed = None if any(_heads_references(block) for block in blocks) else _numbered_list(blocks)
    for place, block in enumerate(blocks):
        if block.role == "heading":
            inside, number = _heads_references(block), 0
        inside = inside or place == unnamed
        last = marked[-1] if marked else None
        if not inside or block.role is not None or not block.lines:
            marked.append(block)
            continue
        found = _ENTRY.match(block.text)
        following = found is not None and 0 < int(found[1]) - number <= (2 if number else 1)
        if following or last is None or last.role != "reference" or (not number and _starts(last, block)):
            number = int(found[1]) if following and found is not None else number
            block.role = "reference"
            marked.append(block)
        else:
            last.lines += block.lines
    return marked


def _heads_references(block: Block) -> bool:
    return block.role == "heading" and bool(_REFERENCES.fullmatch(block.text))


def _numbered_list(blocks: Sequence[Block]) -> int | None:
    """Where a list of references without a heading begins: the last "1." from which on the numbers count far up."""
    begins, number = None, 0
    first, gap = None, 0
    for place, block in enumerate(blocks):
        found = _ENTRY.match(block.text) if block.role is None and block.lines else None
        value = int(found[1]) if found is not None else 0
        gap += 1
        if value == 1:
            first, number, gap = place, 1, 0
        elif first is not None and value == number + 1 and gap <= _ENTRY_LINES:
            number, gap = value, 0
            begins = first if number >= _ENTRIES else begins
    return begins


def _starts(last: Block, block: Block) -> bool:
    """Whether an entry of a list without numbers begins: at the edge, while others hang; or after a full stop."""
    line = block.lines[0]
    hanging = any(abs(each.run.x0 - each.left) > 4 for each in last.lines[1:])
    hanging = hanging or line.run.x0 < last.lines[-1].run.x0 - 4
    if len(last.lines) > 1 and hanging:
        return line.run.x0 < last.lines[1].run.x0 - 3
    return last.lines[-1].short and last.text.endswith((".", "]", ")"))
