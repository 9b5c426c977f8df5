"""Corpora are offered, added to and removed; nobody's uploads are ever another's, and no file spoils another."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpora.uploads import TEXT, build_without_weights, library_at, pdf_of, upload
from rraml_qa.corpora.shelves import Library, Limits, Outcome, Shelf, Upload
from rraml_qa.errors import LibraryError, OutputError

ASKED = "What complete remission did zelutamab give?"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    return library_at(tmp_path, monkeypatch)


def own(library: Library, visitor: str) -> list[Shelf]:
    return [shelf for shelf in library.shelves(visitor) if shelf.own]


def states(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [outcome.state for outcome in outcomes]


def quotes(library: Library, key: str, visitor: str | None) -> str:
    return " ".join(hit.quote.text for hit in library.assistant(key, visitor).search(ASKED))


def test_the_servers_corpora_are_offered_to_everybody(library: Library) -> None:
    """First the one that the server was started with, then the digest; both can be asked."""
    started, digest = library.shelves(None)
    assert (started.key, digest.key) == ("test", "digest")
    assert ("A digest", "digest", False) == (digest.name, digest.edition, digest.own)
    assert "Novimab" in quotes(library, "test", None)
    assert "Quizomab" in quotes(library, "digest", None)
    assert library.assistant("digest", None) is library.assistant("digest", library.new_visitor())
    (document,) = library.shelves(None)[1].documents
    assert ("digest.md", "A digest", "text/markdown") == (document.name, document.title, document.media_type)
    assert document.size == library.source("digest", None, document.id).stat().st_size


def test_the_original_is_offered_where_there_is_one(library: Library, tmp_path: Path) -> None:
    """As soon as it is added."""
    original = tmp_path / "home" / "corpus" / "original"
    original.mkdir()
    (original / "review.txt").write_text(TEXT)
    assert ["test", "digest", "original"] == [shelf.key for shelf in library.shelves(None)]
    assert "Zelutamab" in quotes(library, "original", None)


def test_a_corpus_that_the_server_was_opened_over_keeps_its_place(tmp_path: Path, library: Library) -> None:
    """An assistant over the digest itself is the digest, and its files are found."""
    over = Library(library.assistant("digest", None), limits=Limits(free_bytes=0))
    assert ["digest"] == [shelf.key for shelf in over.shelves(None)]
    (document,) = over.shelves(None)[0].documents
    assert "digest.md" == over.source("digest", None, document.id).name


def test_uploads_are_quoted_with_their_names(library: Library, tmp_path: Path) -> None:
    """A document that is added can be asked at once; what it is called and how large it is, is told."""
    visitor, steps = library.new_visitor(), []
    data = pdf_of("Zelutamab gave complete remission in 41% of patients.", "Its dose was 30 mg daily.")
    given = [upload(tmp_path / "up", "my paper.pdf", data)]
    (outcome,) = library.add(visitor, "My papers", given, lambda *step: steps.append(step))
    assert Outcome("my paper.pdf", "added", "", "my paper.pdf") == outcome
    (shelf,) = own(library, visitor)
    assert ("upload-my-papers", "My papers", "uploaded") == (shelf.key, shelf.name, shelf.edition)
    (document,) = shelf.documents
    assert ("my paper.pdf", "application/pdf", 1) == (document.name, document.media_type, document.pages)
    answer = library.assistant(shelf.key, visitor).ask(ASKED)
    assert "41%" in answer.answer
    assert ("upload-my-papers", "uploaded") == (answer.corpus.name, answer.corpus.edition)
    assert data == library.source(shelf.key, visitor, document.id).read_bytes()
    assert ("Reading", 1, 1) in steps
    assert any(step == "Indexing" for step, _, _ in steps)


def test_a_bad_file_stops_no_other(library: Library, tmp_path: Path) -> None:
    """Each file has its own outcome; what was there stays, and what is there already is not added twice."""
    visitor, up = library.new_visitor(), tmp_path / "up"
    library.add(visitor, "Mine", [upload(up, "first.txt")])
    outcomes = library.add(
        visitor,
        "Mine",
        [
            upload(up, "broken.pdf", b"%PDF-1.7\nnothing of it"),
            upload(up, "again.txt"),
            upload(up, "first.txt", "Another text about novimab and its dose.\n"),
            upload(up, "setup.exe", b"MZ\0\0"),
            upload(up, "last.md", "# Last\n\nFostamab was given once a week.\n"),
            Upload("gone.txt", up / "missing"),
        ],
    )
    assert ["refused", "unchanged", "added", "refused", "added", "refused"] == states(outcomes)
    assert "first.txt" == outcomes[1].stored
    assert "first (2).txt" == outcomes[2].stored
    assert "kept as first (2).txt" in outcomes[2].message
    (shelf,) = own(library, visitor)
    assert ["first (2).txt", "first.txt", "last.md"] == sorted(document.name for document in shelf.documents)
    assert "Zelutamab" in library.source(shelf.key, visitor, "first").read_text()


def test_a_corpus_of_refused_files_is_not_made(library: Library, tmp_path: Path) -> None:
    """Nothing is left of it."""
    visitor = library.new_visitor()
    assert ["refused"] == states(library.add(visitor, "Mine", [upload(tmp_path / "up", "a.png", b"\x89PNG\0")]))
    assert () == library.add(visitor, "Mine", [])
    assert [] == own(library, visitor)
    assert [] == [path for path in (tmp_path / "home" / "uploads").rglob("*") if path.is_file()]


def test_files_are_for_their_owner_and_never_executable(library: Library, tmp_path: Path) -> None:
    """Folders are 0700, files 0600; no name holds a token."""
    visitor, given = library.new_visitor(), upload(tmp_path / "up", "a.txt")
    given.path.chmod(0o777)
    library.add(visitor, "Mine", [given])
    root = tmp_path / "home" / "uploads"
    paths = list(root.rglob("*"))
    assert {0o600} == {path.stat().st_mode & 0o777 for path in paths if path.parent.name == "documents"}
    assert {0o700} == {path.stat().st_mode & 0o777 for path in root.glob("*")}
    assert not any(visitor in str(path) for path in paths)
    assert given.path.is_file()


def test_no_visitor_sees_or_touches_anothers(library: Library, tmp_path: Path) -> None:
    """Neither with the key of the other's corpus, nor with a path to it, nor without a token."""
    one, other = library.new_visitor(), library.new_visitor()
    assert one != other
    library.add(one, "Mine", [upload(tmp_path / "up", "a.txt")])
    library.add(other, "Mine", [upload(tmp_path / "up", "a.txt", "Fostamab was given once a week to adults.\n")])
    key = "upload-mine"
    assert "Fostamab" not in quotes(library, key, one)
    assert "Zelutamab" not in quotes(library, key, other)
    library.add(one, "More", [upload(tmp_path / "up", "b.txt")])
    home = next(path for path in (tmp_path / "home" / "uploads").iterdir() if (path / "upload-more").is_dir())
    for visitor in (None, other, library.new_visitor()):
        for key in ("upload-more", f"../{home.name}/upload-more", str(home / "upload-more"), f"upload-/../{home.name}"):
            with pytest.raises(LibraryError):
                library.assistant(key, visitor)
            with pytest.raises(LibraryError):
                library.source(key, visitor, "b")
            if visitor is not None:
                with pytest.raises(LibraryError):
                    library.remove_shelf(visitor, key)
                with pytest.raises(LibraryError):
                    library.remove_document(visitor, key, "b")
    assert ["upload-mine", "upload-more"] == [shelf.key for shelf in own(library, one)]


