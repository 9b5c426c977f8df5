"""The documents of an index, read when they are asked for: a corpus may hold more of them than memory does."""

from __future__ import annotations

import os
import weakref
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import overload

import msgspec

from rraml_qa.index.manifest import DocumentEntry
from rraml_qa.types import Document

__all__ = ["FILE", "Documents"]

FILE = "documents.jsonl"
_KEPT = 64  # documents held in memory at a time


class Documents(Sequence[Document]):
    """The documents of an index in order, each read from its line of `documents.jsonl` when it is first needed.

    The file stays open, so that the documents stay those of this index when another one takes its place.
    """

    def __init__(self, folder: Path, entries: Sequence[DocumentEntry]) -> None:
        self._entries = tuple(entries)
        self._numbers = {entry.id: number for number, entry in enumerate(self._entries)}
        self._file = os.open(folder / FILE, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._read = lru_cache(maxsize=_KEPT)(self._document)

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, at: int) -> Document: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Document, ...]: ...

    def __getitem__(self, at: int | slice) -> Document | tuple[Document, ...]:
        if isinstance(at, slice):
            return tuple(self._read(number) for number in range(len(self))[at])
        return self._read(range(len(self))[at])

    def find(self, id: str) -> Document | None:  # noqa: A002
        """The document with this id, if there is one."""
        number = self._numbers.get(id)
        return None if number is None else self._read(number)

    def _document(self, number: int) -> Document:
        start, length = self._entries[number].place
        return msgspec.json.decode(os.pread(self._file, length, start), type=Document)
