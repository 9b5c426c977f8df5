"""A turn of the conversation as HTML: how the question was read, the figures, the notes, the quotes, their cards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rraml_qa.assistant import Assistant
from rraml_qa.render import Entries, Figure, figures_of
from rraml_qa.types import Answer, Quote
from rraml_qa.ui.desk import Turn
from rraml_qa.ui.markup import fill
from rraml_qa.ui.sources import Source, make_source

__all__ = ["card_html", "turn_html"]

_NOTES = {
    "conflict": "The document contradicts itself",
    "difference": "Given otherwise elsewhere",
    "doubt": "In doubt",
    "missing": "Not stated as asked",
    "computed": "How it was found",
    "comparison": "Comparing",
    "ambiguous": "More than one meaning",
}
_CAUTIONS = frozenset({"missing", "doubt", "ambiguous"})  # to be read before any figure
_LONG = 240  # characters of a note that would stand between the figures and their quotes
_DIFFERENCE = "difference"  # that the text may explain: told behind what it contradicts itself in
_KINDS = {"misspelling": "spelling", "abbreviation": "short form", "brand": "brand name", "code": "company code"}


def turn_html(number: int, turn: Turn, answer: Answer, assistant: Assistant) -> str:
    """The turn of this number, counted from 1."""
    sources = _sources(answer, assistant)
    differences = [note for note in answer.notes if note.kind == _DIFFERENCE]
    spelt = [each for source in sources for each in source.spelt]
    notes = [(note.kind, _NOTES.get(note.kind, "Note"), note.text, note.quotes) for note in answer.notes]
    return fill(
        "turn.html",
        number=number,
        turn=turn,
        answer=answer,
        resolved=None if _is_as_asked(turn, answer) else answer.resolved_question,
        figures=[*figures_of(answer), *_left_out(answer)],
        cautions=[note for note in notes if note[0] in _CAUTIONS],
        notes=[note for note in notes if note[0] not in _CAUTIONS | {_DIFFERENCE}],
        differences=[note for note in notes if note[0] == _DIFFERENCE],
        folded=len(differences) > 1 or any(len(note.text) > _LONG for note in differences),
        kinds=_KINDS,
        sources=sources,
        spelt=list({short.casefold(): (short, long) for short, long in reversed(spelt)}.values())[::-1],
    )


def card_html(quote: Quote, assistant: Assistant) -> str:
    """The card of a quote that belongs to no turn."""
    edition = assistant.manifest.identity.corpus.edition or ""
    source = _source(1, quote, assistant, edition, assistant.entries)
    return fill("card.html", source=source) if source else ""


def _left_out(answer: Answer) -> Iterator[Figure]:
    """The first figure of each quote that has none among the first figures, if it is of an endpoint among them.

    A list of eight quotes has its eight figures: the seventh may be the highest.
    """
    first = figures_of(answer)
    endpoints = {figure.endpoint for figure in first}
    for number in sorted(set(range(len(answer.quotes))) - {figure.quote for figure in first}):
        evidence = tuple(each for each in answer.evidence if each.quote == number)
        yield from (
            figure for figure in figures_of(replace(answer, evidence=evidence))[:1] if figure.endpoint in endpoints
        )


def _is_as_asked(turn: Turn, answer: Answer) -> bool:
    return turn.edited is None and answer.resolved_question == " ".join(answer.question.split())


def _sources(answer: Answer, assistant: Assistant) -> list[Source]:
    edition = answer.corpus.edition or ""
    quotes = answer.quotes if answer.answered else answer.nearest
    made = (_source(number, quote, assistant, edition, assistant.entries) for number, quote in enumerate(quotes, 1))
    return [source for source in made if source]


def _source(number: int, quote: Quote, assistant: Assistant, edition: str, entries: Entries) -> Source | None:
    document = assistant.document(quote.document)
    return make_source(number, quote, document, edition, entries) if document else None
