"""Tables in plain text."""

from rraml_qa.ingest.formats.plain import read_text
from rraml_qa.ingest.ordering.order import order_lines
from rraml_qa.ingest.repair import repair_text
from rraml_qa.ingest.structure import find_structure


def tables(text):
    """The tables of a text: label, heads, rows of cells, caption, key."""
    frozen = repair_text(order_lines(read_text(text.encode(), "a.txt")))
    found = []
    for table in find_structure(frozen).tables:
        rows = [[cell.of(frozen.text) for cell in row.cells] for row in table.rows]
        caption = table.caption.of(frozen.text) if table.caption else None
        key = table.key.of(frozen.text) if table.key else None
        found.append((table.label, table.header, rows, caption, key))
    return found


def test_folded_rows_are_cut_from_the_right():
    """Figures, citations and words that recur are columns; what is left is the first one."""
    text = """\
Arm and Cited Design Patients Rate
Low dose [1] Phase II 78 63%
High dose plus other [2] Phase III 667 50%
None [3] Phase II 381 2.3%
Both [4] Phase III 46 52%
"""
    assert tables(text) == [
        (
            None,
            ("Arm and", "Cited", "Design", "Patients", "Rate"),
            [
                ["Low dose", "[1]", "Phase II", "78", "63%"],
                ["High dose plus other", "[2]", "Phase III", "667", "50%"],
                ["None", "[3]", "Phase II", "381", "2.3%"],
                ["Both", "[4]", "Phase III", "46", "52%"],
            ],
            None,
            None,
        )
    ]


def test_column_heads_are_put_together():
    """Heads broken over lines and blank lines become one string each, parted where a head is likely to begin."""
    text = """\
Drug Number of
patients/

controls

Response
rate
(%)

Alpha 10 20
Beta 11 21
Gamma 12 22

Table 2. Doses and responses

CR: complete remission; OS: overall survival
"""
    assert tables(text) == [
        (
            "Table 2",
            ("Drug", "Number of patients/controls", "Response rate (%)"),
            [["Alpha", "10", "20"], ["Beta", "11", "21"], ["Gamma", "12", "22"]],
            "Table 2. Doses and responses",
            "CR: complete remission; OS: overall survival",
        )
    ]


def test_tabs_and_wide_spaces_part_cells():
    """Cells parted by tabs or wide spaces are taken as they are, the first row as heads if it has no figures."""
    text = "Table 1: Arms\n\nArm\tPatients\tRemarks\nFirst arm\t10\tnone at all\nSecond\t12\tsome\n"
    expected = [["First arm", "10", "none at all"], ["Second", "12", "some"]]
    for gap in ("\t", "    "):
        ((label, header, rows, caption, _),) = tables(text.replace("\t", gap))
        assert (label, header, caption) == ("Table 1", ("Arm", "Patients", "Remarks"), "Table 1: Arms")
        assert rows == expected


def test_prose_with_figures_is_no_table():
    """Lines of prose that happen to end in figures make no table."""
    text = """\
The rate was 61% in the first group, which had patients aged 60 to 75
and more, and 58% in the second group, which had patients aged 18 60
or less, so that the rates did not differ by the age of the patients.
"""
    assert tables(text) == []


def test_a_caption_above_counts_too():
    """A table takes the caption next to it, above or below, but not a figure's."""
    rows = "Alpha 10 20\nBeta 11 21\nGamma 12 22\n"
    assert tables("Table 3: Above\n\n" + rows)[0][3] == "Table 3: Above"
    assert tables("Figure 3: Above\n\n" + rows)[0][3] is None
