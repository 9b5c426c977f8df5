"""Checking answers without a model: every quote must be the very slice of the frozen text that it cites."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from rraml_qa.errors import BatchError
from rraml_qa.index.store import Manifest, read_manifest, read_text
from rraml_qa.types import Quote

__all__ = ["Verdict", "verify_answers"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked; `fault` is the first false thing, in a sentence, or None; `remarks` don't falsify."""

    answers: int
    quotes: int
    fault: str | None = None
    remarks: tuple[str, ...] = ()


def verify_answers(path: Path, folder: Path) -> Verdict:
    """Check the answers in `path` (JSON lines, schema 1) against the frozen texts of the index in `folder`.

    Raises:
        BatchError: the file can't be read, or its answers quote another corpus.
        IndexMissing, IndexDamaged: the index can't be used.
    """
    manifest = read_manifest(folder)
    texts = {entry.id: read_text(folder, entry) for entry in manifest.documents}
    answers = quotes = 0
    remarks: dict[str, None] = {}
    for where, answer in _answers(path):
        if "error" in answer:
            continue
        answers += 1
        _check_corpus(where, answer, manifest)
        if answer.get("index") != manifest.index:
            remarks["Some answers were made with another index; only their quotes were checked."] = None
        fault, checked = _fault(answer, texts)
        quotes += checked
        if fault:
            return Verdict(answers, quotes, f"{where}: {fault}", tuple(remarks))
    return Verdict(answers, quotes, None, tuple(remarks))


def _answers(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BatchError(f"The answers in {path} can't be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise BatchError(f"{path} should be UTF-8 text with an answer a line, but it isn't.") from error
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise BatchError(f"{path} holds no answers: expected the output of `rraml-qa batch` or `ask --json`.")
    for number, line in lines:
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BatchError(f"{path}:{number} should be an answer as JSON, but it is no JSON.") from error
        if not isinstance(answer, dict) or not ("error" in answer or answer.get("schema") == 1):
            raise BatchError(f'{path}:{number} should be an answer of schema 1, but it has no "schema": 1.')
        yield f"{path}:{number} (id {answer.get('id')})", answer


def _check_corpus(where: str, answer: dict[str, Any], manifest: Manifest) -> None:
    corpus = answer.get("corpus")
    name = corpus.get("name") if isinstance(corpus, dict) else None
    if name != manifest.identity.corpus.name:
        raise BatchError(
            f"{where} quotes the corpus {name!r}, but the index at hand is of {manifest.identity.corpus.name!r}; "
            "name the other one with --corpus."
        )


def _fault(answer: dict[str, Any], texts: dict[str, str]) -> tuple[str | None, int]:
    """The first false thing in an answer, and how many quotes were checked."""
    try:
        quotes = msgspec.convert(answer.get("quotes"), list[Quote])
        nearest = msgspec.convert(answer.get("nearest", []), list[Quote])
    except msgspec.ValidationError as error:
        return f"its quotes are not of schema 1 ({error}).", 0
    checked = 0
    for number, quote in enumerate([*quotes, *nearest], 1):
        checked += 1
        fault = _quote_fault(quote, texts)
        if fault:
            return f"quote {number} {fault}", checked
    if answer.get("answer") != " ".join(quote.text for quote in quotes):
        return "its answer is not its quotes joined by a space.", checked
    if bool(answer.get("answered")) != bool(quotes):
        return "it says that it is answered, but has no quotes, or the reverse.", checked
    return None, checked


def _quote_fault(quote: Quote, texts: dict[str, str]) -> str | None:
    text = texts.get(quote.document)
    if text is None:
        return f"is of the document {quote.document!r}, which the index doesn't have."
    if not 0 <= quote.start < quote.end <= len(text):
        return f"cites characters {quote.start}–{quote.end}, but {quote.document} has {len(text)}."
    if text[quote.start : quote.end] != quote.text:
        stands = text[quote.start : quote.end]
        place = f"{quote.document} {quote.start}–{quote.end}"
        return f"is not what stands at {place}: there is {stands[:80]!r}, quoted is {quote.text[:80]!r}."
    if quote.table and any(cell not in quote.text for cell in quote.table.columns.values()):
        return "gives table cells that its row doesn't hold."
    if any(not 0 <= start < end <= len(quote.text) for start, end in quote.highlights):
        return "has highlights outside its text."
    return None
