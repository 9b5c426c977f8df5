"""The folder of an index: nothing else is lost for it, and it is always there whole, the old one or the new one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rraml_qa.errors import OutputError

__all__ = ["check_place", "put_in_place", "recover_if_lost", "workspace"]

_ENTRIES = frozenset(
    {"manifest.json", "manifest.sha256", "documents.jsonl", "names.json", "words.txt", "texts", "units", "passages"}
    | {"passage_of.npy", "sparse"}
    | {"structure", "units.faiss", "passages.faiss"}  # of earlier formats
)


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
        raise unwritable(folder, error) from error


def _is_index(folder: Path) -> bool:
    """Whether `folder` holds nothing but what an index has."""
    return {entry.name for entry in folder.iterdir() if not entry.name.startswith(".")} <= _ENTRIES


def unwritable(folder: Path, error: OSError) -> OutputError:
    """What to say when an index can't be written to `folder`."""
    kept = " The one that was there is unchanged;" if folder.exists() else ""
    return OutputError(
        f"The index could not be written to {folder}: {error.strerror or error}.{kept or ' Nothing is there now;'} "
        "free space, or choose another folder with --index."
    )


@contextmanager
def workspace(folder: Path) -> Iterator[Path]:
    """A temporary folder beside `folder`, which nobody else writes meanwhile; it is gone afterwards."""
    from filelock import FileLock

    with FileLock(folder.parent / f".{folder.name}.lock"):
        _recover(folder)
        for stray in folder.parent.glob(f".{folder.name}.new-*"):  # of a run that was killed; the lock is ours
            shutil.rmtree(stray, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.new-", dir=folder.parent))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def put_in_place(work: Path, folder: Path) -> None:
    """Let what is in `work` take the place of `folder`, once it is safely on the disk."""
    _flush(work)
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


def _flush(work: Path) -> None:
    for path in [*work.rglob("*"), work]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _retired(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.old"


def _recover(folder: Path) -> None:
    """Bring back the index that a killed run had moved aside, or remove what it left."""
    old = _retired(folder)
    if old.exists():
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            with suppress(OSError):
                old.rename(folder)


def recover_if_lost(folder: Path) -> None:
    """Bring back an index that a killed run had moved aside: under the lock, since a writer may be at it."""
    if folder.exists() or not _retired(folder).exists():
        return
    from filelock import FileLock

    with suppress(OSError), FileLock(folder.parent / f".{folder.name}.lock"):
        _recover(folder)
