"""The evidence table of a corpus: a row for each figure that its documents give, with where each part of it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rraml_qa.evidence.endpoints import endpoint_key, same_endpoint
from rraml_qa.lexicon.linker import Linker
from rraml_qa.text.terms import fold
from rraml_qa.types import Document, Name, Record, Span, Stated

__all__ = ["EvidenceRow", "Wanted", "arms_of", "parts_of", "read_wanted", "rows_of"]

_ENDPOINTS = frozenset({"endpoint", "toxicity"})
_TREATMENTS = frozenset({"drug", "regimen", "class", "gene", "other drug"})
_PLUS = re.compile(r"\s*(?:[+,/&]|,?\s*\b(?:and|plus|with)\b)\s*", re.IGNORECASE)

Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One figure as values that can be written down; None or empty where the text does not state something.

    `quote` is the sentence or table row at `quote_start`, `quote_end`; the figure itself stands at `start`, `end`.
    Each `*_at` tells where that field is stated, as `(start, end)`. All count code points of the document's text.
    Figures of a quote with the same `group` are set against one another; `way` is what sets an arm apart from others of
    the same treatment ("sequential").
    """

    document: str
    section: tuple[str, ...]
    page: int | None
    table: str | None
    endpoint: str
    value: str
    low: float
    high: float
    bound: str | None
    unit: str
    treatment: str | None
    alone: bool
    comparator: str | None
    is_comparator: bool
    n: int | None
    design: str | None
    phase: str | None
    population: tuple[str, ...]
    line: str | None
    grade: str | None
    trial: str | None
    references: tuple[str, ...]
    quote: str
    start: int
    end: int
    quote_start: int
    quote_end: int
    endpoint_at: Places = ()
    treatment_at: Places = ()
    comparator_at: Places = ()
    n_at: Places = ()
    design_at: Places = ()
    phase_at: Places = ()
    population_at: Places = ()
    line_at: Places = ()
    grade_at: Places = ()
    trial_at: Places = ()
    group: int | None = None
    way: str | None = None
    way_at: Places = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures to give: those of one of the endpoints and of one of the treatments; all where there are none.

    A treatment may be several names, which have to be given together. `names` are those that were read.
    """

    endpoints: frozenset[str] = frozenset()
    treatments: tuple[frozenset[str], ...] = ()
    names: tuple[Name, ...] = ()

    def takes(self, record: Record) -> bool:
        """Whether a figure is one of those."""
        endpoint = not self.endpoints or bool(self.endpoints & {endpoint_key(record), fold(record.endpoint.value)})
        subject = {*record.subject, *map(fold, record.subject)}
        return endpoint and (not self.treatments or any(names <= subject for names in self.treatments))


def read_wanted(endpoints: Sequence[str], treatments: Sequence[str], linker: Linker) -> Wanted:
    """What the given names of endpoints and treatments mean, read as in a question; unknown ones by their words."""
    found: list[Name] = []

    def canonical(text: str, kinds: frozenset[str]) -> frozenset[str]:
        names = [name for name in linker.link(text) if name.kind in kinds]
        found.extend(names)
        return frozenset(name.canonical for name in names) or frozenset([fold(text).strip()])

    measured = frozenset(same_endpoint(name) for text in endpoints for name in canonical(text, _ENDPOINTS))
    given = [canonical(text, _TREATMENTS) for text in treatments]
    given += [parts for name in found if name.kind == "regimen" for parts in parts_of(name, linker)]
    return Wanted(measured, tuple(given), tuple(found))


def parts_of(name: Name, linker: Linker) -> Iterator[frozenset[str]]:
    """What is given together where a regimen is written as its parts: "venetoclax + azacitidine" is both, and VEN-AZA.

    A document may name the parts where the lexicon has a name for them; a regimen named otherwise has none, since its
    drugs may be given at another dose.
    """
    for written in dict.fromkeys([name.surface, name.canonical]):
        pieces = [linker.link(piece) for piece in _PLUS.split(written)]
        if len(pieces) > 1 and all(len(names) == 1 and names[0].kind in _TREATMENTS for names in pieces):
            yield frozenset(names[0].canonical for names in pieces)


def rows_of(documents: Iterable[Document], wanted: Wanted) -> Iterator[tuple[Document, tuple[EvidenceRow, ...]]]:
    """The rows of each document in turn, those without any left out; only one document is held at a time."""
    for document in documents:
        rows = tuple(_row(document, record) for record in document.records if wanted.takes(record))
        if rows:
            yield document, rows


def _row(document: Document, record: Record) -> EvidenceRow:
    unit = document.units[record.unit]
    return EvidenceRow(
        document=document.id,
        section=unit.path,
        page=unit.page,
        table=document.tables[unit.table].label if unit.table is not None else None,
        endpoint=record.endpoint.value,
        value=record.span.of(document.text),
        low=record.low,
        high=record.high,
        bound=record.bound,
        unit=record.measure,
        treatment=" + ".join(record.subject) or _as_written(document, record.subject_span),
        alone=record.alone,
        comparator=_value(record.comparator),
        is_comparator=record.against,
        n=record.n,
        design=_value(record.design),
        phase=_value(record.phase),
        population=tuple(stated.value for stated in record.population),
        line=_value(record.line),
        grade=_value(record.grade),
        trial=_value(record.trial),
        references=record.references,
        quote=unit.span.of(document.text),
        start=record.span.start,
        end=record.span.end,
        quote_start=unit.span.start,
        quote_end=unit.span.end,
        endpoint_at=_at(record.endpoint),
        treatment_at=_places(record.subject_span),
        comparator_at=_at(record.comparator),
        n_at=_places(record.n_span),
        design_at=_at(record.design),
        phase_at=_at(record.phase),
        population_at=_at(*record.population),
        line_at=_at(record.line),
        grade_at=_at(record.grade),
        trial_at=_at(record.trial),
        group=record.group,
        way=_value(record.way),
        way_at=_at(record.way),
    )


def arms_of(rows: Iterable[EvidenceRow]) -> dict[EvidenceRow, tuple[EvidenceRow, ...]]:
    """What each figure is set against in its sentence: a treatment's with its comparators', and the other way round."""
    groups: dict[tuple[str, int, int], list[EvidenceRow]] = {}
    for row in rows:
        if row.group is not None:
            groups.setdefault((row.document, row.quote_start, row.group), []).append(row)
    return {
        row: tuple(other for other in group if other.is_comparator != row.is_comparator)
        for group in groups.values()
        for row in group
    }


def _value(stated: Stated | None) -> str | None:
    return stated.value if stated else None


def _at(*stated: Stated | None) -> Places:
    return _places(*(each.span for each in stated if each))


def _as_written(document: Document, span: Span | None) -> str | None:
    """What a treatment without a name is called: "standard salvage chemotherapy"."""
    return span.of(document.text) if span else None


def _places(*spans: Span | None) -> Places:
    return tuple((span.start, span.end) for span in spans if span)
