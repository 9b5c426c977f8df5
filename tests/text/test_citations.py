"""Reference numbers are told from figures that stand in brackets."""

from __future__ import annotations

import pytest

from rraml_qa.text.citations import without_citations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("longer [9.9 versus 5.1 months] [7]", "longer [9.9 versus 5.1 months] "),
        ("more [21% vs 10%] [3, 5-7]", "more [21% vs 10%] "),
        ("seen [12]", "seen "),
    ],
)
def test_a_figure_in_brackets_is_no_citation(text: str, expected: str) -> None:
    """What has a unit or a decimal point stays."""
    assert without_citations(text) == expected
