"""A file to its lines, by what is in it rather than by its name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from rraml_qa.errors import DocumentError
from rraml_qa.types import Source

__all__ = ["read_source"]

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
    if b"%PDF-" in data[:1024]:
        from rraml_qa.ingest.pdf.reader import read_pdf

        return read_pdf(data, name, password=password)
    marked_up = _read_marked_up(data, name, suffix)
    if marked_up is not None:
        return marked_up
    if suffix in _MARKDOWN:
        from rraml_qa.ingest.formats.markdown import read_markdown
        from rraml_qa.ingest.references import mark_references

        source = read_markdown(data, name)
        return replace(source, lines=mark_references(source.lines))
    if suffix == ".pdf":
        raise DocumentError(f"{name} should be a PDF, but it does not begin as one; get the file again or rename it.")
    from rraml_qa.ingest.formats.plain import read_text

    return read_text(data, name)


def _read_marked_up(data: bytes, name: str, suffix: str) -> Source | None:
    """The source of a DOCX, JATS or HTML file, whatever it is called; None for another."""
    if data.startswith(b"PK\x03\x04") and (_DOCX in data or suffix == ".docx"):
        from rraml_qa.ingest.formats.docx import read_docx

        return read_docx(data, name)
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    is_page, is_article = _PAGE.match(head) is not None, _is_article(head)
    if suffix in _HTML and head.startswith(b"<article"):  # of a page that was saved without its frame
        is_page = True
    if not is_page and (is_article or (suffix in _XML and head.startswith(b"<"))):
        from rraml_qa.ingest.formats.jats import read_jats

        return read_jats(data, name)
    if is_page or (suffix in _HTML and b"<" in head):
        from rraml_qa.ingest.formats.html import read_html

        return read_html(data, name)
    return None


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
