"""Numbers of a sentence that are no result of a study: intervals, ages, dates of assessment, thresholds, changes.

"From 28% to 66%", said of a rise, leaves the 66%; "by 12%", "80% power" and "5% blasts" leave nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rraml_qa.types import Span

__all__ = ["NUMBER", "PERCENT", "TO", "set_aside"]

NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+,\d{1,2}(?=\s?%|\s(?:months|years))|\d+(?:\.\d+)?"
TO = r"\s*(?:-|–|—|to|and)\s*"
PERCENT = r"\s*(?:%|percent\b|per cent\b)"
_TIMES = r"(?:hour|day|week|month|year|yr|mo|wk)s?\b"
_SPREAD = rf"(?:{NUMBER})(?:{PERCENT}|\s*{_TIMES})?(?:{TO}|\s*,\s*)(?:{NUMBER})\+?(?:{PERCENT}|\s*{_TIMES})?"
_CHANGING = (
    r"\b(?:rose|rises?|rais\w+|increas\w+|improv\w+|decreas\w+|fell|falls?|dropp\w+|drops?|declin\w+|reduc\w+|"
    r"extend\w*|prolong\w*|lengthen\w*|lower\w*|differ\w*|shorten\w*)\b"
)
_DIFFERENCE = (
    r"\b(?:benefit|difference|gain|advantage|improvement|increase|decrease|reduction|prolongation|increment)\b"
)
_ROUGHLY = r"(?:a median of\s+|approximately\s+|about\s+|only\s+|up to\s+|at least\s+|more than\s+|>\s*)?"

_WHOLE = (
    re.compile(  # a confidence interval
        rf"\b\d\d\s?%\s*(?:CI|confidence intervals?|CrI)\b[\s,:;=\[(of]*(?:(?:{NUMBER}){TO}(?:{NUMBER}))?(?:\s?%)?",
        re.IGNORECASE,
    ),
    re.compile(r"\[\s*\d[\d\s,;–-]*\]"),  # a citation
    re.compile(rf"\bI[2²]\s*[=:]?\s*(?:{NUMBER})\s?%"),  # how much the studies of a meta-analysis differ
    re.compile(  # an age
        rf"\b(?:age[ds]?|older|younger|elderly)\b[^.;,]{{0,14}}?(?:{NUMBER})(?![\d.,]*\s?%)|"
        rf"(?:over|under|above|below|≥|>|<|≤|aged)\s*(?:{NUMBER})\s*(?:years?|y)\b(?!\s+(?:survival|OS|overall))|"
        rf"\b(?:{NUMBER})[\s-]*years?[\s-]*(?:old|of age)\b",
        re.IGNORECASE,
    ),
    re.compile(  # "2-year survival"
        rf"\b(?:{NUMBER})[\s-](?:hour|day|week|month|year)s?[\s-](?=\w*\s?(?:\S+\s)?(?:survival|OS|mortality|EFS|PFS|"
        rf"DFS|RFS|LFS|rate))",
        re.IGNORECASE,
    ),
    re.compile(  # "at 1, 2 and 5 years"
        rf"\b(?:at|within|every)\s+(?:\d+\s*(?:{_TIMES})?\s*(?:,|and|or|,\s*and)\s*)*\d+\s+{_TIMES}(?!\s+(?:\d|vs|versus))",
        re.IGNORECASE,
    ),
    re.compile(  # the spread of the figure before
        rf"(?<=[\w%)])\s*[(\[,;]\s*(?:range|IQR|interquartile range)\b[\s,:;=]*{_SPREAD}", re.IGNORECASE
    ),
    re.compile(  # a threshold of blasts
        rf"(?:{NUMBER})(?:{TO}(?:{NUMBER}))?{PERCENT}\s+(?:or (?:more|fewer|less)\s+)?"
        r"(?:(?:bone|marrow|peripheral|blood|leuk\w+|circulating)\s+)*blasts?\b",
        re.IGNORECASE,
    ),
    re.compile(  # how much something changes, or may
        rf"(?:{NUMBER}){PERCENT}\s+(?:relative |absolute |risk )*(?:reduction|increase|decrease|improvement|power|"
        r"confidence|higher|lower|more|fewer|less|greater|points?)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\bpower(?:ed)?\s+to\s+(?:detect|show|demonstrate)\b.*$", re.IGNORECASE | re.DOTALL),
)
_FIRST_GROUP = (
    re.compile(rf"{_CHANGING}[^.;]{{0,60}}?\bfrom\s+({NUMBER})(?=(?:{PERCENT}|\s*{_TIMES})?\s+to\b)", re.IGNORECASE),
    re.compile(
        rf"{_CHANGING}[^.;,%]{{0,60}}?\bby\s+{_ROUGHLY}((?:{NUMBER})(?:{TO}(?:{NUMBER}))?"
        rf"(?:{PERCENT}|[\s-]*{_TIMES})?)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_DIFFERENCE}[^.;,()%\d]{{0,60}}?\b(?:of|was|by)\s+{_ROUGHLY}((?:{NUMBER})(?:{PERCENT}|[\s-]*{_TIMES}))"
        r"(?!\s*(?:,\s*)?(?:vs|versus|and|compared))",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:{NUMBER})(?:{PERCENT}|\s*{_TIMES})\s*[(\[]\s*({_SPREAD})\s*[)\]]", re.IGNORECASE),
)


def set_aside(text: str) -> Iterator[Span]:
    """Where `text` has numbers that are no results."""
    for pattern in _WHOLE:
        for match in pattern.finditer(text):
            yield Span(*match.span())
    for pattern in _FIRST_GROUP:
        for match in pattern.finditer(text):
            yield Span(*match.span(1))
