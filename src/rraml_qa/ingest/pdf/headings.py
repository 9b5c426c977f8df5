"""Headings and the title: by size, weight, capitals and the white around them; levels by number, bookmark, style.

Method: a heading's lines differ in type from the running text, are few, short and unpunctuated at their end. Types
that are mostly used otherwise (a bold abstract) make no headings. Levels follow the numbers where headings have
them, the bookmarks where their words match, and else the rank of the type among those of all headings, where the
type of the sections that every paper has (Introduction, Methods, Results…) is the first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from rraml_qa.ingest.pdf.blocks import Block, Setting
from rraml_qa.ingest.pdf.layout import Printed

__all__ = ["body_start", "mark_headings", "mark_title", "plain_words"]

_KNOWN = re.compile(
    r"(?:abstract|summary|introduction|background|(?:patients|materials|subjects|data)?(?:and)?methods?|materialsandmethods|"
    r"methodsandmaterials|patientsandmethods|experimentalprocedures|results|resultsanddiscussion|findings|discussion|"
    r"conclusions?|concludingremarks|discussionandclosingremarks|references(?:andnotes)?|bibliography|acknowledge?ments?|funding|"
    r"conflictsofinterest|competinginterests|authorcontributions|dataavailability|supplementa(?:ry|l)(?:data|materials?)|"
    r"keywords|limitations|ethicsstatement|keypoints|abbreviations)"
)
_FIRST = frozenset(
    {"abstract", "graphicalabstract", "summary", "references", "referencesandnotes"}
)  # sections even in smaller type
_NUMBERED = re.compile(r"((?:\d{1,2}\.){1,4}\d{0,2}|\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[A-Z\u0391-\u03c9(])")
_ROMAN = re.compile(r"(?:[IVX]{1,5})\.\s+(?=[A-Z])")
_ENDS = re.compile(r"[^.,;:\-\u2010\u00ad]$|\b(?:et al|vs|spp)\.$")
_STARTS = re.compile(r"[\W_]*[^\W\d_]?[A-Z\d\u0391-\u03a9\u03b1-\u03c9]|[a-z]{1,3}[A-Z]")
_LARGER = 1.06  # of the running text's size
_SMALLEST = 0.78
_LINES = 4  # of a heading, at most
_TITLE_PAGES = 3  # that a title may stand on, behind covers
_TEXTS = 4  # lines of running text that show that the paper has begun
_LONGEST = 160
_LIKE = 1.2  # points: a heading within a paragraph may be set in another font's size
_GAP = 0.22  # line heights of white above a heading that neither size nor weight sets off

_Type = tuple[float, bool, bool, bool, str]
"""Size, bold, italic, capitals, font."""


def plain_words(text: str) -> str:
    """Letters and digits alone, in lower case: what two spellings of one title share."""
    return "".join(char for char in text.casefold() if char.isalnum())


def mark_title(blocks: Sequence[Block], setting: Setting, given: str | None) -> tuple[list[Block], str | None]:
    """The title as a heading of the first level, and its text.

    It is where the first pages have the words of `given`, the document information's title, by themselves; else it is
    the largest lines of the first page's upper part.
    """
    place, end = _given_title(blocks, given) or _largest(blocks, setting)
    title = Block([line for block in blocks[place:end] for line in block.lines], "heading", 1)
    if not 8 < len(title.text) < 400 or end - place > 8:
        return list(blocks), None
    return [*blocks[:place], title, *blocks[end:]], title.text


def _given_title(blocks: Sequence[Block], given: str | None) -> tuple[int, int] | None:
    wanted = plain_words(given or "")
    if len(wanted) < 12:
        return None
    for place, block in enumerate(blocks):
        if block.lines and block.lines[0].page.number > _TITLE_PAGES:
            break
        words, end = "", place
        while end < len(blocks) and blocks[end].lines and blocks[end].role is None and len(words) < len(wanted):
            words += plain_words(blocks[end].text)
            end += 1
        if words == wanted:
            return place, end
    return None


def _largest(blocks: Sequence[Block], setting: Setting) -> tuple[int, int]:
    first = [block for block in blocks if block.role is None and block.lines and block.lines[0].page.number == 1]
    upper = [block for block in first if block.lines[0].run.y < 0.6 * block.lines[0].page.height]
    least = 1.15 * setting.body.size
    candidates = [block for block in upper if len(block.text) > 8 and block.lines[0].run.size > least]
    if not candidates:
        return 0, 0
    size = max(block.lines[0].run.size for block in candidates)
    start = next(block for block in candidates if block.lines[0].run.size == size)
    place = next(number for number, block in enumerate(blocks) if block is start)
    end = place + 1
    while end < len(blocks) and _same_title(blocks[end], blocks[end - 1], size):
        end += 1
    return place, end


def _same_title(block: Block, before: Block, size: float) -> bool:
    if not block.lines or block.role is not None or abs(block.lines[0].run.size - size) > 0.06 * size:
        return False
    return 0 < block.lines[0].run.y - before.lines[-1].run.y < 1.8 * size


def mark_headings(blocks: Sequence[Block], setting: Setting, bookmarks: Mapping[str, int]) -> list[Block]:
    """Headings, each one block, with their levels.

    `bookmarks` gives the level of the document's bookmarks by their titles' `plain_words`.
    """
    groups = _groups(blocks, setting, bookmarks)
    trusted = _trusted(groups, blocks, setting)
    marked: list[Block] = []
    place = 0
    while place < len(blocks):
        end = groups.get(place, place)
        lines = [line for block in blocks[place:end] for line in block.lines]
        if lines and (_type(lines[0]) in trusted or _named(lines, bookmarks)):
            marked.append(Block(lines, "heading"))
            place = end
        else:
            marked.append(blocks[place])
            place += 1
    _set_levels([block for block in marked if block.role == "heading" and block.level is None], bookmarks)
    return marked


def _type(line: Printed) -> _Type:
    run = line.run
    letters = [char for char in run.text if char.isalpha()]
    capitals = len(letters) > 3 and sum(char.isupper() for char in letters) > 0.9 * len(letters)
    return round(run.size * 2) / 2, run.bold, run.italic, capitals, run.font


def _named(lines: Sequence[Printed], bookmarks: Mapping[str, int]) -> bool:
    words = plain_words(" ".join(line.text for line in lines))
    return words in bookmarks or bool(_KNOWN.fullmatch(words.lstrip("0123456789")))


def _groups(blocks: Sequence[Block], setting: Setting, bookmarks: Mapping[str, int]) -> dict[int, int]:
    """Where a heading may begin, and where it would end (behind its last block)."""
    groups: dict[int, int] = {}
    start = body_start(blocks, setting, bookmarks)
    place = 0
    while place < len(blocks):
        end = place
        while end < len(blocks) and _may_go_on(blocks, place, end, setting):
            end += 1
        lines = [line for block in blocks[place:end] for line in block.lines]
        if len(lines) > _LINES or _leads_on(blocks, end) or not _leads_to_text(blocks, place, end, setting):
            place = max(end, place + 1)
        elif (
            lines
            and _may_be(lines, setting, below=_below_heading(blocks, place, setting))
            and (place >= start or _named(lines, bookmarks))
        ):
            groups[place] = end
            place = end
        else:
            place += 1
    return groups


def _leads_on(blocks: Sequence[Block], end: int) -> bool:
    """Whether what stands out before `end` is no heading: its last line runs into text, or it labels a figure."""
    if not 0 < end < len(blocks) or not blocks[end].lines or not blocks[end - 1].lines:
        return False
    last, line = blocks[end - 1].lines[-1], blocks[end].lines[0]
    below = line.column == last.column and 0 < line.run.y - last.run.y < 1.7 * last.run.size
    alike = abs(line.run.size - last.run.size) < _LIKE
    run_in = blocks[end].role is None and line.run.lead and below and alike and not last.short
    return run_in or (blocks[end].role == "caption" and line.column == last.column and line.label == "figure")


def body_start(blocks: Sequence[Block], setting: Setting, bookmarks: Mapping[str, int]) -> int:
    """The first block behind the authors and their addresses: a known heading, or running text of some lines."""
    texts = 0
    for place, block in enumerate(blocks):
        if block.role not in {None, "heading"} or not block.lines:
            continue
        line = block.lines[0]
        if _named(block.lines, bookmarks):
            return place
        texts = texts + 1 if _reads_as_body(line, setting) else 0
        if texts >= _TEXTS:
            return place - _TEXTS + 1
    return 0


def _leads_to_text(blocks: Sequence[Block], start: int, end: int, setting: Setting) -> bool:
    """Whether running text follows, which what has nothing but its font to show for a heading needs."""
    if start == end or _stands_out(blocks[start].lines[0], setting, full=False):
        return True
    last, text = blocks[end - 1].lines[-1], blocks[end].lines[0] if end < len(blocks) and blocks[end].lines else None
    return text is not None and text.column == last.column and text.run.font == setting.body.font


def _reads_as_body(line: Printed, setting: Setting) -> bool:
    run, body = line.run, setting.body
    return abs(run.size - body.size) < 0.4 and run.font == body.font and len(line.text) > 30


def _may_go_on(blocks: Sequence[Block], start: int, place: int, setting: Setting) -> bool:
    """Whether the block at `place` may belong to a heading that begins at `start`."""
    block = blocks[place]
    if block.role is not None or not block.lines:
        return False
    line = block.lines[0]
    if place == start:
        return _stands_out(line, setting) or _below_heading(blocks, place, setting)
    last = blocks[place - 1].lines[-1]
    alike = _type(line) == _type(last) and line.column == last.column
    runs_on = not last.short or line.text[:1].islower()
    wrapped = alike and runs_on and not line.run.lead and line.run.font != setting.body.font
    if not (wrapped or _stands_out(line, setting)):
        return False
    close = 0 < line.run.y - last.run.y < 1.6 * line.run.size and not _NUMBERED.match(line.text)
    long = last.run.width > 0.5 * (last.right - last.left) or line.text[:1].islower()
    return alike and close and long


def _below_heading(blocks: Sequence[Block], place: int, setting: Setting) -> bool:
    """Whether a short line in a font of its own stands right below a heading, as the next lower one does."""
    line = blocks[place].lines[0]
    last = blocks[place - 1].lines[-1] if place and blocks[place - 1].lines else None
    if last is None or last.column != line.column or not _stands_out(last, setting) or not line.short:
        return False
    foreign = line.run.font != setting.body.font and not line.run.lead
    return foreign and _type(line) != _type(last) and last.short and 0 < line.run.y - last.run.y < 2.5 * last.run.size


def _stands_out(line: Printed, setting: Setting, *, full: bool = True) -> bool:
    """Whether a line's type differs from that of running text as a heading's does; `full`, if it may fill its line."""
    run, body = line.run, setting.body
    if _known_alone(line, setting):
        return True
    if run.lead or run.size < _SMALLEST * body.size:
        return False
    _, bold, italic, capitals, font = _type(line)
    strong = run.size > _LARGER * body.size or (bold and not body.bold)
    foreign = font != body.font
    apart = line.step is None or setting.gap(line) > _GAP
    set_off = line.short or (full and foreign and (italic or line.step is not None))
    return strong or (apart and set_off and (capitals or italic or foreign))


def _known_alone(line: Printed, setting: Setting) -> bool:
    """Whether a line is the name of a section that every paper has, and set off in any way at all."""
    run = line.run
    if run.lead or len(run.text) > 40 or not _KNOWN.fullmatch(plain_words(run.text).lstrip("0123456789")):
        return False
    return run.bold or run.text.isupper() or line.step is None or setting.gap(line) > _GAP


def _may_be(lines: Sequence[Printed], setting: Setting, *, below: bool = False) -> bool:
    """Whether lines that stand out may be a heading; `below`, if they follow another one closely."""
    text = " ".join(line.text for line in lines)
    letters = sum(char.isalpha() for char in text)
    if len(text) > _LONGEST or letters < 3 or letters < 0.5 * len(text.replace(" ", "")):
        return False
    known = _named(lines, {})
    fine = bool(_ENDS.search(text)) and bool(_STARTS.match(text))
    first = lines[0]
    apart = first.step is None or setting.gap(first) > 0.08 or first.run.size > _LARGER * setting.body.size
    return known or (fine and (apart or below or first.run.bold))


def _trusted(groups: Mapping[int, int], blocks: Sequence[Block], setting: Setting) -> set[_Type]:
    """The types whose lines are mostly those of possible headings."""
    used: Counter[_Type] = Counter()
    heading: Counter[_Type] = Counter()
    for block in blocks:
        if block.role is None:
            used.update(_type(line) for line in block.lines)
    for start, end in groups.items():
        heading.update(_type(line) for block in blocks[start:end] for line in block.lines)
    body = (round(setting.body.size * 2) / 2, setting.body.bold, False, False, setting.body.font)
    return {kind for kind, count in heading.items() if kind != body and count >= 0.5 * used[kind]}


# ------------------------------------------------------------------------------------------- levels


def _set_levels(headings: Sequence[Block], bookmarks: Mapping[str, int]) -> None:
    """Give every heading its level; levels that no heading has are closed up."""
    depths = [_depth(block.text) for block in headings]
    words = [plain_words(block.text) for block in headings]
    numbered = sum(depth is not None for depth in depths) >= 0.5 * len(headings)
    marked = {bookmarks[word] for word in words if word in bookmarks}
    booked = len(marked) > 1 and sum(word in bookmarks for word in words) >= 0.5 * len(headings)
    ranks = _ranks(headings)
    for block, depth, word in zip(headings, depths, words, strict=True):
        level = (booked and bookmarks.get(word)) or (numbered and depth) or ranks[_weight(block)]
        block.level = 1 if word in _FIRST else level
    used = sorted({block.level for block in headings if block.level is not None})
    for block in headings:
        block.level = used.index(block.level) + 1 if block.level is not None else None


def _depth(text: str) -> int | None:
    if _ROMAN.match(text):
        return 1
    found = _NUMBERED.match(text)
    return len([part for part in found[1].split(".") if part]) if found else None


def _weight(block: Block) -> tuple[float, bool, bool, bool]:
    """How much a heading's type weighs: size, then capitals, then bold, then upright."""
    size, bold, italic, capitals, _ = _type(block.lines[0])
    return size, capitals, bold, not italic


def _ranks(headings: Sequence[Block]) -> dict[tuple[float, bool, bool, bool], int]:
    known: defaultdict[tuple[float, bool, bool, bool], int] = defaultdict(int)
    for block in headings:
        known[_weight(block)] += bool(_KNOWN.fullmatch(plain_words(block.text)))
    first = max(known, key=lambda weight: (known[weight], weight), default=None)
    if first is None or not known[first]:
        first = max(known, default=(0.0, False, False, False))
    below = sorted((weight for weight in known if weight < first), reverse=True)
    ranks = {weight: 1 for weight in known if weight >= first}
    return ranks | {weight: min(number, 6) for number, weight in enumerate(below, start=2)}
