"""Whom a figure is of where that is only a part of the patients: "35% of those who responded", "in those in CR"."""

from __future__ import annotations

import re

from rraml_qa.evidence.figures import Figure
from rraml_qa.types import Span

__all__ = ["part_of"]

_PEOPLE = r"(?:patients|those|people|participants|subjects|adults|cases)"
_REACHING = (
    r"(?:respon\w+|achiev\w+|attain\w+|reach\w+|obtain\w+|enter(?:ed|ing)|surviv\w+|relaps(?:ed|ing)|"
    r"complet(?:ed|ing)|(?:under(?:went|going)|proceed\w*|went on|had undergone)\b)"
)
_STATE = (
    r"(?:(?:an?|the)\s+)?(?:(?:complete|partial|first|second|overall|objective)\s+)?(?:(?-i:CR[ihp]?|PR|ORR)|"
    r"remissions?|respon[sd]\w*)\b"
)
_WHAT = (  # what they reached, up to the predicate of the sentence
    r"(?:\s+(?:(?!had\b|has\b|have\b|was\b|were\b|is\b|are\b|only\b|achiev|attain|surviv|lived|under|went|remain|"
    r"proceed|show|experienc|develop|becam|reach|the\s+(?:median|overall|rate)|\d)[^\s,;.()\[\]]+))*"
)
_PART = re.compile(
    rf"(?:(?P<share>\d+(?:\.\d+)?\s?%)\s+of\s+)?(?P<whom>(?:(?:the|those|these|all)\s+)?"
    rf"(?:{_PEOPLE}(?:\s+(?:who|that)(?:\s+(?:had|have|has|then|were|also|first))*\s+"
    rf"(?:(?:given|treated with)\b{_WHAT}\s+and\s+)?{_REACHING}{_WHAT}|"
    rf"(?:\s+(?:treated|given)\s+[^,;.()\[\]]*?\band)?\s+having\s+{_REACHING}{_WHAT}|\s+(?:in|with)\s+{_STATE})|"
    rf"(?:complete\s+|partial\s+)?responders|complete remitters))\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:in|among|amongst|for)\s+(?:only\s+)?$|(?:^|[,;]\s*)(?:even\s+|notably,?\s+)?(?:of\s+|with\s+)?$",
    re.IGNORECASE,
)
_OF = re.compile(r"\s*[)\]]?\s*of\s+$", re.IGNORECASE)
_CLAUSE = re.compile(
    r";|,?\s+(?:and|but|with|while|whereas|although)\s+(?=(?:the|a|an|in|of|among|its|median|overall)\b)|,\s*(?:with|but|while)\b",
    re.IGNORECASE,
)


def part_of(text: str, figure: Figure, endpoint: Span) -> Span | None:
    """Where the part of the patients stands that `figure` is of, if it is of one.

    `endpoint` is where that of the figure stands: "patients who reached CR" are no part whose CR is told.
    """
    for match in _PART.finditer(text):
        span, whom = Span(*match.span()), Span(*match.span("whom"))
        if endpoint.start < span.end and span.start < endpoint.end:
            continue
        if _OF.fullmatch(text, figure.span.end, whom.start):
            return whom
        if span.covers(figure.span) or not (match["share"] or _BEFORE.search(text[: span.start])):
            continue
        between = Span(min(span.end, figure.span.end), max(span.start, figure.span.start))
        if not _CLAUSE.search(text, between.start, between.end):
            return span
    return None
