"""The page's interface for programs: named endpoints, which are MCP tools as well; their docstrings describe both.

A parameter's description is the one line that "Args:" has of it: gradio takes no more.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import gradio as gr
import msgspec

from rraml_qa.assistant import Assistant
from rraml_qa.commands.batch import answer_rows
from rraml_qa.commands.batch_rows import as_rows
from rraml_qa.commands.evidence import read_wanted, rows_of
from rraml_qa.errors import InputError, RramlError, UsageError
from rraml_qa.render import answer_dict, hit_dict

__all__ = ["MOST_HITS", "MOST_ROWS", "Told", "add_endpoints", "speak_json"]

MOST_ROWS = 1_000  # questions of one call
MOST_HITS = 100
_MOST_NAMES = 100  # endpoints or treatments of one call, earlier questions, names taken as typed

AssistantOf = Callable[[str], Assistant]


def add_endpoints(ask_of: AssistantOf) -> None:
    """Add `/ask`, `/batch`, `/search` and `/evidence` to the page that is being built.

    Args:
        ask_of: gives the assistant of a corpus by its key, "" for the default; raises a RramlError, a UsageError or
            InputError of which callers are told.
    """
    for function in (_ask(ask_of), _batch(ask_of), _search(ask_of), _evidence(ask_of)):
        name = function.__name__
        gr.api(
            function,
            api_name=name,
            api_description=_description(function),
            queue=name == "batch",  # which may take longer than a request should
            concurrency_limit=None,
        )


def _description(function: Callable[..., object]) -> str:
    """What a docstring says, its arguments apart, in one paragraph; gradio would put commas between its lines."""
    text = " ".join((inspect.getdoc(function) or "").split())
    what, _, rest = text.partition(" Args: ")
    return f"{what} Returns: {rest.partition(' Returns: ')[2]}"


def speak_json(page: gr.Blocks) -> None:
    """Let the MCP tools of a page that was launched answer in JSON; gradio's own answer in Python's notation."""
    server = page.mcp_server_obj
    if server is None:
        return

    def texts(outputs: Sequence[object], root_url: str) -> list[object]:
        return [
            server.types.TextContent(type="text", text=json.dumps(output, ensure_ascii=False)) for output in outputs
        ]

    server.postprocess_output_data = texts


class Told(gr.Error):  # type: ignore[misc]
    """What is wrong with a call, in a sentence; for the caller, not for the log."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, print_exception=False)

    def __str__(self) -> str:
        return str(self.message)


def _ask(ask_of: AssistantOf) -> Callable[..., dict[str, Any]]:
    def ask(
        question: str,
        history: list[str] = [],  # noqa: B006 - it is never changed, and tells callers the default
        as_typed: list[str] = [],  # noqa: B006
        corpus: str = "",
    ) -> dict[str, Any]:
        """Answer one question about the medical review with the review's own sentences and table rows.

        Nothing is generated: every quote is verbatim, and stands in the document `document` at the code points
        `start` to `end`. If the review doesn't answer the question it is declined: `answered` is false, `reason` says
        why in a sentence, `quotes` is empty, and `nearest` holds the closest passages, which are no answer.
        For professionals; no medical advice.

        Args:
            question: What is asked, in a sentence or a few words; brand names, codes and misspellings are understood.
            history: For a follow-up ("and quizartinib?"): the `resolved_question` of each earlier turn, oldest first.
            as_typed: Names in the question that should not be read as other names (a `surface` of `normalised`).
            corpus: Key of the corpus to ask; empty for the default one.

        Returns:
            An object of schema 1. `quotes` (text, document, start, end, section, page, references, table, highlights),
            the most direct first; `evidence`, the figures in them (endpoint, value, unit, regimen, n, population,
            quote…; null means not stated); `resolved_question`, the question in full; `normalised`, names that were
            read as others; `notes`, such as a conflict within the review; `corpus` and `index`, what was quoted.
        """
        with _told():
            before = _texts("history", history)
            taken = _texts("as_typed", as_typed)
            return answer_dict(ask_of(_key(corpus)).ask(question, history=before, as_typed=taken))

    return ask


