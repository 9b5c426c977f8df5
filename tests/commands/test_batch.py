"""Batches: every row answered or said to be at fault, in order; a stopped run loses nothing."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.assistant import Assistant
from rraml_qa.commands.batch import BatchTally, read_rows, run_batch
from rraml_qa.errors import BatchError, OutputError


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return fake_assistant(
        tmp_path / "index",
        "Gilteritinib is an FLT3 inhibitor with a median survival of 9.3 months [36].",
        "Quizartinib is an FLT3 inhibitor with a median survival of 6.2 months [37].",
    )


def rows_of(tmp_path: Path, name: str, text: str | bytes) -> list:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_rows(path)


def test_jsonl_csv_and_text_give_the_same_rows(tmp_path: Path) -> None:
    """The three forms of input are read alike; a missing id is the row's number."""
    jsonl = rows_of(tmp_path, "a.jsonl", '{"id": "1", "question": "FLT3?"}\n\n{"question": "CR, rate?"}\n')
    table = rows_of(tmp_path, "a.csv", '\ufeffid,question,conversation\n1,FLT3?,\n,"CR, rate?",\n')
    text = rows_of(tmp_path, "a.txt", "FLT3?\r\n\r\nCR, rate?\r\n")
    assert jsonl == table == text
    assert [("1", "FLT3?"), ("2", "CR, rate?")] == [(row.id, row.question) for row in text]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{nonsense", "no JSON"),
        ("[1, 2]", "should be an object"),
        ('{"id": "x"}', "no question"),
        ('{"question": 7}', "should be a string"),
        ('{"question": "a", "conversation": [1]}', "conversation should be a string"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(tmp_path: Path, line: str, reason: str) -> None:
    """A row at fault keeps its place and says in a sentence what is wrong; the others are read."""
    rows = rows_of(tmp_path, "a.jsonl", f'{{"question": "one?"}}\n{line}\n{{"question": "two?"}}\n')
    assert ["one?", "two?"] == [rows[0].question, rows[2].question]
    assert reason in (rows[1].fault or "")


@pytest.mark.parametrize("data", [b"", b"  \n", b"\xff\xfe\x00\xd8", b"a\0b", b"\x80abc"])
def test_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    """An empty or binary file of questions is one clear error."""
    with pytest.raises(BatchError):
        rows_of(tmp_path, "a.txt", data)


def test_a_csv_without_questions_is_refused(tmp_path: Path) -> None:
    """A CSV needs a column `question`; the error names the columns."""
    with pytest.raises(BatchError, match="id, question, conversation"):
        rows_of(tmp_path, "a.csv", "name,text\n1,2\n")


def test_rows_are_answered_in_order_with_faults_in_place(assistant: Assistant, tmp_path: Path) -> None:
    """Every row gives one line, in order; a row at fault gives an `error`, and the tally counts it."""
    rows = rows_of(
        tmp_path,
        "a.jsonl",
        '{"id":"a","question":"gilteritinib survival?"}\n{oops\n{"id":"c","question":" "}\n',
    )
    out = io.StringIO()
    tally = run_batch(assistant, rows, None, out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert ["a", "2", "c"] == [line["id"] for line in lines]
    assert [False, True, True] == ["error" in line for line in lines]
    assert BatchTally(rows=3, answered=1, declined=0, faults=2) == tally


def test_rows_of_one_conversation_are_its_turns(assistant: Assistant, tmp_path: Path) -> None:
    """A follow-up is resolved in its own conversation, however the rows are interleaved."""
    rows = rows_of(
        tmp_path,
        "a.csv",
        "question,conversation\nWhat is the median survival with gilteritinib?,x\nWhat is CD33?,y\n"
        "and quizartinib?,x\n",
    )
    out = io.StringIO()
    run_batch(assistant, rows, None, out)
    resolved = [json.loads(line)["resolved_question"] for line in out.getvalue().splitlines()]
    assert "What is the median survival with quizartinib?" == resolved[2]


def test_a_stopped_run_goes_on_where_it_was(assistant: Assistant, tmp_path: Path) -> None:
    """Resuming after any number of bytes gives the same file as a run in one go, conversations too."""
    rows = rows_of(
        tmp_path,
        "a.csv",
        "question,conversation\nmedian survival with gilteritinib?,x\nFLT3 — α?,\nand quizartinib?,x\n",
    )
    whole = tmp_path / "whole.jsonl"
    run_batch(assistant, rows, whole, io.StringIO())
    data = whole.read_bytes()
    for cut in range(0, len(data), 97):
        part = tmp_path / "part.jsonl"
        part.write_bytes(data[:cut])
        run_batch(assistant, rows, part, io.StringIO())
        assert data == part.read_bytes(), cut


def test_a_finished_batch_is_left_alone(assistant: Assistant, tmp_path: Path) -> None:
    """Running a finished batch again changes nothing and says that all rows were there."""
    rows = rows_of(tmp_path, "a.txt", "FLT3?\nCD33?\n")
    out = tmp_path / "out.jsonl"
    run_batch(assistant, rows, out, io.StringIO())
    before = out.read_bytes()
    assert 2 == run_batch(assistant, rows, out, io.StringIO()).resumed
    assert before == out.read_bytes()


@pytest.mark.parametrize("there", [b"my notes\n", b"my notes", b'{"schema": 1, "id": "1", "question": "other?"}\n'])
def test_a_file_of_something_else_is_not_touched(assistant: Assistant, tmp_path: Path, there: bytes) -> None:
    """An output file that is not the beginning of this batch is refused and kept."""
    out = tmp_path / "out.jsonl"
    out.write_bytes(there)
    with pytest.raises(OutputError, match="no answer of this batch"):
        run_batch(assistant, rows_of(tmp_path, "a.txt", "FLT3?\n"), out, io.StringIO())
    assert there == out.read_bytes()


def test_an_interrupt_keeps_the_rows_that_are_done(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in the middle keeps every finished row whole."""
    rows = rows_of(tmp_path, "a.txt", "FLT3?\nsurvival?\ngilteritinib?\n")
    asked: list[str] = []
    ask = Assistant.ask

    def third_is_interrupted(self: Assistant, question: str, **rest: object) -> object:
        asked.append(question)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return ask(self, question, **rest)

    monkeypatch.setattr(Assistant, "ask", third_is_interrupted)
    out = tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run_batch(assistant, rows, out, io.StringIO())
    assert ["1", "2"] == [json.loads(line)["id"] for line in out.read_text().splitlines()]


def test_an_output_that_cannot_be_written_is_one_error(assistant: Assistant, tmp_path: Path) -> None:
    """A path in a folder that doesn't exist is refused before anything is asked."""
    with pytest.raises(OutputError, match="choose another"):
        run_batch(assistant, rows_of(tmp_path, "a.txt", "FLT3?\n"), tmp_path / "no" / "out.jsonl", io.StringIO())
