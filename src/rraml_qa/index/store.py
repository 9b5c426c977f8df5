"""The index on disk: what is in its folder, how it gets there whole, and how a change in it is noticed.

manifest.json      corpus, model and settings with their hashes; the documents; every file's SHA-256
manifest.sha256    the SHA-256 of manifest.json itself
texts/ID.txt       a document's frozen text, UTF-8: quotes are slices of it, in code points
structure/ID.json  its blocks, sections, tables, units and passages, as spans of that text
units.faiss        one vector per unit        passages.faiss  one vector per passage
sparse/            BM25 over the units' terms
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from rraml_qa.errors import IndexDamaged, IndexMissing, OutputError
from rraml_qa.index.dense import DenseIndex
from rraml_qa.index.sparse import SparseIndex
from rraml_qa.index.weights import sha256_of_file
from rraml_qa.types import CorpusRef, Document

__all__ = [
    "Content",
    "DocumentEntry",
    "Identity",
    "Index",
    "Manifest",
    "Rejected",
    "check_place",
    "open_index",
    "read_documents",
    "read_manifest",
    "write_index",
]

FORMAT = 2
_MEND = "`rraml-qa index` makes it anew"
_ENTRIES = frozenset(
    {"manifest.json", "manifest.sha256", "texts", "structure", "units.faiss", "passages.faiss", "sparse"}
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What an index is made of; two indexes with the same identity give the same answers.

    `settings_sha256` and `program` cover what shapes the index itself, `answering_sha256` the settings and code
    that make answers from it.
    """

    corpus: CorpusRef
    model: str
    model_sha256: str
    settings_sha256: str
    program: str
    answering_sha256: str = ""
    format: int = FORMAT

    @property
    def sha256(self) -> str:
        """The hash of all of it, which names the index in an answer."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document in the manifest. `sha256` is that of the source file, `text_sha256` that of the frozen text."""

    id: str
    name: str
    title: str
    media_type: str
    sha256: str
    text_file: str
    text_sha256: str
    structure_file: str
    characters: int
    units: int
    passages: int
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file of the corpus that could not be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The table of contents of an index."""

    index: str
    identity: Identity
    documents: tuple[DocumentEntry, ...]
    rejected: tuple[Rejected, ...]
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into an index. *Shape:* `unit_vectors` (units, width), `passage_vectors` (passages, width).

    Vectors and `terms` (one list per unit) run over the documents' units and passages in order.
    """

    identity: Identity
    documents: Sequence[Document]
    unit_vectors: NDArray[np.float32]
    passage_vectors: NDArray[np.float32]
    terms: Sequence[Sequence[str]]
    rejected: Sequence[Rejected] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """An index read into memory."""

    manifest: Manifest
    documents: tuple[Document, ...]
    units: DenseIndex
    passages: DenseIndex
    sparse: SparseIndex


