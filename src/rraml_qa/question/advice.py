"""Whether somebody asks for advice on a patient, himself or another, rather than for what a document says."""

from __future__ import annotations

import re

__all__ = ["asks_advice"]

_KIN = (
    r"(?:grand)?(?:father|mother|son|daughter|child|ma|pa)|dad(?:dy)?|mum(?:my)?|mom(?:my)?|wife|husband|brother|sister|uncle|aunt|"
    r"partner|fianc[eé]e?|girlfriend|boyfriend|friend|neighbou?r|cousin|nephew|niece|kids?|baby|parents?|family|in-law"
)
_OWN = (
    r"(?:own|leuk\w+|aml|cancer|disease|illness|diagnosis|chances?|odds|prognosis|body|blasts?|blood|bone marrow|marrow|counts?|"
    r"doctors?|oncologist|h(?:a)?ematologist|consultant|hospital|employer|job|treatment|chemo\w*|transplant|relapse|tablets?|"
    r"pills?|medication|symptoms?|fever|kidneys?|liver|heart|age|case|insurance)"
)
_SELF = (
    r"(?:take|taking|took|drink|drinking|eat|eating|stop|stopping|skip|skipped|miss|missed|double|swallow|travel|fly|drive|"
    r"work|exercise|swim|smoke|die|dying|survive|live|get pregnant|have (?:children|sex|a)|tell|hope|expect|worry|be worried|"
    r"switch|ask my|try|choose|need|go (?:to|for|home)|refuse|accept)"
)
_ADVICE = re.compile(
    rf"\b(?:my|our)\s+(?:\w+\s+)?(?:{_KIN})\b|\bmy\s+(?:\w+\s+)?{_OWN}\b|"
    rf"\b(?:should|can|could|may|must|shall|will|do|am|would|might|have)\s+(?:i|we|he|she)\b(?:\s+\w+){{0,3}}?\s+{_SELF}\b|"
    r"\bam i\b|\bi(?:\W?m| am|\W?ve| have| was| had| got)\s+(?:been\s+|just\s+|now\s+|a\s+)?"
    r"(?:told|diagnosed|missed|taking|on|relapsed|pregnant|scared|afraid|worried|sick|ill|\d+|flt3\S*|idh\S*|refractory|in remission)\b|"
    r"\bfor me\b|\bif you were (?:me|in my)\b|\b(?:would|do) you (?:pick|choose|recommend|advise|suggest|take|prefer)\b|"
    rf"\bi\s+{_SELF}\b|\bwhat would you do\b|\b(?:tell|advise|help) (?:me|us)\b.{{0,40}}\b(?:choose|decide|do|take)\b|"
    r"\bwe should (?:choose|take|do)\b",
    re.IGNORECASE,
)


def asks_advice(question: str) -> bool:
    """Whether the question is about somebody's own case, or asks what to do in it."""
    return _ADVICE.search(question) is not None
