"""Joins the lines of a block that is given as one: a heading, a caption, a table's cell, a reference."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["join_wrapped"]

_HYPHENS = ("-", "\u2010")
_SUSPENDED = ("and ", "or ", "to ")
_SOFT = "\u00ad"


def join_wrapped(parts: Iterable[str]) -> str:
    """One text of the wrapped `parts`: a space between them, none after a hyphen or a slash.

    A hyphen at a line's end goes, unless what follows begins with a capital or a digit, or it waits for a word
    further on: "first- and second-line".
    """
    text = ""
    for part in parts:
        part = part.strip()
        if not part:
            continue
        if text.endswith(_SOFT):
            text = text[:-1] + part
        elif text.endswith(_HYPHENS) and part.startswith(_SUSPENDED):
            text += " " + part
        elif text.endswith(_HYPHENS) and len(text) > 1 and text[-2].isalnum():
            text = (text[:-1] if part[0].islower() else text) + part
        elif text.endswith(("/", "\u2013")) and len(text) > 1 and text[-2].isalnum():
            text += part
        else:
            text += (" " if text else "") + part
    return text
