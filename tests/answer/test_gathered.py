"""Lists gathered over the documents: of some patients, in some words, of studies of a kind, of every figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.types import Answer

FIRST = "In a trial of gemtuzumab ozogamicin, the CR rate was 22% in first relapse."
ALSO_FIRST = "Everolimus gave a CR rate of 57% to patients in first relapse."
LATER = "Venetoclax had a CR rate of 12% in refractory disease."
UNRELATED = "Karyotype and age matter for the prognosis."


def asked(tmp_path: Path, question: str, *sentences: str) -> Answer:
    return fake_assistant(tmp_path, *(each for text in sentences for each in (text, UNRELATED))).ask(question)


def texts(answer: Answer) -> set[str]:
    return {quote.text for quote in answer.quotes}


@pytest.mark.parametrize(
    "question",
    [
        "What results were reported in first relapse?",
        "Which trials were done in first relapse?",
        "outcomes at first relapse, drug by drug",
    ],
)
def test_what_is_told_of_some_patients_is_gathered(tmp_path: Path, question: str) -> None:
    """Every statement on a treatment of just these patients; no trial that is called by a name stands in for them."""
    trial = "The ADMIRAL trial compared gilteritinib with salvage chemotherapy."
    answer = asked(tmp_path, question, FIRST, LATER, trial, ALSO_FIRST)
    assert texts(answer) == {FIRST, ALSO_FIRST}
    assert any(note.text.startswith("Gathered: 2 statements") for note in answer.notes)


def test_what_is_told_in_other_words_is_gathered(tmp_path: Path) -> None:
    """What the question words in its own way, each treatment that the documents say it of in theirs."""
    one, other = "Gilteritinib induces apoptosis of blasts.", "Vorinostat leads to apoptosis of the cell."
    answer = asked(tmp_path, "List every drug that leads to programmed cell death.", one, LATER, other)
    assert texts(answer) == {one, other}


def test_studies_of_a_kind_are_gathered(tmp_path: Path) -> None:
    """Those that the question's words before "studies" say, of whatever drug; a phase as it is written."""
    one = "In a study with dose escalation, ivosidenib was well tolerated."
    other = "AMG 330 was given in a dose escalation trial."
    plain = "In a retrospective study, azacitidine was well tolerated."
    answer = asked(tmp_path, "dose escalation studies", one, plain, other)
    assert texts(answer) == {one, other}
    phases = ("In a phase III trial, FLAG had a CR rate of 51%.", "A phase 3 study tested CPX-351.")
    answer = asked(tmp_path / "phases", "List all phase III trials", one, *phases)
    assert texts(answer) == set(phases)


def test_every_figure_of_an_endpoint_is_listed(tmp_path: Path) -> None:
    """Without a bound or a class, where all of them are asked for."""
    days = "With decitabine, the median overall survival was 170 days."
    months = "With enasidenib, the median overall survival was 9 months."
    answer = asked(tmp_path, "I need every survival time that is given", days, LATER, months)
    assert texts(answer) == {days, months}


def test_a_median_is_asked_for_by_name(tmp_path: Path) -> None:
    """The longest median is none of the figures that aren't medians."""
    median = "With quizartinib, the median overall survival was 6 months."
    other = "With decitabine, the median overall survival was 5 months."
    plain = "With enasidenib, overall survival was 20 months in a few."
    answer = asked(tmp_path, "Which drug has the longest median overall survival?", plain, median, other)
    assert plain not in texts(answer)
    assert answer.quotes[0].text == median


@pytest.mark.parametrize("question", ["Which drugs harm the liver?", "Which agents are toxic to the liver?"])
def test_what_an_organ_does_with_a_drug_is_no_harm(tmp_path: Path, question: str) -> None:
    """That the liver breaks a drug down is no harm to it."""
    broken = "Cytarabine is metabolized by the liver."
    harms = ("Hepatotoxicity is seen with daunorubicin.", "Acute hepatitis was an adverse event of tosedostat.")
    answer = asked(tmp_path, question, broken, *harms)
    assert texts(answer) == set(harms)


def test_what_is_easier_on_an_organ_is_no_drug_that_harms_it(tmp_path: Path) -> None:
    """Where something milder is asked for, only what says that it is."""
    harms = "Left ventricular dysfunction of the heart has been reported with bortezomib."
    milder = "With mitoxantrone, cardiotoxicity is less frequent than with daunorubicin."
    answer = asked(tmp_path, "Is there any chemo that is easier on the heart?", harms, milder)
    assert texts(answer) == {milder}


@pytest.mark.parametrize("question", ["Which FLT3 inhibitors are discussed?", "name every FLT3 inhibitor"])
def test_a_sentence_on_several_drugs_of_a_class_comes_before_those_on_one(tmp_path: Path, question: str) -> None:
    """As few sentences as name all of them, and the drugs by name in the note."""
    both = "Gilteritinib and quizartinib are newer FLT3 inhibitors."
    single = "Gilteritinib is taken by mouth."
    third = "Midostaurin is approved for the first line."
    answer = asked(tmp_path, question, single, both, third)
    assert texts(answer) == {both, third}
    assert answer.quotes[0].text == both
    assert any("gilteritinib, midostaurin, quizartinib" in note.text for note in answer.notes)
