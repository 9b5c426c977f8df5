"""Reference numbers in a text: "[36]", "[3, 5-7]"."""

from __future__ import annotations

import re

__all__ = ["cited_references", "without_citations"]

_CITATION = re.compile(r"\[(\d{1,4}(?:\s*[-–,;]\s*\d{1,4})*)\]")
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_WIDEST_RANGE = 50
_BRACKETS = re.compile(r"\[[^\[\]]{0,40}\]")
_FIGURE = re.compile(r"%|\d\.\d|\b(?:vs|versus|months?|days?|weeks?|years?|n\s?=)", re.IGNORECASE)


def cited_references(text: str) -> tuple[str, ...]:
    """The reference numbers that `text` cites, in order, each once; "[3-5]" gives three."""
    found: dict[str, None] = {}
    for match in _CITATION.finditer(text):
        for part in re.split(r"[,;]", match.group(1)):
            ends = _RANGE.fullmatch(part.strip())
            if ends and 0 <= int(ends[2]) - int(ends[1]) < _WIDEST_RANGE:
                found.update(dict.fromkeys(str(number) for number in range(int(ends[1]), int(ends[2]) + 1)))
            else:
                found.update(dict.fromkeys(re.findall(r"\d+", part)))
    return tuple(found)


def without_citations(text: str) -> str:
    """`text` without what stands in square brackets and is no figure itself ("[9.3 versus 5.6 months]")."""
    return _BRACKETS.sub(lambda found: found[0] if _FIGURE.search(found[0]) else "", text)
