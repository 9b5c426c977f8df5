"""What a text shows a name of its own to be."""

from __future__ import annotations

import pytest

from rraml_qa.lexicon.shown import codes_of_drugs, names_of_trials


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ZRB-4471, an allosteric inhibitor of a protease, was safe.", ["ZRB-4471"]),
        ("BCZ-1234, an oral, selective inhibitor of a kinase, was safe.", ["BCZ-1234"]),
        ("ZCX 1234 is an oral agent.", ["ZCX 1234"]),
        ("The inhibitor ZRK-900 was stopped.", ["ZRK-900"]),
        ("ZLT-118 carries a toxin.", ["ZLT-118"]),
        ("ZMG-999, an anti-CD33 bispecific antibody", ["ZMG-999"]),
        ("They were treated with ZAB-123.", ["ZAB-123"]),
        ("ZTK-5512 was given daily.", ["ZTK-5512"]),
        ("ZYX-301, an antibody, was given in the ZYX-301 trial.", ["ZYX-301"]),
        ("The ZYX-301 trial failed. All received ZYX-301.", []),
        ("ZRT-100, a randomized trial of a CD20 antibody, failed.", []),
        ("ZYX-301 cells grew.", []),
        ("ZL-600 is a cell line.", []),
        ("ZD-204, an antigen of T cells, was lost.", []),
        ("The grant ZWW-12345 paid for it.", []),
        ("ISO 9001 was kept, and ZAA-777 too.", []),
        ("They were treated with ZAB-12.", []),
    ],
)
def test_a_code_is_a_drug_where_the_text_shows_it(text: str, codes: list[str]) -> None:
    """What is said of a code settles it; that it is given does where nothing else is said."""
    assert codes == list(codes_of_drugs(text))


@pytest.mark.parametrize(
    ("text", "trials"),
    [
        ("The QUARRY registry had forty.", ["QUARRY"]),
        ("QUARRY, the corresponding trial of another drug, was negative.", ["QUARRY"]),
        ("QUARRY, a randomized, double-blind phase III trial, was large.", ["QUARRY"]),
        ("QUARRY, a phase II study with 145 participants, was small.", ["QUARRY"]),
        ("For this drug, QUARRY randomized 184 patients.", ["QUARRY"]),
        ("QUARRY compared one drug with another in 300 patients.", ["QUARRY"]),
        ("Among 157 patients treated in QUARRY, few died.", ["QUARRY"]),
        ("It was studied in QUARRY, whose 93 participants were old.", ["QUARRY"]),
        ("It was the phase II part of QUARRY.", ["QUARRY"]),
        ("A trial of one versus the other, QUARRY, has opened.", ["QUARRY"]),
        ("QUARRY-1, a study, was small; QUARRY-7 was not. FELLOW-2 is none.", ["QUARRY-1", "QUARRY-7"]),
        ("A study named QUARRY is open.", ["QUARRY"]),
        ("In QUARRY, 163 patients were allotted to one of two drugs.", ["QUARRY"]),
        ("It was compared with another in QUARRY: ORR was 75% versus 61%.", ["QUARRY"]),
        ("It was compared with another in ZUARRY: a new setting.", []),
        ("In a study, ZDAC was superior.", []),
        ("ZELOX compared favorably with another in 300 patients.", []),
        ("ZELOX, a regimen used in the trial, was toxic.", []),
        ("ZEACO, an intensive regimen tested in a study, was toxic.", []),
        ("Among 20 patients treated in MICU, 3 died.", []),
        ("SWOG randomized 300 patients.", []),
        ("ZOLTER scores were kept for 20 patients in ZOLTER.", []),
        ("Patients with ZLBCL died.", []),
    ],
)
def test_capitals_are_a_trial_where_the_text_shows_it(text: str, trials: list[str]) -> None:
    """A word in capitals is a trial only beside words that none but a trial has."""
    assert trials == list(names_of_trials(text))


def test_a_known_trial_has_numbered_ones_like_it() -> None:
    """A number after a hyphen sets a trial apart from one that is known."""
    assert ["QUARRY-2"] == list(names_of_trials("QUARRY-2 was larger.", frozenset({"QUARRY"})))
    assert not names_of_trials("QUARRY-2 was larger.")
