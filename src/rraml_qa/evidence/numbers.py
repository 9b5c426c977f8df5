"""Numbers with a unit in a text: percentages, durations, ratios and counts of patients, each with its span.

Numbers within names ("CD33", "7+3"), phases and doses are none, nor are those that are no results (see `setaside`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rraml_qa.evidence.setaside import NUMBER as _NUMBER
from rraml_qa.evidence.setaside import PERCENT as _PERCENT
from rraml_qa.evidence.setaside import set_aside
from rraml_qa.types import Bound, Span

__all__ = ["Figure", "bound_before", "find_numbers"]

_TIME = r"[\s-]*(hours?|days?|weeks?|months?|years?|minutes?|mos?|wks?|yrs?)\b"
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
    rf"\b(?:hazard ratio|odds ratio|relative risk|(?-i:HR|OR|RR))\b(?:\s+(?:for|of)\s+[^.,;:()\d]{{3,50}}?)?"
    rf"[^\w.]{{0,3}}(?:of|was|is|=|:|,)?\s*({_NUMBER})",
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
_LISTED = re.compile(r"\s*,\s*")
_BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "at most",
        re.compile(
            r"(?:up\s?to|as (?:high|many|much|long) as|at most|not? (?:more|greater|higher|longer) than|not exceeding|"
            r"≤|<=|maximum of)"
            r"\s*(?:only\s+)?$",
            re.IGNORECASE,
        ),
    ),
    (
        "at least",
        re.compile(
            r"(?:at least|as (?:low|few) as|≥|>=|not? (?:less|fewer|lower|shorter) than|minimum of)\s*$", re.IGNORECASE
        ),
    ),
    (
        "below",
        re.compile(r"(?:(?:less|fewer|lower|shorter) than|under|below|<)\s*(?:only\s+)?$", re.IGNORECASE),
    ),
    (
        "above",
        re.compile(r"(?:(?:more|greater|higher|longer) than|over|above|exceeding|exceeded|>)\s*$", re.IGNORECASE),
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
_NUMERALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = {word: number for number, word in enumerate(_NUMERALS, start=1)}
_COUNT_IN_WORDS = re.compile(rf"\b({'|'.join(_WORDS)})\s*(?:patients\s*)?[(\[]\s*$", re.IGNORECASE)
_WHOLE = re.compile(
    rf"\b({'|'.join(_WORDS)}|\d{{1,4}})\s+(?:[\w/+-]+\s+){{0,3}}?(?:patients|people|subjects|participants|cases)\b",
    re.IGNORECASE,
)
_ROUNDED = 0.6  # points that a share may be off
_UNITS = {"minute": "minutes", "hour": "hours", "day": "days", "week": "weeks", "month": "months", "year": "years"}
_UNITS |= {"mo": "months", "wk": "weeks", "yr": "years"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a range (`low` and `high` differ) with its unit: "%", "months", "patients", "ratio" or "p".

    Figures with one `group` are given side by side, in the order of `place`; a count and the share that it makes up
    ("23/45 (51%)") have one place. `of` is how many patients a figure is of, where that stands beside it; a figure
    that is not `told` only holds the place of one ("not reached").
    """

    span: Span
    low: float
    high: float
    unit: str
    bound: Bound | None = None
    of: int | None = None
    group: int = 0
    place: int = 0
    told: bool = True


_NEAR = 30  # characters
_BOUND_TOO = re.compile(r"\s*%?\s*(?:,|and|or|,\s*and)\s*")
_RESPECTIVELY = re.compile(r"\s*%?\s*,?\s*respectively\b")


def find_numbers(text: str) -> list[Figure]:
    """The figures of `text`, in order, each by itself."""
    taken = list(set_aside(text))
    found: list[Figure] = []
    for figure in _candidates(text):
        if not any(figure.span.start < other.end and other.start < figure.span.end for other in taken):
            taken.append(figure.span)
            found.append(replace(figure, bound=bound_before(text, figure.span.start)))
    found = [_with_count(text, figure) for figure in _bounded_alike(text, found)]
    return sorted([*found, *_sharing(text, found, taken)], key=lambda figure: figure.span)


def _bounded_alike(text: str, figures: list[Figure]) -> Iterator[Figure]:
    """The figures, in order; one that is bound together with the one before has its bound: "up to 25% and 10%"."""
    before: Figure | None = None
    for figure in sorted(figures, key=lambda each: each.span):
        if before is not None and figure.bound is None and figure.unit == before.unit:
            between = text[before.span.end : figure.span.start]
            rest = text[figure.span.end : figure.span.end + _NEAR]
            if _BOUND_TOO.fullmatch(between) and _RESPECTIVELY.match(rest):
                figure = replace(figure, bound=before.bound)
        yield figure
        before = figure


def _with_count(text: str, figure: Figure) -> Figure:
    """A share with the number of patients that it is of, where both counts are words: "of five, three (60%)"."""
    count = _COUNT_IN_WORDS.search(text[: figure.span.start]) if figure.unit == "%" else None
    if count is None or figure.of is not None or figure.low != figure.high:
        return figure
    part = _WORDS[count[1].lower()]
    wholes = {_WORDS.get(match[1].lower()) or int(match[1]) for match in _WHOLE.finditer(text) if match[1] != "0"}
    fitting = [whole for whole in wholes if part <= whole and abs(100 * part / whole - figure.low) <= _ROUNDED]
    return replace(figure, of=fitting[0]) if len(fitting) == 1 else figure


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
        at, joint = figure.span.start, _SHARED
        while figure.unit not in {"ratio", "p", "patients"}:
            span = _bare_before(text, at, joint)
            if span is None or any(span.start < other.end and other.start < span.end for other in taken):
                break
            taken.append(span)
            number = _value(span.of(text))
            yield Figure(span, number, number, figure.unit, bound_before(text, span.start))
            at, joint = span.start, _LISTED


def _bare_before(text: str, at: int, joint: re.Pattern[str]) -> Span | None:
    """The number without a unit that stands before `at`, joined to what is there."""
    for match in _BARE.finditer(text, max(0, at - 25), at):
        if joint.fullmatch(text, match.end(1), at):
            return Span(*match.span(1))
    return None


def bound_before(text: str, start: int) -> Bound | None:
    """How a number that begins at `start` is bounded by the words before it."""
    before = text[max(0, start - 24) : start]
    return next((bound for bound, pattern in _BEFORE if pattern.search(before)), None)


def _time(unit: str) -> str:
    return _UNITS[unit.lower().rstrip("s")]


def _value(number: str) -> float:
    return float(re.sub(r",(?=\d{1,2}$)", ".", number).replace(",", ""))
