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
