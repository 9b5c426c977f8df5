"""Arithmetic on spans."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.text.spans import between, bracketed, replaced, stripped
from rraml_qa.types import Span


@given(st.text())
def test_stripped_is_strip(text):
    """A stripped span's slice is the slice stripped."""
    assert stripped(text, Span(0, len(text))).of(text) == text.strip()


def test_between_leaves_out_what_is_empty():
    """Cutting gives the parts without white space and without empty ones."""
    text = "one  two three"
    assert [span.of(text) for span in between(text, Span(0, len(text)), [3, 4, 9])] == ["one", "two", "three"]


def test_only_outermost_matching_brackets_count():
    """A bracket without its other half is passed over, and inner pairs are within their outer one."""
    text = "a) b (c [d] e) f (g"
    assert [span.of(text) for span in bracketed(text)] == ["(c [d] e)"]


@given(st.text(alphabet="()[]{}a "))
def test_brackets_are_disjoint_and_in_order(text):
    """Pairs come in order and do not overlap."""
    pairs = bracketed(text)
    assert all(a.end <= b.start for a, b in pairwise(pairs))


def test_replaced_changes_what_stands_at_the_spans_only():
    """Each span gives way to its words, whatever their length; the rest stays."""
    text = "Xospata or ASP2215?"
    assert "gilteritinib or X?" == replaced(text, [(Span(0, 7), "gilteritinib"), (Span(11, 18), "X")])
    assert text == replaced(text, [])
