"""One spelling for what typesetting left behind, with the way back to where each character came from."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from rraml_qa.types import Span

__all__ = ["SOFT_HYPHEN", "Tidy", "tidy"]

SOFT_HYPHEN = "\u00ad"

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_HYPHENS = {"\u2010": "-", "\u2011": "-"}
# Control characters, the soft hyphen, and what has no width.
_DROPPED = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff]")
_LONGEST = 40  # code points of a name that are looked at before a dash
_NAME = re.compile(r"[^\W\d_][^\W_]*\Z")
_WORDS = re.compile(r"[^\W\d_]|\d+(?![\w%.])")
_ODD = re.compile(rf"\A\s|\s\s|[^\S ]|\s\Z|[\ufb00-\ufb06\u2010\u2011\u2013]|{_DROPPED.pattern}")


@dataclass(frozen=True, slots=True)
class Tidy:
    """A text in one spelling; `origin[i]` is where its character `i` stood in the text it was made from."""

    text: str
    origin: tuple[int, ...] | range

    def place(self, span: Span) -> Span:
        """Where `span` of the original text stands in `text`."""
        return Span(bisect_left(self.origin, span.start), bisect_left(self.origin, span.end))


def tidy(text: str) -> Tidy:
    """Drop control characters and soft hyphens, spell out ligatures, fold white space to single spaces.

    An en dash within a name ("FLT3–ITD", but not "30–50%") becomes a hyphen, as do the typographic hyphens. White
    space at either end goes. Letters and digits are kept, in order; nothing that an author could have meant is
    changed.
    """
    if not _ODD.search(text):
        return Tidy(text, range(len(text)))
    kept: list[str] = []
    origin: list[int] = []
    for at in range(len(text)):
        for char in _spelt(text, at):
            if char != " " or (kept and kept[-1] != " "):
                kept.append(char)
                origin.append(at)
    if kept and kept[-1] == " ":
        kept.pop()
        origin.pop()
    return Tidy("".join(kept), tuple(origin))


def _spelt(text: str, at: int) -> str:
    char = text[at]
    if char.isascii() and char.isprintable():
        return char
    if char.isspace():
        return " "
    if _DROPPED.match(char):
        return ""
    if char == "\u2013":
        return "-" if _WORDS.match(text, at + 1) and _NAME.search(text[max(0, at - _LONGEST) : at]) else char
    return _LIGATURES.get(char) or _HYPHENS.get(char, char)
