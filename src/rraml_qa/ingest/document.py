"""A file to a document: read, order, repair (frozen there), structure, passages, definitions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from rraml_qa.errors import DocumentError
from rraml_qa.ingest.corpus import CorpusFile
from rraml_qa.ingest.formats.docx import MEDIA_TYPE as DOCX
from rraml_qa.ingest.ordering.order import Ordered, order_lines
from rraml_qa.ingest.passages import PassageSettings, cut_passages
from rraml_qa.ingest.read import read_source
from rraml_qa.ingest.references import find_references, mark_entries
from rraml_qa.ingest.repair import repair_text
from rraml_qa.ingest.structure import find_structure
from rraml_qa.lexicon.defined import document_definitions
from rraml_qa.types import Document, Source

__all__ = ["read_document"]

_GIVEN_ROLES = frozenset({"text/markdown", "text/html", "application/xml", DOCX})  # formats that say what is a heading


def read_document(file: CorpusFile, settings: PassageSettings, *, password: str | None = None) -> Document:
    """Read a file of a corpus into a document.

    Raises:
        DocumentError: the file can't be read as a document.
    """
    source = read_source(file.path, file.name, password=password)
    if source.sha256 != file.sha256:
        raise DocumentError(f"{file.name} has changed while it was read; make the index again.")
    ordered = _ordered(source)
    frozen = repair_text(ordered)
    structure = find_structure(frozen, titled=source.media_type in _GIVEN_ROLES)
    document = Document(
        id=file.id,
        name=file.name,
        title=structure.title or source.title or PurePath(file.name).stem,
        media_type=source.media_type,
        sha256=file.sha256,
        text=frozen.text,
        blocks=frozen.blocks,
        sections=structure.sections,
        tables=structure.tables,
        units=structure.units,
        passages=cut_passages(frozen.text, structure.units, settings),
        pieces=frozen.pieces,
        pages=source.pages,
        remarks=(*source.remarks, *frozen.remarks),
        references=find_references(frozen.text, frozen.blocks),
        account=tuple(ordered.account()),
    )
    return replace(document, definitions=document_definitions(document))


def _ordered(source: Source) -> Ordered:
    """A source's lines in reading order; in plain text the entries of a reference list are told only then."""
    ordered = order_lines(source)
    return replace(ordered, lines=mark_entries(ordered.lines)) if source.media_type == "text/plain" else ordered
