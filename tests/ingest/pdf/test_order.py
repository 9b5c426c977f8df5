"""Reading order: the same paper, however its pages are written."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest

from ingest.pdf.paper import FIGURE, FOOTNOTE, HEAD, Made, Mode, Order, make_paper
from rraml_qa.ingest.pdf.reader import read_pdf
from rraml_qa.types import Source

ORDERS: tuple[Order, ...] = ("natural", "right first", "rows")
MODES: tuple[Mode, ...] = ("line", "word", "letter", "spaced", "kerned", "scaled")


def read(made: Made) -> Source:
    return read_pdf(made.data, "paper.pdf")


def adjacency(expected: list[str], found: list[str]) -> float:
    """The share of neighbouring lines that are neighbours in what was found."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(found):
        places[line].append(place)
    kept = [any(place + 1 in places[later] for place in places[line]) for line, later in itertools.pairwise(expected)]
    return sum(kept) / len(kept)


def body_of(source: Source) -> list[str]:
    return [line.text for line in source.lines if line.role is None]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("order", ORDERS)
def test_body_lines_stay_neighbours(order: Order, mode: Mode):
    """Whatever the order of the content stream and the way of drawing, .99 of neighbouring lines stay neighbours."""
    made = make_paper(order, mode)
    assert adjacency(made.body, body_of(read(made))) >= 0.99


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("offset", [1.5, 3.7, 6.0])
def test_columns_need_not_share_baselines(order: Order, offset: float):
    """Columns whose lines stand at different heights are read as well as those on one grid."""
    made = make_paper(order, "word", offset=offset)
    assert adjacency(made.body, body_of(read(made))) >= 0.99


def test_result_does_not_depend_on_the_content_stream():
    """Three orders of one page's strings give one and the same source."""
    sources = [read(make_paper(order, "kerned")) for order in ORDERS]
    assert sources[0].lines == sources[1].lines == sources[2].lines


@pytest.mark.parametrize("mode", MODES)
def test_every_body_line_comes_whole(mode: Mode):
    """No line of the body is lost, broken or mixed with another, citations and all."""
    made = make_paper("rows", mode)
    found = set(body_of(read(made)))
    assert [] == [line for line in made.body if line not in found]


def test_furniture_is_dropped():
    """Running heads and page numbers are in no line."""
    source = read(make_paper())
    assert not any(HEAD in line.text for line in source.lines)
    assert not any(line.text.isdigit() for line in source.lines)


def test_headings_have_their_levels():
    """Headings come each as one line, also where they are wrapped, with the level that their type gives."""
    made = make_paper("rows", "word")
    headings = [(line.level, line.text) for line in read(made).lines if line.role == "heading"]
    assert [(1, made.title), *made.headings] == headings


def test_title_is_the_largest_type_of_the_first_page():
    """Without document information the title is what is printed."""
    made = make_paper()
    assert made.title == read(made).title


def test_bookmarks_confirm_levels():
    """With an outline the levels are the same."""
    made = make_paper(bookmarks=True)
    source = read(made)
    headings = [(line.level, line.text) for line in source.lines if line.role == "heading"]
    assert [(1, made.title), *made.headings] == headings
    assert made.title == source.title


def test_floats_stand_behind_their_paragraph():
    """A caption, a table or a footnote never stands within a sentence."""
    lines = read(make_paper("rows", "line")).lines
    for before, line in itertools.pairwise(lines):
        if line.role in {"caption", "footnote"} and before.role is None:
            assert before.text.rstrip("]0123456789,–[").endswith((".", ":", "digest"))


def test_caption_and_footnote_are_whole_blocks():
    """What is set apart comes as one line with its role."""
    lines = read(make_paper("right first", "word")).lines
    assert FIGURE in [line.text for line in lines if line.role == "caption"]
    assert [FOOTNOTE] == [line.text for line in lines if line.role == "footnote"]


def test_lettering_is_left_out_and_said_to_be():
    """The labels in a drawing are no text; a remark says where they were."""
    source = read(make_paper())
    assert not any("Salvage" == line.text or "Months" in line.text for line in source.lines)
    assert any("lettering inside pictures on page 3" in remark for remark in source.remarks)


def test_boxes_and_pages_say_where_a_line_stands():
    """A box lies on its page, around the place where the line was drawn."""
    made = make_paper("natural", "line")
    source = read(made)
    assert made.pages == source.pages
    first = next(line for line in source.lines if line.text == made.body[0])
    assert first.page == 1
    assert first.box is not None
    assert 50 <= first.box.x0 <= 61
    assert 842 - 640 - 10 < first.box.y0 < first.box.y1 < 842 - 600
    assert all(line.box is not None and 0 <= line.box.x0 < line.box.x1 <= 595 for line in source.lines)


def test_paragraphs_begin_indented():
    """The first lines of paragraphs, and nothing else, are indented from their column's edge."""
    made = make_paper("natural", "word")
    lines = [line for line in read(made).lines if line.role is None and line.text in made.body]
    assert {0.0, 10.0} == {round(line.indent) for line in lines}
