"""Running heads and page numbers in text with page breaks: they stand within sentences and belong to none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import takewhile

from rraml_qa.types import Line

__all__ = ["find_furniture"]

_EDGE = 2  # lines at a page's top and foot that may be furniture
_FEWEST_PAGES = 3
_SHARE = 0.5  # of the pages on which a line recurs, figures apart
_LONGEST = 100  # characters
_FIGURES = re.compile(r"\d+|\b[ivxlc]+\b")


def find_furniture(lines: Sequence[Line]) -> set[int]:
    """Find the lines (by index) at the tops and feet of pages that recur on half of them, figures apart."""
    pages: defaultdict[int, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.page is not None and line.text:
            pages[line.page].append(at)
    if len(pages) < _FEWEST_PAGES:
        return set()
    edges = [
        edge for held in pages.values() if len(held) > 2 * _EDGE for edge in (held[:_EDGE], held[: -_EDGE - 1 : -1])
    ]
    counts = Counter(text for edge in edges for text in {_masked(lines[at].text) for at in edge})
    usual = {text for text, count in counts.items() if count >= max(_FEWEST_PAGES, _SHARE * len(pages))}
    return {at for edge in edges for at in takewhile(lambda at: _masked(lines[at].text) in usual, edge)}


def _masked(text: str) -> str:
    return _FIGURES.sub("#", " ".join(text.split())[:_LONGEST].lower())
