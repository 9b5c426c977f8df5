"""A file of questions in, a file of answers out: one JSON line a row, in the input's order, resumable."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from rraml_qa.assistant import Assistant, Conversation
from rraml_qa.errors import BatchError, OutputError, QuestionError
from rraml_qa.render import SCHEMA, answer_dict

__all__ = ["BatchRow", "BatchTally", "read_rows", "run_batch"]

_COLUMNS = "id, question, conversation"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A row of the input; `fault` says in a sentence why it can't be asked, if it can't."""

    id: str
    question: str | None
    conversation: str | None = None
    fault: str | None = None


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


def read_rows(path: Path | None, stdin: IO[bytes] | None = None) -> list[BatchRow]:
    """Read the questions of `path`, or of `stdin`: JSONL, CSV (by its name or its first line), or a question a line.

    Raises:
        BatchError: the file is missing, empty, no text, or a CSV without a `question` column.
    """
    name = str(path) if path else "standard input"
    try:
        data = path.read_bytes() if path else (stdin.read() if stdin else b"")
    except OSError as error:
        raise BatchError(f"The questions in {name} can't be read ({error.strerror}).") from error
    text = _decode(data, name)
    if not text.strip():
        raise BatchError(f"{name} holds no question: expected JSONL, CSV (columns {_COLUMNS}) or a question a line.")
    kind = _kind(path.suffix.lower() if path else "", text)
    rows = {"jsonl": _json_rows, "csv": _csv_rows, "text": _text_rows}[kind](text, name)
    return list(rows)


def _decode(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BatchError(f"{name} should be UTF-8 text, but byte {error.start} is none; save it as UTF-8.") from error
    if "\0" in text:
        raise BatchError(f"{name} should be text, but it holds binary data.")
    return text


def _kind(suffix: str, text: str) -> str:
    if suffix in {".jsonl", ".ndjson", ".json"}:
        return "jsonl"
    if suffix in {".csv", ".tsv"}:
        return "csv"
    if suffix in {".txt", ".md"}:
        return "text"
    first = text.lstrip().partition("\n")[0].strip()
    if first.startswith("{"):
        return "jsonl"
    return "csv" if "question" in [cell.strip().lower() for cell in first.split(",")] and "," in first else "text"


def _text_rows(text: str, name: str) -> Iterator[BatchRow]:
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), 1):
        yield BatchRow(str(number), line.strip())


def _csv_rows(text: str, name: str) -> Iterator[BatchRow]:
    head = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text.lstrip()), delimiter=delimiter, strict=True)
    columns = [column.strip().lower() for column in reader.fieldnames or []]
    if "question" not in columns:
        raise BatchError(f"{name} should have the columns {_COLUMNS}, but its first line is {head.strip()!r}.")
    reader.fieldnames = columns
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            yield _row(row, number, "row")
    except csv.Error as error:
        yield BatchRow(
            str(number + 1),
            None,
            fault=f"Row {number + 1} is no CSV ({error}); nothing after it could be read.",
        )


def _json_rows(text: str, name: str) -> Iterator[BatchRow]:
    number = 0
    for line_number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        number += 1
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", type(error).__name__)
            yield BatchRow(str(number), None, fault=f"Line {line_number} is no JSON ({reason}).")
            continue
        if isinstance(row, dict):
            yield _row(row, number, "line", line_number)
        else:
            fault = f'Line {line_number} should be an object such as {{"question": "…"}}, not {type(row).__name__}.'
            yield BatchRow(str(number), None, fault=fault)


def _row(row: dict[str, Any], number: int, what: str, place: int | None = None) -> BatchRow:
    identifier = row.get("id")
    name = str(identifier) if isinstance(identifier, str | int) and str(identifier).strip() else str(number)
    question, conversation = row.get("question"), row.get("conversation")
    where = f"{what.capitalize()} {place or number}"
    if question is None:
        return BatchRow(name, None, fault=f"{where} has no question.")
    if not isinstance(question, str):
        return BatchRow(name, None, fault=f"{where}: the question should be a string, not {type(question).__name__}.")
    if conversation is not None and not isinstance(conversation, str | int):
        fault = f"{where}: the conversation should be a string, not {type(conversation).__name__}."
        return BatchRow(name, question, fault=fault)
    return BatchRow(name, question, str(conversation).strip() or None if conversation is not None else None)


