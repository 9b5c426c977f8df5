"""The script that compares readers counts what it says it counts."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from ingest.pdf.paper import make_paper

SCRIPT = Path(__file__).resolve().parents[3] / "eval" / "ingest" / "compare.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compare_readers", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where a dataclass looks its annotations up
    spec.loader.exec_module(module)
    return module


def test_word_runs_undo_hyphens_and_ligatures(script: ModuleType):
    """A word broken at a line's end and one with a ligature are the words that they are."""
    assert {("refractory", "leukemia", "efficacy")} == script.word_runs("refrac-\ntory leukemia, eﬃcacy", 3)


def test_repeated_lines_are_dropped(script: ModuleType):
    """What stands on a third of the pages, digits aside, is no text."""
    text = "\f".join(f"Journal, page {number}\nline {'abcdef'[number]}" for number in range(6))
    assert "line a\nline b\nline c\nline d\nline e\nline f" == script.without_repeats(text)


def test_compare_one_paper(script: ModuleType, tmp_path: Path):
    """Readers are compared two by two, with the time that each took."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(make_paper().data)
    found = script.compare(path, {"ours": script._ours, "again": script._ours, "none": lambda _: ""})
    assert (6, 1.0, 0.0) == (found.pages, found.shared["ours", "again"], found.shared["ours", "none"])
    assert {"ours", "again", "none"} == set(found.seconds) == set(found.kept)
