"""Roles beyond headings and tables: lists, references, scans, and the whole way to paragraphs."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf.hostile import page_of, pdf_of, stream
from ingest.pdf.paper import Mode, Order, make_paper
from rraml_qa.ingest.ordering.order import order_lines
from rraml_qa.ingest.pdf.reader import read_pdf
from rraml_qa.ingest.repair import repair_text
from rraml_qa.types import Source

LONG = "Running text that goes on from one margin of the page to the other, as text does in a paper, for long."


def typeset(*rows: tuple[float, str, str, float], sizes: Mapping[str, float] | None = None) -> Source:
    """A page of strings: indent, text, font, step from the line above; `sizes` of the fonts that aren't set in 10."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    y = 780.0
    for indent, text, font, step in rows:
        y -= step
        canvas.setFont(font, (sizes or {}).get(font, 10))
        canvas.drawString(60 + indent, y, text)
    canvas.save()
    return read_pdf(buffer.getvalue(), "page.pdf")


def pages_of(*pages: Callable[[Canvas], None]) -> Source:
    """Pages drawn by hand."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return read_pdf(buffer.getvalue(), "page.pdf")


def text_at(
    canvas: Canvas, x: float, y: float, lines: Sequence[str], font: str = "Times-Roman", size: float = 10
) -> None:
    """Lines from the top down."""
    canvas.setFont(font, size)
    for number, line in enumerate(lines):
        canvas.drawString(x, y - 1.2 * size * number, line)


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


def test_where_a_figure_is_from_belongs_to_its_caption():
    """A line in the caption's type a little below it, before the text goes on."""
    source = typeset(
        *body(3),
        (0, "Figure 1. A scheme of the steps.", "Helvetica", 24),
        (0, "Adapted from an older paper, with permission.", "Helvetica", 14),
        (0, LONG, "Times-Roman", 30),
        *body(3),
        sizes={"Helvetica": 7.5},
    )
    expected = "Figure 1. A scheme of the steps. Adapted from an older paper, with permission."
    assert [("caption", expected)] == roles(source)


def test_an_aside_is_a_note_that_interrupts_nothing():
    """The editor's box beside the text stands behind the paragraph that goes on overleaf."""

    def first(canvas: Canvas) -> None:
        text_at(canvas, 60, 700, [LONG[:70]] * 30)
        text_at(
            canvas, 450, 500.7, ["Editor Somebody", "At a university", "Copyright 2024", "Received 1 May"] * 2, size=7
        )

    def second(canvas: Canvas) -> None:
        text_at(canvas, 60, 700, [f"and {LONG[:66]}", *[LONG[:70]] * 30])

    frozen = repair_text(order_lines(pages_of(first, second)))
    notes = [block.span.of(frozen.text) for block in frozen.blocks if block.role == "footnote"]
    paragraphs = [block.span.of(frozen.text) for block in frozen.blocks if block.role == "paragraph"]
    assert 1 == len(paragraphs)
    assert "Editor Somebody At a university" in notes[0]


def test_heads_of_left_pages_only():
    """A running head that every other page has is dropped though the file has few pages."""

    def draw(number: int, canvas: Canvas) -> None:
        text_at(canvas, 60, 800, [f"Journal of Examples {number}"] if number in {4, 6} else [])
        text_at(canvas, 60, 700, [f"{number}{line} {LONG}" for line in range(40)])

    source = pages_of(*(partial(draw, number) for number in range(1, 8)))
    assert not any(line.text.startswith("Journal") for line in source.lines)


def test_a_lower_heading_right_below_a_higher_one():
    """A heading in a font of its own needs no white above it where it follows another heading; nor a second line."""
    source = typeset(
        *body(6),
        (0, "Results", "Helvetica-Bold", 26),
        (0, "Cloning of a protein", "Helvetica", 12),
        *body(6),
        (0, f"A subject that takes more than one line because it is so long, {LONG[:40]}", "Helvetica", 22),
        (0, "as it does here", "Helvetica", 12),
        *body(6),
        sizes={"Helvetica-Bold": 11},
    )
    headings = [(line.level, line.text.split()[0], line.text.split()[-1]) for line in source.lines if line.role]
    assert [(1, "Results", "Results"), (2, "Cloning", "protein"), (2, "A", "here")] == headings


def test_a_heading_within_a_line_is_none_of_its_own():
    """A bold line whose last words are not bold has run into its paragraph."""

    def draw(canvas: Canvas) -> None:
        text_at(canvas, 60, 700, [LONG] * 5)
        heading = "Genes that are important for the tolerance of many strains to drought. "
        text_at(canvas, 60, 620, [heading], "Times-Bold")
        text_at(canvas, 60 + stringWidth(heading, "Times-Bold", 10), 620, ["We took them"])
        text_at(canvas, 60, 608, [f"advantage of. {LONG}"] * 5)

    assert [] == roles(pages_of(draw))


