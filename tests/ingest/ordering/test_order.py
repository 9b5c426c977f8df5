"""Bare text in reading order: small cases, one for each rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.errors import DocumentError
from rraml_qa.ingest.formats.plain import read_text
from rraml_qa.ingest.ordering.flow import FlowSettings
from rraml_qa.ingest.ordering.order import order_lines
from rraml_qa.types import Box, Line, Source

FILLER = """\
The patients of this group were followed for a median of two years and
were seen by their physicians every month until the end of the study or
until they died, whichever came first, and none of them was lost to the
follow-up for reasons that had to do with the treatment that they were
given. The others were seen every three months by the same physicians.
"""


def order(text):
    """Put a text in order."""
    return order_lines(read_text(text.encode(), "a.txt"))


def blocks(text):
    """The blocks of a text as (role, text), lines joined by a space."""
    found = []
    for placed in order(text).lines:
        if placed.opens:
            found.append([placed.line.role, placed.line.text])
        else:
            found[-1][1] += " " + placed.line.text
    return [(role, joined) for role, joined in found]


def roles(text):
    """The roles of a text's blocks, in order."""
    return [role for role, _ in blocks(text)]


def test_paragraphs_are_parted_by_blank_lines_and_indents():
    """A blank line or a first line set in begins a paragraph."""
    text = FILLER + "\n" + FILLER + "  " + FILLER
    assert roles(text) == ["paragraph"] * 3


def test_a_blank_line_within_a_sentence_parts_nothing():
    """A sentence goes on over a blank line."""
    lines = FILLER.splitlines(keepends=True)
    assert roles("".join(lines[:2]) + "\n" + "".join(lines[2:])) == ["paragraph"]


def test_items_are_told_from_text():
    """A bullet begins an item, which goes on over wrapped lines and blank lines within its sentence."""
    text = FILLER + "\n- One that is\nwrapped.\n- Two that is\n\nparted.\n\nText again, and more of it."
    assert roles(text) == ["paragraph", "item", "item", "paragraph"]


def test_a_float_within_a_sentence_goes_behind_its_mention():
    """A caption that cuts a sentence is put behind the paragraph that mentions it, and the account says so."""
    first, second = FILLER.replace("The others", "Figure 1 shows it. The others"), FILLER
    lines = second.splitlines(keepends=True)
    text = first + "\n" + "".join(lines[:3]) + "\nFigure 1: The patients\n\n" + "".join(lines[3:])
    ordered = order(text)
    assert [role for role, _ in blocks(text)] == ["paragraph", "caption", "paragraph"]
    assert [(move.first, move.last, move.after) for move in ordered.moves] == [(11, 11, 5)]
    assert (9, 13) in {(join.before, join.after) for join in ordered.joins}


def test_a_float_between_paragraphs_stays():
    """A caption that cuts nothing stays where it is, wherever it is mentioned."""
    text = (
        FILLER.replace("The others", "Figure 1 shows it. The others")
        + "\n"
        + FILLER
        + "\nFigure 1: The patients\n\n"
        + FILLER
    )
    assert roles(text) == ["paragraph", "paragraph", "caption", "paragraph"]
    assert order(text).moves == ()


def test_a_table_without_a_label_stays():
    """Rows that nothing labels are not moved, even out of a sentence."""
    lines = FILLER.splitlines(keepends=True)
    rows = "Alpha arm 10 20\nBeta arm 11 21\nGamma arm 12 22\n"
    text = FILLER + "\n" + "".join(lines[:3]) + "\n" + rows + "\n" + "".join(lines[3:])
    assert roles(text) == ["paragraph", "paragraph", "row", "row", "row", "paragraph"]
    assert order(text).moves == ()


def test_a_box_in_the_way_goes_before_its_section():
    """A headed box of wider lines that interrupts a section is put before it, as a section of its own."""
    wide = (
        "Key points\n"
        + ("This is a point that the authors make in a line much wider than those of the text around it. " * 2 + "\n")
        * 5
    )
    text = "Results\n" + FILLER + "\n" + wide + " " + FILLER + "\nDiscussion\n" + FILLER
    ordered = order(text)
    assert [text for role, text in blocks(text) if role == "heading"] == ["Key points", "Results", "Discussion"]
    assert len(ordered.moves) == 1


