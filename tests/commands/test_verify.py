"""`verify` believes nothing: every quote is looked up again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from fakes import document, fake_assistant
from rraml_qa.answer.quote import make_quote
from rraml_qa.commands.verify import Verdict, verify_answers
from rraml_qa.commands.verify_quotes import QuoteChecker
from rraml_qa.errors import BatchError
from rraml_qa.index.dense import DenseIndex
from rraml_qa.render import answer_dict
from rraml_qa.types import Evidence, Row, Span, Table, Unit

SENTENCES = (
    "Gilteritinib is an FLT3 inhibitor [36].",
    "Quizartinib is another one [37].",
    "Quizartinib is another one [37].",
)


@pytest.fixture
def made(tmp_path: Path) -> tuple[dict[str, Any], Path, Path]:
    assistant = fake_assistant(tmp_path / "index", *SENTENCES)
    return (
        answer_dict(assistant.ask("gilteritinib FLT3 inhibitor?")),
        tmp_path / "answers.jsonl",
        tmp_path / "index" / "test",
    )


def test_true_answers_pass(made: tuple[dict[str, Any], Path, Path]) -> None:
    """Answers as they were given are verified, and counted, as are rows with an error."""
    answer, path, folder = made
    path.write_text(f'{json.dumps(answer)}\n{{"schema": 1, "id": "2", "question": null, "error": "No."}}\n')
    verdict = verify_answers(path, folder)
    assert Verdict(answers=1, quotes=len(answer["quotes"]), errors=1) == verdict


def _change(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda answer: answer["quotes"][0].update({key: value})


@pytest.mark.parametrize(
    "change",
    [
        _change("text", "Gilteritinib is no FLT3 inhibitor [36]."),
        _change("start", 1),
        _change("end", 10_000),
        _change("start", -1),
        _change("document", "another"),
        _change("highlights", [[0, 9_999]]),
        _change("start", "0"),
        lambda answer: answer.update(answer="Something else."),
        lambda answer: answer.update(answered=False),
        lambda answer: answer.update(quotes=None),
        _change("section", ["Another section"]),
        _change("page", 3),
        _change("references", ["37"]),
        _change("references", []),
        _change("table", {"label": "Table 1", "row": "Gilteritinib", "columns": {"Drug": "Gilteritinib"}}),
        _change("highlights", [[5, 8], [0, 3]]),
        _change("highlights", [[0, 8], [5, 9]]),
        _change("highlights", [[3, 3]]),
        _change("extra", 1),
        _change("text", "\ud800"),
        lambda answer: answer.update(schema=True),
        lambda answer: answer.update(schema=1.0),
        lambda answer: answer.update(schema=2),
        lambda answer: answer.update(answered=1),
        lambda answer: answer.update(reason="Not in this document."),
        lambda answer: answer.update(answered=False, reason="Not in this document."),
        lambda answer: answer.update(quotes=[], answer=""),
        lambda answer: answer.update(quotes=[], answer="", answered=False),
        lambda answer: answer.update(quotes=[], answer="", answered=False, reason=" "),
        lambda answer: answer.update(notes=[{"kind": "conflict", "text": "Two figures.", "quotes": [3]}]),
        lambda answer: answer.update(notes=[{"kind": "conflict", "text": "Two figures.", "quotes": [-1]}]),
        lambda answer: answer.update(notes=[{"kind": "conflict", "text": "Two.", "quotes": [], "more": 1}]),
        lambda answer: answer.update(notes=["Two figures."]),
        lambda answer: answer.update(evidence=[{"endpoint": "OS", "value": 9.3, "unit": "months", "quote": 9}]),
        lambda answer: answer.update(evidence=[{"endpoint": "OS"}]),
        lambda answer: answer.update(evidence=None),
        lambda answer: answer.update(extra=1),
        lambda answer: answer.update(error="No."),
        lambda answer: answer["corpus"].update(edition="another"),
        lambda answer: answer["corpus"].update(extra="x"),
        lambda answer: answer.pop("nearest"),
        lambda answer: answer["quotes"][0].pop("page"),
    ],
)
def test_a_false_answer_is_found(
    made: tuple[dict[str, Any], Path, Path], change: Callable[[dict[str, Any]], None]
) -> None:
    """Any change to a quote, its place or what the answer says of itself is found and said with file and line."""
    answer, path, folder = made
    change(answer)
    path.write_text(json.dumps(answer) + "\n")
    fault = verify_answers(path, folder).fault
    assert fault is not None
    assert f"{path}:1" in fault


def test_the_same_words_elsewhere_do_not_count(made: tuple[dict[str, Any], Path, Path]) -> None:
    """A sentence that occurs twice is a quote only of the place that is cited."""
    answer, path, folder = made
    quote = answer["quotes"][0]
    first = SENTENCES[0] + " "
    quote.update(text=SENTENCES[1], start=len(first), end=len(first) + len(SENTENCES[1]), highlights=[])
    quote["references"] = ["37"]
    answer["answer"] = " ".join(quote["text"] for quote in answer["quotes"])
    path.write_text(json.dumps(answer) + "\n")
    assert verify_answers(path, folder).fault is None
    quote["start"] -= 1
    path.write_text(json.dumps(answer) + "\n")
    assert verify_answers(path, folder).fault is not None


def _requoted(answer: dict[str, Any], start: int, end: int, references: list[str]) -> str:
    text = " ".join(SENTENCES)[start:end]
    quote = answer["quotes"][0]
    quote.update(text=text, start=start, end=end, references=references, highlights=[])
    return json.dumps({**answer, "quotes": [quote], "answer": text}) + "\n"


def test_half_a_sentence_is_no_quote(made: tuple[dict[str, Any], Path, Path]) -> None:
    """A slice that stands in the text counts only as a whole unit or a run of neighbouring ones of one block."""
    answer, path, folder = made
    both = len(SENTENCES[0]) + 1 + len(SENTENCES[1])
    path.write_text(_requoted(answer, 0, both, ["36", "37"]))
    assert verify_answers(path, folder).fault is None
    for start, end, references in ((0, 12, []), (0, both - 5, ["36"]), (5, both, ["36", "37"]), (3, 9, [])):
        path.write_text(_requoted(answer, start, end, references))
        assert "quote 1 is no whole sentence" in (verify_answers(path, folder).fault or "")


def test_a_run_over_two_blocks_is_no_quote() -> None:
    """Neighbouring sentences of different paragraphs don't make one quote; a table row gives its own cells."""
    text = "One [1].\nTwo [2].\nA 5"
    spans = Span(0, 8), Span(9, 17), Span(18, 21)
    row = Row(spans[2], (Span(18, 19), Span(20, 21)))
    units = (
        Unit("sentence", spans[0], (), 0),
        Unit("sentence", spans[1], (), 1),
        Unit("row", spans[2], (), 2, table=0, row=0),
    )
    review = replace(document("review", text), units=units, tables=(Table("Table 1", ("Drug", "n"), (row,)),))
    checker = QuoteChecker({review.id: review}.get)
    true = make_quote(review, units[2])
    assert {"Drug": "A", "n": "5"} == (true.table or pytest.fail("no table")).columns
    assert checker.fault(true) is None
    assert "gives the table" in (checker.fault(replace(true, table=None)) or "")
    run = make_quote(review, replace(units[0], span=Span(0, 17)))
    assert "no whole sentence" in (checker.fault(run) or "")


