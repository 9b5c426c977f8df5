"""Superscripts: citations, and what isn't one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.ingest.pdf.marks import set_high


@pytest.mark.parametrize(
    ("before", "high", "after", "expected"),
    [
        ("in remission", "12", " The", "[12]"),
        ("in remission.", "12,13", " The", "[12,13]"),
        ("in remission", "12-14", ".", "[12–14]"),
        ("in remission", "12–14,20", "", "[12–14,20]"),
        ("in remission", "3", ".", "[3]"),
        ("with venetoclax,", "7", " which", "[7]"),
        ("in FLT3", "12", " mutated", "[12]"),
        ("", "13", " The next line", "[13]"),
        ("remission", "(5)", ".", "[5]"),
        ("1.5 g/m", "2", " daily", "²"),
        ("a volume of 3 cm", "3", ",", "³"),
        ("more than 10", "6", " cells", "⁶"),
        ("5 × 10", "−3", "", "⁻³"),
        ("heterogeneity was I", "2", " = 40%", "²"),
        ("expressing CD3", "+", " and", "+"),
        ("Ca", "2+", " release", "2+"),
        ("the 2", "nd", " cycle", "nd"),
        ("at 37 ", "◦", "C", "°"),
        ("", "18", "F-FDG", "18"),
        ("of 5-ho", "5", "C", "⁵"),
        ("an outcome", "a", " of", "a"),
        ("an outcome", "*", " of", "*"),
    ],
)
def test_set_high(before: str, high: str, after: str, expected: str):
    """A superscript becomes a citation only where one can stand."""
    assert expected == set_high(before, high, after)


@given(st.text(max_size=20), st.text(max_size=8), st.text(max_size=8))
def test_no_letter_is_lost(before: str, high: str, after: str):
    """Whatever stands high, its letters and digits stay in their order."""
    folded = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    found = set_high(before, high, after)
    if found != "°":
        assert [c for c in high.translate(folded) if c.isalnum()] == [c for c in found.translate(folded) if c.isalnum()]
