"""A question read: what it is about, in the corpus's own names."""

from __future__ import annotations

import pytest

from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.analyse import analyse_question, normalised_names
from rraml_qa.types import Normalised, Question

DRUGS = {"fludarabine", "cytarabine", "idarubicin", "vorinostat", "etoposide"}


def read(text: str) -> Question:
    """The question, of a corpus that has these drugs and no regimen."""
    linker = Linker(load_lexicon(), joins=True, word_near={"mechansim": "mechanism"}.get, knows=DRUGS.__contains__)
    return analyse_question(text, linker, DRUGS.__contains__)


@pytest.mark.parametrize(
    ("typed", "topics"),
    [
        ("CR with vorinostat + Ara-C + etoposide?", {"vorinostat", "cytarabine", "etoposide"}),
        ("CR with FLAI?", {"FLAI"}),
        ("R-CHOP cycles", {"R-CHOP"}),
    ],
)
def test_a_regimen_that_the_corpus_has_not(typed: str, topics: set[str]) -> None:
    """It is asked about by its drugs where they are written, and by its short name else."""
    assert topics == set(read(typed).topics)


def test_a_plain_word_put_right_tells_what_is_asked() -> None:
    """A misspelt word is searched for as it should be, tells the aspect, and is shown as read."""
    question = read("mechansim of cytarabine")
    assert "mechanism" in question.aspects
    assert "mechanism of cytarabine" == question.plain
    assert (Normalised("mechansim", "mechanism", "misspelling"),) == normalised_names(question.names)


def test_a_dose_that_has_its_own_name_is_no_other_one() -> None:
    """A combination that the corpus hasn't is asked about by its drugs, each in the dose that is said."""
    knows = {"venetoclax", "cytarabine", "LDAC"}.__contains__
    linker = Linker(load_lexicon(), joins=True, knows=knows)
    assert analyse_question("CR with venetoclax with low-dose cytarabine?", linker, knows).topics == (
        "venetoclax",
        "LDAC",
    )


def test_each_side_of_a_comparison_asks_for_what_is_compared() -> None:
    question = read("Compare vorinostat and etoposide in toxicity")
    assert [part.aspects for part in question.parts] == [("toxicity",), ("toxicity",)]


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("Does vorinostat add to cytarabine, and at what cost?", True),
        ("At what cost is vorinostat sold?", False),
        ("What does vorinostat cost?", False),
    ],
)
def test_a_cost_may_be_a_harm(text: str, harm: bool) -> None:
    aspects = read(text).aspects
    assert ("toxicity" in aspects, "price" in aspects) == (harm, not harm)
