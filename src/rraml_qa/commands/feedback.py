"""What a reader thought of an answer, kept as a line of JSON in a file of the user's own; nothing is sent anywhere."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from rraml_qa.config import home
from rraml_qa.errors import EvaluationError, OutputError, QuestionError, UsageError
from rraml_qa.question.check import clean_question
from rraml_qa.types import Answer, CorpusRef

__all__ = ["LONGEST_COMMENT", "Judged", "Verdict", "feedback_file", "read_verdicts", "record_verdict", "verdict_on"]

SCHEMA = 1
LONGEST_COMMENT = 4_000  # characters
_PATIENCE = 10.0  # seconds that another writer has to end


@dataclass(frozen=True, slots=True)
class Judged:
    """A quote of the answer that was judged: `text` stood at `[start:end]` of the document."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Thumbs up (`good`) or down on an answer, with a comment; `quotes` is empty where the answer was declined.

    `history` are the resolved questions before it, `at` is the time in ISO 8601.
    """

    question: str
    resolved_question: str
    good: bool
    corpus: CorpusRef
    index: str
    at: str
    comment: str = ""
    as_typed: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    quotes: tuple[Judged, ...] = ()


def feedback_file() -> Path:
    """The file that verdicts go to where no other is named."""
    return home() / "feedback.jsonl"


def verdict_on(
    answer: Answer,
    *,
    good: bool,
    comment: str = "",
    as_typed: Sequence[str] = (),
    history: Sequence[str] = (),
    at: datetime | None = None,
) -> Verdict:
    """A verdict on an answer, at this moment if no other is given.

    Raises:
        UsageError: the comment is too long.
    """
    if len(comment) > LONGEST_COMMENT:
        raise UsageError(f"A comment has at most {LONGEST_COMMENT:,} characters, but this one has {len(comment):,}.")
    return Verdict(
        question=answer.question,
        resolved_question=answer.resolved_question,
        good=good,
        corpus=answer.corpus,
        index=answer.index,
        at=(at or datetime.now(UTC)).isoformat(timespec="seconds"),
        comment=comment.strip(),
        as_typed=tuple(as_typed),
        history=tuple(history),
        quotes=tuple(Judged(quote.document, quote.start, quote.end, quote.text) for quote in answer.quotes),
    )


def record_verdict(file: Path, verdict: Verdict) -> None:
    """Add a verdict to the file, as one whole line or not at all; only its owner may read a file that is new.

    Raises:
        OutputError: it can't be written.
    """
    from filelock import FileLock, Timeout

    values = {"schema": SCHEMA, **msgspec.to_builtins(verdict)}
    line = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(file.with_name(f".{file.name}.lock"), timeout=_PATIENCE):
            _append(file, line)
    except Timeout as error:
        raise OutputError(f"The feedback can't be written to {file}: another program keeps it locked.") from error
    except OSError as error:
        raise OutputError(f"The feedback can't be written to {file} ({error.strerror}).") from error


def _append(file: Path, line: bytes) -> None:
    """Add a line; what a full disk lets through of it is taken back, and a half line of before is ended."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        ended = not size or os.pread(handle, 1, size - 1) == b"\n"
        line = line if ended else b"\n" + line
        try:
            while line:
                line = line[os.write(handle, line) :]
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)


# -------------------------------------------------------------------------------------------- reading


def read_verdicts(file: Path, faults: list[str]) -> Iterator[Verdict]:
    """The verdicts of a file; what is wrong with a line is added to `faults`, with its number.

    Raises:
        EvaluationError: the file can't be read.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise EvaluationError(f"The feedback in {file} can't be read ({error.strerror}).") from error
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            verdict = _verdict(line)
            if isinstance(verdict, Verdict):
                yield verdict
            else:
                faults.append(f"{file.name}:{number}: {verdict}")


def _verdict(line: bytes) -> Verdict | str:
    """The verdict of a line, or why it has none."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"expected a JSON object ({getattr(error, 'msg', None) or type(error).__name__})"
    if not isinstance(values, dict) or values.get("schema") != SCHEMA:
        return f"expected an object of schema {SCHEMA}"
    try:
        verdict = msgspec.convert(values, Verdict)
        clean_question(verdict.question)
        clean_question(verdict.resolved_question)
    except msgspec.ValidationError as error:
        return str(error)
    except QuestionError as error:
        return f"the question can't be asked ({error})"
    return _fault_of(values) or verdict


def _fault_of(values: dict[str, Any]) -> str | None:
    if any(not 0 <= quote["start"] < quote["end"] or not quote["text"].strip() for quote in values.get("quotes", ())):
        return "a quote stands nowhere"
    try:
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return "it holds half a character (a lone surrogate)"
    return None
