"""The forest plot: its rows, its intervals, and the picture as a page and a reader get it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fakes import document as fake_document
from fakes import linker_of
from rraml_qa.commands.forest import (
    ForestRow,
    check_plot,
    forest_figure,
    forest_png,
    forest_rows,
    forest_svg,
    kept_rows,
    save_forest,
    wilson_interval,
)
from rraml_qa.commands.forest_drawing import _DESIGNS, draw, draw_slide
from rraml_qa.errors import OutputError
from rraml_qa.types import Document
from written import written

TEXT = """# A review of drugs

## Inhibitors

In a phase II trial of 50 patients, the CR rate with gilteritinib was 44% [2]. Venetoclax gave a CR rate of 19% [3].
MEC gave CR rates of up to 66% [4]. With HiDAC, CR rates of 32 to 47% are reported [5]. With quizartinib the CR/CRi
rate was 52% [6]. The overall response rate with enasidenib was 40% [7]. In a randomized trial, the CR rate was 30% with
vosaroxin plus cytarabine versus 16% with cytarabine plus placebo [8].

| Regimen | Ref | Design | N | CR (%) |
|---|---|---|---|---|
| Venetoclax | [3] | Phase II | 32 | 9 |
| MEC | [4] | Phase III | 320 | 66 |
| FLAG-IDA | [9] | Phase I/II | 46 | 52 |

Table 1: Results.
"""
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def document() -> Document:
    return written(TEXT)[0]


@pytest.fixture(scope="module")
def rows(document: Document) -> tuple[ForestRow, ...]:
    return forest_rows([document], linker_of(document))


def of(rows: tuple[ForestRow, ...], treatment: str) -> list[ForestRow]:
    return [row for row in rows if row.treatment == treatment]


# ------------------------------------------------------------------------------------------- intervals


@pytest.mark.parametrize(("events", "n"), [(0, 1), (1, 1), (0, 32), (24, 46), (235, 711), (711, 711), (3, 5000)])
def test_the_interval_is_wilson_s(events: int, n: int) -> None:
    """It is that of scipy to many digits, at both ends of the scale, too."""
    stats = pytest.importorskip("scipy.stats")
    expected = stats.binomtest(events, n).proportion_ci(confidence_level=0.95, method="wilson")
    assert (expected.low, expected.high) == pytest.approx(wilson_interval(events, n), abs=1e-9)


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.floats(0, n), st.just(n))))
def test_the_interval_holds_its_share(share: tuple[float, int]) -> None:
    """Whatever share of however many: the interval is within 0 and 1, and the share within it."""
    events, n = share
    low, high = wilson_interval(events, n)
    assert 0 <= low <= events / n + 1e-12
    assert events / n - 1e-12 <= high <= 1


@pytest.mark.parametrize(("events", "n"), [(0, 0), (-1, 4), (5, 4), (1, -3)])
def test_what_is_no_share_has_no_interval(events: int, n: int) -> None:
    """More events than patients, or no patients, are refused."""
    with pytest.raises(ValueError, match="no share"):
        wilson_interval(events, n)


# ------------------------------------------------------------------------------------------------ rows


def test_prose_stands_beside_the_table(rows: tuple[ForestRow, ...]) -> None:
    """Treatments come with the best rate first, and in each the text before the table."""
    assert ["MEC", "FLAG-IDA", "gilteritinib", "HiDAC", "vosaroxin + cytarabine", "venetoclax", "cytarabine"] == list(
        dict.fromkeys(row.treatment for row in rows)
    )
    assert [("prose", None), ("table", "Table 1")] == [(row.source, row.table) for row in of(rows, "MEC")]


def test_each_rate_has_its_place(document: Document, rows: tuple[ForestRow, ...]) -> None:
    """The figure and its sentence or row are slices of the document; the figure lies within."""
    for row in rows:
        assert row.quote == document.text[row.quote_start : row.quote_end]
        assert document.text[row.start : row.end] in row.quote
        assert row.quote_start <= row.start < row.end <= row.quote_end
        assert document.text[row.start : row.end] in row.as_written


def test_an_interval_needs_patients_and_a_single_rate(rows: tuple[ForestRow, ...]) -> None:
    """There is one where n is stated; not without, nor for a range or what is bounded only."""
    (stated,) = of(rows, "gilteritinib")
    assert (50, "phase II") == (stated.n, stated.family)
    assert (stated.low, stated.high) == pytest.approx([100 * end for end in wilson_interval(22, 50)])
    bounded, table = of(rows, "MEC")
    assert ("at most", "up to 66%", None, None) == (bounded.bound, bounded.as_written, bounded.low, bounded.high)
    assert table.low is not None
    (ranged,) = of(rows, "HiDAC")
    assert ((32, 47), 39.5, None) == (ranged.span, ranged.rate, ranged.low)


def test_a_comparator_has_its_own_row(rows: tuple[ForestRow, ...]) -> None:
    """What a treatment is compared with is a row under its own name, and said to be that."""
    assert [(30, False)] == [(row.rate, row.is_comparator) for row in of(rows, "vosaroxin + cytarabine")]
    assert [(16, True)] == [(row.rate, row.is_comparator) for row in of(rows, "cytarabine")]


def test_conflicts_name_each_other(rows: tuple[ForestRow, ...]) -> None:
    """Two rates that contradict each other point at each other, and only those."""
    marked = {number: row.conflict for number, row in enumerate(rows) if row.conflict}
    assert 2 == len(marked)
    for number, others in marked.items():
        assert "venetoclax" == rows[number].treatment
        assert all(number in marked[other] for other in others)


DIFFERING = """# A review

