"""Trials that the lexicon does not have, by the form of their names."""

from __future__ import annotations

import pytest

from evidence_expected import as_document, records_of
from rraml_qa.evidence.trials import find_trial, trial_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In the CAIRN trial, the CR rate was 20%.", "CAIRN"),
        ("In the phase III HARROW study the CR rate was 20%.", "HARROW"),
        ("The Thistle-2 trial was stopped.", "Thistle-2"),
        ("A randomized trial (MOORLAND) was stopped.", "MOORLAND"),
        ("A phase II study called PEATBOG showed a CR in 20%.", "PEATBOG"),
        ("The BEACON-AML study was stopped.", "BEACON-AML"),
        ("Results of the Harrow trial are awaited.", "Harrow"),
        ("The ReMIND2 study was stopped.", "ReMIND2"),
    ],
)
def test_a_name_before_or_after_trial_is_one(text: str, name: str) -> None:
    """A word in capitals, or with a number, or a capitalised one within the sentence."""
    assert trial_names(text, ()) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "A French trial was stopped.",
        "The US study was stopped.",
        "A Phase III trial was stopped.",
        "This trial was stopped.",
        "Recent trials and the Italian study were stopped.",
        "An AML trial was stopped.",
        "The phase II trial was stopped.",
        "The MRC trial and the SWOG study were stopped.",
        "A study (NCT01234567) was stopped.",
        "The randomised trial was stopped.",
    ],
)
def test_what_tells_only_where_or_what_a_study_was_is_no_name(text: str) -> None:
    """Countries, groups, phases and registry numbers name no trial here."""
    assert trial_names(text, ()) == frozenset()


def test_a_name_is_found_again_where_it_stands_alone() -> None:
    """Once a document has called it a trial, the bare name is it; before, it isn't."""
    text = (
        "HARROW began in 2015, with a CR in 12% on MEC. The HARROW trial had a CR in 20% on MEC. In HARROW, PR was 5%."
    )
    assert [record.trial and record.trial.value for record in records_of(as_document(text))] == [
        "HARROW",
        "HARROW",
        "HARROW",
    ]


def test_the_first_of_several_trials_counts() -> None:
    """A sentence on two trials is taken to be of the one that it names first."""
    found = find_trial("CAIRN, unlike HARROW, was stopped.", (), frozenset({"HARROW", "CAIRN"}))
    assert found is not None
    assert found.value == "CAIRN"
