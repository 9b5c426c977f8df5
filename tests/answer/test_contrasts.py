"""The sentence that itself compares what is asked to be compared is quoted first."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.types import Answer

ONE = "Mitoxantrone is an anthracenedione that breaks strands of DNA."
OTHER = "Daunorubicin is an anthracycline that breaks strands of DNA."
BOTH = "Mitoxantrone has replaced daunorubicin in many places, as hearts suffer less."
BESIDE = "The review covers mitoxantrone and daunorubicin."


def asked(tmp_path: Path, question: str, *sentences: str) -> Answer:
    return fake_assistant(tmp_path, *sentences).ask(question)


@pytest.mark.parametrize(
    "question",
    [
        "In what respect does mitoxantrone outdo daunorubicin?",
        "What advantage does mitoxantrone offer over daunorubicin?",
        "Mitoxantrone or daunorubicin - which is gentler?",
        "Does mitoxantrone have an edge on daunorubicin?",
        "Why prefer mitoxantrone rather than daunorubicin?",
        "mitoxantrone compared with daunorubicin",
    ],
)
def test_the_comparing_sentence_comes_first(tmp_path: Path, question: str) -> None:
    """Neither what each of the two is, nor a sentence that only names both."""
    answer = asked(tmp_path, question, ONE, "Age matters.", OTHER, "Karyotype matters.", BESIDE, "Sex too.", BOTH)
    assert BOTH == answer.quotes[0].text


def test_a_class_may_be_the_other_side(tmp_path: Path) -> None:
    """A drug is compared with a class by the sentence that names both."""
    sentence = "Mitoxantrone is favored over the anthracyclines by many."
    answer = asked(tmp_path, "mitoxantrone vs anthracyclines, why the first drug?", ONE, "Age matters.", sentence)
    assert sentence == answer.quotes[0].text


def test_whom_two_are_given_to_is_no_comparison_of_them(tmp_path: Path) -> None:
    """Who gets either of two drugs is not answered by how they differ."""
    whom = "Azacitidine and decitabine are kept for patients unfit for intensive salvage."
    differ = "Azacitidine, unlike decitabine, may harm the liver."
    answer = asked(
        tmp_path, "For whom are azacitidine or decitabine kept rather than intensive salvage?", differ, "Age.", whom
    )
    assert whom in [quote.text for quote in answer.quotes]


def test_a_drug_alone_and_with_others_is_quoted_twice(tmp_path: Path) -> None:
    """Each way of giving it is answered by the figure of just that."""
    alone = "The CR rate with vorinostat monotherapy was 5%."
    combined = "Vorinostat combined with etoposide and cytarabine had a CR rate of 44%."
    noise = "Etoposide and cytarabine had a CR rate of 30%."
    answer = asked(
        tmp_path,
        "Vorinostat alone and vorinostat added to etoposide and cytarabine: what CR rates?",
        alone,
        "Age matters.",
        noise,
        "Sex matters.",
        combined,
    )
    assert {alone, combined} <= {quote.text for quote in answer.quotes}


@pytest.mark.parametrize(
    "question",
    [
        "Were kidney problems more frequent with FLAG-IDA or with MEC?",
        "Rate of renal impairment with MEC compared with FLAG-IDA",
        "Which is harder on the kidneys, FLAG-IDA or MEC?",
    ],
)
def test_a_drug_of_each_regimen_may_stand_for_it(tmp_path: Path, question: str) -> None:
    """Where drugs that only one side has are set against each other, both regimens are told of."""
    first = "Response rates were 62% with FLAG-IDA and 63% with MEC, which did not differ."
    told = "Renal impairment was seen in 9% of those given fludarabine, whereas it was 2% with etoposide."
    answer = asked(tmp_path, question, first, "Age matters.", told, "Karyotype matters.", BESIDE)
    assert told == answer.quotes[0].text


def test_a_drug_that_both_regimens_have_stands_for_neither(tmp_path: Path) -> None:
    """Cytarabine in both of them tells no difference."""
    first = "Response rates were 62% with FLAG-IDA and 63% with MEC, which did not differ."
    shared = "Renal impairment was seen in 9% of those given cytarabine, whereas it was 2% without."
    question = "Were kidney problems more frequent with FLAG-IDA or with MEC?"
    assert not asked(tmp_path, question, first, "Age matters.", shared, "Karyotype matters.").answered
