"""What the head of the page says that the documents are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.corpora.values import Shelf
from rraml_qa.ui.subject import disease_of, title_of


@pytest.mark.parametrize(
    ("sentences", "disease"),
    [
        (["Multiple myeloma comes back.", "In multiple myeloma it helps."] * 3, "multiple myeloma"),
        (["AML is hard to treat."] * 6, "acute myeloid leukemia"),
        (["We treat all of them, and ALL once."] * 1 + ["All of it for all."] * 6, None),
        (["AML came back.", "Multiple myeloma came back."] * 6, None),
        (["AML is rare."] * 3, None),
        (["R/R AML is hard to treat.", "AML is not."] * 5, "relapsed or refractory acute myeloid leukemia"),
    ],
)
def test_the_disease_that_is_named_by_far_the_most(tmp_path: Path, sentences: list[str], disease: str | None) -> None:
    """None where two are named alike, or hardly any; a word that is an abbreviation in capitals counts for none."""
    assert disease == disease_of(fake_assistant(tmp_path, *sentences))


@pytest.mark.parametrize(
    ("name", "title", "shown"),
    [("review.txt", "review", "review.txt"), ("a.pdf", "A trial", "A trial"), ("notes", "notes", "notes")],
)
def test_a_document_without_a_title_has_its_files_name(name: str, title: str, shown: str) -> None:
    assert shown == title_of(name, title)


@pytest.mark.parametrize(
    ("name", "edition", "own", "label"),
    [
        ("A long title of a digest of some review or other", "digest", False, "Digest"),
        ("original", "original", False, "Original"),
        ("My documents", "My documents", True, "My documents (yours)"),
        ("digest", "digest", True, "digest (yours)"),
        ("x" * 60, "y", False, "x" * 39 + "…"),
    ],
)
def test_a_corpus_has_a_short_label(name: str, edition: str, own: bool, label: str) -> None:
    assert label == Shelf("key", name, edition, own=own, documents=()).label
