"""Writing an index, a document at a time: what is held in memory doesn't grow with the number of documents."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from rraml_qa.index.dense import DenseWriter
from rraml_qa.index.documents import FILE
from rraml_qa.index.manifest import DocumentEntry, Identity, Manifest, Rejected, write_manifest
from rraml_qa.index.names import write_names
from rraml_qa.index.place import check_place, put_in_place, unwritable, workspace
from rraml_qa.index.sparse import SparseWriter
from rraml_qa.index.words import words_of, write_words
from rraml_qa.types import Document, OwnName

__all__ = ["Part", "write_index"]


@dataclass(frozen=True, slots=True)
class Part:
    """A document, its own names and its share of the index: a vector and terms per unit, a vector per passage.

    *Shapes:* `unit_vectors` (units, width), `passage_vectors` (passages, width), rows of length 1.
    """

    document: Document
    unit_vectors: NDArray[np.float32]
    passage_vectors: NDArray[np.float32]
    terms: Sequence[Sequence[str]]
    names: Sequence[OwnName] = ()


def write_index(folder: Path, identity: Identity, parts: Iterable[Part | Rejected]) -> Manifest:
    """Write an index to `folder`, in one step: either the new one is there afterwards or the old one.

    Raises:
        OutputError: the disk is full, or the folder can't be written.
    """
    check_place(folder)
    try:
        with workspace(folder) as work:
            manifest = _write_files(work, identity, parts)
            put_in_place(work, folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    return manifest


def _write_files(work: Path, identity: Identity, parts: Iterable[Part | Rejected]) -> Manifest:
    entries: list[DocumentEntry] = []
    rejected: list[Rejected] = []
    passage_of: list[NDArray[np.int32]] = []
    names: Counter[OwnName] = Counter()
    words: Counter[str] = Counter()
    passages = 0
    (work / "texts").mkdir()
    with (
        (work / FILE).open("wb") as lines,
        DenseWriter(work / "units") as unit_vectors,
        DenseWriter(work / "passages") as passage_vectors,
        SparseWriter(work / "sparse") as sparse,
    ):
        for part in parts:
            if isinstance(part, Rejected):
                rejected.append(part)
                continue
            line = msgspec.json.encode(part.document) + b"\n"
            entries.append(_write_text(work, part.document, (lines.tell(), len(line))))
            lines.write(line)
            unit_vectors.add(part.unit_vectors)
            passage_vectors.add(part.passage_vectors)
            for terms in part.terms:
                sparse.add(terms)
            names.update(part.names)
            words.update(words_of(part.document.text))
            passage_of.append(_passages_of_units(part.document) + passages)
            passages += len(part.document.passages)
    write_names(work, names)
    write_words(work, words)
    np.save(work / "passage_of.npy", np.concatenate(passage_of or [np.zeros(0, np.int32)]), allow_pickle=False)
    return write_manifest(work, identity, entries, rejected)


def _passages_of_units(document: Document) -> NDArray[np.int32]:
    """The number of each unit's passage; a unit without one counts as the first passage's."""
    found = np.zeros(len(document.units), dtype=np.int32)
    for number, passage in enumerate(document.passages):
        found[list(passage.units)] = number
    return found


def _write_text(work: Path, document: Document, place: tuple[int, int]) -> DocumentEntry:
    text_file = f"texts/{document.id}.txt"
    data = document.text.encode("utf-8")
    (work / text_file).write_bytes(data)
    return DocumentEntry(
        id=document.id,
        name=document.name,
        title=document.title,
        media_type=document.media_type,
        sha256=document.sha256,
        text_file=text_file,
        text_sha256=hashlib.sha256(data).hexdigest(),
        place=place,
        characters=len(document.text),
        units=len(document.units),
        passages=len(document.passages),
        pages=document.pages,
    )