## Drugs

With ADE patients over 60 years achieved a CR rate of 72% [2]. CLAG and CLAM gave CR rates of 40% to 50% [6]. With
standard ADE the CR rate was 61% versus 34% with sequential ADE [9].

| Regimen | Ref | Design | N | CR (%) |
|---|---|---|---|---|
| ADE | [5] | Phase II | 44 | 36 |
| CLAG/CLAM | [6] | Phase II | 24 | 44 |

Table 1: Results.
"""


def test_what_the_text_explains_is_marked_too() -> None:
    """A table that gives it otherwise than the text for other patients: no contradiction, but told, with those."""
    document, linker = written(DIFFERING)
    rows = forest_rows([document], linker)
    elderly = next(row for row in rows if row.rate == 72)
    table = next(number for number, row in enumerate(rows) if row.rate == 36)
    assert ((), (table,)) == (elderly.conflict, elderly.differs)
    assert rows.index(elderly) in rows[table].differs
    drawn = " ".join(text.get_text() for text in texts(draw(rows).figure))
    assert "over 60 years" in drawn
    assert "Given otherwise" in drawn
    assert "Contradiction" not in drawn
    assert "given otherwise elsewhere" in forest_svg(rows)
    assert [()] == [row.differs for row in kept_rows(rows, lambda row: row.rate == 72)]


def test_a_rate_that_two_share_has_one_row() -> None:
    """Text and table name both regimens: two rows stand together, not four."""
    document, linker = written(DIFFERING)
    rows = of(forest_rows([document], linker), "CLAG / CLAM")
    assert ["prose", "table"] == [row.source for row in rows]
    alone = forest_rows([document], linker, treatments=["CLAG"])
    assert ["CLAG", "CLAG"] == [row.treatment for row in alone]


def test_arms_of_one_treatment_say_how_it_was_given() -> None:
    document, linker = written(DIFFERING)
    ways = {row.rate: row.way for row in forest_rows([document], linker)}
    assert ("standard", "sequential", None) == (ways[61], ways[34], ways[72])


def test_what_is_kept_is_in_the_order_of_its_rates() -> None:
    """The best rate that is left leads, whatever a row that is gone had."""
    document, linker = written(DIFFERING)
    kept = kept_rows(forest_rows([document], linker), lambda row: row.source == "table")
    assert ["CLAG / CLAM", "ADE"] == [row.treatment for row in kept]


def test_rows_that_are_kept_keep_their_conflicts(rows: tuple[ForestRow, ...]) -> None:
    """Conflicts are numbered anew among the rows that stay; with one side gone there is none."""
    both = kept_rows(rows, lambda row: row.treatment == "venetoclax")
    assert [(1,), (0,)] == [row.conflict for row in both]
    assert [()] == [row.conflict for row in kept_rows(both, lambda row: row.source == "table")]


def test_endpoints_are_never_mixed(document: Document, rows: tuple[ForestRow, ...]) -> None:
    """A composite is not drawn among its parts; asked for by itself, it alone is."""
    assert {"complete remission"} == {row.endpoint for row in rows}
    linker = linker_of(document)
    composite = forest_rows([document], linker, endpoint="CR/CRi")
    assert [("quizartinib", 52)] == [(row.treatment, row.rate) for row in composite]
    assert ["enasidenib"] == [row.treatment for row in forest_rows([document], linker, endpoint="ORR")]
    assert () == forest_rows([document], linker, endpoint="OS")


def test_a_combination_is_found_by_its_parts() -> None:
    """Drugs that the lexicon has a name for when they are together are found where the text names each of them."""
    sentence = "Venetoclax with HMAs, in particular azacitidine, has higher CR rates than with decitabine (18% vs 7%)."
    made = fake_document("review", sentence)
    linker = replace(linker_of(made), joins=True)
    assert ["VEN-AZA"] == [name.canonical for name in linker.link("venetoclax + azacitidine")]
    found = forest_rows([made], linker, treatments=["venetoclax + azacitidine"])
    assert [("venetoclax + azacitidine", 18)] == [(row.treatment, row.rate) for row in found]


def test_documents_are_kept_apart(document: Document) -> None:
    """Rows of one treatment stand together whatever document they are of; a conflict is within one document."""
    other = replace(document, id="other", records=tuple(replace(each, references=("7",)) for each in document.records))
    found = forest_rows([document, other], linker_of(document))
    assert ["review", "review", "other", "other"] == [row.document for row in of(found, "venetoclax")]
    assert {()} == {row.also for row in found if row.references}
    assert all(found[place].document == row.document for row in found for place in row.conflict)
    assert "other" in "".join(text.get_text() for text in texts(draw(found).figure))


@pytest.mark.parametrize(
    ("design", "family"),
    [
        (None, "not stated"),
        ("phase 1", "phase I"),
        ("dose escalation trial, phase Ib/II", "phase I/II"),
        ("Phase 1/2a", "phase I/II"),
        ("Phase II–III", "phase II/III"),
        ("randomized, phase III", "phase III"),
        ("Phase IV", "phase IV"),
        ("retrospective review", "other design"),
    ],
)
def test_designs_are_of_few_kinds(rows: tuple[ForestRow, ...], design: str | None, family: str) -> None:
    """Phases are read in Roman and Arabic numerals, with letters and in pairs."""
    assert family == replace(rows[0], design=design).family


# ---------------------------------------------------------------------------------------------- drawing


def test_an_svg_has_a_group_for_each_row(rows: tuple[ForestRow, ...]) -> None:
    """Each row is one group by its number, that says what it is; words, marker and all are in it."""
    svg = ElementTree.fromstring(forest_svg(rows))
    groups = [group for group in svg.iter(f"{SVG}g") if group.get("class") == "forest-row"]
    assert [f"forest-row-{number}" for number in range(len(rows))] == [group.get("id") for group in groups]
    for row, group in zip(rows, groups, strict=True):
        title = group.find(f"{SVG}title")
        assert title is not None
        assert title.text is not None
        assert title.text.startswith(f"{row.treatment}, complete remission: {row.as_written}")
        words = [text.text for text in group.iter(f"{SVG}text")]
        assert any(f"{row.rate:g}" in (word or "") or row.span for word in words)
        assert list(group.iter(f"{SVG}path"))
        assert group.find(f"{SVG}rect") is not None


def test_an_svg_belongs_to_its_page(rows: tuple[ForestRow, ...]) -> None:
    """It has a title and is heard, takes the page's colour, paints no background, and loads and leaks nothing."""
    svg = forest_svg(rows)
    root = ElementTree.fromstring(svg)
    assert "img" == root.get("role")
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert "Forest plot: complete remission by treatment" == title.text
    assert all(row.treatment in (told.text or "") for row in rows)
    assert "currentColor" in svg
    assert "#1b1c1d" not in svg
    assert not re.search(r"fill: ?(?:#ffffff|white)", svg)
    assert not re.search(r"(?:href|src)=\"(?!#)|url\((?!#)|@import", svg)
    assert "*{" not in svg.replace(".forest-plot *{", "")
    assert not re.findall(r' id="(?!forest-)', svg)


