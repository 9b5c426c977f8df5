"""Passages: runs of units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.ingest.passages import PassageSettings, cut_passages
from rraml_qa.types import Span, Unit


def units_of(*blocks, kind="sentence"):
    """A text of sentences with the given numbers of words, block by block, and its units."""
    text, units = "", []
    for block, counts in enumerate(blocks):
        for count in counts:
            start = len(text)
            text += " ".join(["word"] * count)
            table, row = (0, len(units)) if kind == "row" else (None, None)
            units.append(Unit(kind, Span(start, len(text)), ("Section",), block, table=table, row=row))
            text += "\n"
    return text, units


def test_blocks_are_not_mixed():
    """A passage holds units of one block only."""
    text, units = units_of([10, 10], [10])
    assert [passage.units for passage in cut_passages(text, units)] == [(0, 1), (2,)]


def test_rows_of_a_table_share_passages():
    """Rows are blocks of their own but may share a passage with their neighbours in the table."""
    text, units = units_of([5], [5], [5], kind="row")
    assert [passage.units for passage in cut_passages(text, units)] == [(0, 1, 2)]


def test_long_blocks_are_cut_evenly():
    """A block above the limit is cut into passages of about the same length."""
    text, units = units_of([50, 50, 50, 50, 50])
    assert [passage.units for passage in cut_passages(text, units)] in ([(0, 1), (2, 3), (4,)], [(0,), (1, 2), (3, 4)])
    text, units = units_of([59, 62, 25])
    assert [passage.units for passage in cut_passages(text, units)] == [(0,), (1, 2)]


def test_a_long_sentence_is_a_passage():
    """A unit above the limit stands alone, whole."""
    text, units = units_of([20, 300, 20])
    assert [passage.units for passage in cut_passages(text, units)] == [(0,), (1,), (2,)]


def test_passages_have_their_span_and_path():
    """A passage runs from its first unit's start to its last one's end and has their path."""
    text, units = units_of([3, 4])
    (passage,) = cut_passages(text, units)
    assert passage.span == Span(0, len(text) - 1)
    assert passage.path == ("Section",)


@given(st.lists(st.lists(st.integers(1, 60), min_size=1, max_size=8), max_size=5), st.integers(10, 120))
def test_every_unit_is_in_one_passage(blocks, limit):
    """Passages hold every unit once, in order, and keep the limit unless they hold one unit."""
    text, units = units_of(*blocks)
    passages = cut_passages(text, units, PassageSettings(words=limit))
    assert [unit for passage in passages for unit in passage.units] == list(range(len(units)))
    assert all(len(passage.span.of(text).split()) <= limit or len(passage.units) == 1 for passage in passages)
