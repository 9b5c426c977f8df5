"""Turns that a listener follows: partners, places, other patients, what was told, what explains it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.follow_up import resolve_follow_up

FIRST = "What is the median survival with gilteritinib?"
KNOWN = {"ivosidenib", "enasidenib", "gilteritinib", "quizartinib"}
ANSWERS = {
    "what does venetoclax inhibit?": "Venetoclax inhibits BCL-2.",
    "who took part in ADMIRAL?": "In ADMIRAL gilteritinib was given.",
    "response to bortezomib plus MEC?": "Of those with RUNX1 mutations three responded.",
    "which are the older blockers of FLT3?": "Midostaurin and sorafenib are older.",
    "what is fever with rash after ara-C called?": "Cytarabine syndrome is fever with myalgia.",
    "which of fludarabine and etoposide can be neurotoxic?": "Fludarabine may be neurotoxic.",
}


@pytest.fixture(scope="module")
def linker() -> Linker:
    return replace(Linker(load_lexicon(), lambda word: True), knows=KNOWN.__contains__)


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        # partners
        (
            ["azacitidine on top of venetoclax, CR?", "in whom was it used?"],
            "in whom was azacitidine on top of venetoclax used?",
        ),
        (["CR of FLAG-IDA?", "what if you add venetoclax, survival?"], "survival of FLAG-IDA plus venetoclax?"),
        (["azacitidine CR?", "and if we add venetoclax?"], "azacitidine plus venetoclax CR?"),
        (["azacitidine CR?", "what if it snows?"], "what if azacitidine snows?"),
        (["everolimus w/ aza, tox?", "w/ 7+3 instead"], "everolimus with 7+3, tox?"),
        (["tox of everolimus with 7+3?", "w/o 7+3?"], "tox of everolimus without 7+3?"),
        (["venetoclax alone, CR?", "venetoclax plus LDAC?"], "venetoclax plus LDAC CR?"),
        (["CR with quizartinib?", "everolimus plus azacitidine?"], "CR with everolimus plus azacitidine?"),
        (["OS with gilteritinib?", "versus without it?"], "OS with gilteritinib versus without it?"),
        # places
        (["CR rate of MEC?", "what about the table?"], "CR rate of MEC in the table?"),
        (["CR rate of MEC in the table?", "and the text?"], "CR rate of MEC in the text?"),
        (["CR rate of MEC?", "what does the table say?"], "CR rate of MEC in the table?"),
        # conditions
        (["CR of quizartinib?", "regardless of age?"], "CR of quizartinib regardless of age?"),
        (["CR of quizartinib?", "by mutation?"], "CR of quizartinib by mutation?"),
        (["CR of quizartinib?", "over 60, OS?"], "OS of quizartinib over 60?"),
        (["CR of quizartinib?", "after HSCT, survival?"], "CR of quizartinib after HSCT, survival?"),
        (["CR of quizartinib?", "in table 1, which regimen is phase III?"], "in table 1, which regimen is phase III?"),
        (
            ["CR of enasidenib?", "response in NPM1 mutated patients?"],
            "response of enasidenib in NPM1 mutated patients?",
        ),
        (["CR of enasidenib?", "How common is NPM1 in AML?"], "How common is NPM1 in AML?"),
        (["share of AML with FLT3-ITD?", "TKD?"], "share of AML with FLT3-TKD?"),
        # targets, and what has one
        (["what does venetoclax inhibit?", "why is that worth blocking?"], "why is BCL-2 worth blocking?"),
        (["what does venetoclax inhibit?", "any other inhibitor of it?"], "any other inhibitor of BCL-2?"),
        (["what does venetoclax inhibit?", "other inhibitor of it?", "what does it do to the heart?"], None),
        (["response to bortezomib plus MEC?", "n?", "why does that mutation matter?"], "why does RUNX1 matter?"),
        (
            ["share of AML with FLT3-ITD in FLT3?", "which are the older, less selective blockers of it?"],
            "which are the older, less selective blockers of FLT3?",
        ),
        (["which are the older blockers of FLT3?", "do they work alone?"], "do midostaurin and sorafenib work alone?"),
        (["CR of enasidenib?", "What about the BTK drug, CR?"], "What about the BTK drug, CR?"),
        # a trial's drug
        (["who took part in ADMIRAL?", "severe CRS with this product?"], "severe CRS with gilteritinib?"),
        (["who took part in ADMIRAL?", "in the second trial, CR?"], "CR of gilteritinib in the second trial?"),
        # patients
        (["CR of MEC?", "half of them who responded, OS?"], "half of the patients given MEC who responded, OS?"),
        (
            ["How many people who go into remission see a relapse?", "OS of those people?"],
            "OS of people who go into remission?",
        ),
        (["CR of MEC?", "what should they look out for?"], "what should they look out for?"),
        # adverse events
        (
            ["what is fever with rash after ara-C called?", "are steroids given for it?"],
            "are steroids given for Cytarabine syndrome?",
        ),
        (
            ["which of fludarabine and etoposide can be neurotoxic?", "infuse it over how long?"],
            "infuse fludarabine over how long?",
        ),
        # both
        (["CR of MEC?", "HAM?", "has anyone given both at once?"], "has anyone given MEC and HAM at once?"),
        # the question before as a whole
        (["which drug goes best with everolimus?", "source?"], "reference: which drug goes best with everolimus?"),
        (["CR of FLAD?", "paper?"], "reference for CR of FLAD?"),
        (
            ["why is survival short despite CR?", "what supports that?"],
            "what supports that: why is survival short despite CR?",
        ),
        (["CR of MEC?", "what explains it?", "what shows it?"], "what shows it: CR of MEC?"),
        (["what is PRES?", "what causes it?"], "what causes PRES?"),
        (["CR of MEC?", "n=?"], "how many patients of MEC?"),
        # a part played
        (["what is GO made of?", "did efflux pumps play any part?"], "did efflux pumps play any part with GO?"),
        ([FIRST, "Does chemotherapy have a role before HSCT?"], "Does chemotherapy have a role before HSCT?"),
        # which one is counted, or is against a target
        (["infusion time of GO?", "and HAM?", "and with the other one?"], "infusion time of GO?"),
        (["ORR of quizartinib?", "ORR of the IDH2 one?"], "ORR of enasidenib?"),
        (["is enasidenib fatal?", "and with the IDH1 one?"], "is ivosidenib fatal?"),
        (["ORR of quizartinib?", "ORR of the FLT3 one?"], "ORR of the FLT3 one?"),
        (["which drugs hit FLT3?", "of these, which is oral?"], "which of the drugs that hit FLT3 is oral?"),
        # with a partner, what is asked; the other kind of patients
        (["how does venetoclax act?", "with azacitidine: CR?"], "CR of venetoclax with azacitidine?"),
        (["ORR in IDH1 mutated AML with ivosidenib?", "wild type?"], "ORR in IDH1 wild type AML with ivosidenib?"),
        (["differentiation syndrome with enasidenib?", "how do I spot it?"], "how do I spot differentiation syndrome?"),
        (["what does venetoclax inhibit?", "is that expressed often?"], "is BCL-2 expressed often?"),
        (["CR of MEC?", "compared with what?"], "compared with what: CR of MEC?"),
        (["CR of MEC vs HAM?", "could that be chance?"], "could that be chance: CR of MEC vs HAM?"),
        (["CR of MEC vs HAM?", "what explains the difference?"], "what explains the difference: CR of MEC vs HAM?"),
        # short for words; without it; a leading remark
        (["tox of HAM?", ">60y?"], "tox of HAM over 60y?"),
        (["tox of HAM?", "+ venetoclax"], "tox of HAM plus venetoclax?"),
        (["OS with HSCT?", "and without?"], "OS without HSCT?"),
        (["is enasidenib fatal?", "ok, in general then: bilirubin with it?"], "bilirubin with enasidenib?"),
        (["CR of MEC vs HAM?", "was that significant?"], "was that significant: CR of MEC vs HAM?"),
        (["CR of MEC?", "HAM?", "FLAD?", "how do all three compare?"], "how do MEC and HAM and FLAD compare?"),
        (["CR of MEC?", "HAM?", "was either fatal?"], "was MEC or HAM fatal?"),
        # another topic, an aside
        ([FIRST, "unrelated: what is a BiTE?"], "what is a BiTE?"),
        ([FIRST, "btw what's CRh"], "what's CRh"),
        ([FIRST, "different question: is it oral?"], "is gilteritinib oral?"),
    ],
)
def test_further_turns_are_followed(linker: Linker, turns: list[str], expected: str | None) -> None:
    """Each last turn means what a listener would take it to mean; None: what a drug does, not its target."""
    history: list[str] = []
    for turn in turns:
        history.append(resolve_follow_up(turn, history, linker, lambda past: ANSWERS.get(past, "")))
    assert (expected or "what does venetoclax do to the heart?") == history[-1]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["OS of gilteritinib?", "list all phase III trials"], "list all phase III trials"),
        (["OS of gilteritinib?", "What is the early mortality with intensive salvage?"], None),
        (
            ["OS with ivosidenib in IDH1 mutated patients", "and enasidenib?"],
            "OS with enasidenib in IDH2 mutated patients",
        ),
        (["CR of gilteritinib in FLT3 mutated AML", "and quizartinib?"], "CR of quizartinib in FLT3 mutated AML"),
    ],
)
def test_a_whole_question_is_not_bent(linker: Linker, turns: list[str], expected: str | None) -> None:
    """One with a subject of its own stands by itself; another drug brings its own target."""
    assert (expected or turns[-1]) == resolve_follow_up(turns[-1], turns[:-1], linker)
