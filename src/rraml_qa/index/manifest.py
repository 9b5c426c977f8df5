"""The manifest of an index: what it was made of, which documents it holds, and every file's SHA-256."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from rraml_qa.errors import IndexDamaged, IndexMissing
from rraml_qa.index.place import recover_if_lost
from rraml_qa.index.weights import sha256_of_file
from rraml_qa.types import CorpusRef

__all__ = [
    "FORMAT",
    "MEND",
    "DocumentEntry",
    "Identity",
    "Manifest",
    "Rejected",
    "check_files",
    "read_manifest",
    "write_manifest",
]

FORMAT = 6
MEND = "`rraml-qa index` makes it anew"


@dataclass(frozen=True, slots=True)
class Identity:
    """What an index is made of; two indexes with the same identity give the same answers.

    `settings_sha256` and `program` cover what shapes the index itself, `names_sha256` the user's own lexicon,
    `answering_sha256` the settings and code that make answers from it.
    """

    corpus: CorpusRef
    model: str
    model_sha256: str
    settings_sha256: str
    program: str
    answering_sha256: str = ""
    names_sha256: str = ""
    format: int = FORMAT

    @property
    def sha256(self) -> str:
        """The hash of all of it, which names the index in an answer."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document in the manifest. `sha256` is that of the source file, `text_sha256` that of the frozen text.

    `place` is where its line stands in `documents.jsonl`: from which byte, and how many.
    """

    id: str
    name: str
    title: str
    media_type: str
    sha256: str
    text_file: str
    text_sha256: str
    place: tuple[int, int]
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


def write_manifest(work: Path, identity: Identity, entries: list[DocumentEntry], rejected: list[Rejected]) -> Manifest:
    """Write the manifest of all files that are in `work`, and its own hash beside it."""
    files = {
        path.relative_to(work).as_posix(): sha256_of_file(path) for path in sorted(work.rglob("*")) if path.is_file()
    }
    manifest = Manifest(identity.sha256, identity, tuple(entries), tuple(rejected), files)
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    (work / "manifest.json").write_bytes(data)
    (work / "manifest.sha256").write_text(hashlib.sha256(data).hexdigest(), encoding="ascii")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the index in `folder`, checked against its own hash.

    Raises:
        IndexMissing: there is no index.
        IndexDamaged: the manifest is not as it was written.
    """
    recover_if_lost(folder)
    try:
        data = (folder / "manifest.json").read_bytes()
        expected = (folder / "manifest.sha256").read_text(encoding="ascii")
    except FileNotFoundError as error:
        if folder.is_dir() and any(folder.iterdir()):
            raise IndexDamaged(f"The index in {folder} lacks its {Path(error.filename).name}; {MEND}.") from error
        raise IndexMissing(f"There is no index in {folder}; `rraml-qa index` makes it.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"The manifest of the index in {folder} can't be read; {MEND}.") from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise IndexDamaged(f"manifest.json of the index in {folder} has changed since it was written; {MEND}.")
    try:
        return msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise IndexDamaged(f"The index in {folder} was written by another version; {MEND}.") from error


def check_files(folder: Path, manifest: Manifest, needed: frozenset[str]) -> None:
    """See that every file of the index is as it was written.

    Raises:
        IndexDamaged: one is missing or has changed, or the manifest leaves out one of those `needed`.
    """
    if not needed | {entry.text_file for entry in manifest.documents} <= set(manifest.files):
        raise IndexDamaged(f"The manifest of the index in {folder} leaves out files of its own; {MEND}.")
    for name, expected in manifest.files.items():
        try:
            found = sha256_of_file(folder / name)
        except OSError as error:
            raise IndexDamaged(f"The index in {folder} lacks its file {name}; {MEND}.") from error
        if found != expected:
            raise IndexDamaged(f"The file {name} of the index in {folder} has changed since it was written; {MEND}.")
