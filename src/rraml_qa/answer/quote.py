"""A quote: a slice of the frozen text, with where it stands and what it cites."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from rraml_qa.text.citations import cited_references
from rraml_qa.text.terms import terms, word_spans
from rraml_qa.types import Document, Quote, Span, TableCell, Unit

__all__ = ["make_quote"]


def make_quote(document: Document, unit: Unit, wanted: Collection[str] = ()) -> Quote:
    """The quote of `unit`; words of it with a term among `wanted` are highlighted."""
    text = unit.span.of(document.text)
    return Quote(
        text=text,
        document=document.id,
        start=unit.span.start,
        end=unit.span.end,
        section=unit.path,
        page=unit.page,
        references=cited_references(text),
        table=_cell(document, unit),
        highlights=_highlights(text, frozenset(wanted)),
    )


def _cell(document: Document, unit: Unit) -> TableCell | None:
    if unit.table is None or unit.row is None:
        return None
    table = document.tables[unit.table]
    cells = [cell.of(document.text) for cell in table.rows[unit.row].cells]
    columns = dict(zip(table.header, cells, strict=False))
    return TableCell(table.label, cells[0] if cells else "", columns)


@lru_cache(maxsize=65536)
def _terms_of(word: str) -> tuple[str, ...]:
    return tuple(terms(word))


def _highlights(text: str, wanted: frozenset[str]) -> tuple[tuple[int, int], ...]:
    if not wanted:
        return ()
    marked = [span for span in word_spans(text) if not wanted.isdisjoint(_terms_of(span.of(text)))]
    merged: list[Span] = []
    for span in marked:
        if merged and text[merged[-1].end : span.start].isspace():
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return tuple((span.start, span.end) for span in merged)
