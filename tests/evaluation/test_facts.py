"""Facts: what counts as holding one."""

from __future__ import annotations

import pytest

from rraml_qa.evaluation.facts import held, numbers, plain


@pytest.mark.parametrize(
    ("text", "spellings", "expected"),
    [
        ("Median survival was 9.3 months.", ("9.3 months",), True),
        ("Median survival was 19.3 months.", ("9.3 months",), False),
        ("It was 62 months.", ("6.2 months",), False),
        ("CR in 30–50% of patients", ("30-50%",), True),
        ("CR in 150%", ("50%",), False),
        ("CR in 50.5%", ("50",), False),
        ("HAA [26] Phase II 46 80", ("80",), True),
        ("It INTERCALATES between bases.", ("intercalat*",), True),
        ("It intercalates.", ("intercalat",), False),
        ("patients with\n r/r  AML", ("with r/r AML",), True),
        ("cited [25].", ("[25]",), True),
        ("cited [25].", ("[2]",), False),
        ("reported in one study [43].", ("43",), False),
        ("as reported [6, 43-45].", ("43",), False),
        ("ADE | [23] | Phase III | 235 | 43", ("43",), True),
        ("second spelling", ("first", "second"), True),
        ("patient’s age", ("patient's age",), True),
    ],
)
def test_a_fact_is_held_as_whole_words_and_numbers(text: str, spellings: tuple[str, ...], expected: bool) -> None:
    """A spelling counts where it stands by itself, whatever its case, dashes and white space."""
    assert expected == (held(text, [spellings]) == {0})


def test_numbers_keep_their_decimals_and_signs() -> None:
    """Decimals and per cent signs are part of a number."""
    assert {"6.2", "21%"} == numbers("6.2 months, 21%")
    assert set() == numbers("FLT3-ITD, CD33 and PD-1")
    assert plain("A – B") == "a - b"
