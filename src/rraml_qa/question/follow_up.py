"""What a follow-up means: "and quizartinib?" after a question on gilteritinib asks the same of quizartinib.

Four forms are read in their conversation; any other question stands by itself, and history never bends it:
another topic ("and quizartinib?", "quizartinib?"), a further condition ("and in CLL?", "with azacitidine?"),
a pronoun ("is it approved?", "its toxicity?"), and an attribute alone ("and the CR rate?", "side effects?").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import TOPIC_KINDS, Name

__all__ = ["resolve_follow_up"]

_LEAD = re.compile(
    r"^(?:(?:and|or|but|ok|okay|so|then|also|now)\b[\s,]*)*(?:(?:what|how)\s+about\b|same\s+for\b)?[\s,]*",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"^(?:in|with|without|for|at|after|before|among|under|over|as)\s+\S", re.IGNORECASE)
_LINKING = re.compile(r"\b(?:and|or|vs|versus|the|a|an|plus)\b|[\W_]+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(?:its|their)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:it(?!\s+(?:matters?|is|was|possible|true|necessary|that|to)\b)|they|them|"
    r"(?:this|that|the\s+same|said)\s+(?:drug|agent|regimen|combination|trial|study|inhibitor|antibody|one))\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(r"^what\s+(?:is|are)\s+(?!the\b)|\bmeans?\b|\bstands?\s+for\b|^define\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\b(?:toxicit(?:y|ies)|side[\s-]effects?|adverse\s+(?:events?|effects?)|safety|mechanism|target|dos(?:e|es|age|ing)|"
    r"price|cost|half-life|approv(?:al|ed)|design|phase|trials?|stud(?:y|ies)|patients|population|response|remission|"
    r"survival|efficacy|resistance|references?|rates?)\b",
    re.IGNORECASE,
)
_ATTRIBUTE_KINDS = frozenset({"endpoint", "toxicity"})
_SHORT = 6  # words of a question that asks for an attribute and nothing else


def resolve_follow_up(question: str, history: Sequence[str], linker: Linker) -> str:
    """The question in full, given the resolved questions asked before it (oldest first)."""
    if not history:
        return question
    lead = _LEAD.match(question)
    rest = question[lead.end() :] if lead else question
    names = linker.link(rest)
    topics = [name for name in names if _is_topic(name)]
    if _CONDITION.match(rest) and len(rest.split()) <= _SHORT and not _is_question(rest, topics):
        return f"{history[-1].rstrip(' ?.!')} {rest.rstrip(' ?.!')}?"
    if topics:
        told = len(rest) < len(question) or question.rstrip().endswith("?")
        same = _same_of(history[-1], topics, linker) if told and _only_names(rest, topics) else None
        return same or question
    earlier = next((found for past in reversed(history) if (found := _topics(past, linker))), [])
    return _with_subject(question, rest, names, earlier) if earlier else question


def _with_subject(question: str, rest: str, names: Sequence[Name], earlier: Sequence[Name]) -> str:
    subject = " and ".join(dict.fromkeys(name.surface for name in earlier))
    if _POSSESSIVE.search(question):
        return _POSSESSIVE.sub(lambda _: f"{subject}'s", question, count=1)
    if _PRONOUN.search(question):
        return _PRONOUN.sub(lambda _: subject, question, count=1)
    asks_attribute = bool(_ATTRIBUTE.search(rest)) or any(name.kind in _ATTRIBUTE_KINDS for name in names)
    if asks_attribute and len(rest.split()) <= _SHORT and not _DEFINITION.search(rest) and not _elsewhere(names):
        return f"{rest.rstrip(' ?.!')} of {subject}?"
    return question


def _elsewhere(names: Sequence[Name]) -> bool:
    """Whether the question says itself what it is about: a class or a disease."""
    return any(name.kind in {"class", "disease"} for name in names)


def _is_question(rest: str, topics: Sequence[Name]) -> bool:
    """Whether a clause that begins like a condition goes on to ask ("in which trial was FLAM used?")."""
    return bool(re.match(r"\w+\s+(?:which|what|whom|how)\b", rest, re.IGNORECASE)) or len(topics) > 1


def _is_topic(name: Name) -> bool:
    return name.kind in TOPIC_KINDS or name.kind == "other drug"


def _topics(text: str, linker: Linker) -> list[Name]:
    return [name for name in linker.link(text) if _is_topic(name)]


def _only_names(text: str, names: Sequence[Name]) -> bool:
    """Whether `text` is nothing but these names, joined."""
    for name in reversed(names):
        text = f"{text[: name.span.start]} {text[name.span.end :]}"
    return not _LINKING.sub("", text)


def _same_of(past: str, topics: Sequence[Name], linker: Linker) -> str | None:
    """The earlier question with its topics exchanged for the new ones."""
    old = _topics(past, linker)
    if not old:
        return None
    new = " and ".join(dict.fromkeys(name.surface for name in topics))
    return past[: old[0].span.start] + new + past[old[-1].span.end :]
