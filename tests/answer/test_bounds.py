"""Bounds on figures are read in figures and in words."""

from __future__ import annotations

from math import inf

import pytest

from rraml_qa.answer.bounds import Bound, bounds_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a rate above 50%", Bound(50, inf, "%", open=True)),
        ("in fewer than one patient in five", Bound(-inf, 20, "%", open=True)),
        ("in at least half", Bound(50, inf, "%")),
        ("in no more than three out of ten people", Bound(-inf, 30, "%")),
        ("40% or more", Bound(40, inf, "%")),
        ("a quarter or less", Bound(-inf, 25, "%")),
        ("between 30 and 45%", Bound(30, 45, "%")),
        ("exactly 61 pretreated patients", Bound(61, 61, "patients")),
        ("longer than 6 months", Bound(6, inf, "time", open=True)),
        ("over 60 years", Bound(720, inf, "time", open=True)),
        ("sixty percent or better", Bound(60, inf, "%")),
        ("in ten percent of people or fewer", Bound(-inf, 10, "%")),
        ("in forty-five per cent of patients or more", Bound(45, inf, "%")),
        ("between ten and twenty percent", Bound(10, 20, "%")),
        ("more than twenty-one patients", Bound(21, inf, "patients", open=True)),
        ("over sixty years", Bound(720, inf, "time", open=True)),
        ("fewer than 40", Bound(-inf, 40, None, open=True)),
    ],
)
def test_a_bound_has_its_ends_and_its_unit(text: str, expected: Bound) -> None:
    """Shares in words are of a hundred; "over" leaves its end out, "at least" doesn't."""
    assert [expected] == list(bounds_in(text))


@pytest.mark.parametrize(
    "text", ["higher than with placebo", "in 1998", "over the course of treatment", "one of them", "more than one drug"]
)
def test_words_without_a_number_set_no_bound(text: str) -> None:
    """A comparison with something that is no number is none."""
    assert [] == list(bounds_in(text))


def test_a_bound_holds_what_lies_within_it() -> None:
    """Open ones hold neither of their ends."""
    assert [False, True] == [next(bounds_in("over 20%")).holds(value) for value in (20, 20.1)]
    assert [True, False] == [next(bounds_in("at most 20%")).holds(value) for value in (20, 20.1)]