def test_the_same_rows_give_the_same_bytes(rows: tuple[ForestRow, ...]) -> None:
    """SVG and PNG are the same every time; on dark only colours are others."""
    assert forest_svg(rows) == forest_svg(rows)
    assert forest_png(rows) == forest_png(rows)
    dark = forest_svg(rows, dark=True)
    assert dark != forest_svg(rows)
    assert re.sub(r"#[0-9a-f]{6}", "", forest_svg(rows)) == re.sub(r"#[0-9a-f]{6}", "", dark)


@pytest.mark.parametrize("number", [0, 1])
def test_colours_are_seen(number: int) -> None:
    """Every design's colour has the contrast of graphics (3:1) on a light and a dark page, and a shape of its own."""
    ground = ["#ffffff", "#0b0f19"][number]
    for family, style in _DESIGNS.items():
        assert contrast(style[number], ground) >= 3, family
    assert len(_DESIGNS) == len({style[2] for style in _DESIGNS.values()})


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG has it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


LONG = "# A\n\n## B\n\n" + " ".join(
    f"In {n} patients with {'very ' * 12}relapsed AML, the CR rate with {drugs} was {rate}% [{n}, 2{n}, 3{n}, 4{n}]."
    for n, drugs, rate in [
        (40, "gemtuzumab ozogamicin plus mitoxantrone plus cytarabine plus etoposide", 0),
        (1234, "gemtuzumab ozogamicin plus mitoxantrone plus cytarabine plus etoposide", 100),
        (77, "venetoclax", 99.5),
    ]
)


