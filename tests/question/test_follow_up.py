"""Follow-ups are read in their conversation; a question that stands alone is left alone."""

from __future__ import annotations

import pytest

from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.follow_up import resolve_follow_up

FIRST = "What is the median survival with gilteritinib?"


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_lexicon(), lambda word: True)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and quizartinib?", "What is the median survival with quizartinib?"),
        ("What about Xospata?", "What is the median survival with Xospata?"),
        ("quizartinib?", "What is the median survival with quizartinib?"),
        ("How does it work?", "How does gilteritinib work?"),
        ("What are its side effects?", "What are gilteritinib's side effects?"),
        ("Is that drug approved?", "Is gilteritinib approved?"),
        ("and the CR rate?", "the CR rate of gilteritinib?"),
        ("what about its side effects?", "what about gilteritinib's side effects?"),
        ("toxicities?", "toxicities of gilteritinib?"),
        ("what are the side effects?", "what are the side effects of gilteritinib?"),
        ("and in CLL?", "What is the median survival with gilteritinib in CLL?"),
        ("with azacitidine?", "What is the median survival with gilteritinib with azacitidine?"),
        ("What is CLAG?", "What is CLAG?"),
        ("Tell me about GO", "Tell me about GO"),
        ("CLAG-M", "What is the median survival with CLAG-M?"),
        ("sorry, I meant quizartinib", "What is the median survival with quizartinib?"),
        ("excreted how?", "excreted how of gilteritinib?"),
        ("why?", "why: What is the median survival with gilteritinib?"),
        ("plus azacitidine?", "What is the median survival with gilteritinib plus azacitidine?"),
        ("Which regimens contain mitoxantrone?", "Which regimens contain mitoxantrone?"),
        ("Which patients with r/r AML need reinduction?", "Which patients with r/r AML need reinduction?"),
        ("and Paris?", "and Paris?"),
        ("What is complete remission?", "What is complete remission?"),
        ("What are the side effects of FLT3 inhibitors?", "What are the side effects of FLT3 inhibitors?"),
        ("Does it matter that patients are older than 60?", "Does it matter that patients are older than 60?"),
        ("In which trial was FLAM used?", "In which trial was FLAM used?"),
        ("What is the CR rate with FLAG-IDA?", "What is the CR rate with FLAG-IDA?"),
        ("How often does AML relapse?", "How often does AML relapse?"),
    ],
)
def test_follow_ups_are_resolved(linker: Linker, question: str, expected: str) -> None:
    """Pronouns and ellipses take their topic or their predicate from before; whole questions are not bent."""
    assert expected == resolve_follow_up(question, [FIRST], linker)


def test_without_history_nothing_changes(linker: Linker) -> None:
    """The first question of a conversation is taken as it is."""
    assert "and quizartinib?" == resolve_follow_up("and quizartinib?", [], linker)


def test_a_possessive_does_not_stick(linker: Linker) -> None:
    """A follow-up after "gilteritinib's" is about gilteritinib."""
    history = [FIRST, "What are gilteritinib's side effects?"]
    assert "how does gilteritinib work?" == resolve_follow_up("how does it work?", history, linker)


def test_a_pronoun_means_the_last_topic(linker: Linker) -> None:
    """After a change of topic a pronoun means the new one, past questions without any."""
    history = [FIRST, "How does venetoclax work?", "What is an overall response?"]
    assert "What is venetoclax's CR rate?" == resolve_follow_up("What is its CR rate?", history, linker)


def test_a_correction_takes_the_place_of_what_it_denies(linker: Linker) -> None:
    """Of several drugs only the one that is taken back is exchanged."""
    history = ["CR with everolimus and decitabine?"]
    expected = "CR with everolimus and azacitidine?"
    assert expected == resolve_follow_up("sorry, azacitidine, not decitabine", history, linker)


def test_another_extreme_is_asked_of_the_same(linker: Linker) -> None:
    """After the largest comes the smallest, of the same or of something else."""
    history = ["Which regimen in Table 1 has the highest CR rate?"]
    assert "Which regimen in Table 1 has the lowest CR rate?" == resolve_follow_up("and the lowest?", history, linker)
    expected = "Which regimen in Table 1 has the most patients?"
    assert expected == resolve_follow_up("most patients?", history, linker)