def test_a_true_decline_passes(made: tuple[dict[str, Any], Path, Path], tmp_path: Path) -> None:
    """A declined answer with its reason is verified, its nearest quotes too, and a false one of them is found."""
    _, path, folder = made
    answer = answer_dict(fake_assistant(tmp_path / "again", *SENTENCES).ask("Who won the cup in 1998?"))
    assert answer["nearest"]
    path.write_text(json.dumps(answer) + "\n")
    assert Verdict(1, len(answer["nearest"]), 0) == verify_answers(path, folder)
    answer["nearest"][0]["page"] = 9
    path.write_text(json.dumps(answer) + "\n")
    assert "gives the page" in (verify_answers(path, folder).fault or "")


def test_notes_and_evidence_on_its_quotes_pass(made: tuple[dict[str, Any], Path, Path]) -> None:
    """Notes and figures that speak of quotes that the answer has are no fault."""
    answer, path, folder = made
    answer["notes"] = [{"kind": "doubt", "text": "Old.", "quotes": [0]}]
    figure = Evidence("OS", 9.0, "months", 0)
    answer["evidence"] = [{**msgspec.to_builtins(figure), "value": 9}]
    path.write_text(json.dumps(answer) + "\n")
    assert verify_answers(path, folder).fault is None


@pytest.mark.parametrize("key", ["answered", "text"])
def test_a_key_that_is_given_twice_is_false(made: tuple[dict[str, Any], Path, Path], key: str) -> None:
    """JSON that gives a key twice, in the answer or a quote, is false: readers differ on which one counts."""
    answer, path, folder = made
    path.write_text(json.dumps(answer).replace(f'"{key}": ', f'"{key}": "x", "{key}": ', 1) + "\n")
    assert f"it gives '{key}' twice" in (verify_answers(path, folder).fault or "")


