"""What gives the value that is asked for comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant

TOLD = "Quizartinib, given to 20 patients with relapse, had an ORR of 31%."
OTHER = "The dose of quizartinib in relapse of patients with it was raised slowly by the physicians."


@pytest.mark.parametrize("sentences", [(TOLD, OTHER), (OTHER, TOLD)])
def test_what_tells_the_figure_comes_first(tmp_path: Path, sentences: tuple[str, ...]) -> None:
    """A sentence with more of the question's words that doesn't tell the rate is not the answer to it."""
    answer = fake_assistant(tmp_path, *sentences).ask("Response rate of patients with relapse with quizartinib?")
    assert TOLD == answer.quotes[0].text


def test_what_spells_a_name_out_comes_first(tmp_path: Path) -> None:
    """A sentence that only uses a regimen doesn't say what it stands for."""
    spelt = "They received bortezomib, lenalidomide and dexamethasone (VRd) over many weeks and months at home."
    used = "VRd is hard on the nerves."
    answer = fake_assistant(tmp_path, used, spelt).ask("What does VRd stand for?")
    assert spelt == answer.quotes[0].text
