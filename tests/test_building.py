"""Making an index of many documents: streamed, resumed after an interruption, and one bad file spoils only itself."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fakes import HashEncoder
from rraml_qa.building import index_folder, make_index
from rraml_qa.config import Settings
from rraml_qa.errors import CorpusError
from rraml_qa.index import dense, sparse
from rraml_qa.index.manifest import Manifest
from rraml_qa.index.store import open_index
from rraml_qa.ingest.corpus import find_corpus

_SHA = "2" * 64


class Counting(HashEncoder):
    """Counts the texts that it encodes, and is interrupted after so many."""

    def __init__(self, until: int | None = None) -> None:
        self.count = 0
        self._until = until

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.count += len(texts)
        if self._until is not None and self.count > self._until:
            raise KeyboardInterrupt
        return super().encode(texts)


def corpus_of(folder: Path, count: int, sentences: int = 6) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        paragraphs = [
            f"In study {number} drug{number} gave CR in {line}% of patients [{line}]." for line in range(sentences)
        ]
        text = f"# Paper {number}\n\n## Results\n\n" + "\n\n".join(paragraphs)
        (folder / f"paper-{number:04}.md").write_text(text, encoding="utf-8")
    return folder


def made(folder: Path, root: Path, encoder: HashEncoder, steps: list[tuple[str, int, int]] | None = None) -> Manifest:
    told = [] if steps is None else steps
    return make_index(find_corpus(folder), root, Settings(), encoder, _SHA, lambda *step: told.append(step))


def test_a_thousand_documents_with_a_bad_one_among_them(tmp_path: Path) -> None:
    """1,000 documents are indexed with progress told; a file that can't be read is listed, the others can be found."""
    folder = corpus_of(tmp_path / "many", 1000, sentences=2)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of it")
    steps: list[tuple[str, int, int]] = []
    manifest = made(folder, tmp_path / "index", HashEncoder(), steps)
    assert 1000 == len(manifest.documents)
    assert ["broken.pdf"] == [entry.name for entry in manifest.rejected]
    assert [*range(1002)] == [done for step, done, total in steps if step == "Indexing" and total == 1001]
    index = open_index(tmp_path / "index" / manifest.identity.corpus.name)
    assert [2 * 777, 2 * 777 + 1] == index.sparse.holding("drug777").tolist()
    assert "paper-0777.md" == index.documents[777].name


def test_unchanged_documents_are_not_encoded_again(tmp_path: Path) -> None:
    """A second run encodes only what has changed or come, by the files' hashes, and gives the same as a first one."""
    folder = corpus_of(tmp_path / "many", 20)
    made(folder, tmp_path / "index", Counting())
    (folder / "paper-0003.md").write_text("# Paper 3\n\nA corrected sentence.", encoding="utf-8")
    (folder / "paper-0007.md").unlink()
    (folder / "added.md").write_text("# Added\n\nA sentence of its own.", encoding="utf-8")
    encoder = Counting()
    again = made(folder, tmp_path / "index", encoder)
    assert 4 == encoder.count  # a unit and a passage each
    assert made(folder, tmp_path / "anew", Counting()).files == again.files


def test_an_interrupted_run_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    """What was finished when a run was stopped isn't encoded again, and nothing of it is left over afterwards."""
    folder = corpus_of(tmp_path / "many", 20)
    whole = Counting()
    expected = made(folder, tmp_path / "whole", whole)
    with pytest.raises(KeyboardInterrupt):
        made(folder, tmp_path / "index", Counting(until=whole.count // 2))
    encoder = Counting()
    assert expected.files == made(folder, tmp_path / "index", encoder).files
    assert encoder.count <= whole.count * 0.6
    assert [] == [path.name for path in (tmp_path / "index").iterdir() if path.name.endswith((".parts", ".half"))]


def test_an_interrupted_runs_damaged_part_is_made_again(tmp_path: Path) -> None:
    """A half-written part of a stopped run is not trusted."""
    folder = corpus_of(tmp_path / "many", 6)
    expected = made(folder, tmp_path / "whole", HashEncoder())
    with pytest.raises(KeyboardInterrupt):
        made(folder, tmp_path / "index", Counting(until=30))
    (parts,) = [path for path in (tmp_path / "index").iterdir() if path.name.endswith(".parts")]
    for path in parts.iterdir():
        path.write_bytes(path.read_bytes()[:-40])
    assert expected.files == made(folder, tmp_path / "index", HashEncoder()).files


def test_no_readable_document_is_an_error_and_leaves_the_earlier_index(tmp_path: Path) -> None:
    """Where nothing can be read, the reasons are given and the index that was there stays."""
    folder = corpus_of(tmp_path / "many", 1)
    made(folder, tmp_path / "index", HashEncoder())
    (folder / "paper-0000.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CorpusError, match=r"paper-0000\.md"):
        made(folder, tmp_path / "index", HashEncoder())
    assert 1 == len(open_index(index_folder(tmp_path / "index", find_corpus(folder))).documents)


def _peak(folder: Path, root: Path) -> int:
    """The most memory, in bytes, that Python and NumPy held while the index was made, in small shards and blocks."""
    dense.SHARD, sparse._BLOCK = 64, 256  # full after two documents, not after hundreds
    made(folder, root, HashEncoder())  # caches are filled, and libraries loaded
    tracemalloc.start()
    make_index(find_corpus(folder), root, Settings(), HashEncoder(), _SHA, anew=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_number_of_documents(tmp_path: Path) -> None:
    """Of a document only its entry in the manifest and its words stay in memory: a tenth of what it takes itself.

    Measured in a process of its own: here threads and caches of other tests would count.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        few, many = (
            process.submit(_peak, corpus_of(tmp_path / f"c{n}", n, 30), tmp_path / f"i{n}").result() for n in (10, 60)
        )
    assert (many - few) / 50 < 6_000
