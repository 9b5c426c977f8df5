"""Verdicts on answers to questions for an evaluation set, and to a list of those that a person has to label first.

A thumbs-up whose quotes stand in the corpus becomes a question: the sentences and rows quoted are its gold, and their
figures (or, where there are none, their words) its facts. Everything else waits in the list, with the reason: answers
that were found bad, declined ones, those on which verdicts contradict each other. Both are proposals of the program:
the questions are marked by their ids (`feedback-…`) and their style, `feedback`, for somebody to look through.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rraml_qa.commands.feedback import Judged, Verdict
from rraml_qa.commands.output import open_output
from rraml_qa.errors import EvaluationError, OutputError
from rraml_qa.evaluation.facts import holds, numbers, plain
from rraml_qa.types import CorpusRef, Document, Span, Unit

__all__ = ["Kept", "Proposal", "keep_proposal", "propose"]

QUESTIONS = Path("questions") / "feedback.jsonl"
TO_LABEL = Path("to-label.jsonl")
STYLE = "feedback"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What verdicts give: rows of a set's file, rows of the list to label, and remarks on what was left out."""

    questions: tuple[dict[str, Any], ...]
    to_label: tuple[dict[str, Any], ...]
    merged: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rows were new to a folder, and the files that they stand in."""

    questions: int
    to_label: int
    files: tuple[Path, ...]


# ------------------------------------------------------------------------------------------ proposing


Find = Callable[[str], Document | None]
"""A document of the corpus, by its id."""


def propose(verdicts: Sequence[Verdict], corpus: CorpusRef, find: Find) -> Proposal:
    """Questions and rows to label out of the verdicts on answers from one corpus; those on another are left out."""
    here = [verdict for verdict in verdicts if _is_of(verdict, corpus)]
    by_question: dict[str, list[Verdict]] = {}
    for verdict in here:
        by_question.setdefault(plain(verdict.resolved_question), []).append(verdict)
    questions: list[dict[str, Any]] = []
    to_label: list[dict[str, Any]] = []
    for group in by_question.values():
        gold = [_gold(verdict, find) for verdict in group if verdict.good]
        why = _why_not(group, gold)
        if why is None:
            questions.append(_item(group, [units for units in gold if units is not None]))
        else:
            to_label.append(_label(group, why))
    remarks = [*_elsewhere(verdicts, here, corpus), *_contradictions(by_question.values())]
    return Proposal(tuple(questions), tuple(to_label), len(here) - len(by_question), tuple(remarks))


def _is_of(verdict: Verdict, corpus: CorpusRef) -> bool:
    return verdict.corpus.sha256 == corpus.sha256 or verdict.corpus.name == corpus.name


def _elsewhere(verdicts: Sequence[Verdict], here: Sequence[Verdict], corpus: CorpusRef) -> Iterator[str]:
    names = [verdict.corpus.name for verdict in verdicts if not _is_of(verdict, corpus)]
    for name in dict.fromkeys(names):
        count = names.count(name)
        yield (
            f"{count} verdict{'' if count == 1 else 's'} on the corpus {name} left out, since this is {corpus.name}; "
            "--corpus names the other's folder."
        )


def _contradictions(groups: Iterable[Sequence[Verdict]]) -> Iterator[str]:
    for group in groups:
        if _is_mixed(group):
            good = sum(verdict.good for verdict in group)
            yield (
                f"Verdicts contradict each other, {good} up and {len(group) - good} down: "
                f"{group[-1].resolved_question[:200]!r}; it is to be labelled."
            )


def _is_mixed(group: Sequence[Verdict]) -> bool:
    return len({verdict.good for verdict in group}) > 1


_Gold = tuple[tuple[str, bool], ...]  # the text of each unit, and whether it is a table's row; quote by quote


def _why_not(group: Sequence[Verdict], gold: Sequence[tuple[_Gold, ...] | None]) -> str | None:
    """Why a person has to label the question; None where the verdicts tell what answers it."""
    if _is_mixed(group):
        return "verdicts contradict each other"
    if not group[0].good:
        return "the answer was found bad"
    if any(verdict.as_typed for verdict in group):
        return "names in the question were taken as typed, which a set can't say"
    if not any(verdict.quotes for verdict in group):
        return "it was found right to decline it, but for which reason"
    if not all(verdict.quotes for verdict in group):
        return "it was found right to answer it, and to decline it"
    return None if all(gold) else "a quote doesn't stand in the corpus any more"


def _gold(verdict: Verdict, find: Find) -> tuple[_Gold, ...] | None:
    """The units of each quote; None where a quote doesn't consist of units of its document."""
    found = [_units(quote, find(quote.document)) for quote in verdict.quotes]
    whole = tuple(units for units in found if units)
    return whole if len(whole) == len(found) else None


