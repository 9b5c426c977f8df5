"""Figures in words say how they are bounded, and a strict bound is never made a loose one."""

from __future__ import annotations

import pytest

from evidence_expected import as_document, records_of
from rraml_qa.evidence.values import agree
from rraml_qa.evidence.wording import figure_words, patients_told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("up to 66%", "up to 66%"),
        ("no more than 66%", "up to 66%"),
        ("≤66%", "up to 66%"),
        ("at least 66%", "at least 66%"),
        ("no fewer than 66%", "at least 66%"),
        ("<66%", "below 66%"),
        ("less than 66%", "below 66%"),
        (">66%", "above 66%"),
        ("over 66%", "above 66%"),
        ("about 66%", "about 66%"),
        ("66%", "66%"),
    ],
)
def test_a_figure_is_told_with_the_bound_it_is_given_with(given: str, told: str) -> None:
    document = as_document(f"The CR rate with quizartinib was {given}.")
    (record,) = records_of(document)
    assert figure_words(document, record) == told


@pytest.mark.parametrize(
    ("given", "other", "same"), [("<20%", "12%", True), ("<20%", "30%", False), (">20%", "30%", True)]
)
def test_a_strict_bound_covers_what_lies_beyond_it(given: str, other: str, *, same: bool) -> None:
    one, another = (records_of(as_document(f"The CR rate with quizartinib was {each}."))[0] for each in (given, other))
    assert agree(one, another) is same


@pytest.mark.parametrize(
    ("population", "line", "told"),
    [
        (("r/r AML", "R/R AML"), None, ("R/R AML",)),
        (("patients resistant to cytarabine regimens",), "resistant to cytarabine", None),
        (("first relapse AML",), "first relapse", None),
        (("r/r AML",), "second line", ("r/r AML", "second line")),
        ((), None, ()),
    ],
)
def test_patients_are_told_once(population: tuple[str, ...], line: str | None, told: tuple[str, ...] | None) -> None:
    assert (population if told is None else told) == patients_told(population, line)


def test_a_design_is_no_fragment() -> None:
    """The cohort that a figure is of is a design; what it is of isn't."""
    (record,) = records_of(as_document("In a cohort of 210 patients the CR rate with azacitidine was 37%."))
    assert record.design is not None
    assert "cohort" == record.design.value