def _batch(ask_of: AssistantOf) -> Callable[..., list[dict[str, Any]]]:
    def batch(questions: list[str | dict[str, Any]], corpus: str = "") -> list[dict[str, Any]]:
        """Answer up to 1,000 questions about the medical review, each with its own sentences and table rows, verbatim.

        A row that can't be asked gives an object with `error`, and the others go on.

        Args:
            questions: Each a string, or {"id", "question", "conversation"}; rows of one conversation are its turns.
            corpus: Key of the corpus to ask; empty for the default one.

        Returns:
            An object a question, in their order, as `ask` gives it, under the question's `id` or its number. A
            declined question has `answered` false and a `reason`.
        """
        with _told():
            if not isinstance(questions, list) or not 1 <= len(questions) <= MOST_ROWS:
                raise UsageError(f"The questions should be a list of 1 to {MOST_ROWS:,}.")
            return list(answer_rows(ask_of(_key(corpus)), as_rows(questions)))

    return batch


def _search(ask_of: AssistantOf) -> Callable[..., list[dict[str, Any]]]:
    def search(question: str, k: int = 10, corpus: str = "") -> list[dict[str, Any]]:
        """Rank the medical review's sentences and table rows for a question, whether they answer it or not.

        Nothing is declined here: use `ask` to learn whether the review answers a question at all. Every `text` is
        verbatim, and stands in `document` at the code points `start` to `end`.

        Args:
            question: What to look for, in a sentence or a few words.
            k: How many to give, 1 to 100.
            corpus: Key of the corpus to search; empty for the default one.

        Returns:
            Objects, best first, each with `quote` (text, document, start, end, section, page, references, table) and
            its `score`, `cosine` and `bm25`.
        """
        with _told():
            if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MOST_HITS:
                raise UsageError(f"k should be a whole number from 1 to {MOST_HITS}.")
            return [hit_dict(hit) for hit in ask_of(_key(corpus)).search(question, k)]

    return search


def _evidence(ask_of: AssistantOf) -> Callable[..., list[dict[str, Any]]]:
    def evidence(
        endpoints: list[str] = [],  # noqa: B006 - it is never changed, and tells callers the default
        treatments: list[str] = [],  # noqa: B006
        corpus: str = "",
    ) -> list[dict[str, Any]]:
        """List the figures that the medical review gives: response rates, survival times, adverse events and others.

        Every figure comes with the verbatim sentence or table row that gives it, and where each part of it stands, in
        code points. What the text does not state is null, never guessed; no figure gives an empty list.

        Args:
            endpoints: Only figures of any of these, such as "CR" or "overall survival"; empty for all.
            treatments: Only figures of any of these drugs, regimens, classes or genes; empty for all.
            corpus: Key of the corpus to list; empty for the default one.

        Returns:
            An object a figure: `endpoint`, `value` as written, `low`, `high`, `unit`, `treatment`, `comparator`, `n`,
            `design`, `phase`, `population`, `line`, `trial`, `references`, `quote`, `start`, `end` and others.
            `is_comparator` marks a figure of what a treatment is compared with.
        """
        with _told():
            assistant = ask_of(_key(corpus))
            wanted = read_wanted(_texts("endpoints", endpoints), _texts("treatments", treatments), assistant.linker)
            return [msgspec.to_builtins(row) for _, rows in rows_of(assistant.documents, wanted) for row in rows]

    return evidence


@contextmanager
def _told() -> Iterator[None]:
    """Tell a caller what is wrong with a call in a sentence, and of anything else only that it failed."""
    try:
        yield
    except (UsageError, InputError) as error:
        raise Told(str(error)) from None
    except RramlError as error:  # of files of this machine, which are no business of the caller's
        sys.stderr.write(f"rraml-qa: {error}\n")
        raise Told("The corpus can't be asked at the moment.") from None


def _key(corpus: object) -> str:
    if not isinstance(corpus, str):
        raise UsageError("The corpus should be the key of one, as a string.")
    return corpus


def _texts(name: str, given: object) -> list[str]:
    """A list of filled strings as callers should give it; null counts as empty."""
    given = [] if given is None else given
    texts = [text for text in given if isinstance(text, str) and text.strip()] if isinstance(given, list) else []
    if texts != given or len(texts) > _MOST_NAMES:
        raise UsageError(f"{name} should be a list of at most {_MOST_NAMES} strings, none of them empty.")
    return texts
