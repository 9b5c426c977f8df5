"""Names with several readings: answered for one, saying so, or asked back where nothing tells which."""

from __future__ import annotations

from pathlib import Path

from fakes import document, fake_assistant, fake_assistant_of
from rraml_qa.types import Note


def test_a_surface_with_two_readings_in_the_corpus_is_remarked_on(tmp_path: Path) -> None:
    """The answer is for the commoner reading, and a note names the other one."""
    assistant = fake_assistant_of(
        tmp_path,
        document("a", "The zeta response score (ZRS) fell in 3 of 10 patients."),
        document("b", "The zeta risk score (ZRS) rose in 5 of 10 patients."),
        document("c", "A zeta risk score (ZRS) was never seen."),
    )
    expected = Note(
        "ambiguous", "“ZRS” can mean zeta risk score or zeta response score; this answers for zeta risk score."
    )
    assert (expected,) == assistant.ask("In how many patients did the ZRS rise?").notes
    assert () == assistant.ask("In how many patients did the zeta response score fall?").notes


def test_a_reading_that_the_corpus_has_not_is_no_rival(tmp_path: Path) -> None:
    """What a surface means in other texts only is not remarked on."""
    assistant = fake_assistant(tmp_path, "Cytokine release syndrome (CRS) was seen in 6 of 10 patients.")
    answer = assistant.ask("How often was CRS seen?")
    assert answer.answered
    assert () == answer.notes


def test_a_misspelling_between_two_names_is_asked_back(tmp_path: Path) -> None:
    """Where a word is as near to one name of the corpus as to another, the abstention asks which one is meant."""
    assistant = fake_assistant(tmp_path, "Zorvatinib led to a CR rate of 31%, zorlatinib to one of 20%.")
    answer = assistant.ask("CR rate with zornatinib?")
    assert "“zornatinib” could be zorlatinib or zorvatinib: which one?" == answer.reason
    assert assistant.ask("CR rate with zorvatinb?").answered
