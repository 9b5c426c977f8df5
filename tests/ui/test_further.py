"""What may be asked next: of what the document gives as figures, and only what is answered by something new."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.assistant import Assistant
from rraml_qa.ui.further import further_questions

SURVIVAL = "What is the median overall survival with gilteritinib?"


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return fake_assistant(
        tmp_path,
        "The median overall survival with gilteritinib was 9.3 months [36].",
        "The complete remission rate with gilteritinib was 34% [37].",
        "The median overall survival with quizartinib was 6.2 months [38].",
        "Venetoclax is taken by mouth.",
    )


def test_other_figures_and_its_like_are_offered(assistant: Assistant) -> None:
    offered = further_questions(assistant, SURVIVAL)
    assert any("remission rate with gilteritinib" in question for question in offered)
    assert any("gilteritinib versus quizartinib" in question for question in offered)
    assert not any(question.startswith("What is the median overall survival") for question in offered)


def test_each_is_answered_beyond_doubt(assistant: Assistant) -> None:
    for question in further_questions(assistant, SURVIVAL):
        answer = assistant.ask(question)
        assert answer.answered
        assert not {"doubt", "missing"} & {note.kind for note in answer.notes}


@pytest.mark.parametrize("question", ["How is venetoclax taken?", "How much does gilteritinib cost?", "hello"])
def test_where_there_are_no_figures_nothing_is_offered(assistant: Assistant, question: str) -> None:
    """A treatment without figures, a question that is declined, no question."""
    assert () == further_questions(assistant, question)


def test_what_was_told_is_not_offered_again(tmp_path: Path) -> None:
    """The other endpoint stands in the very sentence that was quoted."""
    assistant = fake_assistant(
        tmp_path,
        "With gilteritinib the median overall survival was 9.3 months and the complete remission rate 34% [36].",
        "Nothing else is told.",
    )
    assert () == further_questions(assistant, SURVIVAL)
