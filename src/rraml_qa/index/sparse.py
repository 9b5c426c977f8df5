"""The sparse half of the index: BM25 (Robertson, as in Lucene) over terms that the caller has cut."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["SparseIndex"]


class SparseIndex:
    """BM25 scores of every indexed entry for a list of terms."""

    def __init__(self, retriever: Any, count: int) -> None:  # noqa: ANN401 - a bm25s.BM25
        self._retriever = retriever
        self._count = count

    @classmethod
    def build(cls, entries: Sequence[Sequence[str]]) -> SparseIndex:
        """Index `entries`, a list of terms each (k1 1.5, b 0.75)."""
        import bm25s

        vocabulary = {term: number for number, term in enumerate(sorted({t for entry in entries for t in entry}))}
        retriever = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        if vocabulary:
            ids = [[vocabulary[term] for term in entry] for entry in entries]
            retriever.index((ids, vocabulary), show_progress=False)
        return cls(retriever if vocabulary else None, len(entries))

    @classmethod
    def load(cls, folder: Path) -> SparseIndex:
        """Read an index that `save` wrote."""
        import bm25s

        count = int((folder / "entries").read_text(encoding="ascii"))
        return cls(
            bm25s.BM25.load(folder, show_progress=False) if (folder / "params.index.json").exists() else None,
            count,
        )

    def save(self, folder: Path) -> None:
        """Write the index to `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "entries").write_text(str(self._count), encoding="ascii")
        if self._retriever is not None:
            self._retriever.save(folder, show_progress=False)

    def __len__(self) -> int:
        return self._count

    def knows(self, term: str) -> bool:
        """Whether any entry holds `term`."""
        return self._retriever is not None and term in self._retriever.vocab_dict

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """The BM25 score of every entry. *Shape:* `(len(self),)`; zeros where no term is known."""
        known = [term for term in terms if self.knows(term)]
        if not known:
            return np.zeros(self._count, dtype=np.float32)
        return np.asarray(self._retriever.get_scores(known), dtype=np.float32)
