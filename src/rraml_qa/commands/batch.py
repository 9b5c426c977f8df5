"""A file of questions in, a file of answers out: one JSON line a row, in the input's order, resumable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from rraml_qa.assistant import Assistant, Conversation
from rraml_qa.commands.batch_output import Sink, check_output, is_standard_output, locked, open_sink, regular_file
from rraml_qa.commands.batch_rows import BatchRow, read_rows
from rraml_qa.errors import OutputError, QuestionError
from rraml_qa.render import SCHEMA, answer_dict

__all__ = ["BatchRow", "BatchTally", "answer_rows", "check_output", "read_rows", "run_batch"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BatchTally:
    """How a batch went; `resumed` rows stood in the output already and are counted among the others too."""

    rows: int = 0
    answered: int = 0
    declined: int = 0
    faults: int = 0
    resumed: int = 0

    def plus(self, row: dict[str, Any], *, resumed: bool = False) -> BatchTally:
        """The tally with one more output row."""
        fault = "error" in row
        answered = bool(row.get("answered"))
        return BatchTally(
            self.rows + 1,
            self.answered + answered,
            self.declined + (not fault and not answered),
            self.faults + fault,
            self.resumed + resumed,
        )


def run_batch(
    assistant: Assistant,
    rows: Sequence[BatchRow],
    output: Path | None,
    stdout: IO[str],
    progress: Progress = lambda done, total: None,
) -> BatchTally:
    """Answer every row, writing each as soon as it is done; rows that stand in the file `output` already are kept.

    None and "-" mean `stdout`. A pipe or device is written to as it is.

    Raises:
        OutputError: the output can't be written, another run is writing to it, or it holds something else than the
            beginning of this batch.
    """
    check_output(output)
    if output is None or is_standard_output(output, stdout):
        output = None
    file = regular_file(output) if output else None
    if file is None:
        with open_sink(output, stdout, resumable=False) as sink:
            return _run(assistant, rows, _Begun(), sink, progress)
    with locked(file):
        begun = _begun(file, rows, assistant)
        with open_sink(file, stdout, resumable=True) as sink:
            return _run(assistant, rows, begun, sink, progress)


def answer_rows(assistant: Assistant, rows: Sequence[BatchRow]) -> Iterator[dict[str, Any]]:
    """The answer of each row in turn as a line of the output has it; one that can't be asked gives "error"."""
    conversations: dict[str, Conversation] = {}
    for row in rows:
        yield _answer(assistant, conversations, row)


@dataclass(frozen=True, slots=True)
class _Begun:
    """What an earlier run has done of a batch: its lines, and where its conversations stand."""

    lines: tuple[dict[str, Any], ...] = ()
    conversations: dict[str, Conversation] = field(default_factory=dict)


def _run(assistant: Assistant, rows: Sequence[BatchRow], begun: _Begun, sink: Sink, progress: Progress) -> BatchTally:
    tally = BatchTally()
    for line in begun.lines:
        tally = tally.plus(line, resumed=True)
    conversations = dict(begun.conversations)
    for number in range(len(begun.lines), len(rows)):
        progress(number, len(rows))
        line = _answer(assistant, conversations, rows[number])
        tally = tally.plus(line)
        sink.write(line)
    progress(len(rows), len(rows))
    return tally


def _answer(assistant: Assistant, conversations: dict[str, Conversation], row: BatchRow) -> dict[str, Any]:
    if row.fault or row.question is None:
        return {**_head(row), "error": row.fault or "There is no question."}
    try:
        if row.conversation is None:
            return answer_dict(assistant.ask(row.question, id=row.id))
        conversation = conversations.setdefault(row.conversation, assistant.conversation())
        return answer_dict(conversation.ask(row.question, id=row.id))
    except QuestionError as error:
        return {**_head(row), "error": str(error)}


def _head(row: BatchRow) -> dict[str, Any]:
    """How the line of a row begins, whether it is answered or not."""
    return {"schema": SCHEMA, "id": row.id, "question": row.question}


# ------------------------------------------------------------------------------------------- resuming


def _begun(file: Path, rows: Sequence[BatchRow], assistant: Assistant) -> _Begun:
    """What an earlier, stopped run has written of this batch; a half-written last line is cut off.

    Raises:
        OutputError: the file can't be read, or holds something else.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return _Begun()
    except OSError as error:
        raise OutputError(
            f"The answers can't be written to {file} ({error.strerror}); choose another file with -o."
        ) from error
    *texts, half = data.split(b"\n")
    lines = [_parsed(text) for text in texts]
    kept, conversations = _kept(lines, rows, assistant)
    if len(kept) < len(lines) or not _begins(half, rows[len(kept) :]):
        raise OutputError(
            f"{file} exists, and its line {len(kept) + 1} is no answer of this batch with this index; "
            "remove the file or choose another with -o."
        )
    if half:
        _cut(file, len(data) - len(half))
    return _Begun(tuple(kept), conversations)


def _cut(file: Path, size: int) -> None:
    try:
        with file.open("r+b") as stream:
            stream.truncate(size)
    except OSError as error:
        raise OutputError(
            f"The half-written last line of {file} can't be cut off ({error.strerror}); choose another file with -o."
        ) from error


def _begins(half: bytes, rows: Sequence[BatchRow]) -> bool:
    """Whether `half` can be the beginning of the line of the first of `rows`."""
    if not half or not rows:
        return not half
    head = json.dumps(_head(rows[0]), ensure_ascii=False).removesuffix("}").encode()
    return head.startswith(half) or half.startswith(head + b", ") or half == head + b","


def _parsed(text: bytes) -> dict[str, Any]:
    """The object that a line holds; an empty one where it holds none."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return line if isinstance(line, dict) else {}


def _kept(
    lines: Sequence[dict[str, Any]], rows: Sequence[BatchRow], assistant: Assistant
) -> tuple[list[dict[str, Any]], dict[str, Conversation]]:
    """The first of the lines that are this batch's, and the conversations as they stand after them."""
    resolved = _resolved(rows[: len(lines)], assistant)
    kept: list[dict[str, Any]] = []
    history: dict[str, list[str]] = {}
    for line, row, question in zip(lines, rows, resolved, strict=False):
        if not _same(line, row, question, assistant.id):
            break
        kept.append(line)
        if row.conversation is not None and question is not None:
            history.setdefault(row.conversation, []).append(question)
    return kept, {name: Conversation(assistant, questions) for name, questions in history.items()}


def _same(line: dict[str, Any], row: BatchRow, resolved: str | None, index: str) -> bool:
    if any(key not in line or line[key] != value for key, value in _head(row).items()):
        return False
    if resolved is None:
        return "error" in line
    return "error" not in line and line.get("resolved_question") == resolved and line.get("index") == index


def _resolved(rows: Sequence[BatchRow], assistant: Assistant) -> list[str | None]:
    """Each row's question in full, as its conversation makes it; None for a row that can't be asked."""
    typed: dict[tuple[str | None, int], list[int]] = {}
    for number, row in enumerate(rows):
        if _can_be_asked(row, assistant):
            alone = number if row.conversation is None else -1
            typed.setdefault((row.conversation, alone), []).append(number)
    resolved: list[str | None] = [None] * len(rows)
    for numbers in typed.values():
        questions = assistant.resolve([rows[number].question or "" for number in numbers])
        for number, question in zip(numbers, questions, strict=True):
            resolved[number] = question
    return resolved


def _can_be_asked(row: BatchRow, assistant: Assistant) -> bool:
    if row.fault or row.question is None:
        return False
    try:
        assistant.resolve([row.question])
    except QuestionError:
        return False
    return True
