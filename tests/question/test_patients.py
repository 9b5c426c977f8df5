"""What is said of patients is no treatment asked about, no harm of one, and no figure."""

from __future__ import annotations

import pytest

from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.analyse import analyse_question
from rraml_qa.types import Question


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_lexicon(), lambda word: True)


def read(linker: Linker, text: str) -> Question:
    return analyse_question(text, linker)


@pytest.mark.parametrize(
    "text",
    [
        "Which drugs suit patients unfit for intensive chemotherapy?",
        "options in those who are not candidates for intensive chemotherapy",
        "what is left for people too frail for intensive chemotherapy",
    ],
)
def test_what_patients_cannot_be_given_is_not_asked_about(linker: Linker, text: str) -> None:
    question = read(linker, text)
    assert question.topics == ()
    assert [narrowed.kind for narrowed in question.narrowed][:1] in (["fitness"], [])


def test_what_they_are_given_is(linker: Linker) -> None:
    assert read(linker, "CR rate of intensive chemotherapy?").topics == ("intensive chemotherapy",)


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("Which drugs need care in renal impairment?", False),
        ("doses for patients with severe hepatic impairment", False),
        ("Which drugs cause renal impairment?", True),
        ("Is liver impairment a risk in patients with hepatic impairment?", True),
        ("Which drugs are nephrotoxic in patients?", True),
    ],
)
def test_an_impairment_that_patients_have_is_no_harm_of_a_drug(linker: Linker, text: str, harm: bool) -> None:
    assert any(name.kind == "toxicity" for name in read(linker, text).names) == harm


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("My father is 71 with AML", False),
        ("a 71-year-old with AML", False),
        ("patients over 71 years with AML", True),
        ("CR of 71% with AML", True),
    ],
)
def test_the_age_of_a_person_is_no_figure(linker: Linker, text: str, kept: bool) -> None:
    assert ("71" in " ".join(read(linker, text).terms)) == kept
