"""Which figures of the quotes a question may ask for."""

from __future__ import annotations

from rraml_qa.lexicon.aspects import aspects_told
from rraml_qa.types import Question, Record

__all__ = ["may_be_asked"]

_HARM = "toxicity"
_OUTCOMES = frozenset({"remission rate", "response rate", "survival", "efficacy", "duration of response"})
_BESIDES = frozenset({_HARM, "comparator", "frequency", "monotherapy"})


def may_be_asked(question: Question, record: Record) -> bool:
    """Whether a figure may be what is asked for: where only harms are, one of remissions or survival is not."""
    else_asked = any(_HARM not in part.aspects for part in question.parts)
    if _HARM not in question.aspects or else_asked or not _BESIDES.issuperset(question.aspects):
        return True
    told = aspects_told(record.endpoint.value)
    return _HARM in told or not _OUTCOMES.intersection(told)
