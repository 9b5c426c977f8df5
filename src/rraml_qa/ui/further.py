"""What may be asked next: questions on what an answer is about, after the document's own figures, each one tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rraml_qa.assistant import Assistant
from rraml_qa.errors import RramlError
from rraml_qa.types import Answer, Document, Record
from rraml_qa.ui.examples import asked_of, is_sure

__all__ = ["further_questions"]

_MOST = 3
_TRIED = 5  # each takes about as long as the answer did
_BESIDE = 2  # treatments that are tried for a comparison, of which one is enough
_LONGEST = 40  # characters of what is asked for


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question, and the endpoint and the treatments whose figures it is after."""

    question: str
    endpoint: str
    treatments: tuple[str, ...]

    @property
    def compares(self) -> bool:
        """Whether it sets one treatment beside another."""
        return len(self.treatments) > 1


def further_questions(assistant: Assistant, question: str, as_typed: Sequence[str] = ()) -> tuple[str, ...]:
    """Questions that go on from this one; each is answered beyond doubt, about the same treatment, by something new.

    Raises:
        RramlError: the question can't be asked.
    """
    answer = assistant.ask(question, as_typed=as_typed)
    document = assistant.document(answer.quotes[0].document) if answer.quotes else None
    treatment = _treatment(assistant, answer, document) if document else None
    if document is None or treatment is None:
        return ()
    shown = {(quote.document, quote.start) for quote in answer.quotes}
    found: list[_Candidate] = []
    for candidate in islice(_candidates(document, treatment, answer), _TRIED):
        if len(found) == _MOST or (candidate.compares and any(each.compares for each in found)):
            break
        told = _told(assistant, candidate)
        if not told <= shown:
            found.append(candidate)
            shown |= told
    return tuple(each.question for each in found)


def _treatment(assistant: Assistant, answer: Answer, document: Document) -> str | None:
    """What the answer is about: the treatment of its first figure, or a name of its question that has figures."""
    for figure in answer.evidence:
        if figure.regimen and not figure.is_comparator:
            return figure.regimen
    subjects = {" + ".join(record.subject) for record in document.records}
    names = (name.canonical for name in assistant.linker.link(answer.resolved_question))
    return next((name for name in names if name in subjects), None)


def _candidates(document: Document, treatment: str, answer: Answer) -> Iterator[_Candidate]:
    """Its other figures, and those of its like: what a document doesn't give as a figure can't be told to be there."""
    told = {figure.endpoint.casefold() for figure in answer.evidence if figure.regimen == treatment}
    records = [record for record in document.records if record.subject and not record.against]
    own = [record for record in records if " + ".join(record.subject) == treatment]
    named = {record.endpoint.value: asked_of(record) for record in own if len(asked_of(record)) <= _LONGEST}
    given = Counter(record.endpoint.value for record in own if record.endpoint.value.casefold() not in told)
    for endpoint, _ in given.most_common(3):
        if endpoint in named:
            yield _Candidate(f"What is the {named[endpoint]} with {treatment}?", endpoint, (treatment,))
    asked_first = sorted(records, key=lambda record: record.endpoint.value.casefold() not in told)
    for record in islice(_beside(document, asked_first, own), _BESIDE):
        other, endpoint = " + ".join(record.subject), record.endpoint.value
        if endpoint in named:
            yield _Candidate(f"{treatment} versus {other}: {named[endpoint]}", endpoint, (treatment, other))


def _beside(document: Document, records: Sequence[Record], own: Sequence[Record]) -> Iterator[Record]:
    """Figures of other treatments for the same endpoint, in the same section as one of these."""
    places = {(document.units[record.unit].path, record.endpoint.value) for record in own}
    subjects = {record.subject for record in own}
    for record in records:
        place = (document.units[record.unit].path, record.endpoint.value)
        if place in places and record.subject not in subjects:
            subjects.add(record.subject)
            yield record


def _told(assistant: Assistant, candidate: _Candidate) -> set[tuple[str, int]]:
    """Where the quotes of the answer stand; nowhere unless it is sure, and gives all figures that were asked for."""
    try:
        answer = assistant.ask(candidate.question)
    except RramlError:
        return set()
    if not is_sure(answer):
        return set()
    given = {figure.regimen for figure in answer.evidence if figure.endpoint == candidate.endpoint}
    fits = given.issuperset(candidate.treatments)
    return {(quote.document, quote.start) for quote in answer.quotes} if fits else set()
