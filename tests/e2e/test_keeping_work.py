"""What is kept of one's work: conversations in files, and feedback that becomes questions of a set."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from command import run
from rraml_qa.assistant import Assistant
from rraml_qa.commands.feedback import record_verdict, verdict_on
from rraml_qa.commands.transcript import read_conversation

QUESTIONS = (
    "What is the median overall survival with Xospata?",
    "Which purine analogs are discussed?",
    "CR rate of FLAG-IDA?",
    "Which phase III regimen has the lowest CR rate?",
    "How does venetoclax work?",
)


@pytest.fixture
def feedback(digest_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Verdicts on answers of several kinds, one of them contradicted, and a line that is off."""
    monkeypatch.setenv("RRAML_QA_HOME", str(digest_home))
    assistant = Assistant.open()
    file = tmp_path / "feedback.jsonl"
    answers = [assistant.ask(question) for question in QUESTIONS]
    assert all(answer.answered for answer in answers)
    for answer in (*answers, answers[0]):
        record_verdict(file, verdict_on(answer, good=True))
    record_verdict(file, verdict_on(answers[4], good=False, comment="not the mechanism"))
    record_verdict(file, verdict_on(assistant.ask("How much does quizartinib cost?"), good=True))
    with file.open("a") as stream:
        stream.write("no JSON\n")
    return file


def test_feedback_becomes_questions_that_pass_the_check(digest_home: Path, tmp_path: Path, feedback: Path) -> None:
    """Good answers become questions that hold in the digest and are answered right; the rest waits with its comment."""
    folder = tmp_path / "set"
    done = run(digest_home, "eval", "import-feedback", feedback, "--into", folder)
    assert "Left out feedback.jsonl:9" in done.stderr
    assert "contradict" in done.stderr
    assert "4 new questions and 2 to label" in done.stderr
    checked = run(digest_home, "eval", "check", "--set", folder)
    assert "4 questions" in checked.stdout
    measured = json.loads(run(digest_home, "eval", "--set", folder, "--json").stdout)["editions"][0]["questions"]
    assert [True] * 4 == [row["right"] for row in measured]
    waiting = [json.loads(line) for line in (folder / "to-label.jsonl").read_text().splitlines()]
    assert [["not the mechanism"], []] == [row["comments"] for row in waiting]
    written = (folder / "questions" / "feedback.jsonl").read_bytes()
    again = run(digest_home, "eval", "import-feedback", feedback, "--into", folder)
    assert "0 new questions and 0 to label" in again.stderr
    assert written == (folder / "questions" / "feedback.jsonl").read_bytes()


def test_without_a_verdict_it_is_told(digest_home: Path, tmp_path: Path) -> None:
    """A file without a verdict, and one that isn't there, end in a sentence."""
    file = tmp_path / "feedback.jsonl"
    file.write_text("no JSON\n")
    assert "there is none" in run(digest_home, "eval", "import-feedback", file, status=3).stderr
    assert "can't be read" in run(digest_home, "eval", "import-feedback", tmp_path / "none", status=3).stderr


def chat(home: Path, text: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rraml_qa", "chat", *map(str, arguments)],
        env={**os.environ, "RRAML_QA_HOME": str(home)},
        input=text,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_a_conversation_is_kept_and_asked_again(digest_home: Path, tmp_path: Path) -> None:
    """What `chat --save` wrote is read back and gives the same bytes; a file that is there stays."""
    first, second = tmp_path / "one.json", tmp_path / "two.json"
    asked = "What is the median overall survival with gilteritinib?\nand quizartinib?\n"
    assert 0 == chat(digest_home, asked, "--save", first).returncode
    assert asked.splitlines() == list(read_conversation(first.read_text()))
    assert 0 == chat(digest_home, "\n".join(read_conversation(first.read_text())), "--save", second).returncode
    assert first.read_bytes() == second.read_bytes()
    refused = chat(digest_home, asked, "--save", first)
    assert 4 == refused.returncode
    assert "is there already" in refused.stderr
    assert 2 == chat(digest_home, asked, "--save", tmp_path / "one.docx").returncode
