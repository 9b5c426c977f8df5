"""Whom an answer is about: figures of other patients or another study than those asked about are told, or declined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rraml_qa.answer.corpus import Corpus
from rraml_qa.evidence.narrowing import Held, held_against
from rraml_qa.types import Found, Narrowing, Note, Question

__all__ = ["declined_patients", "of_others"]

_FIRM = frozenset({"gene"})  # a treatment's figures in these patients can't be taken from others
_OUTCOMES = frozenset({"remission rate", "response rate", "survival", "efficacy", "duration of response"})


def declined_patients(question: Question, found: Sequence[Found], corpus: Corpus) -> str | None:
    """A sentence if the outcome of a treatment is asked for in patients of whom nothing is said with it."""
    if not (question.topics and (question.wants_figure or _OUTCOMES.intersection(question.aspects))):
        return None
    speaking = _speaking(question, found, corpus)
    for asked in question.narrowed:
        if asked.kind in _FIRM and speaking and not any(_speaks_of(asked, unit, corpus) for unit in speaking):
            treatments = " and ".join(_treatments(question))
            return f"Not in this document: it speaks of {treatments}, but tells nothing of it in “{asked.words}”."
    return None


def of_others(question: Question, quotes: Sequence[Found], ranking: Sequence[Found], corpus: Corpus) -> Iterator[Note]:
    """For each way in which the question narrows patients or studies down, a note if no quote is of those.

    That a quote doesn't say of whom it is counts only where nothing else that is found says it of the same treatment.
    """
    if not any(corpus.records(quote) for quote in quotes):
        return
    for asked in question.narrowed:
        held = [_held(asked, quote, corpus) for quote in quotes]
        if any(each.fits for each in held):
            continue
        others = dict.fromkeys(words for each in held for words in each.others)
        if others:
            given = " and ".join(f"“{words}”" for words in others)
            numbers = tuple(number for number, each in enumerate(held) if each.others)
            yield Note("missing", f"What is quoted is of {given}, not of “{asked.words}”.", numbers)
        elif not any(_speaks_of(asked, unit, corpus) for unit in _speaking(question, ranking, corpus)):
            yield Note("missing", f"What is quoted is not said of “{asked.words}”.")


def _treatments(question: Question) -> list[str]:
    """What the question is about, without the genes that say in whom."""
    patients = {gene for asked in question.narrowed if asked.kind == "gene" for gene in asked.values}
    return [topic for topic in question.topics if topic not in patients]


def _speaking(question: Question, found: Sequence[Found], corpus: Corpus) -> list[Found]:
    """The units that speak of what the question is about, or of a drug of it, and the sentences that go on from them.

    All units where it is about no treatment by name.
    """
    parts = {part for topic in _treatments(question) for part in (topic, *topic.split(" + "))}
    if not parts:
        return list(found)
    own = [unit for unit in found if any(corpus.names(unit, part) for part in parts)]
    places = {(unit.document, unit.unit) for unit in own}
    after = [unit for unit in found if not unit.another and _goes_on(unit, places, corpus)]
    return [*own, *after]


def _goes_on(unit: Found, places: set[tuple[int, int]], corpus: Corpus) -> bool:
    """Whether a unit follows one of these places in its paragraph."""
    document, own = corpus.unit(unit)
    at = (unit.document, unit.unit - 1)
    return at in places and document.units[unit.unit - 1].block == own.block


def _held(asked: Narrowing, quote: Found, corpus: Corpus) -> Held:
    """What a quote, with the sentences before it that are quoted with it, says of those asked about."""
    document, unit = corpus.unit(quote)
    first = document.units[quote.unit - quote.lead]
    return held_against(asked, document.text[first.span.start : unit.span.end])


def _speaks_of(asked: Narrowing, unit: Found, corpus: Corpus) -> bool:
    """Whether a unit speaks of those asked about; a gene may be named without its status."""
    if _held(asked, unit, corpus).fits:
        return True
    return asked.kind == "gene" and not asked.absent and any(corpus.names(unit, gene) for gene in asked.values)
