"""Reading rows: nothing of the input is lost without a word, and every row has an id of its own."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from rraml_qa.commands.batch import BatchRow, read_rows
from rraml_qa.errors import BatchError


def rows_of(tmp_path: Path, name: str, text: str) -> list[BatchRow]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_rows(path)


def test_half_a_character_is_an_error_row(tmp_path: Path) -> None:
    """A lone surrogate from JSON's escapes makes its row an error with a question that can be written."""
    rows = rows_of(tmp_path, "a.jsonl", '{"id": "\\udfff", "question": "\\ud800 x"}\n{"question": "\\ud83d\\ude00?"}\n')
    assert "lone surrogate" in (rows[0].fault or "")
    assert ("\\udfff", "\\ud800 x") == (rows[0].id, rows[0].question)
    assert BatchRow("2", "😀?") == rows[1]


@pytest.mark.parametrize(("delimiter", "called"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs")])
def test_a_row_with_too_many_cells_says_so(tmp_path: Path, delimiter: str, called: str) -> None:
    """Text beyond the last column is not dropped: the row is an error that tells how to quote the question."""
    cells = [["id", "question", "conversation"], ["1", "FLT3?", ""], ["2", "CR", " CRi", " ORR?", "x"]]
    rows = rows_of(tmp_path, "a.csv", "\n".join(delimiter.join(row) for row in cells))
    assert rows[0].fault is None
    assert f"Row 2 has 5 cells for 3 columns; put quotes around a question with {called}." == rows[1].fault
    assert "2" == rows[1].id


def test_a_lone_column_of_questions_keeps_their_commas_in_sight(tmp_path: Path) -> None:
    """In a CSV of questions only, a question with a bare comma is an error row, not half a question."""
    rows = rows_of(tmp_path, "a.csv", 'question\nCR, rate?\n"CR, rate?"\n')
    assert "2 cells for 1 column;" in (rows[0].fault or "")
    assert "CR, rate?" == rows[1].question
    assert rows[1].fault is None


@pytest.mark.parametrize(
    "text",
    [
        "id,question\na,FLT3?\n",
        "id;question\na;FLT3?\n",
        "id\tquestion\na\tFLT3?\n",
        "\n \nquestion;id\nFLT3?;a\n",
        "Question;id, given\nFLT3?;a\n",
        '"id","Question"\r\n"a","FLT3?"\r\n',
        "question\nFLT3?\n",
        "question\rFLT3?\r",
    ],
)
def test_csv_on_standard_input_is_recognised_as_in_a_file(tmp_path: Path, text: str) -> None:
    """A first line with a column `question`, however it is delimited, makes a CSV, wherever it comes from."""
    piped = read_rows(None, io.BytesIO(text.encode()))
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    assert ["FLT3?"] == [row.question for row in piped]
    assert read_rows(path) == piped


def test_text_on_standard_input_is_a_question_a_line() -> None:
    """A first line that only speaks of a question, or begins with a bracket, is a question itself."""
    rows = read_rows(None, io.BytesIO(b"[36] has what question, and whose?\nFLT3; CR?\n" + b"x" * 200_000))
    assert ["[36] has what question, and whose?", "FLT3; CR?"] == [row.question for row in rows[:2]]


@pytest.mark.parametrize("text", ['id,question\n1,"FLT3?\n', 'question,"id\nFLT3?\n', "question\n" + "x" * 200_000])
def test_a_broken_csv_is_an_error_row(tmp_path: Path, text: str) -> None:
    """A quote that never ends, or a cell without end, is an error row."""
    assert "no CSV" in (rows_of(tmp_path, "a.csv", text)[-1].fault or "")


def test_generated_ids_are_nobody_elses(tmp_path: Path) -> None:
    """A row without an id gets one that no other row has; ids that were given twice stay as they are."""
    lines = ['{"question": "a"}', "{oops", '{"id": "1", "question": "b"}', '{"id": 2, "question": "c"}',
             '{"id": "row 2", "question": "d"}', '{"id": "row 2", "question": "e"}', '{"question": "f"}']  # fmt: skip
    rows = rows_of(tmp_path, "a.jsonl", "\n".join(lines))
    assert ["row 1", "row 2 (2)", "1", "2", "row 2", "row 2", "7"] == [row.id for row in rows]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_file_may_hold_one_array(tmp_path: Path, indent: int | None) -> None:
    """One array of objects, on a line or many, is read like JSON lines; an entry that is no object is an error row."""
    entries = [{"id": "a", "question": "FLT3?"}, 7, {"question": "and CR?", "conversation": "x"}]
    text = json.dumps(entries, indent=indent)
    rows = rows_of(tmp_path, "a.json", text)
    assert ["FLT3?", None, "and CR?"] == [row.question for row in rows]
    assert "Entry 2 should be an object" in (rows[1].fault or "")
    assert read_rows(None, io.BytesIO(text.encode())) == rows


@pytest.mark.parametrize(
    "text",
    [
        '{\n "question": "FLT3?"\n}\n',
        '{\n "question": "FLT3?"\n}\n{\n "question": "CR?"\n}\n',
        '[\n {"question": "FLT3?"},\n {"question": "CR?"\n]\n',
        '{"rows": [\n{"question": "FLT3?"}\n]}\n',
        "[" * 100_000 + "\n[",
    ],
)
def test_other_json_over_many_lines_is_one_error(tmp_path: Path, text: str) -> None:
    """JSON that spans lines and is no array of objects is refused as a whole, not a row a line."""
    with pytest.raises(BatchError, match="an object a line or one array of objects"):
        rows_of(tmp_path, "a.json", text)


def test_json_lines_may_be_called_json(tmp_path: Path) -> None:
    """A `.json` file of JSON lines is read as such, with a line at fault in its place."""
    rows = rows_of(tmp_path, "a.json", '{oops\n{"question": "FLT3?"}\n')
    assert "Line 1 is no JSON" in (rows[0].fault or "")
    assert "FLT3?" == rows[1].question
    assert ["FLT3?"] == [row.question for row in rows_of(tmp_path, "b.json", '{"question": "FLT3?"}')]


def test_an_empty_array_is_no_batch(tmp_path: Path) -> None:
    """An array without rows is refused as a file without questions."""
    with pytest.raises(BatchError, match="holds no question"):
        rows_of(tmp_path, "a.json", "[]")
