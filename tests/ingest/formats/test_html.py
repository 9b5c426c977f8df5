"""HTML pages to lines with their roles."""

from __future__ import annotations

import pytest

from rraml_qa.errors import DocumentError
from rraml_qa.ingest.formats.html import read_html


def lines_of(body: str, head: str = "") -> list[tuple[str, str]]:
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return [(str(line.role), line.text) for line in read_html(page.encode(), "a.html").lines]


def text_of(paragraph: str) -> str:
    return lines_of(f"<p>{paragraph}</p>")[0][1]


REFERENCES = '<h2>References</h2><ol><li id="B1">One A. 2001.</li><li id="B2">Two B. 2002.</li></ol>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('found<sup><a href="#B12">12</a></sup>.', "found[12]."),
        ('found.<sup><a href="#B1">1</a>,<a href="#B2">2</a></sup> The', "found.[1,2] The"),
        ('found<sup><a href="#B1">1</a></sup><sup>-</sup><sup><a href="#B4">4</a></sup>', "found[1–4]"),
        ('found (<a href="#ref-1">1</a>, <a href="#ref-2">2</a>).', "found [1, 2]."),
        ('found [<a href="#ref-1">1</a>–<a href="#ref-3">3</a>].', "found [1–3]."),
        ('found <a href="#b1">[1]</a>', "found [1]"),
        ('found<sup class="reference"><a href="#cite_note-7">[7]</a></sup>', "found[7]"),
        ("in remission<sup>12</sup> with", "in remission[12] with"),
        ("10<sup>6</sup> cells", "10⁶ cells"),
        ("CD3<sup>+</sup> cells", "CD3+ cells"),
        ("1.5 g/m<sup>2</sup> daily", "1.5 g/m² daily"),
        ("the 2<sup>nd</sup> cycle", "the 2nd cycle"),
        ("H<sub>2</sub>O", "H2O"),
        ('see <a href="#tbl3">Table 3</a>', "see Table 3"),
        ('by <a href="#B3">Smith et al., 2019</a>', "by Smith et al., 2019"),
        ('text<sup><a class="footnote-ref" href="#fn1">a</a></sup>', "textᵃ"),
        ("one<br>two", "one two"),
        ("a&nbsp;b &amp; c &lt; d", "a b & c < d"),
    ],
)
def test_running_text(html: str, expected: str):
    """Superscripts and links are citations only where they cite; exponents stay high; everything else is text."""
    assert expected == text_of(html)


def test_only_the_main_content_is_read():
    """What surrounds an article, or is hidden, is left out; its own header gives its title."""
    body = """<header><h2>Our journal</h2></header><nav><p>Home</p></nav><div role="navigation"><p>More</p></div>
    <main><article><header><p>Share</p><h1>A title</h1></header><p>Text.</p><p hidden>Not this.</p>
    <div style="display: none">Nor this.</div><form><p>Search</p></form></article></main>
    <aside><p>Related</p></aside><footer><p>Rights</p></footer><script>var a = "<p>b</p>";</script>"""
    assert [("heading", "A title"), ("paragraph", "Text.")] == lines_of(body)


def test_blocks_have_their_roles():
    """Headings, paragraphs, items, captions, keys, notes and footnotes are told apart."""
    body = """<h1>T</h1><h2>S</h2>Bare text <b>goes on</b><p>One.<br><br>Two.</p>
    <ul><li>First<ol><li>Inner</li></ol></li></ul>
    <figure><img alt="x"><figcaption>Figure 1. A figure.</figcaption></figure><p>Abbreviations: A = b; C = d</p>
    <blockquote><p>Editor's note: a doubt.</p></blockquote>
    <section class="footnotes"><ol><li>A remark.</li></ol></section>"""
    assert [
        ("heading", "T"),
        ("heading", "S"),
        ("paragraph", "Bare text goes on"),
        ("paragraph", "One."),
        ("paragraph", "Two."),
        ("item", "First"),
        ("item", "Inner"),
        ("caption", "Figure 1. A figure."),
        ("key", "Abbreviations: A = b; C = d"),
        ("note", "Editor's note: a doubt."),
        ("footnote", "A remark."),
    ] == lines_of(body)


