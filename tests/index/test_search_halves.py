"""Dense and sparse halves, on values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from rraml_qa.index.dense import DenseIndex, DenseWriter
from rraml_qa.index.sparse import SparseIndex, SparseWriter


def sparse(folder: Path, entries: Sequence[Sequence[str]]) -> SparseIndex:
    with SparseWriter(folder) as writer:
        for entry in entries:
            writer.add(entry)
    return SparseIndex.open(folder)


def test_dense_scores_are_cosines(tmp_path: Path) -> None:
    """The dense score of unit vectors is their inner product, before and after saving."""
    vectors = np.eye(3, 4, dtype=np.float32)
    vectors[2] = [0.6, 0.8, 0, 0]
    with DenseWriter(tmp_path / "dense") as writer:
        writer.add(vectors)
    index = DenseIndex.open(tmp_path / "dense")
    assert [1.0, 0.0, pytest.approx(0.6)] == list(index.scores(vectors[0]))
    assert np.array_equal(vectors[1:], index.vectors(1, 3))


def test_bm25_scores_follow_the_formula(tmp_path: Path) -> None:
    """The sparse score is Lucene's BM25: idf · tf·(k1+1) / (tf + k1·(1 - b + b·length/mean length)), up to k1+1."""
    entries = [["a", "b"], ["b", "c", "c"], ["d"], []]
    index = sparse(tmp_path / "sparse", entries)
    idf = np.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 2 / (2 + 1.5 * (1 - 0.75 + 0.75 * 3 / 1.5))
    assert [0.0, pytest.approx(expected, rel=1e-5), 0.0, 0.0] == list(index.scores(["c", "unknown"]))
    assert index.knows("c")
    assert not index.knows("e")


def test_an_index_of_no_terms_scores_zero(tmp_path: Path) -> None:
    """Entries without any term can be indexed, saved and searched; every score is zero."""
    assert [0.0, 0.0] == list(sparse(tmp_path / "sparse", [[], []]).scores(["a"]))


def test_scores_are_those_of_bm25s(tmp_path: Path) -> None:
    """Sums of the stored columns equal bm25s's own scores for any question."""
    import bm25s

    generator = np.random.default_rng(7)
    entries = [[f"t{number}" for number in generator.integers(0, 40, size)] for size in generator.integers(0, 30, 60)]
    words = {term: number for number, term in enumerate(sorted({term for entry in entries for term in entry}))}
    theirs = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    theirs.index(([[words[term] for term in entry] for entry in entries], words), show_progress=False)
    loaded = sparse(tmp_path / "sparse", entries)
    for _ in range(20):
        question = [f"t{number}" for number in generator.integers(0, 40, 4)]
        expected = theirs.get_scores([term for term in question if term in words])
        assert np.allclose(expected, loaded.scores(question), atol=1e-6)
    assert [row for row, entry in enumerate(entries) if "t3" in entry] == list(loaded.holding("t3"))
    assert [] == [path.name for path in (tmp_path / "sparse").iterdir() if path.suffix == ".tmp"]
