"""Classes, combinations and what belongs to them, in a conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.follow_up import resolve_follow_up
from rraml_qa.question.members import few_members, with_member
from rraml_qa.question.spoken import Spoken

KNOWN = {"ivosidenib", "enasidenib", "fludarabine", "cladribine"}


@pytest.fixture(scope="module")
def linker() -> Linker:
    return replace(Linker(load_lexicon(), lambda word: True), knows=KNOWN.__contains__)


def _last(linker: Linker, turns: list[str], answers: dict[str, str] | None = None) -> str:
    history: list[str] = []
    for turn in turns:
        history.append(resolve_follow_up(turn, history, linker, lambda past: (answers or {}).get(past, "")))
    return history[-1]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["CR with bortezomib plus MEC?", "risks of the proteasome inhibitor?"], "risks of bortezomib?"),
        (["CR with FLAM?", "is the anthracenedione cardiotoxic?"], "is mitoxantrone cardiotoxic?"),
        (["ivosidenib vs enasidenib: ORR", "is the IDH inhibitor oral?"], "is the IDH inhibitor oral?"),
        (["CR with FLAM?", "does the BCL-2 inhibitor help?"], "does the BCL-2 inhibitor help?"),
        (["side effects of FLT3 inhibitors?", "and quizartinib?"], "side effects of quizartinib?"),
        (["Which FLT3 inhibitors are approved?", "crenolanib"], "crenolanib"),
        (["everolimus + azacitidine: CR?", "how does sirolimus work?", "OS of the aza combo?"], None),
        (["Which IDH inhibitors are there?", "which of these is oral?"], "which of enasidenib and ivosidenib is oral?"),
        (["what is a DART?", "and a BiTE?", "is the latter potent?"], "is BiTE potent?"),
    ],
)
def test_members_and_classes(linker: Linker, turns: list[str], expected: str | None) -> None:
    assert (expected or "OS of everolimus + azacitidine?") == _last(linker, turns)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("mitoxantrone vs anthracyclines: why the former?", "mitoxantrone vs anthracyclines: why mitoxantrone?"),
        ("IDH1 or IDH2, is the latter gene commoner?", "IDH1 or IDH2, is IDH2 gene commoner?"),
        ("Why prefer the former?", "Why prefer the former?"),
        ("Of HAM, MEC and FLAM, is the latter best?", "Of HAM, MEC and FLAM, is the latter best?"),
    ],
)
def test_a_question_has_its_own_former_and_latter(linker: Linker, question: str, expected: str) -> None:
    """Its own two come before those of the conversation, and without one."""
    assert expected == resolve_follow_up(question, [], linker)
    if expected != question:
        assert expected == resolve_follow_up(question, ["gilteritinib vs quizartinib: OS?"], linker)


def test_a_class_is_spelt_out_where_it_is_small(linker: Linker) -> None:
    assert ["enasidenib", "ivosidenib"] == sorted(few_members("IDH inhibitor", linker))
    assert [] == few_members("FLT3 inhibitor", linker)
    assert [] == few_members("IDH inhibitor", replace(linker, knows=lambda name: name == "ivosidenib"))


def test_members_are_counted_as_the_answers_told_them(linker: Linker) -> None:
    """Who asked for a class has the order of the answers in mind, who named them his own."""
    chosen = "which of enasidenib and ivosidenib is oral?"
    turns = ["Which IDH inhibitors are there?", "which of these is oral?", "ORR of the former?"]
    assert "ORR of ivosidenib?" == _last(linker, turns, {chosen: "Ivosidenib is oral."})
    own = ["enasidenib or ivosidenib, which is oral?", "ORR of the former?"]
    assert "ORR of enasidenib?" == _last(linker, own, {own[0]: "Ivosidenib is oral."})


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("is the ADC approved?", "is gemtuzumab ozogamicin approved?"),
        ("what does the antibody bind?", "what does gemtuzumab ozogamicin bind?"),
        ("is the TKI approved?", "is the TKI approved?"),
        ("is the ADC of the future here?", "is the ADC of the future here?"),
    ],
)
def test_a_class_by_its_last_word_or_first_letters(linker: Linker, question: str, expected: str) -> None:
    assert expected == with_member(question, Spoken(["CR with GO?"], linker, lambda past: ""))
