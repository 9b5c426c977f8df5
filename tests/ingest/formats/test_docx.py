"""Word documents to lines with their roles."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.digest_formats import saved
from rraml_qa.errors import DocumentError
from rraml_qa.ingest.formats.docx import read_docx


def lines_of(data: bytes) -> list[tuple[str, str]]:
    return [(str(line.role), line.text) for line in read_docx(data, "a.docx").lines]


def with_xml(*blocks: str) -> bytes:
    """A document whose body has these blocks of raw XML."""
    document = docx.Document()
    for block in blocks:
        element = parse_xml(block.replace(">", f" {nsdecls('w')}>", 1))
        document.element.body.insert(len(document.element.body) - 1, element)
    return saved(document)


def changed(data: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """A document's file with some of its parts changed; a part that isn't there is made of nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted({*old.namelist(), *changes}):
            content = old.read(name) if name in old.namelist() else b""
            new.writestr(name, changes.get(name, lambda each: each)(content))
    return out.getvalue()


def test_blocks_have_their_roles():
    """Title, headings, list items, captions and notes are told by their styles and words."""
    document = docx.Document()
    document.add_paragraph("A paper")
    document.add_paragraph("A title", style="Title")
    document.add_heading("First", 1)
    document.add_heading("Second", 2)
    document.add_paragraph("Text.")
    document.add_paragraph("An item", style="List Bullet")
    document.add_paragraph("Shown here", style="Caption")
    document.add_paragraph("Figure 2. Told by its words")
    document.add_paragraph("Editor's note: a doubt.")
    document.add_paragraph("")
    source = read_docx(saved(document), "a.docx")
    assert [
        ("heading", 1, "A title"),
        ("paragraph", None, "A paper"),
        ("heading", 2, "First"),
        ("heading", 3, "Second"),
        ("paragraph", None, "Text."),
        ("item", None, "An item"),
        ("caption", None, "Shown here"),
        ("caption", None, "Figure 2. Told by its words"),
        ("note", None, "Editor's note: a doubt."),
    ] == [(line.role, line.level, line.text) for line in source.lines]
    assert "A title" == source.title


def test_the_title_may_be_in_the_properties():
    """Where no paragraph is the title, that of the document's properties is, unless it is a program's own."""
    document = docx.Document()
    document.add_paragraph("Text.")
    for title, expected in (("A title", "A title"), ("Word Document", None)):
        document.core_properties.title = title
        assert expected == read_docx(saved(document), "a.docx").title


def test_short_bold_paragraphs_are_headings_where_no_style_says_so():
    """In a document without heading styles a short bold paragraph is a heading; with them it is text."""
    document = docx.Document()
    document.add_paragraph().add_run("Methods").bold = True
    document.add_paragraph("Text.")
    assert [("heading", "Methods"), ("paragraph", "Text.")] == lines_of(saved(document))
    document.add_heading("Results", 1)
    assert ("paragraph", "Methods") == lines_of(saved(document))[0]


@pytest.mark.parametrize(
    ("before", "high", "after", "expected"),
    [
        ("in remission", "12", " with", "in remission[12] with"),
        ("in remission.", "12,13", " The", "in remission.[12,13] The"),
        ("in 10", "6", " cells", "in 10⁶ cells"),
        ("of CD3", "+", " cells", "of CD3+ cells"),
    ],
)
def test_superscripts(before: str, high: str, after: str, expected: str):
    """Superscript runs are citations where they cite, even if they are cut into several runs."""
    document = docx.Document()
    for runs in ([high], list(high)):
        paragraph = document.add_paragraph(before)
        for run in runs:
            paragraph.add_run(run).font.superscript = True
        paragraph.add_run(after)
    assert [("paragraph", expected)] * 2 == lines_of(saved(document))


def test_tables_with_merged_cells():
    """Merged cells count for each of their columns and rows; remarks in the last row are the key."""
    document = docx.Document()
    texts = [["Drug", "Rate", ""], ["", "CR", "OS"], ["A", "1", "2"], ["", "3", "4"], ["CR", "", ""]]
    texts[4][0] = "Abbreviations: CR = complete remission"
    table = document.add_table(rows=5, cols=3)
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for first, last in (((0, 1), (0, 2)), ((0, 0), (1, 0)), ((2, 0), (3, 0)), ((4, 0), (4, 2))):
        table.cell(*first).merge(table.cell(*last))
    source = read_docx(saved(document), "a.docx")
    assert [
        ("header", ["Drug", "Rate", "Rate"]),
        ("header", ["", "CR", "OS"]),
        ("row", ["A", "1", "2"]),
        ("row", ["A", "3", "4"]),
        ("key", []),
    ] == [(line.role, [cell.of(line.text) for cell in line.cells]) for line in source.lines]


def test_a_box_is_no_table():
    """A table of one column is a box: what is in it is read as text."""
    document = docx.Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Boxed."
    assert [("paragraph", "Boxed.")] == lines_of(saved(document))


def test_footnotes_follow_their_paragraph():
    """A footnote stands behind the paragraph that has its mark."""
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> A remark.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    data = with_xml(
        '<w:p><w:r><w:t>Text</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p>',
        "<w:p><w:r><w:t>Next.</w:t></w:r></w:p>",
    )
    data = changed(data, {"word/footnotes.xml": lambda _: notes.encode()})
    assert [("paragraph", "Text."), ("footnote", "A remark."), ("paragraph", "Next.")] == lines_of(data)


def test_changes_fields_and_controls():
    """Inserted text, content controls, links and results of fields are read; deleted and hidden text are not."""
    data = with_xml(
        "<w:p><w:r><w:t>One</w:t></w:r><w:ins><w:r><w:t xml:space='preserve'> two</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText> three</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t xml:space='preserve"
        "'> [4]</w:t></w:r></w:sdtContent></w:sdt><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        "<w:r><w:instrText>ADDIN CITE</w:instrText></w:r><w:r><w:noBreakHyphen/><w:t>five</w:t></w:r></w:p>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    assert [("paragraph", "One two [4]-five"), ("paragraph", "In a control.")] == lines_of(data)


def test_references():
    """Entries below the heading get the numbers of their order, or keep those they have."""
    document = docx.Document()
    document.add_paragraph("Known [1, 2].")
    document.add_heading("References", 1)
    for style, texts in (("List Number", ("One A. 2001.", "Two B. 2002.")),):
        for text in texts:
            document.add_paragraph(text, style=style)
    assert [("reference", "1. One A. 2001."), ("reference", "2. Two B. 2002.")] == lines_of(saved(document))[2:]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 no archive", "damaged"),
        (changed(saved(docx.Document()), {"word/document.xml": lambda _: b""}), "not well-formed"),
        (saved(docx.Document()), "has none"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, message: str):
    """A broken archive, a broken part or no text is an error that says what came."""
    with pytest.raises(DocumentError, match=message):
        read_docx(data, "a.docx")
