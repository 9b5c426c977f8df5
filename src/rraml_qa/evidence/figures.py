"""Figures in a text: percentages, durations, ratios and counts of patients, each with its span.

"9.3 versus 5.6 months" is a group of two figures with one unit; "35% to 51%" is one figure, a range. Numbers within
citations, names ("CD33", "7+3"), phases, confidence intervals and ages are no figures.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rraml_qa.types import Bound, Span

__all__ = ["Figure", "find_figures"]

_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_TO = r"\s*(?:-|–|—|to|and)\s*"
_PERCENT = r"\s*(?:%|percent\b|per cent\b)"
_TIME = r"[\s-]*(hours?|days?|weeks?|months?|years?|minutes?)\b"
_FREE = r"(?<![\w.+/:=-])"  # a number that is no part of a name, a ratio or another number
_FREE_LEFT = r"(?<![\w.+/:-])"
_RANGE_OF_PERCENT = re.compile(
    rf"{_FREE_LEFT}({_NUMBER})(?:{_PERCENT})?(?:\s*(?:-|–|—)\s*|\s+to\s+)({_NUMBER}){_PERCENT}", re.IGNORECASE
)
_PERCENTAGE = re.compile(rf"(?<![\w.+/:])({_NUMBER}){_PERCENT}", re.IGNORECASE)
_RANGE_OF_TIME = re.compile(rf"{_FREE_LEFT}({_NUMBER})(?:\s*(?:-|–|—)\s*|\s+to\s+)({_NUMBER}){_TIME}", re.IGNORECASE)
_DURATION = re.compile(rf"{_FREE_LEFT}({_NUMBER}){_TIME}", re.IGNORECASE)
_BETWEEN = re.compile(rf"\bbetween\s+({_NUMBER})(?:{_PERCENT})?\s+and\s+({_NUMBER}){_PERCENT}", re.IGNORECASE)
_RATIO = re.compile(
    rf"\b(?:hazard ratio|odds ratio|relative risk|HR|OR|RR)\b[^\w.]{{0,3}}(?:of|was|is|=|:|,)?\s*({_NUMBER})",
    re.IGNORECASE,
)
_P_VALUE = re.compile(rf"(?<![\w-])p\s*(?:-?\s?values?)?\s*(?:of|was|=|<|>|≤|≥)\s*({_NUMBER})", re.IGNORECASE)
_OF_PATIENTS = re.compile(
    rf"(?<!phase ){_FREE}({_NUMBER})\s*(?:/|(?:out )?of(?: the)?)\s*({_NUMBER})(?:\s+(?:\w+\s+){{0,3}}(?:patients|"
    rf"people|subjects|"
    r"participants|responders|cases)\b)?",
    re.IGNORECASE,
)
_BARE = re.compile(rf"{_FREE_LEFT}({_NUMBER})(?![\w%.-]*\w)")
_SHARED = re.compile(r"\s*(?:,\s*)?(?:vs\.?|versus|compared (?:with|to)|and|or|against)\s*", re.IGNORECASE)
_BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "at most",
        re.compile(
            r"(?:up\s?to|as (?:high|many|much|long) as|at most|no more than|less than|fewer than|under|below|<|≤|"
            r"maximum of)"
            r"\s*(?:only\s+)?$",
            re.IGNORECASE,
        ),
    ),
    (
        "at least",
        re.compile(
            r"(?:more than|greater than|at least|over|above|exceeding|exceeded|as (?:low|few) as|>|≥|"
            r"no fewer than)\s*$",
            re.IGNORECASE,
        ),
    ),
    (
        "about",
        re.compile(
            r"(?:approximately|approx\.?|around|about|roughly|nearly|almost|some|circa|ca\.?|~|≈|"
            r"close to)\s*(?:of\s+)?$",
            re.IGNORECASE,
        ),
    ),
)
_INTERVAL = re.compile(
    rf"\b\d\d\s?%\s*(?:CI|confidence intervals?|CrI)\b[\s,:;=\[(of]*(?:{_NUMBER}{_TO}{_NUMBER})?(?:\s?%)?",
    re.IGNORECASE,
)
_CITATION = re.compile(r"\[\s*\d[\d\s,;–-]*\]")
_AGE = re.compile(
    rf"\b(?:age[ds]?|older|younger|elderly)\b[^.;,]{{0,14}}?(?:{_NUMBER})|"
    rf"(?:over|under|above|below|≥|>|<|≤|aged)\s*(?:{_NUMBER})\s*(?:years?|y)\b(?!\s+(?:survival|OS|overall))|"
    rf"\b(?:{_NUMBER})[\s-]*years?[\s-]*(?:old|of age)\b",
    re.IGNORECASE,
)
_POINT = re.compile(
    rf"\b(?:{_NUMBER})[\s-](?:hour|day|week|month|year)s?[\s-](?=\w*\s?(?:\S+\s)?(?:survival|OS|mortality|EFS|PFS|"
    rf"DFS|RFS|rate))",
    re.IGNORECASE,
)
_UNITS = {"minute": "minutes", "hour": "hours", "day": "days", "week": "weeks", "month": "months", "year": "years"}
_JOINING = re.compile(r"\b(?:vs\.?|versus|compared|against|than|while|whereas|but)\b", re.IGNORECASE)
_LIST = re.compile(r"[\s,]*(?:and|or|,)\s*", re.IGNORECASE)
_OWN = re.compile(
    r"\s+(?:of\b|had\b|achiev|attain|reach|respon|were\b|went\b|develop|proceed|underwent\b)", re.IGNORECASE
)  # begins anew
_BOUNDING = re.compile(r"\b(?:less|more|fewer|greater|higher|lower) than\s*$", re.IGNORECASE)
_APART = re.compile(r"[.;]\s|[)\]].*[(\[]")
_CLOSE = 90  # characters between two figures of one group


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a range (`low` and `high` differ) with its unit: "%", "months", "patients", "ratio" or "p".

    Figures with one `group` are given side by side, in the order of `place`; `of` is how many patients a count is of.
    """

    span: Span
    low: float
    high: float
    unit: str
    bound: Bound | None = None
    of: int | None = None
    group: int = 0
    place: int = 0


