"""Survival at a point in time: "2-year PFS", "survival at 1, 2 and 5 years", "At 24 months, PFS was 45%".

Such a share is an endpoint of its own for each point: "2-year progression-free survival". Without a point it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rraml_qa.types import Span

__all__ = ["at_point", "of_survival", "point_beside", "point_of", "points_of"]

_SURVIVAL = re.compile(
    r"(?:median |\d+-(?:year|month) )?((?:overall|event-free|progression-free|disease-free|relapse-free|"
    r"leukemia-free|failure-free|GVHD-free relapse-free) survival)"
)
_UNIT = r"(?:years?|months?|yrs?|mos?)\b"
_AND = r"\s*(?:,\s*and|,|and|or|/)\s*"
_BEFORE = re.compile(
    rf"(?:\d+(?:[\s-]*{_UNIT}|-)?{_AND})*\d+[\s-]*({_UNIT})[\s-]+"
    r"(?:(?:estimated|cumulative|probabilit\w+|rates?|of|median|actuarial)\s+)*$",
    re.IGNORECASE,
)
_ELIDED = re.compile(rf"(?:\d+(?:[\s-]*{_UNIT}|-)?{_AND})+$", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s*(?:rates?|probabilit\w+)?\s*(?:was |were )?(?:at|after)\s+((?:\d+(?:\s*{_UNIT})?{_AND})*\d+)\s+({_UNIT})",
    re.IGNORECASE,
)
_LATE = re.compile(rf"\s*(?:\([^)]*\)\s*)?at\s+(\d+)\s+({_UNIT})", re.IGNORECASE)
_FIRST = re.compile(rf"(?:At|After)\s+(\d+)\s+({_UNIT})\s*,")
_OWN = re.compile(rf"(\d+)[\s-]*({_UNIT})", re.IGNORECASE)
_BACK = 60  # characters before a name that its points may take
_EACH = re.compile(rf"(\d+)(?:[\s-]*({_UNIT}))?", re.IGNORECASE)


def of_survival(endpoint: str) -> str | None:
    """The survival that an endpoint is of, without "median" or a point in time; None where it is of none."""
    match = _SURVIVAL.fullmatch(endpoint)
    return match[1] if match else None


def at_point(survival: str, point: str) -> str:
    """The endpoint of a survival at a point in time."""
    return f"{point} {survival}"


def point_of(endpoint: str) -> str | None:
    """The point in time that an endpoint names."""
    match = re.match(r"\d+-(?:year|month)(?= .*survival)", endpoint)
    return match[0] if match else None


def points_of(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    """The points in time written with the survival that is named at `span`, and where each stands."""
    start = max(0, span.start - _BACK)
    own = _OWN.match(text, span.start, span.end)  # "2-year OS" is one name; "1- and" may stand before it
    before = (_ELIDED if own else _BEFORE).search(text[start : span.start])
    after = _AFTER.match(text, span.end)
    if before:
        yield from _each(text, Span(start + before.start(), start + before.end()), own[2] if own else before[1])
    if own:
        yield from _each(text, Span(*own.span()), own[2])
    elif after and not before:
        yield from _each(text, Span(after.start(1), after.end()), after[2])


def _each(text: str, span: Span, unit: str) -> Iterator[tuple[str, Span]]:
    for match in _EACH.finditer(text, span.start, span.end):
        point = _point(match[1], match[2] or unit)
        if point:
            yield point, Span(*match.span())


def point_beside(text: str, span: Span) -> str | None:
    """The point in time that is said after the figure at `span`, or first in its sentence."""
    late = _LATE.match(text, span.end)
    if late:
        return _point(late[1], late[2])
    first = _FIRST.match(text)
    return _point(first[1], first[2]) if first else None


def _point(number: str, unit: str) -> str | None:
    """A point as the endpoints' names have it: twelve months are a year."""
    if not unit:
        return None
    count, months = int(number), unit.lower().startswith("m")
    if months and count % 12 == 0:
        count, months = count // 12, False
    return f"{count}-{'month' if months else 'year'}"
