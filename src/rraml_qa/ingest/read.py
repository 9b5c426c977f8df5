"""A file to its lines, by what is in it rather than by its name."""

from __future__ import annotations

from pathlib import Path

from rraml_qa.errors import DocumentError
from rraml_qa.types import Source

__all__ = ["read_source"]

_MARKDOWN = frozenset({".md", ".markdown"})
_LARGEST = 256 * 2**20  # bytes


def read_source(path: Path, name: str, *, password: str | None = None) -> Source:
    """Read a document's lines; `name` is what messages call it.

    Raises:
        DocumentError: the file is missing, empty, too large, encrypted, damaged, or none that can be read.
    """
    data = _bytes(path, name)
    if b"%PDF-" in data[:1024]:
        from rraml_qa.ingest.pdf.reader import read_pdf

        return read_pdf(data, name, password=password)
    if path.suffix.lower() in _MARKDOWN:
        from rraml_qa.ingest.markdown import read_markdown

        return read_markdown(data, name)
    if path.suffix.lower() == ".pdf":
        raise DocumentError(f"{name} should be a PDF, but it does not begin as one; get the file again or rename it.")
    from rraml_qa.ingest.plain import read_text

    return read_text(data, name)


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
