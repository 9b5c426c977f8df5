"""Numbered citations, which run on in order of first appearance where a journal follows the Vancouver style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

__all__ = ["cited_numbers", "falls", "new_numbers"]

_CITATION = re.compile(r"\[\s*(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\s*\]")
_PART = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_WIDEST = 40  # a range "[3-9]" of more numbers is something else


def cited_numbers(text: str) -> list[int]:
    """The numbers cited in `text` as "[7]", "[7, 9]" or "[7-9]", in order, ranges spelt out."""
    numbers: list[int] = []
    for match in _CITATION.finditer(text):
        for first, last in _PART.findall(match.group(1)):
            start, end = int(first), int(last or first)
            numbers.extend(range(start, end + 1) if start <= end <= start + _WIDEST else [start, end])
    return numbers


def new_numbers(lines: Iterable[Sequence[int]], seen: Iterable[int] = ()) -> list[int]:
    """The numbers of `lines` in order of first appearance, those in `seen` left out."""
    known = set(seen)
    found: list[int] = []
    for numbers in lines:
        for number in numbers:
            if number not in known:
                known.add(number)
                found.append(number)
    return found


def falls(numbers: Sequence[float]) -> int:
    """How many of the numbers are smaller than the one before them."""
    return sum(a > b for a, b in pairwise(numbers))
