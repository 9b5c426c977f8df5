"""`verify` believes nothing: every quote is looked up again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fakes import fake_assistant
from rraml_qa.commands.verify import verify_answers
from rraml_qa.errors import BatchError
from rraml_qa.render import answer_dict

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
    """Answers as they were given are verified, and counted; rows with an error are passed over."""
    answer, path, folder = made
    path.write_text(f'{json.dumps(answer)}\n{{"schema": 1, "id": "2", "question": null, "error": "No."}}\n')
    verdict = verify_answers(path, folder)
    assert (1, len(answer["quotes"]), None) == (verdict.answers, verdict.quotes, verdict.fault)


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
    ],
)
def test_a_false_answer_is_found(
    made: tuple[dict[str, Any], Path, Path], change: Callable[[dict[str, Any]], None]
) -> None:
    """Any change to a quote, its place or the answer's text is found and said with file, line and id."""
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
    answer["answer"] = " ".join(quote["text"] for quote in answer["quotes"])
    path.write_text(json.dumps(answer) + "\n")
    assert verify_answers(path, folder).fault is None
    quote["start"] -= 1
    path.write_text(json.dumps(answer) + "\n")
    assert verify_answers(path, folder).fault is not None


@pytest.mark.parametrize("text", ["", "nonsense\n", "[1]\n", '{"question": "?"}\n'])
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
