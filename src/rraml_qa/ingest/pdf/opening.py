"""Opens a PDF with pypdf and hands out its pages' canvases: the only module, with `fonts`, that calls pypdf.

Whatever pypdf raises becomes a `DocumentError` (the whole file) or an `UnreadablePage` (one page); its log is
silenced. Limits keep a hostile file within memory and time: they lie far above what any paper needs.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from rraml_qa.errors import DocumentError, DocumentLocked
from rraml_qa.ingest.pdf.canvas import Canvas
from rraml_qa.ingest.pdf.fonts import Face, read_face
from rraml_qa.ingest.pdf.geometry import IDENTITY, Rect, page_matrix
from rraml_qa.ingest.pdf.painter import Form, Painter, Resources
from rraml_qa.ingest.pdf.salvage import salvage

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader
    from pypdf.generic import DictionaryObject

__all__ = ["OpenDocument", "UnreadablePage", "open_document"]

_STREAM = 64_000_000  # bytes of a stream, unpacked
_CONTENT = 24_000_000  # bytes of a page's content
_PAGES = 20_000
_PAGE_OPERATORS = 1_000_000
_OPERATORS = 4_000_000
_BYTES = 250_000_000  # of the content of all pages
_BOOKMARKS = 5_000
_NARROWEST, _WIDEST = 10.0, 20_000.0  # points
_A4 = Rect(0.0, 0.0, 595.0, 842.0)


class UnreadablePage(Exception):
    """One page that can't be read; the others may be fine."""


@contextmanager
def _quiet() -> Iterator[None]:
    """Pypdf with limits, and without its log."""
    from pypdf import apply_configuration

    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with apply_configuration(
            maximum_declared_stream_length=_STREAM,
            array_based_stream_maximum_output_length=_CONTENT,
            zlib_maximum_output_length=_STREAM,
            lzw_maximum_output_length=_STREAM,
            run_length_maximum_output_length=_STREAM,
            brotli_maximum_output_length=_STREAM,
            page_tree_maximum_entries=2 * _PAGES,
            outline_maximum_entries=_BOOKMARKS,
        ):
            yield
    finally:
        logger.setLevel(level)


def open_document(data: bytes, name: str, password: str | None) -> OpenDocument:
    """Open a file's bytes; `name` is what messages call it. What can't be opened whole is searched for whole pages.

    Raises:
        DocumentError: not a PDF, damaged beyond reading, or encrypted with another password than `password`.
    """
    if b"%PDF-" not in data[:1024]:
        raise DocumentError(f"{name} should be a PDF, but it does not begin as one; check the file or its name.")
    with _quiet():
        try:
            return _opened(data, name, password)
        except DocumentError:
            raise
        except (Exception, RecursionError) as error:
            found = _salvaged(data, name)
            if found is None:
                raise _damaged(name, error) from error
            return found


def _opened(data: bytes, name: str, password: str | None) -> OpenDocument:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        _decrypt(reader, name, password)
    count = len(reader.pages)
    if not count:
        raise DocumentError(f"{name} should have pages, but it has none; get the file again.")
    if count > _PAGES:
        raise DocumentError(f"{name} should have at most {_PAGES:,} pages, but it has {count:,}; split it.")
    return OpenDocument(reader, count)


def _salvaged(data: bytes, name: str) -> OpenDocument | None:
    whole = salvage(data)
    if whole is None:
        return None
    try:
        document = _opened(whole, name, None)
    except (Exception, RecursionError):
        return None
    document.salvaged = True
    return document


def _decrypt(reader: PdfReader, name: str, password: str | None) -> None:
    from pypdf.errors import DependencyError

    try:
        if reader.decrypt("") or (password is not None and reader.decrypt(password)):
            return
    except (DependencyError, NotImplementedError) as error:
        raise DocumentError(f"{name} is encrypted in a way that can't be undone here ({error}).") from error
    if password is None:
        raise DocumentLocked(f"{name} is encrypted; give its password with --password.")
    raise DocumentLocked(f"{name} is encrypted, and the given password does not open it; check --password.")


def _damaged(name: str, error: BaseException) -> DocumentError:
    return DocumentError(
        f"{name} should be a whole PDF, but it is damaged or cut short ({_what(error)}); get it again."
    )


def _what(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".")[:160] or type(error).__name__


