"""The reference list: numbers and entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.digest_formats import as_document
from rraml_qa.ingest.references import find_references, is_reference_heading, mark_references, parse_references
from rraml_qa.types import Block, Line, Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("36. Perl AE, Martinelli G.", {"36": "Perl AE, Martinelli G."}),
        ("[36] Perl AE", {"36": "Perl AE"}),
        ("[36]. Perl AE", {"36": "Perl AE"}),
        ("36 Perl AE", {"36": "Perl AE"}),
        ("36) Perl AE", {"36": "Perl AE"}),
        ("(36) Perl AE", {"36": "Perl AE"}),
        ("036. Perl AE", {"36": "Perl AE"}),
        ("36.Perl AE", {"36": "Perl AE"}),
        ("Perl AE. 2019.", {}),
        ("3.5 mg of it", {}),
        ("36.", {}),
        ("", {}),
    ],
)
def test_an_entry_has_its_number(text: str, expected: dict[str, str]):
    """An entry's number is what it begins with, however it is set off; a text without one is passed over."""
    assert expected == parse_references([text])


def test_the_first_entry_of_a_number_counts():
    """Of two entries with one number the first one counts."""
    assert {"1": "One", "2": "Two"} == parse_references(["1. One", "2. Two", "1. Three"])


def test_spans_are_those_of_the_entries():
    """A reference's span is its entry in the text, without the number; only blocks of that role count."""
    text = "1. No entry\n\n1. One A.\n\n[2] Two B."
    blocks = [Block("item", Span(0, 11)), Block("reference", Span(13, 22)), Block("reference", Span(24, 34))]
    assert {"1": "One A.", "2": "Two B."} == {each.number: each.span.of(text) for each in find_references(text, blocks)}


@pytest.mark.parametrize(
    "text", ["References", "REFERENCES:", "6. References", "Bibliography", "References and notes", "Works cited"]
)
def test_headings_of_reference_lists(text: str):
    """The usual headings of reference lists are known as such."""
    assert is_reference_heading(text)
    assert not is_reference_heading(f"{text} to earlier work")


def _marked(cited: str, *entries: Line) -> list[tuple[str, str]]:
    lines = [Line(cited, role="paragraph"), Line("References", role="heading", level=2), *entries]
    after = [Line("Appendix", role="heading", level=2), Line("1. An item", role="item")]
    found = [(str(line.role), line.text) for line in mark_references([*lines, *after])]
    assert [("heading", "Appendix"), ("item", "1. An item")] == found[-2:]
    return found[2:-2]


def test_entries_without_numbers_are_counted_where_the_text_cites_by_numbers():
    """Items get the numbers of their order only if the text cites [1] and no more than there are."""
    items = [Line("One A. 2001.", role="item"), Line("Two B. 2002.", role="item")]
    assert [("reference", "1. One A. 2001."), ("reference", "2. Two B. 2002.")] == _marked("As known [1-2].", *items)
    plain = [("reference", "One A. 2001."), ("reference", "Two B. 2002.")]
    assert plain == _marked("As known [1-3].", *items)
    assert plain == _marked("As known (One, 2001).", *items)


def test_paragraphs_are_entries_if_they_look_like_them():
    """A paragraph with a number or a year is an entry; another one is text."""
    entries = [Line("[1] One A.", role="paragraph"), Line("These were chosen by hand.", role="paragraph")]
    assert [("reference", "[1] One A."), ("paragraph", "These were chosen by hand.")] == _marked("Text.", *entries)


def test_a_list_at_the_end_of_plain_text(tmp_path: Path):
    """In plain text an entry begins where a line does with the next number, and goes on to the next one."""
    text = (
        "A title\n\nThe rate was high [1]. It stayed so [2].\n\nReferences\n\n"
        "1. One A. A first title that runs on over\n2001 and more. J Exempl 2001;1:1-9.\n2. Two B. 2002.\n3. Three C.\n"
    )
    document = as_document(text.encode(), tmp_path, "a.txt")
    assert {
        "1": "One A. A first title that runs on over 2001 and more. J Exempl 2001;1:1-9.",
        "2": "Two B. 2002.",
        "3": "Three C.",
    } == {each.number: each.span.of(document.text) for each in document.references}
