"""The index on disk: written whole or not at all, and never trusted where it has changed."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from fakes import IDENTITY, document, part
from rraml_qa.errors import IndexDamaged, IndexMissing, OutputError
from rraml_qa.index import dense, place, sparse, write
from rraml_qa.index.manifest import Manifest, Rejected, read_manifest
from rraml_qa.index.store import open_index, read_documents
from rraml_qa.index.write import write_index
from rraml_qa.types import CorpusRef

FIRST = ("Gilteritinib is an FLT3 inhibitor.", "Ära α–β: 21.1% 🧬 of 10.")


def wrote(folder: Path, *sentences: str) -> Manifest:
    return write_index(folder, IDENTITY, [part(document("review", *sentences))])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written = tmp_path / "index" / "test"
    wrote(written, *FIRST)
    return written


def test_what_is_written_is_read_back(folder: Path) -> None:
    """An index gives back the documents, vectors and terms that went in."""
    expected = part(document("review", *FIRST))
    index = open_index(folder)
    assert [expected.document] == list(index.documents)
    assert expected.document == index.documents.find("review")
    assert index.documents.find("other") is None
    assert np.array_equal(expected.unit_vectors, index.units.vectors(0, 2))
    assert np.array_equal(expected.passage_vectors, index.passages.vectors(0, 1))
    assert [0, 0] == index.passage_of.tolist()
    assert [0] == [row for row, score in enumerate(index.sparse.scores(["flt3"])) if score > 0]
    assert IDENTITY == index.manifest.identity


def test_many_documents_keep_their_order_and_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents, vectors, passages and terms of many documents lie one after another, across shards too."""
    monkeypatch.setattr(dense, "SHARD", 7)
    monkeypatch.setattr(sparse, "_BLOCK", 5)
    made = [
        part(document(f"d{number}", *(f"Word{number} and {other}." for other in range(number % 4))))
        for number in range(30)
    ]
    write_index(tmp_path / "test", IDENTITY, [*made[:9], Rejected("bad.pdf", "No."), *made[9:]])
    index = open_index(tmp_path / "test")
    assert [each.document for each in made] == list(index.documents)
    assert (Rejected("bad.pdf", "No."),) == index.manifest.rejected
    vectors = np.concatenate([each.unit_vectors for each in made])
    assert np.array_equal(vectors, index.units.vectors(0, len(index.units)))
    assert len(list((tmp_path / "test/units").iterdir())) > 1
    query = made[2].unit_vectors[1]
    assert np.allclose(vectors @ query, index.units.scores(query), atol=1e-6)
    owners = [number for number, each in enumerate(made) for _ in each.document.units]
    assert owners == index.passage_of.tolist()
    assert [row for row, owner in enumerate(owners) if owner == 11] == index.sparse.holding("word11").tolist()


def test_documents_of_a_replaced_index_stay_its_own(folder: Path) -> None:
    """An open index still gives its own documents and vectors after another one has taken its place."""
    index = open_index(folder)
    wrote(folder, "Something else.", "And more.", "And more still.")
    assert FIRST[0] in index.documents[0].text
    assert np.array_equal(part(document("review", *FIRST)).unit_vectors, index.units.vectors(0, 2))