def test_a_study_that_two_documents_give_has_one_row(document: Document, rows: tuple[ForestRow, ...]) -> None:
    """It says in which they are, and contradictions stay; twice in one document it stays two rows."""
    other = replace(document, id="other")
    found = forest_rows([document, other], linker_of(document))
    studies = [row for row in found if row.references or row.n]
    assert [(row.start, row.rate) for row in rows if row.references or row.n] == [
        (row.start, row.rate) for row in studies
    ]
    assert {("other",)} == {row.also for row in studies}
    assert [2, 1] == [len(row.documents) for row in (studies[0], rows[0])]
    assert [len(row.conflict) for row in of(rows, "venetoclax")] == [
        len(row.conflict) for row in of(found, "venetoclax")
    ]
    assert any(row.conflict for row in found)
    assert "review, other" in [text.get_text() for text in texts(draw(found).figure)]
    twice = replace(document, records=(*document.records, *document.records))
    assert 2 * len(rows) == len(forest_rows([twice], linker_of(document)))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("text", [TEXT, LONG, LONG.replace("venetoclax", "gilteritinib <b>&amp;</b> $x_1$")])
def test_no_words_overlap_or_are_cut(text: str, narrow: bool) -> None:
    """All words lie within the figure, and none lies over another, however long names and citations are."""
    document, linker = written(text)
    figure = draw(forest_rows([document], linker), narrow=narrow).figure
    figure.set_dpi(72)
    figure.savefig(Path("/dev/null"), format="png", dpi=72)
    assert len(figure.axes[0].artists) > 2
    boxes = [(each.get_text(), each.get_window_extent()) for each in texts(figure)]
    width, height = figure.get_size_inches() * 72
    for number, (words, box) in enumerate(boxes):
        assert box.x0 >= 0, words
        assert box.x1 <= width, words
        assert box.y0 >= 0, words
        assert box.y1 <= height, words
        for other, beside in boxes[number + 1 :]:
            apart = box.x1 <= beside.x0 or beside.x1 <= box.x0 or box.y1 - 2 <= beside.y0 or beside.y1 - 2 <= box.y0
            assert apart, (words, other)


def texts(figure: object) -> list:  # type: ignore[type-arg]
    """The words of a figure, those in groups too."""
    from matplotlib.text import Text

    axes = figure.axes[0]  # type: ignore[attr-defined]
    groups = [group for group in axes.artists if group.get_gid()]
    return [each for group in groups for each in group._members if isinstance(each, Text)]


def test_a_narrow_interval_is_not_written_as_none(rows: tuple[ForestRow, ...]) -> None:
    """Ends have as many digits as the rate, and one more where they would read the same."""
    low, high = (100 * end for end in wilson_interval(1234, 1234))
    wide, narrow = of(rows, "gilteritinib")[0], replace(rows[0], rate=100, n=1234, low=low, high=high)
    words = {text.get_text() for text in texts(draw([wide, narrow]).figure)}
    assert {"31–58", "99.7–100.0"} <= words


@pytest.mark.parametrize("narrow", [False, True])
def test_bands_tile_the_plot(rows: tuple[ForestRow, ...], narrow: bool) -> None:
    """Each row can be clicked anywhere in its band, and the bands leave no room between them."""
    drawing = draw(rows, narrow=narrow)
    assert len(rows) == len(drawing.bands)
    for (_, bottom), (top, _) in zip(drawing.bands, drawing.bands[1:], strict=False):
        assert bottom == pytest.approx(top)
    assert drawing.bands[-1][1] < drawing.height


