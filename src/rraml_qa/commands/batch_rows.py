"""A file of questions to rows: JSON lines, one JSON array, CSV, or a question a line."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from rraml_qa.errors import BatchError

__all__ = ["BatchRow", "as_rows", "read_rows"]

_COLUMNS = "id, question, conversation"
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_LONGEST_HEADER = 10_000  # characters
_BLANK_LINES = re.compile(r"\A(?:[^\S\r\n]*(?:\r\n|\r|\n))+")


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A row of the input; `fault` says in a sentence why it can't be asked, if it can't."""

    id: str
    question: str | None
    conversation: str | None = None
    fault: str | None = None


def read_rows(path: Path | None, stdin: IO[bytes] | None = None) -> list[BatchRow]:
    """Read the questions of `path`, or of `stdin`: JSON, CSV (by its name or its first line), or a question a line.

    A row without an id gets its number, or a name with it where another row has that as its id.

    Raises:
        BatchError: the file is missing, empty, no text, a CSV without a `question` column, or other JSON than rows.
    """
    name = str(path) if path else "standard input"
    try:
        data = path.read_bytes() if path else (stdin.read() if stdin else b"")
    except OSError as error:
        raise BatchError(f"The questions in {name} can't be read ({error.strerror}); check the file.") from error
    text = _decode(data, name)
    rows = list(_reader(path.suffix.lower() if path else "", text)(text, name)) if text.strip() else []
    if not rows:
        raise BatchError(
            f"{name} holds no question: expected JSON lines, CSV (columns {_COLUMNS}) or a question a line."
        )
    return _numbered(rows)


def as_rows(entries: Sequence[object]) -> list[BatchRow]:
    """Questions that a program gives, as strings or objects, to rows as `read_rows` makes them of a file."""
    given = [{"question": entry} if isinstance(entry, str) else entry for entry in entries]
    return _numbered([_json_row(entry, f"Entry {number}") for number, entry in enumerate(given, 1)])


