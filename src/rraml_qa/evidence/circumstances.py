"""Under what circumstances a sentence gives its figure: at a dose, a point in time, by an analysis, of a part of them.

Two figures of one treatment that are given under different ones don't contradict each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rraml_qa.evidence.study import segment_of
from rraml_qa.types import Document, Record

__all__ = ["other_circumstances"]

_CIRCUMSTANCES = (
    (
        "another dose",
        re.compile(
            r"\b(?:at|with|of|received|given)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,3}?(?:doses?\s+of\s+)?"
            r"\d+(?:\.\d+)?\s*(?:mg|g|µg|μg|mcg|IU|Gy)\b(?:\s*/\s*(?:m2|m²|kg|day))*",
            re.IGNORECASE,
        ),
    ),
    (
        "another analysis",
        re.compile(
            r"\b(?:interim|preliminary|updated?|final|longer|extended|long-term|post[\s-]hoc|sensitivity|"
            r"intention[\s-]to[\s-]treat|per[\s-]protocol)\s+(?:analys[ei]s|follow[\s-]?up|data|reports?|population)\b|"
            r"\bcensor\w+|\b(?:independent|central|investigator\S*)\s+(?:\w+\s+)?(?:review\w*|assess\w+|reported)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "another point in time",
        re.compile(
            r"\b(?:during|after|by|at|within|from)\s+(?:the\s+)?(?:first|second|third|last|end of|one|two|three|four|"
            r"six|\d+)\s+(?:\w+\s+)?(?:cycles?|courses?|days?|weeks?|months?|years?|treatment|induction)\b|"
            r"\b(?:after|before|since|following)\s+(?:allogeneic\s+|autologous\s+)?"
            r"(?:transplant\w*|HSCT|HCT|SCT|consolidation|relapse)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a part of the patients",
        re.compile(
            r"\b(?:among|amongst|in|of|for)\s+(?:the\s+)?(?:(?:patients|those|them)\s+who\s+(?:\w+\s+){0,2}?"
            r"(?:respon|achiev|attain|reach|surviv|complet|transplant|underwent|undergo|proceed|relaps)\w*|"
            r"(?:non-?)?responders\b|survivors\b|complete remitters\b|evaluable\b|assessable\b)",
            re.IGNORECASE,
        ),
    ),
)


def other_circumstances(document: Document, one: Record, other: Record) -> Iterator[str]:
    """In what the circumstances differ under which two sentences give their figures; rows state none."""
    texts = [_words(document, record) for record in (one, other)]
    for reason, pattern in _CIRCUMSTANCES:
        found = [{" ".join(match[0].lower().split()) for match in pattern.finditer(text)} for text in texts]
        if found[0] != found[1]:
            yield reason


def _words(document: Document, record: Record) -> str:
    """The part of the sentence that a figure stands in; nothing of a row."""
    unit = document.units[record.unit]
    if unit.kind == "row":
        return ""
    text = unit.span.of(document.text)
    return segment_of(text, record.span.start - unit.span.start).of(text)
