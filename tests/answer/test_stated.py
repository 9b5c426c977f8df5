"""A figure beside what is asked is taken for it only where it is of it; what tells what is asked comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant

HARMS = (
    "Neuropathy was the most common reason for stopping quizartinib, and nausea occurred in 12%.",
    "Rash and fatigue were seen with quizartinib in 20% and 31%.",
    "Alopecia was rare with quizartinib.",
)
RATIO = "With quizartinib, OS was longer than with chemotherapy (HR 0.71), at a median PFS of 4 months."

TOLD = "Quizartinib, given to 20 patients with relapse, had an ORR of 31%."
OTHER = "The dose of quizartinib in relapse of patients with it was raised slowly by the physicians."


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("In what percentage of patients did quizartinib cause peripheral neuropathy?", None),
        ("What percentage had nausea with quizartinib?", HARMS[0]),
        ("What percentage had fatigue with quizartinib?", HARMS[1]),
        ("What percentage had alopecia with quizartinib?", HARMS[2]),
    ],
)
def test_the_share_of_a_harm_is_that_of_its_clause(tmp_path: Path, question: str, quoted: str | None) -> None:
    """A share of nausea is none of neuropathy; a word for how often it is counts as one."""
    answer = fake_assistant(tmp_path, *HARMS).ask(question)
    assert [quoted] == [quote.text for quote in answer.quotes[:1]] if quoted else not answer.answered


@pytest.mark.parametrize(
    ("sentence", "outcome", "answered"),
    [
        (RATIO, "OS", True),
        (RATIO, "PFS", False),
        ("Quizartinib prolonged survival, with an HR for PFS of 0.6.", "PFS", True),
        ("Quizartinib prolonged survival, with an HR for PFS of 0.6.", "overall survival", False),
        ("Quizartinib reduced the risk of progression (HR 0.6).", "PFS", True),
    ],
)
def test_the_ratio_of_an_outcome_is_that_of_its_own(
    tmp_path: Path, sentence: str, outcome: str, answered: bool
) -> None:
    """A hazard ratio is of the outcome that "for" gives, or else of the last one before it, if there is one."""
    assert answered == fake_assistant(tmp_path, sentence).ask(f"Hazard ratio for {outcome} with quizartinib?").answered


@pytest.mark.parametrize("sentences", [(TOLD, OTHER), (OTHER, TOLD)])
def test_what_tells_the_figure_comes_first(tmp_path: Path, sentences: tuple[str, ...]) -> None:
    """A sentence with more of the question's words that doesn't tell the rate is not the answer to it."""
    answer = fake_assistant(tmp_path, *sentences).ask("Response rate of patients with relapse with quizartinib?")
    assert TOLD == answer.quotes[0].text


def test_what_spells_a_name_out_comes_first(tmp_path: Path) -> None:
    """A sentence that only uses a regimen doesn't say what it stands for."""
    spelt = "Many received bortezomib, lenalidomide and dexamethasone (VRd) over many weeks and months at home."
    used = "VRd is hard on the nerves."
    answer = fake_assistant(tmp_path, spelt, used).ask("What does VRd stand for?")
    assert answer.quotes[0].text.startswith(spelt)