def _decode(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BatchError(f"{name} should be UTF-8 text, but byte {error.start} is none; save it as UTF-8.") from error
    if "\0" in text:
        raise BatchError(f"{name} should be text, but it holds binary data.")
    return text


def _numbered(rows: Sequence[BatchRow]) -> list[BatchRow]:
    """The rows, with an id that no other row has for each that was given none."""
    taken = {row.id for row in rows}
    numbered: list[BatchRow] = []
    for number, row in enumerate(rows, 1):
        identifier = row.id or next(name for name in _candidates(number) if name not in taken)
        taken.add(identifier)
        numbered.append(replace(row, id=identifier))
    return numbered


def _candidates(number: int) -> Iterator[str]:
    yield str(number)
    again = 1
    while True:
        yield f"row {number}" + (f" ({again})" if again > 1 else "")
        again += 1


_Reader = Callable[[str, str], Iterator[BatchRow]]


def _reader(suffix: str, text: str) -> _Reader:
    """What reads the text, by the name of its file or, where that says nothing, by how it begins."""
    by_suffix: dict[str, _Reader] = {
        ".jsonl": _json_lines, ".ndjson": _json_lines, ".json": _json_rows,
        ".csv": _csv_rows, ".tsv": _csv_rows, ".txt": _text_rows, ".md": _text_rows,
    }  # fmt: skip
    if suffix in by_suffix:
        return by_suffix[suffix]
    if text.lstrip().startswith("{") or _is_array_of_objects(text):
        return _json_rows
    return _csv_rows if "question" in _header(text)[1] else _text_rows


def _text_rows(text: str, name: str) -> Iterator[BatchRow]:
    for line in text.splitlines():
        if line.strip():
            yield BatchRow("", line.strip())


# --------------------------------------------------------------------------------------------- CSV


def _header(text: str) -> tuple[str, list[str]]:
    """The delimiter of a CSV and its columns: the delimiter that gives a column `question`, if one does."""
    first = _first_line(text)
    for delimiter in sorted(_DELIMITERS, key=first.count, reverse=True):
        columns = [cell.strip().lower() for cell in next(csv.reader([first], delimiter=delimiter), [])]
        if "question" in columns:
            return delimiter, columns
    return ",", []


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", _BLANK_LINES.sub("", text), maxsplit=1)[0][:_LONGEST_HEADER]


def _csv_rows(text: str, name: str) -> Iterator[BatchRow]:
    delimiter, columns = _header(text)
    if not columns:
        first = _first_line(text).strip()[:200]
        raise BatchError(f"{name} should have the columns {_COLUMNS}, but begins with {first!r}; put them there.")
    reader = csv.reader(io.StringIO(_BLANK_LINES.sub("", text), newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        next(reader)  # the columns
        for number, cells in enumerate((cells for cells in reader if cells), 1):
            yield _csv_row(cells, columns, number, delimiter)
    except csv.Error as error:
        yield BatchRow("", None, fault=f"Row {number + 1} is no CSV ({error}); nothing after it could be read.")


def _csv_row(cells: list[str], columns: list[str], number: int, delimiter: str) -> BatchRow:
    row = _row(dict(zip(columns, cells, strict=False)), f"Row {number}")
    if len(cells) <= len(columns):
        return row
    fault = (
        f"Row {number} has {len(cells)} cells for {_counted(len(columns), 'column')}; "
        f"put quotes around a question with {_DELIMITERS[delimiter]}."
    )
    return replace(row, fault=fault)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


# -------------------------------------------------------------------------------------------- JSON


def _parsed(text: str) -> tuple[Any, str | None]:
    """The JSON value of `text`, or None and why it is none."""
    try:
        return json.loads(text), None
    except (ValueError, RecursionError) as error:
        return None, str(getattr(error, "msg", type(error).__name__))


def _is_array_of_objects(text: str) -> bool:
    value = _parsed(text)[0] if text.lstrip().startswith("[") else None
    return isinstance(value, list) and any(isinstance(entry, dict) for entry in value)


def _json_rows(text: str, name: str) -> Iterator[BatchRow]:
    """Rows of one array of objects, or else of JSON lines; one value that spans lines is neither."""
    value, reason = _parsed(text)
    if isinstance(value, list):
        yield from (_json_row(entry, f"Entry {number}") for number, entry in enumerate(value, 1))
        return
    lines = text.strip().split("\n")
    if len(lines) > 1 and (reason is None or not _holds_lines(lines)):
        what = f"it is neither ({reason})" if reason else f"it is one {type(value).__name__} over {len(lines)} lines"
        raise BatchError(
            f"{name} should hold an object a line or one array of objects, but {what}; "
            'write one {"question": "…"} a line.'
        )
    yield from _json_lines(text, name)


def _holds_lines(lines: Sequence[str]) -> bool:
    """Whether a text that is not one JSON value looks like JSON lines, though some may be at fault."""
    return lines[0].startswith("{") and any(isinstance(_parsed(line)[0], dict) for line in lines)


def _json_lines(text: str, name: str) -> Iterator[BatchRow]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        value, reason = _parsed(line)
        yield (
            BatchRow("", None, fault=f"Line {number} is no JSON ({reason}).")
            if reason
            else _json_row(value, f"Line {number}")
        )


def _json_row(value: object, where: str) -> BatchRow:
    if isinstance(value, dict):
        return _row(value, where)
    return BatchRow(
        "", None, fault=f'{where} should be an object such as {{"question": "…"}}, not {type(value).__name__}.'
    )


def _row(row: dict[str, Any], where: str) -> BatchRow:
    identifier = row.get("id")
    given = str(identifier) if isinstance(identifier, str | int) and str(identifier).strip() else ""
    name = _encodable(given)
    question, conversation = row.get("question"), row.get("conversation")
    if question is None:
        return BatchRow(name, None, fault=f"{where} has no question.")
    if not isinstance(question, str):
        return BatchRow(name, None, fault=f"{where}: the question should be a string, not {type(question).__name__}.")
    if (name, _encodable(question)) != (given, question):
        fault = f"{where} holds half a character (a lone surrogate), which no text can have; write the whole one."
        return BatchRow(name, _encodable(question), fault=fault)
    if conversation is not None and not isinstance(conversation, str | int):
        fault = f"{where}: the conversation should be a string, not {type(conversation).__name__}."
        return BatchRow(name, question, fault=fault)
    return BatchRow(name, question, str(conversation).strip() or None if conversation is not None else None)


def _encodable(text: str) -> str:
    """`text` with lone surrogates spelt out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
