"""Verdicts to questions of a set, and to the list of what a person has to label."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rraml_qa.commands.feedback import Judged, Verdict
from rraml_qa.commands.feedback_questions import Proposal, keep_proposal, propose
from rraml_qa.errors import EvaluationError
from rraml_qa.evaluation.load import load_set
from rraml_qa.evaluation.locate import Locator
from rraml_qa.types import CorpusRef, Document
from written import written

TEXT = """# A review

## Drugs

Alphamab is an antibody against nothing at all. It gave a CR rate of 41% in 25 patients [3, 25].
Betamab binds 2 targets.

| Regimen | Ref | N | CR (%) |
|---|---|---|---|
| HAM | [1] | 44 | 36 |

Table 1: Results.
"""
CORPUS = CorpusRef("made-up", "a" * 64, "test")


@pytest.fixture(scope="module")
def document() -> Document:
    return written(TEXT)[0]


def judged(document: Document, text: str) -> Judged:
    start = document.text.index(text)
    return Judged(document.id, start, start + len(text), text)


def verdict(question: str, *quotes: Judged, good: bool = True, **changes: object) -> Verdict:
    values = {"corpus": CORPUS, "index": "i", "at": "2026-01-01T00:00:00+00:00", **changes}
    return Verdict(question, str(values.pop("resolved_question", question)), good, quotes=quotes, **values)  # type: ignore[arg-type]


def proposal(document: Document, *verdicts: Verdict, corpus: CorpusRef = CORPUS) -> Proposal:
    return propose(verdicts, corpus, {document.id: document}.get)


def checked(made: Proposal, document: Document, folder: Path) -> Sequence[object]:
    """The questions, read as a set's; every gold stands in the document."""
    keep_proposal(made, folder)
    items = load_set(folder).items
    locator = Locator(document, ())
    assert all(locator.stands(text) for item in items for text in item.expected.texts)
    return items


IT = "It gave a CR rate of 41% in 25 patients [3, 25]."
PAIR = f"Alphamab is an antibody against nothing at all. {IT}"


def test_a_good_answer_becomes_a_question_of_the_set(document: Document, tmp_path: Path) -> None:
    """Its gold are the units quoted, its facts their figures; a follow-up is asked in full."""
    follow_up = verdict("and CR?", judged(document, PAIR), resolved_question="CR of alphamab?", history=("Alphamab?",))
    made = proposal(document, follow_up)
    (item,) = checked(made, document, tmp_path)
    assert ("CR of alphamab?", "dev", "feedback", "figure") == (
        item.question, item.split, item.style, item.expected.kind,
    )  # fmt: skip
    assert item.id.startswith("feedback-")
    assert ((PAIR.removesuffix(f" {IT}"), 2), (IT, 2)) == tuple((gold.text, gold.grade) for gold in item.expected.gold)
    assert {"41%", "25"} <= {fact[0] for fact in item.expected.facts}
    assert "3" not in {fact[0] for fact in item.expected.facts}  # a citation's


@pytest.mark.parametrize(
    ("quotes", "kind"),
    [
        (["Betamab binds 2 targets."], "figure"),
        (["Alphamab is an antibody against nothing at all."], "mechanism"),
        (["HAM | [1] | 44 | 36"], "table"),
        (["Betamab binds 2 targets.", IT], "list"),
    ],
)
def test_its_kind_is_a_likely_one(document: Document, tmp_path: Path, quotes: list[str], kind: str) -> None:
    """Rows, figures, several quotes and plain statements give questions that pass the set's check."""
    made = proposal(document, verdict("What?", *(judged(document, text) for text in quotes)))
    (item,) = checked(made, document, tmp_path)
    assert kind == item.expected.kind


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"good": False, "comment": "wrong drug"}, "found bad"),
        ({"quotes": ()}, "decline"),
        ({"as_typed": ("HAM",)}, "as typed"),
        ({"quotes": (Judged("review", 0, 4, "none"),)}, "doesn't stand"),
        ({"quotes": (Judged("gone", 0, 8, "A review"),)}, "doesn't stand"),
    ],
)
def test_what_a_person_must_decide_waits(document: Document, changes: dict[str, object], why: str) -> None:
    """Bad answers, declined ones and those that can't be traced are listed with the reason and the comment."""
    made = proposal(document, replace(verdict("What?", judged(document, IT)), **changes))  # type: ignore[arg-type]
    assert () == made.questions
    (row,) = made.to_label
    assert why in row["why"]
    assert ([changes["comment"]] if "comment" in changes else []) == row["comments"]


