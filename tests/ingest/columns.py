"""A typesetter for the tests: prose to hyphenated lines, lines to the columns of pages, and pages to text again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["prose", "set_columns", "set_lines", "write_pages"]

_WIDTH = 68


def prose(markdown: str) -> list[str]:
    """The paragraphs and headings of a Markdown text, tables, notes and lists left out."""
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", markdown)]
    return [block.lstrip("# ") for block in blocks if block and block[0] not in "|>-" and not block.startswith("Table")]


def set_lines(block: str, width: int = _WIDTH) -> list[str]:
    """Set a block to a measure; words are broken with a hyphen where that fills a line."""
    lines: list[str] = []
    line = ""
    for word in block.split():
        if len(line) + 1 + len(word) <= width or not line:
            line = f"{line} {word}".strip()
            continue
        room = width - len(line) - 2
        at = _break(word, room)
        lines.append(f"{line} {word[:at]}-" if at else line)
        line = word[at:]
    return [*lines, line]


def _break(word: str, room: int) -> int:
    """Where to break a word of lower-case letters so that its first part fits: between a vowel and a consonant."""
    bare = re.match(r"[a-z]+", word)
    if bare is None or len(bare.group()) < 7:
        return 0
    places = [m.start() + 1 for m in re.finditer(r"[aeiou](?=[b-df-hj-np-tv-z][aeiou])", bare.group())]
    return max((at for at in places if 2 <= at <= room and len(bare.group()) - at >= 3), default=0)


def set_columns(blocks: Iterable[str], height: int, width: int = _WIDTH) -> list[list[str]]:
    """Set blocks and cut their lines, with an empty one between blocks, into columns of `height` lines."""
    lines: list[str] = []
    for block in blocks:
        lines += [*set_lines(block, width), ""]
    columns = [lines[at : at + height] for at in range(0, len(lines), height)]
    stripped = ["\n".join(column).strip("\n").split("\n") for column in columns]
    return [column for column in stripped if any(column)]


def write_pages(columns: Sequence[Sequence[str]], swapped: Iterable[int], mark: str) -> str:
    """Write columns two to a page, those of the pages in `swapped` the right one first.

    `mark` says what shows at a column's start: "space" (it is set in by one), "blank" (an empty line stands
    before it), "page" (a form feed stands before each page), or "none".
    """
    swapped = set(swapped)
    pages = [list(columns[at : at + 2]) for at in range(0, len(columns), 2)]
    text: list[str] = []
    for number, page in enumerate(pages):
        order = page[::-1] if number in swapped else page
        for place, column in enumerate(order):
            lines = list(column)
            if mark == "space":
                lines[0] = " " + lines[0]
            if mark == "blank" and text:
                lines.insert(0, "")
            if mark == "page" and place == 0 and number:
                lines[0] = "\f" + lines[0]
            text += lines
    return "\n".join(text) + "\n"
