"""Small arithmetic on spans of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from rraml_qa.types import Span

__all__ = ["between", "bracketed", "replaced", "stripped"]

_OPENING = {")": "(", "]": "[", "}": "{"}
_DEPTH = 20  # brackets that may be open at a time
_BRACKET = re.compile(r"[()\[\]{}]")


def stripped(text: str, span: Span) -> Span:
    """`span` without the white space at its ends, and empty where there is nothing else."""
    start, end = span.start, span.start + len(span.of(text).rstrip())
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return Span(start, end)


def between(text: str, span: Span, cuts: Iterable[int]) -> list[Span]:
    """`span` cut at the places `cuts` (in order); white space and empty parts are left out."""
    places = [span.start, *cuts, span.end]
    parts = (stripped(text, Span(start, end)) for start, end in pairwise(places))
    return [part for part in parts if len(part)]


def bracketed(text: str, limit: int = 600) -> list[Span]:
    """Find the outermost pairs of brackets that match, brackets included, in order.

    A bracket without its other half is passed over, and so is a pair more than `limit` code points wide.
    """
    pairs: list[Span] = []
    waiting: list[tuple[str, int]] = []
    for match in _BRACKET.finditer(text):
        char, at = match.group(), match.start()
        if char not in _OPENING:
            waiting = [*waiting[-_DEPTH:], (char, at)]
            continue
        depth = next((n for n in range(len(waiting) - 1, -1, -1) if waiting[n][0] == _OPENING[char]), None)
        if depth is None:
            continue
        start = waiting[depth][1]
        del waiting[depth:]
        if at + 1 - start <= limit:
            while pairs and pairs[-1].start > start:
                pairs.pop()
            pairs.append(Span(start, at + 1))
    return pairs


def replaced(text: str, pieces: Iterable[tuple[Span, str]]) -> str:
    """`text` with other words at these spans, which are in order and don't overlap."""
    parts: list[str] = []
    at = 0
    for span, words in pieces:
        parts += [text[at : span.start], words]
        at = span.end
    return "".join([*parts, text[at:]])
