"""Bounds on figures, in figures or words: "above 50%", "at least half", "fewer than one patient in five"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import inf

__all__ = ["Bound", "bounds_in", "in_months"]

_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_COUNTS = {word: number for number, word in enumerate([*_UNITS, *_TEENS], 1)}
_COUNTS |= {word: number for number, word in zip(range(20, 100, 10), _TENS, strict=True)}
_COUNTS |= {f"{ten}{between}{one}": _COUNTS[ten] + _COUNTS[one] for ten in _TENS for one in _UNITS for between in "- "}
_COUNTS |= {"hundred": 100, "a hundred": 100, "one hundred": 100}
_ONES, _TENFOLD = "|".join(_UNITS), "|".join(_TENS)
_NUMERAL = rf"(?:a |one )?hundred|(?:{_TENFOLD})(?:[- ](?:{_ONES})\b)?|{'|'.join(reversed(_TEENS))}|{_ONES}"
_COUNTS |= {"a": 1, "an": 1}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_MONTHS = {"y": 12.0, "week": 12 / 52, "day": 12 / 365, "hour": 12 / 365 / 24}
_COUNT = rf"(?:\d+|{_NUMERAL}|an?)"
_WHOM = r"(?:patients?|pts|people|persons?|participants?|subjects?|cases?)"
_TIME = r"(?:years?|yrs?|y/?o\b|months?|weeks?|days?|hours?)"
_SHARE = (
    rf"(?:(?P<{{0}}some>{_COUNT})[\s-](?:{_WHOM}\s)?(?:in|out of|of)(?:\severy)?\s(?P<{{0}}all>{_COUNT})\b|"
    rf"(?:(?P<{{0}}many>{_COUNT})[\s-])?(?P<{{0}}part>{'|'.join(_PARTS)})s?\b|"
    rf"(?P<{{0}}number>\d+(?:\.\d+)?(?!\.?\d)|"
    rf"(?:{_NUMERAL})(?=\s?(?:%|per\s?cent|and\b|to\b|-?{_TIME}|{_WHOM}))))"
)
_UNIT = (
    rf"\s*(?:(?P<percent>%|per\s?cent)(?:\s(?:of\s)?(?:[\w/-]+\s){{0,2}}?{_WHOM}\b)?|-?(?P<time>{_TIME})|"
    rf"(?P<people>(?:[\w/-]+\s){{0,3}}?{_WHOM}\b))?"
)
_ABOVE = (
    r"(?:more|greater|higher|larger|better|longer) than|over|above|exceed(?:s|ed|ing)?|top(?:s|ped|ping)?|beyond|past|>"
)
_BELOW = r"(?:less|fewer|lower|smaller|worse|shorter) than|under|below|<"
_LEAST = r"at least|(?:no|not) (?:less|fewer|lower) than|(?:a )?minimum of|≥|>="
_MOST = r"at most|(?:no|not) (?:more|higher|greater) than|(?:a )?maximum of|≤|<="
_JUST = r"exactly|precisely|equal to|="
_BOUND = re.compile(
    rf"(?:(?<!\w)(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<above>{_ABOVE})|(?P<below>{_BELOW})|(?P<just>{_JUST})|"
    rf"(?P<between>between)\s*{_SHARE.format('low')}\s*%?\s*(?:and|to|[-–])))\s*"
    rf"{_SHARE.format('')}{_UNIT}",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<![\w.]){_SHARE.format('')}{_UNIT}\s*or (?:(?P<least>more|higher|above|better|longer)|"
    r"(?P<most>less|fewer|lower|below|shorter))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bound:
    """From `low` to `high`, `open` without the two themselves; `unit` is "%", "time", "patients" or None if unsaid.

    A time is in months.
    """

    low: float
    high: float
    unit: str | None = None
    open: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value lies within it."""
        return self.low < value < self.high if self.open else self.low <= value <= self.high


def bounds_in(text: str) -> Iterator[Bound]:
    """The bounds that a text sets, in order."""
    found = [(match.start(), match) for pattern in (_BOUND, _AFTER) for match in pattern.finditer(text)]
    for _, match in sorted(found, key=lambda pair: pair[0]):
        yield _bound(match)


def _bound(match: re.Match[str]) -> Bound:
    said = match.groupdict()
    value = _value(said, "")
    unit = _unit(said)
    value *= in_months(said["time"] or "")
    if said.get("between"):
        return Bound(_value(said, "low") * in_months(said["time"] or ""), value, unit)
    if said.get("just"):
        return Bound(value, value, unit)
    if said["least"] or said["most"]:
        return Bound(value, inf, unit) if said["least"] else Bound(-inf, value, unit)
    return Bound(value, inf, unit, open=True) if said["above"] else Bound(-inf, value, unit, open=True)


def in_months(unit: str) -> float:
    """How many months one of a unit of time is; 1 of what is no unit of time."""
    return next((months for start, months in _MONTHS.items() if unit.lower().startswith(start)), 1.0)


def _value(said: dict[str, str | None], of: str) -> float:
    """The number that is said: a share in words is one of a hundred."""
    if number := said[f"{of}number"]:
        return float(number) if number[0].isdigit() else float(_count(number))
    if part := said[f"{of}part"]:
        return float(Fraction(100 * _count(said[f"{of}many"] or "one"), _PARTS[part.lower()]))
    return float(Fraction(100 * _count(said[f"{of}some"] or "one"), max(1, _count(said[f"{of}all"] or "one"))))


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


def _unit(said: dict[str, str | None]) -> str | None:
    if said["percent"] or not said["number"]:
        return "%"
    return "time" if said["time"] else "patients" if said["people"] else None
