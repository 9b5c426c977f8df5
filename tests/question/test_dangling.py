"""A question that chooses from what was never listed is told apart from one that lists it itself."""

from __future__ import annotations

import pytest

from rraml_qa.question.dangling import dangling


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("what CR with the first one?", "the first one"),
        ("and the other?", "the other"),
        ("is the latter of them oral?", "the latter of them"),
        ("Which of these is best?", "Which of these"),
        ("is either hepatotoxic?", "either"),
        ("what does the C stand for?", "what does the C stand"),
    ],
)
def test_what_points_back_to_nothing(question: str, words: str) -> None:
    assert dangling(question, 0) == words


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What was the first drug approved?", 0),
        ("Of ivosidenib and enasidenib, is the latter oral?", 2),
        ("Is one of them better than the other?", 0),
        ("Is it used in either relapsed or refractory AML?", 0),
        ("Which of these drugs are oral?", 0),
        ("What does the C in CLAG stand for?", 1),
        ("Is it given in the first cycle?", 0),
        ("Which drugs are either approved for AML or under study?", 0),
        ("Is there no approval either?", 0),
    ],
)
def test_what_says_itself_what_it_means(question: str, named: int) -> None:
    assert dangling(question, named) is None
