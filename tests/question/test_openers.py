"""What opens a turn is told from what it asks."""

from __future__ import annotations

import pytest

from rraml_qa.question.openers import another_topic, without_lead, without_remark, written_out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and what about CRh", "CRh"),
        ("btw, what is CRh", "what is CRh"),
        ("one more thing: the dose?", "the dose?"),
        ("one more drug of that class?", "one more drug of that class?"),
        ("w/ 7+3 instead", "w/ 7+3"),
    ],
)
def test_leads_are_left_out(text: str, expected: str) -> None:
    assert expected == without_lead(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Understood. What is CRh?", "What is CRh?"),
        ("Thanks! Very helpful. And the dose?", "And the dose?"),
        ("by the way, is it oral?", "is it oral?"),
        ("No. I meant enasidenib", "No. I meant enasidenib"),
        ("no. of patients?", "no. of patients?"),
        ("Relapse. What comes next?", "Relapse. What comes next?"),
    ],
)
def test_remarks_are_left_out(text: str, expected: str) -> None:
    """Thanks in a sentence of its own, but neither a correction nor a subject."""
    assert expected == without_remark(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("different thing: which antibodies cause CRS?", "which antibodies cause CRS?"),
        ("On another note, is it oral?", "is it oral?"),
        ("ok, new topic - MRD", "MRD"),
        ("something else: MRD", "MRD"),
        ("another drug: venetoclax", None),
        ("different doses, any effect?", None),
    ],
)
def test_another_topic_is_announced(text: str, expected: str | None) -> None:
    assert expected == another_topic(text)


def test_with_is_written_out() -> None:
    """Short forms of "with" and "without", and nothing that holds the same letters."""
    assert "GO with ara-C without G-CSF, aw/b" == written_out("GO w/ara-C w/o G-CSF, aw/b")
