"""What sets two arms of the same treatment apart: "standard ADE" and "sequential ADE", "daily" and "weekly"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rraml_qa.types import Record, Span, Stated

__all__ = ["told_apart"]

_BEFORE = re.compile(r"\b([A-Za-z][\w-]*(?:\s+dose)?)\s+$")
_NO_WAY = re.compile(  # words before a name that say nothing of how it is given
    r"(?:with|than|to|of|for|the|an?|and|or|in|vs|versus|by|on|from|after|under|using|over|against|while|whereas|but|"
    r"receiv\w+|giv\w+|get\w*|took|taking|when|that|this|these|those|both|either|is|was|were|are|between|plus|as|"
    r"administ\w+|compar\w+|ha[sd]|have|show\w*|adding|added|combin\w+|drugs?|agents?|regimens?|of|at|dose)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s+(?:was\s+|is\s+)?(?:(?:given|administered|dosed)\s+)?((?:sequential|concurrent|simultaneous|oral|intravenous|"
    r"subcutaneous|continuous|intermittent)ly|(?:once\s+|twice\s+)?(?:daily|weekly|monthly))\b",
    re.IGNORECASE,
)
_GIVING = r"(?:administration|schedules?|dosing|arm|regimen|formulation|infusion|sequence|approach|strategy)"
_SUBJECT = re.compile(rf"(?:the\s+)?([a-z][\w-]*)\s+{_GIVING}\b", re.IGNORECASE)
_FREQUENCIES = re.compile(r"dai|week|month")


def told_apart(text: str, at: int, before: str, records: Sequence[Record]) -> list[Record]:
    """The records of a sentence that begins at `at`, arms of one treatment by what sets them apart.

    Where only the sentence `before` names the treatment, it may name both ways, and this one a way by itself.
    """
    found = list(records)
    for numbers in _groups(records):
        main = [number for number in numbers if not records[number].against]
        other = [number for number in numbers if records[number].against]
        if len(main) != 1 or len(other) != 1:
            continue
        one, two = records[main[0]], records[other[0]]
        if one.subject and frozenset(one.subject) == frozenset(two.subject):
            ways = [_way(text, at, each.subject_span) for each in (one, two)]
            if all(ways) and ways[0] != ways[1]:
                found[main[0]], found[other[0]] = replace(one, way=ways[0]), replace(two, way=ways[1])
        elif one.scope == "before" and not two.subject and two.subject_span is None:
            found[main[0]], found[other[0]] = _as_before(text, at, before, one, two)
    return found


def _groups(records: Sequence[Record]) -> Iterator[list[int]]:
    """The numbers of the records that are set against one another."""
    for group in sorted({record.group for record in records if record.group is not None}):
        yield [number for number, record in enumerate(records) if record.group == group]


def _way(text: str, at: int, span: Span | None) -> Stated | None:
    """How what stands at `span` of the document is given, by the word before or after it."""
    if span is None:
        return None
    after = _AFTER.match(text, span.end - at)
    if after:
        return Stated(_adjective(after[1]), Span(*after.span(1)).shifted(at))
    before = _BEFORE.search(text[: span.start - at])
    if before is None or _NO_WAY.fullmatch(before[1]):
        return None
    return Stated(before[1].lower(), Span(*before.span(1)).shifted(at))


def _as_before(text: str, at: int, before: str, one: Record, two: Record) -> tuple[Record, Record]:
    """Two arms of which the sentence says only how one of them was given: "the standard administration was…"."""
    subject = _SUBJECT.match(text)
    if subject is None or _NO_WAY.fullmatch(subject[1]):
        return one, two
    span = Span(*subject.span(1)).shifted(at)
    way = subject[1].lower()
    other = _alternative(before, way)
    one = replace(one, way=Stated(way, span))
    return one, replace(two, subject=one.subject, scope="before", way=Stated(other)) if other else two


def _alternative(text: str, way: str) -> str | None:
    """What a sentence names as the other of two ways: "as part of a standard regimen or sequentially"."""
    after = re.search(
        rf"\b{re.escape(way)}(?:ly)?\b(?:\s+[\w-]+){{0,2}}\s+or\s+(?:as\s+)?(?:an?\s+)?([a-z][\w-]+)\b",
        text,
        re.IGNORECASE,
    )
    before = re.search(
        rf"\b([a-z][\w-]+)(?:\s+{_GIVING})?,?\s+or\s+(?:\w+\s+){{0,4}}?{re.escape(way)}(?:ly)?\b", text, re.IGNORECASE
    )
    found = after or before
    return _adjective(found[1]) if found and not _NO_WAY.fullmatch(found[1]) else None


def _adjective(word: str) -> str:
    """The adjective of an adverb: "sequential" for "sequentially"; "daily" is one already."""
    word = " ".join(word.lower().split())
    return word if _FREQUENCIES.search(word) else word.removesuffix("ly")
