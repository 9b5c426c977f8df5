"""Plain text: bytes to lines, in whatever encoding they came."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator

from rraml_qa.errors import DocumentError
from rraml_qa.types import Line, Source

__all__ = ["decode_text", "read_text"]

_MARKS = (  # byte order marks; UTF-32's begins as UTF-16's does, so it comes first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = (  # how files begin that are no text whatever their name says
    (b"%PDF-", "a PDF", ".pdf"),
    (b"PK\x03\x04", "a ZIP archive (a DOCX is one)", ".docx"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", ".doc"),
    (b"{\\rtf", "RTF", ".rtf"),
    (b"\x1f\x8b", "a gzip archive", ".gz"),
    (b"\x89PNG", "an image", ".png"),
    (b"\xff\xd8\xff", "an image", ".jpg"),
)
_END = re.compile(r"\r\n|[\n\r]")
_CONTROL = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.02  # more than so many control characters, and it is no text
_TAB = 8  # columns


def read_text(data: bytes, name: str) -> Source:
    """Read plain text: UTF-8, UTF-16 or UTF-32 with a byte order mark, or else Windows-1252, which is remarked on.

    Every line of the file is a line of the source, blank ones too: a line's number is the file's own.
    A form feed begins a page (and a line, where it stands within one). Lines keep their inner white space;
    that at their ends becomes `indent` (in columns) or goes. `name` is the file's name, for messages.

    Raises:
        DocumentError: the bytes are no text, or nothing but white space.
    """
    text, remarks = decode_text(data, name)
    if not text.strip():
        raise DocumentError(f"{name} should hold text, but it is empty; leave it out or put the right file there.")
    pages = text.rstrip().count("\f") + 1 if "\f" in text.rstrip() else None
    return Source(
        name=name,
        media_type="text/plain",
        sha256=hashlib.sha256(data).hexdigest(),
        lines=tuple(_lines(text, paged=pages is not None)),
        pages=pages,
        remarks=remarks,
    )


def decode_text(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Decode a file's bytes, with remarks on what had to be guessed; see `read_text`.

    Raises:
        DocumentError: the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name), ()
    head = data[:1024].lstrip()
    for start, what, suffix in _FORMATS:
        if head.startswith(start):
            raise DocumentError(f"{name} should be plain text, but it is {what}; name it {suffix} or save it as text.")
    if b"\0" in data:
        raise DocumentError(
            f"{name} should be plain text, but it holds zero bytes; if it is UTF-16, save it as UTF-8 or with a "
            "byte order mark."
        )
    remarks: list[str] = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("cp1252", errors="replace")
        remarks = [f"The file is not UTF-8 (byte {error.start}); it was read as Windows-1252."]
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise DocumentError(f"{name} should be plain text, but it is full of control characters; save it as text.")
    return text, tuple(remarks)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name} begins with the mark of {encoding.upper()} but can't be decoded as such ({error.reason} at "
            f"byte {error.start}); save it as UTF-8."
        ) from error


def _lines(text: str, *, paged: bool) -> Iterator[Line]:
    page, gap = 1, 0.0
    for raw in _END.split(text.rstrip()):
        parts = raw.split("\f")
        for number, part in enumerate(parts):
            page += number > 0
            if not part.strip() and (number < len(parts) - 1 or any(part.strip() for part in parts)):
                continue
            line = _line(part.rstrip(), page if paged else None, gap)
            gap = 0.0 if line.text else gap + 1
            yield line


def _line(raw: str, page: int | None, gap: float) -> Line:
    text = raw.lstrip()
    if not text:
        return Line(text="", page=page)
    indent = len(raw[: len(raw) - len(text)].expandtabs(_TAB))
    return Line(text=text, page=page, gap=gap, indent=float(indent))
