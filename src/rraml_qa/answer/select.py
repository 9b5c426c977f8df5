"""Selection: which of the units found are quoted, and when none is good enough.

A first, plain form: the best unit answers; others follow while they score nearly as well; the question is
declined when it is about a name that the corpus doesn't have, or when nothing is near enough to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rraml_qa.types import Found, Question

__all__ = ["Abstention", "AnswerSettings", "Selection", "select_quotes"]


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """When to answer, and how much to quote.

    `least_cosine` is asked of the best unit where the question names something that the corpus has,
    `least_cosine_unnamed` where it doesn't; `most_quotes`, `nearest` and `most_found` (what is looked at) are
    counts; a second quote scores
    at least `closeness` of the first one's score.
    """

    least_cosine: float = 0.20
    least_cosine_unnamed: float = 0.35
    most_quotes: int = 3
    nearest: int = 3
    most_found: int = 50
    closeness: float = 0.80


@dataclass(frozen=True, slots=True)
class Selection:
    """The units to quote, best first."""

    quotes: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why there is no answer, in one sentence, and the nearest units all the same."""

    reason: str
    nearest: tuple[Found, ...]


def select_quotes(
    question: Question, found: Sequence[Found], knows: Callable[[str], bool], settings: AnswerSettings
) -> Selection | Abstention:
    """Choose the quotes for `question` out of `found` (best first), or abstain."""
    nearest = tuple(found[: settings.nearest])
    reason = _missing_name(question, knows) or _too_far(question, found, knows, settings)
    if reason:
        return Abstention(reason, nearest)
    floor = found[0].score * settings.closeness
    return Selection(tuple(unit for unit in found[: settings.most_quotes] if unit.score >= floor))


def _missing_name(question: Question, knows: Callable[[str], bool]) -> str | None:
    """A sentence if the question is about names of which the corpus has none."""
    absent = [name.canonical for name in question.other_drugs if not knows(name.canonical)]
    absent += [topic for topic in question.topics if not knows(topic)]
    if not absent:
        return None
    named = ", ".join(dict.fromkeys(absent))
    return f"Not in this document: it does not mention {named}."


def _too_far(
    question: Question, found: Sequence[Found], knows: Callable[[str], bool], settings: AnswerSettings
) -> str | None:
    if not found:
        return "Not in this document: it has no text to answer from."
    named = any(knows(topic) for topic in question.topics)
    least = settings.least_cosine if named else settings.least_cosine_unnamed
    if max(unit.cosine for unit in found) < least:
        return "Not in this document: nothing in it is near enough to this question."
    return None
