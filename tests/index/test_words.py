"""The words of an index: what an unknown word may be a misspelling of."""

from __future__ import annotations

from pathlib import Path

import pytest

from rraml_qa.index.words import Words, words_of, write_words


@pytest.fixture
def words(tmp_path: Path) -> Words:
    write_words(tmp_path, {"mechanism": 3, "mechanisms": 1, "survival": 2, "revival": 1, "patient": 9, "patience": 1})
    return Words(tmp_path)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("mechansim", "mechanism"),
        ("survial", "survival"),
        ("survival", None),
        ("xurvival", None),  # the first letter is seldom wrong
        ("patienc", None),  # one edit from patient and from patience
        ("revivel", "revival"),
        ("reviv", None),  # short words lie near to too many
        ("éé", None),
    ],
)
def test_the_one_word_that_is_near(words: Words, word: str, expected: str | None) -> None:
    """The word one edit away is given where it is the only one, inflections apart."""
    assert expected == words.near(word)


def test_words_are_the_longer_ones_in_one_spelling() -> None:
    """Words of five letters and more count, small and without digits."""
    assert {"remission", "naive"} == words_of("Remission of FLT3, remission: naïve, CD33x and so on; résumé") - {
        "resume"
    }


def test_an_index_without_words(tmp_path: Path) -> None:
    """A corpus without a long word puts nothing right."""
    write_words(tmp_path, {})
    assert Words(tmp_path).near("mechansim") is None
