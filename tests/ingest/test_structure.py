"""Sections, tables and units of a frozen text."""

from __future__ import annotations

import pytest

from rraml_qa.ingest.ordering.order import order_lines
from rraml_qa.ingest.ordering.ordered import Ordered, Placed
from rraml_qa.ingest.repair import repair_text
from rraml_qa.ingest.structure import find_structure
from rraml_qa.types import Line, Source, Span

SOURCE = Source("a.md", "text/markdown", "", ())


def freeze(*blocks):
    """The frozen text of blocks given as (role, text) or (role, text, level)."""
    lines = []
    for number, (role, text, *level) in enumerate(blocks, 1):
        lines.append(Placed(number, Line(text, role=role, level=level[0] if level else None, page=number)))
    return repair_text(Ordered(SOURCE, tuple(lines)))


def test_sections_have_paths_and_spans():
    """A section's path is that of its headings, its span runs to the next heading of its level or a higher one."""
    frozen = freeze(
        ("heading", "One", 1),
        ("paragraph", "First."),
        ("heading", "Inner", 2),
        ("paragraph", "Second."),
        ("heading", "Two", 1),
        ("paragraph", "Third."),
    )
    sections = find_structure(frozen).sections
    assert [(section.path, section.level) for section in sections] == [
        (("One",), 1),
        (("One", "Inner"), 2),
        (("Two",), 1),
    ]
    assert [section.span.of(frozen.text) for section in sections] == [
        "One\n\nFirst.\n\nInner\n\nSecond.",
        "Inner\n\nSecond.",
        "Two\n\nThird.",
    ]


def test_a_title_is_no_section():
    """Where a format gives the roles, an only heading of level 1 above everything is the title."""
    frozen = freeze(("heading", "Title", 1), ("paragraph", "First."), ("heading", "One", 2), ("paragraph", "Second."))
    structure = find_structure(frozen, titled=True)
    assert structure.title == "Title"
    assert [(section.path, section.level) for section in structure.sections] == [(("One",), 1)]
    assert [unit.path for unit in structure.units] == [(), ("One",)]
    assert find_structure(frozen).sections[1].path == ("Title", "One")


def test_two_headings_of_the_first_level_are_no_title():
    """With another heading of its level, the first one is a section like the others."""
    frozen = freeze(("heading", "One", 1), ("paragraph", "First."), ("heading", "Two", 1), ("paragraph", "Second."))
    structure = find_structure(frozen, titled=True)
    assert structure.title is None
    assert [section.path for section in structure.sections] == [("One",), ("Two",)]


def test_units_are_what_can_be_quoted():
    """Sentences, captions, rows and key entries are units; headings, heads, notes and references are none."""
    frozen = freeze(
        ("heading", "One", 1),
        ("paragraph", "First one. Second one."),
        ("item", "1. An item."),
        ("note", "A note."),
        ("header", "Head"),
        ("row", "Row 1"),
        ("caption", "Table 1: All. Of it."),
        ("key", "CR: complete remission; OS: overall survival"),
        ("footnote", "A footnote."),
        ("reference", "1. Smith J. Blood. 2012."),
    )
    found = [(unit.kind, unit.span.of(frozen.text), unit.page) for unit in find_structure(frozen).units]
    assert found == [
        ("sentence", "First one.", 2),
        ("sentence", "Second one.", 2),
        ("sentence", "1. An item.", 3),
        ("row", "Row 1", 6),
        ("caption", "Table 1: All. Of it.", 7),
        ("key", "CR: complete remission", 8),
        ("key", "OS: overall survival", 8),
        ("sentence", "A footnote.", 9),
    ]


@pytest.mark.parametrize(
    ("key", "entries"),
    [
        ("Abbreviations: A = one + two; B-C = three.", ["A = one + two", "B-C = three."]),
        (
            "CR, complete remission; r/r, relapsed or refractory.",
            ["CR, complete remission", "r/r, relapsed or refractory."],
        ),
        ("OS: overall survival;", ["OS: overall survival"]),
        ("All patients were adults. None was lost.", ["All patients were adults.", "None was lost."]),
    ],
)
def test_keys_have_entries(key, entries):
    """A key's entries stand between its semicolons, whatever sets off the abbreviation; other remarks are sentences."""
    frozen = freeze(("key", key))
    assert [unit.span.of(frozen.text) for unit in find_structure(frozen).units] == entries


def test_heads_of_several_rows_are_joined():
    """Where a table has several rows of heads, each column's are one string."""
    head = Line("A | B", role="header", cells=(Span(0, 1), Span(4, 5)))
    more = Line(" | c", role="header", cells=(Span(0, 0), Span(3, 4)))
    row = Line("1 | 2", role="row", cells=(Span(0, 1), Span(4, 5)))
    frozen = repair_text(Ordered(SOURCE, (Placed(1, head), Placed(2, more), Placed(3, row))))
    assert find_structure(frozen).tables[0].header == ("A", "B c")


def test_tables_take_what_is_printed_around_them():
    """A table's caption stands next to it, above or below, and its key below; units say to which table they belong."""
    frozen = freeze(
        ("caption", "Table 1: First"),
        ("header", "Head"),
        ("row", "a"),
        ("paragraph", "Between."),
        ("row", "b"),
        ("row", "c"),
        ("caption", "Table 2: Second"),
        ("key", "OS: overall survival"),
    )
    structure = find_structure(frozen)
    assert [(table.label, len(table.rows), table.key is None) for table in structure.tables] == [
        ("Table 1", 1, True),
        ("Table 2", 2, False),
    ]
    assert [(unit.kind, unit.table, unit.row) for unit in structure.units] == [
        ("caption", 0, None),
        ("row", 0, 0),
        ("sentence", None, None),
        ("row", 1, 0),
        ("row", 1, 1),
        ("caption", 1, None),
        ("key", 1, None),
    ]


def test_an_empty_text_has_no_structure():
    """Nothing gives nothing."""
    structure = find_structure(repair_text(order_lines(SOURCE)))
    assert (structure.sections, structure.tables, structure.units) == ((), (), ())
