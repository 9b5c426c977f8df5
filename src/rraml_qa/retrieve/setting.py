"""What of a question says nothing of which sentence answers: its setting, and names that stand for other names.

"In r/r AML" is near to all of a review on it, and nearest to the sentences that spell it out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from rraml_qa.text.spans import replaced
from rraml_qa.text.terms import terms
from rraml_qa.types import TOPIC_KINDS, Name, Question, Span

__all__ = ["without_other_names", "without_setting"]

_TREATMENTS = frozenset({"drug", "regimen"})
_BEFORE = re.compile(
    r"\b(?:in|of|for|with|against|from|on|treating|to treat)\s+(?:(?:the|a|an|any)\s+)?$", re.IGNORECASE
)
_AFTER = re.compile(r"\s+(?:patients?|pts|people|trials?|settings?|cases?)\b", re.IGNORECASE)


def without_setting(question: Question, is_usual: Callable[[str], bool]) -> tuple[str, tuple[str, ...]]:
    """The question with its canonical names, and its terms, both without the diseases that are only its setting.

    `is_usual` tells of a disease whether the documents are about it. What is asked of the disease itself keeps it, and
    so does a question on a treatment, which may be used for other diseases too.
    """
    if not question.words or any(name.kind in TOPIC_KINDS for name in question.names):
        return question.plain, question.terms
    setting = [
        (span, "")
        for name in question.names
        if name.kind == "disease" and is_usual(name.canonical) and (span := _place(name, question.text))
    ]
    if not setting:
        return question.plain, question.terms
    others = [
        (name.span, name.canonical)
        for name in question.names
        if name.kind != "other drug" and not any(span.covers(name.span) for span, _ in setting)
    ]
    plain = replaced(question.text, sorted([*setting, *others], key=lambda piece: piece[0].start))
    text = replaced(question.text, setting)
    return " ".join(plain.split()), tuple(dict.fromkeys([*terms(text), *terms(plain)]))


def without_other_names(words: Sequence[str], names: Iterable[Name]) -> list[str]:
    """The terms of a question without those of brands, codes and synonyms.

    A treatment counts by its canonical name; the sentence that gives the other one would be found whatever is asked.
    A name that says more than the canonical one ("intermediate dose cytarabine") keeps its words.
    """
    other: set[str] = set()
    kept: set[str] = set()
    for name in names:
        canonical, surface = set(terms(name.canonical)), set(terms(name.surface))
        kept |= canonical
        if name.kind in _TREATMENTS and not canonical <= surface:
            other |= surface
    return [word for word in words if word in kept or word not in other]


def _place(name: Name, text: str) -> Span | None:
    """Where a name stands as a setting: "in r/r AML", "AML patients"."""
    before = _BEFORE.search(text, 0, name.span.start)
    if before is not None:
        return Span(before.start(), name.span.end)
    return name.span if _AFTER.match(text, name.span.end) else None
