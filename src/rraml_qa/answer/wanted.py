"""What kind of value a question asks for, a share, a time, a limit, and whether a text gives one.

What is asked of a treatment can be told without the value that is wanted: that a syndrome occurs, not how often.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rraml_qa.answer.corpus import AnswerSettings, Corpus
from rraml_qa.answer.missing import asks_of_treatments
from rraml_qa.text.citations import without_citations
from rraml_qa.types import Found, Question

__all__ = ["declined_value", "with_value_first"]

_HEAD = 3  # of the ranking
_TIMES = frozenset({"months", "days", "weeks", "years"})
_NUMBER = r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|several|few)\b"
_TIME = r"(?:minute|min|hour|hr|h|day|week|month|year|yr|cycle|course)s?\b"
_GIVEN = r"(?:given|taken|administered|monitor\w*|check\w*|infused|dosed|repeated|measured|done|performed)"


@dataclass(frozen=True, slots=True)
class _Value:
    """A kind of value: what asks for it, and what gives it."""

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]


def _value(name: str, asked: str, given: str) -> _Value:
    return _Value(name, re.compile(asked, re.IGNORECASE), re.compile(given, re.IGNORECASE))


_VALUES = (
    _value(
        "share",
        rf"\b(?:what|which) (?:share|proportion|percentage|per ?cent|fraction|portion)\b|"
        rf"\bhow (?:common|prevalent|rare)(?:ly)?\b|\bhow (?:often|frequent(?:ly)?)\b(?!.{{0,50}}\b{_GIVEN}\b)|"
        r"\bhow (?:many|much) of (?:the|those|them|all)\b|\bhow likely\b|\bwhat are the (?:odds|chances)\b",
        r"\d\s?%|\bper ?cent|\b(?:un)?common|\bfrequen|\brare|\bmost\b|\bmajorit|\bminorit|\bseldom|\boccasional|"
        r"\b(?:un)?usual|\boften|\bhalf\b|\bthird of|\bquarter of|\balways\b|\bnever\b|"
        r"\b(?:all|every|no) patients?|\blikely|\bratio\b|\d ?: ?\d|\d+ (?:out )?of (?:the )?\d|\d/\d",
    ),
    _value(
        "time",
        rf"\bhow (?:long|soon|quickly|fast)\b|\b(?:after|for|within|over|in) how many {_TIME}|\bhow many {_TIME}",
        rf"(?:{_NUMBER})[\s-]*(?:\w+[\s-]+)?{_TIME}|\b(?:rapid|quick|slow|immediate|transient|permanent|lifelong|indefinite|"
        r"prolonged|long-?lasting|long-?term|short-?lived|durable|until|soon|longer|shorter)",
    ),
    _value(
        "time",
        r"\bmedian (?:overall |progression-free |event-free )?(?:survival|OS|PFS|EFS|RFS|DOR)\b|\bm(?:OS|PFS|EFS)\b|"
        r"\bsurvival times?\b|\b(?:survival|OS|PFS|EFS|live[ds]?) in (?:days|weeks|months|years)\b",
        rf"(?:{_NUMBER})[\s-]*(?:\w+[\s-]+)?{_TIME}",
    ),
    _value(
        "limit",
        r"\b(?:below|above|under|beyond|up to|over) (?:what|which)\b(?! (?:time|period|percent\w*|share|dose))|"
        r"\bfrom (?:what|which) (?:age|dose|level|value|count|number|stage|grade|score|size|weight|blast)\b|"
        r"\b(?:what|which|the|is) (?:\w+ )?(?:minimum|maximum|"
        r"(?:lowest|highest) (?:level|value|count)|cut-?offs?|thresholds?|(?:lower|upper) limit)\b|"
        r"\bat (?:what|which) (?:lifetime|cumulative|total)\b",
        r"(?:[≥≤<>]|\b(?:less|more|fewer|greater|older|younger|higher|lower) than|\b(?:over|under|above|below|at least|"
        r"up to|exceed\w*|cut-?off\w*|thresholds?|maxim\w+|minim\w+|limit\w*|between|from))\W*(?:\w+\W+){0,4}\d|"
        r"\d[^.;]{0,20}\b(?:or (?:more|less|older|younger|higher|lower)|and (?:over|above|older))",
    ),
    _value(
        "measure",
        r"\bhow many (?:Gy|grays?|mg|milligrams?|grams?|ms|milliseconds?|ml|millilit(?:er|re)s?|lit(?:er|re)s?|kg|IU|"
        r"units|tablets|capsules|vials|points)\b",
        r"\d\s?(?:Gy|gray|mg|milligram|g\b|ms\b|millisecond|ml|l\b|lit|kg|IU|units|tablet|capsule|vial|point)",
    ),
)


def _wanted(question: Question) -> list[_Value]:
    """The kinds of value that a question of one thing asks for."""
    split = any(part.text != question.text for part in question.parts) or len(question.topics) > 1
    if split or question.asks_several or question.asks_conflict or question.in_table:
        return []
    return [value for value in _VALUES if value.asked.search(question.plain)]


def _gives(value: _Value, unit: Found, corpus: Corpus) -> bool:
    """Whether a unit gives such a value; a table's column heads tell what the numbers under them are."""
    text = without_citations(corpus.text(unit))
    if corpus.unit(unit)[1].kind == "row" and unit.told > 0:
        return re.search(r"\d", text) is not None
    if value.name == "time" and any(record.measure in _TIMES for record in corpus.records(unit)):
        return True
    return value.given.search(text) is not None


