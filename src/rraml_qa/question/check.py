"""What can be asked at all."""

from __future__ import annotations

import unicodedata

from rraml_qa.errors import QuestionError

__all__ = ["LONGEST_QUESTION", "clean_question"]

LONGEST_QUESTION = 2_000  # characters; the encoder reads about 1,000 of them


def clean_question(question: str) -> str:
    """`question` in one line, without control characters.

    Raises:
        QuestionError: it holds no letter or digit, or is longer than `LONGEST_QUESTION`.
    """
    if not isinstance(question, str):
        raise QuestionError(f"A question should be a string, but this is {type(question).__name__}.")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"A question should have at most {LONGEST_QUESTION:,} characters, but this one has {len(question):,}; "
            "ask it shorter."
        )
    kept = "".join(
        " " if char.isspace() else char for char in question if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    plain = " ".join(kept.split())
    if any("\ud800" <= char <= "\udfff" for char in question):
        raise QuestionError("The question holds half a character (a lone surrogate); type it again.")
    if not any(char.isalnum() for char in plain):
        raise QuestionError("There is no question: expected some words, such as “CR rate of FLAG-IDA?”.")
    return plain
