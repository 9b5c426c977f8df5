"""Whom an answer is about: figures of other patients or another study than those asked about are told, or declined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rraml_qa.answer.corpus import Corpus
from rraml_qa.evidence.narrowing import Held, held_against
from rraml_qa.types import Found, Narrowing, Note, Question

__all__ = ["declined_patients", "of_others", "those_asked_first"]

_HEAD = 20  # of the ranking, that speak of the matter at all

_OUTCOMES = frozenset({"remission rate", "response rate", "survival", "efficacy", "duration of response"})


def declined_patients(question: Question, found: Sequence[Found], corpus: Corpus) -> str | None:
    """A sentence if the outcome of a treatment is asked for in patients of whom nothing is said with it."""
    if not (question.topics and (question.wants_figure or _OUTCOMES.intersection(question.aspects))):
        return None
    firm = [asked for asked in question.narrowed if asked.kind == "gene" or asked.values == {"untreated"}]
    speaking = _speaking(question, found, corpus, with_parts=True) if firm else []
    for asked in firm:
        if speaking and not any(_speaks_of(asked, unit, corpus) for unit in speaking):
            treatments = " and ".join(_treatments(question))
            return f"Not in this document: it speaks of {treatments}, but tells nothing of it in “{asked.words}”."
    return None


def of_others(question: Question, quotes: Sequence[Found], ranking: Sequence[Found], corpus: Corpus) -> Iterator[Note]:
    """For each way in which the question narrows patients or studies down, a note if no quote is of those.

    That a quote doesn't say of whom it is counts only where nothing else that is found says it of the same treatment.
    """
    told = any(corpus.records(quote) for quote in quotes)
    speaking: list[Found] | None = None
    for ways in _by_kind(question.narrowed):
        held = [[_held(asked, quote, corpus) for asked in ways] for quote in quotes]
        yield from _denials(ways, held)
        if not told or any(each.denied for of_quote in held for each in of_quote):
            continue
        if any(each.fits for of_quote in held for each in of_quote):
            continue
        words = " or ".join(f"“{asked.words}”" for asked in ways)
        others = dict.fromkeys(other for of_quote in held for each in of_quote for other in each.others)
        if others:
            given = " and ".join(f"“{other}”" for other in others)
            numbers = tuple(number for number, of_quote in enumerate(held) if any(each.others for each in of_quote))
            yield Note("missing", f"What is quoted is of {given}, not of {words}.", numbers)
            continue
        speaking = _speaking(question, ranking, corpus) if speaking is None else speaking
        if not _is_usual(ways) and not any(_speaks_of(asked, unit, corpus) for unit in speaking for asked in ways):
            yield Note("missing", f"What is quoted is not said of {words}.")


def _denials(ways: Sequence[Narrowing], held: Sequence[Sequence[Held]]) -> Iterator[Note]:
    """A note on each quote that says itself that its study was not of those asked about."""
    words = " or ".join(f"“{asked.words}”" for asked in ways)
    for number, of_quote in enumerate(held):
        for denied in dict.fromkeys(each.denied for each in of_quote if each.denied):
            yield Note("missing", f"The study that is quoted was not of {words}: “{denied}”.", (number,))


def those_asked_first(question: Question, found: Sequence[Found], corpus: Corpus) -> list[Found]:
    """What was found, where it is asked who can have no intensive treatment (or who can): what is said of them first.

    What is said of the others is left out, unless there is nothing else.
    """
    asked = [each for each in question.narrowed if each.kind == "fitness"]
    if not asked or question.topics:
        return list(found)
    held = [(unit, [_held(each, unit, corpus) for each in asked]) for unit in found]
    of_them = [unit for unit, ways in held[:_HEAD] if any(each.fits for each in ways)]
    of_others = [unit for unit, ways in held if any(each.others for each in ways)]
    return of_them or [unit for unit in found if unit not in of_others] or list(found)


def _by_kind(narrowed: Sequence[Narrowing]) -> list[list[Narrowing]]:
    """What is asked of each kind together: "a phase 2 or a phase 3 trial". Each gene stands by itself."""
    found: dict[str, list[Narrowing]] = {}
    for asked in narrowed:
        key = "".join(sorted(asked.values)) if asked.kind == "gene" else asked.kind
        found.setdefault(key, []).append(asked)
    return list(found.values())


def _is_usual(ways: Sequence[Narrowing]) -> bool:
    """Whether patients who had treatment before are meant, as in most sentences on a drug that don't say so."""
    return any("pretreated" in asked.values for asked in ways)


def _treatments(question: Question) -> list[str]:
    """What the question is about, without the genes that say in whom."""
    patients = {gene for asked in question.narrowed if asked.kind == "gene" for gene in asked.values}
    return [topic for topic in question.topics if topic not in patients]


def _speaking(question: Question, found: Sequence[Found], corpus: Corpus, *, with_parts: bool = False) -> list[Found]:
    """The units that speak of the treatments asked about, or of a drug of them, and the sentences that go on from them.

    All units where it is about no treatment by name.
    """
    treatments = _treatments(question)
    if not treatments:
        return list(found)
    if len(treatments) < len(question.topics):
        found = corpus.search(replace(question, topics=tuple(treatments), narrowed=()), len(found))
    parts = {part for topic in treatments for part in topic.split(" + ")} if with_parts else set()
    own = [unit for unit in found if unit.scope > 0 or any(corpus.names(unit, part) for part in parts)]
    places = {(unit.document, unit.unit) for unit in own}
    return [*own, *(unit for unit in found if not unit.another and _goes_on(unit, places, corpus))]


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
