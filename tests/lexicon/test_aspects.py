"""Aspects: what a question asks, and what a sentence tells."""

from __future__ import annotations

import pytest

from rraml_qa.lexicon.aspects import aspects_asked, aspects_told


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("What is the recommended dose of midostaurin?", "dose"),
        ("How many patients were treated?", "number of patients"),
        ("n=? in the ADE study", "number of patients"),
        ("How does it work?", "mechanism"),
        ("side effects", "toxicity"),
        ("When was it approved?", "date"),
        ("median OS", "survival"),
        ("How much does it cost?", "price"),
        ("venetoclax alone", "monotherapy"),
        ("what does HiDAC stand for", "meaning"),
        ("FLAG written out", "components"),
        ("What sort of patients went into ADMIRAL?", "patients"),
        ("By which routes does it kill the cells?", "mechanism"),
        ("up to what age could one get into it", "patients' age"),
        ("DCR of zelutamab", "disease control"),
        ("pCR rate after zelutamab?", "pathological response"),
        ("intracranial ORR", "intracranial response"),
        ("zelutamab mPFS", "event-free or relapse-free survival"),
        ("How long was the time to progression?", "event-free or relapse-free survival"),
        ("At which dose and interval is it given?", "schedule"),
        ("What is its regulatory standing?", "approval"),
        ("In how many did it clear the disease?", "remission rate"),
        ("Which company makes it?", "manufacturer"),
        ("What is zelutamab composed of?", "components"),
        ("leukemia-free survival", "event-free or relapse-free survival"),
        ("How big was the trial?", "number of patients"),
        ("manufacturing time of the cells", "manufacturing time"),
        ("third-line options?", "next treatment"),
        ("How old is the typical patient?", "patients' age"),
        ("From which country did the patients come?", "trial sites"),
        ("Can it be given a second time?", "retreatment"),
        ("How does it harm the liver?", "liver function"),
        ("Is it swallowed?", "route of administration"),
        ("How many months have they left to live?", "survival"),
    ],
)
def test_what_is_asked(question: str, aspect: str) -> None:
    """The words of a question tell which aspect it asks for."""
    assert aspect in aspects_asked(question)


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("CR rate of high dose cytarabine", "dose"),
        ("What was the dose-limiting toxicity?", "dose"),
        ("CRS with flotetuzumab", "remission rate"),
        ("Which patients are older than 60?", "dose"),
        ("toxicity of midostaurin and its relatives", "heredity"),
        ("Can they be left alone?", "monotherapy"),
        ("By which routes does it kill the cells?", "route of administration"),
        ("What kind of patients had it?", "class"),
        ("Which of the two keeps the better company?", "manufacturer"),
        ("Who developed colitis?", "manufacturer"),
        ("Who composed the tune?", "components"),
        ("Can one call her leukemia-free?", "event-free or relapse-free survival"),
        ("for which pts", "number of patients"),
        ("How many people remit?", "number of patients"),
        ("How big was the benefit?", "number of patients"),
        ("Did it do better in the second line?", "next treatment"),
        ("In relapsing-remitting sclerosis?", "remission rate"),
        ("What are they?", "class"),
        ("At what stage should the search begin?", "stage"),
        ("manufacturing time of the cells", "way of synthesis"),
        ("What if the leukemia comes back?", "relapse rate"),
        ("Child-Pugh class", "use in children"),
        ("used after kidney transplants", "kidney function"),
        ("Does it trigger apoptosis?", "toxicity"),
        ("Can it make you go blind?", "blinding"),
        ("How are people prepared for the graft?", "storage or preparation"),
        ("Why do people develop resistance?", "risk factors"),
        ("trouble swallowing", "route of administration"),
        ("How old is the typical patient?", "date"),
        ("Who profits most?", "patents, generics or sales"),
        ("it relapsed a second time", "retreatment"),
        ("the don't eat me signal", "food or drink"),
        ("pneumonia incidence", "frequency among patients"),
        ("fewer people are admitted to the trial", "stay in or out of hospital"),
        ("How soon should a donor be found for the transplant?", "time to transplantation"),
    ],
)
def test_what_is_not_asked(question: str, aspect: str) -> None:
    """A dose in a drug's name, a limit, or another short form asks nothing of the kind."""
    assert aspect not in aspects_asked(question)


@pytest.mark.parametrize(
    ("sentence", "told", "not_told"),
    [
        ("CRS was a frequent adverse event.", "toxicity", "remission rate"),
        ("The CR rate was 53% [10].", "remission rate", "survival"),
        ("It was given at 120 mg daily.", "dose", "toxicity"),
        ("Mucosal toxicity is dose limiting.", "toxicity", "dose"),
        ("FLA = fludarabine + cytarabine", "components", "dose"),
        ("X (X, X) was devised for them.", "components", "dose"),
        ("Its progression-free survival was long.", "event-free or relapse-free survival", "survival"),
        ("Ten responded, three of them completely.", "remission rate", "survival"),
    ],
)
def test_what_a_sentence_tells(sentence: str, told: str, not_told: str) -> None:
    """A sentence tells an aspect by its own words, and nothing that only looks like it."""
    found = aspects_told(sentence)
    assert not_told not in found
    assert told in found


def test_a_setting_or_a_composer_asks_for_nothing() -> None:
    """The line in which a drug is given isn't the next treatment, and who composes asks for no ingredients."""
    assert "next treatment" not in aspects_asked("Did X beat standard care in the second line?")
    assert "next treatment" in aspects_asked("Which options are there in the second line?")
    assert "components" not in aspects_asked("Who composed the opera?")
    assert "components" in aspects_asked("What is X composed of?")
    assert "number of courses" in aspects_told("It is given for a fixed duration of twelve cycles.")
