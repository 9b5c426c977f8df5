"""The dense half of the index: FAISS over unit-length vectors, so that inner product is cosine.

The vectors lie in shards of a fixed number of rows, so that writing holds one shard in memory and reading maps them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["DenseIndex", "DenseWriter"]

SHARD = 16_384  # vectors of one file: 25 MB at 384 components


class DenseIndex:
    """Exact search by cosine over the vectors that a `DenseWriter` was given."""

    def __init__(self, shards: Sequence[Any]) -> None:  # of faiss.Index
        self._shards = shards
        self._starts = np.cumsum([0, *(shard.ntotal for shard in shards)])

    @classmethod
    def open(cls, folder: Path) -> DenseIndex:
        """Map the shards in `folder` into memory."""
        import faiss

        paths = sorted(folder.glob("*.faiss"))
        return cls([faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC) for path in paths])

    def __len__(self) -> int:
        return int(self._starts[-1])

    @property
    def width(self) -> int:
        """The number of components of a vector."""
        return int(self._shards[0].d) if self._shards else 0

    def vectors(self, start: int, stop: int) -> NDArray[np.float32]:
        """The stored vectors `start` to `stop`. *Shape:* `(stop - start, width)`."""
        found = [np.zeros((0, self.width), dtype=np.float32)]
        for shard, first in zip(self._shards, self._starts.tolist(), strict=False):
            low, high = max(start - first, 0), min(stop - first, int(shard.ntotal))
            if low < high:
                found.append(np.asarray(shard.reconstruct_n(low, high - low), dtype=np.float32))
        return np.concatenate(found)

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of `query` with every stored vector. *Shape:* `(width,)` to `(n,)`."""
        out = np.zeros(len(self), dtype=np.float32)
        for shard, first in zip(self._shards, self._starts.tolist(), strict=False):
            count = int(shard.ntotal)
            if count:
                cosines, rows = shard.search(query.reshape(1, -1), count)
                out[first + rows[0]] = cosines[0]
        return out


class DenseWriter:
    """Writes vectors to a folder of shards, in the order in which they come."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: list[NDArray[np.float32]] = []
        self._rows = 0
        self._shards = 0

    def __enter__(self) -> Self:
        self._folder.mkdir()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None and (self._rows or not self._shards):
            self._write(np.concatenate(self._waiting or [np.zeros((0, 1), np.float32)]))

    def add(self, vectors: NDArray[np.float32]) -> None:
        """Write `vectors` after those that came before. *Shape:* `(n, width)`, each row of length 1."""
        self._waiting.append(vectors)
        self._rows += len(vectors)
        if self._rows >= SHARD:
            rows = np.concatenate(self._waiting)
            while len(rows) >= SHARD:
                self._write(rows[:SHARD])
                rows = rows[SHARD:]
            self._waiting, self._rows = [rows.copy()], len(rows)

    def _write(self, vectors: NDArray[np.float32]) -> None:
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        path = self._folder / f"{self._shards:04}.faiss"
        path.write_bytes(faiss.serialize_index(index).tobytes())
        self._shards += 1
