"""A page is drawn as it is, and the boxes on it hold the quote's words and no others."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PageObject
from pypdf.generic import RectangleObject

from corpora.pages import Change, changed, cropped, folded, letters_within, read, shifted, sideways, turned
from corpora.uploads import library_at, pdf_of, upload
from fakes import document as written_document
from ingest.pdf.paper import make_paper
from rraml_qa.config import Settings
from rraml_qa.corpora import sheets
from rraml_qa.corpora.sheets import sheet
from rraml_qa.errors import LibraryError
from rraml_qa.ingest.corpus import CorpusFile
from rraml_qa.ingest.document import read_document
from rraml_qa.types import Document

CHANGES: dict[str, Change] = {
    "as it is": lambda page: None,
    "turned right": turned(90),
    "upside down": turned(180),
    "turned left": turned(270),
    "cropped": cropped,
    "shifted": shifted,
    "sideways": sideways,
}
Box = tuple[float, float, float, float]


def line_of(document: Document, page: int, start: int, end: int) -> list[str]:
    """What of a quote stands on a page, a piece each."""
    return [
        folded(document.text[max(start, piece.span.start) : min(end, piece.span.end)])
        for piece in document.pieces
        if piece.page == page and piece.span.start < end and start < piece.span.end
    ]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("mode", ["line", "letter"])
def test_the_boxes_hold_the_quotes_words(change: str, mode: str, tmp_path: Path) -> None:
    """Of every sentence and row of a page in two columns, however the page is turned or cut; no word more or less."""
    data = changed(make_paper("rows", mode).data, CHANGES[change])  # type: ignore[arg-type]
    path = tmp_path / "paper.pdf"
    document = read(data, path)
    units = [unit for unit in document.units if unit.page == 2 and unit.kind in {"sentence", "row"}]
    assert len(units) > 30
    missed = []
    for unit in units[::5] if mode == "letter" else units:
        expected = "".join(line_of(document, 2, unit.span.start, unit.span.end))
        boxes = sheet(path, document, 2, unit.span.start, unit.span.end).boxes
        found = "".join(letters_within(data, 2, boxes))
        if sorted(found) != sorted(expected):
            missed.append((expected, found))
    assert [] == missed


def test_the_picture_is_the_page(tmp_path: Path) -> None:
    """Of the width that is asked for, upright, with ink where the quote's boxes are and none in the margin."""
    data = make_paper().data
    path = tmp_path / "paper.pdf"
    document = read(data, path)
    unit = next(unit for unit in document.units if unit.page == 2)
    drawn = sheet(path, document, 2, unit.span.start, unit.span.end, width=600)
    image = Image.open(io.BytesIO(drawn.png)).convert("L")
    assert (600, 849) == image.size == (drawn.width, drawn.height)
    for x, y, width, height in drawn.boxes:
        part = image.crop((int(x * 600), int(y * 849), int((x + width) * 600), int((y + height) * 849)))
        assert part.getextrema()[0] < 100
    assert (255, 255) == image.crop((0, 0, 40, 849)).getextrema()


def test_what_is_on_another_page_has_no_box(tmp_path: Path) -> None:
    """A quote that goes over a page's end has its own boxes on each page."""
    data = make_paper().data
    path = tmp_path / "paper.pdf"
    document = read(data, path)
    start = next(piece for piece in document.pieces if piece.page == 2).span.start
    end = max(piece.span.end for piece in document.pieces if piece.page == 1)
    pieces = [piece for piece in document.pieces if piece.span.end == end or piece.span.start == start]
    span = min(piece.span.start for piece in pieces), max(piece.span.end for piece in pieces)
    for page in (1, 2):
        boxes = sheet(path, document, page, *span).boxes
        assert "".join(line_of(document, page, *span)) == "".join(letters_within(data, page, boxes))
    assert () == sheet(path, document, 3, *span).boxes


def test_where_the_letters_cannot_be_told_it_is_the_line(tmp_path: Path) -> None:
    """A text that the page spells otherwise has the box of its whole line rather than a guess."""
    path = tmp_path / "paper.pdf"
    document = read(pdf_of("Zelutamab gave remission. Its dose was low."), path)
    (piece,) = document.pieces
    exact = sheet(path, document, 1, piece.span.start, piece.span.start + 9).boxes
    garbled = replace(document, text="#" * 9 + document.text[9:])
    garbled = replace(garbled, text="".join("%" if char.isalnum() else char for char in garbled.text))
    (whole,) = sheet(path, garbled, 1, piece.span.start, piece.span.start + 9).boxes
    assert exact[0][2] < 0.5 * whole[2]
    assert piece.box is not None
    assert whole[0] * 595.3 == pytest.approx(piece.box.x0 - 1, abs=0.5)


