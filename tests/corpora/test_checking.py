"""Uploads are what their bytes say; what is no document is refused in a sentence, whatever it is called."""

from __future__ import annotations

import os
import random
import struct
from pathlib import Path

import pytest

from corpora.uploads import MAIN, TEXT, docx_of, package, pdf_of
from rraml_qa.config import Settings
from rraml_qa.corpora.checking import Given, check_readable, look_at, read_bytes
from rraml_qa.corpora.values import Limits
from rraml_qa.errors import DocumentError

PAGE = f"<!doctype html><html><body><p>{TEXT}</p></body></html>"
ARTICLE = f"<article><front/><body><p>{TEXT}</p></body></article>"
ZEROS = struct.pack("<4I", 1, 2, 3, 4)
HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "program": ("paper.pdf", b"MZ\x90\0" + ZEROS, "a program"),
    "program as text": ("paper.txt", b"\x7fELF\2\1\1\0" + ZEROS, "a program"),
    "script": ("run.txt", b"#!/bin/sh\nrm -rf ~\n", "a program"),
    "PHP": ("page.html", b"<?php echo 1; ?>", "a program"),
    "program and PDF at once": ("paper.pdf", b"MZ" + pdf_of("A sentence in a PDF."), "a program"),
    "ZIP": ("papers.docx", package(a=TEXT), "a ZIP archive"),
    "ZIP without a suffix": ("papers", package(a=TEXT), "a ZIP archive"),
    "ZIP as text": ("papers.txt", package(a=TEXT), "a ZIP archive"),
    "cut-short DOCX": ("paper.docx", docx_of()[:200], "a ZIP archive"),
    "spreadsheet": ("paper.docx", package(types="<Types/>", xl__workbook="x"), "a ZIP archive"),
    "macros": ("paper.docx", docx_of(**{"word__vbaProject.bin": b"x"}), "without macros"),
    "macros by type": (
        "paper.docx",
        docx_of(kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "without macros",
    ),
    "macros by name": ("paper.docm", docx_of(), "ends in .docm"),
    "picture": ("figure.txt", b"\x89PNG\r\n\x1a\n" + ZEROS, "a picture"),
    "picture of lines": ("figure.xml", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "JATS"),
    "picture of lines as text": ("figure.txt", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a picture"),
    "other XML as text": ("data.txt", b'<?xml version="1.0"?><data>1</data>', "no JATS"),
    "RTF": ("paper.txt", b"{\\rtf1 text}", "RTF"),
    "old Word": ("paper.docx", b"\xd0\xcf\x11\xe0" + ZEROS, "old Office"),
    "gzip": ("paper.md", b"\x1f\x8b\x08\0" + ZEROS, "an archive"),
    "noise as text": ("notes.txt", random.Random(4).randbytes(4000), "neither text"),
    "high bytes as text": ("notes.txt", bytes(random.Random(4).choices(range(0xC0, 0x100), k=900)), "neither text"),
    "a page of HTML called PDF": ("paper.pdf", PAGE.encode(), "an HTML page"),
    "text called PDF": ("paper.pdf", TEXT.encode(), "plain text"),
    "text called DOCX": ("paper.docx", TEXT.encode(), "plain text"),
    "text called a program": ("setup.exe", TEXT.encode(), "ends in .exe"),
}


def look_at_and_read(data: bytes, name: str, folder: Path) -> Given:
    """As uploads are checked."""
    given = look_at(data, name, Limits())
    place = folder / f"{given.stem}{given.suffix}"
    place.write_bytes(data)
    check_readable(given, place, Settings(), Limits())
    return given


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_document_is_refused(case: str, tmp_path: Path) -> None:
    """One sentence or two, with the file's name and what it is, and nothing else is raised."""
    name, data, what = HOSTILE[case]
    with pytest.raises(DocumentError, match=what) as caught:
        look_at_and_read(data, name, tmp_path)
    message = str(caught.value)
    assert message.startswith(Path(name).stem)
    assert "\n" not in message
    assert str(tmp_path) not in message


@pytest.mark.parametrize(
    ("name", "data", "stored"),
    [
        ("paper.pdf", pdf_of("A sentence in a PDF."), "paper.pdf"),
        ("paper.PDF", pdf_of("A sentence in a PDF."), "paper.pdf"),
        ("paper.docx", docx_of(), "paper.docx"),
        ("paper.htm", PAGE.encode(), "paper.htm"),
        ("paper.nxml", ARTICLE.encode(), "paper.nxml"),
        ("paper.md", TEXT.encode(), "paper.md"),
        ("paper.txt", TEXT.encode(), "paper.txt"),
        ("paper.txt", TEXT.encode("utf-16"), "paper.txt"),
        ("paper.txt", "Die Überlebenszeit betrug 9 Monate.".encode("cp1252"), "paper.txt"),
        ("MZ lymphoma.txt", b"MZ lymphoma is indolent in most patients.", "MZ lymphoma.txt"),
    ],
)
def test_documents_of_every_kind_are_taken(name: str, data: bytes, stored: str, tmp_path: Path) -> None:
    """They keep their names, without a remark, and can be read."""
    given = look_at_and_read(data, name, tmp_path)
    assert (stored, "") == (given.stem + given.suffix, given.remark)


@pytest.mark.parametrize(
    ("name", "data", "stored", "told"),
    [
        ("paper.txt", pdf_of("A sentence in a PDF."), "paper.pdf", "is a PDF"),
        ("paper.pdf", docx_of(), "paper.docx", "is a DOCX"),
        ("paper.txt", PAGE.encode(), "paper.html", "is an HTML page"),
        ("paper.html", ARTICLE.encode().replace(b"<article>", b"<?xml version='1.0'?><article>"), "paper.xml", "JATS"),
        ("paper.html", TEXT.encode(), "paper.txt", "is plain text"),
        ("Smith et al. 2020", pdf_of("A sentence in a PDF."), "Smith et al. 2020.pdf", ""),
    ],
)
def test_a_name_is_put_right_and_that_is_told(name: str, data: bytes, stored: str, told: str) -> None:
    """A document whose name has another document's ending, or none, is stored with the right one."""
    given = look_at(data, name, Limits())
    assert stored == given.stem + given.suffix
    assert told in given.remark
    assert bool(told) == bool(given.remark)


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf\n", b"\xff\xfe", b"\0\0\0\0"])
def test_an_empty_file_is_refused(data: bytes, tmp_path: Path) -> None:
    """So is one of nothing but white space, marks or zeros."""
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(DocumentError, match="empty"):
        read_bytes(tmp_path / "a", "a.txt", 100)


def test_no_link_folder_or_pipe_is_read(tmp_path: Path) -> None:
    """Only a regular file is, and no more of it than there may be."""
    (tmp_path / "secret").write_text(TEXT)
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "missing", "."):
        with pytest.raises(DocumentError, match=r"^a\.txt"):
            read_bytes(tmp_path / name, "a.txt", 100)
    with pytest.raises(DocumentError, match="at most 10 bytes"):
        read_bytes(tmp_path / "secret", "a.txt", 10)


