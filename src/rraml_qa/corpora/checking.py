"""Whether an upload is a document, by its content; its name decides nothing, and has to agree or is put right."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from rraml_qa.config import Settings
from rraml_qa.corpora.naming import split_suffix
from rraml_qa.corpora.values import Limits
from rraml_qa.errors import DocumentError, DocumentLocked
from rraml_qa.ingest.corpus import SUFFIXES, CorpusFile
from rraml_qa.ingest.document import read_document
from rraml_qa.ingest.formats.plain import decode_text
from rraml_qa.ingest.read import Kind, kind_of

__all__ = ["Given", "check_readable", "look_at", "read_bytes"]

_SUFFIXES: dict[Kind, tuple[str, ...]] = {  # the first is given to a file whose name has another
    "pdf": (".pdf",),
    "docx": (".docx",),
    "html": (".html", ".htm"),
    "jats": (".xml", ".nxml"),
    "markdown": (".md", ".markdown"),
    "text": (".txt", ".text"),
}
_CALLED: dict[Kind, str] = {
    "pdf": "a PDF",
    "docx": "a DOCX document",
    "html": "an HTML page",
    "jats": "a JATS article",
    "markdown": "Markdown",
    "text": "plain text",
}
_READ = "PDF, DOCX, HTML, JATS XML, Markdown or plain text"
_BINARY = (".pdf", ".docx")  # suffixes that promise a format which text can't have
_KNOWN = SUFFIXES | {".xhtml"}
_FOREIGN = (  # how files begin that are no document
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\xfe\xed\xfa", "a program"),
    (b"\xce\xfa\xed\xfe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"PK", "a ZIP archive"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"\xfd7zXZ", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"\x28\xb5\x2f\xfd", "an archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3", "a database"),
)
_RUN = (b"#!", b"<?php")  # how text begins that is to be run
_TEXTUAL = (  # and text that is to be rendered by a program of its own
    (b"%!ps", "a PostScript file"),
    (b"<?xml", "XML, but no JATS article"),
    (b"<svg", "a picture"),
    (b"<!doctype", "XML, but no JATS article"),
)
_MACROS = ("vbaproject.bin", "vbadata.xml")
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, KeyError, EOFError)
_UNPACKED = 200 * 2**20  # bytes of all the parts of a DOCX
_PARTS = 10_000
_TYPES = 2**20  # bytes of the list of a DOCX's parts
_FOREIGN_LETTERS = 0.3  # of the characters of a text in Windows-1252, at most, are beyond ASCII


@dataclass(frozen=True, slots=True)
class Given:
    """A file that is a document of a kind that can be read: its bytes, its stem and the suffix that it is stored with.

    `remark` tells in a sentence where that isn't its own suffix.
    """

    data: bytes
    kind: Kind
    stem: str
    suffix: str
    remark: str = ""

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


def read_bytes(path: Path, name: str, most: int) -> bytes:
    """The bytes of a regular file, never by way of a link.

    Raises:
        DocumentError: it is none, can't be read, or has more than `most` bytes.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise DocumentError(f"{name} did not arrive ({error.strerror}); upload it again.") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise DocumentError(f"{name} should be a file, but it is something else; upload a document.")
    with os.fdopen(handle, "rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise DocumentError(f"{name} should have at most {_size(most)}, but it has more; split it.")
    if not data.strip(b" \t\r\n\f\v\0\xef\xbb\xbf\xfe\xff"):
        raise DocumentError(f"{name} should be a document, but it is empty; upload the right file.")
    return data


def look_at(data: bytes, name: str, limits: Limits) -> Given:
    """What a file is, and what it will be called; `name` is a clean one.

    A file whose name promises PDF or DOCX and that is neither is refused, and so is one whose suffix is no document's.
    Any other is stored with the suffix of what it is.

    Raises:
        DocumentError: it is no document, or not what its name says.
    """
    stem, suffix = split_suffix(name)
    if suffix and suffix.lower() not in _KNOWN:
        raise DocumentError(f"{name} should be {_READ} by its name, but that ends in {suffix}; convert or rename it.")
    kind = _kind(data, suffix.lower(), name)
    if kind == "docx":
        _check_package(data, name)
    elif kind != "pdf":
        _check_text(data, name, kind, limits)
    right = _SUFFIXES[kind]
    if suffix.lower() in right:
        return Given(data, kind, stem, suffix.lower())
    if suffix.lower() in _BINARY and kind not in {"pdf", "docx"}:
        wanted = "a PDF" if suffix.lower() == ".pdf" else "a DOCX document"
        raise DocumentError(f"{name} should be {wanted} by its name, but it is {_CALLED[kind]}; get the file again.")
    remark = f"{name} is {_CALLED[kind]} and is kept with the ending {right[0]}."
    return Given(data, kind, stem, right[0], remark if suffix else "")


def _kind(data: bytes, suffix: str, name: str) -> Kind:
    """The kind of a document, by its content; the suffix tells text from Markdown and cut-out HTML or XML."""
    kind = kind_of(data, suffix)
    foreign = next((what for start, what in _FOREIGN if data.startswith(start)), None)
    if kind == "pdf" and foreign is not None:  # a file that is two things at once
        _refuse(name, foreign)
    if data.startswith(b"PK"):
        if not _holds_document(data):
            _refuse(name, "a ZIP archive")
        return "docx"
    if kind in {"pdf", "html", "jats"}:
        return kind
    try:
        decode_text(data, name)
    except DocumentError:
        _refuse(name, foreign or "neither text nor a format that is read here")
    return kind


def _refuse(name: str, what: str) -> NoReturn:
    raise DocumentError(f"{name} should be {_READ}, but it is {what}; upload another file.")


def _holds_document(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "[Content_Types].xml" in archive.namelist() and any(
                name.startswith("word/") for name in archive.namelist()
            )
    except _DAMAGED:
        return False


def _check_package(data: bytes, name: str) -> None:
    """See that a DOCX brings no macros, and that it isn't made to fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
                raise DocumentError(
                    f"{name} should unpack to at most {_size(_UNPACKED)}, but it has more; save it without its media."
                )
            with archive.open("[Content_Types].xml") as stream:
                types = stream.read(_TYPES).lower()
    except _DAMAGED as error:
        raise DocumentError(f"{name} should be a DOCX document, but it is damaged; get it again.") from error
    if b"macroenabled" in types or any(part.filename.lower().endswith(_MACROS) for part in parts):
        raise DocumentError(f"{name} should be a document without macros, but it has some; save it as DOCX.")


def _check_text(data: bytes, name: str, kind: Kind, limits: Limits) -> None:
    """See that text is written text, and not more than can be read."""
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(_RUN):
        _refuse(name, "a program")
    if kind in {"text", "markdown"}:
        what = next((what for start, what in _TEXTUAL if head.startswith(start)), None)
        if what is not None:
            _refuse(name, what)
        text, guessed = decode_text(data, name)
        _check_length(len(text), name, limits)
        if guessed and sum(char > "\x7f" for char in text) > _FOREIGN_LETTERS * len(text):
            _refuse(name, "neither text nor a format that is read here")


def check_readable(given: Given, place: Path, settings: Settings, limits: Limits) -> None:
    """See that the document can be read; it lies at `place` for now, under the name that it will have.

    Raises:
        DocumentError: it can't be read, or is too long.
    """
    try:
        document = read_document(CorpusFile("document", place.name, place, given.sha256), settings.passages)
    except DocumentLocked as error:
        raise DocumentError(f"{place.name} is encrypted; save it without a password and upload that.") from error
    except RecursionError as error:
        raise DocumentError(f"{place.name} can't be read: it is nested too deeply; save it anew.") from error
    _check_length(len(document.text), place.name, limits)
    if not document.units:
        raise DocumentError(f"{place.name} should hold sentences, but none was found; check that it is the right file.")


def _check_length(characters: int, name: str, limits: Limits) -> None:
    if characters > limits.characters:
        raise DocumentError(
            f"{name} should have at most {limits.characters:,} characters of text, but it has {characters:,}; split it."
        )


def _size(count: int) -> str:
    return f"{count >> 20} MB" if count >= 2**20 else f"{count:,} bytes"
