"""Where answers go: nothing of somebody else's is overwritten, and nothing stale is kept."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from fakes import fake_assistant
from rraml_qa.assistant import Assistant
from rraml_qa.commands.batch import BatchRow, check_output, read_rows, run_batch
from rraml_qa.commands.batch_output import is_standard_output
from rraml_qa.errors import OutputError

ROWS = [BatchRow("1", "gilteritinib survival?"), BatchRow("2", "FLT3?")]
FULL = Path("/dev/full")


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return fake_assistant(
        tmp_path / "index",
        "Gilteritinib is an FLT3 inhibitor with a median survival of 9.3 months [36].",
        "Quizartinib is an FLT3 inhibitor with a median survival of 6.2 months [37].",
    )


def test_half_a_character_stops_no_batch(assistant: Assistant, tmp_path: Path) -> None:
    """A row with a lone surrogate gives an error line, the others are answered, and the batch can be resumed."""
    questions, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    questions.write_text('{"question": "\\ud800 x"}\n{"question": "FLT3?"}\n')
    assert 1 == run_batch(assistant, read_rows(questions), out, io.StringIO()).faults
    whole = out.read_bytes()
    out.write_bytes(whole[: whole.index(b"\n") + 1])
    assert 1 == run_batch(assistant, read_rows(questions), out, io.StringIO()).resumed
    assert whole == out.read_bytes()


def test_a_line_separator_in_a_question_is_no_end_of_line(assistant: Assistant, tmp_path: Path) -> None:
    """A question with U+2028 stands in one line of the output, also when it is resumed."""
    out = tmp_path / "out.jsonl"
    rows = [BatchRow("1", "gilteritinib\u2028survival?\x85")]
    run_batch(assistant, rows, out, io.StringIO())
    assert 1 == run_batch(assistant, rows, out, io.StringIO()).resumed


def test_a_dash_is_standard_output(assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-o -` writes to standard output, and makes no file called "-"."""
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()
    run_batch(assistant, ROWS, Path("-"), out)
    assert 2 == len(out.getvalue().splitlines())
    assert not Path("-").exists()


def test_a_pipe_is_written_to_as_it_is(assistant: Assistant, tmp_path: Path) -> None:
    """A FIFO is not read for resuming: its reader gets every line."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.extend(pipe.read_text().splitlines()), daemon=True)
    reader.start()
    run_batch(assistant, ROWS, pipe, io.StringIO())
    reader.join(10)
    assert ["1", "2"] == [json.loads(line)["id"] for line in read]
    assert ["index", "pipe"] == sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no /dev/stdout here")
def test_the_file_behind_standard_output_is_not_opened_again(tmp_path: Path) -> None:
    """/dev/stdout is standard output also where that is a file, so that what stands in it stays."""
    out = tmp_path / "out"
    code = (
        "import sys; from pathlib import Path; from rraml_qa.commands.batch_output import is_standard_output as own;"
        "print(own(Path('/dev/stdout'), sys.stdout), own(Path('/dev/null'), sys.stdout))"
    )
    with out.open("w") as stream:
        subprocess.run([sys.executable, "-c", code], stdout=stream, check=True)
    assert "True False" == out.read_text().strip()
    assert not is_standard_output(out, io.StringIO())


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
def test_a_full_disk_is_named_with_its_file(assistant: Assistant, tmp_path: Path) -> None:
    """No space left is one error that names the output, though closing the file fails as well."""
    with pytest.raises(OutputError, match=f"{FULL} .No space left on device"):
        run_batch(assistant, ROWS, FULL, io.StringIO())


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
def test_a_full_disk_says_that_the_batch_goes_on(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a file that can be resumed, the error keeps the advice to run the same command again."""
    out = tmp_path / "out.jsonl"
    opened = Path.open

    def full(path: Path, mode: str = "r", **rest: object) -> object:
        return opened(FULL, "w", **rest) if (path, mode) == (out, "a") else opened(path, mode, **rest)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OutputError, match=r"out.jsonl .No space.*the same command goes on from there"):
        run_batch(assistant, ROWS, out, io.StringIO())
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    "there",
    [
        b'{"schema": 2, "mine"',
        b'{"schema": 1, "id": "7", "que',
        b'{"schema": 1, "id": "1", "question": "gilteritinib survival?!"',
        b'{"schema": 1, "id": "1", "question": "other',
        b'{"schema"\t',
    ],
)
def test_half_a_line_of_something_else_is_not_touched(assistant: Assistant, tmp_path: Path, there: bytes) -> None:
    """A file without a line's end is cut only where it begins as this batch's first line would."""
    out = tmp_path / "out.jsonl"
    out.write_bytes(there)
    with pytest.raises(OutputError, match="line 1 is no answer of this batch"):
        run_batch(assistant, ROWS, out, io.StringIO())
    assert there == out.read_bytes()


