"""The review as its converter left it, held against its known layout (see the oracle beside the review)."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from rraml_qa.ingest.formats.plain import read_text
from rraml_qa.ingest.ordering.order import order_lines
from rraml_qa.ingest.ordering.ordered import Ordered
from rraml_qa.ingest.passages import cut_passages
from rraml_qa.ingest.repair import hyphenations, repair_text
from rraml_qa.ingest.structure import Structure, find_structure
from rraml_qa.types import Frozen

FLOW = [(1, 20), (55, 141), (213, 278), (147, 211), (279, 376), (426, 599)]
BOXES = [(22, 34), (36, 54)]
FLOATS = {"figure 1": (142, 143), "figure 2": (145, 146), "table 1": (378, 425)}
TOP = [
    "Abstract",
    "Novelty statement",
    "Introduction",
    "Cytotoxic therapeutic agents",
    "Targeted therapies",
    "Immunotherapies",
    "Discussion and closing remarks",
]
SUBSECTIONS = {"Cytotoxic therapeutic agents": 5, "Targeted therapies": 7, "Immunotherapies": 2}
FALSE_NEIGHBOURS = [(20, 22), (54, 55), (141, 142), (146, 147), (211, 213), (278, 279), (376, 378), (425, 426)]
BLANK_WITHIN_SENTENCE = [
    (2, 4),
    (15, 17),
    (23, 25),
    (95, 97),
    (276, 278),
    (310, 312),
    (489, 491),
    (508, 510),
    (545, 547),
]


@pytest.fixture(scope="module")
def ordered(review_path: Path) -> Ordered:
    """The review in reading order."""
    return order_lines(read_text(review_path.read_bytes(), "review.txt"))


@pytest.fixture(scope="module")
def frozen(ordered: Ordered) -> Frozen:
    """The review's frozen text."""
    return repair_text(ordered)


@pytest.fixture(scope="module")
def structure(frozen: Frozen) -> Structure:
    """The review's structure."""
    return find_structure(frozen)


@pytest.fixture(scope="module")
def broken_words(review_path: Path) -> list[tuple[int, int, str]]:
    """The oracle's words over line ends: line before, line after, the word."""
    layout = (review_path.parent / "review-layout.md").read_text(encoding="utf-8")
    return [
        (int(before), int(after), word)
        for before, after, word in re.findall(r"^(\d+)->(\d+) \S+?-\|\S+ => ([^\s`]+)", layout, re.MULTILINE)
    ]


def numbers(ranges, ordered):
    """The numbers of the lines within `ranges` that are not blank."""
    return [n for start, end in ranges for n in range(start, end + 1) if ordered.source.lines[n - 1].text]


def test_flow_has_the_true_order(ordered):
    """Boxes come first and the running text follows in the oracle's order, floats left aside."""
    floating = set(numbers(FLOATS.values(), ordered))
    flow = [placed.number for placed in ordered.lines if placed.number not in floating]
    assert flow in [numbers([*boxes, *FLOW], ordered) for boxes in (BOXES, BOXES[::-1])]


def test_floats_follow_the_paragraphs_that_mention_them(ordered):
    """Each float stands whole behind the end of the paragraph with its mention."""
    places = [placed.number for placed in ordered.lines]
    for lines, after in ((FLOATS["figure 1"], 60), (FLOATS["figure 2"], 68), (FLOATS["table 1"], 202)):
        held = numbers([lines], ordered)
        at = places.index(after) + 1
        assert places[at : at + len(held)] == held


def test_no_line_is_lost_or_doubled(ordered):
    """Every line that is not blank is placed once."""
    assert sorted(placed.number for placed in ordered.lines) == numbers([(1, 599)], ordered)


def test_every_move_is_told(ordered):
    """The account names the two columns, the three floats and the two boxes, and doubts one place only."""
    assert [(move.first, move.last) for move in ordered.moves] == [
        (213, 278),
        (142, 143),
        (145, 146),
        (378, 425),
        (22, 34),
        (36, 54),
    ]
    assert [(doubt.before, doubt.after) for doubt in ordered.doubts] == [(457, 459)]
    assert all(line.endswith(".") for line in ordered.account())


def test_joins_over_gaps_are_told(ordered):
    """Every sentence that goes on over a blank line or a column break is joined and told."""
    joins = {(join.before, join.after) for join in ordered.joins}
    assert joins == {*BLANK_WITHIN_SENTENCE, (141, 213), (278, 147), (211, 279), (376, 426)}


def test_words_over_line_ends_are_whole(ordered, broken_words):
    """All 97 words broken at a line's end come out as they were written."""
    assert len(broken_words) == 97
    found = {(word.before, word.after): word.word for word in hyphenations(ordered)}
    expected = {(before, after): word for before, after, word in broken_words}
    assert found.keys() == expected.keys()
    assert [key for key, word in expected.items() if found[key] not in word] == []


def test_whole_words_stand_in_the_text(frozen, broken_words):
    """The words that were broken stand in the frozen text as the oracle has them."""
    assert [word for _, _, word in broken_words if word not in frozen.text] == []


