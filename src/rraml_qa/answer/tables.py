"""Questions over a whole table: the largest, the smallest, those above a number, those of a phase or with a drug.

They are computed over the rows, whose cells are read by what their column heads tell (`lexicon/aspects`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rraml_qa.answer.bounds import Bound, bounds_in
from rraml_qa.lexicon.aspects import SIZE, aspects_of_head, load_aspects
from rraml_qa.types import TOPIC_KINDS, Document, Question, Table

__all__ = ["TableAnswer", "rows_asked"]

_PEOPLE = r"(?:patients|pts|people|persons|participants|subjects|cases)"
_HIGH = re.compile(
    rf"\b(?:highest|largest|longest|biggest|best|greatest|maxim\w+|top(?:s|ped)?|"
    rf"(?:comes?|came|is|ranks?|ends? up) (?:first|on top|at the top)|(?<!at )most (?:\S+ ){{0,3}}{_PEOPLE})\b",
    re.I,
)
_LOW = re.compile(
    r"\b(?:lowest|smallest|tiniest|shortest|worst|fewest|minim\w+(?! of \d)|poorest|weakest|bottom|"
    r"(?:comes?|came|is|are|ranks?|ends? up|finish(?:es)?|brings up) (?:dead )?(?:last|the rear)|(?<!at )least)\b",
    re.I,
)
_PHASE = re.compile(r"\bph(?:ase)?s?\.?[\s-]?(I{1,3}V?|[1-4])(?:[ab]|/\S+)?\b", re.I)
_TABLE = re.compile(r"\bt(?:ab(?:le|ulat\w*)?|bl)\b", re.I)
_THINGS = re.compile(
    r"\b(?:regimens?|trials?|stud(?:y|ies)|options?|combinations?|combos?|entr(?:y|ies)|rows?|protocols?|listing|"
    r"samples?|cohorts?|populations?|arms?|"
    r"(?:which|what) (?:treatments?|therap(?:y|ies)|agents?|drugs?))\b",
    re.I,
)
_NUMERALS = {"second": 2, "2nd": 2, "next": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
_ORDINALS = ("", "second ", "third ", "fourth ", "fifth ")
_NTH = re.compile(
    rf"\b({'|'.join(_NUMERALS)})[\s-]+(?:high|low|larg|small|big|best|worst|long|short|great)\w*|"
    rf"\b(?:comes?|ranks?|in|is|placed) ({'|'.join(_NUMERALS)})\b(?: place| rank)?(?=\W*$| by| in| for| on)",
    re.I,
)
_OVERALL = re.compile(r"\b(?:average|mean|sum|total|altogether|range of all)\b|\bmedian of (?:all|the)\b", re.I)
_IN_TEXT = re.compile(r"\bin the (?:text|prose|running text|body|narrative)\b", re.I)
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SIZE = re.compile(
    r"\b(?:trials?|stud(?:y|ies)|patients?|pts|n|sample|populations?|cohorts?|enrol\w*|recruit\w*)\b", re.I
)
_COUNTED = re.compile(
    rf"\b(?:most|more than|fewer than|fewest|least)\b.{{0,40}}\b{_PEOPLE}\b"
    r"(?! (?:in|into|reach\w*|attain\w*|achiev\w*|respond\w*|go))",
    re.I,
)
_SAMPLE = re.compile(
    rf"\b(?:in|of|on|with|enroll?ed|enroll?ing|recruit\w+|includ\w+|treat\w+|n\s*=)\s*(\d+)\s(?:[\w/-]+\s){{0,3}}?{_PEOPLE}\b",
    re.I,
)
_PRAISE = re.compile(r"\b(?:best|worst|rates?|CRs?|effective|efficacy|success\w*)\b", re.I)
_NOT_FIGURES = frozenset({"comparator", "monotherapy", "trial design"})
_LOOSER = (("response rate", "remission rate"), ("survival", "event-free or relapse-free survival"))
_GOOD = ("remission rate", "response rate", "survival")


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """Rows of a table, by the numbers of their document, table and row, and what was computed, in a sentence."""

    document: int
    table: int
    rows: tuple[int, ...]
    how: str


def rows_asked(
    question: Question,
    documents: Callable[[], Iterable[tuple[int, Document]]],
    named: Callable[[str], frozenset[str]],
) -> TableAnswer | None:
    """The rows that answer a question over a table, or None where it is no such question.

    `documents` gives those to look at, by their numbers, the likeliest first; `named` the canonical names in a text,
    with the drugs of its regimens.
    """
    text = question.text
    if _OVERALL.search(text) or (_IN_TEXT.search(text) and not _TABLE.search(text)):
        return None  # no mean or sum is in the document, and what the text says is in no table
    if question.asks_whether and not (question.topics or question.in_table):
        return None  # "has any strategy come out on top" asks for the authors' judgement
    extreme = max if _HIGH.search(text) else min if _LOW.search(text) else None
    rank = _rank(text) if extreme else 1
    bound = _bound(text)
    phase = _PHASE.search(text)
    if not (_TABLE.search(text) or _THINGS.search(text)) or not (extreme or bound or (phase and _TABLE.search(text))):
        return None
    for number, document in documents():
        for place, table in enumerate(document.tables):
            rows = _chosen(question, document, table, phase and phase[1], named)
            column = _column(question, table, bound) if extreme or bound else None
            if not rows or ((extreme or bound) and column is None):
                continue
            values = {row: _value(document, table, row, column) for row in rows} if column is not None else {}
            kept = [row for row in rows if bound is None or _holds(bound, values[row])]
            kept = _extreme(kept, values, extreme, rank) if extreme else kept
            if kept and len(kept) < len(table.rows):
                end = "highest" if extreme is max else "lowest"
                what = f"{_ORDINALS[rank - 1]}{end}" if extreme else f"{len(kept)} that fit, counted"
                return TableAnswer(number, place, tuple(kept), _how(table, column, len(rows), what))
    return None


def _rank(text: str) -> int:
    """Which of the largest or smallest is asked for: 2 in "the second highest"."""
    found = _NTH.search(text)
    return _NUMERALS[next(filter(None, found.groups())).lower()] if found else 1


def _extreme(rows: list[int], values: dict[int, float | None], extreme: Callable[..., float], rank: int) -> list[int]:
    known = sorted({value for row in rows if (value := values[row]) is not None}, reverse=extreme is max)
    return [row for row in rows if len(known) >= rank and values[row] == known[rank - 1]]


def _bound(text: str) -> Bound | None:
    """The first bound on a column; an age or a time is none: "over 60 years"."""
    bound = next((bound for bound in bounds_in(text) if bound.unit != "time"), None)
    if bound is None and _TABLE.search(text) and (sample := _SAMPLE.search(text)):
        return Bound(float(sample[1]), float(sample[1]), "patients")
    return bound


def _chosen(
    question: Question, document: Document, table: Table, phase: str | None, named: Callable[[str], frozenset[str]]
) -> list[int]:
    """The rows of the phase and with the drugs that the question restricts itself to."""
    wanted = _ROMAN.get(phase, phase.upper()) if phase else None
    design = next((n for n, head in enumerate(table.header) if "trial design" in aspects_of_head(head)), None)
    treatments = {name.canonical for name in question.names if name.kind in TOPIC_KINDS} & set(question.topics)
    rows: list[int] = []
    for number, row in enumerate(table.rows):
        cells = [cell.of(document.text) for cell in row.cells]
        if wanted and design is not None:
            found = _PHASE.search(cells[design]) if design < len(cells) else None
            if not found or _ROMAN.get(found[1], found[1].upper()) != wanted:
                continue
        if treatments and not treatments & named(cells[0] if cells else ""):
            continue
        rows.append(number)
    return rows


def _holds(bound: Bound, value: float | None) -> bool:
    return value is not None and bound.holds(value)


def _column(question: Question, table: Table, bound: Bound | None = None) -> int | None:
    """The column of numbers that is asked for: by its head, else by whether size or success is meant.

    Where no column is asked for, success is meant only where the question speaks of a table: "the best regimen" is a
    judgement, not a figure. No endpoint stands for another.
    """
    text = question.text
    told = [aspects_of_head(head) for head in table.header]
    asked = [aspect for aspect in question.aspects if load_aspects()[aspect].firm and aspect not in _NOT_FIGURES]
    if (
        (bound and bound.unit == "patients")
        or _COUNTED.search(text)
        or (not asked and _SIZE.search(text) and not _PRAISE.search(text))
    ):
        asked = [SIZE]
    for aspect in asked or (_GOOD if _TABLE.search(text) else ()):
        for number, aspects in enumerate(told):
            other = SIZE in aspects if aspect != SIZE else False
            exchanged = any(aspect == loose and sharp in aspects for loose, sharp in _LOOSER)
            if number and aspect in aspects and not other and not exchanged:
                return number
    return None


def _value(document: Document, table: Table, row: int, column: int) -> float | None:
    cells = table.rows[row].cells
    found = _NUMBER.search(cells[column].of(document.text)) if column < len(cells) else None
    return float(found[0]) if found else None


def _how(table: Table, column: int | None, count: int, what: str) -> str:
    label = table.label or "the table"
    over = f"of “{table.header[column]}” " if column is not None else ""
    size = f"{count} of the {len(table.rows)} rows"
    return f"Computed: {what} {over}in {size} of {label}; figures of the text don't count."
