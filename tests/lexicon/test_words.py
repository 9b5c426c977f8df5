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


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("It starves the greedy tumor cells of sugar", "depletion"),
        ("the pill keeps these rogue cells from dividing", "cell cycle"),
        ("it wakes up the silent genes", "methylation"),
        ("does zelutamab hurt the kidneys", "nephrotoxic"),
        ("they kept the lymphoma under control for years", "disease control"),
    ],
)
def test_a_phrase_may_have_a_gap(said: str, written: str) -> None:
    """A few words of whatever kind may stand in a phrase that says so."""
    assert " ".join(stem(word) for word in written.split()) in formal(said)


@pytest.mark.parametrize(
    "said",
    [
        "it starves the cells, and we speak of sugar",
        "it starves the big bad greedy old tumor cells of sugar",
        "of what it starves",
    ],
)
def test_a_gap_is_narrow(said: str) -> None:
    """The pieces stand in order, a few words apart, within a clause."""
    assert stem("depletion") not in formal(said)


def test_the_pieces_of_a_phrase_with_a_gap_are_marked() -> None:
    """What stands in the gap is read by itself; the formal wording stands for the first piece alone."""
    text = "it starves cancer cells of sugar"
    meant = [notion for notion in notions_in(text) if (stem("depletion"),) in notion.formal]
    assert [notion.span.of(text) for notion in meant] == ["starves", "of"]
    assert [bool(notion.written) for notion in meant] == [True, False]
    assert "cancer cells" in {notion.span.of(text) for notion in notions_in(text)}


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("three people ran a temperature", "fever"),
        ("the trial came out even", "comparable"),
        ("the regulators gave it the nod", "approved"),
        ("bits that are the bricks of protein", "amino acid"),
        ("a quick look with no clear winner", "comparable"),
        ("who lost hair on it", "alopecia"),
        ("the yardstick has become too blunt", "outmoded"),
    ],
)
def test_everyday_phrases_of_many_fields(said: str, written: str) -> None:
    """Symptoms, results of trials, approval and more."""
    assert " ".join(stem(word) for word in written.split()) in formal(said)


@pytest.mark.parametrize(("said", "not_meant"), [("keep it at room temperature", "fever"), ("drawn by lot", "compar")])
def test_a_word_of_many_meanings_needs_a_phrase(said: str, not_meant: str) -> None:
    """A temperature is no fever where nobody runs one."""
    assert not any(not_meant in phrase for phrase in formal(said))


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