def _units(quote: Judged, document: Document | None) -> _Gold:
    span = _place(quote, document) if document else None
    if span is None or document is None:
        return ()
    units = [unit for unit in document.units if span.covers(unit.span) and _tells(unit, document)]
    covered = span.of(document.text)
    whole = "".join("".join(unit.span.of(document.text) for unit in units).split()) == "".join(covered.split())
    return tuple((unit.span.of(document.text), unit.kind == "row") for unit in units) if whole else ()


def _tells(unit: Unit, document: Document) -> bool:
    return any(char.isalnum() for char in unit.span.of(document.text))


def _place(quote: Judged, document: Document) -> Span | None:
    """Where the quote stands: at its offsets, or in a text that has changed the one place that has its words."""
    cited = Span(quote.start, quote.end)
    if cited.of(document.text) == quote.text:
        return cited
    if document.text.count(quote.text) != 1:
        return None
    start = document.text.index(quote.text)
    return Span(start, start + len(quote.text))


def _item(group: Sequence[Verdict], gold: Sequence[tuple[_Gold, ...]]) -> dict[str, Any]:
    """The question in the set's form: the newest verdict's quotes answer it, what others had besides supports it."""
    newest = max(range(len(group)), key=lambda number: group[number].at)
    answering = [unit for quote in gold[newest] for unit in quote]
    texts = list(dict.fromkeys(text for text, _ in answering))
    others = dict.fromkeys(text for quotes in gold for quote in quotes for text, _ in quote if text not in texts)
    question = group[newest].resolved_question
    facts = list(dict.fromkeys(fact for text in texts for fact in _facts(text)))
    return {
        "id": f"feedback-{_hash(plain(question), group[newest].corpus.name)}",
        "split": "dev",
        "kind": _kind(gold[newest]),
        "style": STYLE,
        "question": question,
        "facts": [[fact] for fact in facts],
        "gold": [*({"text": text, "grade": 2} for text in texts), *({"text": text, "grade": 1} for text in others)],
    }


def _facts(text: str) -> list[str]:
    """The figures of a text, citations left out; where there are none, its words."""
    folded = plain(text)
    figures = [figure for figure in numbers(text) if holds(folded, (figure,))]
    return sorted(figures, key=lambda figure: (folded.index(figure), figure)) or [text.rstrip("*")]


def _kind(quotes: Sequence[_Gold]) -> str:
    """A likely kind: several quotes make a list; a row is of a table; a figure is one."""
    if len(quotes) > 1:
        return "list"
    if any(is_row for _, is_row in quotes[0]):
        return "table"
    return "figure" if any(_facts(text) != [text.rstrip("*")] for text, _ in quotes[0]) else "mechanism"


def _label(group: Sequence[Verdict], why: str) -> dict[str, Any]:
    newest = max(group, key=lambda verdict: verdict.at)
    row = {
        "question": newest.resolved_question,
        "why": why,
        "good": sum(verdict.good for verdict in group),
        "bad": sum(not verdict.good for verdict in group),
        "comments": list(dict.fromkeys(verdict.comment for verdict in group if verdict.comment)),
        "typed": list(dict.fromkeys(verdict.question for verdict in group)),
        "as_typed": list(dict.fromkeys(name for verdict in group for name in verdict.as_typed)),
        "quotes": list(dict.fromkeys(quote.text for verdict in group for quote in verdict.quotes)),
        "corpus": newest.corpus.name,
    }
    return {"id": f"label-{_hash(json.dumps(row, sort_keys=True))}", **row}


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


# -------------------------------------------------------------------------------------------- keeping


def keep_proposal(proposal: Proposal, folder: Path) -> Kept:
    """Add to a set's folder what isn't there yet, by its id; what stands there stays as it is.

    Raises:
        EvaluationError: a file that is there can't be read.
        OutputError: one can't be written.
    """
    files = (folder / QUESTIONS, folder / TO_LABEL)
    there = [_standing(file) for file in files]  # both are looked at before one is written
    added = [_add(*each) for each in zip(files, there, (proposal.questions, proposal.to_label), strict=True)]
    return Kept(added[0], added[1], tuple(file for file in files if file.exists()))


_Standing = tuple[str, frozenset[str]]


def _add(file: Path, standing: _Standing, rows: Iterable[dict[str, Any]]) -> int:
    there, ids = standing
    new = [row for row in rows if row["id"] not in ids]
    if not new:
        return 0
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{file.parent} can't be made ({error.strerror}); name another folder.") from error
    with open_output(file, io.StringIO()) as stream:
        stream.write(there if not there or there.endswith("\n") else f"{there}\n")
        stream.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in new)
    return len(new)


def _standing(file: Path) -> _Standing:
    """What a file holds, and the ids in it."""
    if not file.exists():
        return "", frozenset()
    try:
        text = file.read_bytes().decode("utf-8")
        rows = [json.loads(line) for line in text.split("\n") if line.strip()]
        return text, frozenset(str(row["id"]) for row in rows)
    except OSError as error:
        raise EvaluationError(f"{file} can't be read ({error.strerror}).") from error
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        raise EvaluationError(f"{file} should be questions with an id, an object a line, but it isn't.") from error
