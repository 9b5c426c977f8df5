"""The table of figures as the page shows it: arms beside each other, what differs, what is sorted among what."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant, fake_assistant_of
from rraml_qa.ui.figures import Line, Table, make_table
from written import written

TEXT = """# A review of drugs

## Inhibitors

In the ADMIRAL trial, the median overall survival was 9.3 months with gilteritinib versus 5.6 months with chemotherapy
[1]. With ADE patients over 60 years achieved a CR rate of 72% [2]. Venetoclax gave a CR rate of 19% [3]. The half-life
of cytarabine is 20 minutes. MEC gave CR rates of up to 66% [4].

| Regimen | Ref | Design | N | CR (%) |
|---|---|---|---|---|
| ADE | [5] | Phase II | 44 | 36 |
| Venetoclax | [3] | Phase II | 32 | 9 |
| MEC | [4] | Phase III | 320 | 66 |
| CLAG/CLAM | [6] | Phase II | 24 | 44 |

Table 1: Results.
"""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    return make_table(fake_assistant_of(tmp_path_factory.mktemp("figures"), written(TEXT)[0]))


def of(table: Table, treatment: str) -> list[Line]:
    return [line for line in table.lines if line.treatment == treatment]


def test_an_arm_is_told_beside_the_other(table: Table) -> None:
    """A treatment with what it is set against, a comparator with what it is one of, each found by the other's names."""
    (main,) = of(table, "gilteritinib")
    (other,) = of(table, "chemotherapy")
    assert ("vs chemotherapy", "comparator of gilteritinib") == (main.beside, other.beside)
    assert "xospata" in other.names
    assert "chemotherapy" in main.names
    assert not any("xospata" in line.names for line in table.lines if line not in (main, other))


def test_what_another_place_gives_is_told(table: Table) -> None:
    """With what may explain it, where the text says that; a contradiction by itself; nothing where both agree."""
    text, row = of(table, "ADE")
    assert [("36% in Table 1 [5]", ("other patients",))] == [(each.words, each.reasons) for each in text.otherwise]
    assert ["72% in the text [2]"] == [each.words for each in row.otherwise]
    assert not row.otherwise[0].is_conflict
    assert [[True], [True]] == [[each.is_conflict for each in line.otherwise] for line in of(table, "venetoclax")]
    assert [(), ()] == [line.otherwise for line in of(table, "MEC")]


def test_a_figure_that_two_share_is_one_line(table: Table) -> None:
    """It is called by both, and exported with both rows."""
    (line,) = of(table, "CLAG / CLAM")
    assert ["CLAG", "CLAM"] == sorted(table.rows[number].treatment or "" for number in line.numbers)
    assert sorted(number for each in table.lines for number in each.numbers) == list(range(len(table.rows)))


def test_shares_are_not_sorted_among_times(table: Table) -> None:
    """Shares come first, then times, whatever their unit, by how long they are."""
    ordered = sorted(table.lines, key=lambda line: (line.kind, line.weight))
    figures = [line.figure for line in ordered]
    assert ["20 minutes", "5.6 months", "9.3 months"] == figures[-3:]
    assert {0} == {line.kind for line in ordered[:-3]}


def test_designs_are_those_of_the_plot(table: Table) -> None:
    """The kinds of study by which the figures may be filtered; what isn't stated comes last."""
    assert ("phase II", "phase III", "not stated") == table.designs


def test_patients_are_told_once(tmp_path: Path) -> None:
    """What the population says already is not told again as the line of treatment."""
    sentence = "Gilteritinib gave a CR rate of 40% in patients resistant to conventional dose cytarabine regimens."
    (line,) = make_table(fake_assistant(tmp_path, sentence)).lines
    assert "patients resistant to conventional dose cytarabine regimens" == line.patients


def test_arms_of_one_treatment_are_told_apart(tmp_path: Path) -> None:
    """By the way in which each was given."""
    sentence = "The CR rate with daily azacitidine was 40% versus 20% with weekly azacitidine in 50 patients [3]."
    lines = make_table(fake_assistant(tmp_path, sentence)).lines
    assert ["daily; vs weekly", "weekly; comparator of daily"] == [line.beside for line in lines]