def test_half_a_sentence_is_no_gold(document: Document) -> None:
    """A quote that doesn't consist of whole units waits for a person."""
    assert 1 == len(proposal(document, verdict("What?", judged(document, "CR rate of 41%"))).to_label)
    assert 1 == len(proposal(document, verdict("What?", judged(document, f"all. {IT}"))).to_label)


def test_a_quote_that_has_moved_is_found(document: Document, tmp_path: Path) -> None:
    """Where the text before it has changed, a quote is found by its words if they stand once."""
    moved = replace(judged(document, IT), start=0, end=len(IT))
    (item,) = checked(proposal(document, verdict("What?", moved)), document, tmp_path)
    assert IT == item.expected.gold[0].text


def test_duplicates_are_merged(document: Document, tmp_path: Path) -> None:
    """Verdicts on one question, however it is spelt, give one; what an earlier answer had besides supports it."""
    early = verdict("what?", judged(document, "Betamab binds 2 targets."), at="2025-01-01T00:00:00+00:00")
    late = verdict("What? ", judged(document, IT))
    made = proposal(document, late, early, late)
    assert 2 == made.merged
    (item,) = checked(made, document, tmp_path)
    assert [(IT, 2), ("Betamab binds 2 targets.", 1)] == [(gold.text, gold.grade) for gold in item.expected.gold]


def test_contradictions_are_told(document: Document) -> None:
    """A question with thumbs up and down waits, and a remark says so."""
    up = verdict("What?", judged(document, IT))
    made = proposal(document, up, replace(up, good=False, comment="no"))
    assert () == made.questions
    assert (1, 1, ["no"]) == tuple(made.to_label[0][key] for key in ("good", "bad", "comments"))
    assert "contradict" in made.remarks[0]


def test_another_corpus_is_left_out(document: Document) -> None:
    """Verdicts on what isn't here are counted, and where to find it is said; a state of the same corpus counts."""
    up = verdict("What?", judged(document, IT))
    elsewhere = replace(up, corpus=CorpusRef("other", "b" * 64))
    made = proposal(document, elsewhere, elsewhere, replace(up, corpus=replace(CORPUS, sha256="c" * 64)))
    assert 1 == len(made.questions)
    assert "2 verdicts on the corpus other left out" in made.remarks[0]


def test_nothing_that_is_there_is_changed(document: Document, tmp_path: Path) -> None:
    """Importing twice adds nothing, and what somebody has mended by hand stays."""
    made = proposal(document, verdict("What?", judged(document, IT)), verdict("Why?", good=False))
    first = keep_proposal(made, tmp_path)
    assert (1, 1) == (first.questions, first.to_label)
    file = tmp_path / "questions" / "feedback.jsonl"
    mended = file.read_text().replace('"figure"', '"table"').rstrip("\n")
    file.write_text(mended)
    again = proposal(document, verdict("What?", judged(document, IT)), verdict("Else?", judged(document, IT)))
    assert 1 == keep_proposal(again, tmp_path).questions
    assert file.read_text().startswith(f"{mended}\n{{")
    assert (0, 0) == (keep_proposal(made, tmp_path).questions, keep_proposal(made, tmp_path).to_label)


@pytest.mark.parametrize("text", ["no JSON\n", '{"question": "x"}\n', "3\n"])
def test_a_file_of_another_kind_is_left_alone(document: Document, tmp_path: Path, text: str) -> None:
    """Where a file of that name holds something else, it is told and stays."""
    (tmp_path / "to-label.jsonl").write_text(text)
    with pytest.raises(EvaluationError, match=r"to-label\.jsonl"):
        keep_proposal(proposal(document, verdict("Why?", good=False), verdict("What?", judged(document, IT))), tmp_path)
    assert [tmp_path / "to-label.jsonl"] == list(tmp_path.iterdir())
    assert text == (tmp_path / "to-label.jsonl").read_text()


def test_rows_are_json_a_line(document: Document, tmp_path: Path) -> None:
    """The list to label can be read by any program."""
    keep_proposal(proposal(document, verdict("Why\u2028so?", good=False, comment="a\nb")), tmp_path)
    (line,) = (tmp_path / "to-label.jsonl").read_text().split("\n")[:-1]
    assert ["a\nb"] == json.loads(line)["comments"]
