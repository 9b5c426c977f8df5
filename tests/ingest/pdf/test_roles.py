"""Roles beyond headings and tables: lists, references, scans, and the whole way to paragraphs."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf.hostile import page_of, pdf_of, stream
from ingest.pdf.paper import Mode, Order, make_paper
from rraml_qa.ingest.ordering.order import order_lines
from rraml_qa.ingest.pdf.reader import read_pdf
from rraml_qa.ingest.repair import repair_text
from rraml_qa.types import Source

LONG = "Running text that goes on from one margin of the page to the other, as text does in a paper, for long."


def typeset(*rows: tuple[float, str, str, float]) -> Source:
    """A page of strings: indent, text, font, step from the line above."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    y = 780.0
    for indent, text, font, step in rows:
        y -= step
        canvas.setFont(font, 10)
        canvas.drawString(60 + indent, y, text)
    canvas.save()
    return read_pdf(buffer.getvalue(), "page.pdf")


def roles(source: Source) -> list[tuple[str | None, str]]:
    return [(line.role, line.text) for line in source.lines if line.role is not None]


def body(count: int) -> list[tuple[float, str, str, float]]:
    return [(0, LONG, "Times-Roman", 12)] * count


def test_bullets_begin_items():
    """Each entry of a list is one line, with what hangs below it."""
    source = typeset(
        *body(3),
        (10, "• A first entry of the list that", "Times-Roman", 18),
        (20, "goes on below", "Times-Roman", 12),
        (10, "• A second one", "Times-Roman", 12),
        (0, LONG, "Times-Roman", 24),
        *body(3),
    )
    assert [("item", "• A first entry of the list that goes on below"), ("item", "• A second one")] == roles(source)


def test_a_dash_within_a_sentence_is_no_bullet():
    """A line that happens to begin with a dash goes on with its sentence."""
    source = typeset(
        *body(3), (0, "a regimen of three drugs", "Times-Roman", 12), (0, "– and no more.", "Times-Roman", 12)
    )
    assert [] == roles(source)


def test_references_are_entries():
    """Behind their heading, references come one a line, parted by their numbers."""
    source = typeset(
        *body(6),
        (0, "References", "Times-Bold", 24),
        (0, "1. Nobody A, Nemo B. A study of 12 patients, of whom none", "Times-Roman", 14),
        (12, "was found. J Examples 2001;1:1-9.", "Times-Roman", 12),
        (0, "2. Personne C. Another study. J Examples 2002;", "Times-Roman", 12),
        (12, "2:10.", "Times-Roman", 12),
        (0, "3. Niemand D. A third one. J Examples 2003;3:11.", "Times-Roman", 12),
    )
    expected = [
        "1. Nobody A, Nemo B. A study of 12 patients, of whom none was found. J Examples 2001;1:1-9.",
        "2. Personne C. Another study. J Examples 2002; 2:10.",
        "3. Niemand D. A third one. J Examples 2003;3:11.",
    ]
    assert expected == [text for role, text in roles(source) if role == "reference"]


def test_numbers_give_levels():
    """Numbered headings have the level that their number says, whatever their type."""
    source = typeset(
        *body(3),
        (0, "1. Methods", "Times-Bold", 24),
        *body(3),
        (0, "1.1 Patients", "Times-Bold", 24),
        *body(3),
        (0, "1.1.1 Their ages", "Times-Bold", 24),
        *body(3),
        (0, "2. Results", "Times-Bold", 24),
        *body(3),
    )
    levels = [(line.level, line.text) for line in source.lines if line.role == "heading"]
    assert [(1, "1. Methods"), (2, "1.1 Patients"), (3, "1.1.1 Their ages"), (1, "2. Results")] == levels


def test_gap_parts_paragraphs():
    """White above a line is told in line heights, and only where there is more than usual."""
    source = typeset(*body(4), (0, LONG, "Times-Roman", 24), *body(4))
    assert [1.0, *[0.0] * 3, 1.0, *[0.0] * 4] == [line.gap for line in source.lines]


def test_page_set_sideways():
    """A page whose text runs up the paper is read, its boxes where it is shown."""
    rows = b"".join(b"0 1 -1 0 %d 100 Tm (Row %d of a sideways table) Tj " % (100 + 12 * n, n) for n in range(5))
    source = read_pdf(pdf_of(page_of(stream(b"BT /F1 10 Tf " + rows + b"ET"))), "side.pdf")
    assert [f"Row {number} of a sideways table" for number in range(5)] == [line.text for line in source.lines]
    box = source.lines[0].box
    assert box is not None
    assert box.x1 - box.x0 < box.y1 - box.y0
    assert box.x0 <= 100 <= box.x1
    assert box.y1 == pytest.approx(842 - 100, abs=1)


def test_hidden_text_of_a_scan_is_read_and_said_to_be_such():
    """What software read off a scan is the page's text if it has no other, with a remark."""
    hidden = b"BT /F1 10 Tf 3 Tr 72 700 Td (Text that was read off a scanned page) Tj ET"
    source = read_pdf(pdf_of(page_of(stream(hidden))), "scan.pdf")
    assert ["Text that was read off a scanned page"] == [line.text for line in source.lines]
    assert ("Page 1 is a scan: its text was read off the picture and may have errors.",) == source.remarks


def test_hidden_text_beside_shown_text_is_left_out():
    """A publisher's hidden mark is no text of the page."""
    content = b"BT /F1 10 Tf 72 700 Td (What the page shows) Tj 3 Tr 0 -20 Td (Vol. 1234567890) Tj ET"
    assert ["What the page shows"] == [line.text for line in read_pdf(pdf_of(page_of(stream(content))), "a.pdf").lines]


@pytest.mark.parametrize(("order", "mode"), [("natural", "line"), ("rows", "kerned"), ("right first", "word")])
def test_frozen_text_has_every_paragraph(order: Order, mode: Mode):
    """After order and repair, each paragraph of the digest stands whole in the frozen text, hyphens undone."""
    made = make_paper(order, mode)
    frozen = repair_text(order_lines(read_pdf(made.data, "paper.pdf")))
    paragraphs = {block.span.of(frozen.text) for block in frozen.blocks if block.role == "paragraph"}
    assert [] == [paragraph for paragraph in made.paragraphs if paragraph not in paragraphs]
