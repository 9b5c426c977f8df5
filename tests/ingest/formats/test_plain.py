"""Plain text to lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.errors import DocumentError
from rraml_qa.ingest.formats.plain import read_text

TEXT = "Naïve cells – α and β\n\n  in AML.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_with_a_mark_are_read(encoding):
    """UTF-8, and UTF-16 and UTF-32 with a byte order mark, give the same lines and no remark."""
    source = read_text(TEXT.encode(encoding), "a.txt")
    assert [line.text for line in source.lines] == ["Naïve cells – α and β", "", "in AML."]
    assert source.remarks == ()
    assert source.media_type == "text/plain"


def test_other_bytes_are_windows_1252():
    """What isn't UTF-8 is read as Windows-1252, and the source says so."""
    source = read_text("Naïve – 30 %".encode("cp1252"), "a.txt")
    assert source.lines[0].text == "Naïve – 30 %"
    assert "Windows-1252" in source.remarks[0]


def test_gap_and_indent_are_measured():
    """A line knows the blank lines above it and the columns before it; a line's number is the file's."""
    source = read_text(b"one\r\n\r\n\r\n\ttwo \r\n three", "a.txt")
    assert [(line.text, line.gap, line.indent) for line in source.lines] == [
        ("one", 0, 0),
        ("", 0, 0),
        ("", 0, 0),
        ("two", 2, 8),
        ("three", 0, 1),
    ]


def test_form_feeds_are_page_breaks():
    """A form feed begins a page without a line of its own; without any there are no pages."""
    source = read_text(b"one\n\ftwo\n\f\n\nthree\f\n", "a.txt")
    assert [(line.text, line.page) for line in source.lines if line.text] == [
        ("one", 1),
        ("two", 2),
        ("three", 3),
    ]
    assert source.pages == 3
    assert source.lines[1].text == "two"
    assert read_text(b"one", "a.txt").pages is None
    assert [line.page for line in read_text(b"one\ftwo", "a.txt").lines] == [1, 2]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n...", "is a PDF"),
        (b"PK\x03\x04...", "ZIP"),
        (b"T\0h\0e\0", "zero bytes"),
        (bytes(range(1, 32)) * 9, "control characters"),
        (b"", "empty"),
        (b" \n\f\n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfea", "UTF-16"),
    ],
)
def test_what_is_no_text_is_refused(data, message):
    """Another format, binary data or nothing at all is an error that says what came."""
    with pytest.raises(DocumentError, match=message):
        read_text(data, "a.txt")


@given(st.binary(max_size=200))
def test_any_bytes_give_lines_or_an_error(data):
    """Whatever the bytes are, they give lines or a DocumentError."""
    try:
        source = read_text(data, "a.txt")
    except DocumentError:
        return
    assert all(line.text == line.text.strip() for line in source.lines)
    assert any(line.text for line in source.lines)
