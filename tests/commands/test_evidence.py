"""The evidence table: what its rows hold, which of them are asked for, and its forms."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from rraml_qa.commands.evidence import EvidenceRow, Wanted, read_wanted, rows_of
from rraml_qa.commands.evidence_forms import FORMS, show_rows
from rraml_qa.commands.output import open_output
from rraml_qa.errors import OutputError
from rraml_qa.types import Document
from written import written

TEXT = """# A review of drugs

## Inhibitors

In a randomized phase III trial of 371 patients with r/r AML, median survival was 9.3 months with gilteritinib versus
5.6 months with salvage chemotherapy [2]. Venetoclax gave a CR rate of about 20% as monotherapy [1, 2].

| Regimen | Ref | Design | N | CR (%) |
|---|---|---|---|---|
| FLAG-IDA | [1] | Phase II | 46 | 52 |

Table 1: Results.

## References

1. Alder A. Two regimens compared. J Made-up. 2001;1:1.
2. Birch B. A trial of one more. J Made-up. 2002;2:2.
"""


@pytest.fixture(scope="module")
def document() -> Document:
    return written(TEXT)[0]


def form(name: str, *documents: Document, wanted: Wanted | None = None) -> str:
    stream = io.StringIO(newline="")
    FORMS[name](rows_of(documents, wanted or Wanted()), stream)
    return stream.getvalue()


def rows(document: Document) -> tuple[EvidenceRow, ...]:
    return next(rows_of([document], Wanted()))[1]


def test_a_row_tells_what_the_text_states_and_where(document: Document) -> None:
    """Each field that the text states comes with the span where it stands; the figure is a slice of its quote."""
    first = rows(document)[0]
    assert ("gilteritinib", "median overall survival", "9.3 months") == (first.treatment, first.endpoint, first.value)
    assert (371, "phase III", ("2",)) == (first.n, first.phase, first.references)
    for row in rows(document):
        assert row.value == document.text[row.start : row.end]
        assert row.quote == document.text[row.quote_start : row.quote_end]
        assert row.quote_start <= row.start < row.end <= row.quote_end
        for field in ("design", "phase", "line", "grade"):
            places = getattr(row, f"{field}_at")
            assert [getattr(row, field)] == [document.text[slice(*place)] for place in places] or not places
        assert [*row.population] == [document.text[slice(*place)] for place in row.population_at]
        assert not row.n_at or str(row.n) in document.text[slice(*row.n_at[0])]


def test_what_the_text_does_not_state_is_empty(document: Document) -> None:
    """No field is filled in by guessing."""
    venetoclax = next(row for row in rows(document) if row.treatment == "venetoclax")
    assert (None, None, None, ()) == (venetoclax.n, venetoclax.phase, venetoclax.design, venetoclax.n_at)
    assert venetoclax.alone


@pytest.mark.parametrize(
    ("endpoints", "drugs", "found"),
    [
        ((), ("Xospata",), ["gilteritinib"]),
        (("OS",), (), ["gilteritinib", "salvage chemotherapy"]),
        (("complete response",), (), ["venetoclax", "FLAG-IDA"]),
        (("CR",), ("ABT-199",), ["venetoclax"]),
        ((), ("venetoclax", "FLAG IDA"), ["venetoclax", "FLAG-IDA"]),
        ((), ("venetoclax + azacitidine",), []),
        (("nonsense",), (), []),
    ],
)
def test_names_are_read_as_in_questions(endpoints: tuple[str, ...], drugs: tuple[str, ...], found: list) -> None:
    """Brand names, codes and abbreviations are asked for what they mean; names together mean the combination."""
    document, linker = written(TEXT)
    wanted = read_wanted(endpoints, drugs, linker)
    assert found == [row.treatment for _, each in rows_of([document], wanted) for row in each]


def test_one_document_is_held_at_a_time(document: Document) -> None:
    """Rows are made document by document, as they are asked for."""
    read: list[int] = []

    def documents() -> Iterator[Document]:
        for number in range(3):
            read.append(number)
            yield document

    found = rows_of(documents(), Wanted())
    next(found)
    assert [0] == read


def test_csv_is_read_back_as_it_was(document: Document) -> None:
    """CSV has a column a field; lists, places and yes or no are written plainly, what isn't stated is empty."""
    read = list(csv.DictReader(io.StringIO(form("csv", document), newline="")))
    assert ["9.3", "", "yes"] == [read[0]["low"], read[2]["n"], read[2]["alone"]]
    assert "1; 2" == read[2]["references"]
    start, end = map(int, read[0]["n_at"].split("-"))
    assert "371" == document.text[start:end]
    assert [row.quote for row in rows(document)] == [row["quote"] for row in read]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_csv_holds_no_formula(document: Document, start: str) -> None:
    """Words that a spreadsheet would run are set off by an apostrophe; numbers stay numbers."""
    unit = document.units[0]
    text = document.text.replace("In a", f"{start}1 a")
    made = replace(document, text=text)
    assert unit.span.start == text.index(start)
    read = list(csv.DictReader(io.StringIO(form("csv", made), newline="")))
    assert read[0]["quote"].startswith(f"'{start}1 a")
    assert "9.3" == read[0]["low"]


