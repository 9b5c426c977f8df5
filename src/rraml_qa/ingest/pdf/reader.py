"""PDF to lines in reading order with their roles: the whole way from bytes to `Source`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from rraml_qa.errors import DocumentError
from rraml_qa.ingest.pdf.blocks import Block, Setting, setting_of
from rraml_qa.ingest.pdf.canvas import Canvas
from rraml_qa.ingest.pdf.flow import lines_of, settle_floats
from rraml_qa.ingest.pdf.headings import body_start, mark_headings, mark_title, plain_words
from rraml_qa.ingest.pdf.layout import Layout, Printed, lay_out
from rraml_qa.ingest.pdf.opening import OpenDocument, UnreadablePage, open_document
from rraml_qa.ingest.pdf.page import Page, body_style, is_scan, page_of
from rraml_qa.ingest.pdf.roles import (
    mark_asides,
    mark_captions,
    mark_footnotes,
    mark_front,
    mark_items,
    mark_references,
)
from rraml_qa.text.unicode import tidy
from rraml_qa.types import Line, Source

__all__ = ["read_pdf"]

_SIDEWAYS = 30  # letters on a page
_END = b"%%EOF"


def read_pdf(data: bytes, name: str, *, password: str | None = None) -> Source:
    """Read a PDF's lines in reading order; `name` is the file's name, for messages.

    A line of running text has no role: its `gap` (in line heights) and `indent` (in points from its column's left
    edge) tell paragraphs. Every line with a role is a whole block: a heading with its level, a caption, a table's
    header or row (cells joined by " | "), a key, a footnote, a list item, an entry of the references. Floats stand
    behind the paragraph that they interrupt. Superscript citations are "[12]" in the text. Boxes are in points
    from the upper left corner of the page as shown.

    Raises:
        DocumentError: not a PDF, damaged, encrypted without the right password, or no text on any page.
    """
    document = open_document(data, name, password)
    remarks: list[str] = []
    if document.salvaged:
        pages = "1 page was" if document.count == 1 else f"{document.count} pages were"
        remarks.append(f"The file is cut short or damaged: {pages} found in it, and others may be missing.")
    elif _END not in data[-2048:]:
        remarks.append("The file does not end as a PDF does; something may be missing from it.")
    read = _pages(document, remarks)
    lines, title = _read(read, document, remarks) if read else ((), None)
    if not lines:
        raise DocumentError(_no_text(name, remarks))
    return Source(
        name=name,
        media_type="application/pdf",
        sha256=hashlib.sha256(data).hexdigest(),
        lines=lines,
        title=None if title is None else tidy(title).text,
        pages=document.count,
        remarks=tuple(remarks),
    )


def _read(pages: Sequence[Page], document: OpenDocument, remarks: list[str]) -> tuple[tuple[Line, ...], str | None]:
    """The lines of the pages, in reading order, and the document's title."""
    body = body_style(pages)
    layout = lay_out(pages, body)
    setting = setting_of([thing for thing in layout.things if isinstance(thing, Printed)], body)
    blocks, title = _blocks(layout, setting, document)
    remarks += _left_out(layout, pages)
    return tuple(lines_of(settle_floats(blocks, setting), setting)), title


def _pages(document: OpenDocument, remarks: list[str]) -> list[Page]:
    """Read the pages, with a remark on each that has no text."""
    pages: list[Page] = []
    unknown: list[int] = []
    for number in range(1, document.count + 1):
        try:
            canvas = document.canvas(number)
        except UnreadablePage as error:
            remarks.append(f"Page {number} can't be read ({error}).")
            continue
        page = page_of(canvas, number)
        if not page.runs or canvas.unknown > 0.5 * canvas.glyphs:
            remarks.append(_without_text(canvas, number))
            continue
        if is_scan(canvas):
            remarks.append(f"Page {number} is a scan: its text was read off the picture and may have errors.")
        if canvas.unknown:
            unknown.append(number)
        pages.append(page)
    if unknown:
        remarks.append(f"The file gives no character for some signs on {_listed(unknown)}; they read \ufffd.")
    return pages


def _without_text(canvas: Canvas, number: int) -> str:
    if canvas.fragments:
        return f"Page {number} can't be read (its fonts say no characters for its letters)."
    area = canvas.width * canvas.height
    if any(picture.width * picture.height > 0.5 * area for picture in canvas.pictures):
        return f"Page {number} has no text: it looks scanned."
    return f"Page {number} has no text."


def _no_text(name: str, remarks: Sequence[str]) -> str:
    scanned = sum(remark.endswith("looks scanned.") for remark in remarks)
    if scanned:
        return f"{name} should hold text, but its pages are pictures of it; run optical character recognition first."
    broken = next((remark for remark in remarks if "can't be read" in remark), None)
    if broken is not None:
        return f"{name} should hold text, but none could be read: {broken[0].lower()}{broken[1:]}"
    return f"{name} should hold text, but none of its pages does; check that it is the right file."


def _blocks(layout: Layout, setting: Setting, document: OpenDocument) -> tuple[list[Block], str | None]:
    """The lines with their roles, and the document's title."""
    blocks = [
        Block([thing]) if isinstance(thing, Printed) else Block(table=thing, role="row") for thing in layout.things
    ]
    given = document.title()
    blocks, printed_title = mark_title(mark_asides(mark_captions(blocks, setting), setting), setting, given)
    levels = _levels(document, printed_title)
    blocks = mark_headings(blocks, setting, levels)
    blocks = mark_items(mark_footnotes(mark_references(blocks), setting), setting)
    mark_front(blocks, body_start(blocks, setting, levels))
    return blocks, _title(given, printed_title, blocks)


def _title(given: str | None, printed: str | None, blocks: Iterable[Block]) -> str | None:
    """The printed title; the document information's only if the first page has its words."""
    if given is None or len(plain_words(given)) < 8:
        return printed
    first = [block.text for block in blocks if block.lines and block.lines[0].page.number == 1]
    cut = printed is not None and len(given) < 0.8 * len(printed)  # information is often cut at the first line's end
    return given if not cut and plain_words(given) in plain_words(" ".join(first)) else printed


def _levels(document: OpenDocument, title: str | None) -> dict[str, int]:
    """The bookmarks' levels by their words; a single one at the top, or the title's own, has no level to give."""
    bookmarks = [(plain_words(text), depth) for text, depth in document.bookmarks()]
    counts = Counter(depth for _, depth in bookmarks)
    whole = plain_words(title or "")
    titled = counts[1] <= 2 and any(words == whole for words, depth in bookmarks if depth == 1)
    top = 2 if counts[1] == 1 or titled else 1
    return {words: depth - top + 1 for words, depth in bookmarks if depth >= top and len(words) > 2}


def _left_out(layout: Layout, pages: Sequence[Page]) -> list[str]:
    remarks = []
    if layout.lettering:
        remarks.append(f"The lettering inside pictures on {_listed(sorted(layout.lettering))} is left out.")
    sideways = [page.number for page in pages if page.dropped > _SIDEWAYS]
    if sideways:
        remarks.append(f"Text set sideways on {_listed(sideways)} is left out.")
    return remarks


def _listed(numbers: Sequence[int]) -> str:
    """As in "page 3" or "pages 3, 4 and 7"."""
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    return f"pages {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
