"""What a note tells of words, harms and classes that the document hasn't, and what follows an announcement."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant

WEAK = "This review has several weaknesses."
TOLD = ("No systematic search was made.", "Bias was not graded.")
PARTIAL = "Quizartinib alone had a partial response rate of 44%."
HARM = "Quizartinib was given daily. Midostaurin caused neuropathy in 12% of patients."
TOGETHER = "Venetoclax plus azacitidine had a CR rate of 18%, venetoclax plus decitabine one of 7%."


def test_an_announcement_comes_with_what_it_announces(tmp_path: Path) -> None:
    """Alone it would answer nothing."""
    answer = fake_assistant(tmp_path, WEAK, *TOLD).ask("Which weaknesses does this review have?")
    assert all(any(sentence in quote.text for quote in answer.quotes) for sentence in (WEAK, *TOLD))


@pytest.mark.parametrize(
    ("question", "answered"),
    [("Does quizartinib produce complete remissions?", True), ("What is the CR rate of quizartinib?", False)],
)
def test_partial_responses_answer_whether_any_are_complete(tmp_path: Path, question: str, answered: bool) -> None:
    """A rate of complete ones they are none."""
    answer = fake_assistant(tmp_path, PARTIAL).ask(question)
    assert answered == answer.answered
    assert not answered or any("no remission rate" in note.text for note in answer.notes)


def test_how_often_a_harm_occurs_is_asked_of_its_drug(tmp_path: Path) -> None:
    """The harm of another drug is none of this one's."""
    answer = fake_assistant(tmp_path, *HARM.split(". ")).ask("How often does quizartinib cause neuropathy?")
    assert not answer.answered


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("checkpoint inhibitors results", "immune checkpoint inhibitor"),
        ("How often does MGUS become acute myeloid leukemia?", "monoclonal gammopathy of undetermined significance"),
    ],
)
def test_classes_and_diseases_without_a_word_here_are_missing(tmp_path: Path, question: str, missing: str) -> None:
    """What has other words only is declined by its name."""
    answer = fake_assistant(tmp_path, "Quizartinib had good results in acute myeloid leukemia.").ask(question)
    assert f"does not mention {missing}" in (answer.reason or "")


def test_words_that_the_document_lacks_are_told(tmp_path: Path) -> None:
    """The question is answered for its name only."""
    answer = fake_assistant(tmp_path, "Quizartinib blocks FLT3.").ask("supervivencia global: quizartinib")
    assert any("no word of “supervivencia”, “global”" in note.text for note in answer.notes)


def test_drugs_given_together_are_not_compared(tmp_path: Path) -> None:
    """A figure of both is none of one against the other."""
    answer = fake_assistant(tmp_path, TOGETHER).ask("Compare venetoclax with azacitidine")
    assert any("given together" in note.text for note in answer.notes)
