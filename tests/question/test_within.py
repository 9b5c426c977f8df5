"""Words that point to what stands before them in the same question."""

from __future__ import annotations

import pytest

from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.follow_up import resolve_follow_up

ANSWERS = {
    "which mutation does gilteritinib target?": "Gilteritinib is selective for FLT3.",
    "which enzyme does ivosidenib block?": "Ivosidenib inhibits mutated IDH1.",
    "what antigens does flotetuzumab bind?": "Flotetuzumab binds CD3 and CD123.",
    "what's ivosidenib's target?": "Ivosidenib inhibits mutated IDH1.",
}


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_lexicon(), lambda word: True)


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        # a term in quotation marks
        ([], "In my notes stands 'CRi', what's that?", "what does CRi mean?"),
        (["CR of HAM?"], "I saw “DART” on a poster - what does that mean?", "what does DART mean?"),
        ([], "What does 'CRi' mean for survival?", "What does 'CRi' mean for survival?"),
        # an adverse event at the head
        (["side effects of clofarabine?"], "CRS. Which antibodies cause it?", "Which antibodies cause CRS?"),
        (["OS with gilteritinib?"], "neutropenia: see it with decitabine?", "see neutropenia with decitabine?"),
        (["OS with gilteritinib?"], "different thing: CRS - who gets it?", "who gets CRS?"),
        (["OS with gilteritinib?"], "CRS: did venetoclax cause it?", "CRS: did venetoclax cause it?"),
        (["half-life of ara-C?"], "and this cytarabine syndrome, what is it?", "what is cytarabine syndrome?"),
        # a target, and how common that is
        (
            ["how does gilteritinib act?"],
            "which mutation does it target and how common is it?",
            "which mutation does gilteritinib target and how common is FLT3 mutation?",
        ),
        (
            ["mechanism of ivosidenib?"],
            "which enzyme does it block, and how often is it mutated?",
            "which enzyme does ivosidenib block and how often is IDH1 mutated?",
        ),
        (
            [],
            "what antigens does flotetuzumab bind and how common are they?",
            "what antigens does flotetuzumab bind and how common are those antigens?",
        ),
        (
            ["ivosidenib"],
            "what's its target and what share of AML has it?",
            "what's ivosidenib's target and what share of AML has IDH1?",
        ),
        (
            ["OS with gilteritinib?"],
            "how does it work and how common is nausea with it?",
            "how does gilteritinib work and how common is nausea with it?",
        ),
        ([], "Which mutations occur in AML and how common are they?", None),
    ],
)
def test_a_question_may_say_itself_what_it_points_to(
    linker: Linker, history: list[str], question: str, expected: str | None
) -> None:
    answered = lambda past: ANSWERS.get(past, "")  # noqa: E731
    assert (expected or question) == resolve_follow_up(question, history, linker, answered)
