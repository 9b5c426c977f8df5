"""The document path: a corpus is read, encoded and written as an index, one document after another."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from rraml_qa.config import Settings, answering_sha256, program
from rraml_qa.errors import CorpusError, DocumentError, IndexUnusable
from rraml_qa.index.manifest import Identity, Manifest, Rejected, read_manifest
from rraml_qa.index.place import check_place
from rraml_qa.index.reference import ReferenceEncoder
from rraml_qa.index.store import Index, open_index
from rraml_qa.index.twin import has_twin, make_twin
from rraml_qa.index.weights import Weights, find_weights
from rraml_qa.index.write import Part, write_index
from rraml_qa.ingest.corpus import Corpus, CorpusFile
from rraml_qa.lexicon.entries import Lexicon, load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Document, Encoder, OwnName

__all__ = ["Progress", "build_index", "identity_of", "index_folder", "is_current", "silent", "stale_reason"]

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""

_SLICE = 64  # texts encoded between two words of progress


def silent(step: str, done: int, total: int) -> None:
    """The progress that nobody sees."""


# ------------------------------------------------------------------------------------ where an index is


def index_folder(root: Path, corpus: Corpus) -> Path:
    """The folder of a corpus's index under the root of the indexes: its name's, unless another corpus has that.

    The first corpus of a name takes it, which `.NAME.corpus` beside the index records; others get a suffix.
    """
    here, owner = str(corpus.folder.resolve()), _owner(root, corpus.name)
    if owner in {None, here}:
        return root / corpus.name
    return root / f"{corpus.name}-{hashlib.sha256(os.fsencode(here)).hexdigest()[:8]}"


def _owner(root: Path, name: str) -> str | None:
    """The folder of the corpus that has this name's index, if it is still there."""
    try:
        owner = (root / f".{name}.corpus").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    return owner if Path(owner).is_dir() else None


def _claim(root: Path, corpus: Corpus) -> None:
    """Record which corpus the index of this name belongs to."""
    if _owner(root, corpus.name) is None:
        here = str(corpus.folder.resolve())
        (root / f".{corpus.name}.corpus").write_text(here, encoding="utf-8", errors="surrogateescape")


# --------------------------------------------------------------------------------- whether it still fits


def identity_of(corpus: Corpus, model_sha256: str, settings: Settings) -> Identity:
    """The identity that an index of this corpus has when it is made now."""
    return Identity(
        corpus=corpus.reference,
        model=settings.model.name,
        model_sha256=model_sha256,
        settings_sha256=settings.index_sha256,
        program=program(),
        answering_sha256=answering_sha256(settings),
        names_sha256=settings.names_sha256,
    )


def is_current(folder: Path, corpus: Corpus, settings: Settings) -> bool:
    """Whether the index in `folder` is whole and fits its corpus and settings, and its encoder is ready."""
    try:
        if stale_reason(read_manifest(folder), corpus, settings) is not None:
            return False
        manifest = open_index(folder).manifest
    except IndexUnusable:
        return False
    return has_twin(manifest.identity.model_sha256)


def stale_reason(manifest: Manifest, corpus: Corpus, settings: Settings) -> str | None:
    """Why an index no longer fits its corpus and settings, or None where it does."""
    made, now = manifest.identity, identity_of(corpus, manifest.identity.model_sha256, settings)
    if made.corpus.sha256 != now.corpus.sha256:
        return "the corpus has changed since it was made"
    if made.model != now.model:
        return f"it was made with the model {made.model}, now it is {now.model}"
    if made.settings_sha256 != now.settings_sha256:
        return "the settings of passages have changed since it was made"
    if made.names_sha256 != now.names_sha256:
        return "your own lexicon has changed since it was made"
    if made.program != now.program or made.format != now.format:
        return "it was made by another version of this program"
    return None if made == now else "the settings or the version of this program have changed since it was made"


# ------------------------------------------------------------------------------------------- making it


def build_index(
    corpus: Corpus, root: Path, settings: Settings, progress: Progress = silent, *, anew: bool = False
) -> Manifest:
    """Read, encode and write the whole corpus; documents that an earlier index holds unchanged are taken over.

    Each document is finished before the next is read, and what was finished when a run was stopped is taken up by
    the next one. With `anew` nothing is taken over.

    Raises:
        CorpusError: no document of it could be read.
        ModelError: the encoder can't be loaded.
        OutputError: the index can't be written; the earlier one is unchanged.
    """
    weights = find_weights(settings.model)
    encoder = _LazyReference(weights)
    manifest = make_index(corpus, root, settings, encoder, weights.sha256, progress, anew=anew)
    if not has_twin(weights.sha256):
        progress("Preparing the encoder", 0, 1)
        make_twin(encoder.loaded(), weights.sha256)
    return manifest


def make_index(
    corpus: Corpus,
    root: Path,
    settings: Settings,
    encoder: Encoder,
    model_sha256: str,
    progress: Progress = silent,
    *,
    anew: bool = False,
) -> Manifest:
    """As `build_index`, with an encoder at hand, whose weights have the hash `model_sha256`."""
    folder = index_folder(root, corpus)
    check_place(folder)
    _claim(root, corpus)
    identity = identity_of(corpus, model_sha256, settings)
    finished = _Finished(root / f".{folder.name}.parts", identity)
    if anew:
        finished.clear()
    earlier = None if anew else _earlier(folder, identity)
    manifest = write_index(folder, identity, _parts(corpus, settings, encoder, (earlier, finished), progress))
    finished.clear()
    return manifest


