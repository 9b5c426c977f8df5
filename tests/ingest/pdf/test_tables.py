"""Tables: cell by cell, with rules and without."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf.paper import KEY, SMALL_TABLE, Mode, Order, Rules, make_paper
from rraml_qa.ingest.pdf.reader import read_pdf
from rraml_qa.ingest.pdf.wrapped import join_wrapped
from rraml_qa.types import Line, Source


def cells_of(line: Line) -> list[str]:
    return [cell.of(line.text) for cell in line.cells]


def tables_of(source: Source) -> list[list[list[str]]]:
    """Every table as its rows of cells, the header first."""
    tables: list[list[list[str]]] = []
    for line in source.lines:
        if line.role == "header":
            tables.append([])
        if line.role in {"header", "row"}:
            tables[-1].append(cells_of(line))
    return tables


def table_pdf(
    rows: list[list[str]], places: list[float], *, caption: str, below: bool = False, lead: float = 11
) -> bytes:
    """A page with text above and below a table of strings at `places`; `rows` with empty cells are wrapped."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.setFont("Times-Roman", 10)
    for number in range(8):
        canvas.drawString(
            60,
            800 - 12 * number,
            "Running text that fills its line from one margin to the other, and says so again, and again.",
        )
    y = 680.0
    canvas.setFont("Times-Roman", 8.5)
    if not below:
        canvas.drawString(60, y, caption)
    for row in rows:
        y -= lead if row[0] or not any(row) else 9
        for x, cell in zip(places, row, strict=True):
            canvas.drawString(x, y, cell)
    if below:
        canvas.drawString(60, y - 16, caption)
    canvas.setFont("Times-Roman", 10)
    for number in range(8):
        canvas.drawString(
            60,
            y - 60 - 12 * number,
            "Running text that fills its line from one margin to the other, and says so again, and again.",
        )
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("rules", ["none", "three", "grid"])
@pytest.mark.parametrize(("order", "mode"), [("natural", "line"), ("rows", "word"), ("right first", "kerned")])
def test_full_width_table_cell_by_cell(order: Order, mode: Mode, rules: Rules):
    """A table across both columns in the midst of a page, its head wrapped over four lines."""
    made = make_paper(order, mode, rules=rules)
    source = read_pdf(made.data, "paper.pdf")
    assert made.table == tables_of(source)[0]
    assert [made.caption] == [line.text for line in source.lines if line.role == "caption" and "Table 1" in line.text]
    assert [KEY] == [line.text for line in source.lines if line.role == "key"]


@pytest.mark.parametrize("mode", ["line", "word", "spaced"])
def test_table_in_a_column(mode: Mode):
    """A table in one column, with running text beside it on the same baselines."""
    assert SMALL_TABLE == tables_of(read_pdf(make_paper("rows", mode).data, "paper.pdf"))[1]


def test_cells_are_joined_by_a_bar():
    """A row's text is its cells joined by " | "."""
    source = read_pdf(make_paper().data, "paper.pdf")
    row = next(line for line in source.lines if line.role == "row")
    assert " | ".join(cells_of(row)) == row.text


def test_caption_below():
    """A table whose caption is printed below it is read all the same, the caption first."""
    rows = [["Drug", "Dose", "Patients"], ["Alpha", "10 mg", "41"], ["Beta", "20 mg", "57"], ["Gamma", "5 mg", "12"]]
    source = read_pdf(table_pdf(rows, [60, 200, 330], caption="Table 7. Doses.", below=True), "t.pdf")
    assert [rows] == tables_of(source)
    assert ["Table 7. Doses."] == [line.text for line in source.lines if line.role == "caption"]


def test_empty_cells_keep_their_columns():
    """A cell without text is an empty span, and its neighbours stay in their columns."""
    rows = [["Drug", "Dose", "Patients"], ["Alpha", "", "41"], ["Beta", "20 mg", "57"], ["Gamma", "5 mg", ""]]
    assert [rows] == tables_of(read_pdf(table_pdf(rows, [60, 200, 330], caption="Table 1. Doses."), "t.pdf"))


def test_wrapped_cells_are_one_row():
    """A line that goes on with the cells above it is no row of its own."""
    rows = [
        ["Drug", "Finding", "Patients"],
        ["Alpha", "Remission lasted", "41"],
        ["", "as long as reported", ""],
        ["Beta", "Remission was short", "57"],
        ["Gamma", "None of the patients", "12"],
        ["", "went into remission", ""],
    ]
    found = tables_of(read_pdf(table_pdf(rows, [60, 160, 330], caption="Table 1. Findings.", lead=15), "t.pdf"))
    assert ["Alpha", "Remission lasted as long as reported", "41"] == found[0][1]
    assert ["Gamma", "None of the patients went into remission", "12"] == found[0][3]
    assert 4 == len(found[0])


def test_a_sentence_that_names_a_table_is_no_caption():
    """A line that begins "Table 1 shows" opens no table."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.drawString(60, 700, "The rates of all of these regimens were rather alike, as others found.")
    canvas.drawString(60, 686, "Table 1 shows them side by side with the numbers of patients that")
    canvas.drawString(60, 672, "the studies enrolled before they were closed.")
    canvas.save()
    assert {None} == {line.role for line in read_pdf(buffer.getvalue(), "t.pdf").lines}


def test_a_suspended_hyphen_stays():
    """A cell's line that ends in "first-" waits for the word that "second-line" has."""
    assert "first- and second-line therapy" == join_wrapped(["first-", "and second-line ther-", "apy"])