class OpenDocument:
    """A PDF that could be opened."""

    def __init__(self, reader: PdfReader, count: int) -> None:
        """Wrap `reader`, whose document has `count` pages."""
        self.count = count
        self.salvaged = False
        """Whether these are but the pages that were found whole in a damaged file."""
        self._reader = reader
        self._faces: dict[tuple[int, int], Face] = {}
        self._left = _OPERATORS
        self._bytes_left = _BYTES

    def canvas(self, number: int) -> Canvas:
        """Paint the page with this number, from 1.

        Raises:
            UnreadablePage: its dictionaries or its content can't be read.
        """
        if self._left <= 0 or self._bytes_left <= 0:
            raise UnreadablePage("what comes before it is larger than any paper")
        with _quiet():
            try:
                return self._painted(self._reader.pages[number - 1])
            except UnreadablePage:
                raise
            except (Exception, RecursionError) as error:
                raise UnreadablePage(_what(error)) from error

    def title(self) -> str | None:
        """The title of the document information, if there is one."""
        with _quiet():
            try:
                information = self._reader.metadata
                title = information.title if information is not None else None
            except (Exception, RecursionError):
                return None
        return " ".join(title.split()) or None if isinstance(title, str) else None

    def bookmarks(self) -> list[tuple[str, int]]:
        """The bookmarks' titles with their depths, from 1; none if they can't be read."""
        with _quiet():
            try:
                return list(_flattened(self._reader.outline, 1))
            except (Exception, RecursionError):
                return []

    def _painted(self, page: PageObject) -> Canvas:
        matrix, width, height = page_matrix(_visible(page), _rotation(page))
        canvas = Canvas(width, height)
        painter = Painter(matrix, canvas, min(self._left, _PAGE_OPERATORS))
        before = painter.left
        content = page.get_contents()
        data = content.get_data() if content is not None else b""
        self._bytes_left -= len(data)
        if len(data) > _CONTENT:
            raise UnreadablePage(f"its content has {len(data):,} bytes")
        painter.paint(data, self._resources(page.get("/Resources")))
        self._left -= before - max(0, painter.left)
        return canvas

    def _resources(self, raw: object) -> Resources:
        resources = _dictionary(raw)
        fonts, forms = _dictionary(resources.get("/Font")), _dictionary(resources.get("/XObject"))
        return Resources(
            face=cache(lambda name: self._face(fonts, name)), form=cache(lambda name: self._form(forms, name))
        )

    def _face(self, fonts: DictionaryObject, name: str) -> Face | None:
        """A font's face; fonts that pages share are read once."""
        from pypdf.generic import IndirectObject

        if name not in fonts:
            return None
        reference = fonts.raw_get(name)
        if not isinstance(reference, IndirectObject):
            return read_face(_dictionary(reference))
        key = (reference.idnum, reference.generation)
        if key not in self._faces:
            self._faces[key] = read_face(_dictionary(reference))
        return self._faces[key]

    def _form(self, forms: DictionaryObject, name: str) -> Form | None:
        from pypdf.generic import StreamObject

        stream = _dictionary(forms.get(name))
        if not isinstance(stream, StreamObject) or stream.get("/Subtype") != "/Form":
            return None
        given, sides = (_floats(stream.get(key)) for key in ("/Matrix", "/BBox"))
        matrix = (given[0], given[1], given[2], given[3], given[4], given[5]) if len(given) == 6 else IDENTITY
        own = stream.get("/Resources")
        return Form(
            stream.get_data()[:_CONTENT], matrix, self._resources(own) if own is not None else None, _box(sides)
        )


def _floats(raw: object) -> list[float]:
    """The numbers of an array, or of what refers to one; none of anything else."""
    from pypdf.generic import ArrayObject, PdfObject

    value = raw.get_object() if isinstance(raw, PdfObject) else raw
    return [float(each) for each in value] if isinstance(value, ArrayObject) else []


def _box(sides: Sequence[float]) -> Rect | None:
    if len(sides) != 4:
        return None
    box = Rect(min(sides[::2]), min(sides[1::2]), max(sides[::2]), max(sides[1::2]))
    return box if min(box.width, box.height) > 1 else None


def _dictionary(raw: object) -> DictionaryObject:
    """What a value is or refers to, if that is a dictionary; else an empty one."""
    from pypdf.generic import DictionaryObject, PdfObject

    value = raw.get_object() if isinstance(raw, PdfObject) else raw
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _visible(page: PageObject) -> Rect:
    """The part of a page that is shown, its crop box within its media box; A4 where neither makes sense."""
    crop, media = (_sane(page, name) for name in ("cropbox", "mediabox"))
    if crop is None or media is None:
        return crop or media or _A4
    both = Rect(max(crop.x0, media.x0), max(crop.y0, media.y0), min(crop.x1, media.x1), min(crop.y1, media.y1))
    return both if both.width > _NARROWEST and both.height > _NARROWEST else crop


def _sane(page: PageObject, name: str) -> Rect | None:
    """A box of a page, if it can be one."""
    try:
        x0, y0, x1, y1 = (float(value) for value in getattr(page, name))
    except Exception:  # whatever the box is, the page's text may be fine
        return None
    rect = Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    sane = _NARROWEST < rect.width < _WIDEST and _NARROWEST < rect.height < _WIDEST
    return rect if sane else None


def _rotation(page: PageObject) -> int:
    rotation = page.get("/Rotate", 0)
    rotation = rotation.get_object() if hasattr(rotation, "get_object") else rotation
    return int(rotation) if isinstance(rotation, int | float) else 0


def _flattened(outline: Sequence[object], depth: int) -> Iterator[tuple[str, int]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flattened(entry, depth + 1)
        elif isinstance(title := getattr(entry, "title", None), str):
            yield title, depth
