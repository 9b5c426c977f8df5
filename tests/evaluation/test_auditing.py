"""The audit's measure: what of a reader's list is reported, what isn't, and what is reported beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rraml_qa.errors import EvaluationError
from rraml_qa.evaluation.auditing import Case, Count, audit_view, load_cases, measure_audit
from rraml_qa.types import CorpusRef
from written import written

SETS = Path(__file__).resolve().parents[2] / "eval"
CORPUS = CorpusRef("test", "0" * 64)
TEXT = """# Review

## Drugs

Venetoclax gave a CR rate of 19% [3]. The CR rate with FLAG-IDA was 50% [5]. A partial response (PR) was seen.

The progesterone receptor (PR) was not.

| Regimen | Ref | Design | N | CR (%) |
|---|---|---|---|---|
| Venetoclax | [3] | Phase II | 32 | 9 |
| FLAG-IDA | [3] | Phase II | 46 | 50 |

Table 1: Results.
"""
VALUE = Case("a", "value", "Venclexta", ("19%", "9"), "CR", verdict="conflict")
REFERENCE = Case("b", "reference", "FLAG-IDA", (), None, (("5",), ("3",)), "conflict")
EXPANSION = Case("c", "expansion", "PR", ("partial response", "progesterone receptor"), true_conflict=True)


def counts(*cases: Case) -> list[Count]:
    return list(measure_audit(cases, [written(TEXT)[0]], CORPUS).kinds.values())


def test_listed_conflicts_are_found_by_what_they_say() -> None:
    """A case is found where a reported conflict is of the same matter and each side gives what the case has."""
    assert [Count(1, 1, 0, 0)] * 3 == counts(VALUE, REFERENCE, EXPANSION)


def test_what_is_not_reported_is_missed_and_what_is_not_listed_false() -> None:
    """A case of other values is missed; the conflict reported in its place is a false alarm, in words."""
    other = Case("a", "value", "venetoclax", ("19%", "12"), "CR", verdict="conflict")
    report = measure_audit([other, REFERENCE, EXPANSION], [written(TEXT)[0]], CORPUS)
    assert Count(1, 0, 1, 1) == report.kinds["value"]
    assert ("a",) == report.missed
    assert ("venetoclax, complete remission: 19% in the text [3], but 9% in Table 1 [3]",) == report.false


def test_what_the_reader_found_explained_is_a_false_alarm() -> None:
    """A reported conflict that the list has as explained is false, and its case is named."""
    explained = Case("a", "value", "venetoclax", ("19%", "9"), "CR", verdict="explained")
    report = measure_audit([explained], [written(TEXT)[0]], CORPUS)
    assert Count(0, 0, 0, 1) == report.kinds["value"]
    assert any("(a: explained)" in words for words in report.false)


def test_kinds_that_are_not_looked_for_are_counted_apart() -> None:
    """Conflicts between statements are out of scope, and said to be."""
    report = measure_audit([Case("s", "statement", "HSCT", verdict="conflict")], [], CORPUS)
    assert (1, ()) == (report.out_of_scope, report.missed)
    assert any("1 listed conflict is of a kind" in str(part) for part in audit_view(report))


@pytest.mark.parametrize(
    ("folder", "corpus"), [("", "../corpus/digest/digest.md"), ("second", "second/corpus/review.md")]
)
def test_the_lists_are_found_whole(folder: str, corpus: str) -> None:
    """In the digest and in the other review all listed conflicts are reported, and nothing else."""
    document, _ = written((SETS / corpus).read_text(encoding="utf-8"))
    report = measure_audit(load_cases(SETS / folder), [document], CORPUS)
    assert ((), ()) == (report.missed, report.false)
    assert all(count.listed == count.found > 0 for count in report.kinds.values())


def test_the_original_is_found_whole(review_path: Path) -> None:
    """In the original, of which the list doesn't quote a sentence, the same conflicts are found."""
    document, _ = written(review_path.read_text(encoding="utf-8"), suffix=".txt")
    report = measure_audit(load_cases(SETS), [document], CORPUS)
    assert ((), ()) == (report.missed, report.false)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "audit.jsonl:2: expected"),
        (json.dumps({"id": "x", "kind": "value", "subject": "HAA", "verdict": "so"}), "so"),
    ],
)
def test_a_line_that_is_off_is_named(tmp_path: Path, line: str, words: str) -> None:
    """A faulty line is an error with its file and number; so is a list that isn't there."""
    with pytest.raises(EvaluationError, match="can't be read"):
        load_cases(tmp_path)
    good = json.dumps({"id": "a", "kind": "value", "subject": "HAA", "verdict": "agree", "why": "both say so"})
    (tmp_path / "audit.jsonl").write_text(f"{good}\n{line}\n")
    with pytest.raises(EvaluationError, match=words):
        load_cases(tmp_path)
