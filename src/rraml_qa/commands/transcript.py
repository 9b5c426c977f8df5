"""A conversation to keep: as Markdown, as JSON whose questions can be read back, as a page to print.

The same conversation over the same index gives the same bytes; there is no time in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from rraml_qa import __version__
from rraml_qa.errors import InputError
from rraml_qa.render import (
    SCHEMA,
    answer_dict,
    answer_markdown,
    citation,
    figure_lines,
    plain_markdown,
)
from rraml_qa.types import Answer, CorpusRef, Quote

if TYPE_CHECKING:
    from rraml_qa.assistant import Assistant

__all__ = [
    "FORMS",
    "NOTICE",
    "TITLE",
    "Turn",
    "conversation_html",
    "conversation_json",
    "conversation_markdown",
    "read_conversation",
    "turn_of",
]

TITLE = "Conversation with a medical review"
NOTICE = (
    "Every quote stands word for word in the source, at the characters it is cited from. It informs professionals "
    "about what a document says. It is no medical advice."
)

Cited = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was typed, its answer, and for each of the answer's quotes the entries of what it cites.

    `as_typed` are the names in the question that were taken as they are.
    """

    question: str
    answer: Answer
    entries: tuple[Cited, ...] = ()
    as_typed: tuple[str, ...] = ()

    def cited(self, quote: Quote) -> Cited:
        """The numbers that a quote cites, with their entries where they are known."""
        places = [(each.document, each.start, each.end) for each in self.answer.quotes[: len(self.entries)]]
        place = (quote.document, quote.start, quote.end)
        return self.entries[places.index(place)] if place in places else ()


def turn_of(assistant: Assistant, answer: Answer, as_typed: Sequence[str] = ()) -> Turn:
    """An answer of the assistant with all that is needed to write it."""
    entries = tuple(assistant.entries(quote) for quote in answer.quotes)
    return Turn(answer.question, answer, entries, tuple(as_typed))


def _sources(turns: Sequence[Turn]) -> dict[tuple[CorpusRef, str], str]:
    """What was quoted, corpus and index, each once and in words."""
    quoted = dict.fromkeys((turn.answer.corpus, turn.answer.index) for turn in turns)
    return {
        (corpus, index): f"{corpus.name}, {_edition(corpus)}, SHA-256 {corpus.sha256}, index {index}"
        for corpus, index in quoted
    }


# ------------------------------------------------------------------------------------------- Markdown


def conversation_markdown(turns: Sequence[Turn], *, title: str = TITLE) -> str:
    """The conversation as Markdown, a heading a question; no word of documents or users acts as mark-up in it."""
    sources = _sources(turns)
    lines = [f"# {plain_markdown(title)}", f"*{plain_markdown(NOTICE)}*"]
    lines += [f"Quoted: {plain_markdown(source)}" for source in sources.values()]
    lines.append(f"Written by rraml-qa {plain_markdown(__version__)}")
    for number, turn in enumerate(turns, 1):
        lines.append(f"## {number}. {plain_markdown(' '.join(turn.question.split()))}")
        if len(sources) > 1:
            lines.append(f"*Quoted from: {plain_markdown(_quoted(turn))}*")
        if turn.as_typed:
            lines.append(f"*{plain_markdown(_taken(turn))}*")
        lines.append(answer_markdown(turn.answer, turn.cited))
    return "\n\n".join(lines) + "\n"


def _quoted(turn: Turn) -> str:
    return f"{turn.answer.corpus.name}, {_edition(turn.answer.corpus)}"


def _edition(corpus: CorpusRef) -> str:
    restated = " (a restatement in our own words, not the review's text)" if corpus.edition == "digest" else ""
    return f"{corpus.edition or corpus.name} edition{restated}"


def _taken(turn: Turn) -> str:
    return f"Taken as typed: {', '.join(turn.as_typed)}"


# ----------------------------------------------------------------------------------------------- JSON


def conversation_json(turns: Sequence[Turn], *, title: str = TITLE) -> str:
    """The conversation as JSON: each turn is an answer in schema 1, with `entries` and `as_typed` where there are."""
    values = {
        "schema": SCHEMA,
        "title": title,
        "notice": NOTICE,
        "program": f"rraml-qa {__version__}",
        "turns": [_turn_dict(turn) for turn in turns],
    }
    text = json.dumps(values, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _turn_dict(turn: Turn) -> dict[str, Any]:
    entries = [
        {"quote": number, "number": cited, "entry": entry}
        for number, quote in enumerate(turn.answer.quotes)
        for cited, entry in turn.cited(quote)
    ]
    values = {**answer_dict(turn.answer), "question": turn.question}
    return {
        **values,
        **({"entries": entries} if entries else {}),
        **({"as_typed": list(turn.as_typed)} if turn.as_typed else {}),
    }


def read_conversation(text: str) -> tuple[str, ...]:
    """The questions of a conversation that was kept as JSON, as they were typed, in order.

    Raises:
        InputError: it is no such file.
    """
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "it is nested too deep")
        raise InputError(f"A kept conversation should be JSON, but this is none ({reason}).") from error
    if not isinstance(values, dict) or not isinstance(values.get("turns"), list):
        raise InputError('A kept conversation should be an object with "turns", but this is none.')
    if values.get("schema") != SCHEMA:
        raise InputError(f"A kept conversation should have schema {SCHEMA}, but this has {values.get('schema')!r}.")
    return tuple(_question(number, turn) for number, turn in enumerate(values["turns"], 1))


def _question(number: int, turn: object) -> str:
    question = turn.get("question") if isinstance(turn, dict) else None
    if not isinstance(question, str):
        raise InputError(f"Turn {number} of the kept conversation has no question.")
    return question


# ----------------------------------------------------------------------------------------------- HTML


def conversation_html(turns: Sequence[Turn], *, title: str = TITLE) -> str:
    """The conversation as a page to print: in one file, without script, and nothing from the network."""
    from jinja2 import Environment

    source = (resources.files(__package__) / "transcript.html.jinja").read_text(encoding="utf-8")
    sources = _sources(turns)
    page = (
        Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        .from_string(source)
        .render(
            title=title,
            notice=NOTICE,
            program=f"rraml-qa {__version__}",
            sources=list(sources.values()),
            several=len(sources) > 1,
            turns=turns,
            quoted=_quoted,
            taken=_taken,
            figures=figure_lines,
            citation=citation,
            pieces=_pieces,
        )
    )
    return page + "\n"


def _pieces(quote: Quote) -> Iterator[tuple[str, bool]]:
    """The quote's text in parts, each with whether it is highlighted."""
    at = 0
    for start, end in quote.highlights:
        yield quote.text[at:start], False
        yield quote.text[start:end], True
        at = end
    yield quote.text[at:], False


FORMS: dict[str, Callable[[Sequence[Turn]], str]] = {
    ".md": conversation_markdown,
    ".markdown": conversation_markdown,
    ".json": conversation_json,
    ".html": conversation_html,
    ".htm": conversation_html,
}
"""The forms by the suffix of a file."""
