"""JATS articles to lines with their roles."""

from __future__ import annotations

import pytest

from rraml_qa.errors import DocumentError
from rraml_qa.ingest.formats.jats import read_jats

XLINK = 'xmlns:mml="http://www.w3.org/1998/Math/MathML"'


def lines_of(body: str = "", front: str = "", back: str = "", rest: str = "") -> list[tuple[str, str]]:
    article = (
        f"<article {XLINK}><front><article-meta>{front}</article-meta></front><body>{body}</body><back>{back}</back>"
    )
    source = read_jats(f"{article}{rest}</article>".encode(), "a.xml")
    return [(str(line.role), line.text) for line in source.lines]


def cite(number: int, text: str | None = None) -> str:
    return f'<xref ref-type="bibr" rid="B{number}">{number if text is None else text}</xref>'


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (f"found [{cite(1)}].", "found [1]."),
        (f"found [{cite(1)}–{cite(3)}, {cite(7)}].", "found [1–3, 7]."),
        (f"found.<sup>{cite(1)},{cite(2)}</sup> The", "found.[1,2] The"),
        (f"found<sup>{cite(1)}</sup><sup>–</sup><sup>{cite(3)}</sup>.", "found[1–3]."),
        (f"found ({cite(1)}, {cite(2)}).", "found [1, 2]."),
        (f"found {cite(1, '[1]')}, {cite(2, '[2]')}", "found [1, 2]"),
        (f"found ({cite(1, 'Smith, 2019')})", "found (Smith, 2019)"),
        (f"found{cite(2, '')}", "found[2]"),
        (f"(reviewed in {cite(2)})", "(reviewed in [2])"),
        ("10<sup>6</sup> CD3<sup>+</sup> cells", "10⁶ CD3+ cells"),
        ('12<xref ref-type="table-fn" rid="a"><sup>a</sup></xref>', "12ᵃ"),
        ("H<sub>2</sub>O <italic>in vitro</italic>", "H2O in vitro"),
        ("<inline-formula><tex-math>\\begin{document}$$x^2$$\\end{document}</tex-math></inline-formula>", "x^2"),
        (
            "with <inline-formula><mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup><mml:mo>≤</mml:mo>"
            "<mml:mfrac><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfrac></mml:math></inline-formula>",
            "with x² ≤ a/b",
        ),
    ],
)
def test_running_text(xml: str, expected: str):
    """Numbered citations stand in square brackets with their ranges; names stay; formulas are text."""
    back = '<ref-list><ref id="B2"><label>2</label><mixed-citation>Two B. 2002.</mixed-citation></ref></ref-list>'
    assert ("paragraph", expected) == lines_of(f"<p>{xml}</p>", back=back)[0]


def test_the_front():
    """Title and abstract come first; the abstract's labelled parts begin with their labels and are no sections."""
    front = """<title-group><article-title>A title<xref ref-type="fn" rid="f">*</xref></article-title>
    <subtitle>And more</subtitle></title-group>
    <contrib-group><contrib><name><surname>Writer</surname></name></contrib></contrib-group>
    <abstract><sec><title>Background</title><p>Known.</p><p>More.</p></sec>
    <sec><title>Results:</title><p>Found.</p></sec></abstract>
    <trans-abstract><p>Connu.</p></trans-abstract><kwd-group><kwd>word</kwd></kwd-group>"""
    assert [
        ("heading", "A title*: And more"),
        ("heading", "Abstract"),
        ("paragraph", "Background: Known."),
        ("paragraph", "More."),
        ("paragraph", "Results: Found."),
        ("heading", "Introduction"),
        ("paragraph", "Text."),
    ] == lines_of("<sec><title>Introduction</title><p>Text.</p></sec>", front)


def test_sections_have_their_levels():
    """Nested sections lie a level deeper each, with their labels."""
    inner = "<sec><title>B</title><p>x</p><sec><title>C</title><p>y</p></sec></sec>"
    body = f"<sec><label>1.</label><title>A</title>{inner}</sec>"
    source = read_jats(f"<article><body>{body}</body></article>".encode(), "a.xml")
    assert [("1. A", 2), ("B", 3), ("C", 4)] == [(line.text, line.level) for line in source.lines if line.level]


def test_blocks_within_a_paragraph_part_it():
    """A list or a figure within a paragraph stands between its pieces; a display formula belongs to its sentence."""
    body = """<p>Before<list><list-item><label>1</label><p>One</p></list-item></list>after
    <disp-formula><label>(1)</label><tex-math>a = b</tex-math></disp-formula> and on.<fn><p>A remark.</p></fn></p>
    <p>Next.</p>"""
    assert [
        ("paragraph", "Before"),
        ("item", "One"),
        ("paragraph", "after a = b and on."),
        ("footnote", "A remark."),
        ("paragraph", "Next."),
    ] == lines_of(body)


