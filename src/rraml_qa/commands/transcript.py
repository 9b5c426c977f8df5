"""A conversation to keep: as Markdown, as JSON whose questions can be read back, as a page to print.

The same conversation over the same index, on the same day, gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any, Protocol

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
    "Form",
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

    `as_typed` are the names in the question that were taken as they are, `documents` the titles of what is quoted.
    """

    question: str
    answer: Answer
    entries: tuple[Cited, ...] = ()
    as_typed: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    def cited(self, quote: Quote) -> Cited:
        """The numbers that a quote cites, with their entries where they are known."""
        places = [(each.document, each.start, each.end) for each in self.answer.quotes[: len(self.entries)]]
        place = (quote.document, quote.start, quote.end)
        return self.entries[places.index(place)] if place in places else ()


def turn_of(assistant: Assistant, answer: Answer, as_typed: Sequence[str] = ()) -> Turn:
    """An answer of the assistant with all that is needed to write it."""
    entries = tuple(assistant.entries(quote) for quote in answer.quotes)
    titles = tuple(document.title for document in assistant.manifest.documents)
    return Turn(answer.question, answer, entries, tuple(as_typed), titles)


_MOST_TITLES = 5  # of documents that the head of a transcript names


def _head(turns: Sequence[Turn], day: date | None) -> list[str]:
    """What stands below the title: the day, and the documents that were asked, each corpus once."""
    asked = dict.fromkeys((turn.answer.corpus, turn.documents) for turn in turns)
    lines = [f"Date: {day.day} {day:%B %Y}"] if day else []
    return [*lines, *(f"Document{'s' if titles[1:] else ''}: {_named(corpus, titles)}" for corpus, titles in asked)]


def _named(corpus: CorpusRef, titles: tuple[str, ...]) -> str:
    more = f" and {len(titles) - _MOST_TITLES} more" if len(titles) > _MOST_TITLES else ""
    return f"{'; '.join(titles[:_MOST_TITLES]) or corpus.name}{more} ({_edition(corpus)})"


def _foot(turns: Sequence[Turn]) -> list[str]:
    """What stands at the end: by what the quotes can be checked, corpus and index each once, and what wrote it."""
    quoted = dict.fromkeys((turn.answer.corpus, turn.answer.index) for turn in turns)
    sums = [f"Quoted: {corpus.name}, SHA-256 {corpus.sha256}, index {index}" for corpus, index in quoted]
    return [*sums, f"Written by rraml-qa {__version__}"]


def _is_over_several(turns: Sequence[Turn]) -> bool:
    return len({(turn.answer.corpus, turn.answer.index) for turn in turns}) > 1


# ------------------------------------------------------------------------------------------- Markdown


def conversation_markdown(turns: Sequence[Turn], *, title: str = TITLE, day: date | None = None) -> str:
    """The conversation as Markdown, a heading a question; no word of documents or users acts as mark-up in it."""
    several = _is_over_several(turns)
    lines = [f"# {plain_markdown(title)}", *map(plain_markdown, _head(turns, day)), f"*{plain_markdown(NOTICE)}*"]
    for number, turn in enumerate(turns, 1):
        lines.append(f"## {number}. {plain_markdown(' '.join(turn.question.split()))}")
        if several:
            lines.append(f"*Quoted from: {plain_markdown(_quoted(turn))}*")
        if turn.as_typed:
            lines.append(f"*{plain_markdown(_taken(turn))}*")
        lines.append(answer_markdown(turn.answer, turn.cited))
    lines += ["---", *map(plain_markdown, _foot(turns))]
    return "\n\n".join(lines) + "\n"


def _quoted(turn: Turn) -> str:
    return f"{turn.answer.corpus.name}, {_edition(turn.answer.corpus)}"


def _edition(corpus: CorpusRef) -> str:
    restated = " (a restatement in our own words, not the review's text)" if corpus.edition == "digest" else ""
    return f"{corpus.edition or corpus.name} edition{restated}"


def _taken(turn: Turn) -> str:
    return f"Taken as typed: {', '.join(turn.as_typed)}"


# ----------------------------------------------------------------------------------------------- JSON


def conversation_json(turns: Sequence[Turn], *, title: str = TITLE, day: date | None = None) -> str:
    """The conversation as JSON: each turn is an answer in schema 1, with `entries` and `as_typed` where there are."""
    values = {
        "schema": SCHEMA,
        "title": title,
        **({"date": day.isoformat()} if day else {}),
        "documents": list(dict.fromkeys(document for turn in turns for document in turn.documents)),
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


def conversation_html(turns: Sequence[Turn], *, title: str = TITLE, day: date | None = None) -> str:
    """The conversation as a page to print: in one file, without script, and nothing from the network."""
    from jinja2 import Environment

    source = (resources.files(__package__) / "transcript.html.jinja").read_text(encoding="utf-8")
    page = (
        Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        .from_string(source)
        .render(
            title=title,
            notice=NOTICE,
            head=_head(turns, day),
            foot=_foot(turns),
            several=_is_over_several(turns),
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


class Form(Protocol):
    """Writes a conversation."""

    def __call__(self, turns: Sequence[Turn], *, title: str = TITLE, day: date | None = None) -> str:
        """The conversation under a title, with the day it was written."""


FORMS: dict[str, Form] = {
    ".md": conversation_markdown,
    ".markdown": conversation_markdown,
    ".json": conversation_json,
    ".html": conversation_html,
    ".htm": conversation_html,
}
"""The forms by the suffix of a file."""
