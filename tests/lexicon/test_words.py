"""Everyday words are read as what reviews write."""

from __future__ import annotations

import pytest

from rraml_qa.lexicon.words import is_generic, notions_in
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


def test_determiners_within_a_phrase_do_not_matter() -> None:
    """Whose bed it is makes no difference."""
    assert formal("they never leave their bed") == formal("they never leave the bed") != set()


def test_an_adverb_is_not_its_adjective() -> None:
    """“Clearly” says nothing of what clears."""
    assert notions_in("it clears")
    assert not notions_in("it clearly")


def test_everyday_words_come_with_the_formal_ones_in_full() -> None:
    """What is said otherwise has the formal wordings as written; what is formal already has none."""
    (casual,) = (notion for notion in notions_in("rid of transfusions") if notion.written)
    assert len(casual.written) == len(casual.formal)
    assert not any(notion.written for notion in notions_in("transfusion independence"))


@pytest.mark.parametrize(("word", "generic"), [("folks", True), ("Somebody's", True), ("kidney", False)])
def test_words_of_any_text_are_generic(word: str, generic: bool) -> None:
    """People and things at large say nothing of a question's matter."""
    assert is_generic(word) is generic
