"""What is declined beside what the document has: terms, symbols, aspects that are told nowhere; and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.types import Answer

ENASIDENIB = "In IDH2 mutant AML, the overall response rate with enasidenib was 40%."
VENETOCLAX = "Venetoclax inhibits BCL-2, which keeps myeloblasts alive."
DONOR = "The search for a donor should begin as soon as relapse is seen."
UNRELATED = "Karyotype matters for the prognosis."


def ask(folder: Path, question: str, *sentences: str) -> Answer:
    return fake_assistant(folder, *(each for text in sentences for each in (text, UNRELATED))).ask(question)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Do patients with R140 respond better to enasidenib?", "R140"),
        ("Which ELN 2022 group has adverse mutations?", "European LeukemiaNet"),
        ("How often does invasive aspergillosis occur?", "aspergillosis"),
        ("Which GVHD prophylaxis suits a haploidentical donor?", "graft-versus-host disease"),
        ("When is intrathecal chemotherapy given for the CNS?", "central nervous system"),
    ],
)
def test_what_the_document_never_mentions_is_declined(tmp_path: Path, question: str, why: str) -> None:
    """That it speaks of the drug, of donors or of mutations is no answer to what it doesn't speak of."""
    answer = ask(tmp_path, question, ENASIDENIB, VENETOCLAX, DONOR, "Cytotoxic agents are given first.")
    assert not answer.answered
    assert answer.reason is not None
    assert why in answer.reason


def test_an_interval_by_its_short_name_is_known(tmp_path: Path) -> None:
    """QT prolongation speaks of the QT interval, though nothing spells the corrected one out."""
    told = "QT prolongation is a concern with ivosidenib."
    assert told == ask(tmp_path, "Which drugs can prolong the QT interval?", told, VENETOCLAX).quotes[0].text


def test_a_class_is_read_as_its_only_drug(tmp_path: Path) -> None:
    """A document that never writes "BCL-2 inhibitor" answers on venetoclax."""
    other = "Ivosidenib inhibits IDH1."
    answer = ask(tmp_path, "How does the BCL-2 blocker work?", VENETOCLAX, other)
    assert [VENETOCLAX] == [quote.text for quote in answer.quotes]


def test_a_stay_of_infusion_reactions_is_no_route(tmp_path: Path) -> None:
    """Infusion related reactions tell no route, and survival in days no schedule."""
    told = "Infusion related reactions were frequent with flotetuzumab, whose median survival was 177 days."
    assert not ask(tmp_path, "By which route and on which days is flotetuzumab given?", told).answered
    assert ask(tmp_path, "Are infusion reactions seen with flotetuzumab?", told).answered


def test_a_disease_that_is_only_denied_is_not_known(tmp_path: Path) -> None:
    """Non-Hodgkin lymphoma is no Hodgkin lymphoma, though all words of that stand in it."""
    told = "Large-cell lymphoma makes up a third of non-Hodgkin lymphomas in adults."
    answer = ask(tmp_path, "What is the standard treatment of classical Hodgkin lymphoma?", told, "Treatment is hard.")
    assert not answer.answered
    assert answer.reason is not None
    assert "Hodgkin lymphoma" in answer.reason
    lung = "Treatment of non-small-cell lung cancer was small in scale."
    assert not ask(tmp_path / "lung", "Treatment of small cell lung cancer?", lung, "Lung cancer kills.").answered
    both = "Non-small-cell lung cancer may turn into small-cell cancer of the lung."
    assert ask(tmp_path / "both", "What may turn into small cell lung cancer?", both).answered


def test_an_adverse_event_by_any_name_is_one(tmp_path: Path) -> None:
    """That the sentence with the shares doesn't write "adverse event" is no reason to decline."""
    told = "Nausea (58%) and fatigue (47%) were frequent."
    sentences = "Selinexor blocks XPO1.", "Most took it twice a week.", told, "Adverse events of ivosidenib were few."
    assistant = fake_assistant(tmp_path, *sentences)
    answer = assistant.ask("What adverse effects of selinexor are given, with their rates?")
    assert told in [quote.text for quote in answer.quotes]
