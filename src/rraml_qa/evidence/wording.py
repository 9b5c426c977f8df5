"""Records in words: a figure as its document writes it, with where it stands; and an evidence line for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rraml_qa.types import DifferenceKind, Document, Evidence, Record, Side

__all__ = ["as_evidence", "count_words", "figure_words", "in_words", "patients_told", "side_words"]


_BOUNDS = {"at most": "up to ", "at least": "at least ", "below": "below ", "above": "above ", "about": "about "}


def side_words(document: Document, side: Side, kind: DifferenceKind) -> str:
    """What one side of a difference gives, with its place: "76% in the text [25]", "[26] in Table 1"."""
    unit = document.units[side.unit]
    table = document.tables[unit.table].label if unit.table is not None else None
    place = "in the text" if unit.kind == "sentence" else f"in {table or 'the table'}"
    cited = f"[{', '.join(side.references)}]" if side.references else ""
    if kind == "reference":
        return f"{cited} {place}"
    given = figure_words(document, side.record) if side.record else f"“{side.span.of(document.text)}”"
    return f"{given} {place} {cited}".rstrip()


def figure_words(document: Document, record: Record) -> str:
    """A figure as it is written, with its unit and bound: "up to 66%"."""
    return in_words(record.span.of(document.text), record.measure, record.bound)


def in_words(written: str, unit: str, bound: str | None) -> str:
    """A figure with its unit, where it is written in digits, and its bound."""
    measure = {"%": "%", "ratio": "", "p": ""}.get(unit, f" {unit}")
    digits = written.rstrip()[-1:].isdigit()
    return f"{_BOUNDS.get(bound or '', '')}{written}{measure if digits else ''}"


_SIGNS = {"at most": "≤", "at least": "≥", "below": "<", "above": ">", "about": "≈"}


def count_words(n: int, bound: str | None) -> str:
    """A number of patients with its bound: "n > 4000"."""
    return f"n {_SIGNS.get(bound or '', '=')} {n}"


def patients_told(population: Sequence[str], line: str | None) -> tuple[str, ...]:
    """The patients of a figure and their line of treatment, each once: nothing that another of the words says too."""
    told = list({each.casefold(): each for each in (*population, *([line] if line else []))}.values())
    return tuple(each for each in told if not _is_said_by(each, (other for other in told if other != each)))


def _is_said_by(words: str, others: Iterable[str]) -> bool:
    return any(words.casefold() in other.casefold() for other in others)


def as_evidence(document: Document, record: Record, quote: int) -> Evidence:
    """A record of `document` as a line of evidence for the quote of this number."""
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
        population="; ".join({stated.value.lower(): stated.value for stated in record.population}.values()) or None,
        line=record.line.value if record.line else None,
        grade=record.grade.value if record.grade else None,
        trial=record.trial.value if record.trial else None,
        references=record.references,
        start=record.span.start,
        end=record.span.end,
        group=record.group,
        named=" ".join(record.subject_span.of(document.text).split()) if record.subject_span else None,
        way=record.way.value if record.way else None,
        inherited=record.scope if record.scope in {"before", "heading"} else None,
        n_bound=record.n_bound,
    )
