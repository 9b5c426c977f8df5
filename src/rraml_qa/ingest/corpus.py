"""A corpus: a folder of documents, with a `corpus.toml` if somebody has written one."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rraml_qa.errors import CorpusError
from rraml_qa.types import CorpusRef

__all__ = ["SUFFIXES", "Corpus", "CorpusFile", "find_corpus", "holds_documents"]

SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".pdf", ".html", ".htm", ".docx", ".xml", ".nxml"})
_SETTINGS = "corpus.toml"
_KEYS = {
    "name": str,
    "title": str,
    "edition": str,
    "description": str,
    "source": str,
    "language": str,
    "licence": str,
}


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A document's file, under an `id` that is unique in its corpus; `name` is its path in the folder."""

    id: str
    name: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of documents. `sha256` is over the names and contents of its files and its `corpus.toml`."""

    folder: Path
    name: str
    title: str
    edition: str
    files: tuple[CorpusFile, ...]
    sha256: str
    description: str = ""
    source: str = ""

    @property
    def reference(self) -> CorpusRef:
        """How an answer names this corpus."""
        return CorpusRef(self.name, self.sha256, self.edition)


def holds_documents(folder: Path) -> bool:
    """Whether `folder` has a file that could be read as a document."""
    return folder.is_dir() and next(_paths(folder), None) is not None


def find_corpus(folder: Path) -> Corpus:
    """Look at a corpus folder: what is in it, under which names, with which hash.

    Raises:
        CorpusError: the folder is missing or holds no documents, or its `corpus.toml` is off.
    """
    if not folder.is_dir():
        what = "is a file" if folder.is_file() else "does not exist"
        raise CorpusError(f"A corpus is a folder of documents, but {folder} {what}; name one with --corpus.")
    try:
        settings = _read_settings(folder / _SETTINGS)
        files = _files(folder)
        digest = _digest(folder, files)
    except OSError as error:
        raise CorpusError(f"The corpus in {folder} can't be read: {error.filename} ({error.strerror}).") from error
    if not files:
        raise CorpusError(
            f"The corpus in {folder} holds no document: expected one of {', '.join(sorted(SUFFIXES))}; "
            "`rraml-qa add FILE` puts one into the original's, --corpus names another."
        )
    name = settings.get("name") or _slug(folder.resolve().name) or "corpus"
    return Corpus(
        folder=folder,
        name=name,
        title=settings.get("title", name),
        edition=settings.get("edition", name),
        files=files,
        sha256=digest,
        description=settings.get("description", ""),
        source=settings.get("source", ""),
    )


def _paths(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if (path.parent / "manifest.sha256").exists() or (path.parent.parent / "manifest.sha256").exists():
            continue  # an index, not documents
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SUFFIXES and not hidden and path.is_file():
            yield path


def _files(folder: Path) -> tuple[CorpusFile, ...]:
    files: list[CorpusFile] = []
    taken: set[str] = set()
    for path in sorted(_paths(folder), key=lambda path: path.relative_to(folder).as_posix()):
        relative = path.relative_to(folder)
        stem = _slug(relative.with_suffix("").as_posix()) or "document"
        candidates = (
            f"{stem}{suffix}" for suffix in ["", f"-{path.suffix[1:].lower()}", *(f"-{n}" for n in range(2, 10_000))]
        )
        identifier = next(name for name in candidates if name not in taken)
        taken.add(identifier)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        files.append(CorpusFile(identifier, _printable(relative.as_posix()), path, sha256))
    return tuple(files)


def _printable(name: str) -> str:
    """A file's name that can be shown and stored, whatever its bytes were."""
    return name.encode(errors="backslashreplace").decode()


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80]


def _digest(folder: Path, files: tuple[CorpusFile, ...]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\0{file.sha256}\n".encode(errors="backslashreplace"))
    settings = folder / _SETTINGS
    if settings.is_file():
        digest.update(settings.read_bytes())
    return digest.hexdigest()


def _read_settings(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} should be a TOML file, but it isn't: {error}.") from error
    faults = [f"unknown key {key!r}" for key in settings if key not in _KEYS]
    faults += [
        f"{key!r} should be a string" for key, value in settings.items() if key in _KEYS and not isinstance(value, str)
    ]
    name = settings.get("name", "")
    if isinstance(name, str) and name and _slug(name) != name:
        faults.append(
            f"'name' should be of lower-case letters, digits and hyphens, such as {_slug(name) or 'corpus'!r}"
        )
    if faults:
        raise CorpusError(f"{path} is off: {'; '.join(faults)}. Its keys are {', '.join(_KEYS)}.")
    return settings
