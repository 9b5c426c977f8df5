"""`rraml-qa evidence`, `plot`, `compare` and `audit` as a user runs them, and the measure of the audit."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from command import run

EVAL = Path(__file__).resolve().parents[2] / "eval"


def test_the_evidence_of_a_corpus_is_exported(digest_home: Path, tmp_path: Path) -> None:
    """A file's suffix tells its form; every figure and stated field is a slice of the document's frozen text."""
    out = tmp_path / "evidence.csv"
    done = run(digest_home, "evidence", "-o", out)
    assert "" == done.stdout
    text = next((digest_home / "index" / "digest" / "texts").iterdir()).read_bytes().decode()
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert f"{len(rows)} figures." in done.stderr
    for row in rows:
        assert row["value"] == text[int(row["start"]) : int(row["end"])]
        assert row["quote"] == text[int(row["quote_start"]) : int(row["quote_end"])]
    table = next(row for row in rows if row["treatment"] == "HAA" and row["table"])
    assert ("Table 1", "80", "46", "Phase II", "26") == tuple(
        table[column] for column in ("table", "low", "n", "phase", "references")
    )


def test_brands_and_abbreviations_choose_the_figures(digest_home: Path) -> None:
    """--drug and --endpoint take names as questions do, and it is said how they were read."""
    done = run(digest_home, "evidence", "--json", "--drug", "Xospata", "--endpoint", "OS")
    (row,) = map(json.loads, done.stdout.splitlines())
    assert ("gilteritinib", 9.3, ["36"]) == (row["treatment"], row["low"], row["references"])
    assert "Xospata → gilteritinib" in done.stderr
    none = run(digest_home, "evidence", "--csv", "--drug", "ibuprofen")
    assert 1 == len(none.stdout.splitlines())
    assert "gives no figure of ibuprofen" in none.stderr


@pytest.fixture
def in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("evidence", "-o", "out.xlsx"), 2, "form"),
        (("evidence", "-o", "none/out.csv"), 4, "no folder"),
        (("evidence", "--corpus", "/nowhere"), 3, "does not exist"),
        (("plot", "-o", "out.pdf"), 4, ".svg or .png"),
        (("plot", "-o", "none/out.svg"), 4, "no folder"),
        (("plot", "-o", "out.svg", "--slide"), 2, "A slide is a PNG"),
        (("plot", "-o", "out.svg", "--endpoint", "half-life"), 2, "nothing is drawn"),
        (("plot",), 2, "--output"),
        (("compare", "Xospata", "gilteritinib"), 2, "the same treatment"),
        (("compare", "Xospata", "zzyzx"), 2, "no treatment"),
        (("compare", "Xospata", "MEC", "-o", "out.xlsx"), 2, "form"),
        (("compare", "Xospata", "MEC", "-o", "none/out.csv"), 4, "no folder"),
        (("audit", "--corpus", "/nowhere"), 3, "does not exist"),
        (("eval", "audit", "--set", "/nowhere"), 3, "can't be read"),
    ],
)
def test_what_is_off_is_told_in_a_sentence(
    digest_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    status: int,
    words: str,
) -> None:
    """A form that isn't clear, a file that can't be written and a corpus that isn't there end with a named status."""
    monkeypatch.chdir(tmp_path)
    done = run(digest_home, *arguments, status=status)
    assert words in done.stderr
    assert "" == done.stdout


def test_rates_are_drawn(digest_home: Path, tmp_path: Path) -> None:
    """Every CR rate of the digest's table is a row of the plot, contradictions are marked, and nothing else changes."""
    out = tmp_path / "forest.svg"
    done = run(digest_home, "plot", "-o", out)
    assert "" == done.stdout
    svg = out.read_text(encoding="utf-8")
    rows = svg.count('class="forest-row"')
    assert f"{rows} rates of " in done.stderr
    assert 18 == len(re.findall(r"<title>[^<]*\| Phase", svg))  # one of them is of two regimens
    assert "HAA, complete remission: 80%. “HAA | [26] | Phase II | 46 | 80”" in svg
    assert 4 == svg.count("contradicted elsewhere in the document")
    again = tmp_path / "again.svg"
    run(digest_home, "plot", "-o", again)
    assert out.read_bytes() == again.read_bytes()
    done = run(digest_home, "plot", "-o", tmp_path / "a.png", "--drug", "Xospata", "--endpoint", "CR")
    assert "Xospata → gilteritinib" in done.stderr
    assert "1 rate of 1 treatment" in done.stderr
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_two_treatments_are_set_side_by_side(digest_home: Path, tmp_path: Path) -> None:
    """Names are read as in questions; the text says whether they were compared, and forms are written by suffix."""
    done = run(digest_home, "compare", "Xospata", "quizartinib")
    assert "Xospata → gilteritinib" in done.stderr
    assert "can't be compared directly" in done.stdout
    assert "gilteritinib: 9.3 months" in done.stdout
    assert "quizartinib: 6.2 months" in done.stdout
    assert "head to head in complete remission" in run(digest_home, "compare", "FLAM", "carboplatin-topotecan").stdout
    out = tmp_path / "both.csv"
    run(digest_home, "compare", "HAA", "HAM", "-o", out)
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [("HAA", "76%"), ("HAA", "80"), ("HAM", "76%"), ("HAM", "36")] == [
        (row["side"], row["value"]) for row in rows if row["compared"] == "complete remission"
    ]
    assert "| HAA | HAM |" in run(digest_home, "compare", "HAA", "HAM", "--markdown").stdout


def test_the_audit_tells_what_contradicts_itself(digest_home: Path) -> None:
    """Conflicts are quoted from both places with status 0; --fail-on-conflict makes of them the status 8."""
    done = run(digest_home, "audit")
    assert "HAA, complete remission: 76% in the text [25], but 80% in Table 1 [26]" in done.stdout
    assert "CLAG:" in done.stdout
    assert "23 conflicts in 1 document" in done.stderr
    assert "--all tells them" in done.stderr
    assert "Possible reason" not in done.stdout
    lines = run(digest_home, "audit", "--json", "--all", "--fail-on-conflict", status=8).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert {"value", "reference", "expansion"} == {each["kind"] for each in found}
    assert [True] * 23 == [each["conflict"] for each in found][:23]
    assert all(each["reasons"] for each in found[23:])


def test_the_audit_is_measured(digest_home: Path) -> None:
    """`eval audit` counts what of the list is found in the corpus named, and `eval check` takes its gold from there."""
    corpus = EVAL / "second" / "corpus"
    done = run(digest_home, "eval", "audit", "--set", EVAL / "second", "--corpus", corpus, "--json")
    (audit,) = json.loads(done.stdout)["audits"]
    assert {"listed": 4, "found": 4, "missed": 0, "false": 0} == audit["kinds"]["value"]
    checked = run(digest_home, "eval", "check", "--set", EVAL / "second", "--corpus", corpus)
    assert "162 questions" in checked.stdout
    assert (
        "in the corpus invented-fl"
        in run(digest_home, "eval", "check", "--set", EVAL, "--corpus", corpus, status=3).stderr
    )


def test_the_further_questions_are_a_sound_set(digest_home: Path) -> None:
    """Every further question and dialogue has its form, and gold that stands in the digest."""
    checked = run(digest_home, "eval", "check", "--set", EVAL / "more")
    assert "1,152 questions, 38 dialogues" in checked.stdout
