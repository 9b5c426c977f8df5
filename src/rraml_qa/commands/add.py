"""Adding the user's own documents to a corpus folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rraml_qa.config import Settings
from rraml_qa.errors import DocumentError, OutputError
from rraml_qa.ingest.corpus import SUFFIXES, CorpusFile
from rraml_qa.ingest.document import read_document

__all__ = ["add_documents"]


def add_documents(files: Sequence[Path], folder: Path, settings: Settings, *, replace: bool = False) -> list[Path]:
    """Copy documents into a corpus folder, after reading each one to see that it can be; returns where they are.

    None is copied unless all can be read.

    Raises:
        DocumentError: a file can't be read as a document, or another one of its name is there.
        OutputError: the folder can't be written.
    """
    contents = [_checked(path, folder, settings, replace=replace) for path in files]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_copy(data, folder / path.name) for path, data in zip(files, contents, strict=True)]
    except OSError as error:
        raise OutputError(f"The document could not be copied to {folder} ({error.strerror}).") from error


def _checked(path: Path, folder: Path, settings: Settings, *, replace: bool) -> bytes:
    if path.suffix.lower() not in SUFFIXES:
        raise DocumentError(
            f"{path} should be a document ({', '.join(sorted(SUFFIXES))}), but its name ends in "
            f"{path.suffix or 'nothing'!r}."
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path} can't be read ({error.strerror}).") from error
    sha256 = hashlib.sha256(data).hexdigest()
    read_document(CorpusFile("document", str(path), path, sha256), settings.passages)
    there = folder / path.name
    if there.is_file() and there.read_bytes() != data and not replace:
        raise DocumentError(f"{there} is there already with other content; --replace replaces it, or rename {path}.")
    return data


def _copy(data: bytes, target: Path) -> Path:
    if target.is_file() and target.read_bytes() == data:
        return target
    handle, name = tempfile.mkstemp(prefix=".adding-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
    return target