def run_batch(
    assistant: Assistant,
    rows: Sequence[BatchRow],
    output: Path | None,
    stdout: IO[str],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> BatchTally:
    """Answer every row, writing each as soon as it is done; rows that stand in `output` already are kept.

    Raises:
        OutputError: the output can't be written, or holds something else than the beginning of this batch.
    """
    tally = BatchTally()
    conversations: dict[str, Conversation] = {}
    done = _finished(output, rows, assistant.manifest.index) if output else []
    for row, line in zip(rows, done, strict=False):
        tally = tally.plus(line, resumed=True)
        _remember(conversations, assistant, row, line)
    with _sink(output, stdout) as sink:
        for number, row in enumerate(rows[len(done) :], len(done)):
            progress(number, len(rows))
            line = _answer(assistant, conversations, row)
            tally = tally.plus(line)
            _write(sink, line, output)
        progress(len(rows), len(rows))
    return tally


def _answer(assistant: Assistant, conversations: dict[str, Conversation], row: BatchRow) -> dict[str, Any]:
    if row.fault or row.question is None:
        return _fault_line(row, row.fault or "There is no question.")
    try:
        if row.conversation is None:
            return answer_dict(assistant.ask(row.question, id=row.id))
        conversation = conversations.setdefault(row.conversation, assistant.conversation())
        return answer_dict(conversation.ask(row.question, id=row.id))
    except QuestionError as error:
        return _fault_line(row, str(error))


def _fault_line(row: BatchRow, fault: str) -> dict[str, Any]:
    return {"schema": SCHEMA, "id": row.id, "question": row.question, "error": fault}


def _remember(
    conversations: dict[str, Conversation], assistant: Assistant, row: BatchRow, line: dict[str, Any]
) -> None:
    if row.conversation is None or "resolved_question" not in line:
        return
    past = conversations[row.conversation].history if row.conversation in conversations else ()
    conversations[row.conversation] = Conversation(assistant, [*past, line["resolved_question"]])


def _finished(output: Path, rows: Sequence[BatchRow], index: str) -> list[dict[str, Any]]:
    """The rows of this batch that an earlier, stopped run has written; a half-written last line is cut off."""
    try:
        data = output.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise OutputError(f"The answers can't be written to {output} ({error.strerror}).") from error
    whole = data[: data.rfind(b"\n") + 1]
    lines = whole.decode("utf-8", errors="replace").splitlines()
    done: list[dict[str, Any]] = []
    for row, text in zip(rows, lines, strict=False):
        line = _parsed(text)
        if line is None or not _same(line, row, index):
            break
        done.append(line)
    if len(done) < len(lines) or (
        not lines and data and not b'{"schema"'.startswith(data[:9]) and data[:9] != b'{"schema"'
    ):
        raise OutputError(
            f"{output} exists, and its line {len(done) + 1} is no answer of this batch with this index; "
            "remove the file or choose another with -o."
        )
    if len(whole) < len(data):
        with output.open("r+b") as file:
            file.truncate(len(whole))
    return done


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None


def _same(line: dict[str, Any], row: BatchRow, index: str) -> bool:
    asked = line.get("id") == row.id and line.get("question") == row.question
    return asked and ("error" in line or line.get("index") == index)


@contextmanager
def _sink(output: Path | None, stdout: IO[str]) -> Iterator[IO[str]]:
    if output is None:
        yield stdout
        return
    try:
        file = output.open("a", encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(
            f"The answers can't be written to {output} ({error.strerror}); choose another file with -o."
        ) from error
    with file:
        yield file


def _write(sink: IO[str], line: dict[str, Any], output: Path | None) -> None:
    try:
        sink.write(json.dumps(line, ensure_ascii=False) + "\n")
        sink.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(
            f"The answers can't be written to {output or 'standard output'} ({error.strerror}); what was written "
            "stays, the same command goes on from there."
        ) from error