@pytest.mark.parametrize(
    "row",
    [
        '{"schema": 1, "id": "2", "question": "?", "error": ""}',
        '{"schema": 1, "id": "2", "question": "?", "error": null}',
        '{"schema": 1, "id": "2", "error": "No."}',
        '{"id": "2", "question": "?", "error": "No."}',
        '{"schema": true, "id": "2", "question": "?", "error": "No."}',
        '{"schema": 1, "id": 2, "question": "?", "error": "No."}',
        '{"schema": 1, "id": "2", "question": 7, "error": "No."}',
        '{"schema": 1, "id": "2", "question": "?", "error": "No.", "quotes": []}',
        '{"schema": 1, "id": "2", "question": "?", "error": "No.", "error": "No."}',
    ],
)
def test_a_row_with_an_error_holds_nothing_else(made: tuple[dict[str, Any], Path, Path], row: str) -> None:
    """A row with an error is of schema, id, question and a sentence of error, or it is false."""
    _, path, folder = made
    path.write_text(row + "\n")
    verdict = verify_answers(path, folder)
    assert (0, 1) == (verdict.answers, verdict.errors)
    assert f"{path}:1" in (verdict.fault or "")


def test_a_corpus_that_has_changed_is_a_remark(made: tuple[dict[str, Any], Path, Path]) -> None:
    """Answers of an earlier state of the corpus are checked all the same, with a remark; false quotes stay false."""
    answer, path, folder = made
    answer["corpus"]["sha256"] = "9" * 64
    path.write_text(json.dumps(answer) + "\n")
    verdict = verify_answers(path, folder)
    assert verdict.fault is None
    assert ["The corpus has changed"] == [remark[:22] for remark in verdict.remarks]
    answer["quotes"][0]["page"] = 7
    path.write_text(json.dumps(answer) + "\n")
    assert verify_answers(path, folder).fault is not None


def test_the_vectors_are_not_read(made: tuple[dict[str, Any], Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Checking needs the documents only: no vector index is loaded."""
    answer, path, folder = made
    monkeypatch.setattr(DenseIndex, "open", lambda *_: pytest.fail("loaded"))
    path.write_text(json.dumps(answer) + "\n")
    assert verify_answers(path, folder).fault is None


@pytest.mark.parametrize("text", ["", '{"schema": NaN}\n', "nonsense\n", "[1]\n", '{"question": "?"}\n'])
def test_what_is_no_answer_is_refused(made: tuple[dict[str, Any], Path, Path], text: str) -> None:
    """A file that holds no answers of schema 1 is one clear error."""
    _, path, folder = made
    path.write_text(text)
    with pytest.raises(BatchError):
        verify_answers(path, folder)


def test_answers_of_another_corpus_are_refused(made: tuple[dict[str, Any], Path, Path]) -> None:
    """Answers that quote another corpus are not called false: the error says which corpus to name."""
    answer, path, folder = made
    answer["corpus"]["name"] = "original"
    path.write_text(json.dumps(answer) + "\n")
    with pytest.raises(BatchError, match="--corpus"):
        verify_answers(path, folder)
