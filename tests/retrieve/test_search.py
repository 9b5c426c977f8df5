"""Search and selection over a small document, with an encoder that counts words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.assistant import Assistant

SENTENCES = (
    "Gilteritinib gave a median survival of 9.3 months [36].",
    "Gilteritinib is an inhibitor of FLT3.",
    "Quizartinib gave a median survival of 6.2 months [37].",
    "Cytarabine inhibits the synthesis of DNA.",
    "Survival in general is a matter of months.",
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return fake_assistant(tmp_path_factory.mktemp("search"), *SENTENCES)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("median survival with gilteritinib", 0),
        ("median survival with Xospata", 0),
        ("median survival, AC220", 2),
        ("Ara-C", 3),
        ("How does gilteritinib inhibit FLT3?", 1),
    ],
)
def test_the_unit_on_the_drug_asked_about_comes_first(assistant: Assistant, question: str, expected: int) -> None:
    """By whatever name, the drug that is asked about decides between sentences that are otherwise alike."""
    assert SENTENCES[expected] == assistant.ask(question).quotes[0].text


def test_no_quote_is_about_another_drug(assistant: Assistant) -> None:
    """Where the first quote names the drug asked about, so do the others."""
    quotes = assistant.ask("median survival with quizartinib in months").quotes
    assert all("Quizartinib" in quote.text for quote in quotes)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("survival with metformin", "does not mention metformin"),
        ("survival with venetoclax", "does not mention venetoclax"),
        ("recipe for sourdough bread", "“sourdough”"),
    ],
)
def test_what_is_not_there_is_declined_with_the_reason(assistant: Assistant, question: str, reason: str) -> None:
    """An abstention names the drug or the words that the document hasn't, has no quotes, and gives the nearest."""
    answer = assistant.ask(question)
    assert not answer.answered
    assert () == answer.quotes
    assert reason in (answer.reason or "")
    assert answer.nearest


def test_the_same_words_are_quoted_once(tmp_path: Path) -> None:
    """A sentence that stands twice in the corpus is quoted at one of its places."""
    answer = fake_assistant(tmp_path, SENTENCES[0], SENTENCES[0], SENTENCES[3]).ask("median survival with gilteritinib")
    assert [SENTENCES[0]] == [quote.text for quote in answer.quotes]


def test_search_gives_as_many_as_asked_best_first(assistant: Assistant) -> None:
    """`search` gives k units in the order of their scores, and declines nothing."""
    hits = assistant.search("metformin months", 3)
    assert 3 == len(hits)
    assert sorted((hit.score for hit in hits), reverse=True) == [hit.score for hit in hits]


def test_threads_get_the_same_answers(assistant: Assistant) -> None:
    """Questions asked from several threads at once are answered as one by one."""
    from concurrent.futures import ThreadPoolExecutor

    questions = ["median survival with gilteritinib", "Ara-C", "survival with metformin", "AC220 survival"] * 10
    alone = [assistant.ask(question) for question in questions]
    with ThreadPoolExecutor(6) as pool:
        assert alone == list(pool.map(assistant.ask, questions))


@pytest.mark.parametrize(
    ("text", "announces"),
    [
        ("The toxicity of gilteritinib is discussed below.", True),
        ("We will now review gilteritinib.", True),
        ("This article provides an overview of gilteritinib.", True),
        ("Gilteritinib is compared with its rivals in table 2.", True),
        ("Gilteritinib was compared with chemotherapy in a trial.", False),
        ("A phase II study of gilteritinib showed a CR rate of 20%.", False),
    ],
)
def test_what_announces_loses(tmp_path: Path, text: str, *, announces: bool) -> None:
    """A sentence on what the document tells elsewhere loses against others, unless the document is asked about."""
    assistant = fake_assistant(tmp_path, text, "Gilteritinib is an inhibitor of FLT3.")
    settings = replace(assistant.settings, search=replace(assistant.settings.search, announcing=0.0))

    def lost(question: str) -> bool:
        least = min(hit.score for hit in assistant.search(question) if hit.quote.text == text)
        return least < min(
            hit.score for hit in assistant.with_settings(settings).search(question) if hit.quote.text == text
        )

    assert announces == lost("gilteritinib")
    assert not lost("What does the review cover of gilteritinib?")


def test_what_is_told_of_a_class_holds_for_its_member(tmp_path: Path) -> None:
    """Harms of a class answer for a drug that they aren't told of by name; its figures don't."""
    of_class = "FLT3 inhibitors can cause fatal differentiation syndrome at a dose of 80 mg."
    assistant = fake_assistant(tmp_path, of_class, "Gilteritinib was studied in 247 patients.")
    assert of_class == assistant.ask("toxicity of gilteritinib").quotes[0].text
    assert not assistant.ask("What is the dose of gilteritinib in mg?").answered


BESIDE = (
    "Gilteritinib is an inhibitor of FLT3.",
    "Neutropenia was seen with gilteritinib in 20%.",
    "Gilteritinib gave remissions in 21%.",
    "Quizartinib is old.",
    "Tumor lysis syndrome was seen with quizartinib in 5%.",
    "The two drugs have never been compared.",
)


def test_what_is_named_beside_a_drug_counts(tmp_path: Path) -> None:
    """An adverse event asked of a drug is quoted for that drug, and declined where only another one has it."""
    assistant = fake_assistant(tmp_path, *BESIDE)
    assert BESIDE[1] == assistant.ask("neutropenia rate of gilteritinib").quotes[0].text
    declined = assistant.ask("tumor lysis syndrome rate of gilteritinib")
    assert not declined.answered
    assert "tumor lysis syndrome" in (declined.reason or "")
    assert assistant.ask("tumor lysis syndrome rate of quizartinib").answered


def test_that_drugs_were_never_compared_is_said(tmp_path: Path) -> None:
    """A question that takes a trial of two drugs for granted gets the sentence that there was none."""
    assistant = fake_assistant(tmp_path, *BESIDE)
    assert BESIDE[5] in assistant.ask("Which RCT showed gilteritinib to be superior to quizartinib?").quotes[0].text
