"""The dense half of the index: FAISS over unit-length vectors, so that inner product is cosine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["DenseIndex"]


class DenseIndex:
    """Exact search by cosine over the vectors it was made from."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - a faiss.Index
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> DenseIndex:
        """Index `vectors`. *Shape:* `(n, width)`, each row of length 1."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Read an index that `save` wrote."""
        import faiss

        return cls(faiss.deserialize_index(np.frombuffer(path.read_bytes(), dtype=np.uint8)))

    def save(self, path: Path) -> None:
        """Write the index to `path`."""
        import faiss

        path.write_bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def width(self) -> int:
        """The number of components of a vector."""
        return int(self._index.d)

    def vectors(self, start: int, stop: int) -> NDArray[np.float32]:
        """The stored vectors `start` to `stop`. *Shape:* `(stop - start, width)`."""
        if stop <= start:
            return np.zeros((0, self.width), dtype=np.float32)
        return np.asarray(self._index.reconstruct_n(start, stop - start), dtype=np.float32)

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of `query` with every stored vector. *Shape:* `(width,)` to `(n,)`."""
        count = len(self)
        out = np.zeros(count, dtype=np.float32)
        if count:
            cosines, rows = self._index.search(query.reshape(1, -1), count)
            out[rows[0]] = cosines[0]
        return out
