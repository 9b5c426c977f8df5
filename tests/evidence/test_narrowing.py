"""Patients and studies that a text narrows down to, read alike in questions and documents."""

from __future__ import annotations

import pytest

from rraml_qa.evidence.narrowing import held_against, narrowings


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("CR rate in patients over 60", "age", "over 60"),
        ("those aged 75 or older", "age", "aged 75 or older"),
        ("response in children", "age", "children"),
        ("newly diagnosed AML", "state", "newly diagnosed"),
        ("late first relapse", "relapse", "late first relapse"),
        ("a phase Ib/II study", "phase", "phase Ib/II"),
        ("after two prior lines", "line", "after two prior lines"),
        ("high-dose etoposide", "dose", "high-dose"),
        ("poor-risk AML", "risk", "poor-risk"),
        ("a randomized trial", "design", "randomized"),
        ("FLT3-ITD mutated AML", "gene", "FLT3-ITD mutated"),
        ("wild-type EZH2", "gene", "wild-type EZH2"),
    ],
)
def test_what_narrows_a_text_down_is_read_as_written(text: str, kind: str, words: str) -> None:
    assert (kind, words) in {(found.kind, found.words) for found in narrowings(text)}


@pytest.mark.parametrize("text", ["over 60% of them", "more than 18 months", "over 60 patients", "the risk of relapse"])
def test_other_numbers_and_words_narrow_nothing_down(text: str) -> None:
    assert not [found for found in narrowings(text) if found.kind in {"age", "risk"}]


@pytest.mark.parametrize(
    ("asked", "told", "fits"),
    [
        ("over 60", "patients over 65 years", True),
        ("the elderly", "patients over 60 years", True),
        ("under 60", "patients over 60 years", False),
        ("over 75", "patients over 60 years", False),
        ("phase 2", "a phase I/II trial", True),
        ("phase III", "a phase I/II trial", False),
        ("first relapse", "in late first relapse", True),
        ("late first relapse", "in first relapse", False),
        ("third-line", "after two prior lines", True),
        ("split dosing", "fractional doses", True),
        ("NPM1 mutated", "in NPM1 mutant disease", True),
        ("NPM1 mutated", "in NPM1 wild-type disease", False),
        ("without NPM1 mutations", "in NPM1 wild-type disease", True),
    ],
)
def test_a_text_is_of_those_asked_about_or_of_others(asked: str, told: str, *, fits: bool) -> None:
    wanted = next(found for found in narrowings(asked) if found.kind != "state")
    held = held_against(wanted, told)
    assert held.fits is fits
    assert bool(held.others) is not fits


def test_a_text_that_says_nothing_of_it_is_of_neither() -> None:
    (asked,) = narrowings("over 60")
    held = held_against(asked, "The CR rate was 30%.")
    assert not held.fits
    assert not held.others


@pytest.mark.parametrize(
    ("text", "fitness"),
    [
        ("patients unfit for intensive chemotherapy", "unfit"),
        ("seen as poor candidates for aggressive salvage", "unfit"),
        ("many are not candidates", "unfit"),
        ("not eligible for intensive treatment", "unfit"),
        ("they cannot tolerate intensive chemotherapy", "unfit"),
        ("fit for intensive therapy", "fit"),
        ("candidates for induction", "fit"),
        ("eligible for the trial", None),
        ("a benefit for intensive users", None),
    ],
)
def test_whether_patients_are_fit_is_told_from_its_opposite(text: str, fitness: str | None) -> None:
    found = [value for each in narrowings(text) if each.kind == "fitness" for value in each.values]
    assert found == ([fitness] if fitness else [])


@pytest.mark.parametrize(
    ("told", "denied"),
    [
        (
            "The drug had a CR rate of 9%, but the study did not evaluate it in r/r AML.",
            "did not evaluate it in r/r AML",
        ),
        ("It was not an evaluation in relapsed patients.", "not an evaluation in relapsed patients"),
        ("It did not improve survival in relapsed patients.", None),
        ("Relapsed patients were treated; children were not included.", None),
    ],
)
def test_a_text_may_deny_that_those_asked_about_were_studied(told: str, denied: str | None) -> None:
    (asked,) = [each for each in narrowings("in relapsed disease") if each.kind == "state"]
    held = held_against(asked, told)
    assert (denied in (held.denied or "")) if denied else (held.denied is None and held.fits)
