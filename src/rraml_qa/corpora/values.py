"""The values of the library: what is on offer, what was given, what became of it, and how much there may be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["Limits", "Outcome", "Shelf", "ShelfDocument", "Upload"]


_LABEL = 40  # characters of a name in a list to choose from
_EDITIONS = {"original": "Original", "digest": "Digest"}


@dataclass(frozen=True, slots=True)
class ShelfDocument:
    """A document of a shelf: `name` is its path in the corpus, `size` in bytes.

    One that can't be read has the `reason` and no `id`.
    """

    id: str
    name: str
    title: str
    media_type: str
    size: int
    pages: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A corpus that a visitor may choose.

    `key` names it in requests; `own` tells that it is the visitor's, who may change and remove it.
    """

    key: str
    name: str
    edition: str
    own: bool
    documents: tuple[ShelfDocument, ...]

    @property
    def label(self) -> str:
        """What it is called in a list to choose from, in a few words."""
        if not self.own and self.edition in _EDITIONS:
            return _EDITIONS[self.edition]
        cut = self.name if len(self.name) <= _LABEL else self.name[: _LABEL - 1].rstrip() + "…"
        return f"{cut} (yours)" if self.own else cut


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser gave it: `name` is whatever it says, `path` where it lies for now."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an upload.

    `name` is the upload's name, made harmless, `stored` what the document is called in the corpus. `message` is a
    sentence: why it was refused, or in what the document differs from what was given; empty where there is nothing
    to say.
    """

    name: str
    state: Literal["added", "unchanged", "refused"]
    message: str = ""
    stored: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much there may be, of a visitor's (the first five) and at a time.

    `characters` are those of one document's text, `free_bytes` what uploads leave free on the disk; `opened` corpora
    are kept ready to be asked, `builds` indexes are made at a time.
    """

    file_bytes: int = 50 * 2**20
    files: int = 50
    visitor_bytes: int = 500 * 2**20
    corpora: int = 10
    characters: int = 1_000_000
    free_bytes: int = 2**30
    opened: int = 16
    builds: int = 2
