"""The reference list: which blocks are entries of it, and which number each has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rraml_qa.ingest.ordering.citations import cited_numbers
from rraml_qa.ingest.ordering.ordered import Placed
from rraml_qa.types import Block, Line, Reference, Role, Span

__all__ = [
    "find_references",
    "has_number",
    "is_reference_heading",
    "mark_entries",
    "mark_references",
    "parse_references",
]

_HEADING = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})?\.?\s+)?(?:(?:selected\s+)?references?(?:\s+(?:and\s+notes|cited|list))?|bibliography|"
    r"literature(?:\s+cited)?|(?:works|cited)\s+(?:cited|literature)|literature\s+references)\s*[:.]?",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"\s*(?:\[(?P<bracketed>\d{1,4})\]\s*[.:]?|\((?P<round>\d{1,3})\)|(?P<dotted>\d{1,4})[.)](?!\d)|"
    r"(?P<bare>\d{1,3})(?=\s+[^\W\d_]))\s*(?=\S)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d[a-z]?\b")
_ENTRIES: frozenset[Role | None] = frozenset({"paragraph", "item"})


def parse_references(texts: Iterable[str]) -> dict[str, str]:
    """Number and text of each entry among `texts`, which begin "36. Perl …", "[36] Perl …" or "36 Perl …".

    A text without a number is passed over; the first entry of a number counts.
    """
    found: dict[str, str] = {}
    for text in texts:
        entry = _ENTRY.match(text)
        if entry:
            found.setdefault(_number(entry), text[entry.end() :].strip())
    return found


def find_references(text: str, blocks: Iterable[Block]) -> tuple[Reference, ...]:
    """The numbered entries among a document's blocks; each span is that of the entry without its number."""
    found: dict[str, Reference] = {}
    for block in blocks:
        entry = _ENTRY.match(text, block.span.start, block.span.end) if block.role == "reference" else None
        if entry:
            number = _number(entry)
            found.setdefault(number, Reference(number, Span(entry.end(), block.span.end)))
    return tuple(found.values())


def _number(entry: re.Match[str]) -> str:
    return str(int(next(filter(None, entry.groups()))))


def is_reference_heading(text: str) -> bool:
    """Whether a heading is that of a reference list."""
    return _HEADING.fullmatch(text) is not None


def has_number(text: str) -> bool:
    """Whether a text begins as an entry with its number does."""
    return _ENTRY.match(text) is not None


def mark_references(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Give the blocks below a heading "References" their role, for a format that says what is a heading.

    Entries without numbers get those of their order if the text cites by numbers and no higher ones than there
    are entries: the numbers of a list are often not part of its text.
    """
    marked = list(lines)
    for section in _sections(lines):
        places = [at for at in section if lines[at].role in _ENTRIES]
        given = any(lines[at].role == "reference" for at in section)
        numbered = any(has_number(lines[at].text) for at in places)
        counted = not given and not numbered and _cites_by_number(lines, len(places))
        for number, at in enumerate(places, 1):
            line = lines[at]
            if counted:
                line = replace(line, text=f"{number}. {line.text}")
            if counted or line.role == "item" or has_number(line.text) or _YEAR.search(line.text):
                marked[at] = replace(line, role="reference")
    return tuple(marked)


def _sections(lines: Sequence[Line]) -> Iterator[range]:
    """The lines below each heading of a reference list, to the next heading of its level or a higher one."""
    start, level = 0, 0
    for at, line in enumerate(lines):
        if line.role != "heading":
            continue
        if start and (line.level or 1) <= level:
            yield range(start, at)
            start = 0
        if not start and is_reference_heading(line.text):
            start, level = at + 1, line.level or 1
    if start:
        yield range(start, len(lines))


def _cites_by_number(lines: Sequence[Line], entries: int) -> bool:
    cited = {number for line in lines for number in cited_numbers(line.text)}
    return bool(cited) and min(cited) == 1 and max(cited) <= entries


def mark_entries(lines: Sequence[Placed]) -> tuple[Placed, ...]:
    """Give the lines of a text's last section their role if it is a list of references with rising numbers.

    An entry begins where a line does with the next number; the lines up to the next one are the rest of it.
    """
    headings = [at for at, placed in enumerate(lines) if placed.line.role == "heading" and placed.opens]
    starts = [at for at in headings if is_reference_heading(lines[at].line.text)]
    if not starts:
        return tuple(lines)
    start = starts[-1] + 1
    stop = next((at for at in headings if at >= start), len(lines))
    marked = list(lines)
    number = 0
    for at in range(start, stop):
        if lines[at].line.role not in _ENTRIES:
            continue
        entry = _ENTRY.match(lines[at].line.text)
        opens = entry is not None and int(_number(entry)) == number + 1
        number += opens
        if number:
            marked[at] = replace(lines[at], line=replace(lines[at].line, role="reference"), opens=opens)
    return tuple(marked) if number > 1 else tuple(lines)
