"""The report of an audit: conflicts first, both sides quoted, and what may be explained only if it is asked for."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from rraml_qa.commands.audit import FORMS, Tally, find_differences, show_findings, write_findings
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.types import Document
from written import written

TEXT = """# A review of drugs

## Inhibitors

In patients older than 60 years, the CR rate with HAM was 76% [1]. Venetoclax gave a CR rate of 19% [3].

| Regimen | Ref | Design | N | CR (%) |
|---|---|---|---|---|
| HAM | [1] | Phase II | 44 | 36 |
| Venetoclax | [3] | Phase II | 32 | 9 |

Table 1: Results.
"""
WITHOUT = "# A short note\n\n## Inhibitors\n\nVenetoclax gave a CR rate of 19% [3].\n"


@pytest.fixture(scope="module")
def document() -> Document:
    return written(TEXT)[0]


def report(form: str, *documents: Document, explained: bool = False) -> tuple[str, Tally]:
    stream = io.StringIO()
    tally = write_findings(find_differences(documents, load_lexicon()), stream, form, explained=explained)
    return stream.getvalue(), tally


def test_conflicts_come_first_with_both_sides(document: Document) -> None:
    """Each finding quotes both places as they stand, and what differs in them; conflicts come before the others."""
    ((_, found),) = find_differences([document], load_lexicon())
    assert [True, False] == [finding.is_conflict for finding in found]
    assert "venetoclax, complete remission: 19% in the text [3], but 9% in Table 1 [3]" == found[0].title
    for finding in found:
        for side in finding.sides:
            assert side.quote.text == document.text[side.quote.start : side.quote.end]
            assert side.quote.start <= side.start < side.end <= side.quote.end


def test_what_may_be_explained_is_counted_and_told_if_asked_for(document: Document) -> None:
    """Without --all differences that the text explains are counted only, with it they are told with the reason."""
    text, tally = report("text", document)
    assert Tally(documents=1, conflicts=1, explained=1) == tally
    assert "HAM" not in text
    whole, same = report("text", document, explained=True)
    assert tally == same
    assert "Possible reason: other patients." in whole
    assert whole.index("Conflicting figures") < whole.index("Differences that the text may explain")


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_document_without_a_conflict_is_said_to_have_none(form: str, document: Document) -> None:
    """Where nothing contradicts itself the report says so, and only there."""
    text, tally = report(form, written(WITHOUT, "note")[0])
    assert "A short note" in text
    assert "No conflict was found." in text
    assert 0 == tally.conflicts
    assert "No conflict" not in report(form, document)[0]


def test_json_has_a_line_a_difference(document: Document) -> None:
    """JSON lines give the kind, the reasons and both sides with their quotes."""
    lines = report("json", document, explained=True)[0].splitlines()
    found = [json.loads(line) for line in lines]
    assert [(True, []), (False, ["other patients"])] == [(each["conflict"], each["reasons"]) for each in found]
    one, other = found[0]["sides"]
    assert "Table 1" == other["quote"]["table"]["label"]
    assert "19%" == document.text[one["start"] : one["end"]]


@pytest.mark.parametrize("form", list(FORMS))
def test_every_document_is_audited_by_itself(form: str, document: Document) -> None:
    """Two documents that differ from each other don't contradict themselves."""
    other = written(WITHOUT.replace("19%", "80%"), "note")[0]
    assert Tally(2, 1, 1) == report(form, document, other)[1]


def test_a_narrow_terminal_is_readable(document: Document) -> None:
    """On a terminal no line is wider than it is."""
    stream = io.StringIO()
    show_findings(find_differences([document], load_lexicon()), Console(file=stream, width=50), explained=True)
    assert max(map(len, stream.getvalue().splitlines())) <= 50
