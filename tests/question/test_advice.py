"""Advice for a patient is told from what a document says."""

from __future__ import annotations

import pytest

from rraml_qa.question.advice import asks_advice


@pytest.mark.parametrize(
    "question",
    [
        "Should I take venetoclax with breakfast?",
        "My mother has relapsed AML, which regimen is best for her?",
        "I have been diagnosed with AML, what are my chances?",
        "Which drug would you recommend if you were me?",
        "Can my brother drink alcohol on midostaurin?",
        "am I too old for a transplant",
        "Can you tell me which treatment is right for me?",
        "Do I need a transplant?",
        "Should I give my patient gilteritinib or chemotherapy?",
        "Should I give my 72-year-old patient gilteritinib?",
        "We have a 74-year-old refractory to 7+3. What now?",
        "Which would you give a fit patient of 55?",
        "bed 12 is febrile again, do I ring the doctor or wait till morning?",
        "should we page the on-call registrar about this rash",
        "I'm on gilteritinib, is fever normal?",
    ],
)
def test_a_patients_own_case_is_advice(question: str) -> None:
    """Somebody's own case, or a relative's, asks for advice."""
    assert asks_advice(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the CR rate in patients older than 60?",
        "Can HiDAC be given again to patients who had it before?",
        "Should fludarabine be dose adjusted in renal failure?",
        "We are drafting a protocol: which regimens contain cladribine?",
        "Which toxicities should be monitored with mitoxantrone?",
        "Tell me about gilteritinib",
        "Spell out ADE for me, please",
        "For my slide I need the frequency of FLT3-TKD",
        "do I have to cut the dose of etoposide when creatinine is high",
        "How long after a dose should I expect the fever?",
        "Put both remission rates on one line for me.",
        "I'm on the tumor board, which regimens were compared?",
        "i am on call tonight: what is the dose of GO?",
        "My patient on fludarabine is Coombs positive; which reactions have been reported?",
    ],
)
def test_a_professionals_question_is_none(question: str) -> None:
    """What is asked of a document in general is no advice, whatever verbs it uses."""
    assert not asks_advice(question)


@pytest.mark.parametrize(
    ("question", "advice"),
    [
        ("Can we skip reinduction before a myeloablative transplant?", False),
        ("Can he skip a dose?", True),
        ("Could a signature tell us who would do well on it?", False),
        ("Can you tell me what I should do?", True),
    ],
)
def test_what_a_team_asks_of_a_treatment_is_no_own_case(question: str, advice: bool) -> None:
    """Those who treat say "we"."""
    assert advice == asks_advice(question)
