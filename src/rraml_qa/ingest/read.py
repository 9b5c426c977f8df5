"""A file to its lines, by what is in it rather than by its name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Literal

from rraml_qa.errors import DocumentError
from rraml_qa.types import Source

__all__ = ["Kind", "kind_of", "read_source"]

Kind = Literal["pdf", "docx", "jats", "html", "markdown", "text"]

_MARKDOWN = frozenset({".md", ".markdown"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_XML = frozenset({".xml", ".nxml"})
_LARGEST = 256 * 2**20  # bytes
_HEAD = 8192  # bytes that tell what a file is
_ROOT = re.compile(rb"<([a-z][\w.-]*:)?([a-z][\w.-]*)[\s/>]")
_PROLOG = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!doctype[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*){0,9}(?:<!doctype html|<html)", re.DOTALL)
_DOCX = b"word/"


def read_source(path: Path, name: str, *, password: str | None = None) -> Source:
    """Read a document's lines; `name` is what messages call it.

    Raises:
        DocumentError: the file is missing, empty, too large, encrypted, damaged, or none that can be read.
    """
    data = _bytes(path, name)
    suffix = path.suffix.lower()
    kind = kind_of(data, suffix)
    if kind == "pdf":
        from rraml_qa.ingest.pdf.reader import read_pdf

        return read_pdf(data, name, password=password)
    if kind == "text" and suffix == ".pdf":
        raise DocumentError(f"{name} should be a PDF, but it does not begin as one; get the file again or rename it.")
    return _read_plainer(kind, data, name)


def kind_of(data: bytes, suffix: str) -> Kind:
    """What a file is by its content; its suffix, in lower case, tells only where the content may be one or another."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04") and (_DOCX in data or suffix == ".docx"):
        return "docx"
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    is_page = _PAGE.match(head) is not None
    if suffix in _HTML and head.startswith(b"<article"):  # of a page that was saved without its frame
        is_page = True
    if not is_page and (_is_article(head) or (suffix in _XML and head.startswith(b"<"))):
        return "jats"
    if is_page or (suffix in _HTML and b"<" in head):
        return "html"
    return "markdown" if suffix in _MARKDOWN else "text"


def _read_plainer(kind: Kind, data: bytes, name: str) -> Source:
    """The source of a file of any kind but PDF."""
    if kind == "docx":
        from rraml_qa.ingest.formats.docx import read_docx

        return read_docx(data, name)
    if kind == "jats":
        from rraml_qa.ingest.formats.jats import read_jats

        return read_jats(data, name)
    if kind == "html":
        from rraml_qa.ingest.formats.html import read_html

        return read_html(data, name)
    if kind == "markdown":
        from rraml_qa.ingest.formats.markdown import read_markdown
        from rraml_qa.ingest.references import mark_references

        source = read_markdown(data, name)
        return replace(source, lines=mark_references(source.lines))
    from rraml_qa.ingest.formats.plain import read_text

    return read_text(data, name)


def _is_article(head: bytes) -> bool:
    """Whether a file begins as XML whose root, or the DTD it names, is a JATS article's."""
    if not head.startswith((b"<?xml", b"<!doctype article", b"<article")):
        return False
    root = _ROOT.search(_PROLOG.sub(b"", head))
    named = b"//dtd jats" in head or b"//nlm//dtd" in head
    return named or (root is not None and root[2] in {b"article", b"pmc-articleset"})


def _bytes(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise DocumentError(f"{name} should be at most {_LARGEST >> 20} MB, but it has {size >> 20}; split it.")
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{name} can't be read ({error.strerror}); check its name and permissions.") from error
    if not data.strip():
        raise DocumentError(f"{name} should be a document, but it is empty; put the right file there.")
    return data