@pytest.mark.parametrize(
    "document", ["../corpus.toml", "corpus.toml", "/etc/passwd", "../../upload-b/documents/a.txt", ""]
)
def test_no_document_is_reached_by_a_path(library: Library, tmp_path: Path, document: str) -> None:
    """Only the documents of the corpus are, by their ids or names."""
    visitor = library.new_visitor()
    library.add(visitor, "A", [upload(tmp_path / "up", "a.txt")])
    library.add(visitor, "B", [upload(tmp_path / "up", "a.txt")])
    with pytest.raises(LibraryError):
        library.source("upload-a", visitor, document)
    with pytest.raises(LibraryError):
        library.remove_document(visitor, "upload-a", document)
    assert 2 == len(own(library, visitor))


def test_a_link_among_the_uploads_is_not_followed(library: Library, tmp_path: Path) -> None:
    """Neither a document nor a corpus nor a visitor's folder that is one."""
    visitor = library.new_visitor()
    library.add(
        visitor, "A", [upload(tmp_path / "up", "a.txt"), upload(tmp_path / "up", "b.txt", "Fostamab is new.\n")]
    )
    documents = next((tmp_path / "home" / "uploads").glob("*/upload-a/documents"))
    (tmp_path / "secret.txt").write_text(TEXT)
    (documents / "b.txt").unlink()
    (documents / "b.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(LibraryError):
        library.source("upload-a", visitor, "b")
    corpus = documents.parent
    corpus.rename(tmp_path / "elsewhere")
    corpus.symlink_to(tmp_path / "elsewhere")
    assert [] == own(library, visitor)


def test_the_servers_corpora_cannot_be_changed(library: Library) -> None:
    """A visitor may remove nothing of them."""
    visitor = library.new_visitor()
    for key in ("test", "digest"):
        with pytest.raises(LibraryError, match="only your own"):
            library.remove_shelf(visitor, key)
        with pytest.raises(LibraryError, match="only your own"):
            library.remove_document(visitor, key, "digest")


def test_what_is_removed_is_quoted_no_more(library: Library, tmp_path: Path) -> None:
    """A document goes from the answers and from the disk, the index included; with the last one its corpus."""
    visitor, up = library.new_visitor(), tmp_path / "up"
    library.add(visitor, "Mine", [upload(up, "a.txt"), upload(up, "b.txt", "Fostamab was given once a week.\n")])
    assert "Zelutamab" in quotes(library, "upload-mine", visitor)
    library.remove_document(visitor, "upload-mine", "a")
    assert "Zelutamab" not in quotes(library, "upload-mine", visitor)
    root = tmp_path / "home" / "uploads"
    assert not any(b"elutamab" in path.read_bytes() for path in root.rglob("*") if path.is_file())
    library.remove_document(visitor, "upload-mine", "b.txt")
    assert [] == own(library, visitor)
    assert [] == [path for path in root.rglob("*") if path.is_file()]


def test_a_corpus_is_removed_whole(library: Library, tmp_path: Path) -> None:
    """With its index; an answer that is under way over it is still given."""
    visitor = library.new_visitor()
    library.add(visitor, "Mine", [upload(tmp_path / "up", "a.txt")])
    assistant = library.assistant("upload-mine", visitor)
    library.remove_shelf(visitor, "upload-mine")
    assert "41%" in assistant.ask(ASKED).answer
    with pytest.raises(LibraryError):
        library.assistant("upload-mine", visitor)
    assert [] == [path for path in (tmp_path / "home" / "uploads").rglob("*") if path.is_file()]


def test_an_index_that_cannot_be_made_leaves_what_was_there(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earlier documents are still there and quoted, the new ones aren't half there."""
    visitor = library.new_visitor()
    library.add(visitor, "Mine", [upload(tmp_path / "up", "a.txt")])

    def full(*args: object, **more: object) -> None:
        raise OutputError(f"The index could not be written to {tmp_path}: no space.")

    monkeypatch.setattr("rraml_qa.assistant.build_index", full)
    with pytest.raises(LibraryError, match="want of room") as caught:
        library.add(visitor, "Mine", [upload(tmp_path / "up", "b.txt", "Fostamab was given once a week.\n")])
    assert str(tmp_path) not in str(caught.value)
    assert ["a.txt"] == [document.name for document in own(library, visitor)[0].documents]
    assert "Zelutamab" in quotes(library, "upload-mine", visitor)
    with pytest.raises(LibraryError):
        library.add(visitor, "New", [upload(tmp_path / "up", "b.txt", "Fostamab was given once a week.\n")])
    assert ["upload-mine"] == [shelf.key for shelf in own(library, visitor)]


def test_there_are_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of documents, of corpora, of bytes together, of room on the disk: each told in a sentence."""
    limits = Limits(files=2, corpora=2, visitor_bytes=400, free_bytes=0)
    library, up = library_at(tmp_path, monkeypatch, limits), tmp_path / "up"
    visitor = library.new_visitor()
    texts = [upload(up, f"{number}.txt", f"Drug {number} was given once a week.\n") for number in range(4)]
    outcomes = library.add(visitor, "A", texts[:3])
    assert ["added", "added", "refused"] == states(outcomes)
    assert "2 documents" in outcomes[2].message
    long = upload(up, "long.txt", "A sentence of many words follows another one here. " * 7)
    assert ["refused", "added"] == states(library.add(visitor, "B", [long, texts[2]]))
    with pytest.raises(LibraryError, match="2 corpora"):
        library.add(visitor, "C", texts[:1])
    assert ["added"] == states(library.add(library.new_visitor(), "C", texts[:1]))
    full = Library(library.assistant("test", None), limits=Limits(free_bytes=2**60))
    assert "nearly full" in full.add(full.new_visitor(), "A", [upload(up, "x.txt")])[0].message


def test_old_visitors_are_forgotten(library: Library, tmp_path: Path) -> None:
    """Those who weren't here for so long; a visit counts whatever it was for."""
    one, other = library.new_visitor(), library.new_visitor()
    for visitor in (one, other):
        library.add(visitor, "Mine", [upload(tmp_path / "up", "a.txt")])
    for home in (tmp_path / "home" / "uploads").iterdir():
        os.utime(home, (0, 0))
    assert own(library, other)
    assert 1 == library.forget_older(30)
    assert [] == own(library, one)
    assert own(library, other)
    with pytest.raises(LibraryError):
        library.assistant("upload-mine", one)


def test_two_add_at_once_and_nothing_is_lost(library: Library, tmp_path: Path) -> None:
    """Into one corpus of one visitor, and into those of others: each finds all of its own and nothing else."""
    visitors = [library.new_visitor() for _ in range(3)]
    jobs = [
        (visitor, upload(tmp_path / "up", f"paper-{number}.txt", f"Drug{who}x{number} was given once a week.\n"))
        for number in range(3)
        for who, visitor in enumerate(visitors)
    ]
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda job: library.add(job[0], "Mine", [job[1]]), jobs))
    assert ["added"] * 9 == [outcome.state for (outcome,) in outcomes]
    for who, visitor in enumerate(visitors):
        assistant = library.assistant("upload-mine", visitor)
        texts = " ".join(document.text for document in assistant.documents)
        assert sorted(f"Drug{who}x{number}" for number in range(3)) == sorted(
            word for word in texts.split() if word.startswith("Drug")
        )


