"""Everyday words are read as what reviews write."""

from __future__ import annotations

import pytest

from rraml_qa.lexicon.words import notions_in
from rraml_qa.text.terms import stem


def formal(text: str) -> set[str]:
    return {" ".join(phrase) for notion in notions_in(text) for phrase in notion.formal}


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("wrapped in fat bubbles", "liposomal"),
        ("who gets a graft", "transplantation"),
        ("any kidney damage", "nephrotoxic"),
        ("tiny doses by mouth", "oral"),
    ],
)
def test_what_people_say_stands_for_what_reviews_write(said: str, written: str) -> None:
    """A phrase of everyday speech brings the stems of the words that a review has for it."""
    assert stem(written) in formal(said)


def test_the_longest_phrase_counts() -> None:
    """Words within a longer phrase are not read by themselves; the notion stands where the phrase does."""
    text = "it comes in fat bubbles today"
    assert "fat bubbles" in {notion.span.of(text) for notion in notions_in(text)}
    assert not any(notion.span.of(text) == "bubbles" for notion in notions_in(text))


def test_short_forms_keep_their_capitals() -> None:
    """An abbreviation in capitals is no notion when typed small: "all" is not ALL."""
    assert not notions_in("all of the")
