"""The evidence table in its forms: CSV, JSON lines, Markdown, RIS for reference managers, plain text, a terminal."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import IO, TYPE_CHECKING

import msgspec

from rraml_qa.commands.evidence import EvidenceRow
from rraml_qa.evidence.wording import in_words, patients_told
from rraml_qa.render import plain_markdown
from rraml_qa.types import Document

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["FORMS", "NOT_STATED", "Form", "Rows", "csv_cell", "figure_of", "patients_of", "show_rows", "where_of"]

Rows = Iterable[tuple[Document, Sequence[EvidenceRow]]]
Form = Callable[[Rows, IO[str]], int]
"""Writes the rows of each document in turn to a stream, and tells how many."""

NOT_STATED = "not stated"
_NARROW = 110  # columns of a terminal below which each figure is a paragraph
_FORMULA = re.compile(r"[=+\-@\t\r]")  # what a spreadsheet would take for the start of one
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


# ----------------------------------------------------------------------------------- for programs


def write_csv(rows: Rows, stream: IO[str]) -> int:
    """A row a figure, with a head; lists are parted by "; ", places are "start-end"."""
    columns = [field.name for field in fields(EvidenceRow)]
    writer = csv.writer(stream)
    writer.writerow(columns)
    count = 0
    for _, found in rows:
        writer.writerows([csv_cell(column, getattr(row, column)) for column in columns] for row in found)
        count += len(found)
    return count


def csv_cell(column: str, value: object) -> str:
    """A value as a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        parts = (f"{part[0]}-{part[1]}" if column.endswith("_at") else str(part) for part in value)
        text = (" › " if column == "section" else "; ").join(parts)
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    else:
        text = f"{value:g}" if isinstance(value, float) else str(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def write_json(rows: Rows, stream: IO[str]) -> int:
    """A line of JSON a figure."""
    count = 0
    for _, found in rows:
        for row in found:
            stream.write(json.dumps(msgspec.to_builtins(row), ensure_ascii=False) + "\n")
        count += len(found)
    return count


# -------------------------------------------------------------------------- for reference managers


def write_ris(rows: Rows, stream: IO[str]) -> int:
    """A record a reference that any figure cites, with those figures as notes; those that cite none are left out."""
    count = 0
    for document, found in rows:
        entries = {entry.number: " ".join(entry.span.of(document.text).split()) for entry in document.references}
        cited: dict[str, list[EvidenceRow]] = {}
        for row in found:
            for number in row.references:
                cited.setdefault(number, []).append(row)
        for number, figures in sorted(cited.items(), key=lambda each: (_numbered(each[0]), each[0])):
            for tag, value in _ris_fields(document, number, entries.get(number), figures):
                stream.write(f"{tag}  - {' '.join(value.split())}\r\n")
            stream.write("ER  - \r\n\r\n")
        count += sum(bool(row.references) for row in found)
    return count


def _numbered(number: str) -> int:
    return int(number) if number.isdecimal() else 0


def _ris_fields(
    document: Document, number: str, entry: str | None, figures: Sequence[EvidenceRow]
) -> list[tuple[str, str]]:
    names = (name for row in figures for name in (row.endpoint, *(row.treatment or "").split(" + ")))
    return [
        ("TY", "JOUR" if entry else "GEN"),
        ("ID", re.sub(r"\W+", "-", f"{document.id}-{number}")),
        ("TI", entry or f"Reference {number} of {document.title}"),
        *(("KW", name) for name in dict.fromkeys(names) if name),
        *(("N1", f"{_line(row)} — “{row.quote}” ({where_of(row)})") for row in figures),
    ]


# ------------------------------------------------------------------------------------- for readers


def figure_of(row: EvidenceRow) -> str:
    """A figure in words, with its unit and bound: "up to 66%"."""
    return in_words(row.value, row.unit, row.bound)


def patients_of(row: EvidenceRow) -> tuple[str, ...]:
    """The patients of a figure and their line of treatment, each once."""
    return patients_told(row.population, row.line)


def _treatment(row: EvidenceRow) -> str:
    marks = [mark for mark, holds in (("alone", row.alone), ("comparator", row.is_comparator)) if holds]
    marks = [*([row.way] if row.way else []), *marks]
    told = f" ({', '.join(marks)})" if marks else ""
    return f"{row.treatment or NOT_STATED}{told}"


def _line(row: EvidenceRow) -> str:
    """The figure with what it is of: "FLAG-IDA, complete remission: about 50%"."""
    versus = f" (versus {row.comparator})" if row.comparator else ""
    return f"{_treatment(row)}{versus}, {row.endpoint}: {figure_of(row)}"


def _stated(row: EvidenceRow) -> dict[str, str]:
    """What the text states of the study and its patients."""
    return {
        "n": str(row.n) if row.n is not None else NOT_STATED,
        "design": row.design or NOT_STATED,
        "phase": row.phase or NOT_STATED,
        "patients": "; ".join(patients_told(row.population, None)) or NOT_STATED,
        "line": row.line or NOT_STATED,
        **({"grade": row.grade} if row.grade else {}),
        **({"trial": row.trial} if row.trial else {}),
    }


def where_of(row: EvidenceRow) -> str:
    """Where a figure stands: its document, section, table, page, references and characters."""
    parts = [row.document, *row.section, *([row.table] if row.table else [])]
    page = [f"page {row.page}"] if row.page is not None else []
    cited = f" · ref. {', '.join(row.references)}" if row.references else ""
    return f"{' › '.join([*parts, *page])}{cited} · characters {row.start}–{row.end}"


def write_markdown(rows: Rows, stream: IO[str]) -> int:
    """A table a document; its words can't act as mark-up."""
    heads = ["treatment", "endpoint", "value", "n", "design", "phase", "patients", "line", "grade", "trial"]
    heads += ["versus", "references", "where", "quote"]
    count = 0
    for document, found in rows:
        stream.write(f"## {plain_markdown(document.title)}\n\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n")
        for row in found:
            cells = [_treatment(row), row.endpoint, figure_of(row)]
            stated = _stated(row)
            cells += [stated.get(head, NOT_STATED) for head in heads[3:10]]
            cells += [row.comparator or NOT_STATED, ", ".join(row.references) or NOT_STATED, where_of(row)]
            cells.append(" ".join(row.quote.split()))
            stream.write(f"| {' | '.join(map(plain_markdown, cells))} |\n")
        stream.write("\n")
        count += len(found)
    return count


def write_text(rows: Rows, stream: IO[str]) -> int:
    """A paragraph a figure."""
    count = 0
    for document, found in rows:
        stream.write(f"{document.title}\n\n")
        for row in found:
            stated = "; ".join(f"{what}: {value}" for what, value in _stated(row).items())
            stream.write(f"{_line(row)}\n    {stated}\n    “{' '.join(row.quote.split())}”\n    — {where_of(row)}\n\n")
        count += len(found)
    return count


def show_rows(rows: Rows, terminal: Console) -> int:
    """A table a document on a terminal that is wide enough; else a paragraph a figure."""
    from rich.text import Text

    count = 0
    for document, found in rows:
        if terminal.width < _NARROW:
            _show_paragraphs(document, found, terminal)
        else:
            _show_table(document, found, terminal)
        count += len(found)
    if count:
        terminal.print(Text("--markdown, --csv, --json and --ris give the quotes too.", style="dim"))
    return count


def _show_table(document: Document, found: Sequence[EvidenceRow], terminal: Console) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(document.title), box=box.SIMPLE_HEAD, title_justify="left", expand=True)
    for head, ratio in (("treatment", 4), ("endpoint", 4), ("value", 3), ("study", 4), ("patients", 4), ("where", 5)):
        table.add_column(head, ratio=ratio, overflow="fold")
    for row in found:
        stated = _stated(row)
        study = [stated[key] for key in ("trial", "design", "phase") if stated.get(key, NOT_STATED) != NOT_STATED]
        study += [f"n = {row.n}"] if row.n is not None else []
        patients = patients_of(row)
        place = row.table or (row.section[-1] if row.section else row.document)
        cited = f" [{', '.join(row.references)}]" if row.references else ""
        cells = [_treatment(row), f"{row.endpoint}{f', {row.grade}' if row.grade else ''}", figure_of(row)]
        cells += ["; ".join(study) or NOT_STATED, "; ".join(patients) or NOT_STATED]
        table.add_row(*map(Text, cells), Text(f"{place}{cited}, {row.start}–{row.end}", style="dim"))
    terminal.print(table)


def _show_paragraphs(document: Document, found: Sequence[EvidenceRow], terminal: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    terminal.print(Text(document.title, style="bold"))
    for row in found:
        stated = "; ".join(f"{what}: {value}" for what, value in _stated(row).items())
        terminal.print(Text(f"\n{_line(row)}", style="green"))
        for text, style in ((stated, ""), (f"“{' '.join(row.quote.split())}”", ""), (f"— {where_of(row)}", "dim")):
            terminal.print(Padding(Text(text, style=style), (0, 0, 0, 4)))


FORMS: dict[str, Form] = {
    "csv": write_csv,
    "json": write_json,
    "markdown": write_markdown,
    "ris": write_ris,
    "text": write_text,
}
"""The forms that can be written to a file, by name."""
