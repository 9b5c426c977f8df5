"""Whom an answer is about: figures of those asked about come first, those of others are told or declined."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.assistant import Assistant

OLD = "In patients over 60 years, HAM had a CR rate of 41% [3]."
YOUNG = "HAM had a CR rate of 77% in patients under 60 years [4]."
IVOSIDENIB = "In IDH1 mutated AML, ivosidenib had a CR rate of 23% [5]."
ENASIDENIB = "In IDH2 mutated AML, enasidenib had a CR rate of 24% in a phase I trial [6]."
FILLER = "Etoposide is nephrotoxic."


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return fake_assistant(tmp_path, OLD, FILLER, YOUNG, IVOSIDENIB, "Vorinostat causes nausea.", ENASIDENIB)


def told(assistant: Assistant, question: str) -> list[str]:
    return [note.text for note in assistant.ask(question).notes if note.text.startswith("What is quoted")]


@pytest.mark.parametrize(("patients", "quote"), [("over 60", OLD), ("under 60", YOUNG)])
def test_what_is_said_of_the_patients_asked_about_comes_first(assistant: Assistant, patients: str, quote: str) -> None:
    question = f"CR rate of HAM in patients {patients}?"
    assert assistant.ask(question).quotes[0].text == quote
    assert not told(assistant, question)


def test_figures_of_other_patients_are_told_to_be_so(tmp_path: Path) -> None:
    notes = told(fake_assistant(tmp_path, OLD, FILLER), "CR rate of HAM in patients under 60?")
    assert notes == ["What is quoted is of “over 60 years”, not of “under 60”."]


def test_a_phase_that_no_quote_is_of_is_told(assistant: Assistant) -> None:
    assert told(assistant, "CR rate of enasidenib in a phase III trial?") == [
        "What is quoted is of “phase I”, not of “phase III”."
    ]
    assert told(assistant, "CR rate of ivosidenib in a phase III trial?") == [
        "What is quoted is not said of “phase III”."
    ]
    assert not told(assistant, "CR rate of enasidenib: a phase 1 or a phase 2 trial?")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("CR rate of ivosidenib in IDH2 mutated AML?", "IDH2 mutated AML"),
        ("CR rate of ivosidenib in IDH1 wild-type AML?", "IDH1 wild-type AML"),
        ("CR rate of enasidenib in previously untreated AML?", "previously untreated"),
    ],
)
def test_a_treatment_of_which_nothing_is_said_in_these_patients_is_declined(
    assistant: Assistant, question: str, words: str
) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert f"tells nothing of it in “{words}”" in (answer.reason or "")
    assert answer.nearest


@pytest.mark.parametrize(
    ("drug", "gene", "quote"), [("ivosidenib", "IDH1", IVOSIDENIB), ("enasidenib", "IDH2", ENASIDENIB)]
)
def test_a_treatment_in_the_patients_it_is_given_to_is_answered(
    assistant: Assistant, drug: str, gene: str, quote: str
) -> None:
    assert assistant.ask(f"CR rate of {drug} in {gene} mutated AML?").quotes[0].text == quote


def test_how_often_a_gene_is_changed_is_told_of_that_gene_only(tmp_path: Path) -> None:
    assistant = fake_assistant(
        tmp_path, "FLT3-ITD mutations are found in 22% of patients.", FILLER, ENASIDENIB, "Mutations of RUNX1 are rare."
    )
    answer = assistant.ask("frequency of IDH2 mutations in AML?")
    assert not answer.answered
    assert "it names IDH2" in (answer.reason or "")
    assert "22%" in assistant.ask("frequency of FLT3 mutations?").quotes[0].text
    assert "rare" in assistant.ask("how common are RUNX1 mutations?").quotes[0].text


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("CR rate of ivosidenib in cholangiocarcinoma?", "cholangiocarcinoma"),
        ("How is mantle cell lymphoma treated?", "mantle cell lymphoma"),
        ("What counts are required under the QZB criteria?", "QZB"),
    ],
)
def test_a_disease_or_a_symbol_that_is_not_there_is_declined(assistant: Assistant, question: str, missing: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert f"does not mention {missing}" in (answer.reason or "")


def test_a_disease_whose_words_are_there_is_not_declined_by_name(assistant: Assistant) -> None:
    assert "does not mention" not in (assistant.ask("CR rate of ivosidenib in relapsed AML?").reason or "")
