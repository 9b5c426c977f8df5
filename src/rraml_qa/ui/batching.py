"""The Batch tab: a file of questions is answered row by row, watched, stopped, and downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
import msgspec

from rraml_qa.commands.batch_rows import BatchRow, read_rows
from rraml_qa.errors import BatchError, RramlError
from rraml_qa.render import Figure, citation, figures_of
from rraml_qa.types import Answer, Quote
from rraml_qa.ui.chat import Chat, telling
from rraml_qa.ui.events import QUIET, Seen, component, plain, session_of, text_of
from rraml_qa.ui.markup import fill
from rraml_qa.ui.runs import Run, Runs

__all__ = ["BatchTab", "fill_batch_tab", "wire_batch_tab"]

_MOST_ROWS = 20_000
_EVERY = 0.2  # seconds between two words on how far it is
_MANY: dict[str, Any] = {"concurrency_limit": None}  # who only watches keeps nobody from it


@dataclass(frozen=True, slots=True)
class BatchTab:
    """The tab's components."""

    questions: gr.File
    run: gr.Button
    stop: gr.Button
    state: gr.HTML
    lines: gr.DownloadButton
    table: gr.DownloadButton


def fill_batch_tab() -> BatchTab:
    """The tab's components."""
    plain(fill("batching.html"))
    questions = gr.File(
        label="A file of questions: CSV, JSON lines, or a question a line",
        file_types=[".csv", ".tsv", ".jsonl", ".json", ".txt"],
        elem_id="batch-questions",
        height=170,
    )
    with gr.Row():
        run = gr.Button("Answer all", variant="primary", elem_id="batch-run", scale=0, min_width=140)
        stop = gr.Button("Stop", elem_id="batch-stop", scale=0, min_width=100, interactive=False)
        lines = gr.DownloadButton("Answers as JSON lines", visible=False, elem_id="batch-lines", scale=0, min_width=240)
        table = gr.DownloadButton("Answers as CSV", visible=False, elem_id="batch-table", scale=0, min_width=180)
    state = component("batch-state", "")
    return BatchTab(questions, run, stop, state, lines, table)


def wire_batch_tab(tab: BatchTab, chat: Chat, seen: Seen) -> None:
    """Let the tab's components do what they are for."""
    outputs = [tab.state, tab.run, tab.stop, tab.lines, tab.table, seen.told]
    runs = Runs()

    def run(path: str | None, kept: object, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        try:
            rows = _rows(path)
            desk = chat.at(session_of(request), kept, chat.view).desk
            token = runs.begin(Path(str(path)).name, rows, chat.assistant(desk))
        except RramlError as error:
            yield (*_shown(None), telling(str(error)))
            return
        yield from _watched(runs, token)

    def find(event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """A page that was opened anew finds the run that its browser began."""
        token = text_of(event, "token")
        if runs.look(token) is None:
            yield (*_shown(None), telling("The questions that were being answered here are no longer on the server."))
            return
        yield from _watched(runs, token)

    def stop(event: gr.EventData) -> dict[str, Any]:
        """The run ends by itself, after the question that it is at."""
        return {} if runs.stop(text_of(event, "token")) else telling("Nothing is being answered.")

    tab.run.click(run, [tab.questions, seen.kept], outputs, show_progress="hidden", api_visibility="private", **_MANY)
    tab.state.find(find, None, outputs, show_progress="hidden", api_visibility="private", **_MANY)
    tab.state.halt(stop, None, [seen.told], **QUIET)


def _watched(runs: Runs, token: str) -> Iterator[tuple[Any, ...]]:
    """What the page shows of a run, until it has ended; nothing of one that isn't known."""
    found = runs.look(token)
    while found is not None:
        yield (*_shown(found), {})
        if found.ended:
            return
        found = runs.wait(token, _EVERY)
    yield (*_shown(None), {})


def _shown(run: Run | None) -> tuple[Any, ...]:
    """How far a run is, which buttons can be pressed, what can be downloaded."""
    goes_on = run is not None and not run.ended
    return (
        fill("batch_state.html", run=run, rows=[_row(line) for line in run.shown] if run else []),
        gr.Button(interactive=not goes_on),
        gr.Button(interactive=goes_on),
        _download(run.lines if run else None),
        _download(run.table if run else None),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """What the table has of a question: of one that could not be asked the reason only."""

    id: str
    question: str
    declined: str
    answer: Answer | None = None

    @property
    def text(self) -> str:
        """The first quote, in words; of a row of a table its cells."""
        if self.answer is None or not self.answer.quotes:
            return ""
        quote = self.answer.quotes[0]
        cells = quote.table.columns.items() if quote.table else ()
        return "; ".join(f"{head}: {cell}" for head, cell in cells) or quote.text

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the answer."""
        return figures_of(self.answer) if self.answer else ()

    @property
    def quotes(self) -> list[tuple[Quote, str]]:
        """The quotes, or what is nearest, each with where it stands."""
        found = (self.answer.quotes or self.answer.nearest) if self.answer else ()
        return [(quote, citation(quote)) for quote in found]

    @property
    def where(self) -> str:
        """Where the quote with the first figure stands, else the first one: its heading or table, page, references."""
        if self.answer is None or not self.answer.quotes:
            return ""
        quote = self.answer.quotes[self.figures[0].quote if self.figures else 0]
        parts = [*quote.section[-1:], *([quote.table.label] if quote.table and quote.table.label else [])][-1:]
        parts += [f"page {quote.page}"] if quote.page is not None else []
        return ", ".join([*parts, *([f"ref. {', '.join(quote.references)}"] if quote.references else [])])


def _row(line: dict[str, Any]) -> _Row:
    """A line of the answers' file, for the table."""
    number, question = str(line.get("id", "")), str(line.get("question") or "")
    if "error" in line:
        return _Row(number, question, str(line["error"]))
    answer = msgspec.convert(line, Answer)
    return _Row(number, question, "" if answer.answered else answer.reason or "Not answered.", answer)


def _download(path: Path | None) -> gr.DownloadButton:
    return gr.DownloadButton(value=str(path), visible=True) if path else gr.DownloadButton(visible=False)


def _rows(given: str | None) -> list[BatchRow]:
    if not given:
        raise BatchError("There is no file of questions yet; drop one above.")
    path = Path(given)
    try:
        rows = read_rows(path)
    except BatchError as error:
        raise BatchError(str(error).replace(str(path), path.name)) from error
    if len(rows) > _MOST_ROWS:
        raise BatchError(
            f"{path.name} has {len(rows):,} questions, but the page takes {_MOST_ROWS:,}; use `rraml-qa batch`."
        )
    return rows