def test_an_uploaded_paper_is_quoted_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the upload over the answer to the words within the boxes on the page."""
    library, data = library_at(tmp_path, monkeypatch), make_paper("rows", "word").data
    visitor = library.new_visitor()
    library.add(visitor, "Papers", [upload(tmp_path / "up", "paper.pdf", data)])
    assistant = library.assistant("upload-papers", visitor)
    (quote, *_) = assistant.ask("What is the CR rate with FLAD?").quotes
    document = next(each for each in assistant.documents if each.id == quote.document)
    assert quote.page is not None
    path = library.source("upload-papers", visitor, quote.document)
    boxes = sheet(path, document, quote.page, quote.start, quote.end).boxes
    found = "".join(letters_within(data, quote.page, boxes))
    assert sorted(folded(quote.text)) == sorted(found)
    assert "flad" in found


def test_a_page_that_is_not_there_is_told(tmp_path: Path) -> None:
    """As is a document without pages, a file that has gone or changed since, and one that is damaged."""
    data = pdf_of("Zelutamab gave remission.")
    path = tmp_path / "paper.pdf"
    document = read(data, path)
    for page in (0, 2, -1):
        with pytest.raises(LibraryError, match="1 pages"):
            sheet(path, document, page, 0, 5)
    with pytest.raises(LibraryError, match="no PDF"):
        sheet(path, written_document("a", "A sentence."), 1, 0, 5)
    with pytest.raises(LibraryError, match="pages can't be told apart"):
        sheet(path, replace(document, pages=7), 7, 0, 5)
    path.write_bytes(data + b"\n")
    with pytest.raises(LibraryError, match="has changed"):
        sheet(path, document, 1, 0, 5)
    path.unlink()
    with pytest.raises(LibraryError, match="can't be read"):
        sheet(path, document, 1, 0, 5)


def test_an_encrypted_file_needs_its_password(tmp_path: Path) -> None:
    """Without it the page can't be shown, with it it can."""
    data = pdf_of("Zelutamab gave remission.", password="secret")
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    file = CorpusFile("paper", "paper.pdf", path, hashlib.sha256(data).hexdigest())
    document = read_document(file, Settings().passages, password="secret")
    for wrong in (None, "other"):
        with pytest.raises(LibraryError, match="can't be shown"):
            sheet(path, document, 1, 0, 9, password=wrong)
    assert 1 == len(sheet(path, document, 1, 0, 9, password="secret").boxes)


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next page can be drawn all the same."""
    path = tmp_path / "paper.pdf"
    document = read(make_paper().data, path)
    with monkeypatch.context() as patched:
        patched.setattr(sheets, "_SECONDS", -1.0)
        with pytest.raises(LibraryError, match="too long"):
            sheet(path, document, 4, 0, 5)
    assert sheet(path, document, 4, 0, 5).png


@pytest.mark.parametrize("size", [(20, 19_000), (19_000, 20), (15_000, 15_000)])
def test_a_page_of_any_shape_makes_a_picture_of_bounded_size(size: tuple[int, int], tmp_path: Path) -> None:
    """However long or wide, and however wide a picture is asked for."""

    def stretched(page: PageObject) -> None:
        page.mediabox = page.cropbox = RectangleObject((0, 0, *size))

    path = tmp_path / "paper.pdf"
    document = read(pdf_of("Zelutamab gave remission."), path)
    data = changed(path.read_bytes(), stretched)
    path.write_bytes(data)
    document = replace(document, sha256=hashlib.sha256(data).hexdigest())
    drawn = sheet(path, document, 1, 0, 5, width=10**9)
    assert drawn.width <= 3000
    assert drawn.height <= 9000


def test_many_draw_at_once(tmp_path: Path) -> None:
    """Pdfium knows no threads: each gets its page, and the same picture as alone."""
    path = tmp_path / "paper.pdf"
    document = read(make_paper().data, path)
    jobs = [(page, width) for page in (1, 2, 3) for width in (201, 202, 203)]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda job: sheet(path, document, job[0], 0, 50, width=job[1]).png, jobs))
    sheets._drawn.cache_clear()
    assert [sheet(path, document, page, 0, 50, width=width).png for page, width in jobs] == together
