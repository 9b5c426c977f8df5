"""Gutters, bands, columns and asides, on runs set by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.ingest.pdf.asides import find_aside
from rraml_qa.ingest.pdf.canvas import Fragment
from rraml_qa.ingest.pdf.columns import Gutter, find_gutters, read_columns
from rraml_qa.ingest.pdf.geometry import Rect
from rraml_qa.ingest.pdf.page import Page, Style
from rraml_qa.ingest.pdf.runs import Run, read_runs

BODY = Style(10.0, "Body", bold=False)


def lines(name: str, x0: float, x1: float, top: float, count: int, size: float = 10.0) -> list[Run]:
    """Lines that fill their column."""
    letters = "x" * int((x1 - x0) / 5)
    return [Run(f"{name}{number} {letters}", x0, x1, top + 12.0 * number, size) for number in range(count)]


def page(runs: list[Run], number: int = 1) -> Page:
    return Page(number, 595.0, 842.0, 0, tuple(sorted(runs, key=lambda run: (run.y, run.x0))))


def order(runs: list[Run], gutters: tuple[Gutter, ...], *rules: Rect) -> list[str]:
    """The names of the lines in reading order."""
    return [
        run.text.split()[0]
        for column in read_columns(page(runs).runs, gutters, rules)
        for run in sorted(column.runs, key=lambda run: (run.y, run.x0))
    ]


def test_one_column_has_no_gutter():
    """Lines from margin to margin leave no gutter."""
    assert [()] == find_gutters([page(lines("a", 50, 545, 100, 40))], BODY)


def test_two_columns_with_baselines_of_their_own():
    """The gutter is found though no line of one column is level with one of the other."""
    runs = lines("a", 50, 290, 100, 40) + lines("b", 305, 545, 105, 40)
    (found,) = find_gutters([page(runs)], BODY)
    assert [(291, 305)] == [(round(gutter.x0), round(gutter.x1)) for gutter in found]


def test_three_columns():
    """Three columns have two gutters."""
    runs = lines("a", 40, 200, 100, 40) + lines("b", 212, 372, 100, 40) + lines("c", 384, 544, 100, 40)
    (found,) = find_gutters([page(runs)], BODY)
    assert 2 == len(found)
    names = [run.text.split()[0] for column in read_columns(page(runs).runs, found) for run in column.runs]
    assert [f"{name}{number}" for name in "abc" for number in range(40)] == names


def test_cells_make_no_gutter():
    """The white between a table's cells parts no columns: cells don't fill theirs."""
    rows = [Run("cell", x, x + 40, 100.0 + 12 * n, 10.0) for n in range(40) for x in (50, 220, 400)]
    assert [()] == find_gutters([page(rows)], BODY)


def test_a_page_without_running_text_takes_the_documents_gutter():
    """Small type in two columns is parted where the other pages are."""
    normal = lines("a", 50, 290, 100, 40) + lines("b", 305, 545, 100, 40)
    small = lines("c", 50, 290, 100, 9, 7.0) + lines("d", 305, 545, 100, 9, 7.0)
    found = find_gutters([page(normal, 1), page(small, 2), page(normal, 3)], BODY)
    assert found[0] == found[1] == found[2]


def test_bands_are_read_one_after_the_other():
    """What crosses the gutter is read before what stands below it, in either column."""
    runs = lines("a", 50, 290, 100, 3) + lines("b", 305, 545, 100, 3)
    runs += lines("wide", 50, 545, 160, 2) + lines("c", 50, 290, 200, 3) + lines("d", 305, 545, 200, 3)
    names = ["a0", "a1", "a2", "b0", "b1", "b2", "wide0", "wide1", "c0", "c1", "c2", "d0", "d1", "d2"]
    assert names == order(runs, (Gutter(290, 305),))


def test_a_head_over_two_of_three_columns():
    """A title over the first two columns does not cut the third, which is read last."""
    gutters = (Gutter(200, 212), Gutter(372, 384))
    runs = lines("title", 40, 372, 100, 2) + lines("a", 40, 200, 140, 3) + lines("b", 212, 372, 140, 3)
    runs += lines("c", 384, 544, 100, 6)
    names = ["title0", "title1", "a0", "a1", "a2", "b0", "b1", "b2", *(f"c{number}" for number in range(6))]
    assert names == order(runs, gutters)


def test_a_short_last_line_stays_with_its_wide_paragraph():
    """A line that ends before the gutter, between two that cross it, is no column of its own."""
    runs = [*lines("a", 50, 545, 100, 3), Run("last", 50, 200, 136, 10), *lines("b", 50, 545, 148, 3)]
    assert 1 == len(read_columns(page(runs).runs, (Gutter(290, 305),)))


def test_a_rule_across_the_page_ends_what_is_above():
    """An abstract in two columns is read to its end before the text below the rule; a short rule ends nothing."""
    runs = lines("a", 50, 290, 100, 2) + lines("b", 305, 545, 100, 2)
    runs += lines("c", 50, 290, 140, 2) + lines("d", 305, 545, 140, 2)
    gutters = (Gutter(290, 305),)
    names = ["a0", "a1", "b0", "b1", "c0", "c1", "d0", "d1"]
    assert names == order(runs, gutters, Rect(48, 122, 547, 122.5))
    assert ["a0", "a1", "c0", "c1", "b0", "b1", "d0", "d1"] == order(runs, gutters, Rect(48, 122, 290, 122.5))


@pytest.mark.parametrize(("x0", "x1"), [(460, 545), (50, 130)])
def test_an_aside_is_told_from_the_text(x0: int, x1: int):
    """Small lines in a narrow strip beside the abstract, at either edge, are an aside."""
    left = 140 if x0 < 140 else 50
    aside = lines("aside", x0, x1, 101.7, 14, 7.0)
    text = lines("a", left, left + 390, 100, 12)
    assert {run.text for run in aside} == {run.text for run in find_aside(text + aside)}


def test_cells_in_small_type_are_no_aside():
    """The last column of a table stands level with its rows."""
    text = lines("a", 50, 545, 100, 20)
    cells = [Run("cell", x, x + 60, 400.0 + 12 * n, 8.0) for n in range(9) for x in (50, 220, 480)]
    assert [] == find_aside(text + cells)


def test_of_two_gutters_the_one_that_fewer_lines_cross():
    """A first page with columns of its own is not cut where the other pages' gutter is."""
    own = lines("a", 140, 330, 100, 40) + lines("b", 345, 545, 100, 40)
    short = [Run("short", 140, 250, 600.0 + 12 * n, 10) for n in range(9)]
    usual = lines("c", 50, 290, 100, 40) + lines("d", 305, 545, 100, 40)
    (first, *_) = find_gutters([page(own + short, 1), *(page(usual, number) for number in (2, 3, 4))], BODY)
    assert [(331, 345)] == [(round(gutter.x0), round(gutter.x1)) for gutter in first]


@given(st.permutations(list(range(24))))
def test_runs_do_not_depend_on_the_order_of_fragments(places: list[int]):
    """However the fragments of a page come, its runs are the same."""
    fragments = [
        Fragment(f"w{number}", 50 + 40 * (number % 6), 80 + 40 * (number % 6), 100 + 12.0 * (number // 6), 10.0)
        for number in range(24)
    ]
    fragments += [Fragment("12", 281, 288, 96.5, 6.5), Fragment("a", 281, 284, 114.0, 6.5)]
    shuffled = [fragments[place] for place in places] + fragments[24:][::-1]
    assert read_runs(fragments) == read_runs(shuffled)
