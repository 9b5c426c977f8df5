"""The folders of visitors' uploads: `ROOT/VISITOR/KEY/documents/` and, beside it, `index/`.

VISITOR is the SHA-256 of the visitor's token. Folders are for their owner alone, files are never executable, and no
link is followed. A folder's time is that of its visitor's last visit.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from rraml_qa.corpora.naming import is_own_key

__all__ = [
    "DOCUMENTS",
    "INDEX",
    "corpora_of",
    "days_since",
    "keep",
    "make",
    "remove",
    "size_of",
    "stage",
    "visited",
    "visitors",
]

DOCUMENTS, INDEX = "documents", "index"
_SETTINGS = "corpus.toml"
_STAGED, _REMOVED = ".staged-", ".removed-"
_VISITOR = re.compile(r"[0-9a-f]{64}")


def make(folder: Path, name: str) -> Path:
    """Make the folder of a visitor's corpus of this name, if it isn't there; returns that of its documents."""
    visitor = folder.parent
    visitor.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in (visitor, folder, folder / DOCUMENTS, folder / INDEX):
        each.mkdir(mode=0o700, exist_ok=True)
        if each.is_symlink():
            raise NotADirectoryError(20, "is a link", str(each))
    documents = folder / DOCUMENTS
    if not (documents / _SETTINGS).exists():
        quoted = json.dumps(name, ensure_ascii=False)  # a string of JSON is one of TOML, once it has no controls
        text = f'name = "{folder.name}"\ntitle = {quoted}\nedition = "uploaded"\n'
        _write(documents / _SETTINGS, text.encode())
    return documents


def corpora_of(visitor: Path) -> list[Path]:
    """The folders of a visitor's corpora that hold something, by their keys."""
    if visitor.is_symlink() or not visitor.is_dir():
        return []
    return sorted(path for path in visitor.iterdir() if is_own_key(path.name) and _is_corpus(path))


def _is_corpus(folder: Path) -> bool:
    documents = folder / DOCUMENTS
    return not folder.is_symlink() and not documents.is_symlink() and (documents / _SETTINGS).is_file()


def size_of(visitor: Path) -> int:
    """The bytes of all documents of a visitor."""
    return sum(path.stat().st_size for folder in corpora_of(visitor) for path in (folder / DOCUMENTS).iterdir())


def stage(visitor: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder for what is not yet checked, which is gone afterwards; what an ended run left goes first."""
    for stray in (*visitor.glob(f"{_STAGED}*"), *visitor.glob(f"{_REMOVED}*")):
        shutil.rmtree(stray, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=_STAGED, dir=visitor)


def keep(data: bytes, place: Path) -> Path:
    """Write a new file, readable by its owner alone and executable by nobody."""
    _write(place, data)
    return place


def _write(place: Path, data: bytes) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)


def remove(folder: Path) -> None:
    """Remove a folder: out of sight in one step, then its files."""
    if not folder.is_dir() or folder.is_symlink():
        return
    away = Path(tempfile.mkdtemp(prefix=_REMOVED, dir=folder.parent))
    folder.rename(away / folder.name)
    shutil.rmtree(away, ignore_errors=True)


def visited(visitor: Path) -> None:
    """Note that the visitor was here."""
    with suppress(OSError):
        if not visitor.is_symlink():
            os.utime(visitor)


def visitors(root: Path) -> list[Path]:
    """Every visitor's folder."""
    found = root.iterdir() if root.is_dir() else ()
    return sorted(path for path in found if _VISITOR.fullmatch(path.name) and path.is_dir() and not path.is_symlink())


def days_since(visitor: Path) -> float:
    """The days since the visitor was last here; 0 for one whose folder is gone."""
    try:
        return (time.time() - visitor.stat().st_mtime) / 86_400
    except OSError:
        return 0.0
