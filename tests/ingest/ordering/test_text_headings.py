"""Headings in plain text, and their levels."""

import pytest

from rraml_qa.ingest.formats.plain import read_text
from rraml_qa.ingest.ordering.order import order_lines
from rraml_qa.ingest.repair import repair_text

BODY = """\
The patients of this group were followed for a median of two years and
were seen by their physicians every month until the end of the study or
until they died, whichever came first, and none of them was lost to it.
"""


def headings(text):
    """The headings of a text with their levels."""
    frozen = repair_text(order_lines(read_text(text.encode(), "a.txt")))
    return [(block.level, block.span.of(frozen.text)) for block in frozen.blocks if block.role == "heading"]


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("Results\n\n", [(1, "Results")]),
        ("Results\n", [(1, "Results")]),
        ("Treatment\nFirst line\n\n", [(1, "Treatment"), (2, "First line")]),
        ("Inhibitors of the first generation: midostaurin and\nsorafenib\n\n", None),
        ("1. Methods of the study\n\n", [(1, "1. Methods of the study")]),
    ],
)
def test_headings_are_told_from_text(above, expected):
    """A short line that ends no sentence is a heading, glued to the text or to another heading, wrapped or not."""
    expected = expected or [(1, "Inhibitors of the first generation: midostaurin and sorafenib")]
    assert headings(above + BODY * 2) == expected


def test_levels_follow_the_evidence():
    """Numbers, well-known names, a heading right above, and members after a colon give the level."""
    text = "\n".join(
        [
            "Introduction",
            BODY,
            "Agents",
            "Cytarabine",
            "",
            BODY,
            "Analogs: one and another",
            "",
            BODY,
            "Discussion",
            BODY,
        ]
    )
    assert headings(text) == [
        (1, "Introduction"),
        (1, "Agents"),
        (2, "Cytarabine"),
        (2, "Analogs: one and another"),
        (1, "Discussion"),
    ]


def test_numbers_give_levels():
    """Where headings are numbered, their numbers give the levels."""
    text = "\n".join(["1 Agents", "", BODY, "1.1 Old ones", "", BODY, "1.1.1 Oldest", "", BODY, "2 Others", "", BODY])
    assert [level for level, _ in headings(text)] == [1, 2, 3, 1]


def test_capitals_stand_above():
    """Where some headings are in capitals, the others are below them."""
    text = "\n".join(["METHODS USED", "", BODY, "Patients", "", BODY, "OUTCOMES SEEN", "", BODY])
    assert [level for level, _ in headings(text)] == [1, 2, 1]


@pytest.mark.parametrize(
    "text",
    [
        BODY + "\nand so it went on\n\nuntil the end of the study.\n",
        BODY + "\nIt was so.\n\n" + BODY,
        BODY + "\nPatients were seen\n" + BODY,
        "One line\n\nAnother line\n\nA third one\n\nA fourth one\n\nA fifth\n\n" + BODY,
        BODY + "\nThe End\n",
    ],
)
def test_other_short_lines_are_no_headings(text):
    """Fragments, sentences, lines with a verb, lists of short lines and last lines are no headings."""
    assert headings(text) == []
