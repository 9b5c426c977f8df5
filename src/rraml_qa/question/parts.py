"""The parts of a question that asks for several things: a side for each drug compared, one for each aspect asked."""

from __future__ import annotations

import re
from dataclasses import replace

from rraml_qa.types import Question

__all__ = ["with_parts"]

# Aspects that say how something is asked rather than that another thing is asked besides.
_MANNER = frozenset({"comparator", "frequency", "class", "meaning", "reference", "trial design", "other uses"})
_PROSE = r"(?:text|prose|section|passage|paragraph|body)"
_OR = r"(?:vs\.?|versus|and|against|or|another)"
_CONFLICT = re.compile(
    r"\b(?:agree\w*|disagree\w*|conflict\w*|contradict\w*|discrepan\w*|inconsisten\w*|consisten\w*|mismatch\w*|tally|"
    r"tallies|match(?:es)?|same or different|both values|differ(?:s|ent|ence|ently)?)\b|"
    rf"\b{_PROSE}\b.{{0,40}}\b{_OR}\b.{{0,30}}\btab(?:le|ulat\w*)|\btab(?:le|ulat\w*)\b.{{0,40}}\b{_OR}\b.{{0,30}}\b{_PROSE}\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:all|every|each|list|both|enumerate|name the|which (?:\w+ ){0,2}\w+s\b|what (?:\w+ ){0,2}(?:regimens|drugs|"
    r"agents|toxicities|effects|cancers|diseases|inhibitors|combinations|options|genes|trials))\b",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\b(?:refs?|references?|citations?|study|paper|source|footnote)\.?\s*(?:no\.?|number|#|n°)?\s*\[?(\d{1,3})\b\]?(?!\s*%)|"
    r"\[(\d{1,3})\]",
    re.IGNORECASE,
)


def _parts(question: Question) -> tuple[Question, ...]:
    """The question for each of its topics, and for each of its aspects; empty where it asks for one thing only."""
    aspects = [aspect for aspect in question.aspects if aspect not in _MANNER]
    topics = question.topics if not question.regimens else ()
    if len(topics) > 1:
        return tuple(
            replace(question, topics=(topic,), aspects=(aspect,) if aspect else question.aspects)
            for topic in topics
            for aspect in (aspects if len(aspects) > 1 else [None])
        )[:8]
    if len(aspects) > 1:
        return tuple(replace(question, aspects=(aspect,)) for aspect in aspects)
    return ()


def with_parts(question: Question) -> Question:
    """The question with its parts, and with what it wants besides one fact."""
    cited = _CITED.search(question.text)
    return replace(
        question,
        asks_conflict=_CONFLICT.search(question.text) is not None,
        asks_several=_SEVERAL.search(question.text) is not None,
        cited=next(filter(None, cited.groups())) if cited and not question.topics else None,
        parts=_parts(question),
    )
