"""`rraml-qa eval` as a user runs it, and the gate that every run of the tests goes through."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SET = str(Path(__file__).resolve().parents[2] / "eval")


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rraml_qa", "eval", *arguments],
        env={**os.environ, "RRAML_QA_HOME": str(home), "COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_measure_falls_below_the_baselines(review_home: Path, tmp_path: Path) -> None:
    """The dev half on both editions: every measure holds against eval/baselines.json; page and JSON are whole."""
    page = tmp_path / "report.html"
    done = run(
        review_home,
        "--set",
        SET,
        "--gate",
        f"{SET}/baselines.json",
        "--json",
        "--html",
        str(page),
    )
    assert 0 == done.returncode, done.stderr
    editions = json.loads(done.stdout)["editions"]
    assert ["digest", "original"] == [edition["corpus"]["edition"] for edition in editions]
    for edition in editions:
        assert 0 == sum(not question["expected"] for question in edition["questions"] if question["facts"])
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_gold_found_in_an_original_holds_its_facts(review_home: Path) -> None:
    """Each question's facts stand in the gold found for it in the original, for both halves of the set."""
    from rraml_qa.evaluation.bench import read_digest
    from rraml_qa.evaluation.facts import held
    from rraml_qa.evaluation.load import load_set
    from rraml_qa.evaluation.locate import Locator
    from rraml_qa.index.store import read_documents

    locator = Locator(read_digest(), read_documents(review_home / "index" / "original")[1])
    chosen = load_set(Path(SET))
    items = [*chosen.items, *(turn for dialogue in chosen.dialogues for turn in dialogue.turns)]
    for item in items:
        if item.expected.answerable:
            gold = [unit.text for unit in locator.locate(item.expected) if unit.grade == 2]
            found = frozenset[int]().union(*(held(text, item.expected.facts) for text in gold))
            assert len(item.expected.facts) == len(found), item.where


def test_the_set_is_checked(digest_home: Path) -> None:
    """`eval check` says that the set is as it should be."""
    done = run(digest_home, "check", "--set", SET)
    assert (0, "") == (done.returncode, done.stderr)
    assert "563 questions" in done.stdout


def test_own_questions_are_imported_measured_and_exported(digest_home: Path, tmp_path: Path) -> None:
    """A CSV of one's own becomes a set's file, can be measured without gold, and exported."""
    mine = tmp_path / "mine.csv"
    mine.write_text("question,facts\nCR rate of FLAD?,53%\nWhat is the weather?,\n", encoding="utf-8")
    done = run(digest_home, "import", str(mine), str(tmp_path / "mine.jsonl"))
    assert 0 == done.returncode, done.stderr
    measured = run(digest_home, "--questions", str(tmp_path / "mine.jsonl"), "--json")
    assert 0 == measured.returncode, measured.stderr
    rows = json.loads(measured.stdout)["editions"][0]["questions"]
    assert [True, True] == [row["right"] for row in rows]
    exported = run(digest_home, "export", "trec", str(tmp_path / "trec"), "--questions", str(mine))
    assert 0 == exported.returncode, exported.stderr
    assert (tmp_path / "trec/run.txt").read_text().startswith("line-2 Q0 digest:")


@pytest.fixture
def in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--set", "none"), 3, "there are none"),
        (("--questions", "none.csv"), 3, "can't be read"),
        (("--gate", "none.json", "--questions", "q.jsonl"), 3, "no baselines"),
        (("--split", "train"), 2, "dev"),
        (("export", "xml", "out"), 2, "beir"),
        (("--set", "none", "check"), 2, "has no effect before check"),
        (("--set", "none", "--questions", "q.jsonl"), 2, "exclude each other"),
        (("--json", "--markdown"), 2, "exclude each other"),
        (("--html", "none/page.html", "--questions", "q.jsonl"), 4, "there is no none"),
    ],
)
def test_what_is_off_is_told_in_a_sentence(
    digest_home: Path, in_tmp: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    """A missing set, file or baseline, and unknown words, end with a sentence and a named status."""
    (in_tmp / "q.jsonl").write_text('{"question": "CR rate of FLAD?", "facts": [["53%"]]}\n', encoding="utf-8")
    done = run(digest_home, *arguments)
    assert status == done.returncode
    assert words in done.stderr
    assert "Traceback" not in done.stderr
