"""Sentences and tables as reviews and abstracts write them, with the records that are expected of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence_expected import Case, as_document, cases, matched, records_of, tables, told
from rraml_qa.ingest.corpus import CorpusFile
from rraml_qa.ingest.document import read_document
from rraml_qa.ingest.passages import PassageSettings
from rraml_qa.types import Document


@pytest.fixture
def as_table(tmp_path: Path) -> Callable[[str], Document]:
    """What reads Markdown into a document."""

    def read(markdown: str) -> Document:
        path = tmp_path / "table.md"
        path.write_text(markdown, encoding="utf-8")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        return read_document(CorpusFile("table", path.name, path, sha256), PassageSettings())

    return read


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.where)
def test_records_of_a_text_are_those_expected(case: Case) -> None:
    """All that is expected is read, and nothing else."""
    found = records_of(as_document(case.text))
    assert (matched(case.records, found), len(found)) == (len(case.records), len(case.records)), shown(case, found)


@pytest.mark.parametrize("case", list(tables()), ids=lambda case: case.where)
def test_records_of_a_table_are_those_expected(case: Case, as_table: Callable[[str], Document]) -> None:
    """Each cell that gives an endpoint is read by its column's head and its row's treatment."""
    found = records_of(as_table(case.text))
    assert (matched(case.records, found), len(found)) == (len(case.records), len(case.records)), shown(case, found)


def shown(case: Case, found) -> str:
    """What was expected and what came."""
    wanted = [f"want {each.line}" for each in case.records]
    return "\n".join(["", case.text, *wanted, *(f"got  {told(record)}" for record in found)])
