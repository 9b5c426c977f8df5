"""Names taken as they are typed: for a whole run, or one of a question."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.assistant import Assistant
from rraml_qa.config import Settings
from rraml_qa.lexicon.linker import NameSettings
from rraml_qa.types import Normalised

SENTENCES = (
    "Gilteritinib, an FLT3 inhibitor, led to a complete remission (CR) in 21% of patients.",
    "Cytarabine, also called Ara-C, led to a CR in 40% of patients.",
    "Its mechanism is simple.",
)


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return fake_assistant(tmp_path, *SENTENCES)


@pytest.fixture
def literal(assistant: Assistant) -> Assistant:
    return assistant.with_settings(replace(Settings(), names=NameSettings(normalise=False)))


@pytest.mark.parametrize("typed", ["Xospata", "ASP2215", "ASP-2215", "gilteritinb"])
def test_without_normalising_a_brand_code_or_misspelling_is_a_name_of_its_own(literal: Assistant, typed: str) -> None:
    """A document that never writes it doesn't mention it, and nothing is shown as normalised."""
    answer = literal.ask(f"CR with {typed}?")
    assert f"Not in this document: it does not mention {typed}." == answer.reason
    assert () == answer.normalised


@pytest.mark.parametrize("typed", ["gilteritinib", "Gilteritinib", "Ara-C", "cytarabine"])
def test_without_normalising_the_document_s_own_names_link(literal: Assistant, typed: str) -> None:
    """The canonical name and what the document itself writes are names as they are typed."""
    expected = SENTENCES[0] if typed.lower().startswith("g") else SENTENCES[1]
    answer = literal.ask(f"CR with {typed}?")
    assert expected == answer.quotes[0].text
    assert () == answer.normalised


def test_one_normalisation_can_be_undone(assistant: Assistant) -> None:
    """A surface that is taken as typed is no other name, while the others in the question still are."""
    question = "CR with Xospata and gilteritinb?"
    surfaces = {name.surface for name in assistant.ask(question).normalised}
    assert {"CR", "Xospata", "gilteritinb"} == surfaces
    answer = assistant.ask(question, as_typed=("Xospata",))
    assert "Not in this document: it does not mention Xospata." == answer.reason
    assert {"CR", "gilteritinb"} == {name.surface for name in answer.normalised}
    assert (
        "Not in this document: it does not mention gilteritinb."
        == assistant.ask(question, as_typed=("gilteritinb",)).reason
    )
    assert answer == assistant.ask(question, as_typed=["xospata"])


def test_an_endpoint_or_a_word_can_be_undone(assistant: Assistant) -> None:
    """What isn't a treatment is then a word like others; no part of it is read as another name instead."""
    assert () == assistant.ask("CR rate of gilteritinib?", as_typed=("CR rate",)).normalised
    assert (Normalised("mechansim", "mechanism", "misspelling"),) == assistant.ask("mechansim?").normalised
    assert () == assistant.ask("mechansim?", as_typed=("mechansim",)).normalised


def test_joined_drugs_can_be_undone(assistant: Assistant) -> None:
    """Drugs that were read as the regimen they make are drugs again."""
    typed = "fludarabine, ara-C and G-CSF"
    assert typed in {name.surface for name in assistant.ask(f"CR of {typed}").normalised}
    assert "FLAG" not in {name.canonical for name in assistant.ask(f"CR of {typed}", as_typed=(typed,)).normalised}


def test_a_conversation_hands_it_on(assistant: Assistant) -> None:
    """A turn can take a name as typed too; the next turns are read as ever."""
    talk = assistant.conversation()
    assert "Xospata" in (talk.ask("CR with Xospata?", as_typed=("Xospata",)).reason or "")
    assert talk.ask("CR with Xospata?").answered


def test_answers_of_other_settings_are_told_apart(assistant: Assistant, literal: Assistant) -> None:
    """The index that an answer names differs, so that no batch goes on with the answers of another setting."""
    assert assistant.id == assistant.manifest.index == assistant.ask("CR?").index
    assert literal.id == literal.ask("CR?").index != assistant.id
    assert assistant.id == assistant.with_settings(assistant.settings).id == assistant.remembering().id
