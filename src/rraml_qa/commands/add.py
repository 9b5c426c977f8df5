"""Adding the user's own documents to a corpus folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from rraml_qa.config import Settings
from rraml_qa.errors import DocumentError, OutputError
from rraml_qa.ingest.corpus import SUFFIXES, CorpusFile
from rraml_qa.ingest.document import read_document

__all__ = ["Added", "add_documents"]


@dataclass(frozen=True, slots=True)
class Added:
    """A document in the corpus folder; `new` is False where it was there already, unchanged."""

    path: Path
    new: bool


def add_documents(
    files: Sequence[Path], folder: Path, settings: Settings, *, replace: bool = False, password: str | None = None
) -> list[Added]:
    """Copy documents into a corpus folder, after reading each one to see that it can be; returns where they are.

    None is copied unless all can be read. A PDF that `password` opens is stored without its encryption, so that it
    can be indexed without a password.

    Raises:
        DocumentError: a file can't be read as a document, is hidden, or another one of its name is there or given.
        OutputError: the folder can't be written.
    """
    _check_names(files)
    contents = [_checked(path, folder, settings, replace=replace, password=password) for path in files]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_copy(data, folder / path.name) for path, data in zip(files, contents, strict=True)]
    except OSError as error:
        raise OutputError(
            f"The document could not be copied to {folder} ({error.strerror}); free space or check its permissions."
        ) from error


def _check_names(files: Sequence[Path]) -> None:
    for path in files:
        if path.name.startswith("."):
            raise DocumentError(
                f"{path} is a hidden file, and those are not indexed; give it a name that doesn't begin with a dot."
            )
        if path.suffix.lower() not in SUFFIXES:
            raise DocumentError(
                f"{path} should be a document ({', '.join(sorted(SUFFIXES))}), but its name ends in "
                f"{path.suffix or 'nothing'!r}; convert or rename it."
            )
    name, count = Counter(path.name for path in files).most_common(1)[0] if files else ("", 0)
    if count > 1:
        raise DocumentError(
            f"The files should have different names in the corpus, but {count} are called {name}; rename one."
        )


def _checked(path: Path, folder: Path, settings: Settings, *, replace: bool, password: str | None) -> bytes:
    """What is to be stored of a file, once it has been read as a document."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path} can't be read ({error.strerror}); check its name and permissions.") from error
    sha256 = hashlib.sha256(data).hexdigest()
    read_document(CorpusFile("document", str(path), path, sha256), settings.passages, password=password)
    if password is not None and b"%PDF-" in data[:1024]:
        data = _decrypted(data, path, password)
    there = folder / path.name
    if there.is_file() and there.read_bytes() != data and not replace:
        raise DocumentError(f"{there} is there already with other content; --replace replaces it, or rename {path}.")
    return data


def _decrypted(data: bytes, path: Path, password: str) -> bytes:
    """The bytes of a PDF without its encryption; those of another as they are."""
    from pypdf import PdfReader, PdfWriter

    plain = BytesIO()
    try:
        reader = PdfReader(BytesIO(data))
        if not reader.is_encrypted:
            return data
        if not reader.decrypt(""):
            reader.decrypt(password)
        PdfWriter(clone_from=reader).write(plain)
    except (Exception, RecursionError) as error:  # whatever pypdf meets in a file that could be read
        raise DocumentError(
            f"{path} could be read with its password, but not be stored without it ({error}); "
            "save it without a password in a PDF program."
        ) from error
    return plain.getvalue()


def _copy(data: bytes, target: Path) -> Added:
    if target.is_file() and target.read_bytes() == data:
        return Added(target, new=False)
    handle, name = tempfile.mkstemp(prefix=".adding-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
    return Added(target, new=True)