def test_text_is_told_by_its_pages_not_by_its_letters():
    """Many references in small type don't make the text stand out from them."""

    def text(canvas: Canvas) -> None:
        text_at(canvas, 60, 700, [LONG] * 9)
        text_at(canvas, 60, 560, ["RESULTS"])
        text_at(canvas, 60, 548, [LONG] * 9)

    def references(canvas: Canvas) -> None:
        text_at(canvas, 60, 800, [f"{number}. Nobody A. {LONG}" for number in range(1, 100)], size=6)

    source = pages_of(text, text, text, references)
    assert ["RESULTS"] * 3 == [line.text for line in source.lines if line.role == "heading"]


def test_text_outside_of_its_form_is_not_shown():
    """A figure that was cut out of a page brings the page's text along, beyond its box."""
    inside = b"BT /F1 9 Tf 20 20 Td (Label in the figure) Tj 0 -60 Td (A caption that nobody sees) Tj ET"
    form = stream(inside, b"/Type/XObject/Subtype/Form/BBox[0 0 200 100]/Resources<</Font<</F1 5 0 R>>>>")
    objects = page_of(stream(b"BT /F1 12 Tf 72 700 Td (What the page shows) Tj ET q 1 0 0 1 72 400 cm /X1 Do Q"))
    objects[3] = objects[3].replace(b"/Resources<<", b"/Resources<</XObject<</X1 6 0 R>>")
    source = read_pdf(pdf_of(objects | {6: form}), "figure.pdf")
    assert ["What the page shows", "Label in the figure"] == [line.text for line in source.lines]


def test_text_of_two_columns_above_a_wide_picture_is_kept() -> None:
    """Lines of both columns that share their baselines are no lettering of the figure that they stand above."""
    line = "words that fill a whole line of a column, as it"

    def draw(canvas: Canvas) -> None:
        for x, side in ((50, "Left"), (310, "Right")):
            text_at(canvas, x, 780, [f"{side} {number} {line}" for number in range(30)])
        canvas.rect(60, 120, 480, 270, fill=1)
        for number, label in enumerate(("Control", "Treated", "Merged")):
            text_at(canvas, 90 + 150 * number, 400, [label], "Helvetica", 7)
        text_at(canvas, 50, 100, ["Figure 1. A picture as wide as the page, with what it shows told below it."])

    text = " ".join(found.text for found in pages_of(draw).lines)
    assert [f"{side} {number} words" for side in ("Left", "Right") for number in range(30)] == [
        f"{side} {number} words"
        for side in ("Left", "Right")
        for number in range(30)
        if f"{side} {number} words" in text
    ]
    assert "Control" not in text


def test_a_bold_heading_may_begin_in_italics() -> None:
    """A bold line whose first words are italic as well is a heading, not words that lead a paragraph."""

    def draw(canvas: Canvas) -> None:
        text_at(canvas, 60, 780, [LONG] * 6)
        text_at(canvas, 60, 690, ["In vitro"], "Times-BoldItalic")
        text_at(canvas, 60 + stringWidth("In vitro ", "Times-BoldItalic", 10), 690, ["growth of blasts"], "Times-Bold")
        text_at(canvas, 60, 678, [LONG] * 6)

    assert ("heading", "In vitro growth of blasts") in roles(pages_of(draw))


def test_headings_in_italics_may_take_two_lines() -> None:
    """Italic headings with white above them, one as wide as its column, keep both their lines and leave the text."""
    rows = [*body(6)]
    for number in range(3):
        rows += [
            (
                0,
                f"Heading {number} in italics, which fills its line from the one margin to the other, so that it",
                "Times-Italic",
                18,
            ),
            (0, "goes on in another", "Times-Italic", 12),
            *body(4),
        ]
    found = [text for role, text in roles(typeset(*rows)) if role == "heading"]
    assert [f"Heading {number}" for number in range(3)] == [text[:9] for text in found]
    assert all(text.endswith("so that it goes on in another") for text in found)


def test_lettering_of_a_figure_at_the_head_of_a_page_is_left_out() -> None:
    """Above a caption under which all text of the page stands there is nothing but lettering, however large."""

    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 500, 200, 250)
        for number, label in enumerate(("A", "Pho4 MAX", "motif + repeats", "no motif + random")):
            text_at(canvas, 80, 740 - 50 * number, [label], "Helvetica-Bold", 13)
        text_at(
            canvas,
            60,
            480,
            ["Figure 1. What the picture shows, in a line that is long enough to be a caption."],
            size=9,
        )
        text_at(canvas, 60, 440, [LONG] * 20)

    source = pages_of(draw, lambda canvas: text_at(canvas, 60, 780, [LONG] * 30))
    assert [] == [line.text for line in source.lines if "Pho4" in line.text or "motif" in line.text]
    assert any("Figure 1" in line.text for line in source.lines)