def test_json_has_a_line_a_figure(document: Document) -> None:
    """JSON lines give all fields, places as pairs."""
    read = [json.loads(line) for line in form("json", document).splitlines()]
    assert [row.treatment for row in rows(document)] == [row["treatment"] for row in read]
    start, end = read[0]["phase_at"][0]
    assert "phase III" == document.text[start:end]
    assert read[2]["phase"] is None


def test_ris_has_a_record_a_reference(document: Document) -> None:
    """Each cited reference is a record that reference managers read, titled by its entry, with its figures as notes."""
    text = form("ris", document)
    lines = text.split("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines if line)
    records = [record.strip().split("\r\n") for record in text.split("ER  - ") if record.strip()]
    assert [["TY  - JOUR", "ID  - review-1"], ["TY  - JOUR", "ID  - review-2"]] == [each[:2] for each in records]
    assert "TI  - Birch B. A trial of one more. J Made-up. 2002;2:2." in records[1]
    assert {"KW  - gilteritinib", "KW  - venetoclax"} <= set(records[1])
    notes = [line for line in records[0] if line.startswith("N1")]
    assert 2 == len(notes)
    assert "“Venetoclax gave a CR rate of about 20% as monotherapy [1, 2].”" in notes[0]
    assert "characters" in notes[0]


def test_ris_names_a_reference_without_an_entry(document: Document) -> None:
    """Where the document has no reference list, the number and the document's title stand for the entry."""
    text = form("ris", replace(document, references=()))
    assert "TY  - GEN\r\nID  - review-2\r\nTI  - Reference 2 of A review of drugs\r\n" in text


@pytest.mark.parametrize("name", ["markdown", "text"])
def test_readers_are_told_what_is_not_stated(document: Document, name: str) -> None:
    """Forms for people say that something is not stated."""
    text = form(name, document)
    assert "not stated" in text
    assert "about 20%" in text


def test_markdown_is_a_table(document: Document) -> None:
    """Each figure is a line of as many cells as there are heads, whatever stands in it."""
    lines = [line for line in form("markdown", document).splitlines() if line.startswith("|")]
    assert 2 + len(rows(document)) == len(lines)
    assert 1 == len({len(re.findall(r"(?<!\\)\|", line)) for line in lines})


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_a_terminal_of_any_width_is_readable(document: Document, width: int) -> None:
    """No line is wider than the terminal, and no word of a figure is cut off."""
    stream = io.StringIO()
    show_rows(rows_of([document], Wanted()), Console(file=stream, width=width))
    text = stream.getvalue()
    assert max(map(len, text.splitlines())) <= width
    assert "gilteritinib" in text
    assert "…" not in text


def test_an_export_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """A file takes the place of an earlier one when all is written; if that fails, the earlier one stays."""
    file = tmp_path / "out.csv"
    with open_output(file, io.StringIO()) as stream:
        stream.write("one\r\n")
    assert b"one\r\n" == file.read_bytes()
    with pytest.raises(TypeError), open_output(file, io.StringIO()) as stream:
        stream.writelines(["half", None])
    assert b"one\r\n" == file.read_bytes()
    assert [file] == list(tmp_path.iterdir())


def test_an_export_that_can_t_be_written_is_told(tmp_path: Path) -> None:
    """A folder that isn't there is an OutputError in a sentence; "-" is standard output."""
    with pytest.raises(OutputError, match="can't be written"), open_output(tmp_path / "no" / "x.csv", io.StringIO()):
        pass
    stream = io.StringIO()
    with open_output(Path("-"), stream) as same:
        assert same is stream
