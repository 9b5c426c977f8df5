"""Quotes: slices of the frozen text, with what they cite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import document
from rraml_qa.answer.quote import cited_references, make_quote
from rraml_qa.text.terms import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Survival was longer [36].", ("36",)),
        ("Two [3,5] and a range [7-9].", ("3", "5", "7", "8", "9")),
        ("A range [12–14; 2] again [12].", ("12", "13", "14", "2")),
        ("An interval [21.1% versus 10.5%] and a gene [IDH1].", ()),
        ("No range [9-3], a year [2021].", ("9", "3", "2021")),
        ("A huge range [1-9999].", ("1", "9999")),
    ],
)
def test_references_are_the_bracketed_numbers(text: str, expected: tuple[str, ...]) -> None:
    """Citations are read singly, in lists and in ranges; other brackets are none."""
    assert expected == cited_references(text)


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1, max_size=4),
    st.text(max_size=20),
)
def test_a_quote_is_its_slice(sentences: list[str], wanted: str) -> None:
    """For any text, a quote is exactly the slice it cites, and its highlights lie within it."""
    made = document("any", *sentences)
    for unit in made.units:
        quote = make_quote(made, unit, terms(wanted))
        assert quote.text == made.text[quote.start : quote.end]
        assert all(0 <= start < end <= len(quote.text) for start, end in quote.highlights)


def test_wanted_words_are_highlighted() -> None:
    """Words with a wanted term are highlighted, neighbours together."""
    made = document("one", "The median survival was 9.3 months.")
    quote = make_quote(made, made.units[0], terms("median survival"))
    assert ["median survival"] == [quote.text[start:end] for start, end in quote.highlights]
