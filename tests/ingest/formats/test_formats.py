"""The same document in every format reads the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.digest_formats import ENTRIES, as_document, digest_docx, digest_html, digest_jats, digest_markdown
from rraml_qa.ingest.references import parse_references
from rraml_qa.types import Document

FORMATS: dict[str, Callable[[], bytes]] = {
    "digest.html": digest_html,
    "digest.docx": digest_docx,
    "digest.xml": digest_jats,
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return as_document(digest_markdown(), tmp_path_factory.mktemp("markdown"), "digest.md")


@pytest.fixture(scope="module", params=sorted(FORMATS))
def actual(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Document:
    return as_document(FORMATS[request.param](), tmp_path_factory.mktemp("format"), request.param)


def _units(document: Document) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(unit.kind, unit.span.of(document.text), unit.path) for unit in document.units]


def _tables(document: Document) -> list[tuple]:
    def text(span):
        return span and span.of(document.text)

    return [
        (
            table.label,
            table.header,
            [[cell.of(document.text) for cell in row.cells] for row in table.rows],
            text(table.caption),
            text(table.key),
        )
        for table in document.tables
    ]


def test_sections_are_the_same(expected: Document, actual: Document):
    """Every format gives the same title and the same sections at the same levels."""
    assert expected.title == actual.title
    assert [(s.path, s.level) for s in expected.sections] == [(s.path, s.level) for s in actual.sections]


def test_tables_are_the_same(expected: Document, actual: Document):
    """Every format gives the same table: label, heads, cells, caption, key."""
    assert _tables(expected) == _tables(actual)
    assert [(18, 5)] == [(len(table.rows), len(table.header)) for table in actual.tables]


def test_units_are_the_same(expected: Document, actual: Document):
    """Every format gives the same sentences in the same order, and the same rows, captions and keys."""
    assert sorted(_units(expected)) == sorted(_units(actual))
    sentences = [[unit for unit in _units(each) if unit[0] == "sentence"] for each in (expected, actual)]
    assert sentences[0] == sentences[1]


def test_notes_are_the_same(expected: Document, actual: Document):
    """Every format gives the same editor's notes, which are no units."""
    notes = [[b.span.of(d.text) for b in d.blocks if b.role == "note"] for d in (expected, actual)]
    assert notes[0] == notes[1]
    assert len(notes[0]) > 5


def test_references_are_the_same(expected: Document, actual: Document):
    """Every format gives each number its entry, as a slice of the text, and no entry is a unit."""
    wanted = {str(number): entry for number, entry in enumerate(ENTRIES, 1)}
    for document in (expected, actual):
        assert wanted == {each.number: each.span.of(document.text) for each in document.references}
        blocks = [block.span.of(document.text) for block in document.blocks if block.role == "reference"]
        assert wanted == parse_references(blocks)
    assert not [unit for unit in _units(actual) if "An invented study" in unit[1]]


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".xml", ".docx"])
def test_a_wrong_suffix_is_no_reason_to_fail(name: str, suffix: str, tmp_path: Path):
    """A file is read by what is in it, whatever it is called."""
    document = as_document(FORMATS[name](), tmp_path, f"renamed{suffix}")
    assert len(ENTRIES) == len(document.references)
    assert 1 == len(document.tables)
