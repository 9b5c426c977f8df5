"""What a follow-up means: "and quizartinib?" after a question on gilteritinib asks the same of quizartinib.

A question that stands by itself comes back as it is; history never bends it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rraml_qa.lexicon.linker import Linker
from rraml_qa.text.terms import terms
from rraml_qa.types import TOPIC_KINDS, Name

__all__ = ["resolve_follow_up"]

_LEAD = re.compile(
    r"^(?:(?:and|or|but|ok|okay|so|then|also)[\s,]+)*(?:(?:what|how)\s+about|and|or|for|in|with|of|same\s+for)\b[\s,]*",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\b(?:its|their)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:it|they|them|(?:this|that|the\s+same|said)\s+(?:drug|agent|regimen|combination|trial|study|inhibitor|antibody|one))\b",
    re.IGNORECASE,
)


def resolve_follow_up(question: str, history: Sequence[str], linker: Linker) -> str:
    """The question in full, given the resolved questions asked before it (oldest first)."""
    if not history:
        return question
    topics = _topics(question, linker)
    lead = _LEAD.match(question)
    if topics:
        asks_nothing_else = not terms(
            _without(question[lead.end() :] if lead else question, topics, lead.end() if lead else 0)
        )
        return _same_of(history[-1], topics, linker) or question if asks_nothing_else else question
    earlier = next((found for past in reversed(history) if (found := _topics(past, linker))), ())
    if not earlier:
        return question
    subject = " and ".join(dict.fromkeys(name.surface for name in earlier))
    return _with_subject(question, lead, subject)


def _with_subject(question: str, lead: re.Match[str] | None, subject: str) -> str:
    if _POSSESSIVE.search(question):
        return _POSSESSIVE.sub(f"{subject}'s", question, count=1)
    if _PRONOUN.search(question):
        return _PRONOUN.sub(subject, question, count=1)
    if lead:
        return f"{question[lead.end() :].rstrip(' ?.!')} of {subject}?"
    return question


def _topics(text: str, linker: Linker) -> tuple[Name, ...]:
    return tuple(name for name in linker.link(text) if name.kind in TOPIC_KINDS or name.kind == "other drug")


def _without(text: str, names: Sequence[Name], offset: int) -> str:
    for name in reversed(names):
        start = max(0, name.span.start - offset)
        text = text[:start] + text[max(0, name.span.end - offset) :]
    return text


def _same_of(past: str, topics: Sequence[Name], linker: Linker) -> str | None:
    """The earlier question with its topic exchanged for the new ones."""
    old = _topics(past, linker)
    if not old:
        return None
    new = " and ".join(dict.fromkeys(name.surface for name in topics))
    return past[: old[0].span.start] + new + past[old[-1].span.end :]