def write_index(folder: Path, content: Content) -> Manifest:
    """Write an index to `folder`, in one step: either the new one is there afterwards or the old one.

    Raises:
        OutputError: the disk is full, or the folder can't be written.
    """
    from filelock import FileLock

    check_place(folder)
    try:
        with FileLock(folder.parent / f".{folder.name}.lock"), _workspace(folder) as work:
            manifest = _write_files(work, content)
            _flush(work)
            _put_in_place(work, folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return manifest


def check_place(folder: Path) -> None:
    """See that an index can be put at `folder` without losing anything else; makes the folder above it.

    Raises:
        OutputError: something stands there that is no index, or it can't be written.
    """
    for place in (folder, _retired(folder)):
        if place.is_dir() and any(place.iterdir()) and not _is_index(place):
            raise OutputError(
                f"The index belongs at {place}, but that folder holds something else, which is left alone; "
                "choose another folder with --index."
            )
        if place.exists() and not place.is_dir():
            raise OutputError(f"The index belongs in a folder, but {place} is a file; choose another with --index.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        Path(tempfile.mkdtemp(prefix=f".{folder.name}.try-", dir=folder.parent)).rmdir()
    except OSError as error:
        raise _unwritable(folder, error) from error


def _is_index(folder: Path) -> bool:
    """Whether `folder` holds nothing but what an index has."""
    return {entry.name for entry in folder.iterdir() if not entry.name.startswith(".")} <= _ENTRIES


def _unwritable(folder: Path, error: OSError) -> OutputError:
    kept = " The one that was there is unchanged;" if folder.exists() else ""
    return OutputError(
        f"The index could not be written to {folder}: {error.strerror or error}.{kept or ' Nothing is there now;'} "
        "free space, or choose another folder with --index."
    )


@contextmanager
def _workspace(folder: Path) -> Iterator[Path]:
    _recover(folder)
    for stray in folder.parent.glob(f".{folder.name}.new-*"):  # of a run that was killed; the lock is ours
        shutil.rmtree(stray, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.new-", dir=folder.parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _retired(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.old"


def _put_in_place(work: Path, folder: Path) -> None:
    old = _retired(folder)
    work.chmod(0o755)
    if folder.exists():
        folder.rename(old)
    try:
        work.rename(folder)
    except BaseException:  # an interrupt between the two renames must not lose the old index
        if not folder.exists() and old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _recover(folder: Path) -> None:
    """Bring back the index that a killed run had moved aside, or remove what it left."""
    old = _retired(folder)
    if old.exists():
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            with suppress(OSError):
                old.rename(folder)


def _recover_if_lost(folder: Path) -> None:
    """As `_recover`, for readers: under the lock, since a writer may be between its two renames."""
    if folder.exists() or not _retired(folder).exists():
        return
    from filelock import FileLock

    with suppress(OSError), FileLock(folder.parent / f".{folder.name}.lock"):
        _recover(folder)


def _write_files(work: Path, content: Content) -> Manifest:
    for name in ("texts", "structure"):
        (work / name).mkdir()
    entries = tuple(_write_document(work, document) for document in content.documents)
    DenseIndex.build(content.unit_vectors).save(work / "units.faiss")
    DenseIndex.build(content.passage_vectors).save(work / "passages.faiss")
    SparseIndex.build(content.terms).save(work / "sparse")
    files = {
        path.relative_to(work).as_posix(): sha256_of_file(path) for path in sorted(work.rglob("*")) if path.is_file()
    }
    identity = content.identity
    manifest = Manifest(identity.sha256, identity, entries, tuple(content.rejected), files)
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    (work / "manifest.json").write_bytes(data)
    (work / "manifest.sha256").write_text(hashlib.sha256(data).hexdigest(), encoding="ascii")
    return manifest


def _write_document(work: Path, document: Document) -> DocumentEntry:
    text_file, structure_file = f"texts/{document.id}.txt", f"structure/{document.id}.json"
    data = document.text.encode("utf-8")
    (work / text_file).write_bytes(data)
    (work / structure_file).write_bytes(msgspec.json.encode(replace(document, text="")))
    return DocumentEntry(
        id=document.id,
        name=document.name,
        title=document.title,
        media_type=document.media_type,
        sha256=document.sha256,
        text_file=text_file,
        text_sha256=hashlib.sha256(data).hexdigest(),
        structure_file=structure_file,
        characters=len(document.text),
        units=len(document.units),
        passages=len(document.passages),
        pages=document.pages,
    )


def _flush(work: Path) -> None:
    for path in [*work.rglob("*"), work]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the index in `folder`, checked against its own hash.

    Raises:
        IndexMissing: there is no index.
        IndexDamaged: the manifest is not as it was written.
    """
    _recover_if_lost(folder)
    try:
        data = (folder / "manifest.json").read_bytes()
        expected = (folder / "manifest.sha256").read_text(encoding="ascii")
    except FileNotFoundError as error:
        if folder.is_dir() and any(folder.iterdir()):
            raise IndexDamaged(f"The index in {folder} lacks its {Path(error.filename).name}; {_MEND}.") from error
        raise IndexMissing(f"There is no index in {folder}; `rraml-qa index` makes it.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"The manifest of the index in {folder} can't be read; {_MEND}.") from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise IndexDamaged(f"manifest.json of the index in {folder} has changed since it was written; {_MEND}.")
    try:
        return msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise IndexDamaged(f"The index in {folder} was written by another version; {_MEND}.") from error


def _check_files(folder: Path, manifest: Manifest) -> None:
    needed = {"units.faiss", "passages.faiss", *(entry.text_file for entry in manifest.documents)}
    needed.update(entry.structure_file for entry in manifest.documents)
    if not needed <= set(manifest.files):
        raise IndexDamaged(f"The manifest of the index in {folder} leaves out files of its own; {_MEND}.")
    for name, expected in manifest.files.items():
        try:
            found = sha256_of_file(folder / name)
        except OSError as error:
            raise IndexDamaged(f"The index in {folder} lacks its file {name}; {_MEND}.") from error
        if found != expected:
            raise IndexDamaged(f"The file {name} of the index in {folder} has changed since it was written; {_MEND}.")


def open_index(folder: Path) -> Index:
    """Read the index in `folder`, checking every file against the manifest.

    Raises:
        IndexMissing: there is none.
        IndexDamaged: a file of it is missing or has changed.
    """
    manifest = read_manifest(folder)
    try:
        return _read_index(folder, manifest)
    except IndexDamaged:
        if read_manifest(folder) == manifest:
            raise
    return _read_index(folder, read_manifest(folder))  # another process had just replaced it


def _read_index(folder: Path, manifest: Manifest) -> Index:
    _check_files(folder, manifest)
    try:
        return Index(
            manifest=manifest,
            documents=tuple(_read_document(folder, entry) for entry in manifest.documents),
            units=DenseIndex.load(folder / "units.faiss"),
            passages=DenseIndex.load(folder / "passages.faiss"),
            sparse=SparseIndex.load(folder / "sparse"),
        )
    except (OSError, ValueError, KeyError, RuntimeError, msgspec.MsgspecError) as error:  # whole, but of another form
        raise IndexDamaged(f"The index in {folder} was written by another version; {_MEND}.") from error


def read_documents(folder: Path) -> tuple[Manifest, tuple[Document, ...]]:
    """The manifest and documents of the index in `folder`, without its vectors: needs neither FAISS nor a model.

    Raises:
        IndexMissing, IndexDamaged: as `open_index`.
    """
    manifest = read_manifest(folder)
    _check_files(folder, manifest)
    try:
        return manifest, tuple(_read_document(folder, entry) for entry in manifest.documents)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise IndexDamaged(f"The index in {folder} was written by another version; {_MEND}.") from error


def _read_document(folder: Path, entry: DocumentEntry) -> Document:
    structure = msgspec.json.decode((folder / entry.structure_file).read_bytes(), type=Document)
    return replace(structure, text=(folder / entry.text_file).read_bytes().decode("utf-8"))
