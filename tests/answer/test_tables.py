"""Questions over a table are computed over its rows, and only where they are such questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from fakes import document
from rraml_qa.answer.tables import rows_asked
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.analyse import analyse_question
from rraml_qa.types import Document, Row, Span, Table

HEADER = ("Regimen", "Study design", "Number of patients", "CR rates (%)")
ROWS = (
    ("MEC", "Phase II", "32", "66"),
    ("FLAM", "Phase III", "92", "28"),
    ("HAM", "Phase III", "44", "36"),
    ("FLAD", "Phase II", "92", "n/a"),
)
LINKER = Linker(load_lexicon(), lambda word: True)


def with_table() -> Document:
    lines = ["\t".join(row) for row in ROWS]
    made = document("d", *lines)
    rows: list[Row] = []
    at = 0
    for row in ROWS:
        cells: list[Span] = []
        for cell in row:
            cells.append(Span(at, at + len(cell)))
            at += len(cell) + 1
        rows.append(Row(Span(cells[0].start, cells[-1].end), tuple(cells)))
    return replace(made, tables=(Table("Table 1", HEADER, tuple(rows)),))


def named(text: str) -> frozenset[str]:
    names = {name.canonical for name in LINKER.link(text)}
    return frozenset(names.union(*(LINKER.lexicon.components.get(name, ()) for name in names)))


def asked(text: str) -> list[str] | None:
    def documents() -> Iterator[tuple[int, Document]]:
        yield 0, with_table()

    found = rows_asked(analyse_question(text, LINKER), documents, named)
    return None if found is None else [ROWS[row][0] for row in found.rows]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which regimen has the highest CR rate?", ["MEC"]),
        ("lowest CR in the table", ["FLAM"]),
        ("Which trial was the largest?", ["FLAM", "FLAD"]),
        ("smallest study by number of patients", ["MEC"]),
        ("Which phase III regimen has the highest CR rate?", ["HAM"]),
        ("table 1: phase II entries", ["MEC", "FLAD"]),
        ("Which studies had more than 40 patients?", ["FLAM", "HAM", "FLAD"]),
        ("Which regimens had CR rates of at least 36%?", ["MEC", "HAM"]),
        ("Among the regimens with fludarabine, which has the most patients?", ["FLAD"]),
    ],
)
def test_rows_are_computed(question: str, expected: list[str]) -> None:
    """Extremes, bounds, phases and drugs choose rows; ties all count, and a cell without a number never does."""
    assert expected == asked(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the best regimen for relapsed AML?",  # a judgement, not a figure
        "Which trials were in patients over 60 years?",  # an age, no bound on a column
        "What is the highest response rate in the table?",  # not given: CR doesn't stand for it
        "What is the most frequent adverse event of MEC?",
        "Which regimen has the highest cost?",
        "How does MEC work?",
    ],
)
def test_other_questions_are_left_to_the_search(question: str) -> None:
    """What no column answers is not computed."""
    assert asked(question) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Of all tabulated studies, which recruited the most people?", ["FLAM", "FLAD"]),
        ("Which study in the table has the fewest participants?", ["MEC"]),
        ("Which tabulated regimen was tested in exactly 44 patients?", ["HAM"]),
        ("Which regimen in the table was tried in 32 relapsed subjects?", ["MEC"]),
        ("Which regimen in Table 1 had between 30 and 40% CR?", ["HAM"]),
        ("Which regimens had a CR rate of more than half?", ["MEC"]),
        ("Which regimens gave a CR in fewer than one patient in three?", ["FLAM"]),
        ("Which studies had at most 44 patients?", ["MEC", "HAM"]),
    ],
)
def test_bounds_and_extremes_in_other_words(question: str, expected: list[str]) -> None:
    """People are patients; a number may be given exactly, as a range, or in words."""
    assert expected == asked(question)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which regimen ends up last in the table?", ["FLAM"]),
        ("which protocol comes first in the table by CR rate", ["MEC"]),
        ("smallest phase III sample", ["HAM"]),
        ("lowest CR rate in the text", None),
    ],
)
def test_ranks_are_read_in_other_words(question: str, expected: list[str] | None) -> None:
    """Last and first are ends as well; a sample is a number of patients; the text is no table."""
    assert asked(question) == expected