def test_a_package_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file of very large parts is refused before any of them is unpacked."""
    monkeypatch.setattr("rraml_qa.corpora.checking._UNPACKED", 2**20)
    data = docx_of(word__media="\0" * 2**21)
    assert len(data) < 2**14
    with pytest.raises(DocumentError, match="at most 1 MB"):
        look_at(data, "paper.docx", Limits())


def test_text_without_end_is_refused(tmp_path: Path) -> None:
    """Before it is read, and what is short as a file but long as a text after that."""
    limits = Limits(characters=50)
    with pytest.raises(DocumentError, match="at most 50 characters"):
        look_at(TEXT.encode(), "a.txt", limits)
    given = look_at(docx_of(), "a.docx", limits)
    (tmp_path / "a.docx").write_bytes(given.data)
    with pytest.raises(DocumentError, match="at most 50 characters"):
        check_readable(given, tmp_path / "a.docx", Settings(), limits)


def test_an_encrypted_pdf_is_refused_without_a_word_of_options(tmp_path: Path) -> None:
    """The visitor has no command line."""
    given = look_at(pdf_of("A sentence in a PDF.", password="secret"), "a.pdf", Limits())
    (tmp_path / "a.pdf").write_bytes(given.data)
    with pytest.raises(DocumentError, match="is encrypted") as caught:
        check_readable(given, tmp_path / "a.pdf", Settings(), Limits())
    assert "--" not in str(caught.value)


def test_the_type_is_that_of_a_word_document() -> None:
    """The package of these tests is one that Word would open."""
    assert MAIN.endswith("main+xml")
    assert look_at(docx_of(), "a.docx", Limits()).kind == "docx"