def test_false_neighbours_are_parted(frozen):
    """Lines that only the converter put next to each other are in different blocks or apart."""
    places = {piece.line: piece.span for piece in frozen.pieces}
    for before, after in FALSE_NEIGHBOURS:
        between = frozen.text[places[before].end : places[after].start]
        assert "\n" in between or places[after].start < places[before].start or len(between) > 1


def test_text_is_clean(frozen):
    """White space is folded, dashes within names are hyphens, bullets are gone, blocks are parted by one blank line."""
    assert not re.search(r"[\t\u00a0]|  |\n\n\n| \n|\n ", frozen.text)
    assert not re.search(r"[^\W\d_]–[^\W\d_]", frozen.text)
    assert "FLT3-ITD" in frozen.text
    assert not any(block.span.of(frozen.text).startswith("-") for block in frozen.blocks)


def test_letters_are_kept_in_order(ordered, frozen):
    """Repair neither adds nor loses a letter or digit, authors' mistakes included."""
    before = [char for placed in ordered.lines for char in placed.line.text if char.isalnum()]
    assert before == [char for char in frozen.text if char.isalnum()]


def test_headings_are_found_at_their_levels(structure):
    """Sections of the first level are the oracle's, and every subsection stands in its own."""
    assert {section.path[0] for section in structure.sections if section.level == 1} == set(TOP)
    subsections = [section.path for section in structure.sections if section.level == 2]
    assert {top: sum(path[0] == top for path in subsections) for top in SUBSECTIONS} == SUBSECTIONS
    assert len(structure.sections) == len(TOP) + sum(SUBSECTIONS.values())
    assert all(len(section.path) == section.level for section in structure.sections)


def test_run_in_labels_are_no_sections(structure, frozen):
    """What begins the abstract's paragraphs with a colon stays in them."""
    abstract = next(section for section in structure.sections if section.path == ("Abstract",))
    inside = [block for block in frozen.blocks if abstract.span.covers(block.span)]
    assert [block.role for block in inside] == ["heading", "paragraph", "paragraph", "paragraph"]
    labels = [block.span.of(frozen.text).split(":")[0] for block in inside[1:]]
    assert labels == ["Introduction", "Discussion", "Conclusion"]


def test_table_has_its_cells(structure, frozen):
    """Table 1 has five column heads, 18 rows of five cells, its caption and its key."""
    (table,) = structure.tables
    assert table.label == "Table 1"
    assert table.header == (
        "Regimen",
        "Study reference",
        "Study design",
        "Number of relapsed/refractory AML patients",
        "Reported CR rates (%)",
    )
    rows = [[cell.of(frozen.text) for cell in row.cells] for row in table.rows]
    assert len(rows) == 18
    for name, cited, design, patients, rate in rows:
        assert name
        assert re.fullmatch(r"\[\d+\]", cited)
        assert re.fullmatch(r"Phase II+", design)
        assert patients.isdigit()
        assert rate.isdigit()
    assert rows[1] == ["Cytarabine + anthracycline", "[6]", "Phase III", "667", "50"]
    assert table.caption is not None
    assert table.caption.of(frozen.text).startswith("Table 1: ")
    assert table.key is not None


def test_units_are_told_by_kind(structure):
    """There are three captions, 18 rows and 12 entries of the key, each row with its table and number."""
    kinds = [unit.kind for unit in structure.units]
    assert {kind: kinds.count(kind) for kind in ("caption", "row", "key")} == {"caption": 3, "row": 18, "key": 12}
    assert [unit.row for unit in structure.units if unit.kind == "row"] == list(range(18))


def test_key_entries_stand_alone(structure, frozen):
    """An entry of the key is an abbreviation and what it stands for, without the mark between entries."""
    entries = [unit.span.of(frozen.text) for unit in structure.units if unit.kind == "key"]
    assert all(re.fullmatch(r"[\w-]+: [^;:]+[^;.\s]", entry) for entry in entries)


def test_sentences_are_whole(structure, frozen):
    """A sentence begins as sentences do and ends in a full stop, but for the four that lack one."""
    sentences = [unit.span.of(frozen.text) for unit in structure.units if unit.kind == "sentence"]
    assert all(sentence[0].isupper() or sentence[0].isdigit() or sentence.startswith("mTOR") for sentence in sentences)
    assert sum(sentence[-1] != "." for sentence in sentences) == 3
    assert len(sentences) == 182


def test_passages_hold_every_unit_once(structure, frozen):
    """Passages keep the units in order, none lost, within the limit unless one sentence is longer."""
    passages = cut_passages(frozen.text, structure.units)
    assert [unit for passage in passages for unit in passage.units] == list(range(len(structure.units)))
    long = [passage for passage in passages if len(passage.span.of(frozen.text).split()) > 110]
    assert all(len(passage.units) == 1 for passage in long)


def test_order_is_found_at_once(review_path):
    """Reading, ordering, repair and structure take well under a second."""
    data = review_path.read_bytes()
    start = time.perf_counter()
    find_structure(repair_text(order_lines(read_text(data, "review.txt"))))
    assert time.perf_counter() - start < 1
