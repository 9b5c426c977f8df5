"""The sparse half of the index: BM25 (Robertson, as in Lucene) over terms that the caller has cut.

bm25s computes the index: one score for every pair of a term and an entry that holds it, as the columns of a sparse
matrix. A question's scores are then sums of columns, which need neither bm25s nor SciPy (0.2 s to import).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["SparseIndex"]


class SparseIndex:
    """BM25 scores of every indexed entry for a list of terms.

    *Shapes:* `scores_of` and `entry_of` have one component per pair of term and entry; the pairs of term number `n`
    are those from `starts[n]` to `starts[n + 1]`.
    """

    def __init__(
        self,
        vocabulary: dict[str, int],
        starts: NDArray[np.int64],
        entry_of: NDArray[np.int32],
        scores_of: NDArray[np.float32],
        count: int,
    ) -> None:
        self._vocabulary = vocabulary
        self._starts = starts
        self._entry_of = entry_of
        self._scores_of = scores_of
        self._count = count

    @classmethod
    def build(cls, entries: Sequence[Sequence[str]]) -> SparseIndex:
        """Index `entries`, a list of terms each (k1 1.5, b 0.75)."""
        words = sorted({term for entry in entries for term in entry})
        vocabulary = {term: number for number, term in enumerate(words)}
        if not vocabulary:
            return cls({}, np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32), len(entries))
        import bm25s

        retriever = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        retriever.index(([[vocabulary[term] for term in entry] for entry in entries], vocabulary), show_progress=False)
        columns = retriever.scores
        return cls(
            vocabulary,
            np.asarray(columns["indptr"], np.int64)[: len(vocabulary) + 1],
            np.asarray(columns["indices"], np.int32),
            np.asarray(columns["data"], np.float32),
            len(entries),
        )

    @classmethod
    def load(cls, folder: Path) -> SparseIndex:
        """Read an index that `save` wrote."""
        about = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        vocabulary = {term: number for number, term in enumerate(about["terms"])}
        starts, entry_of, scores_of = (
            np.load(folder / f"{name}.npy", allow_pickle=False) for name in ("starts", "entries", "scores")
        )
        return cls(vocabulary, starts, entry_of, scores_of, about["entries"])

    def save(self, folder: Path) -> None:
        """Write the index to `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        about = {"entries": self._count, "terms": list(self._vocabulary)}
        (folder / "terms.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        for name, array in (("starts", self._starts), ("entries", self._entry_of), ("scores", self._scores_of)):
            np.save(folder / f"{name}.npy", array, allow_pickle=False)

    def __len__(self) -> int:
        return self._count

    def knows(self, term: str) -> bool:
        """Whether any entry holds `term`."""
        return term in self._vocabulary

    def holding(self, term: str) -> NDArray[np.int32]:
        """The numbers of the entries that hold `term`, in order of their numbers."""
        number = self._vocabulary.get(term)
        if number is None:
            return np.zeros(0, dtype=np.int32)
        return np.sort(self._entry_of[self._starts[number] : self._starts[number + 1]])

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """The BM25 score of every entry. *Shape:* `(len(self),)`; zeros where no term is known."""
        total = np.zeros(self._count, dtype=np.float32)
        for term in terms:
            number = self._vocabulary.get(term)
            if number is not None:
                pairs = slice(self._starts[number], self._starts[number + 1])
                total[self._entry_of[pairs]] += self._scores_of[pairs]
        return total
