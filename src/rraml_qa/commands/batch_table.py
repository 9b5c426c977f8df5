"""A batch's answers as a table for a spreadsheet: a row a question, the figures, quotes and their places in words."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import IO, Any

from rraml_qa.commands.evidence_forms import csv_cell

__all__ = ["COLUMNS", "write_table"]

COLUMNS = ("id", "question", "understood as", "answered", "figures", "quotes", "where", "notes", "reason")


def write_table(lines: Iterable[dict[str, Any]], stream: IO[str]) -> int:
    """Write the lines of a batch's output as CSV with a head; several quotes are parted by line breaks.

    Returns how many there were.
    """
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    count = 0
    for line in lines:
        writer.writerow([csv_cell(column, value) for column, value in zip(COLUMNS, _row(line), strict=True)])
        count += 1
    return count


def _row(line: dict[str, Any]) -> tuple[str, ...]:
    if "error" in line:
        return (line["id"], line["question"] or "", "", "not asked", "", "", "", "", line["error"])
    resolved = line["resolved_question"]
    return (
        line["id"] or "",
        line["question"],
        resolved if resolved != " ".join(line["question"].split()) else "",
        "yes" if line["answered"] else "no",
        "\n".join(map(_figure, line["evidence"])),
        "\n".join(quote["text"] for quote in line["quotes"]),
        "\n".join(map(_place, line["quotes"])),
        "\n".join(note["text"] for note in line["notes"]),
        line["reason"] or "",
    )


def _figure(figure: dict[str, Any]) -> str:
    value = figure["value"]
    written = "–".join(f"{each:g}" for each in value) if isinstance(value, list | tuple) else f"{value:g}"
    parts = (figure["endpoint"], f"{written} {figure['unit']}", figure["regimen"], figure["bound"])
    return " · ".join(part for part in parts if part)


def _place(quote: dict[str, Any]) -> str:
    page = [f"page {quote['page']}"] if quote["page"] is not None else []
    cited = [f"ref. {', '.join(quote['references'])}"] if quote["references"] else []
    where = " › ".join([quote["document"], *quote["section"], *page])
    return " · ".join([where, *cited, f"characters {quote['start']}–{quote['end']}"])
