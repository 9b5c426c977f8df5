"""Lines to the frozen text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.errors import DocumentError
from rraml_qa.ingest.formats.plain import read_text
from rraml_qa.ingest.ordering.order import order_lines
from rraml_qa.ingest.ordering.ordered import Ordered, Placed
from rraml_qa.ingest.repair import hyphenations, repair_text
from rraml_qa.types import Line, Source, Span

SOURCE = Source("a.txt", "text/plain", "", ())


def repaired(*texts, role="paragraph"):
    """The frozen text of one block's lines."""
    lines = tuple(Placed(n, Line(text, role=role), opens=n == 1) for n, text in enumerate(texts, 1))
    return repair_text(Ordered(SOURCE, lines)).text


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("in pri-", "mary care", "in primary care"),
        ("of ara-", "CTP in cells", "of ara-CTP in cells"),
        ("of CPX-", "351 in cells", "of CPX-351 in cells"),
        ("alpha-ketoglutarate-de-", "pendent", "alpha-ketoglutarate-dependent"),
        ("short-", "and long-term", "short- and long-term"),
        ("of T-", "cell lymphoma", "of T-cell lymphoma"),
        ("of AML-", "related death", "of AML-related death"),
        ("of 5-", "fluorouracil", "of 5-fluorouracil"),
        ("relapsed/", "refractory", "relapsed/refractory"),
        ("FLT3–", "ITD", "FLT3–ITD"),
        ("from 30 –", "50%", "from 30 – 50%"),
        ("re\u00ad", "mission", "remission"),
        ("of trans\u2010", "plants", "of transplants"),
        ("two ", " words", "two words"),
        ("an (open", "bracket)", "an (open bracket)"),
        ("a dash -", "here", "a dash - here"),
    ],
)
def test_lines_are_joined(first, second, expected):
    """A hyphen at a line's end goes unless a capital, a figure or a compound follows; else a space joins."""
    assert repaired(first, second) == expected


def test_the_documents_own_compounds_keep_their_hyphens():
    """A compound that the document writes with a hyphen elsewhere keeps it over a line's end."""
    assert repaired("a well-known fact is a well-", "known one") == "a well-known fact is a well-known one"
    assert repaired("a wellknown fact, well-known, is well-", "known").endswith("is wellknown")


def test_capitals_are_broken_too():
    """A word in capitals is put together if the document has it."""
    assert repaired("THE REFRACTORY AND REFRAC-", "TORY CASES") == "THE REFRACTORY AND REFRACTORY CASES"


def test_capitals_within_words():
    """A word with a capital in it is put together if the document has it so, and never with the hyphen."""
    assert repaired("a microRNA, the micro-", "RNA again") == "a microRNA, the microRNA again"
    assert repaired("a microRNA or micro-RNA, the micro-", "RNA again").endswith("the micro-RNA again")
    assert repaired("an antibody, anti-", "CD33") == "an antibody, anti-CD33"


def test_broken_words_are_told():
    """Every word over a line's end is told with its lines."""
    lines = (Placed(3, Line("in pri-", role="paragraph")), Placed(5, Line("mary care", role="paragraph"), opens=False))
    (found,) = hyphenations(Ordered(SOURCE, lines))
    assert (found.before, found.after, found.word) == (3, 5, "primary")


def test_bullets_go_and_numbers_stay():
    """An item loses its bullet, but not its number."""
    assert repaired("-\t One", role="item") == "One"
    assert repaired("• One", role="item") == "One"
    assert repaired("1. One", role="item") == "1. One"


def test_blocks_are_parted_and_rows_kept_together():
    """Blocks are parted by a blank line, rows and their heads by a line break, two tables by a blank line."""
    roles = ["heading", "paragraph", "header", "row", "row", "header", "row", "key"]
    lines = tuple(Placed(n, Line(str(n), role=role)) for n, role in enumerate(roles, 1))
    frozen = repair_text(Ordered(SOURCE, lines))
    assert frozen.text == "1\n\n2\n\n3\n4\n5\n\n6\n7\n\n8"
    assert [block.span.of(frozen.text) for block in frozen.blocks] == [str(n) for n in range(1, 9)]


def test_cells_find_their_place():
    """Cells name the same words in the frozen text, white space folded, and heads of several lines are one cell."""
    row = Line("ab   cd", role="row", cells=(Span(0, 2), Span(5, 7)))
    first = Line("One  Two", role="header", cells=(Span(0, 3), Span(5, 8)))
    second = Line("more", role="header", cells=(Span(0, 4),))
    lines = (Placed(1, first), Placed(2, second, opens=False, columns=(1,)), Placed(3, row))
    frozen = repair_text(Ordered(SOURCE, lines))
    cells = [[cell.of(frozen.text) for cell in block.cells] for block in frozen.blocks]
    assert cells == [["One", "Two more"], ["ab", "cd"]]


def test_pieces_tell_where_lines_stand():
    """A piece names what became of its line, a hyphen that went left out, with its page."""
    lines = (Placed(3, Line("in pri-", page=1)), Placed(5, Line("mary care", page=2), opens=False))
    frozen = repair_text(Ordered(SOURCE, lines))
    assert [(piece.line, piece.page, piece.span.of(frozen.text)) for piece in frozen.pieces] == [
        (3, 1, "in pri"),
        (5, 2, "mary care"),
    ]


TEXT = st.lists(st.text(alphabet="abC1-–.,/ \t\u00a0\u00ad()[]", max_size=20), max_size=20).map("\n".join) | st.text()


@given(TEXT)
def test_letters_are_conserved(text):
    """Whatever the text, repair keeps the letters and digits of the ordered lines, in order."""
    try:
        ordered = order_lines(read_text(text.encode("utf-8", "surrogatepass"), "a.txt"))
    except DocumentError:
        return
    frozen = repair_text(ordered)
    before = [char for placed in ordered.lines for char in placed.line.text if char.isalnum()]
    after = [char for char in frozen.text if char.isalnum()]
    ligatures = any("\ufb00" <= char <= "\ufb06" for char in before)
    assert ligatures or before == after


@given(TEXT)
def test_blocks_and_pieces_are_slices_in_order(text):
    """Blocks cover the text but for what parts them, without a line break in any; pieces are in order within them."""
    try:
        frozen = repair_text(order_lines(read_text(text.encode("utf-8", "surrogatepass"), "a.txt")))
    except DocumentError:
        return
    end = 0
    for block in frozen.blocks:
        assert not frozen.text[end : block.span.start].strip()
        assert "\n" not in block.span.of(frozen.text)
        assert block.span.of(frozen.text).strip()
        assert all(block.span.covers(cell) for cell in block.cells)
        end = block.span.end
    assert not frozen.text[end:].strip()
    starts = [piece.span.start for piece in frozen.pieces]
    assert starts == sorted(starts)