def test_something_after_the_last_answer_is_not_touched(assistant: Assistant, tmp_path: Path) -> None:
    """Notes behind a finished batch, or in the place of its next line, are refused and kept."""
    out = tmp_path / "out.jsonl"
    run_batch(assistant, ROWS, out, io.StringIO())
    whole = out.read_bytes()
    for there in (whole + b"my notes", whole[: whole.index(b"\n") + 1] + b"my notes"):
        out.write_bytes(there)
        with pytest.raises(OutputError, match="no answer of this batch"):
            run_batch(assistant, ROWS, out, io.StringIO())
        assert there == out.read_bytes()


def _conversation(*names: str | None) -> list[BatchRow]:
    questions = ["What is the median survival with gilteritinib?", "What is CD33?", "and quizartinib?"]
    return [BatchRow(str(n), question, name) for n, (question, name) in enumerate(zip(questions, names, strict=True))]


@pytest.mark.parametrize("names", [("x", "x", None), ("x", "y", "y"), ("x", "y", "z")])
def test_an_answer_in_another_conversation_is_stale(
    assistant: Assistant, tmp_path: Path, names: tuple[str | None, ...]
) -> None:
    """An answer that was given in another conversation than the row's now is not kept on resuming."""
    out = tmp_path / "out.jsonl"
    run_batch(assistant, _conversation("x", "y", "x"), out, io.StringIO())
    before = out.read_bytes()
    assert 3 == run_batch(assistant, _conversation("a", "b", "a"), out, io.StringIO()).resumed
    with pytest.raises(OutputError, match="line 3 is no answer of this batch"):
        run_batch(assistant, _conversation(*names), out, io.StringIO())
    assert before == out.read_bytes()


def test_an_error_of_a_row_that_was_mended_is_stale(assistant: Assistant, tmp_path: Path) -> None:
    """An error line is kept only while its row still can't be asked."""
    out = tmp_path / "out.jsonl"
    run_batch(assistant, [BatchRow("1", "FLT3?", None, "Row 1 is odd.")], out, io.StringIO())
    with pytest.raises(OutputError, match="line 1 is no answer"):
        run_batch(assistant, [BatchRow("1", "FLT3?")], out, io.StringIO())


def test_one_run_at_a_time_writes_a_file(assistant: Assistant, tmp_path: Path) -> None:
    """While another run holds the output's lock a second one is refused; afterwards no lock file is left."""
    out = tmp_path / "out.jsonl"
    seen: list[str] = []

    def second(done: int, total: int) -> None:
        with pytest.raises(OutputError) as caught:
            run_batch(assistant, ROWS, out, io.StringIO())
        seen.append(str(caught.value))

    run_batch(assistant, ROWS[:1], out, io.StringIO(), second)
    assert all("Another run is writing its answers to" in message for message in seen)
    assert seen
    assert not list(tmp_path.glob(".*"))
    with FileLock(tmp_path / ".out.jsonl.lock"), pytest.raises(OutputError, match="Another run"):
        run_batch(assistant, ROWS, out, io.StringIO())


@pytest.mark.parametrize("place", ["no/out.jsonl", ".", "file/out.jsonl"])
def test_a_place_that_cannot_be_written_is_refused_first(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """A missing folder, a folder in place of a file and a file in place of a folder fail before a question is asked."""
    (tmp_path / "file").write_text("x")
    monkeypatch.setattr(Assistant, "ask", lambda *_, **__: pytest.fail("asked"))
    with pytest.raises(OutputError, match="choose another file with -o"):
        check_output(tmp_path / place)
    with pytest.raises(OutputError, match="choose another file with -o"):
        run_batch(assistant, ROWS, tmp_path / place, io.StringIO())


def test_a_folder_without_leave_is_refused_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder or file that can't be written is refused by name; a good place and standard output are not."""
    there = tmp_path / "there.jsonl"
    there.write_text("")
    for fine in (None, Path("-"), tmp_path / "out.jsonl", there, Path(os.devnull)):
        check_output(fine)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(OutputError, match=r"the folder .* can't be written"):
        check_output(tmp_path / "out.jsonl")
    with pytest.raises(OutputError, match="it can't be written"):
        check_output(there)
    assert [there] == list(tmp_path.iterdir())
