"""DOCX to lines with their roles."""

from __future__ import annotations

import hashlib

from rraml_qa.errors import DocumentError
from rraml_qa.ingest.formats.docx_body import BodyReader
from rraml_qa.ingest.formats.docx_package import open_package
from rraml_qa.ingest.formats.docx_styles import Styles
from rraml_qa.ingest.references import mark_references
from rraml_qa.types import Line, Source

__all__ = ["MEDIA_TYPE", "read_docx"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_docx(data: bytes, name: str) -> Source:
    """Read a Word document: title, headings by their styles, paragraphs, lists, tables, captions, footnotes.

    Superscripts that cite become "[12]"; what is deleted under tracked changes is left out, what is inserted is
    text. Where no paragraph has a heading's style, short bold ones are headings. Text boxes stand behind the
    paragraph that they are anchored in.

    Raises:
        DocumentError: the file is no DOCX, damaged, encrypted, without text, or unpacks to more than it may.
    """
    package = open_package(data, name)
    reader = BodyReader(Styles.of(package.part("styles")), package)
    reader.read_document()
    lines = mark_references(_with_title(reader))
    if not any(line.role != "heading" for line in lines):
        raise DocumentError(f"{name} should be a document with text, but it has none; scans need recognition first.")
    return Source(
        name=name,
        media_type=MEDIA_TYPE,
        sha256=hashlib.sha256(data).hexdigest(),
        lines=lines,
        title=_title_of(lines) or package.title or None,
        remarks=package.remarks,
    )


def _with_title(reader: BodyReader) -> list[Line]:
    if reader.title is not None:
        reader.writer.titled(reader.title)
    return reader.writer.lines


def _title_of(lines: tuple[Line, ...]) -> str:
    tops = [line.text for line in lines if line.role == "heading" and line.level == 1]
    return tops[0] if len(tops) == 1 else ""
