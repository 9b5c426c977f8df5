"""Two treatments side by side: each by its own figures, and never compared where the text doesn't."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest

from fakes import document, linker_of
from rraml_qa.commands.compare import (
    Comparison,
    compare,
    comparison_csv,
    comparison_markdown,
    comparison_text,
)
from rraml_qa.errors import QuestionError
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Document

MADE = document(
    "review",
    "In ADMIRAL the median overall survival with gilteritinib was 9.3 months [1].",
    "Gilteritinib gave a CR rate of 21% in 247 patients [1].",
    "The CR rate with quizartinib was 46% versus 27% with MEC [2].",
    "Quizartinib was given to 60 patients.",
    "The CR rate with vosaroxin plus cytarabine was 30% [3].",
    "MEC gave a CR rate of up to 66% [4].",
)


def between(one: str, other: str, made: Document = MADE, **linking: object) -> Comparison:
    return compare([made], replace(linker_of(made), **linking), one, other)  # type: ignore[arg-type]


def figures(comparison: Comparison) -> dict[str, tuple[list[str], list[str]]]:
    return {
        row.endpoint: ([each.value for each in row.one.rows], [each.value for each in row.other.rows])
        for row in comparison.rows
    }


def test_each_side_has_its_figures() -> None:
    """Endpoints that both sides have come first; what only one has stands beside an empty cell."""
    found = between("Xospata", "quizartinib")
    assert ("gilteritinib", "quizartinib") == (found.one, found.other)
    assert [
        ("complete remission", (["21%"], ["46%"])),
        ("overall survival", (["9.3 months"], [])),
    ] == list(figures(found).items())
    for row in found.rows:
        for each in (*row.one.rows, *row.other.rows):
            assert each.quote == MADE.text[each.quote_start : each.quote_end]


def test_the_other_arm_is_told() -> None:
    """A figure of a treatment comes with what its sentence sets it against; in every form."""
    made = document(
        "review",
        "The CR rate with quizartinib was 46% versus 27% with salvage chemotherapy [2].",
        "Gilteritinib gave a CR rate of 21% in 247 patients [1].",
    )
    found = between("quizartinib", "gilteritinib", made)
    ((row, against),) = found.rows[0].one.pairs
    assert ("46%", "vs 27% with salvage chemotherapy") == (row.value, against)
    assert [""] == [beside for _, beside in found.rows[0].other.pairs]
    for told in (comparison_text(found), comparison_markdown(found)):
        assert "vs 27% with salvage chemotherapy" in told


def test_an_arm_that_is_the_other_side_is_not_told_twice() -> None:
    (row,) = between("quizartinib", "MEC").rows
    assert [""] == [against for _, against in row.one.pairs]
    assert ["comparator", ""] == [against for _, against in row.other.pairs]


def test_different_trials_are_no_comparison() -> None:
    """Where no figure is set against the other treatment's, it is said that they can't be compared."""
    found = between("gilteritinib", "quizartinib")
    assert not any(row.head_to_head for row in found.rows)
    assert "figures from different trials can't be compared directly" in found.remark


@pytest.mark.parametrize("sides", [("quizartinib", "MEC"), ("MEC", "quizartinib")])
def test_head_to_head_is_told(sides: tuple[str, str]) -> None:
    """Where a sentence gives one as what the other is compared with, that endpoint is head to head, in either order."""
    found = between(*sides)
    assert [("complete remission", True)] == [(row.endpoint, row.head_to_head) for row in found.rows]
    assert "compares them head to head in complete remission" in found.remark


def test_a_treatment_is_no_part_of_another() -> None:
    """What is given with something else stands for it only where it has no figures of its own, and is said to."""
    alone = document(
        "review", "Cytarabine gave a CR rate of 16%.", "The CR rate with vosaroxin plus cytarabine was 30%."
    )
    assert {"complete remission": (["16%"], [])} == figures(between("cytarabine", "quizartinib", alone))
    found = between("cytarabine", "quizartinib")
    assert ["30%"] == figures(found)["complete remission"][0]
    assert "30% (as vosaroxin + cytarabine)" in comparison_text(found)
    both = document("review", "The CR rate with vosaroxin plus cytarabine was 30%.")
    assert () == between("vosaroxin", "cytarabine", both).rows


def test_a_combination_is_named_by_its_parts() -> None:
    """Several names are what is given together, whatever their order and whatever the lexicon calls them."""
    assert ["30%"] == figures(between("cytarabine plus vosaroxin", "MEC"))["complete remission"][0]
    assert ["30%"] == figures(between("vosaroxin + cytarabine", "MEC", joins=True))["complete remission"][0]


def test_what_the_documents_lack_is_told() -> None:
    """A treatment that is known, of which there is no figure, has empty cells and a remark."""
    found = between("gilteritinib", "ivosidenib")
    assert found.rows
    assert all(not row.other.rows for row in found.rows)
    assert "The documents give no figure of ivosidenib." == found.remark
    none = between("enasidenib", "ivosidenib")
    assert () == none.rows
    assert "enasidenib or ivosidenib" in none.remark


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("gilteritinib", "Xospata", "the same treatment"),
        ("FLAG-IDA", "flag ida", "the same treatment"),
        ("gilteritinib", "zzyzx", "“zzyzx” is no treatment"),
        ("ibuprofen", "gilteritinib", "“ibuprofen” is no treatment"),
        ("gilteritinib", "  ", "missing"),
        ("CR", "gilteritinib", "“CR” is no treatment"),
    ],
)
def test_what_can_t_be_compared_is_told(one: str, other: str, words: str) -> None:
    """An unknown name, none, and the same treatment twice are told in one sentence."""
    with pytest.raises(QuestionError, match=rf"^[^\n]*{words}[^\n]*\.$"):
        between(one, other)


def test_an_ambiguous_name_is_asked_about() -> None:
    """A name that may mean two things is told with both."""

    class Unsure(Linker):
        def link(self, text: str) -> tuple:  # type: ignore[type-arg]
            return tuple(replace(name, rivals=("quizartinib",)) for name in super().link(text))

    linker = Unsure(linker_of(MADE).lexicon)
    with pytest.raises(QuestionError, match="“gilteritinib” may mean gilteritinib or quizartinib"):
        compare([MADE], linker, "gilteritinib", "MEC")


def test_csv_has_a_row_a_figure() -> None:
    """Each figure has its side and all that the evidence table tells; an empty cell is a row without a value."""
    found = between("gilteritinib", "quizartinib")
    read = list(csv.DictReader(io.StringIO(comparison_csv(found), newline="")))
    assert [
        ("complete remission", "gilteritinib", "21%", "247"),
        ("complete remission", "quizartinib", "46%", ""),
        ("overall survival", "gilteritinib", "9.3 months", ""),
        ("overall survival", "quizartinib", "", ""),
    ] == [(row["compared"], row["side"], row["value"], row["n"]) for row in read]
    assert MADE.text[int(read[0]["start"]) : int(read[0]["end"])] == read[0]["value"]


def test_markdown_is_a_table_with_its_quotes() -> None:
    """Every endpoint is a line of four cells; every number in brackets has its quote below; words are no mark-up."""
    text = comparison_markdown(between("gilteritinib", "quizartinib"))
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert 4 == len(lines)
    assert {5} == {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
    assert "*not in the documents*" in lines[-1]
    told = set(re.findall(r"(?<!\\)\((\d)\)", "".join(lines)))
    assert told == set(re.findall(r"^\((\d)\)", text, re.MULTILINE))
    assert {"1", "2", "3"} == told
    marked = document("review", "The CR rate with gilteritinib <b>was</b> 21% | [x](y).", "MEC gave a CR rate of 66%.")
    assert "<b>" not in comparison_markdown(between("gilteritinib", "MEC", marked))


def test_text_tells_what_is_absent() -> None:
    """At a terminal each figure comes with its quote and place, and an absent one is said to be so."""
    text = comparison_text(between("gilteritinib", "quizartinib"))
    assert "    quizartinib: not in the documents" in text
    assert "    gilteritinib: 9.3 months (ADMIRAL) [1]" in text
    assert all(sentence in text for sentence in ("“Gilteritinib gave a CR rate of 21% in 247 patients [1].”",))
