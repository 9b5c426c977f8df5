"""Columns out of order: put right where the evidence is there, else left alone, never made worse."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.columns import prose, set_columns, write_pages
from rraml_qa.ingest.formats.plain import read_text
from rraml_qa.ingest.ordering.exchange import order_flow
from rraml_qa.ingest.ordering.flow import FlowLine, FlowSettings
from rraml_qa.ingest.ordering.order import order_lines
from rraml_qa.ingest.ordering.vocabulary import Vocabulary

DIGEST = Path(__file__).parents[3] / "corpus" / "digest" / "digest.md"
SIZES = [(height, width) for height in (30, 41, 52, 63) for width in (48, 60, 68)]


@pytest.fixture(scope="module")
def blocks() -> list[str]:
    """Prose with numbered citations."""
    return prose(DIGEST.read_text(encoding="utf-8"))


def adjacency(lines, truth):
    """The share of neighbouring lines that are neighbours in truth."""
    places = {line: place for place, line in enumerate(truth)}
    found = [places[line] for line in lines]
    return sum(b == a + 1 for a, b in pairwise(found)) / (len(found) - 1)


def before_and_after(columns, swapped, mark):
    """The adjacency of a disturbed text, and that after ordering."""
    truth = [line for column in columns for line in column if line]
    source = read_text(write_pages(columns, swapped, mark).encode(), "a.txt")
    ordered = order_lines(source)
    return (
        adjacency([line.text for line in source.lines if line.text], truth),
        adjacency([placed.line.text for placed in ordered.lines], truth),
    )


@pytest.mark.parametrize("mark", ["space", "blank", "page", "none"])
def test_ordering_never_harms(blocks, mark):
    """Whichever pages have their columns exchanged, the order is no worse after than before."""
    choice = random.Random(mark)
    for height, width in SIZES:
        columns = set_columns(blocks, height, width)
        pages = range((len(columns) + 1) // 2)
        for share in (0.2, 0.5, 1.0):
            before, after = before_and_after(columns, [page for page in pages if choice.random() < share], mark)
            assert after >= before


def test_exchanged_columns_are_put_right(blocks):
    """Where a column's start shows, many a single exchanged page is repaired, each to the last line."""
    choice = random.Random(0)
    results = []
    for height, width in SIZES:
        columns = set_columns(blocks, height, width)
        for page in choice.sample(range(len(columns) // 2 - 1), 3):
            results.append(before_and_after(columns, [page], "space"))
    repaired = [after for before, after in results if after > before]
    assert len(repaired) > len(results) / 3
    assert set(repaired) == {1.0}


def test_shuffled_columns_stay_mostly_alone(blocks):
    """Columns in an order that no neighbours' exchange mends are hardly touched, and not for the worse."""
    choice = random.Random(1)
    columns = set_columns(blocks, 44, 60)
    shuffled = choice.sample(columns, len(columns))
    truth = [line for column in columns for line in column if line]
    source = read_text(write_pages(shuffled, [], "blank").encode(), "a.txt")
    ordered = order_lines(source)
    before = adjacency([line.text for line in source.lines if line.text], truth)
    assert adjacency([placed.line.text for placed in ordered.lines], truth) >= before


LEFT = [
    "The first column's text begins here, as one would expect",
    *["and it goes on for a while, line after line, as text"] * 11,
]
RIGHT = [
    "tinues in the second column, where there is more of it,",
    *["which is as long as the first one was, or nearly so it"] * 11,
]
LEFT[-1] = "and when it has filled all of its lines, the text con-"
RIGHT[-1] = "is, until the page ends in the middle of a sentence and"
NEXT = ["the next page continues with what was left of it.", "The end."]


def lines_of(*runs):
    """Runs of lines, each after a break of the layout, as the flow."""
    texts = [(text, at == 0) for run in runs for at, text in enumerate(run)]
    return [FlowLine(n, text, broken_off=broken_off) for n, (text, broken_off) in enumerate(texts, 1)]


def numbers(lines):
    """The order that is found, as line numbers."""
    found, _ = order_flow(lines, Vocabulary.of(line.text for line in lines))
    return [line.number for line in found]


def test_two_runs_change_places_on_three_pieces_of_evidence():
    """Broken joints, a word put together and likeness are enough, and the swap tells them."""
    lines = lines_of(["This is how it was before [1]."], RIGHT, LEFT, NEXT)
    order, swaps = order_flow(lines, Vocabulary.of([*(line.text for line in lines), "as it continues"]))
    assert [line.number for line in order] == [1, *range(14, 26), *range(2, 14), 26, 27]
    (swap,) = swaps
    assert (swap.first, swap.second) == ((14, 25), (2, 13))
    assert len(swap.evidence) >= 3
    assert "“con-” and “tinues” make “continues”" in swap.evidence


def test_two_pieces_of_evidence_are_not_enough():
    """With more evidence asked for than there is, the order is kept."""
    lines = lines_of(["This is how it was before [1]."], RIGHT, LEFT, NEXT)
    vocabulary = Vocabulary.of([*(line.text for line in lines), "as it continues"])
    assert order_flow(lines, vocabulary, FlowSettings(evidence=9)) == (lines, [])


def test_without_positive_evidence_nothing_moves():
    """Joints that read wrongly alone, without a word or citation that the exchange mends, move nothing."""
    lines = lines_of(["This is how it was before [1]."], RIGHT, [*LEFT[:-1], "and so it ends"], NEXT)
    assert numbers(lines) == [line.number for line in lines]


def test_runs_of_unlike_length_stay():
    """Runs change places only if neither is more than twice as long as the other."""
    lines = lines_of(["This is how it was before [1]."], RIGHT, [LEFT[0], *LEFT[1:-1] * 4, LEFT[-1]], NEXT)
    order, _ = order_flow(lines, Vocabulary.of([*(line.text for line in lines), "as it continues"]))
    assert order == lines
