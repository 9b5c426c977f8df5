"""The paper of the PDF tests, turned, cropped and shifted, and what a PDF library reads within a box of a page."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import RectangleObject

from rraml_qa.config import Settings
from rraml_qa.ingest.corpus import CorpusFile
from rraml_qa.ingest.document import read_document
from rraml_qa.types import Document

Change = Callable[[PageObject], object]


def turned(degrees: int) -> Change:
    """Shown turned by so much."""
    return lambda page: page.rotate(degrees)


def cropped(page: PageObject) -> None:
    """Of which only a part is shown."""
    page.cropbox = RectangleObject((30, 60, 570, 800))


def shifted(page: PageObject) -> None:
    """Whose coordinates begin elsewhere, whose crop box is larger than its media box, and that is turned."""
    page.mediabox = RectangleObject((-100, -50, 600, 850))
    page.cropbox = RectangleObject((-40, 20, 900, 1200))
    page.rotate(270)


def sideways(page: PageObject) -> None:
    """Whose text goes up the page."""
    page.add_transformation(Transformation().rotate(90).translate(842, 0))
    page.mediabox = page.cropbox = RectangleObject((0, 0, 842, 595))


def changed(data: bytes, change: Change) -> bytes:
    """A PDF with every page changed."""
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(data))), io.BytesIO()
    for page in writer.pages:
        change(page)
    writer.write(out)
    return out.getvalue()


def read(data: bytes, path: Path) -> Document:
    """The document of a PDF that is put to `path`."""
    path.write_bytes(data)
    return read_document(CorpusFile("paper", path.name, path, hashlib.sha256(data).hexdigest()), Settings().passages)


def letters_within(data: bytes, number: int, boxes: Sequence[tuple[float, float, float, float]]) -> list[str]:
    """The letters and digits in each of a sheet's boxes, by pdfium's own way from a shown page to its text."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number - 1]
        text = page.get_textpage()
        return [folded("".join(_within(page, text, box))) for box in boxes]
    finally:
        document.close()


def _within(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, box: tuple[float, float, float, float]) -> list[str]:
    x, y, width, height = box
    size = 1_000_000
    found = []
    for number in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(number)
        across, down = _shown(page, (left + right) / 2, (bottom + top) / 2, size)
        if x <= across <= x + width and y <= down <= y + height:
            found.append(chr(pypdfium2.raw.FPDFText_GetUnicode(text, number)))
    return found


def _shown(page: pypdfium2.PdfPage, x: float, y: float, size: int) -> tuple[float, float]:
    """A place on a page as fractions of what is shown of it."""
    import ctypes

    across, down = ctypes.c_int(), ctypes.c_int()
    pypdfium2.raw.FPDF_PageToDevice(page, 0, 0, size, size, 0, x, y, across, down)
    return across.value / size, down.value / size


def folded(text: str) -> str:
    """Its letters and digits, in lower case."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
