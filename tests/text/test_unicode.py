"""One spelling, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.text.unicode import tidy
from rraml_qa.types import Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FLAG–IDA", "FLAG-IDA"),
        ("T–cell", "T-cell"),
        ("FLT3–ITD and IL–6", "FLT3-ITD and IL-6"),
        ("30–50%, 2–5 months", "30–50%, 2–5 months"),
        ("30 – 50%", "30 – 50%"),
        ("a\u00a0b\u2009c", "a b c"),
        ("-\t Item", "- Item"),
        (" two  spaces.  Here ", "two spaces. Here"),
        ("ﬁrst eﬃcacy ﬂow", "first efficacy flow"),
        ("re\u00admission", "remission"),
        ("a\u200b \x07 b", "a b"),
        ("T\u2011cell", "T-cell"),
        ("pateint's atleast", "pateint's atleast"),
        ("\ufeffText", "Text"),
    ],
)
def test_typesetting_is_tidied(text, expected):
    """Spaces, ligatures, hyphens and control characters get one spelling; words are left as written."""
    assert tidy(text).text == expected


def test_spans_find_their_new_place():
    """A span of the text as it was names the same words in the tidied one."""
    tidied = tidy("  eﬃcacy  of\tFLAG–IDA")
    assert tidied.place(Span(2, 8)).of(tidied.text) == "efficacy"
    assert tidied.place(Span(13, 21)).of(tidied.text) == "FLAG-IDA"


@given(st.text())
def test_tidying_is_final(text):
    """Tidying twice changes nothing more, and letters and digits stay in order."""
    once = tidy(text).text
    assert tidy(once).text == once
    kept = [char for char in text if char.isalnum() and not "\ufb00" <= char <= "\ufb06"]
    remaining = iter(once)
    assert all(char in remaining for char in kept)


@given(st.text(), st.data())
def test_places_are_in_order(text, data):
    """Origins never go back, and every span has a place."""
    tidied = tidy(text)
    assert list(tidied.origin) == sorted(tidied.origin)
    assert len(tidied.origin) == len(tidied.text)
    start, end = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    place = tidied.place(Span(start, end))
    assert 0 <= place.start <= place.end <= len(tidied.text)
