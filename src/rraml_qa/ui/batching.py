"""The Batch tab: a file of questions is answered row by row, watched, stopped, and downloaded."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

import gradio as gr

from rraml_qa.assistant import Assistant
from rraml_qa.commands.batch import BatchTally, answer_rows
from rraml_qa.commands.batch_rows import BatchRow, read_rows
from rraml_qa.commands.batch_table import write_table
from rraml_qa.errors import BatchError, RramlError
from rraml_qa.ui.chat import Chat, telling
from rraml_qa.ui.events import QUIET, Seen, plain, session_of
from rraml_qa.ui.markup import fill

__all__ = ["BatchTab", "fill_batch_tab", "wire_batch_tab"]

_MOST_ROWS = 20_000
_EVERY = 0.2  # seconds between two words on how far it is
_LOOKED_AT = 20  # answers that the page shows


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
        stop = gr.Button("Stop", elem_id="batch-stop", scale=0, min_width=100)
        lines = gr.DownloadButton("Answers as JSON lines", visible=False, elem_id="batch-lines", scale=0, min_width=220)
        table = gr.DownloadButton("Answers as CSV", visible=False, elem_id="batch-table", scale=0, min_width=180)
    state = plain(name="batch-state")
    return BatchTab(questions, run, stop, state, lines, table)


def wire_batch_tab(tab: BatchTab, chat: Chat, seen: Seen) -> None:
    """Let the tab's components do what they are for."""
    outputs = [tab.state, tab.lines, tab.table, seen.told]
    wishes: dict[str, threading.Event] = {}  # to stop, by the session whose run it is

    def run(path: str | None, kept: object, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        session = session_of(request)
        wish = wishes[session] = threading.Event()
        try:
            desk = chat.at(session, kept, chat.view).desk
            for each in _run(path, chat.assistant(desk), wish):
                yield (*each, {})
        except RramlError as error:
            yield fill("batch_state.html", run=None), _hidden(), _hidden(), telling(str(error))
        finally:
            if wishes.get(session) is wish:
                del wishes[session]

    def stop(request: gr.Request) -> dict[str, Any]:
        """The run ends by itself, after the question that it is at."""
        wish = wishes.get(session_of(request))
        if wish is None:
            return telling("Nothing is being answered.")
        wish.set()
        return {}

    tab.run.click(
        run, [tab.questions, seen.kept], outputs, show_progress="hidden", api_visibility="private", concurrency_limit=4
    )
    tab.stop.click(stop, None, [seen.told], **QUIET)


@dataclass(frozen=True, slots=True)
class _Run:
    """How far a run is: of `all` questions those of the tally; the first answers, and what couldn't be asked."""

    tally: BatchTally
    all: int
    shown: tuple[dict[str, Any], ...]
    faults: tuple[dict[str, Any], ...]
    ended: bool
    stopped: bool = False


def _run(path: str | None, assistant: Assistant, wish: threading.Event) -> Iterator[tuple[Any, ...]]:
    if not path:
        raise BatchError("There is no file of questions yet; drop one above.")
    rows = _rows(Path(path))
    folder = Path(tempfile.mkdtemp(prefix="rraml-qa-batch-"))
    tally, last = BatchTally(), time.monotonic()
    yield _state(_Run(tally, len(rows), (), (), ended=False)), _hidden(), _hidden()
    with _answers(folder).open("w", encoding="utf-8") as file:
        for line in answer_rows(assistant, rows):
            _write(file, line)
            tally = tally.plus(line)
            if time.monotonic() - last > _EVERY:
                last = time.monotonic()
                yield _state(_Run(tally, len(rows), (), (), ended=False)), gr.skip(), gr.skip()
            if wish.is_set():
                break
    yield _ended(folder, len(rows))


def _rows(path: Path) -> list[BatchRow]:
    try:
        rows = read_rows(path)
    except BatchError as error:
        raise BatchError(str(error).replace(str(path), path.name)) from error
    if len(rows) > _MOST_ROWS:
        raise BatchError(
            f"{path.name} has {len(rows):,} questions, but the page takes {_MOST_ROWS:,}; use `rraml-qa batch`."
        )
    return rows


def _write(file: IO[str], line: dict[str, Any]) -> None:
    file.write(json.dumps(line, ensure_ascii=False) + "\n")
    file.flush()  # what is there stays, whenever it is stopped


def _answers(folder: Path) -> Path:
    return folder / "answers.jsonl"


def _ended(folder: Path, count: int) -> tuple[Any, ...]:
    """The page after a run over so many questions: how it went, and its answers to download."""
    tally, faults = BatchTally(), []
    table = folder / "answers.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        write_table(_lines(folder), file)
    for line in _lines(folder):
        tally = tally.plus(line)
        if "error" in line:
            faults.append(line)
    shown = tuple(islice(_lines(folder), _LOOKED_AT))
    run = _Run(tally, count, shown, tuple(faults[:_LOOKED_AT]), ended=True, stopped=tally.rows < count)
    return (
        _state(run),
        gr.DownloadButton(value=str(_answers(folder)), visible=True),
        gr.DownloadButton(value=str(table), visible=True),
    )


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    with _answers(folder).open(encoding="utf-8") as file:
        for text in file:
            line: dict[str, Any] = json.loads(text)
            yield line


def _state(run: _Run) -> str:
    return fill("batch_state.html", run=run)


def _hidden() -> gr.DownloadButton:
    return gr.DownloadButton(visible=False)
