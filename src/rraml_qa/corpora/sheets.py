"""A page of a PDF as a picture, with the boxes of a quote: the only module that calls pdfium.

pdfium is not thread-safe, so that one page is drawn at a time; a page that takes longer than any paper's is given up.
"""

from __future__ import annotations

import hashlib
import io
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rraml_qa.corpora.letters import Letter, plain, quote_boxes
from rraml_qa.errors import LibraryError
from rraml_qa.ingest.pdf.geometry import Rect, page_matrix, placed
from rraml_qa.types import Document, Span

if TYPE_CHECKING:
    import pypdfium2

__all__ = ["Sheet", "sheet"]

_LOCK = threading.Lock()
_KEPT = 48  # pages drawn last
_WIDEST = 3000  # pixels
_TALLEST = 3  # times its width: a longer page is drawn narrower
_SECONDS = 10.0
_LETTERS = 100_000  # of a page
_MARGIN = 1.0  # points around a quote's line


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as a PNG, `width` × `height` pixels.

    `boxes` are those of the quote's lines, as fractions of width and height from the upper left corner: x, y, width,
    height.
    """

    png: bytes
    width: int
    height: int
    boxes: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page drawn: its picture, its size in points, and its letters."""

    png: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]
    letters: tuple[Letter, ...]


def sheet(
    path: Path, document: Document, page: int, start: int, end: int, *, width: int = 1000, password: str | None = None
) -> Sheet:
    """Draw a page, from 1, of a document's file at `path`, with the boxes of its text from `start` to `end`.

    What of that stands on another page has no box here. A page is never drawn wider than 3,000 pixels.

    Raises:
        LibraryError: it is no PDF, it isn't the one that was read, or the page isn't there or can't be drawn.
    """
    if document.media_type != "application/pdf":
        raise LibraryError(f"{document.name} is no PDF, so that it has no pages to show.")
    if not 1 <= page <= (document.pages or 0):
        raise LibraryError(f"{document.name} has {document.pages or 0} pages, but page {page} was asked for.")
    try:
        state = path.stat()
    except OSError as error:
        raise LibraryError(f"The file of {document.name} can't be read ({error.strerror}).") from error
    asked = (document.name, document.sha256, document.pages, page, min(max(width, 50), _WIDEST), password)
    drawn = _drawn(path, (state.st_size, state.st_mtime_ns), asked)
    across, down = drawn.points
    boxes = tuple(
        _fraction(box.grown(_MARGIN), across, down)
        for box in quote_boxes(document, page, Span(start, end), drawn.letters)
    )
    return Sheet(drawn.png, *drawn.pixels, boxes)


def _fraction(box: Rect, across: float, down: float) -> tuple[float, float, float, float]:
    x0, x1 = (min(max(x / across, 0.0), 1.0) for x in (box.x0, box.x1))
    y0, y1 = (min(max(y / down, 0.0), 1.0) for y in (box.y0, box.y1))
    return x0, y0, x1 - x0, y1 - y0


_Asked = tuple[str, str, int | None, int, int, str | None]
"""The document's name, SHA-256 and pages, the page's number, the picture's width, and the password."""


@lru_cache(maxsize=_KEPT)
def _drawn(path: Path, state: tuple[int, int], asked: _Asked) -> _Drawn:
    """Draw a page of the file, whose size and time are `state`."""
    import pypdfium2

    name, sha256, pages, number, width, password = asked
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LibraryError(f"The file of {name} can't be read ({error.strerror}).") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise LibraryError(f"{name} has changed since it was read; its pages are shown again when it is indexed anew.")
    with _LOCK:
        try:
            with _opened(data, password) as document:
                if len(document) != pages:
                    raise LibraryError(f"{name} is damaged, so that its pages can't be told apart and shown.")
                return _page(document[number - 1], name, number, width)
        except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
            raise LibraryError(f"Page {number} of {name} can't be shown; open the file itself.") from error


@contextmanager
def _opened(data: bytes, password: str | None) -> Iterator[pypdfium2.PdfDocument]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data, password=password)
    try:
        yield document
    finally:
        document.close()  # with its pages


def _page(page: pypdfium2.PdfPage, name: str, number: int, width: int) -> _Drawn:
    across, down = page.get_size()
    if min(across, down) < 1:
        raise LibraryError(f"Page {number} of {name} has no size, so that it can't be shown.")
    scale = min(width / across, _TALLEST * width / down)
    pixels = max(1, round(across * scale)), max(1, round(down * scale))
    png = _picture(page, pixels)
    if png is None:
        raise LibraryError(f"Page {number} of {name} takes too long to draw; open the file itself.")
    return _Drawn(png, pixels, (across, down), tuple(_letters(page)))


def _picture(page: pypdfium2.PdfPage, pixels: tuple[int, int]) -> bytes | None:
    """The page as a PNG; None if drawing it takes too long."""
    import pypdfium2
    from pypdfium2 import raw

    end = time.monotonic() + _SECONDS
    pause = raw.IFSDK_PAUSE(version=1)
    late = type(pause.NeedToPauseNow)(lambda _: time.monotonic() > end)  # held here for as long as pdfium calls it
    pause.NeedToPauseNow = late
    bitmap = pypdfium2.PdfBitmap.new_native(*pixels, raw.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *pixels)
    try:
        state = raw.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, *pixels, 0, raw.FPDF_ANNOT, pause)
    finally:
        raw.FPDF_RenderPage_Close(page)
    if state == raw.FPDF_RENDER_TOBECONTINUED:
        return None
    if state != raw.FPDF_RENDER_DONE:
        raise pypdfium2.PdfiumError("the page could not be drawn")
    out = io.BytesIO()
    bitmap.to_pil().save(out, "PNG", compress_level=3)
    return out.getvalue()


def _letters(page: pypdfium2.PdfPage) -> Iterator[Letter]:
    """The visible characters of a page, in the order of the file, placed on the page as it is shown."""
    from pypdfium2 import raw

    rotation = page.get_rotation()
    matrix, _, _ = page_matrix(Rect(*page.get_bbox()), rotation)
    text: Any = page.get_textpage()
    for number in range(min(text.count_chars(), _LETTERS)):
        chars = plain(chr(raw.FPDFText_GetUnicode(text, number)))
        if chars:
            rect = placed(Rect(*text.get_charbox(number, loose=True)), matrix)
            turn = (rotation // 90 - round(raw.FPDFText_GetCharAngle(text, number) / (math.pi / 2))) % 4
            for char in chars:
                yield Letter(char, rect, turn)
