"""The blocks of a format that knows its structure, as lines with their roles, the same whatever the format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from rraml_qa.types import Line, Role

__all__ = ["BlockWriter", "joined_key", "role_of"]

_CAPTION = re.compile(r"(?:supplementary\s+)?(?:Table|Figure|Fig\.)\s+[A-Z]?\d+\s*[:.]", re.IGNORECASE)
_KEY = re.compile(r"(?:List of )?Abbreviations?(?:\s+used)?\s*:", re.IGNORECASE)
_NOTE = re.compile(r"Editor(?:'s|’s|s'|s’|ial)\s+note\b", re.IGNORECASE)
_TABLE: frozenset[Role] = frozenset({"header", "row"})
_FLOATING: frozenset[Role] = frozenset({"header", "row", "caption", "key"})


def role_of(text: str, role: Role = "paragraph") -> Role:
    """The role that a paragraph's own words give it: "Editor's note" a note, "Table 1:" a caption, …; else `role`."""
    if _NOTE.match(text):
        return "note"
    if role != "paragraph":
        return role
    if _CAPTION.match(text):
        return "caption"
    return "key" if _KEY.match(text) else "paragraph"


def joined_key(parts: list[str]) -> str:
    """What is printed under one table, as one text: its remarks in order, parted by a mark."""
    text = ""
    for part in filter(None, parts):
        text += f"{'' if not text else ' ' if text[-1] in '.;:,' else '; '}{part}"
    return text


@dataclass(slots=True)
class BlockWriter:
    """The lines of a document in the making.

    Footnotes wait until what floats at their place is over, so that a table stays with its caption and its key.
    """

    lines: list[Line] = field(default_factory=list)
    _waiting: list[str] = field(default_factory=list)

    def put(self, text: str, role: Role = "paragraph", level: int | None = None) -> None:
        """Add a block; one without text is passed over."""
        if not text:
            return
        role = role_of(text, role)
        if role not in _FLOATING:
            self.flush()
        self.lines.append(Line(text=text, role=role, level=level if role == "heading" else None, gap=1))

    def put_table(self, lines: list[Line]) -> None:
        """Add the lines of a table; one that follows another without anything between keeps apart by its head."""
        self.lines += lines

    def put_footnote(self, text: str) -> None:
        """Add a footnote to those that wait."""
        if text:
            self._waiting.append(text)

    def flush(self) -> None:
        """Let the footnotes that wait stand here."""
        self.lines += [Line(text=text, role="footnote", gap=1) for text in self._waiting]
        self._waiting.clear()

    @property
    def after_table(self) -> bool:
        """Whether the last line is a table's row, or what is printed with one."""
        last = self.lines[-1].role if self.lines else None
        return last in _TABLE

    def titled(self, title: int) -> None:
        """Make the heading at `title` the document's title: it stands first, and all others are below it."""
        heading = self.lines.pop(title)
        others = [line.level or 1 for line in self.lines if line.role == "heading"]
        lower = 1 if others and min(others) <= 1 else 0
        self.lines = [
            replace(heading, level=1),
            *(
                replace(line, level=(line.level or 1) + lower) if line.role == "heading" else line
                for line in self.lines
            ),
        ]
