"""A turn of the conversation as HTML: how the question was read, the figures, the notes, the quotes, their cards."""

from __future__ import annotations

from rraml_qa.assistant import Assistant
from rraml_qa.render import Entries, figures_of
from rraml_qa.types import Answer, Quote
from rraml_qa.ui.desk import Turn
from rraml_qa.ui.markup import fill
from rraml_qa.ui.sources import Source, make_source

__all__ = ["card_html", "turn_html"]

_NOTES = {
    "conflict": "The document contradicts itself",
    "difference": "Given otherwise elsewhere",
    "doubt": "In doubt",
    "missing": "Not in this document",
    "computed": "How it was found",
    "comparison": "Comparing",
    "ambiguous": "More than one meaning",
}
_CAUTIONS = frozenset({"missing", "doubt", "ambiguous"})  # to be read before any figure
_KINDS = {"misspelling": "spelling", "abbreviation": "short form", "brand": "brand name", "code": "company code"}


def turn_html(number: int, turn: Turn, answer: Answer, assistant: Assistant) -> str:
    """The turn of this number, counted from 1."""
    sources = _sources(answer, assistant)
    notes = [(note.kind, _NOTES.get(note.kind, "Note"), note.text, note.quotes) for note in answer.notes]
    return fill(
        "turn.html",
        number=number,
        turn=turn,
        answer=answer,
        resolved=None if _is_as_asked(turn, answer) else answer.resolved_question,
        figures=figures_of(answer),
        cautions=[note for note in notes if note[0] in _CAUTIONS],
        notes=[note for note in notes if note[0] not in _CAUTIONS],
        kinds=_KINDS,
        sources=sources,
        spelt=list({short: (short, long) for source in reversed(sources) for short, long in source.spelt}.values()),
    )


def card_html(quote: Quote, assistant: Assistant) -> str:
    """The card of a quote that belongs to no turn."""
    edition = assistant.manifest.identity.corpus.edition or ""
    source = _source(1, quote, assistant, edition, assistant.entries)
    return fill("card.html", source=source) if source else ""


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
