"""Thumbs up and down: a line each, whole, and only for their owner; what is wrong with a line is told."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.assistant import Assistant
from rraml_qa.commands.feedback import (
    LONGEST_COMMENT,
    Verdict,
    feedback_file,
    read_verdicts,
    record_verdict,
    verdict_on,
)
from rraml_qa.errors import EvaluationError, OutputError, UsageError

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return fake_assistant(tmp_path / "index", "Gilteritinib has a median survival of 9.3 months [36].")


@pytest.fixture
def verdict(assistant: Assistant) -> Verdict:
    answer = assistant.ask("median survival with Xospata?")
    assert answer.quotes
    return verdict_on(answer, good=True, comment=" fine\n", history=("Earlier?",), at=AT)


def read(file: Path) -> tuple[list[Verdict], list[str]]:
    faults: list[str] = []
    return list(read_verdicts(file, faults)), faults


def test_a_verdict_is_kept_whole_and_for_its_owner_only(verdict: Verdict, tmp_path: Path) -> None:
    """What was recorded is read back as it was, from a file that nobody else may read."""
    file = tmp_path / "home" / "feedback.jsonl"
    record_verdict(file, verdict)
    record_verdict(file, verdict)
    assert ([verdict, verdict], []) == read(file)
    assert 0o600 == file.stat().st_mode & 0o777
    assert ("fine", "2026-01-02T03:04:05+00:00") == (verdict.comment, verdict.at)
    assert "9.3 months" in verdict.quotes[0].text


def test_verdicts_of_many_at_once_stay_whole(verdict: Verdict, tmp_path: Path) -> None:
    """Writers at the same time don't mix their lines."""
    file = tmp_path / "feedback.jsonl"
    writers = [threading.Thread(target=record_verdict, args=(file, verdict)) for _ in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert ([verdict] * 20, []) == read(file)


def test_a_half_line_of_before_spoils_no_other(verdict: Verdict, tmp_path: Path) -> None:
    """After a line that was cut off, the next verdict begins a line of its own."""
    file = tmp_path / "feedback.jsonl"
    file.write_bytes(b'{"schema": 1, "quest')
    record_verdict(file, verdict)
    found, faults = read(file)
    assert [verdict] == found
    assert [True] == [fault.startswith("feedback.jsonl:1: ") for fault in faults]


def test_a_full_disk_leaves_no_half_line(verdict: Verdict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be written whole is taken back, and told in a sentence."""
    file = tmp_path / "feedback.jsonl"
    record_verdict(file, verdict)
    before = file.read_bytes()
    write = os.write
    left = [10]

    def full(handle: int, data: bytes) -> int:
        if not left:
            raise OSError(28, "No space left on device")
        return write(handle, data[: left.pop()])

    monkeypatch.setattr("rraml_qa.commands.feedback.os.write", full)
    with pytest.raises(OutputError, match="No space left"):
        record_verdict(file, verdict)
    assert before == file.read_bytes()


def test_where_nothing_can_be_written_it_is_told(verdict: Verdict, tmp_path: Path) -> None:
    """A folder that is a file is told in a sentence."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="can't be written"):
        record_verdict(tmp_path / "file" / "feedback.jsonl", verdict)


def test_a_comment_has_an_end(assistant: Assistant) -> None:
    """Nobody fills a disk with one comment."""
    with pytest.raises(UsageError, match="at most"):
        verdict_on(assistant.ask("FLT3?"), good=False, comment="x" * (LONGEST_COMMENT + 1))


def test_any_comment_can_be_kept(assistant: Assistant, tmp_path: Path) -> None:
    """Line ends of all sorts and half characters stay within the line, and stop nothing."""
    answer = assistant.ask("FLT3?")
    file = tmp_path / "feedback.jsonl"
    record_verdict(file, verdict_on(answer, good=False, comment="one\ntwo\u2028three \ud800"))
    found, faults = read(file)
    assert ["one\ntwo\u2028three ?"] == [each.comment for each in found]
    assert [] == faults


def test_its_place_is_the_programs_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Feedback stays beside the user's settings."""
    monkeypatch.setenv("RRAML_QA_HOME", str(tmp_path))
    assert tmp_path / "feedback.jsonl" == feedback_file()


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"good": "yes"},
        {"question": ""},
        {"resolved_question": "x" * 3000},
        {"corpus": {"name": "x"}},
        {"quotes": [{"document": "d", "start": 3, "end": 1, "text": "x"}]},
        {"quotes": [{"document": "d", "start": 0, "end": 1, "text": " "}]},
        {"quotes": "x"},
        {"comment": "\ud800"},
        {"at": None},
    ],
)
def test_a_bad_line_is_told_with_its_number(verdict: Verdict, tmp_path: Path, change: dict[str, object]) -> None:
    """A line that is off is left out, and the others are read."""
    file = tmp_path / "feedback.jsonl"
    record_verdict(file, verdict)
    values = {**json.loads(file.read_text()), **change}
    file.write_text(f"{json.dumps(values)}\nno JSON\n\xff\n{file.read_text()}")
    found, faults = read(file)
    assert [verdict] == found
    assert ["feedback.jsonl:1", "feedback.jsonl:2", "feedback.jsonl:3"] == [
        fault.partition(": ")[0] for fault in faults
    ]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """There is a sentence for a file that isn't there."""
    with pytest.raises(EvaluationError, match="can't be read"):
        list(read_verdicts(tmp_path / "none.jsonl", []))
