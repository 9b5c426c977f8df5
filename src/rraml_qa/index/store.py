"""The index on disk, and how it is read: every file is checked against the manifest first.

manifest.json      corpus, model and settings with their hashes; the documents; every file's SHA-256
manifest.sha256    the SHA-256 of manifest.json itself
texts/ID.txt       a document's frozen text, UTF-8: quotes are slices of it, in code points
documents.jsonl    a document a line: its text with blocks, sections, tables, units and passages as spans of it
units/             one vector per unit        passages/  one vector per passage        (FAISS, in shards)
passage_of.npy     the passage of each unit   sparse/    BM25 over the units' terms
names.json         the names that the documents themselves give          words.txt  their words, the commonest first
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from rraml_qa.errors import IndexDamaged
from rraml_qa.index.dense import DenseIndex
from rraml_qa.index.documents import FILE, Documents
from rraml_qa.index.manifest import MEND, Manifest, check_files, read_manifest
from rraml_qa.index.names import FILE as NAMES
from rraml_qa.index.names import read_names
from rraml_qa.index.sparse import SparseIndex
from rraml_qa.index.words import FILE as WORDS
from rraml_qa.index.words import Words
from rraml_qa.types import OwnName

__all__ = ["Index", "open_index", "read_documents"]

_NEEDED = frozenset({FILE, NAMES, WORDS, "passage_of.npy", "sparse/terms.json"})


@dataclass(frozen=True, slots=True)
class Index:
    """An open index. *Shape:* `passage_of` (units,): the number of each unit's passage."""

    manifest: Manifest
    documents: Documents
    units: DenseIndex
    passages: DenseIndex
    passage_of: NDArray[np.int32]
    sparse: SparseIndex
    words: Words
    names: tuple[OwnName, ...] = ()


def open_index(folder: Path) -> Index:
    """Open the index in `folder`, checking every file against the manifest.

    Raises:
        IndexMissing: there is none.
        IndexDamaged: a file of it is missing or has changed.
    """
    manifest = read_manifest(folder)
    try:
        return _open(folder, manifest)
    except IndexDamaged:
        if read_manifest(folder) == manifest:
            raise
    return _open(folder, read_manifest(folder))  # another process had just replaced it


def _open(folder: Path, manifest: Manifest) -> Index:
    check_files(folder, manifest, _NEEDED)
    try:
        return Index(
            manifest=manifest,
            documents=Documents(folder, manifest.documents),
            units=DenseIndex.open(folder / "units"),
            passages=DenseIndex.open(folder / "passages"),
            passage_of=np.load(folder / "passage_of.npy", allow_pickle=False),
            sparse=SparseIndex.open(folder / "sparse"),
            words=Words(folder),
            names=read_names(folder),
        )
    except (OSError, ValueError, KeyError, RuntimeError, msgspec.MsgspecError) as error:  # whole, but of another form
        raise IndexDamaged(f"The index in {folder} was written by another version; {MEND}.") from error


def read_documents(folder: Path) -> tuple[Manifest, Documents]:
    """The manifest and documents of the index in `folder`, without its vectors: needs neither FAISS nor a model.

    Raises:
        IndexMissing, IndexDamaged: as `open_index`.
    """
    manifest = read_manifest(folder)
    check_files(folder, manifest, _NEEDED)
    try:
        return manifest, Documents(folder, manifest.documents)
    except OSError as error:
        raise IndexDamaged(f"The index in {folder} lacks its file {FILE}; {MEND}.") from error
