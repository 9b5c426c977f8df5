"""Documents written in a test, read as a corpus's are, with their names and figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rraml_qa.config import Settings
from rraml_qa.evidence.read import read_records
from rraml_qa.ingest.corpus import find_corpus
from rraml_qa.ingest.document import read_document
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.lexicon.own import own_names
from rraml_qa.types import Document


def written(text: str, name: str = "review", suffix: str = ".md") -> tuple[Document, Linker]:
    """A document, in Markdown by default, with its records, and the linker that knows its own names."""
    with TemporaryDirectory() as folder:
        (Path(folder) / f"{name}{suffix}").write_text(text, encoding="utf-8")
        document = read_document(find_corpus(Path(folder)).files[0], Settings().passages)
    own = own_names(document.text, document.definitions, load_lexicon())
    linker = Linker(load_lexicon().with_own(own))
    return replace(document, records=read_records(document, linker)), linker
