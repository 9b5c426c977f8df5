"""Whose figures an answer has: of what is asked about, and, where two are compared, of one endpoint for both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rraml_qa.answer.corpus import Corpus
from rraml_qa.evidence.endpoints import endpoint_key, same_endpoint
from rraml_qa.types import Found, Note, Question, Record

__all__ = ["asks_which", "of_other_treatments", "on_one_endpoint", "without_name"]

_SIDES = 2
_TREATMENTS = frozenset({"drug", "regimen"})
_NO_OUTCOMES = frozenset({"mutation frequency", "antigen expression"})
_OUTCOMES = frozenset({"remission rate", "response rate", "survival", "efficacy", "duration of response", "comparator"})


_ANNOUNCES = re.compile(r"\b(?:this|the|our|contemporary) (?:\w+ )?(?:review|paper|article)\b", re.IGNORECASE)
_WHICH = re.compile(
    r"\b(?:which|what|any|list|name|all)\b(?:\s+[\w-]+){0,3}?\s+(?:drugs?|agents?|medic\w+|regimens?|therap(?:y|ies)|"
    r"treatments?|inhibitors?|chemo\w*|combinations?|antibod(?:y|ies))\b",
    re.IGNORECASE,
)


def asks_which(question: Question) -> bool:
    """Whether it is asked which treatment something is true of, and none is named."""
    treatments = {name.canonical for name in question.names if name.kind in _TREATMENTS}
    return not treatments.intersection(question.topics) and _WHICH.search(question.text) is not None


def without_name(question: Question, found: Sequence[Found], corpus: Corpus) -> Iterator[Note]:
    """Where it is asked which treatment it is: a note on quotes that don't name the one they speak of."""
    nameless = tuple(
        number
        for number, quote in enumerate(found)
        if corpus.unit(quote)[1].kind == "sentence" and not corpus.names_treatment(quote)
        if not _ANNOUNCES.search(corpus.text(quote))
    )
    if nameless and asks_which(question):
        which = " and ".join(f"[{number + 1}]" for number in nameless)
        text = f"{which} names no treatment itself; what it is said of stands before it in the document."
        yield Note("missing", text, nameless)


def of_other_treatments(question: Question, found: Sequence[Found], corpus: Corpus) -> Iterator[Note]:
    """A note where all figures of the quotes are of other treatments than those asked about."""
    asked = [
        name.canonical for name in question.names if name.kind in _TREATMENTS and name.canonical in question.topics
    ]
    wanted = {*asked, *question.regimens}
    told = [
        (number, record)
        for number, quote in enumerate(found)
        for record in corpus.records(quote)
        if record.subject and record.endpoint.value not in _NO_OUTCOMES
    ]
    if not asked or not told or any(wanted & _names(record, corpus) for _, record in told):
        return
    others = " and ".join(dict.fromkeys(" + ".join(record.subject) for _, record in told))
    text = f"The figures quoted are of {others}, not of {' or '.join(asked)}."
    yield Note("missing", text, tuple(dict.fromkeys(number for number, _ in told)))


def on_one_endpoint(
    question: Question, found: Sequence[Found], sides: Sequence[str], corpus: Corpus
) -> tuple[list[Found], str | None]:
    """What to quote besides, so that two sides have figures of one endpoint; else what is missing, in a sentence."""
    if len(sides) != _SIDES or not question.aspects or not _OUTCOMES.issuperset(question.aspects):
        return [], None
    asked = {same_endpoint(name.canonical) for name in question.names if name.kind == "endpoint"}
    records = [record for quote in found for record in corpus.records(quote)]
    told = {side: _endpoints(side, records, asked, corpus) for side in sides}
    one, other = sides
    if set(told[one]) & set(told[other]) or not (told[one] or told[other]):
        return [], None
    elsewhere = {side: _elsewhere(side, found, asked, corpus) for side in sides}
    for endpoint in (*told[one], *told[other], *elsewhere[one]):
        if all(endpoint in told[side] or endpoint in elsewhere[side] for side in sides):
            return [elsewhere[side][endpoint] for side in sides if endpoint not in told[side]], None
    for endpoint, unit in elsewhere[one].items():
        near = next((each for each in elsewhere[other] if _loosely(each) == _loosely(endpoint)), None)
        if near is not None:
            return [unit, elsewhere[other][near]], f"{_first_big(endpoint)} and {near} are not one endpoint."
    lacking = [side for side in sides if not told[side]]
    if not lacking:
        return [], f"No endpoint has a figure for both {one} and {other}, so these figures can't be compared."
    given = told[one] or told[other]
    return [], f"No figure for {given[0]} with {lacking[0]} was found to compare with."


def _elsewhere(side: str, found: Sequence[Found], asked: set[str], corpus: Corpus) -> dict[str, Found]:
    """The endpoints that the documents quoted give for a side by itself, each with the first unit that does."""
    units: dict[str, Found] = {}
    for quote in {quote.document: quote for quote in reversed(found)}.values():
        for record in corpus.unit(quote)[0].records:
            key = endpoint_key(record)
            mine = frozenset(record.subject) == frozenset(side.split(" + ")) and not record.against
            if mine and (not asked or key in asked):
                units.setdefault(key, corpus.place(quote.document, record.unit))
    return units


def _loosely(endpoint: str) -> str:
    """The first of the endpoints that a composite one is of."""
    return endpoint.partition(" or ")[0]


def _first_big(text: str) -> str:
    return text[:1].upper() + text[1:]


def _endpoints(side: str, records: Sequence[Record], asked: set[str], corpus: Corpus) -> list[str]:
    """The endpoints that there are figures of for a side, in order: those asked for, if any are."""
    keys = dict.fromkeys(endpoint_key(record) for record in records if _is_of(record, side, corpus))
    return [key for key in keys if not asked or key in asked]


def _is_of(record: Record, side: str, corpus: Corpus) -> bool:
    return set(side.split(" + ")) <= _names(record, corpus)


def _names(record: Record, corpus: Corpus) -> set[str]:
    """What a record is of: its treatments, together too, and the drugs of its regimens."""
    parts = {part for name in record.subject for part in (name, *corpus.components(name))}
    return parts | {" + ".join(record.subject)}
