"""The audit: which two figures or references of a document contradict each other, and which only differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.evidence.audit import audit
from rraml_qa.evidence.values import agree
from rraml_qa.types import Difference, Document, Record, Span, Stated
from written import written

TABLE = """
| Regimen | Ref | Design | N | CR (%) |
|---|---|---|---|---|
| {row} |

Table 1: Results.
"""


def audited(prose: str, row: str | None = None) -> tuple[Document, tuple[Difference, ...]]:
    table = TABLE.format(row=row) if row else ""
    document, linker = written(f"# Review\n\n## Drugs\n\n{prose}\n{table}")
    return document, audit(document, linker)


def reasons(prose: str, row: str | None = None) -> list[tuple[str, ...]]:
    return [difference.reasons for difference in audited(prose, row)[1]]


def test_a_figure_that_a_row_gives_otherwise_is_a_conflict() -> None:
    """Prose and row that give two values of one treatment and endpoint conflict, and both places are told."""
    document, (conflict,) = audited(
        "Venetoclax gave a CR rate of 19% in this trial [3].", "Venetoclax | [3] | Phase II | 32 | 9"
    )
    assert ("value", ("venetoclax",), "complete remission") == (conflict.kind, conflict.subject, conflict.endpoint)
    assert conflict.is_conflict
    assert ["19%", "9"] == [side.span.of(document.text) for side in (conflict.one, conflict.other)]
    assert ["sentence", "row"] == [document.units[side.unit].kind for side in (conflict.one, conflict.other)]


@pytest.mark.parametrize("prose", ["9%", "8 to 12%", "up to 20%", "more than 5%", "about 10%", "8.9%"])
def test_figures_that_cover_each_other_agree(prose: str) -> None:
    """The same value, a range around it, a bound, an approximation and a rounding don't differ."""
    assert [] == reasons(
        f"Venetoclax gave a CR rate of {prose} in this trial [3].", "Venetoclax | [3] | Phase II | 32 | 9"
    )


@pytest.mark.parametrize(
    ("prose", "reason"),
    [
        ("In patients older than 75 years, the CR rate with venetoclax was 19% [3].", "other patients"),
        ("In newly diagnosed AML, the CR rate with venetoclax was 19% [3].", "another line of treatment"),
        ("At a dose of 800 mg, the CR rate with venetoclax was 19% [3].", "another dose"),
        ("In the interim analysis, the CR rate with venetoclax was 19% [3].", "another analysis"),
        ("After the first cycle, the CR rate with venetoclax was 19% [3].", "another point in time"),
        ("Among those who underwent transplantation, the CR rate with venetoclax was 19% [3].", "a part of the"),
    ],
)
def test_what_the_text_says_of_them_may_explain_a_difference(prose: str, reason: str) -> None:
    """Figures of other patients, lines, doses, analyses, times and parts of the patients are no conflict."""
    (told,) = reasons(prose, "Venetoclax | [3] | Phase II | 32 | 9")
    assert any(each.startswith(reason) for each in told)


def test_two_sentences_on_one_study_are_compared() -> None:
    """A sentence without a citation is of the study that the one before it cites, and is held to it."""
    text = (
        "Axi-cel was given to 81 patients in one trial [25]. CRS of grade 3 or higher occurred in 7% with axi-cel.\n\n"
        "With axi-cel, CRS of grade 3 or higher was seen in 11% of the patients [{}]."
    )
    assert [()] == reasons(text.format(25))
    assert [] == reasons(text.format(26))


def test_two_studies_in_prose_are_not_compared() -> None:
    """Sentences that cite two studies of one drug don't contradict each other."""
    assert [] == reasons("Venetoclax gave a CR rate of 19% [3]. The CR rate with venetoclax was 30% [4].")


def test_a_row_that_cites_another_treatment_s_study_is_a_conflict() -> None:
    """A row whose reference the prose cites for something else differs from what the prose cites for it."""
    document, (conflict,) = audited(
        "Venetoclax gave a CR rate of 19% [3]. Ibrutinib was studied as well [4].",
        "Venetoclax | [4] | Phase II | 32 | 19",
    )
    assert ("reference", ("3",), ("4",)) == (conflict.kind, conflict.one.references, conflict.other.references)
    assert ["[3]", "[4]"] == [side.span.of(document.text) for side in (conflict.one, conflict.other)]


def test_a_row_that_cites_a_further_study_is_none() -> None:
    """A row that cites what the prose does, or what the prose cites for nothing else, is no conflict."""
    prose = "Venetoclax gave a CR rate of 19% [3]. Ibrutinib was studied as well [5]."
    assert [] == reasons(prose, "Venetoclax | [3] | Phase II | 32 | 19")
    assert [] == reasons(prose, "Venetoclax | [4] | Phase II | 32 | 19")


def test_the_audit_is_in_the_order_of_the_document() -> None:
    """Differences come in the order of their first place, whatever their kind."""
    _, found = audited(
        "Venetoclax gave a CR rate of 19% [3]. Ibrutinib was studied as well [4].",
        "Venetoclax | [4] | Phase II | 32 | 9",
    )
    assert {"value", "reference"} == {each.kind for each in found}
    assert sorted(found, key=lambda each: each.one.span) == list(found)


figures = st.builds(
    lambda low, more, bound: Record(
        0, Stated("complete remission"), low, min(100.0, low + more), "%", Span(0, 1), bound
    ),
    st.floats(0, 100).map(lambda value: round(value, 1)),
    st.sampled_from([0.0, 5.0]),
    st.sampled_from([None, "at most", "at least", "below", "above", "about"]),
)


@given(figures, figures)
def test_agreement_goes_both_ways(one: Record, other: Record) -> None:
    """Whether two figures agree doesn't depend on which is named first, and each agrees with itself."""
    assert agree(one, other) == agree(other, one)
    assert agree(one, one)
