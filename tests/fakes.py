"""Small stand-ins for the heavy parts, as first-class code."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rraml_qa.assistant import Assistant
from rraml_qa.config import Settings
from rraml_qa.evidence.read import read_records
from rraml_qa.index.manifest import Identity
from rraml_qa.index.store import open_index
from rraml_qa.index.write import Part, write_index
from rraml_qa.lexicon.defined import document_definitions
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.lexicon.own import own_names
from rraml_qa.retrieve.entries import passage_texts, unit_terms, unit_texts
from rraml_qa.text.terms import terms
from rraml_qa.types import Block, CorpusRef, Document, Passage, Span, Unit


class HashEncoder:
    """An encoder without weights: a text's vector counts its terms in hashed buckets, at unit length."""

    width = 64

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        for row, text in enumerate(texts):
            for term in terms(text):
                vectors[row, zlib.crc32(term.encode()) % self.width] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(norms == 0, 1, norms)

    def knows(self, word: str) -> bool:
        return False


def document(name: str, *sentences: str, path: tuple[str, ...] = ("Section",)) -> Document:
    """A document of one paragraph with these sentences."""
    text = " ".join(sentences)
    units: list[Unit] = []
    at = 0
    for sentence in sentences:
        units.append(Unit("sentence", Span(at, at + len(sentence)), path, 0))
        at += len(sentence) + 1
    whole = Span(0, len(text))
    made = Document(
        id=name,
        name=f"{name}.txt",
        title=name,
        media_type="text/plain",
        sha256="0" * 64,
        text=text,
        blocks=(Block("paragraph", whole),),
        sections=(),
        tables=(),
        units=tuple(units),
        passages=(Passage(whole, path, tuple(range(len(units)))),),
    )
    made = replace(made, definitions=document_definitions(made))
    return replace(made, records=read_records(made, linker_of(made)))


def linker_of(made: Document) -> Linker:
    """The linker that knows the names of the document itself."""
    return Linker(load_lexicon().with_own(own_names(made.text, made.definitions, load_lexicon())), lambda word: True)


IDENTITY = Identity(CorpusRef("test", "1" * 64, "test"), "hash", "2" * 64, "3" * 64, "test 1")


def part(made: Document) -> Part:
    """A document with its share of an index."""
    encoder = HashEncoder()
    vectors = encoder.encode(unit_texts(made)), encoder.encode(passage_texts(made))
    own = own_names(made.text, made.definitions, load_lexicon())
    return Part(made, *vectors, unit_terms(made, linker_of(made)), own)


def fake_index(folder: Path, *sentences: str, corpus: str = "test") -> Path:
    """Write an index of one document with these sentences to `folder / corpus`; returns that folder."""
    return fake_index_of(folder, document("review", *sentences), corpus=corpus)


def fake_index_of(folder: Path, *documents: Document, corpus: str = "test") -> Path:
    """Write an index of these documents to `folder / corpus`; returns that folder."""
    identity = replace(IDENTITY, corpus=replace(IDENTITY.corpus, name=corpus))
    write_index(folder / corpus, identity, map(part, documents))
    return folder / corpus


def fake_assistant(folder: Path, *sentences: str) -> Assistant:
    """An assistant over one document with these sentences, without weights."""
    return Assistant(open_index(fake_index(folder, *sentences)), HashEncoder(), Settings())


def fake_assistant_of(folder: Path, *documents: Document) -> Assistant:
    """An assistant over these documents, without weights."""
    return Assistant(open_index(fake_index_of(folder, *documents)), HashEncoder(), Settings())
