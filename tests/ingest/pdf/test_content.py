"""Content streams to operators."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.ingest.pdf.content import numbers, operations, pieces, unescape


def listed(data: bytes) -> list[tuple[bytes, bytes, list[bytes]]]:
    return [(operator, raw.strip(), operands) for operator, raw, operands in operations(data)]


def test_numbers_come_with_their_operator():
    """Numbers before an operator are its own, unread; names and strings are operands."""
    assert [(b"Tm", b"1 0 0 1 72 .5", [])] == listed(b"1 0 0 1 72 .5 Tm")
    assert [(b"Tf", b"9", [b"/F1"]), (b"Tj", b"(a)", [])] == listed(b"/F1 9 Tf (a) Tj")


def test_arrays_and_quotes():
    """`TJ` comes with its array, a quote operator with its string."""
    assert [(b"TJ", b"[(a)-9(b)]", [])] == listed(b"[(a)-9(b)] TJ")
    assert [(b"'", b"", [b"(a)"])] == listed(b"(a) '")


@pytest.mark.parametrize("depth", [1, 2, 3, 4, 9])
def test_nested_brackets_in_strings(depth: int):
    """Strings nest as deep as they like."""
    string = b"(" * depth + b"x" + b")" * depth
    assert [(b"Td", b"1 2", [])] == [each for each in listed(string + b" pop 1 2 Td") if each[0] == b"Td"]


def test_inline_images_are_passed_over():
    """The bytes of an inline image are no operators, even where they look like some."""
    data = b"q BI /W 2 /H 2 ID (Tj 1 0 Td \xff\x00 EI Q (a) Tj"
    assert [b"q", b"BI", b"Q", b"Tj"] == [operator for operator, _, _ in operations(data)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"(a\\)b)", b"a)b"),
        (b"(\\101\\7x)", b"A\x07x"),
        (b"(a\\\nb)", b"ab"),
        (b"(\\n\\q)", b"\nq"),
        (b"<41 4>", b"A@"),
        (b"<>", b""),
    ],
)
def test_unescape(raw: bytes, expected: bytes):
    """Escapes and hexadecimal digits as the standard has them."""
    assert expected == unescape(raw)


def test_malformed_numbers_are_zero():
    """A number that is none reads as 0, and the others keep their places."""
    assert [1.0, 0.0, 3.0] == numbers(b"1 --2.2.2 3")


def test_pieces_of_an_array():
    """Strings come decoded, numbers as numbers."""
    assert [b"a", -9.5, b"B"] == list(pieces(b"[(a) -9.5 <42>]"))


@given(st.binary(max_size=300))
def test_any_bytes_can_be_run(data: bytes):
    """No bytes make the tokenizer fail."""
    for operator, raw, operands in operations(data):
        assert operator
        numbers(raw)
        list(pieces(raw))
        for operand in operands:
            assert isinstance(operand, bytes)


@given(
    st.lists(
        st.sampled_from([b"(", b")", b"[", b"]", b"<", b">", b"\\", b" ", b"1", b"BI", b"ID", b"EI", b"/"]), max_size=60
    )
)
def test_any_brackets_can_be_run(parts: list[bytes]):
    """Brackets that don't match make no trouble."""
    assert len(list(operations(b"".join(parts)))) <= len(parts)
