"""What can be asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.errors import QuestionError
from rraml_qa.question.check import LONGEST_QUESTION, clean_question


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "?!…", "\0\x07", "​", "—"])
def test_no_words_are_no_question(text: str) -> None:
    """A text without a letter or digit is refused with an example of a question."""
    with pytest.raises(QuestionError, match="no question"):
        clean_question(text)


def test_a_question_of_100_000_characters_is_refused() -> None:
    """A question that is too long is refused with both lengths."""
    with pytest.raises(QuestionError, match="100,000"):
        clean_question("a" * 100_000)


@given(st.text(max_size=LONGEST_QUESTION))
def test_a_clean_question_is_one_printable_line(text: str) -> None:
    """Whatever comes in, what comes out is one line without control characters, or a QuestionError."""
    try:
        clean = clean_question(text)
    except QuestionError:
        return
    assert clean == clean.strip()
    assert all(char == " " or char.isprintable() or not char.isspace() for char in clean)
    assert clean == clean_question(clean)
