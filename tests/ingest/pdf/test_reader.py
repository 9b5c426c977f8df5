"""Whole files: errors, remarks, encryption, rotation."""

from __future__ import annotations

import hashlib
import io
import logging
import subprocess
import sys

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf.hostile import TEXT, page_of, pdf_of, stream
from ingest.pdf.paper import make_paper
from rraml_qa.errors import DocumentError
from rraml_qa.ingest.pdf.reader import read_pdf

LINE = "A line of text that can be read"


def with_pages(*kinds: str) -> bytes:
    """Pages that are empty, hold a line of text or a scan."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    scan = ImageReader(Image.new("L", (60, 84), 200))
    for kind in kinds:
        if kind == "text":
            canvas.drawString(72, 700, LINE)
        if kind == "scan":
            canvas.drawImage(scan, 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def encrypted(password: str, algorithm: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(with_pages("text"))))
    writer.encrypt(password, "the owner's", algorithm=algorithm)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_source_says_what_it_was_made_of():
    """Name, media type, hash and number of pages are those of the file."""
    data = make_paper().data
    source = read_pdf(data, "paper.pdf")
    assert ("paper.pdf", "application/pdf", 6) == (source.name, source.media_type, source.pages)
    assert hashlib.sha256(data).hexdigest() == source.sha256


def test_scanned_pages_are_said_to_be_such():
    """Each page without text has its own remark."""
    source = read_pdf(with_pages("text", "scan", "empty"), "mixed.pdf")
    assert ("Page 2 has no text: it looks scanned.", "Page 3 has no text.") == source.remarks


@pytest.mark.parametrize(
    ("kind", "says"), [("scan", "optical character recognition"), ("empty", "none of its pages does")]
)
def test_no_text_at_all_is_an_error(kind: str, says: str):
    """A file without any text is refused, with what mends it."""
    with pytest.raises(DocumentError, match=says):
        read_pdf(with_pages(kind, kind), "none.pdf")


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_encrypted_files_need_their_password(algorithm: str):
    """Without a password the error names the option, with a wrong one it says so, with the right one it reads."""
    data = encrypted("secret", algorithm)
    with pytest.raises(DocumentError, match="--password"):
        read_pdf(data, "locked.pdf")
    with pytest.raises(DocumentError, match="does not open it"):
        read_pdf(data, "locked.pdf", password="guess")
    assert [LINE] == [line.text for line in read_pdf(data, "locked.pdf", password="secret").lines]
    assert [LINE] == [line.text for line in read_pdf(data, "locked.pdf", password="the owner's").lines]


def test_encryption_without_a_password_is_no_obstacle():
    """A file that anyone may open is read, and a password for an open file does no harm."""
    assert [LINE] == [line.text for line in read_pdf(encrypted("", "AES-256"), "open.pdf").lines]
    assert [LINE] == [line.text for line in read_pdf(with_pages("text"), "open.pdf", password="x").lines]


@pytest.mark.parametrize("data", [b"", b"Just text, renamed.", b"PK\x03\x04 something else"])
def test_what_is_no_pdf_is_refused(data: bytes):
    """A file that does not begin as a PDF is none."""
    with pytest.raises(DocumentError, match="should be a PDF"):
        read_pdf(data, "letter.pdf")


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turned_pages_read_upright(rotation: int):
    """Text that is upright on the page as shown is read, and its box is where it is shown."""
    writer = PdfWriter(PdfReader(io.BytesIO(with_pages("text"))))
    writer.pages[0].rotate(rotation)
    buffer = io.BytesIO()
    writer.write(buffer)
    (line,) = read_pdf(buffer.getvalue(), "turned.pdf").lines
    assert LINE == line.text
    assert line.box is not None
    places = {0: (72, 142), 90: (700, 72), 180: (595 - 72, 700), 270: (142, 595 - 72)}
    x, y = places[rotation]
    assert line.box.x0 - 3 <= x <= line.box.x1 + 3
    assert line.box.y0 - 3 <= y <= line.box.y1 + 3


def test_sideways_notes_are_left_out():
    """A line up the margin ("Downloaded from…") is no part of the text, and a remark says so."""
    content = TEXT + b" BT /F1 7 Tf 0 1 -1 0 580 100 Tm (Downloaded from somewhere by somebody at some time) Tj ET"
    source = read_pdf(pdf_of(page_of(stream(content))), "noted.pdf")
    assert [LINE] == [line.text for line in source.lines]
    assert ("Text set sideways on page 1 is left out.",) == source.remarks


def test_actual_text_replaces_its_glyphs():
    """What the file says that glyphs stand for is taken at its word."""
    content = b"BT /F1 12 Tf 72 700 Td (Re) Tj /Span<</ActualText<FEFF006600660069>>> BDC (X) Tj EMC (cacy of it) Tj ET"
    assert ["Refficacy of it"] == [line.text for line in read_pdf(pdf_of(page_of(stream(content))), "a.pdf").lines]


def test_bold_that_is_painted_twice_is_read_once():
    """A string drawn again beside itself, for weight, is one string."""
    content = b"BT /F1 12 Tf 72 700 Td (Remission) Tj ET BT /F1 12 Tf 72.3 700 Td (Remission) Tj ET"
    assert ["Remission"] == [line.text for line in read_pdf(pdf_of(page_of(stream(content))), "b.pdf").lines]


def test_drop_cap_belongs_to_its_word():
    """A large initial over two lines begins the first of them."""
    content = (
        b"BT /F1 30 Tf 72 676 Td (A) Tj ET BT /F1 10 Tf 93 690 Td (cute leukemia is what the first of) Tj ET "
        b"BT /F1 10 Tf 93 678 Td (these lines speaks of, and the) Tj ET "
        b"BT /F1 10 Tf 72 666 Td (third one stands below it, back at the edge.) Tj ET"
    )
    lines = read_pdf(pdf_of(page_of(stream(content))), "c.pdf").lines
    assert "Acute leukemia is what the first of" == lines[0].text
    assert [0.0, 0.0, 0.0] == [line.indent for line in lines]


def test_pypdf_is_silent(caplog: pytest.LogCaptureFixture):
    """Nothing of pypdf's log gets out, and its logger is left as it was."""
    level = logging.getLogger("pypdf").level
    with caplog.at_level(logging.DEBUG):
        read_pdf(pdf_of(page_of(stream(TEXT), b"<</Type/Font/Subtype/Type1/Widths 3>>")), "d.pdf")
    assert not caplog.records
    assert level == logging.getLogger("pypdf").level


def test_pypdf_is_not_loaded_with_the_package():
    """Importing the reader does not import pypdf."""
    code = "import sys, rraml_qa.ingest.pdf.reader; sys.exit('pypdf' in sys.modules)"
    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
