"""The names that the documents of an index themselves give, in one small file, which is read when it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec

from rraml_qa.types import OwnName

__all__ = ["FILE", "read_names", "write_names"]

FILE = "names.json"


def write_names(folder: Path, names: Mapping[OwnName, int]) -> None:
    """Write each name with the number of documents that give it, in the order in which they first came."""
    rows = [replace(name, documents=count) for name, count in names.items()]
    (folder / FILE).write_bytes(msgspec.json.encode(rows))


def read_names(folder: Path) -> tuple[OwnName, ...]:
    """The names in `folder`.

    Raises:
        OSError, msgspec.MsgspecError: there is no such file, or it is not as it was written.
    """
    return msgspec.json.decode((folder / FILE).read_bytes(), type=tuple[OwnName, ...])
