"""Names that strangers give are harmless, and those of different things differ."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.corpora.naming import clean_name, folder_of_visitor, is_own_key, key_of, split_suffix, unused_name
from rraml_qa.errors import LibraryError


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\paper.pdf", "paper.pdf"),
        ("/", "document"),
        ("", "document"),
        ("..", "document"),
        (".bashrc", "bashrc"),
        ("paper.pdf\0.txt", "paper.pdf.txt"),
        ("a\r\nb.txt", "a b.txt"),
        ("gnp\u202efdp.exe", "gnpfdp.exe"),
        ("a\u200bb\ufeff.txt", "ab.txt"),
        ("<img src=x onerror=alert(1)>.pdf", "-img src=x onerror=alert(1)-.pdf"),
        ("\ud800paper.pdf", "paper.pdf"),
        ("Überleben.pdf", "Überleben.pdf"),
        ("paper.pdf. ", "paper.pdf"),
    ],
)
def test_a_name_is_one_harmless_line(given: str, clean: str) -> None:
    """No part of a path, nothing invisible, nothing that hides it, nothing that a system forbids."""
    assert clean == clean_name(given, "document")


@given(st.text(max_size=400))
def test_any_name_can_be_stored(name: str) -> None:
    """Whatever it is, what is stored is a short name right in its folder."""
    stem, suffix = split_suffix(clean_name(name, "document"))
    stored = stem + (suffix or ".txt")
    assert stem
    assert not stored.startswith(".")
    assert len(stored.encode()) < 220
    assert not any(char in "/\\" or unicodedata.category(char)[0] == "C" for char in stored)


def test_names_that_systems_reserve_are_changed() -> None:
    """As are names that are too long, whose ending stays."""
    assert ("_con", ".txt") == split_suffix("con.txt")
    stem, suffix = split_suffix("é" * 400 + ".pdf")
    assert (90, ".pdf") == (len(stem), suffix)


def test_a_taken_name_gets_a_number() -> None:
    """The first that is free."""
    taken = {"a.pdf", "a (2).pdf"}
    assert "a (3).pdf" == unused_name("a", ".pdf", taken.__contains__)
    assert "b.pdf" == unused_name("b", ".pdf", taken.__contains__)


def test_keys_are_plain_and_tell_names_apart() -> None:
    """A key can stand in an address; names that differ in letters have different keys, also without Latin ones."""
    names = ["My papers", "α study", "β study", "我的论文", "他的论文", "x" * 300, "x" * 301, "!!", "??"]
    keys = [key_of(name) for name in names]
    assert "upload-my-papers" == keys[0] == key_of("my  PAPERS")
    assert len(set(keys)) == len(names)
    assert all(is_own_key(key) for key in keys)


@pytest.mark.parametrize("key", ["digest", "upload-", "upload-../x", "upload-a/b", "upload-A", "upload-a\n", "", "."])
def test_other_keys_are_nobodys(key: str) -> None:
    assert not is_own_key(key)


@pytest.mark.parametrize("token", ["", "x", "../" * 15, "a" * 44, "a" * 42 + "/", "a" * 43 + "\n", None])
def test_a_token_has_the_shape_of_one(token: str) -> None:
    """What hasn't names no folder."""
    with pytest.raises(LibraryError):
        folder_of_visitor(token)


def test_a_folder_does_not_tell_its_token() -> None:
    """It is the token's hash."""
    folder = folder_of_visitor("a" * 43)
    assert 64 == len(folder)
    assert "aaaa" not in folder