def test_wide_text_with_a_section_behind_it_is_no_box():
    """Wider lines that a heading follows stand where they are."""
    wide = (
        "Key points\n"
        + ("This is a point that the authors make in a line much wider than those of the text around it. " * 2 + "\n")
        * 5
    )
    text = "Results\n" + FILLER + "\n" + wide + "\nDiscussion\n" + FILLER + "\n" + FILLER
    assert order(text).moves == ()


def test_running_heads_are_left_out():
    """What recurs at the edges of pages, page numbers apart, is left out, and a sentence goes on over it."""
    words = ["one", "two", "three", "four"]
    pages = [f"A Journal of Things\n\n{word}\n{FILLER}{word} and\n\n{n}\n" for n, word in enumerate(words, 1)]
    ordered = order("\f".join(pages))
    assert [placed.line.text for placed in ordered.lines if not placed.line.text[0].islower()] == [
        line for _ in words for line in FILLER.splitlines() if not line[0].islower()
    ]
    assert ordered.remarks == ("8 lines with running heads or page numbers are left out.",)


def test_given_roles_keep_their_order():
    """Lines that carry roles are blocks, in the order given, whatever they say."""
    lines = [
        Line("b goes on", role="paragraph"),
        Line("Title", role="heading", level=1),
        Line("", role=None),
        Line("a,"),
    ]
    ordered = order_lines(Source("a.md", "text/markdown", "", tuple(lines)))
    assert [(placed.number, placed.line.role, placed.opens) for placed in ordered.lines] == [
        (1, "paragraph", True),
        (2, "heading", True),
        (4, "paragraph", True),
    ]


def boxed(text, y, *, gap=0.0, indent=0.0, role=None):
    """A line of a PDF, ten points high and as wide as its text."""
    return Line(text, page=1, box=Box(50, y, 50 + 5 * len(text), y + 10), size=10, gap=gap, indent=indent, role=role)


def test_lines_with_boxes_make_paragraphs():
    """Running text with boxes is put together until space or an indent parts it, and goes on behind a caption."""
    lines = [
        boxed("The first paragraph has two lines of text, and it", 0, gap=1),
        boxed("ends in its second line. Nothing stands below it.", 12),
        boxed("The second one begins set in, as many do, but its", 24, indent=12),
        boxed("Figure 1. A caption.", 36, gap=1, role="caption"),
        boxed("sentence goes on behind the caption to its end.", 48, gap=1),
    ]
    ordered = order_lines(Source("a.pdf", "application/pdf", "", tuple(lines)))
    assert [(placed.number, placed.opens) for placed in ordered.lines] == [
        (1, True),
        (2, False),
        (3, True),
        (5, False),
        (4, True),
    ]
    assert [(join.before, join.after) for join in ordered.joins] == [(3, 5)]


def test_a_long_text_keeps_its_order():
    """Above the most lines the order is not examined, which is remarked on."""
    source = read_text((FILLER + "\n" + FILLER).encode(), "a.txt")
    assert "not examined" in order_lines(source, FlowSettings(most_lines=5)).remarks[0]


LINE = st.text(alphabet="ab-A1.,: [(\t", max_size=12) | st.sampled_from(
    [
        "Table 1: rows",
        "Figure 2. It",
        "x 1 2",
        "y 2 3",
        "z 3 4",
        "Heading",
        "- item",
        "\f",
        "HR: rate; OS: survival",
        "of the",
    ]
)


@given(st.lists(LINE, max_size=30).map("\n".join))
def test_every_line_is_placed_once(text):
    """Whatever the text, every line with a letter or digit is placed once, and the first one opens a block."""
    try:
        ordered = order(text)
    except DocumentError:
        return
    lines = ordered.source.lines
    said = [number for number, line in enumerate(lines, 1) if any(char.isalnum() for char in line.text)]
    placed = [item.number for item in ordered.lines]
    assert len(set(placed)) == len(placed)
    assert set(said) <= set(placed) or ordered.remarks
    assert all(item.line.role is not None for item in ordered.lines)
    assert not ordered.lines or ordered.lines[0].opens


@pytest.mark.parametrize(
    "text", ["a", "A\n\nB\n\nC", "1 2\n3 4\n5 6", "Table 1", "Figure 1: a\nTable 1: b", "- a\n- b", "-\n-"]
)
def test_tiny_texts_are_ordered(text):
    """A text of a line or two gives its lines."""
    assert [placed.line.text for placed in order(text).lines] == [line for line in text.split("\n") if line]
