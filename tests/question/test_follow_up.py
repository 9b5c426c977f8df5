"""Follow-ups are read in their conversation; a question that stands alone is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fakes import fake_assistant
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


def _last(linker: Linker, turns: list[str], answers: dict[str, str] | None = None) -> str:
    """What the last of the turns of a conversation means."""
    history: list[str] = []
    for turn in turns:
        history.append(resolve_follow_up(turn, history, linker, lambda past: (answers or {}).get(past, "")))
    return history[-1]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        # several treatments are remembered
        ([FIRST, "and quizartinib?", "what about their toxicities?"], "gilteritinib and quizartinib's toxicities?"),
        ([FIRST, "and quizartinib?", "are both approved?"], "are gilteritinib and quizartinib approved?"),
        ([FIRST, "How does venetoclax work?", "ORR of the two?"], "ORR of gilteritinib and venetoclax?"),
        ([FIRST, "quizartinib?", "which of them is oral?"], "which of gilteritinib and quizartinib is oral?"),
        ([FIRST, "quizartinib?", "which is more toxic?"], "which of gilteritinib and quizartinib is more toxic?"),
        ([FIRST, "what are their side effects?"], "what are gilteritinib's side effects?"),
        (["Which FLT3 inhibitors are discussed?", "are they oral?"], "are FLT3 inhibitors oral?"),
        (
            ["Which regimens in Table 1 are phase III?", "which of these has the highest CR?"],
            "which of the regimens in Table 1 that are phase III has the highest CR?",
        ),
        # one of several
        (["ivosidenib vs enasidenib: ORR", "is the first one oral?"], "is ivosidenib oral?"),
        (["ivosidenib vs enasidenib: ORR", "and the latter?"], "enasidenib: ORR"),
        (["ivosidenib vs enasidenib: ORR", "CR of the former?", "and the other one?"], "CR of enasidenib?"),
        (["ivosidenib vs enasidenib: ORR", "reference for the second?"], "reference for the ORR of enasidenib?"),
        ([FIRST, "How does venetoclax work?", "and the first drug?"], "How does gilteritinib work?"),
        (["How does ivosidenib differ from enasidenib?", "what did it inhibit?"], "what did ivosidenib inhibit?"),
        # a return, a remark, a doubt
        ([FIRST, "How does venetoclax work?", "back to gilteritinib"], FIRST),
        ([FIRST, "How does venetoclax work?", "back to gilteritinib: its CR rate?"], "gilteritinib's CR rate?"),
        ([FIRST, "thanks", "and quizartinib?"], "What is the median survival with quizartinib?"),
        ([FIRST, "hm, ok."], "hm, ok."),
        ([FIRST, "are you sure?"], FIRST),
        ([FIRST, "tell me more"], "tell me more about gilteritinib"),
        # another side, condition, partner
        (
            [FIRST, "and compared with quizartinib?"],
            "What is the median survival with gilteritinib compared with quizartinib?",
        ),
        (["ivosidenib vs enasidenib: ORR", "and versus venetoclax?"], "ivosidenib vs venetoclax: ORR?"),
        ([FIRST, "is that longer than with quizartinib?"], f"{FIRST[:-1]} compared with quizartinib?"),
        (["CR of HAM in patients over 60?", "and in younger patients?"], "CR of HAM in younger patients?"),
        (["CR of HAM in AML?", "in CLL?"], "CR of HAM in CLL?"),
        (["CR of FLA in the table?", "no, in untreated patients"], "CR of FLA in untreated patients?"),
        (["Venetoclax alone, CR?", "plus azacitidine?", "LDAC"], "Venetoclax with LDAC, CR?"),
        (["clofarabine: dangers?", "CR when given with LDAC?"], "CR of clofarabine when given with LDAC?"),
        # corrections
        ([FIRST, "Actually, what is the half-life of cytarabine?"], "Actually, what is the half-life of cytarabine?"),
        ([FIRST, "not the survival, the CR rate"], "the CR rate of gilteritinib?"),
        ([FIRST, "no, I meant mitoxantrone alone"], "What is the median survival with mitoxantrone alone?"),
        # the answer before
        (["CR of FLA?", "how many patients was that?"], "how many patients for CR of FLA?"),
        (["CR of FLA?", "that study's reference?"], "reference: CR of FLA?"),
        (["How many relapse after FLA?", "who especially?"], "who especially: How many relapse after FLA?"),
        (["Does everybody need FLA?", "who certainly does?"], "who certainly does: Does everybody need FLA?"),
        (["CRS with AMG 330?", "is it reversible?"], "is CRS with AMG 330 reversible?"),
        (["CRS with AMG 330?", "how do you treat it?"], "how do you treat CRS?"),
        (["BO: CR in the table?", "FLA in the table?", "phase there?"], "phase in the table of FLA?"),
        # whole questions are left alone
        ([FIRST, "half-life of cytarabine"], "half-life of cytarabine"),
        ([FIRST, "lowest CR in table 1"], "lowest CR in table 1"),
        ([FIRST, "Which mutations occur in AML and how common are they?"], None),
        ([FIRST, "What source do they give for CD33 expression?"], None),
        ([FIRST, "What share of people never clear their leukemia?"], None),
        ([FIRST, "How long should I boil a ham before glazing it?"], None),
        ([FIRST, "In a DART, the first of the two fragments combines what?"], None),
    ],
)
def test_conversations_are_followed(linker: Linker, turns: list[str], expected: str | None) -> None:
    """Each last turn means what a listener would take it to mean; None: what it says."""
    meant = _last(linker, turns)
    assert (expected or turns[-1]) in {meant, meant.removeprefix("what about ")}


@pytest.mark.parametrize(
    ("question", "told", "expected"),
    [
        ("was that trial randomised?", "In ADMIRAL, gilteritinib won.", "was the ADMIRAL trial of gilteritinib"),
        ("was that trial randomised?", "Gilteritinib won.", "was the trial of gilteritinib"),
        ("how do you treat it?", "Neutropenia was frequent.", "how do you treat Neutropenia of gilteritinib?"),
        ("why is that a sensible target?", "It inhibits FLT3.", "why is FLT3 a sensible target?"),
    ],
)
def test_the_answer_tells_what_is_meant(linker: Linker, question: str, told: str, expected: str) -> None:
    """A trial, an adverse event or a target that only the answer named."""
    first = "What matters with gilteritinib?"
    assert _last(linker, [first, question], {first: told}).startswith(expected)


def test_the_other_one_is_that_which_the_answer_left_out(linker: Linker) -> None:
    """After both were asked about and one was named, the other one is not."""
    asked = "which of gilteritinib and quizartinib is approved?"
    turns = ["Compare gilteritinib and quizartinib", asked, "and the other one?"]
    assert "quizartinib is approved?" == _last(linker, turns, {asked: "Gilteritinib is approved."})


def test_ten_turns(linker: Linker) -> None:
    """A long conversation with changes of topic and returns loses nothing."""
    turns = {
        "CR rate of FLAG-IDA?": "CR rate of FLAG-IDA?",
        "and CLAG-M?": "CR rate of CLAG-M?",
        "OS?": "OS of CLAG-M?",
        "What is complete remission?": "What is complete remission?",
        "How does venetoclax work?": "How does venetoclax work?",
        "is it oral?": "is venetoclax oral?",
        "thanks!": "thanks!",
        "in CLL?": "is venetoclax oral in CLL?",
        "back to FLAG-IDA: which drugs are in it?": "which drugs are in FLAG-IDA?",
        "toxicities?": "toxicities of FLAG-IDA?",
    }
    history: list[str] = []
    for turn, meant in turns.items():
        history.append(resolve_follow_up(turn, history, linker))
        assert meant == history[-1]


@pytest.mark.parametrize("text", ["Thanks!", "ok, thank you very much", "Hello", "great, that's helpful"])
def test_courtesies_are_no_questions(tmp_path: Path, text: str) -> None:
    """They are declined as what they are, without passages that would be near to nothing."""
    answer = fake_assistant(tmp_path, "Gilteritinib is an FLT3 inhibitor.").ask(text)
    assert "There is no question in this; ask for a figure, a treatment or a term of the document." == answer.reason
    assert () == answer.nearest


@pytest.mark.parametrize(
    ("past", "question", "expected"),
    [
        (["what reference for the survival with MEC?"], "Is it better than FLAM?", "Is MEC better than FLAM?"),
        (["CR rate of vorinostat alone?"], "in combination?", "CR rate of vorinostat in combination?"),
        (["CR rate of vorinostat in combination?"], "alone?", "CR rate of vorinostat alone?"),
        (
            ["Is it approved combined with venetoclax?"],
            "and with azacitidine?",
            "Is it approved combined with azacitidine?",
        ),
        (["Tell me about MEC"], "what does the E stand for?", "what does the E in MEC stand for?"),
        (["Tell me about MEC"], "what does the Z stand for?", "what does the Z stand for?"),
        (
            ["how many patients had MEC?", "how many patients had FLAM?"],
            "Which of these is best?",
            "which of MEC and FLAM is best?",
        ),
        (["CR rate of MEC or FLAM?"], "is either hepatotoxic?", "is MEC or FLAM hepatotoxic?"),
    ],
)
def test_what_is_new_takes_the_place_of_the_old(linker: Linker, past: list[str], question: str, expected: str) -> None:
    """An own predicate, the opposite, another partner; a letter is one of the short form spoken of."""
    assert resolve_follow_up(question, past, linker).rstrip("?") == expected.rstrip("?")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what CR with the first one?", "what CR with azacitidine?"),
        ("what CR with the second one?", "what CR with decitabine?"),
        ("what CR with the third one?", "what CR with the third one?"),
    ],
)
def test_an_ordinal_counts_what_was_told(linker: Linker, question: str, expected: str) -> None:
    """Where a list of treatments was asked for, the first one is the first that the answer names."""
    history = ["Which drugs are used in frail patients?"]
    told = "Azacitidine and decitabine are kept for frail patients."
    assert resolve_follow_up(question, history, linker, lambda past: told) == expected
    assert resolve_follow_up(question, history, linker, lambda past: "Care is palliative.") == question


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        # another treatment, alone or after a preposition
        ([FIRST, "on quizartinib?"], "What is the median survival with quizartinib?"),
        (["CR with HAM?", "with MEC?"], "CR with MEC?"),
        (["venetoclax plus LDAC in r/r AML, CR?", "decitabine by itself?"], "decitabine by itself in r/r AML, CR?"),
        (["idelalisib ORR in ADMIRAL", "sorry, duvelisib I meant"], "duvelisib ORR"),
        (
            ["Does HiDAC work after relapse?", "with an anthracycline?"],
            "Does HiDAC with an anthracycline work after relapse?",
        ),
        (["source for neuropathy with MEC?", "for late relapse?"], "source for late relapse with MEC?"),
        (["How common is FLT3-ITD?", "TKD?"], "How common is FLT3-TKD?"),
        # what two are compared for
        (["Why is mitoxantrone preferred to daunorubicin?", "toxicities?"], "toxicities of mitoxantrone?"),
        (["CR of HAM vs MEC?", "which drugs are in that one?"], "which drugs are in MEC?"),
        (["number of patients of FLAM?", "was that better than MEC?"], "was FLAM better than MEC?"),
        # what an answer rests on
        (["CR of FLA?", "what was that based on?"], "what kind of study: CR of FLA?"),
        (["CR of FLA?", "what was that based on?", "in CLL?"], "CR of FLA in CLL?"),
        (["CR of FLA?", "where does that come from?"], "reference: CR of FLA?"),
        (["CR of FLA?", "n?"], "how many patients of FLA?"),
        (["PRES with gilteritinib?", "is a causal link proven?"], "is a causal link proven: PRES with gilteritinib?"),
        (["CR of FLA?", "so age was no factor?"], "age was no factor with FLA?"),
        (["PRES with gilteritinib?", "anything else with it?"], "what other toxicities does gilteritinib have?"),
        # adverse events, patients and rows
        (["CRS with AMG 330?", "did it go away?"], "did CRS with AMG 330 go away?"),
        (["CRS with AMG 330?", "how often does that occur with it?"], "how often does CRS occur with AMG 330?"),
        (["OS with CPX-351?", "were those relapsed patients?"], "were patients given CPX-351 relapsed patients?"),
        (
            ["highest CR in table 1?", "smallest study?", "which ones are phase II"],
            "which regimens in table 1 are phase II",
        ),
        # a pause
        (["CR of FLA?", "hang on, my pager"], "hang on, my pager"),
        (["CR of FLA?", "one sec", "OS?"], "OS of FLA?"),
        # whole questions are left alone
        ([FIRST, "So what is the best consolidation?"], None),
        ([FIRST, "Is there a link between age and relapse?"], None),
    ],
)
def test_what_is_left_out_is_taken_from_before(linker: Linker, turns: list[str], expected: str | None) -> None:
    assert (expected or turns[-1]) == _last(linker, turns)


def test_that_one_is_what_the_answer_chose(linker: Linker) -> None:
    """Of several asked about; of none where the question asked which drug of a gene."""
    asked = "which of gilteritinib and quizartinib is approved?"
    answers = {asked: "Quizartinib is approved.", "what drugs go after CD33?": "Gemtuzumab ozogamicin binds it."}
    assert "OS with quizartinib?" == _last(linker, [asked, "OS with that one?"], answers)
    turns = ["what drugs go after CD33?", "why was it withdrawn?"]
    assert "why was gemtuzumab ozogamicin withdrawn?" == _last(linker, turns, answers)


def test_a_procedure_is_pointed_to(linker: Linker) -> None:
    """Where a treatment was asked for and the answer names one that is no drug."""
    first = "Which treatment offers the best chance of cure?"
    turns = [first, "who can't have it?"]
    assert "who can't have HSCT?" == _last(linker, turns, {first: "HSCT does."})
    assert "who can't have it?" == _last(linker, turns, {first: "Nothing does."})


def test_a_route_is_that_of_a_drug(linker: Linker) -> None:
    """After a turn about its target."""
    turns = ["what does venetoclax block?", "how common is BCL-2?", "is it a tablet?"]
    assert "is venetoclax a tablet?" == _last(linker, turns)


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        # corrections
        (["CR of CLAG-M?", "actually HAM in over 60s"], "CR of HAM in over 60s?"),
        (["ORR of ivosidenib?", "enasidenib, not ivosidenib"], "ORR of enasidenib?"),
        (["ORR of ivosidenib?", "not ORR but CR"], "CR of ivosidenib?"),
        (["ORR of ivosidenib?", "enasidenib I mean"], "ORR of enasidenib?"),
        (["toxicity of cladribine?", "clofarabine rather"], "toxicity of clofarabine?"),
        (["everolimus + 7+3: CR?", "not 7+3, decitabine"], "everolimus + decitabine: CR?"),
        (["ORR of ivosidenib?", "no. of patients?"], "how many patients of ivosidenib?"),
        # another treatment under another condition; another group
        (["CR of HAM in AML?", "venetoclax in CLL?"], "CR of venetoclax in CLL?"),
        (["CR of FLA in r/r disease?", "untreated patients?"], "CR of FLA in untreated patients?"),
        (["everolimus + azacitidine: CR?", "alone?"], "everolimus alone: CR?"),
        # two pronouns, comparisons, reasons
        (["does AMG 330 cause CRS?", "how often does it cause it?"], "how often does AMG 330 cause CRS?"),
        (["does AMG 330 cause CRS?", "does flotetuzumab do that?"], "does flotetuzumab cause CRS?"),
        (["OS with sorafenib?", "is midostaurin better than that?"], "is midostaurin better than sorafenib?"),
        (["gilteritinib or quizartinib?", "do they both work?"], "do gilteritinib and quizartinib work?"),
        (["CR of HAM?", "was it higher in adults?"], "was the CR of HAM higher in adults?"),
        (["CR of HAM?", "is that due to age?"], "is that due to age: CR of HAM?"),
        (["CR of HAM?", "why?", "in whom?"], "in whom: CR of HAM?"),
        (["toxicity of HAM?", "is it the same with MEC?"], "toxicity of MEC?"),
        (["How common are IDH2 mutations?", "OS of those people?"], "OS of patients with IDH2 mutations?"),
        (["Which trials are phase III in table 1?", "which has most patients?"], None),
        (["Is there anything on CAR-T cells?", "and vaccines?"], "vaccines?"),
        (["Is transplantation an option?", "who can't have it?"], "who can't have transplantation?"),
        (["CR with HiDAC after 7+3?", "how toxic is it?"], "how toxic is HiDAC?"),
        (["OS with vosaroxin?", "versus placebo plus cytarabine?"], None),
        (["OS with vosaroxin?", "p value?", "hazard ratio?"], "hazard ratio for OS of vosaroxin?"),
        # whole questions are left alone
        ([FIRST, "Which drugs prolong QT?"], "Which drugs prolong QT?"),
        ([FIRST, "What is the role of HSCT?"], "What is the role of HSCT?"),
        ([FIRST, "how is relapse defined?"], "how is relapse defined?"),
        ([FIRST, "are patients over 60 treated differently?"], "are patients over 60 treated differently?"),
        ([FIRST, "Is it known why cells become resistant?"], "Is it known why cells become resistant?"),
        ([FIRST, "what did patients die of?"], "what did patients die of with gilteritinib?"),
    ],
)
def test_turns_are_taken_as_a_listener_would(linker: Linker, turns: list[str], expected: str | None) -> None:
    rows = "which of the trials that are phase III in table 1 has most patients"
    rows = "OS with vosaroxin compared with placebo plus cytarabine" if "vosaroxin" in turns[0] else rows
    assert (expected or rows).rstrip("?") == _last(linker, turns).rstrip("?")


def test_what_the_corpus_never_speaks_of_is_asked_of_nothing(linker: Linker) -> None:
    """Two words of another subject are not about the drug spoken of."""
    knowing = replace(linker, uses=lambda surface: surface != "weather" and surface != "tomorrow")
    assert "weather tomorrow?" == resolve_follow_up("weather tomorrow?", [FIRST], knowing)
    assert "weight gain of gilteritinib?" == resolve_follow_up("weight gain?", [FIRST], knowing)


def test_of_two_the_answer_is_about_the_first_it_names(linker: Linker) -> None:
    """Not about that which it sets it against."""
    asked = "which of gilteritinib and quizartinib is approved?"
    answers = {asked: "Unlike gilteritinib, quizartinib is approved."}
    assert "OS with quizartinib?" == _last(linker, [asked, "OS with it?"], answers)
    assert "OS with gilteritinib?" == _last(linker, [asked, "OS with the other one?"], answers)


@pytest.mark.parametrize(
    "text", ["hang on, my pager", "one sec", "brb", "good to know, cheers", "ok cool, makes sense"]
)
def test_pauses_are_no_questions(linker: Linker, text: str) -> None:
    assert text == resolve_follow_up(text, [FIRST], linker)
    assert "What is the median survival with quizartinib?" == _last(linker, [FIRST, text, "and quizartinib?"])