def test_one_asks_while_another_adds(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for another's index; who adds to a corpus can ask it meanwhile, as it was."""
    one, other = library.new_visitor(), library.new_visitor()
    library.add(one, "Mine", [upload(tmp_path / "up", "a.txt")])
    library.add(other, "Mine", [upload(tmp_path / "up", "a.txt")])
    begun, go_on = threading.Event(), threading.Event()

    def slow(*args: object, **more: object) -> object:
        begun.set()
        assert go_on.wait(30)
        return build_without_weights(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("rraml_qa.assistant.build_index", slow)
    new = upload(tmp_path / "up", "b.txt", "Fostamab was given once a week.\n")
    with ThreadPoolExecutor(1) as pool:
        adding = pool.submit(library.add, one, "Mine", [new])
        try:
            assert begun.wait(30)
            assert "Zelutamab" in quotes(library, "upload-mine", other)
            assert "Zelutamab" in quotes(library, "upload-mine", one)
            assert "Fostamab" not in quotes(library, "upload-mine", one)
        finally:
            go_on.set()
        assert ["added"] == states(adding.result(30))
    assert "Fostamab" in quotes(library, "upload-mine", one)


def test_a_corpus_is_opened_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """By however many who ask for it at the same time."""
    count, counting = [0], threading.Lock()

    def counted(*args: object, **more: object) -> object:
        with counting:
            count[0] += 1
        return build_without_weights(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("rraml_qa.assistant.build_index", counted)
    with ThreadPoolExecutor(8) as pool:
        opened = set(pool.map(lambda _: library.assistant("digest", None), range(16)))
    assert (1, 1) == (count[0], len(opened))


def test_only_so_many_are_kept_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that nobody asked the longest is opened again when it is asked."""
    library = library_at(tmp_path, monkeypatch, Limits(opened=2, free_bytes=0))
    visitor = library.new_visitor()
    for name in "ABC":
        library.add(visitor, name, [upload(tmp_path / "up", "a.txt")])
    third = library.assistant("upload-c", visitor)
    first = library.assistant("upload-a", visitor)
    assert third is library.assistant("upload-c", visitor)
    library.assistant("upload-b", visitor)
    assert first is not library.assistant("upload-a", visitor)


def test_another_process_adding_is_noticed(library: Library, tmp_path: Path) -> None:
    """A library that was opened before sees what was added through another one."""
    visitor = library.new_visitor()
    library.add(visitor, "Mine", [upload(tmp_path / "up", "a.txt")])
    assert "Fostamab" not in quotes(library, "upload-mine", visitor)
    beside = Library(library.assistant("test", None), limits=Limits(free_bytes=0))
    beside.add(visitor, "Mine", [upload(tmp_path / "up", "b.txt", "Fostamab was given once a week.\n")])
    assert "Fostamab" in quotes(library, "upload-mine", visitor)


def test_a_token_that_is_none_names_nobody(library: Library, tmp_path: Path) -> None:
    """Nothing is made for it."""
    for token in ("", "../../x", "a" * 42 + "/"):
        with pytest.raises(LibraryError):
            library.shelves(token)
        with pytest.raises(LibraryError):
            library.add(token, "Mine", [upload(tmp_path / "up", "a.txt")])
    assert not (tmp_path / "home" / "uploads").exists()


def test_a_started_corpus_with_a_name_of_ours_takes_no_ones_key(tmp_path: Path, library: Library) -> None:
    """A folder elsewhere that is called "digest" is not the digest."""
    folder = tmp_path / "elsewhere" / "digest"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT)
    started = library.assistant("test", None).beside(folder, tmp_path / "index")
    assert ["corpus-digest", "digest"] == [shelf.key for shelf in Library(started).shelves(None)]
