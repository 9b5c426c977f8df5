"""Records in words: a figure as its document writes it, with where it stands; and an evidence line for an answer."""

from __future__ import annotations

from rraml_qa.types import Document, Evidence, Record

__all__ = ["as_evidence", "figure_words"]


def figure_words(document: Document, record: Record) -> str:
    """The figure as it is written, with its unit, bound and place: "76% in the text [25]", "80% in Table 1 [26]"."""
    written = record.span.of(document.text)
    digits = written.rstrip()[-1:].isdigit()
    unit = record.measure if record.measure == "%" else f" {record.measure}"
    bound = {"at most": "up to ", "at least": "at least ", "about": "about "}.get(record.bound or "", "")
    row = document.units[record.unit]
    table = document.tables[row.table].label if row.kind == "row" and row.table is not None else None
    place = f"in {table or 'the table'}" if row.kind == "row" else "in the text"
    cited = f" [{', '.join(record.references)}]" if record.references else ""
    return f"{bound}{written}{unit if digits else ''} {place}{cited}"


def as_evidence(record: Record, quote: int) -> Evidence:
    """A record as a line of evidence for the quote of this number."""
    return Evidence(
        endpoint=record.endpoint.value,
        value=record.low if record.low == record.high else (record.low, record.high),
        unit=record.measure,
        quote=quote,
        bound=record.bound,
        regimen=" + ".join(record.subject) or None,
        alone=record.alone,
        comparator=record.comparator.value if record.comparator else None,
        is_comparator=record.against,
        n=record.n,
        design=record.design.value if record.design else None,
        phase=record.phase.value if record.phase else None,
        population="; ".join(stated.value for stated in record.population) or None,
        line=record.line.value if record.line else None,
        grade=record.grade.value if record.grade else None,
        trial=record.trial.value if record.trial else None,
        references=record.references,
        start=record.span.start,
        end=record.span.end,
    )
