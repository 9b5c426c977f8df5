"""Misspellings: read where one name is meant, asked about where several may be, else left alone."""

from __future__ import annotations

import pytest

from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import OwnName

WORDS = {"mechansim": "mechanism", "remision": "remission", "admeral": "admiral"}


def linked(text: str, *known: str) -> list[tuple[str, str, str]]:
    """The names in a text, of a corpus that has all names, or just the known ones."""
    linker = Linker(
        load_lexicon(),
        {"robert", "physician"}.__contains__,
        word_near=WORDS.get,
        knows=known.__contains__ if known else lambda canonical: True,
    )
    return [(name.canonical, name.kind, name.how) for name in linker.link(text)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("gilterinitib", "gilteritinib"),
        ("velcaid", "bortezomib"),  # only vowels differ
        ("idifha", "enasidenib"),  # the letters are in another order
        ("downorubicin", "daunorubicin"),  # the consonants are nearer than those of doxorubicin
        ("gentuzumab ozogamicin", "gemtuzumab ozogamicin"),
        ("quizartnib's", "quizartinib"),
    ],
)
def test_a_misspelt_drug_is_read(typed: str, expected: str) -> None:
    """A drug's name is read with an edit or two, and as the longest name that it is part of."""
    assert [(expected, "drug", "misspelling")] == linked(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("complete remision", ("complete remission", "endpoint", "misspelling")),
        ("the admeral trial", ("ADMIRAL", "trial", "misspelling")),
        ("the mechansim of it", ("mechanism", "word", "misspelling")),
    ],
)
def test_a_misspelt_word_of_the_corpus_is_read(typed: str, expected: tuple[str, str, str]) -> None:
    """A plain word is put right too: it may be part of a name, and else it is a word to search for."""
    assert [expected] == linked(typed)


@pytest.mark.parametrize("typed", ["Robert Fludd the physician", "Mechansim", "fluddy", "xyzzyxyz", "2remision"])
def test_what_is_not_put_right(typed: str) -> None:
    """Clipped forms attract nothing, a word with a capital is a name, and a word near to nothing stays."""
    assert [] == linked(typed)


def test_a_spelling_between_two_names_is_unclear() -> None:
    """A word as near to one name of the corpus as to another is neither; where the corpus has one, it is that one.

    Where the corpus has none of them, it is another drug.
    """
    lexicon = load_lexicon().with_own(
        [OwnName("zorvatinib", "zorvatinib", "drug", "name"), OwnName("zorlatinib", "zorlatinib", "drug", "name")]
    )
    name = Linker(lexicon).link("CR with zornatinib")[-1]
    assert ("zornatinib", "unclear", ("zorlatinib", "zorvatinib")) == (name.canonical, name.kind, name.rivals)
    assert "zorlatinib" == Linker(lexicon, knows={"zorlatinib"}.__contains__).link("zornatinib")[0].canonical
    assert "other drug" == Linker(lexicon, knows=lambda canonical: False).link("zornatinib")[0].kind


def test_a_word_built_like_a_drug_is_another_drug() -> None:
    """It is so unless it is nearly spelt like one of ours, or a word that is known."""
    assert [("wolvantinib", "other drug", "name")] == linked("wolvantinib")
    assert () == Linker(load_lexicon(), {"wolvantinib"}.__contains__).link("wolvantinib")
    assert [] == linked("brovantinib")  # it may be brigatinib, where a text has that
    knows_none = Linker(load_lexicon(), knows=lambda canonical: False)
    assert ["brovantinib"] == [name.canonical for name in knows_none.link("brovantinib")]
    assert [] == linked("gilteretitanib")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("carfil", [("carfilzomib", "abbreviation")]),
        ("bort", [("bortezomib", "abbreviation")]),
        ("mec", [("MEC", "name")]),  # is written otherwise
        ("gem-bort", []),  # a part of something else
        ("BORT", []),
        ("da", []),
    ],
)
def test_a_drug_may_be_clipped_in_a_question(typed: str, expected: list[tuple[str, str]]) -> None:
    """The first letters of one drug's name that the corpus has are that drug, unless they are a word or a name."""
    known = {"carfilzomib", "bortezomib", "mechlorethamine"}
    words = {"rate", "with"}
    linker = Linker(load_lexicon(), words.__contains__, joins=True, knows=known.__contains__)
    assert expected == [(name.canonical, name.how) for name in linker.link(f"rate with {typed}")]


def test_a_clipped_name_may_be_of_two_drugs() -> None:
    """Then nothing is read; nor is it in a document."""
    words, known = {"rate", "with"}.__contains__, {"fludarabine", "flumatinib"}.__contains__
    assert () == Linker(load_lexicon(), words, joins=True, knows=known).link("rate with flu")
    assert () == Linker(load_lexicon(), words, knows={"bortezomib"}.__contains__).link("rate with bort")