def test_a_table_with_merged_cells_is_expanded():
    """A cell over columns counts for each, once in the text; one over rows stands in every row, in the head once."""
    source = read_html(
        b"""<table><caption>Table 2. Results</caption>
        <thead><tr><th rowspan=2>Drug</th><th colspan=2>Rate</th></tr><tr><th>CR</th><th>OS</th></tr></thead>
        <tbody><tr><td rowspan=2>A</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>
        <tr><td colspan=3>Others</td></tr></tbody>
        <tfoot><tr><td colspan=3>CR, complete remission</td></tr></tfoot></table>""",
        "a.html",
    )
    found = [(line.role, line.text, [cell.of(line.text) for cell in line.cells]) for line in source.lines]
    assert [
        ("caption", "Table 2. Results", []),
        ("header", "Drug | Rate", ["Drug", "Rate", "Rate"]),
        ("header", " | CR | OS", ["", "CR", "OS"]),
        ("row", "A | 1 | 2", ["A", "1", "2"]),
        ("row", "A | 3 | 4", ["A", "3", "4"]),
        ("row", "Others", ["Others"] * 3),
        ("key", "CR, complete remission", []),
    ] == found


def test_the_first_row_is_the_head_where_nothing_says_so():
    """A table without thead and th has its first row as its head; one without columns is no table."""
    table = "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"
    box = "<table><tr><td><p>Box.</p></td></tr></table>"
    assert [("header", "a | b"), ("row", "1 | 2"), ("paragraph", "Box.")] == lines_of(table + box)


def test_labels_join_their_captions():
    """A label that stands apart, as a heading or alone in the caption, begins its caption and is no section."""
    body = """<h2>Results</h2><p>Text.</p><section class="tw"><h3>Table 1.</h3><div class="caption p">
    <p>Rates.</p></div><div><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table></div>
    <div><a href="/t">Open in a new tab</a></div>
    <div class="tw-foot p"><div class="fn"><p>CR, complete remission</p></div>
    </div></section><figure><figcaption><b>Fig. 2</b></figcaption><div><p>A figure.</p></div>
    <a href="/f">Full size image</a></figure>"""
    assert [
        ("heading", "Results"),
        ("paragraph", "Text."),
        ("caption", "Table 1. Rates."),
        ("header", "a | b"),
        ("row", "1 | 2"),
        ("key", "CR, complete remission"),
        ("caption", "Fig. 2: A figure."),
    ] == lines_of(body)


def test_references_have_numbers():
    """Entries of a numbered list get their numbers, unless they have them; links to indexes are dropped."""
    body = (
        f"<p>Known<sup>1</sup>.</p>{REFERENCES}<ol start=3><li>[3] Three C. 2003. [PubMed] [Google Scholar]</li></ol>"
    )
    assert [
        ("paragraph", "Known[1]."),
        ("heading", "References"),
        ("reference", "1. One A. 2001."),
        ("reference", "2. Two B. 2002."),
        ("reference", "[3] Three C. 2003."),
    ] == lines_of(body)


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("iso8859-2", "iso-8859-2"),
    ],
)
def test_encodings(encoding: str, meta: str):
    """The byte order mark counts, then what the bytes are, then what is declared, then Windows-1252 with a remark."""
    declared = f'<meta charset="{meta}">' if meta else ""
    page = f"<!doctype html><html><head>{declared}</head><body><p>Müller – é</p></body></html>"
    page = page.replace(" –", "") if encoding == "iso8859-2" else page
    source = read_html(page.encode(encoding), "a.html")
    assert ["Müller é" if encoding == "iso8859-2" else "Müller – é"] == [line.text for line in source.lines]
    assert (encoding == "cp1252" and meta == "utf-8") == bool(source.remarks)


@pytest.mark.parametrize(
    "page", ["<html></html>", "<html><body><script>1</script></body></html>", "<nav>Home</nav>", "<h1>T"]
)
def test_a_page_without_text_is_refused(page: str):
    """A page that says nothing is an error that says so."""
    with pytest.raises(DocumentError, match=r"^a\.html should be .+\.$"):
        read_html(page.encode(), "a.html")
