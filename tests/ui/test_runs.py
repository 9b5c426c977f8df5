"""Batches that go on by themselves: watched, stopped, found again by their token, forgotten in the end."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.assistant import Assistant
from rraml_qa.commands.batch_rows import BatchRow, read_rows
from rraml_qa.errors import BatchError
from rraml_qa.ui.runs import Run, Runs


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return fake_assistant(tmp_path, "The median survival with gilteritinib was 9.3 months [36].")


def rows(folder: Path, count: int) -> list[BatchRow]:
    path = folder / "questions.txt"
    path.write_text("survival with gilteritinib?\n" * count, encoding="utf-8")
    return list(read_rows(path))


def ended(runs: Runs, token: str) -> Run:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        run = runs.wait(token, 1)
        assert run is not None
        if run.ended:
            return run
    pytest.fail("the run did not end")


def test_a_run_goes_on_by_itself_and_is_found(assistant: Assistant, tmp_path: Path) -> None:
    runs = Runs()
    token = runs.begin("questions.txt", rows(tmp_path, 30), assistant)
    run = ended(runs, token)
    assert (30, 30, False, "questions.txt") == (run.tally.rows, run.tally.answered, run.stopped, run.name)
    assert run.lines is not None
    assert 30 == len([json.loads(line) for line in run.lines.read_text(encoding="utf-8").splitlines()])
    assert run == runs.look(token)
    assert not runs.stop(token)
    assert runs.look("another") is None
    assert not runs.stop("another")


def test_a_stopped_run_keeps_what_it_has(assistant: Assistant, tmp_path: Path) -> None:
    runs = Runs()
    token = runs.begin("questions.txt", rows(tmp_path, 5000), assistant)
    assert runs.stop(token)
    run = ended(runs, token)
    assert run.stopped
    assert run.lines is not None
    assert run.tally.rows == len(run.lines.read_text(encoding="utf-8").splitlines())


def test_the_oldest_run_that_has_ended_is_forgotten(assistant: Assistant, tmp_path: Path) -> None:
    """With its files; where all of them go on, another one is refused."""
    runs = Runs(most=2)
    first = runs.begin("a.txt", rows(tmp_path, 1), assistant)
    files = ended(runs, first).lines
    assert files is not None
    slow = [runs.begin("b.txt", rows(tmp_path, 20_000), assistant) for _ in range(2)]
    assert runs.look(first) is None
    assert not files.exists()
    with pytest.raises(BatchError, match="Too many"):
        runs.begin("c.txt", rows(tmp_path, 1), assistant)
    for token in slow:
        runs.stop(token)
        ended(runs, token)
