"""Words of one spelling, and what a contraction is worth."""

from __future__ import annotations

import pytest

from rraml_qa.text.terms import stem, terms


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("tumour", "tumor"),
        ("tumours", "tumors"),
        ("leukaemia", "leukemia"),
        ("oedema", "edema"),
        ("randomised", "randomized"),
        ("stabilising", "stabilizing"),
        ("analysed", "analyzed"),
        ("centre", "center"),
        ("behaviour", "behavior"),
        ("hospitalisation", "hospitalization"),
        ("sulphate", "sulfate"),
    ],
)
def test_british_and_american_spellings_are_one(british: str, american: str) -> None:
    """A question may be spelt otherwise than the document."""
    assert stem(british) == stem(american)


@pytest.mark.parametrize(("one", "other"), [("hour", "horde"), ("course", "corset"), ("dose", "doze")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    """What only looks British is left as it is."""
    assert stem(one) != stem(other)


@pytest.mark.parametrize("text", ["isn't", "shouldn’t it", "I'm", "who'd", "that's what they've"])
def test_contractions_have_no_terms(text: str) -> None:
    """They are function words."""
    assert [] == terms(text)


def test_the_genitive_of_a_name_keeps_its_word() -> None:
    """Only contractions are left out."""
    assert "patient" in terms("the patient's age")