def test_the_manifest_names_each_documents_frozen_text(folder: Path) -> None:
    """`documents[].text_file` is a UTF-8 file under the index that holds the frozen text."""
    entry = read_manifest(folder).documents[0]
    text = (folder / entry.text_file).read_bytes().decode("utf-8")
    assert text == open_index(folder).documents[0].text


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    """Writing the same content twice gives the same files, byte for byte."""
    for name in ("a", "b"):
        wrote(tmp_path / name / "test", "One sentence.", "Another one.")
    files = [
        {p.relative_to(root): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        for root in (tmp_path / "a/test", tmp_path / "b/test")
    ]
    assert files[0] == files[1]


def _positions(size: int) -> set[int]:
    return {0, size // 3, size // 2, size - 1}


def test_a_changed_byte_in_any_file_is_noticed(folder: Path) -> None:
    """One changed byte in any file of the index is an `IndexDamaged`."""
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        whole = path.read_bytes()
        for position in _positions(len(whole)):
            changed = bytearray(whole)
            changed[position] ^= 1
            path.write_bytes(bytes(changed))
            with pytest.raises(IndexDamaged):
                open_index(folder)
        path.write_bytes(whole)
    open_index(folder)


def test_a_missing_file_is_noticed(folder: Path) -> None:
    """An index that lacks any of its files is an `IndexDamaged` (or missing, without a manifest in an empty folder)."""
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexDamaged):
            open_index(folder)
        path.write_bytes(whole)


def test_no_index_is_said_to_be_missing(tmp_path: Path) -> None:
    """Where there is no index the error names the command that makes it."""
    with pytest.raises(IndexMissing, match="rraml-qa index"):
        open_index(tmp_path / "none")


def test_a_full_disk_leaves_the_earlier_index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fills up while writing, the earlier index stays and nothing else is left behind."""
    before = read_manifest(folder)

    def full(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        with pytest.raises(OutputError, match="No space left"):
            wrote(folder, "Something else.")
    assert before == open_index(folder).manifest
    assert [] == [path for path in folder.parent.iterdir() if path.name.startswith(".test.new")]


@pytest.mark.parametrize(("room", "step"), [(write, "_write_files"), (place, "_flush"), (write, "put_in_place")])
def test_an_interrupt_leaves_the_earlier_index(
    folder: Path, monkeypatch: pytest.MonkeyPatch, room: ModuleType, step: str
) -> None:
    """Ctrl-C at any step of the writing keeps the earlier index."""
    before = read_manifest(folder)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(room, step, interrupted)
        with pytest.raises(KeyboardInterrupt):
            wrote(folder, "Something else.")
    assert before == open_index(folder).manifest


def test_an_interrupt_between_the_renames_brings_the_earlier_index_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C after the old index was moved aside and before the new one is there moves it back."""
    before = read_manifest(folder)
    rename = Path.rename

    def second_fails(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", second_fails)
        with pytest.raises(KeyboardInterrupt):
            wrote(folder, "Something else.")
    assert before == open_index(folder).manifest


def test_a_kill_between_the_renames_is_recovered_from(folder: Path) -> None:
    """An index left moved aside by a killed process is moved back when it is next read."""
    before = read_manifest(folder)
    folder.rename(folder.parent / ".test.old")
    assert before == open_index(folder).manifest


def test_leftovers_of_a_killed_run_are_removed(folder: Path) -> None:
    """A workspace that a killed process left is gone after the next write."""
    stray = folder.parent / ".test.new-killed"
    stray.mkdir()
    (stray / "half").write_text("x")
    wrote(folder, "Something else.")
    assert not stray.exists()


def test_the_identity_covers_everything_that_shapes_answers() -> None:
    """Two indexes have one hash only if corpus, model, settings and program are the same."""
    assert IDENTITY.sha256 == replace(IDENTITY).sha256
    for field in ("model", "model_sha256", "settings_sha256", "program", "answering_sha256"):
        assert IDENTITY.sha256 != replace(IDENTITY, **{field: "9"}).sha256
    assert IDENTITY.sha256 != replace(IDENTITY, corpus=CorpusRef("test", "9" * 64, "test")).sha256


def test_a_folder_of_something_else_is_never_replaced(tmp_path: Path) -> None:
    """Where an index would take the place of other files, or of a file, it is refused and they stay."""
    theirs = tmp_path / "test"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match="something else"):
        wrote(theirs, "A.")
    assert "years of work" == (theirs / "thesis.txt").read_text()
    (tmp_path / "plain").write_text("a file")
    with pytest.raises(OutputError, match="is a file"):
        wrote(tmp_path / "plain", "A.")
    assert "a file" == (tmp_path / "plain").read_text()


def test_a_damaged_index_is_replaced(folder: Path) -> None:
    """An index that lost a file is still known as one, and the next write takes its place."""
    (folder / "manifest.json").unlink()
    wrote(folder, "Something else.")
    assert "Something else." == open_index(folder).documents[0].text


def test_documents_are_read_without_vectors(folder: Path) -> None:
    """The documents can be had without FAISS, checked as when the whole index is opened."""
    assert list(open_index(folder).documents) == list(read_documents(folder)[1])
    (folder / "units/0000.faiss").write_bytes(b"changed")
    with pytest.raises(IndexDamaged):
        read_documents(folder)
