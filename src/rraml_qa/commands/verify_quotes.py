"""Checking one quote: that it is a whole unit or a run of neighbours, and is all that it says of itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import islice, takewhile

from rraml_qa.answer.quote import make_quote
from rraml_qa.types import Document, Quote, Span, Unit

__all__ = ["QuoteChecker"]

_REBUILT = tuple(field.name for field in fields(Quote) if field.name != "highlights")


@dataclass(frozen=True, slots=True)
class _Place:
    """A document with its units in the order of its text."""

    document: Document
    units: tuple[Unit, ...]


class QuoteChecker:
    """Makes quotes again from the documents that they cite, which `find` gives by their ids."""

    def __init__(self, find: Callable[[str], Document | None]) -> None:
        self._find = find
        self._place = lru_cache(maxsize=16)(self._read)

    def _read(self, document: str) -> _Place | None:
        found = self._find(document)
        return None if found is None else _Place(found, tuple(sorted(found.units, key=lambda unit: unit.span)))

    def fault(self, quote: Quote) -> str | None:
        """What is false of a quote, as the rest of a sentence that begins with it; None if nothing is."""
        place = self._place(quote.document)
        if place is None:
            return f"is of the document {quote.document!r}, which the index doesn't have."
        return _text_fault(quote, place.document) or _unit_fault(quote, place) or _highlight_fault(quote)


def _text_fault(quote: Quote, document: Document) -> str | None:
    if not 0 <= quote.start < quote.end <= len(document.text):
        return f"cites characters {quote.start}–{quote.end}, but {quote.document} has {len(document.text)}."
    stands = document.text[quote.start : quote.end]
    if stands != quote.text:
        at = f"{quote.document} {quote.start}–{quote.end}"
        return f"is not what stands at {at}: there is {stands[:80]!r}, quoted is {quote.text[:80]!r}."
    return None


def _unit_fault(quote: Quote, place: _Place) -> str | None:
    unit = _quotable(Span(quote.start, quote.end), place.units)
    if unit is None:
        return "is no whole sentence, table row, caption or key, and no run of neighbouring ones of one block."
    made = make_quote(place.document, unit)
    for name in _REBUILT:
        given, true = getattr(quote, name), getattr(made, name)
        if given != true:
            return f"gives the {name} {str(given)[:120]!r}, but it is {str(true)[:120]!r}."
    return None


def _quotable(span: Span, units: tuple[Unit, ...]) -> Unit | None:
    """The unit at `span`, or one for a run of neighbouring units of one block that fills it."""
    first = bisect_left(units, span.start, key=lambda unit: unit.span.start)
    run = list(takewhile(lambda unit: unit.span.start < span.end, islice(units, first, None)))
    whole = next((unit for unit in run if unit.span == span), None)
    if whole is not None:
        return whole
    fills = bool(run) and run[0].span.start == span.start and run[-1].span.end == span.end
    one_block = len({(unit.block, unit.table, unit.row, unit.path) for unit in run}) == 1
    return replace(run[0], span=span) if fills and one_block else None


def _highlight_fault(quote: Quote) -> str | None:
    at = 0
    for start, end in quote.highlights:
        if not at <= start < end <= len(quote.text):
            return f"has highlights that are out of order, overlap or lie outside its text ({start}–{end})."
        at = end
    return None
