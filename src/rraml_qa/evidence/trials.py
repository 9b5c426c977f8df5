"""Trials by the form of their names: "the CAIRN trial", "a study (HARROW)"; and where one stands alone.

Names that the lexicon has are linked by it; here are those that it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rraml_qa.types import Name, Span, Stated

__all__ = ["find_trial", "trial_names"]

_CAPITALS = r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:[-–‑ ]?\d{1,4}[A-Za-z]?|-[A-Z]{2,5})*|[A-Z][a-z]{2,}[A-Z]?[-–‑]\d{1,3}"
_WORD = r"[A-Z][a-z]{3,}"
_BEFORE = re.compile(rf"(?<![\w/-])({_CAPITALS})\s+(?:[Tt]rial|[Ss]tudy)\b")
_PLAIN = re.compile(rf"\b(?:the|in|phase (?:I{{1,3}}V?|\d))\s+({_WORD})\s+(?:trial|study)\b")
_AFTER = re.compile(
    rf"\b(?:trial|study)\s*(?:\(\s*|,?\s*(?:called|named|known as|termed)\s+)?({_CAPITALS})(?=\s*[,;)]|"
    r"\s+(?:showed|found|in\b|of\b|reported|was|were|is|compared|enrolled|tested))"
)
_NO_NAME = re.compile(  # countries, groups and kinds of studies
    r"(?:US|USA|UK|EU|FDA|EMA|NCI|NIH|MRC|NCRI|SWOG|ECOG|CALGB|EORTC|GIMEMA|HOVON|AMLSG|ALFA|GOELAMS|PETHEMA|COG|CTN|"
    r"UKCLL|GELA|LYSA|IFM|RCT|NCT\d*|PK|QoL|AML|ALL|CLL|CML|MDS|I{1,3}V?|"
    r"\w+(?:ish|ese|ian|ean|ic|al|ed|ing)|French|Dutch|German|Swiss|Greek|American|Nordic|Phase|Pilot|Cohort|Recent|"
    r"Later|This|That|These|Such|Same|Current|Present|Previous|Open|Large|Small|Main|First|Second|Third|Early|Late)"
)


def trial_names(text: str, names: Sequence[Name]) -> frozenset[str]:
    """The names of trials that a sentence gives and the lexicon lacks; `names` are those linked in it."""
    return frozenset(
        match[1]
        for pattern in (_BEFORE, _PLAIN, _AFTER)
        for match in pattern.finditer(text)
        if not _NO_NAME.fullmatch(match[1]) and not _linked(Span(*match.span(1)), names)
    )


def find_trial(text: str, names: Sequence[Name], own: frozenset[str]) -> Stated | None:
    """The trial that a sentence names first, by the lexicon or as one of the document's `own`."""
    found = [Stated(name.canonical, name.span) for name in names if name.kind == "trial"]
    for name in own:  # few, if any
        match = re.search(rf"(?<![\w/-]){re.escape(name)}(?![\w-])", text)
        if match:
            found.append(Stated(name, Span(*match.span())))
    return min(found, key=lambda stated: stated.span or Span(0, 0), default=None)


def _linked(span: Span, names: Sequence[Name]) -> bool:
    """Whether what stands at `span` begins with another name ("FLT3-ITD")."""
    return any(name.span.start <= span.start < name.span.end for name in names if name.kind != "word")
