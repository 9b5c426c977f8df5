"""The kind of value that is asked for: given first, or declined where nothing that would be quoted gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant

SYNDROME = "Differentiation syndrome has been reported with ivosidenib."
SHARE = "Differentiation syndrome was seen with ivosidenib in 12% of the patients."
ONSET = "Pancreatitis with quizartinib came on after a median of 29 days."
NO_ONSET = "Pancreatitis has been described with quizartinib, which is a concern."
UNRELATED = "Karyotype matters for the prognosis."


@pytest.mark.parametrize(
    ("sentence", "question", "missing"),
    [
        (SYNDROME, "In what proportion of patients does ivosidenib cause differentiation syndrome?", "share"),
        (NO_ONSET, "After how many weeks on quizartinib does pancreatitis come on?", "time"),
        ("Fludarabine is nephrotoxic.", "Below which GFR is fludarabine nephrotoxic?", "limit"),
    ],
)
def test_a_value_that_nothing_gives_is_declined(tmp_path: Path, sentence: str, question: str, missing: str) -> None:
    """That something is said of the matter doesn't answer how often, how soon or from where on."""
    answer = fake_assistant(tmp_path, sentence, UNRELATED).ask(question)
    assert not answer.answered
    assert answer.reason is not None
    assert missing in answer.reason
    assert sentence in [quote.text for quote in answer.nearest]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (SHARE, "In what proportion of patients does ivosidenib cause differentiation syndrome?"),
        (ONSET, "After how many weeks on quizartinib does pancreatitis come on?"),
        (
            "Fludarabine is nephrotoxic at a GFR below 40 mL/min.",
            "Below which GFR is fludarabine nephrotoxic?",
        ),
        ("Pancreatitis is rare with quizartinib.", "How often does quizartinib cause pancreatitis?"),
    ],
)
def test_a_value_that_is_given_is_quoted(tmp_path: Path, sentence: str, question: str) -> None:
    """A share may be told in words, a time in another unit than was asked for."""
    answer = fake_assistant(tmp_path, sentence, UNRELATED).ask(question)
    assert sentence == answer.quotes[0].text


def test_what_gives_the_value_comes_first(tmp_path: Path) -> None:
    """Of two sentences on the same matter, the one with the share is quoted before the other."""
    answer = fake_assistant(tmp_path, SYNDROME, UNRELATED, SHARE).ask(
        "In what share of patients does ivosidenib cause differentiation syndrome?"
    )
    assert SHARE == answer.quotes[0].text


@pytest.mark.parametrize(
    "question", ["tosedostat median OS", "median surival with tosedostat in months", "mOS of tosedostat"]
)
def test_a_survival_time_is_no_trend_in_survival(tmp_path: Path, question: str) -> None:
    """That survival was better gives no time; one that is given for the drug does."""
    trend = "A trend for better survival was seen with tosedostat."
    other = "With decitabine, the median overall survival was 170 days."
    reason = fake_assistant(tmp_path, trend, other, UNRELATED).ask(question).reason or ""
    assert "no time" in reason
    given = "With tosedostat, the median overall survival was 4 months."
    assert fake_assistant(tmp_path / "given", trend, given, UNRELATED).ask(question).quotes[0].text == given


def test_a_survival_time_may_stand_in_brackets(tmp_path: Path) -> None:
    """What is in square brackets is no citation where it has a unit."""
    given = "Gilteritinib led to longer survival than chemotherapy [9.9 versus 5.1 months] [7]."
    answer = fake_assistant(tmp_path, given, UNRELATED).ask("What is the median overall survival with gilteritinib?")
    assert answer.quotes[0].text == given


def test_a_country_is_no_limit(tmp_path: Path) -> None:
    """The words "from which" ask for a limit of what has one only."""
    sentence = "A series of decitabine came from three French hospitals."
    assert (
        fake_assistant(tmp_path, sentence, UNRELATED).ask("From which country did the decitabine series come?").answered
    )