def find_figures(text: str, apart: Sequence[Span] = ()) -> tuple[Figure, ...]:
    """The figures of `text`, in order; those with one of the spans `apart` between them are not side by side."""
    taken = [
        Span(*match.span()) for pattern in (_INTERVAL, _CITATION, _AGE, _POINT) for match in pattern.finditer(text)
    ]
    found: list[Figure] = []
    for figure in _candidates(text):
        if not any(figure.span.start < other.end and other.start < figure.span.end for other in taken):
            taken.append(figure.span)
            found.append(replace(figure, bound=_bound(text, figure.span.start)))
    found = sorted([*found, *_sharing(text, found, taken)], key=lambda figure: figure.span)
    return tuple(_grouped(text, found, apart))


def _candidates(text: str) -> Iterator[Figure]:
    """Figures with a unit of their own; where two overlap, the first counts."""
    for match in itertools.chain(_BETWEEN.finditer(text), _RANGE_OF_PERCENT.finditer(text)):
        yield Figure(Span(match.start(1), match.end()), _value(match[1]), _value(match[2]), "%")
    for match in _PERCENTAGE.finditer(text):
        yield Figure(Span(*match.span()), _value(match[1]), _value(match[1]), "%")
    for match in _RANGE_OF_TIME.finditer(text):
        yield Figure(Span(*match.span()), _value(match[1]), _value(match[2]), _time(match[3]))
    for match in _DURATION.finditer(text):
        yield Figure(Span(*match.span()), _value(match[1]), _value(match[1]), _time(match[2]))
    for unit, pattern in (("ratio", _RATIO), ("p", _P_VALUE)):
        for match in pattern.finditer(text):
            yield Figure(Span(*match.span(1)), _value(match[1]), _value(match[1]), unit)
    for match in _OF_PATIENTS.finditer(text):
        part, whole = _value(match[1]), _value(match[2])
        if part <= whole and whole >= 2 and whole.is_integer():
            yield Figure(Span(*match.span()), part, part, "patients", of=int(whole))


def _sharing(text: str, found: list[Figure], taken: list[Span]) -> Iterator[Figure]:
    """Bare numbers that share the unit of the figure that they are set beside: the 9.3 of "9.3 versus 5.6 months"."""
    for figure in found:
        if figure.unit in {"ratio", "p", "patients"}:
            continue
        for match in _BARE.finditer(text, max(0, figure.span.start - 25), figure.span.start):
            span = Span(*match.span(1))
            free = not any(span.start < other.end and other.start < span.end for other in taken)
            if free and _SHARED.fullmatch(text, span.end, figure.span.start):
                yield Figure(span, _value(match[1]), _value(match[1]), figure.unit, _bound(text, span.start))


def _grouped(text: str, figures: list[Figure], apart: Sequence[Span]) -> Iterator[Figure]:
    group, place = -1, 0
    before: Figure | None = None
    for figure in figures:
        gap = Span(before.span.end, figure.span.start) if before is not None else None
        broken = gap is None or any(gap.covers(span) for span in apart)
        if before is not None and not broken and _together(text, before, figure, listed=place > 0):
            place += 1
        else:
            group, place = group + 1, 0
        before = figure
        yield replace(figure, group=group, place=place)


def _together(text: str, one: Figure, other: Figure, *, listed: bool) -> bool:
    """Whether two neighbouring figures are set side by side; `listed` if the first is so with the one before it."""
    between = _BOUNDING.sub("", text[one.span.end : other.span.start])
    if one.unit != other.unit or len(between) > _CLOSE or _APART.search(between):
        return False
    if _JOINING.search(between):
        return True
    joined = _LIST.fullmatch(between) is not None or (listed and re.search(r"\band\b", between) is not None)
    return joined and (listed or not _OWN.match(text, other.span.end))


def _bound(text: str, start: int) -> Bound | None:
    before = text[max(0, start - 24) : start]
    return next((bound for bound, pattern in _BEFORE if pattern.search(before)), None)


def _time(unit: str) -> str:
    return _UNITS[unit.lower().rstrip("s")]


def _value(number: str) -> float:
    return float(number.replace(",", ""))