def test_tables_figures_and_boxes():
    """A table has its caption before it and its notes as one key; a box's title is a caption; quotes are text."""
    body = """<table-wrap id="t"><label>Table 1</label><caption><title>Rates</title><p>By drug.</p></caption>
    <table><thead><tr><th>Drug</th><th>CR</th></tr></thead>
    <tbody><tr><td>A</td><td>10<xref ref-type="table-fn">a</xref></td></tr></tbody></table>
    <table-wrap-foot><fn><label>a</label><p>At one year.</p></fn><p>CR, complete remission</p></table-wrap-foot>
    </table-wrap><fig><label>Figure 1.</label><caption><p>A figure.</p></caption><graphic/></fig>
    <boxed-text><caption><title>Key points</title></caption><p>A point.</p></boxed-text>
    <disp-quote><p>Quoted.</p></disp-quote>"""
    assert [
        ("caption", "Table 1: Rates. By drug."),
        ("header", "Drug | CR"),
        ("row", "A | 10ᵃ"),
        ("key", "ᵃ At one year. CR, complete remission"),
        ("caption", "Figure 1. A figure."),
        ("caption", "Key points"),
        ("paragraph", "A point."),
        ("paragraph", "Quoted."),
    ] == lines_of(body)


def test_floats_kept_apart_stand_where_they_are_mentioned():
    """A figure of the floats' group follows the paragraph that first mentions it, the others the body."""
    body = '<p>See <xref ref-type="fig" rid="f2">Figure 2</xref>.</p><p>On.</p>'
    rest = "<floats-group>" + "".join(
        f'<fig id="f{n}"><label>Figure {n}</label><caption><p>F.</p></caption></fig>' for n in (1, 2)
    )
    assert [
        ("paragraph", "See Figure 2."),
        ("caption", "Figure 2: F."),
        ("paragraph", "On."),
        ("caption", "Figure 1: F."),
    ] == lines_of(body, rest=f"{rest}</floats-group>")


def test_a_glossary_is_a_key():
    """Terms of a glossary are one key, those of another list are items."""
    entry = "<def-item><term>AML</term><def><p>acute myeloid leukemia.</p></def></def-item>"
    two = entry + entry.replace("AML", "CR").replace("acute myeloid leukemia", "complete remission")
    back = f"<glossary><title>Abbreviations</title><def-list>{two}</def-list></glossary>"
    assert [
        ("item", "AML: acute myeloid leukemia"),
        ("heading", "Abbreviations"),
        ("key", "AML: acute myeloid leukemia; CR: complete remission"),
    ] == lines_of(f"<sec><def-list>{entry}</def-list></sec>", back=back)


ELEMENTS = """<element-citation><person-group person-group-type="author">
<name><surname>Perl</surname><given-names>AE</given-names></name>
<name><surname>Other</surname><given-names>B</given-names></name><etal/></person-group>
<article-title>A trial</article-title><source>N Engl J Med</source><year>2019</year>
<volume>381</volume><issue>18</issue><fpage>1728</fpage><lpage>1740</lpage>
<pub-id pub-id-type="doi">10.1/x</pub-id><pub-id pub-id-type="pmid">31</pub-id></element-citation>"""
PRINTED = "<mixed-citation>Perl AE. <italic>A</italic> trial. 2019.</mixed-citation>"
ENTRY = "Perl AE, Other B, et al. A trial. N Engl J Med 2019;381(18):1728–1740. doi:10.1/x"


@pytest.mark.parametrize(
    ("refs", "body", "expected"),
    [
        (f'<ref id="B1"><label>1</label>{ELEMENTS}</ref>', "", f"1. {ENTRY}"),
        (f'<ref id="B1"><label>[1]</label>{ELEMENTS}</ref>', "", f"1. {ENTRY}"),
        (f'<ref id="B1">{ELEMENTS}</ref>', cite(1), f"1. {ENTRY}"),
        (f'<ref id="B1">{ELEMENTS}</ref>', cite(1, "Perl, 2019"), ENTRY),
        (f'<ref id="B1"><label>1.</label>{PRINTED}</ref>', "", "1. Perl AE. A trial. 2019."),
    ],
)
def test_references(refs: str, body: str, expected: str):
    """An entry reads as printed, or is put together from its parts; its number is its label or its place."""
    found = lines_of(f"<p>Text {body}</p>", back=f"<ref-list>{refs}</ref-list>")
    assert [("heading", "References"), ("reference", expected)] == found[1:]


def test_letters_are_left_out():
    """Parts that follow an article in one file are left out, and the source says so."""
    article = b"<article><body><p>Text.</p></body><sub-article><body><p>Letter.</p></body></sub-article></article>"
    source = read_jats(article, "a.xml")
    assert ["Text."] == [line.text for line in source.lines]
    assert "1 further part" in source.remarks[0]


def test_known_entities_are_characters():
    """Names of characters that a DTD would have declared are known without it."""
    data = b'<!DOCTYPE article SYSTEM "a.dtd"><article><body><p>IL3-&alpha;&nbsp;5 &lt; 6</p></body></article>'
    assert "IL3-α 5 < 6" == read_jats(data, "a.xml").lines[0].text


def test_a_wrong_encoding_is_read_and_remarked_on():
    """XML that isn't the UTF-8 that it should be is read as Windows-1252, with a remark."""
    source = read_jats("<article><body><p>Müller</p></body></article>".encode("cp1252"), "a.xml")
    assert "Müller" == source.lines[0].text
    assert "Windows-1252" in source.remarks[0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<article><body/></article>", "has none"),
        (b"<book><body><p>x</p></body></book>", "root is <book>"),
        (b"<article><body><p>x</body></article>", "not well-formed"),
    ],
)
def test_what_is_no_article_is_refused(data: bytes, message: str):
    """Another format, broken XML or no text is an error that says what came."""
    with pytest.raises(DocumentError, match=message):
        read_jats(data, "a.xml")
