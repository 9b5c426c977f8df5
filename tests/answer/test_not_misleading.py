"""What would mislead is left out or told: figures of others, harms among outcomes, a contrast, what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.assistant import Assistant

FILLER = ("Etoposide is nephrotoxic.", "Vorinostat causes nausea.", "Quizartinib prolongs the QT interval.")
ALONE = "Gemtuzumab ozogamicin had a CR rate of 31% [1]."
PAIR = "Clofarabine with cytarabine had a CR rate of 42% [2]."


def notes(assistant: Assistant, question: str) -> list[str]:
    return [note.text for note in assistant.ask(question).notes]


def test_what_points_back_to_nothing_is_refused(tmp_path: Path) -> None:
    answer = fake_assistant(tmp_path, ALONE, PAIR, *FILLER).ask("what CR with the first one?")
    assert not answer.answered
    assert "“the first one” points back" in (answer.reason or "")
    assert not answer.nearest


def test_a_figure_not_said_to_be_of_the_drug_alone_is_told_to_be_so(tmp_path: Path) -> None:
    """A figure of a combination is none of the drug alone."""
    assistant = fake_assistant(tmp_path, ALONE, PAIR, *FILLER)
    answer = assistant.ask("CR rate of gemtuzumab ozogamicin alone?")
    assert answer.quotes[0].text == ALONE
    assert "What is quoted is not said to be of the treatment alone." in [note.text for note in answer.notes]
    assert not assistant.ask("CR rate of clofarabine alone?").answered


def test_a_combination_is_quoted_where_one_is_asked_for(tmp_path: Path) -> None:
    pair = "Gemtuzumab ozogamicin plus cytarabine had a CR rate of 57% [3]."
    assistant = fake_assistant(tmp_path, ALONE, FILLER[0], pair, *FILLER[1:])
    assert [quote.text for quote in assistant.ask("CR rate of gemtuzumab ozogamicin in combination?").quotes] == [pair]


def test_harms_asked_for_come_without_outcomes(tmp_path: Path) -> None:
    """And the treatment of which none is told is named."""
    assistant = fake_assistant(
        tmp_path,
        "Gilteritinib had a CR rate of 22% and nausea in 9% of patients [4].",
        *FILLER[:2],
        "Quizartinib had a CR rate of 37% [5].",
    )
    answer = assistant.ask("Compare the toxicity of gilteritinib and quizartinib")
    assert "remission" not in " ".join(figure.endpoint for figure in answer.evidence)
    assert "The document tells no toxicity of quizartinib." in [note.text for note in answer.notes]
    assert assistant.ask("CR rate of gilteritinib?").evidence


def test_figures_of_another_disease_are_told(tmp_path: Path) -> None:
    many = [f"Series {number} of AML was small." for number in range(30)]
    assistant = fake_assistant(
        tmp_path, "Impressive in CLL, venetoclax had a CR rate of 13% in r/r AML patients [6].", *FILLER, *many
    )
    assert any(note.endswith("not of CLL.") for note in notes(assistant, "CR rate of venetoclax in CLL?"))
    for disease in ("r/r AML", "leukaemia"):
        assert not notes(assistant, f"CR rate of venetoclax in {disease}?")


def test_a_study_that_was_not_of_those_asked_about_is_told(tmp_path: Path) -> None:
    study = "CPX-351 had a CR rate of 44% [7], but the study did not include relapsed patients."
    assistant = fake_assistant(tmp_path, study, *FILLER)
    told = notes(assistant, "CR rate of CPX-351 in relapsed patients?")
    assert any("did not include relapsed patients" in note for note in told)
    assert not any("did not include" in note for note in notes(assistant, "CR rate of CPX-351?"))


@pytest.mark.parametrize(("words", "left_out"), [("non-APL AML", True), ("AML", False)])
def test_a_disease_that_is_left_out_is_told_to_be(tmp_path: Path, words: str, left_out: bool) -> None:
    assistant = fake_assistant(tmp_path, f"This covers salvage therapy of {words}.", ALONE, *FILLER)
    reason = assistant.ask("How is acute promyelocytic leukemia treated?").reason or ""
    assert ("leaves acute promyelocytic leukemia out (“non-APL" in reason) == left_out


def test_who_can_have_no_intensive_treatment_is_not_told_of_those_who_can(tmp_path: Path) -> None:
    poor = "Azacitidine is kept for poor candidates for intensive chemotherapy."
    fit = "Patients fit for intensive chemotherapy are given FLAG-IDA."
    assistant = fake_assistant(tmp_path, fit, FILLER[0], poor, *FILLER[1:])
    answer = assistant.ask("Which drugs are given to patients unfit for intensive chemotherapy?")
    assert [quote.text for quote in answer.quotes] == [poor]


def test_ones_own_case_is_near_to_no_table_row_or_trial(tmp_path: Path) -> None:
    elderly = "In elderly patients treatment is of low intensity."
    answer = fake_assistant(tmp_path, ALONE, elderly, *FILLER).ask("My mother is 31 with AML, what should she take?")
    assert not answer.answered
    assert {quote.text for quote in answer.nearest} <= {elderly}


def test_a_contrast_with_the_sentence_before_is_no_missing_comparison(tmp_path: Path) -> None:
    sides = ("Vorinostat had a CR rate of 5% [8].", "By contrast, tosedostat had a CR rate of 11% [9].")
    told = notes(fake_assistant(tmp_path, *sides, *FILLER), "Compare the CR rates of vorinostat and tosedostat")
    assert any("contrasts vorinostat and tosedostat in neighbouring sentences" in note for note in told)
    apart = fake_assistant(tmp_path / "apart", sides[1], *FILLER, sides[0])
    assert not any("contrasts" in note for note in notes(apart, "Compare the CR rates of vorinostat and tosedostat"))


def test_a_question_of_two_parts_is_answered_as_far_as_it_is_told(tmp_path: Path) -> None:
    assistant = fake_assistant(tmp_path, ALONE, *FILLER)
    answer = assistant.ask("What CR rate has gemtuzumab ozogamicin, and what is its price per month?")
    assert answer.quotes[0].text == ALONE
    assert any("tells no price" in note.text for note in answer.notes)
    assert not assistant.ask("What is the price of gemtuzumab ozogamicin?").answered
