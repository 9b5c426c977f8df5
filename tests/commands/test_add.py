"""Adding documents: every one is read first, and none is lost, hidden or left locked."""

from __future__ import annotations

from pathlib import Path

import pytest

from rraml_qa.commands.add import Added, add_documents
from rraml_qa.config import Settings
from rraml_qa.errors import DocumentError, OutputError
from rraml_qa.ingest.corpus import find_corpus
from rraml_qa.ingest.document import read_document

TEXT = "Methods\n\nGilteritinib is an FLT3 inhibitor.\n"


def pdf(path: Path, password: str | None = None) -> Path:
    from pypdf import PdfWriter
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "Gilteritinib is an FLT3 inhibitor.")
    canvas.save()
    if password is not None:
        writer = PdfWriter(clone_from=path)
        writer.encrypt(password, "the owner's", algorithm="AES-256")
        writer.write(path)
    return path


def text(path: Path, content: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def test_what_is_new_is_told_from_what_was_there(tmp_path: Path) -> None:
    """A file that is there unchanged is not reported as added; another or a replaced one is."""
    folder = tmp_path / "corpus"
    first, second = text(tmp_path / "a.txt"), text(tmp_path / "b.txt")
    assert [Added(folder / "a.txt", new=True)] == add_documents([first], folder, Settings())
    assert [Added(folder / "a.txt", new=False), Added(folder / "b.txt", new=True)] == add_documents(
        [first, second], folder, Settings()
    )
    text(first, TEXT + "More of it.\n")
    with pytest.raises(DocumentError, match="--replace"):
        add_documents([first], folder, Settings())
    assert [Added(folder / "a.txt", new=True)] == add_documents([first], folder, Settings(), replace=True)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    """Of two files that would be called the same neither is copied, with --replace either."""
    files = [text(tmp_path / "x" / "a.txt"), text(tmp_path / "y" / "a.txt", TEXT + "Other.\n")]
    for replace in (False, True):
        with pytest.raises(DocumentError, match=r"2 are called a\.txt"):
            add_documents(files, tmp_path / "corpus", Settings(), replace=replace)
    assert not (tmp_path / "corpus").exists()


def test_a_hidden_file_is_refused(tmp_path: Path) -> None:
    """A file that the corpus would pass over, for the dot it begins with, is refused."""
    with pytest.raises(DocumentError, match="hidden file"):
        add_documents([text(tmp_path / ".a.txt")], tmp_path / "corpus", Settings())


def test_an_unreadable_document_keeps_the_others_out(tmp_path: Path) -> None:
    """Nothing is copied unless every file can be read."""
    with pytest.raises(DocumentError, match="empty"):
        add_documents([text(tmp_path / "a.txt"), text(tmp_path / "b.txt", "")], tmp_path / "corpus", Settings())
    assert not (tmp_path / "corpus").exists()


def test_an_encrypted_pdf_is_stored_open(tmp_path: Path) -> None:
    """With its password an encrypted PDF is stored so that indexing needs none; adding it again changes nothing."""
    folder, locked = tmp_path / "corpus", pdf(tmp_path / "locked.pdf", "secret")
    for wrong in (None, "other"):
        with pytest.raises(DocumentError, match="encrypted"):
            add_documents([locked], folder, Settings(), password=wrong)
    assert add_documents([locked], folder, Settings(), password="secret")[0].new
    (file,) = find_corpus(folder).files
    assert "Gilteritinib is an FLT3 inhibitor." in read_document(file, Settings().passages).text
    assert not add_documents([locked], folder, Settings(), password="secret")[0].new


def test_a_password_changes_no_other_file(tmp_path: Path) -> None:
    """Files that need no password are stored byte for byte, also when one is given."""
    folder, files = tmp_path / "corpus", [pdf(tmp_path / "open.pdf"), text(tmp_path / "a.txt")]
    for file, added in zip(files, add_documents(files, folder, Settings(), password="secret"), strict=True):
        assert file.read_bytes() == added.path.read_bytes()


def test_a_corpus_that_cannot_be_written_is_one_error(tmp_path: Path) -> None:
    """A folder that can't be made is an error of the output that names it."""
    with pytest.raises(OutputError, match="corpus"):
        add_documents([text(tmp_path / "a.txt")], text(tmp_path / "corpus"), Settings())