def _head(question: Question, found: Sequence[Found], settings: AnswerSettings) -> list[Found]:
    """What would be quoted: the best units that speak of as much of what is asked about as the first does."""
    best = next((unit for unit in found if unit.scope > 0), found[0]) if asks_of_treatments(question) else found[0]
    floor = best.score * settings.closeness_unsure
    return [unit for unit in found[:_HEAD] if unit.score >= floor and unit.scope >= best.scope]


def with_value_first(
    question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings
) -> list[Found]:
    """What was found, the best unit that gives the values asked for before others that are nearly as good.

    One that tells the figure asked for, of as much as the first, comes before a first one that tells nothing of it.
    """
    wanted = _wanted(question) if found else []
    if not wanted:
        return _telling_first(question, found)
    head = [unit for unit in _head(question, found, settings) if unit.told >= found[0].told]
    giving = next((unit for unit in head if all(_gives(value, unit, corpus) for value in wanted)), None)
    return list(found) if giving is None else [giving, *(unit for unit in found if unit is not giving)]


def _telling_first(question: Question, found: Sequence[Found]) -> list[Found]:
    """What was found, a unit that tells what is asked of the topics before a first one that tells none of it.

    It should tell all of it, but for what a name means, which may be told by what it is made of.
    """
    means = "meaning" in question.aspects
    if not found or found[0].told or not question.topics or question.parts or not (means or question.wants_figure):
        return list(found)
    least = 0.5 if means else 1
    telling = next((unit for unit in found[:_HEAD] if unit.told >= least and unit.scope >= found[0].scope), None)
    return list(found) if telling is None else [telling, *(unit for unit in found if unit is not telling)]


def declined_value(question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings) -> str | None:
    """A sentence if a kind of value is asked for that none of the units gives that would be quoted."""
    for value in _wanted(question) if found else ():
        telling = [unit for unit in found if unit.told >= 1 and unit.scope >= 1] if asks_of_treatments(question) else []
        head = _head(question, found, settings)
        if value.name == "time" and "survival" in question.aspects and telling:
            head = []  # how long they lived is told where survival is
        if not any(_gives(value, unit, corpus) for unit in (*head, *telling)):
            what = f"it names {' and '.join(question.topics)}, but" if question.topics else "it"
            return f"Not in this document: {what} gives no {value.name} for what is asked."
    return None