def _parts(
    corpus: Corpus,
    settings: Settings,
    encoder: Encoder,
    known: tuple[_Earlier | None, _Finished],
    progress: Progress,
) -> Iterator[Part | Rejected]:
    """Every document of the corpus with its share of the index; files that can't be read, with the reason."""
    from rraml_qa.evidence.citing import cited_otherwise
    from rraml_qa.evidence.read import read_records  # here, since a question needs none of the rooms that read
    from rraml_qa.ingest.document import read_document
    from rraml_qa.lexicon.own import own_names
    from rraml_qa.retrieve.entries import unit_terms

    lexicon = load_lexicon(settings.names.lexicon)
    earlier, finished = known
    rejected: list[Rejected] = []
    for number, file in enumerate(corpus.files):
        progress("Indexing", number, len(corpus.files))
        made = (earlier and earlier.lend(file)) or finished.lend(file)
        if made is None:
            try:
                document = read_document(file, settings.passages)
            except DocumentError as error:
                rejected.append(Rejected(file.name, str(error)))
                yield rejected[-1]
                continue
            own = own_names(document.text, document.definitions, lexicon)
            reader = _reader(lexicon, own)
            document = replace(document, records=read_records(document, reader))
            document = replace(document, cited_otherwise=cited_otherwise(document, reader))
            made = document, *_encode(document, encoder, progress)
            finished.keep(file, made)
        own = own_names(made[0].text, made[0].definitions, lexicon)
        yield Part(*made, terms=unit_terms(made[0], _reader(lexicon, own)), names=own)
    progress("Indexing", len(corpus.files), len(corpus.files))
    if len(rejected) == len(corpus.files):
        reasons = " ".join(f"{entry.name}: {entry.reason}" for entry in rejected[:5])
        raise CorpusError(f"No document of the corpus in {corpus.folder} could be read. {reasons}")


def _reader(lexicon: Lexicon, own: Sequence[OwnName]) -> Linker:
    """What finds the names in a document; its words are spelt right, but drugs' names may not be."""
    return Linker(lexicon.with_own(own), lambda word: True)


class _LazyReference:
    """The reference encoder, loaded when a text has to be encoded: that takes seconds."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._encoder: ReferenceEncoder | None = None

    def loaded(self) -> ReferenceEncoder:
        self._encoder = self._encoder or ReferenceEncoder.load(self._weights)
        return self._encoder

    @property
    def width(self) -> int:
        return self.loaded().width

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.loaded().encode(texts)


_Vectors = tuple[NDArray[np.float32], NDArray[np.float32]]
_Made = tuple[Document, NDArray[np.float32], NDArray[np.float32]]


def _encode(document: Document, encoder: Encoder, progress: Progress) -> _Vectors:
    """The vectors of a document's units and of its passages. *Shapes:* `(units, width)`, `(passages, width)`."""
    from rraml_qa.retrieve.entries import passage_texts, unit_texts

    units = unit_texts(document)
    texts = [*units, *passage_texts(document)]
    slices: list[NDArray[np.float32]] = []
    for start in range(0, len(texts), _SLICE):
        progress("Encoding", start, len(texts))
        slices.append(encoder.encode(texts[start : start + _SLICE]))
    progress("Encoding", len(texts), len(texts))
    vectors = np.concatenate(slices) if slices else encoder.encode([])
    return vectors[: len(units)], vectors[len(units) :]


# ----------------------------------------------------------------------------------- what is taken over


class _Earlier:
    """What an earlier index of the same model, settings and program can lend: its documents with their vectors."""

    def __init__(self, index: Index) -> None:
        self._index = index
        entries = index.manifest.documents
        self._numbers = {(entry.id, entry.name, entry.sha256): number for number, entry in enumerate(entries)}
        self._units = [0, *accumulate(entry.units for entry in entries)]
        self._passages = [0, *accumulate(entry.passages for entry in entries)]

    def lend(self, file: CorpusFile) -> _Made | None:
        number = self._numbers.get((file.id, file.name, file.sha256))
        if number is None:
            return None
        return (
            self._index.documents[number],
            self._index.units.vectors(self._units[number], self._units[number + 1]),
            self._index.passages.vectors(self._passages[number], self._passages[number + 1]),
        )


def _earlier(folder: Path, identity: Identity) -> _Earlier | None:
    try:
        made = read_manifest(folder).identity
        same = replace(made, corpus=identity.corpus, answering_sha256=identity.answering_sha256)
        if replace(same, names_sha256=identity.names_sha256) != identity:
            return None
        return _Earlier(open_index(folder))
    except IndexUnusable:
        return None


class _Finished:
    """The documents that a run has finished, kept beside the index until it is whole: a stopped run loses one."""

    def __init__(self, folder: Path, identity: Identity) -> None:
        self._folder = folder
        self._shape = f"{identity.model_sha256} {identity.settings_sha256} {identity.program}"

    def _path(self, file: CorpusFile) -> Path:
        key = "\0".join((self._shape, file.id, file.name, file.sha256))
        return self._folder / hashlib.sha256(key.encode(errors="backslashreplace")).hexdigest()[:32]

    def keep(self, file: CorpusFile, made: _Made) -> None:
        """Keep a document with its vectors; where there is no room, there is none to lend."""
        path = self._path(file)
        document, units, passages = made
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            half = path.with_suffix(".half")
            with half.open("wb") as out:
                np.save(out, units, allow_pickle=False)
                np.save(out, passages, allow_pickle=False)
                out.write(msgspec.json.encode(document))
            half.rename(path)

    def lend(self, file: CorpusFile) -> _Made | None:
        try:
            with self._path(file).open("rb") as kept:
                units, passages = (np.load(kept, allow_pickle=False) for _ in range(2))
                return msgspec.json.decode(kept.read(), type=Document), units, passages
        except (OSError, ValueError, EOFError, msgspec.MsgspecError):
            return None

    def clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
