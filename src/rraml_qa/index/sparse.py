"""The sparse half of the index: BM25 (Robertson, as in Lucene) over terms that the caller has cut.

The index holds one score for every pair of a term and an entry that holds it, as the columns of a sparse matrix, so
that a question's scores are sums of columns. It is written a block of columns at a time from the pairs on disk; the
scores are those of bm25s, which holds all of them in memory.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["SparseIndex", "SparseWriter"]

_K1, _B = 1.5, 0.75
_BLOCK = 1 << 19  # pairs held in memory at a time while writing


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
    def open(cls, folder: Path) -> SparseIndex:
        """Open what a `SparseWriter` wrote; the columns are mapped into memory."""
        about = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        vocabulary = {term: number for number, term in enumerate(about["terms"])}
        starts = np.load(folder / "starts.npy", allow_pickle=False)
        entry_of, scores_of = (_mapped(folder / f"{name}.npy") for name in ("entries", "scores"))
        return cls(vocabulary, starts, entry_of, scores_of, about["entries"])

    def __len__(self) -> int:
        return self._count

    def knows(self, term: str) -> bool:
        """Whether any entry holds `term`."""
        return term in self._vocabulary

    def terms(self, prefix: str) -> list[str]:
        """The terms that begin with `prefix`, and go on after it."""
        return [term for term in self._vocabulary if term.startswith(prefix) and term != prefix]

    def holding(self, term: str) -> NDArray[np.int32]:
        """The numbers of the entries that hold `term`, in order of their numbers."""
        number = self._vocabulary.get(term)
        if number is None:
            return np.zeros(0, dtype=np.int32)
        return np.asarray(self._entry_of[self._starts[number] : self._starts[number + 1]])

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """The BM25 score of every entry. *Shape:* `(len(self),)`; zeros where no term is known."""
        total = np.zeros(self._count, dtype=np.float32)
        for term in terms:
            number = self._vocabulary.get(term)
            if number is not None:
                pairs = slice(self._starts[number], self._starts[number + 1])
                total[self._entry_of[pairs]] += self._scores_of[pairs]
        return total


def _mapped(path: Path) -> NDArray[Any]:
    try:
        found: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError:  # an empty array can't be mapped
        found = np.load(path, allow_pickle=False)
    return np.asarray(found)  # a plain view of the mapped file: slices of it are cheaper


class SparseWriter:
    """Writes the BM25 index of the entries that it is given, in their order, to a folder.

    Method: pairs of term and entry go to a file as they come; at the end they are read once for each block of terms
    whose pairs fit in memory, sorted, scored and written. Score of a pair, after bm25s's "lucene":
    `idf · tf / (tf + k1 · (1 - b + b · length / mean length))`, `idf = ln(1 + (N - df + .5) / (df + .5))`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[str, int] = {}
        self._holders = array("q")  # of each term: how many entries hold it
        self._lengths = array("i")
        self._pairs = array("i")  # term, entry, count; written out when there are many

    def __enter__(self) -> Self:
        self._folder.mkdir()
        self._file = self._pairs_path.open("wb")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._spill()
        finally:
            self._file.close()
        try:
            if kind is None:
                self._write()
        finally:
            with suppress(OSError):
                self._pairs_path.unlink()

    @property
    def _pairs_path(self) -> Path:
        return self._folder / "pairs.tmp"

    def add(self, terms: Sequence[str]) -> None:
        """Add an entry."""
        entry = len(self._lengths)
        self._lengths.append(len(terms))
        for term, count in Counter(terms).items():
            number = self._numbers.setdefault(term, len(self._numbers))
            if number == len(self._holders):
                self._holders.append(0)
            self._holders[number] += 1
            self._pairs.extend((number, entry, count))
        if len(self._pairs) >= 3 * _BLOCK:
            self._spill()

    def _spill(self) -> None:
        self._pairs.tofile(self._file)
        del self._pairs[:]

    def _write(self) -> None:
        words = sorted(self._numbers)
        old = np.array([self._numbers[word] for word in words], dtype=np.int64)
        holders = np.array(self._holders, dtype=np.int64)[old]
        new = np.empty_like(old)  # of a term as it came: its place in the order of the words
        new[old] = np.arange(len(old))
        starts = np.concatenate([[0], np.cumsum(holders)])
        about = {"entries": len(self._lengths), "terms": words}
        (self._folder / "terms.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        np.save(self._folder / "starts.npy", starts, allow_pickle=False)
        with (self._folder / "entries.npy").open("wb") as entries, (self._folder / "scores.npy").open("wb") as scores:
            for file, kind in ((entries, np.int32), (scores, np.float32)):
                header = {"descr": np.dtype(kind).str, "fortran_order": False, "shape": (int(starts[-1]),)}
                np.lib.format.write_array_header_1_0(file, header)
            for low, high in _blocks(starts):
                term, entry, count = self._of_terms(new, low, high)
                entry.astype(np.int32).tofile(entries)
                self._scored(holders[term], entry, count).astype(np.float32).tofile(scores)

    def _of_terms(self, new: NDArray[np.int64], low: int, high: int) -> NDArray[np.int64]:
        """The pairs of the terms from `low` to `high`, by term and entry. *Shape:* `(3, pairs)`."""
        found = [np.zeros((0, 3), dtype=np.int64)]
        with self._pairs_path.open("rb") as file:
            while len(chunk := np.fromfile(file, dtype=np.int32, count=3 * _BLOCK)):
                pairs = chunk.reshape(-1, 3).astype(np.int64)
                pairs[:, 0] = new[pairs[:, 0]]
                found.append(pairs[(low <= pairs[:, 0]) & (pairs[:, 0] < high)])
        pairs = np.concatenate(found)
        return np.ascontiguousarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T)

    def _scored(
        self, holders: NDArray[np.int64], entry: NDArray[np.int64], count: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        lengths = np.array(self._lengths, dtype=np.float64)
        idf = np.log(1 + (len(lengths) - holders + 0.5) / (holders + 0.5))
        norm = _K1 * (1 - _B + _B * lengths[entry] / lengths.mean())
        return np.asarray(idf * count / (count + norm))


def _blocks(starts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Cut the terms into runs of at most `_BLOCK` pairs, or of one term."""
    low, last = 0, len(starts) - 1
    while low < last:
        high = int(np.searchsorted(starts, starts[low] + _BLOCK, side="right")) - 1
        high = min(max(high, low + 1), last)
        yield low, high
        low = high
