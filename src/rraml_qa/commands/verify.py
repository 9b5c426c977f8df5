"""Checking answers without a model: every quote is made again from the frozen text and must come out the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import msgspec

from rraml_qa.commands.verify_quotes import QuoteChecker
from rraml_qa.errors import BatchError
from rraml_qa.index.manifest import Manifest
from rraml_qa.index.store import read_documents
from rraml_qa.types import Answer

__all__ = ["Verdict", "verify_answers"]

_SCHEMA = 1
_ERROR_FIELDS = frozenset({"schema", "id", "question", "error"})
_FIELDS = frozenset(field.name for field in fields(Answer)) | {"schema", "answer"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked: answers, their quotes (nearest ones too), and rows that hold an error instead of an answer.

    `fault` is the first false thing, in a sentence, or None; `remarks` don't falsify.
    """

    answers: int
    quotes: int
    errors: int
    fault: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the file; `twice` is a key that it gives twice."""

    where: str
    values: dict[str, Any]
    twice: str | None


def verify_answers(path: Path, folder: Path) -> Verdict:
    """Check the answers in `path` (JSON lines, schema 1) against the documents of the index in `folder`.

    Raises:
        BatchError: the file can't be read, or its answers quote another corpus.
        IndexMissing, IndexDamaged: the index can't be used.
    """
    manifest, documents = read_documents(folder)
    checker = QuoteChecker(documents.find)
    answers = quotes = errors = 0
    remarks: dict[str, None] = {}
    for row in _rows(path):
        checked = 0
        if "error" in row.values:
            errors += 1
            fault = _row_fault(row) or _error_fault(row.values)
        else:
            answers += 1
            remarks.update(dict.fromkeys(_remarks(row, manifest)))
            fault, checked = _answer_fault(row, manifest, checker)
        quotes += checked
        if fault:
            return Verdict(answers, quotes, errors, f"{row.where}: {fault}", tuple(remarks))
    return Verdict(answers, quotes, errors, None, tuple(remarks))


# ----------------------------------------------------------------------------------------- reading


def _rows(path: Path) -> Iterator[_Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BatchError(f"The answers in {path} can't be read ({error.strerror}); check the file.") from error
    except UnicodeDecodeError as error:
        raise BatchError(
            f"{path} should be UTF-8 text with an answer a line, but it isn't; save it as UTF-8."
        ) from error
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise BatchError(f"{path} holds no answers: expected the output of `rraml-qa batch` or `ask --json`.")
    for number, line in lines:
        yield _row(line, f"{path}:{number}")


def _row(line: str, where: str) -> _Row:
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        twice.extend(key for key in dict.fromkeys(keys) if keys.count(key) > 1)
        return dict(pairs)

    try:
        values = json.loads(line, object_pairs_hook=once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BatchError(
            f"{where} should be an answer as JSON, but it is no JSON; expected the output of `rraml-qa batch`."
        ) from error
    if not isinstance(values, dict) or not ("error" in values or "schema" in values):
        raise BatchError(
            f'{where} should be an answer of schema 1, but it has no "schema": 1; expected the output of '
            "`rraml-qa batch` or `ask --json`."
        )
    return _Row(f"{where} (id {values.get('id')})", values, twice[0] if twice else None)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


# ---------------------------------------------------------------------------------------- checking


def _row_fault(row: _Row) -> str | None:
    """What is false of any row, whether it answers or not."""
    schema = row.values.get("schema")
    if row.twice is not None:
        return f"it gives {row.twice!r} twice."
    if type(schema) is not int or schema != _SCHEMA:
        return f"its schema should be {_SCHEMA}, not {schema!r}."
    return None


def _error_fault(values: dict[str, Any]) -> str | None:
    if values.keys() != _ERROR_FIELDS:
        odd = ", ".join(sorted(values.keys() ^ _ERROR_FIELDS))
        return f"a row with an error should hold schema, id, question and error only; it differs in {odd[:200]}."
    if not isinstance(values["error"], str) or not values["error"].strip():
        return "its error should be a sentence."
    if not isinstance(values["id"], str) or not isinstance(values["question"], str | None):
        return "its id should be a string, and its question one or null."
    return None


def _remarks(row: _Row, manifest: Manifest) -> list[str]:
    """What an answer's corpus and index say about it, if they aren't those at hand."""
    corpus = row.values.get("corpus")
    named = corpus if isinstance(corpus, dict) else {}
    here = manifest.identity.corpus
    if named.get("name") != here.name:
        raise BatchError(
            f"{row.where} quotes the corpus {named.get('name')!r}, but the index at hand is of {here.name!r}; "
            "name the other one with --corpus."
        )
    if named.get("sha256") != here.sha256:
        return ["The corpus has changed since some answers were made; their quotes were checked as it is indexed now."]
    if row.values.get("index") != manifest.index:
        return ["Some answers were made with another index or settings; their quotes were checked with those at hand."]
    return []


def _answer_fault(row: _Row, manifest: Manifest, checker: QuoteChecker) -> tuple[str | None, int]:
    """The first false thing in an answer, and how many quotes were checked."""
    values = {key: value for key, value in row.values.items() if key not in {"schema", "answer"}}
    fault = _row_fault(row)
    if fault is None and row.values.keys() != _FIELDS:
        odd = ", ".join(sorted(row.values.keys() ^ _FIELDS))
        fault = f"it should have the fields of schema 1; it differs in {odd[:200]}."
    if fault:
        return fault, 0
    try:
        answer = msgspec.convert(values, Answer)
    except msgspec.ValidationError as error:
        return f"it is not of schema 1 ({error}).", 0
    odd_field = _difference(values, msgspec.to_builtins(answer))
    if odd_field:
        return f"it should have the fields of schema 1; it differs in {odd_field}.", 0
    checked = 0
    for checked, quote in enumerate([*answer.quotes, *answer.nearest], 1):
        fault = checker.fault(quote)
        if fault:
            return f"quote {checked} {fault}", checked
    return _whole_fault(answer, row.values["answer"], manifest), checked


def _difference(given: object, made: object, at: str = "") -> str | None:
    """Where `given` has other fields than `made`, its own values brought into the types of schema 1."""
    if isinstance(given, dict) and isinstance(made, dict):
        odd = sorted(given.keys() ^ made.keys())
        found = [f"{at}{odd[0]}"] if odd else (_difference(given[key], made[key], f"{at}{key}.") for key in given)
    elif isinstance(given, list) and isinstance(made, list | tuple):
        found = (_difference(*pair, f"{at}{number}.") for number, pair in enumerate(zip(given, made, strict=True)))
    else:
        return None
    return next((place for place in found if place), None)


def _whole_fault(answer: Answer, joined: object, manifest: Manifest) -> str | None:
    """What is false of an answer whose quotes are true."""
    here = manifest.identity.corpus
    if joined != answer.answer:
        return "its answer is not its quotes joined by a space."
    if answer.answered and (not answer.quotes or answer.reason is not None):
        return "it says that it is answered, so it should have quotes and no reason."
    if not answer.answered and (answer.quotes or not (answer.reason or "").strip()):
        return "it says that it is not answered, so it should have a reason and no quotes."
    spoken_of = [index for note in answer.notes for index in note.quotes]
    spoken_of += [figure.quote for figure in answer.evidence]
    if any(not 0 <= index < len(answer.quotes) for index in spoken_of):
        return f"its notes or evidence speak of a quote that isn't among its {len(answer.quotes)}."
    if answer.corpus.sha256 == here.sha256 and answer.corpus != here:
        return f"its corpus is of the edition {here.edition!r}, not {answer.corpus.edition!r}."
    return None