def test_the_figure_grows_with_its_rows(rows: tuple[ForestRow, ...]) -> None:
    """It stays as wide, and is as high as its rows need; without rows it says so."""
    few, many, none = (forest_figure(some) for some in (rows[:1], rows, ()))
    assert {525 / 72} == {float(each.get_size_inches()[0]) for each in (few, many, none)}
    assert few.get_size_inches()[1] < many.get_size_inches()[1]
    assert "No rates to show." in forest_svg(())


def test_the_axis_is_told_above_and_below(rows: tuple[ForestRow, ...]) -> None:
    for narrow in (False, True):
        words = [text.get_text() for text in texts(draw(rows, narrow=narrow).figure)]
        assert [2] * 6 == [words.count(str(percent)) for percent in range(0, 101, 20)]


@pytest.mark.parametrize(("times", "columns"), [(1, 1), (4, 2), (20, 2)])
def test_a_slide_has_its_proportions(rows: tuple[ForestRow, ...], times: int, columns: int) -> None:
    """Few rows in one column, more in two; too many are left out by their patients, which is told; nothing overlaps."""
    many = tuple(
        replace(row, treatment=f"{row.treatment} {number}", conflict=(), n=row.n and row.n + number)
        for number in range(times)
        for row in rows
    )
    figure = draw_slide(many)
    width, height = figure.get_size_inches()
    assert 16 / 9 == pytest.approx(width / height, rel=0.01)
    figure.set_dpi(72)
    figure.savefig(Path("/dev/null"), format="png", dpi=72)
    found = texts(figure)
    words = [text.get_text() for text in found]
    assert columns == words.count("95% CI")
    boxes = [text.get_window_extent() for text in found]
    for number, one in enumerate(boxes):
        assert 0 <= one.x0 <= one.x1 <= width * 72
        assert 0 <= one.y0 <= one.y1 <= height * 72
        for other in boxes[number + 1 :]:
            assert one.x1 <= other.x0 or other.x1 <= one.x0 or one.y1 - 2 <= other.y0 or other.y1 - 2 <= one.y0
    left_out = [each for each in words if "treatments, those with most patients" in each]
    assert (times == 20) == bool(left_out)
    shown = {row.treatment for row in many} & set(words)
    if times == 20:
        assert f"{len(shown)} of {7 * times} treatments" in left_out[0]
        assert "MEC 19" in shown
        assert "HiDAC 0" not in shown


def test_a_slide_is_a_picture(rows: tuple[ForestRow, ...]) -> None:
    with Image.open(io.BytesIO(forest_png(rows, slide=True))) as picture:
        assert 16 / 9 == pytest.approx(picture.width / picture.height, rel=0.01)
    assert forest_png((), slide=True).startswith(b"\x89PNG")


def test_what_a_document_says_is_no_mark_up() -> None:
    """Mark-up and formulas in a document's words are shown as they are."""
    sentence = "The CR rate with venetoclax was 18% <script>alert(1)</script> & $x_1$."
    made = fake_document("<b>review</b>", sentence)
    svg = forest_svg(forest_rows([made], linker_of(made)))
    assert "<script" not in svg
    assert "<b>" not in svg
    assert any(sentence in (title.text or "") for title in ElementTree.fromstring(svg).iter(f"{SVG}title"))


@pytest.mark.parametrize(("name", "start"), [("a.svg", b"<svg"), ("A.PNG", b"\x89PNG")])
def test_a_plot_is_saved_by_its_suffix(rows: tuple[ForestRow, ...], tmp_path: Path, name: str, start: bytes) -> None:
    """An SVG or PNG file is there whole, and nothing beside it."""
    save_forest(rows, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)
    assert [tmp_path / name] == list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.pdf", "a", "none/a.svg", "."])
def test_a_plot_that_can_t_be_written_is_told(rows: tuple[ForestRow, ...], tmp_path: Path, name: str) -> None:
    """Another suffix, a folder that isn't there and a folder are told in a sentence, and nothing is written."""
    for act in (check_plot, lambda path: save_forest(rows, path)):
        with pytest.raises(OutputError, match=r"^[^\n]+\.$"):
            act(tmp_path / name)
    assert [] == list(tmp_path.iterdir())
