"""What of a question says nothing of which sentence answers."""

from __future__ import annotations

import pytest

from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.analyse import analyse_question
from rraml_qa.retrieve.setting import without_other_names, without_setting
from rraml_qa.types import Question


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_lexicon(), lambda word: True)


def read(linker: Linker, text: str) -> Question:
    return analyse_question(text, linker)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Is one plan clearly best in AML?", "Is one plan clearly best ?"),
        ("Do AML patients travel far?", "Do patients travel far?"),
    ],
)
def test_the_usual_disease_is_left_out_where_it_is_the_setting(linker: Linker, text: str, plain: str) -> None:
    """What all sentences are about doesn't tell them apart, in the question or in its terms."""
    found, terms = without_setting(read(linker, text), lambda name: True)
    assert plain == found
    assert "aml" not in terms


@pytest.mark.parametrize("text", ["What sort of disease is AML?", "Is gilteritinib approved for AML?", "AML"])
def test_the_disease_stays_where_it_is_asked_about(linker: Linker, text: str) -> None:
    """Its subject, and what a treatment is for, stay in a question."""
    question = read(linker, text)
    assert (question.plain, question.terms) == without_setting(question, lambda name: True)


def test_a_disease_that_not_all_is_about_stays(linker: Linker) -> None:
    """Only the disease that the documents are about is left out."""
    question = read(linker, "Is one plan clearly best in CLL?")
    assert (question.plain, question.terms) == without_setting(question, lambda name: False)


def test_another_name_counts_by_the_canonical_one(linker: Linker) -> None:
    """The words of a brand don't count besides the canonical name."""
    question = read(linker, "Xospata study design")
    assert {"gilteritinib", "studi", "design"} == set(without_other_names(question.terms, question.names))
