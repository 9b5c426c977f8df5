"""What a question asks for, and the parts that it is made of."""

from __future__ import annotations

import pytest

from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.analyse import analyse_question
from rraml_qa.types import Question


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_lexicon(), lambda word: True, joins=True)


def read(linker: Linker, text: str) -> Question:
    return analyse_question(text, linker)


def test_each_clause_is_a_part_about_what_came_before_it(linker: Linker) -> None:
    """A clause without a name goes on about the one before; each asks its own aspect."""
    parts = read(linker, "How does fludarabine work, and what toxicities does it have?").parts
    assert [("fludarabine",), ("fludarabine",)] == [part.topics for part in parts]
    assert "mechanism" in parts[0].aspects
    assert "toxicity" in parts[1].aspects


def test_each_side_of_a_comparison_asks_what_the_whole_does(linker: Linker) -> None:
    """Survival asked of A versus B is asked of both."""
    parts = read(linker, "gilteritinib versus quizartinib median survival").parts
    assert [("gilteritinib",), ("quizartinib",)] == [part.topics for part in parts]
    assert all("survival" in part.aspects for part in parts)


def test_topics_and_aspects_make_parts_where_there_are_no_clauses(linker: Linker) -> None:
    """Two drugs are two parts, two aspects of one drug as well; one of each is none."""
    assert 2 == len(read(linker, "survival with gilteritinib, quizartinib").parts)
    assert 2 == len(read(linker, "median survival, toxicity of gilteritinib").parts)
    assert () == read(linker, "median survival with gilteritinib").parts


def test_a_regimen_of_two_drugs_is_one_topic(linker: Linker) -> None:
    """The drugs of one regimen of the corpus aren't taken apart."""
    question = read(linker, "CR rate of vosaroxin combined with cytarabine")
    assert "vosaroxin + cytarabine" in {*question.topics, *question.regimens}


@pytest.mark.parametrize(
    ("text", "conflict", "several", "cited", "in_table"),
    [
        ("Does the table agree with the text on HAM?", True, False, (), True),
        ("Which regimens contain mitoxantrone?", False, True, (), False),
        ("What is reference 36 cited for?", False, False, ("36",), False),
        ("What does [12] report?", False, False, ("12",), False),
        ("What do refs 31 and 33 report?", False, False, ("31", "33"), False),
        ("references 4, [5] and 6", False, False, ("4", "5", "6"), False),
        ("CR rate of MEC", False, False, (), False),
    ],
)
def test_what_is_wanted_besides_one_fact(
    linker: Linker, text: str, conflict: bool, several: bool, cited: tuple[str, ...], in_table: bool
) -> None:
    """A conflict, a list, the use of a reference and a table are told by their words."""
    question = read(linker, text)
    found = (question.asks_conflict, question.asks_several, question.cited, question.in_table)
    assert (conflict, several, cited, in_table) == found


def test_a_clause_may_add_a_partner(linker: Linker) -> None:
    """A clause on a partner adds it to what those before are about; one with a name of its own is about that."""
    joined = read(linker, "gilteritinib target; CR when given with azacitidine")
    assert ("gilteritinib", "azacitidine") == joined.parts[1].topics
    apart = read(linker, "gilteritinib target; CR of azacitidine")
    assert ("azacitidine",) == apart.parts[1].topics


def test_a_trial_beside_a_drug_is_no_other_side(linker: Linker) -> None:
    """A drug in a trial is asked about once; two drugs in a trial are two."""
    assert () == read(linker, "CR rate of gilteritinib in ADMIRAL").parts
    assert 2 == len(read(linker, "CR rates of gilteritinib, cytarabine in ADMIRAL").parts)


@pytest.mark.parametrize(
    "text",
    ["CR of HAA, same in text + table?", "Does the text give the same CR for HAA as the table?"],
)
def test_text_against_table_asks_for_a_conflict(linker: Linker, text: str) -> None:
    """However text and table are joined, it is asked if they agree."""
    assert read(linker, text).asks_conflict


@pytest.mark.parametrize(
    "text",
    [
        "Vorinostat alone and vorinostat added to etoposide and cytarabine: what remission rates?",
        "How does vorinostat by itself stack up against giving it alongside etoposide and ara-C?",
        "CR of vorinostat on its own vs in combination with etoposide and cytarabine",
    ],
)
def test_a_drug_alone_and_with_partners_are_two_parts(linker: Linker, text: str) -> None:
    """The one part is about the drug by itself, the other about all together."""
    alone, combined = read(linker, text).parts
    assert ("vorinostat",) == alone.topics
    assert "monotherapy" in alone.aspects
    assert {"vorinostat", "etoposide", "cytarabine"} == set(combined.topics)
    assert combined.together
    assert "monotherapy" not in combined.aspects


def test_a_regimen_against_another_one_alone_has_its_two_sides(linker: Linker) -> None:
    """The word "alone" after the other of two regimens makes no combination of them."""
    parts = read(linker, "CR rate with MEC vs mitoxantrone/etoposide alone").parts
    assert [("MEC",), ("mitoxantrone + etoposide",)] == [part.topics for part in parts]


def test_two_measures_are_two_parts_each_of_its_own(linker: Linker) -> None:
    """The frequency of a mutation and the remission rate with a drug are asked of these two."""
    parts = read(linker, "What is the frequency of IDH1 mutations and the CR rate with ivosidenib?").parts
    assert [("IDH1",), ("ivosidenib",)] == [part.topics for part in parts]
    assert "remission rate" in parts[1].aspects
    assert "remission rate" not in parts[0].aspects


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("decitabine cohort - how many, what stage", 2),
        ("In patients who are unfit, what is given?", 0),
        ("Are there drugs that come from plants? Name them.", 0),
        ("clofarabine: effect on mitochondria + size of the trial", 2),
    ],
)
def test_a_comma_between_two_things_asked_parts_them(linker: Linker, question: str, count: int) -> None:
    """What leads up to a question, or only says how to answer, is no part of it."""
    parts = read(linker, question).parts
    assert len([part for part in parts if part.text != question]) == count


def test_a_gene_of_what_came_before_narrows_it(linker: Linker) -> None:
    """What is asked of "it" in RUNX1 mutated patients is about both."""
    parts = read(linker, "Where is bortezomib used, and how did the RUNX1 mutated patients do on it?").parts
    assert parts[1].topics == ("bortezomib", "RUNX1")


def test_a_gene_beside_two_drugs_is_no_side(linker: Linker) -> None:
    """The drugs are compared in whom the gene is changed, by what they achieved."""
    parts = read(linker, "Which is better in FLT3 mutated relapse, gilteritinib or quizartinib?").parts
    assert [part.topics for part in parts] == [("gilteritinib",), ("quizartinib",)]
    assert all(part.wants_figure for part in parts)


def test_that_a_list_is_wanted_may_be_said_after_the_question(linker: Linker) -> None:
    """All of them are asked for by "Name them"."""
    assert read(linker, "Are there drugs in here that come from plants? Name them.").asks_several
    assert not read(linker, "Are there drugs in here that come from plants?").asks_several


@pytest.mark.parametrize("text", ["venetoclax plus decitabine", "venetoclax with decitabine"])
def test_two_drugs_are_themselves_whatever_their_combination_is_called(linker: Linker, text: str) -> None:
    """A document that has a name for both gives its figures for the drugs."""
    assert set(read(linker, f"CR rate of {text}").topics) == {"venetoclax", "decitabine"}
    assert read(linker, "CR rate of 7+3").topics == ("7+3",)
