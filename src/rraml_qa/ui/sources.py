"""A quote as a card: the paragraph or table around it, where it stands, and what it cites."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rraml_qa.render import Entries, reference
from rraml_qa.types import Block, Document, Quote, Span

__all__ = ["Part", "Source", "Words", "make_source", "parts_of"]

_MOST_AROUND = 420  # characters of a paragraph that are shown before and after a quote
_MOST_SPELT = 4  # short forms that a card spells out


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a quote; `marked` where it has words of the question."""

    text: str
    marked: bool


Words = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What the page tells of one quote.

    `number` is how the answer cites it, from 1. `before` and `after` are the rest of its paragraph; `cells` the
    column heads of a table with what the row has under them, in place of the paragraph. `spelt` are short forms in
    it with what the document says they stand for; `listless` tells that it cites references which the document doesn't
    list, `has_pages` whether the page itself can be shown.
    """

    number: int
    quote: Quote
    words: Words
    title: str
    name: str
    edition: str
    where: tuple[str, ...]
    before: str
    after: str
    cells: tuple[tuple[str, str], ...]
    entries: tuple[tuple[str, str], ...]
    listless: bool
    spelt: tuple[tuple[str, str], ...]
    has_pages: bool
    citation: str

    @property
    def place(self) -> str:
        """Where it stands in a few words: the nearest heading or table, and the page."""
        least = 1 if self.quote.page is None else 2
        return ", ".join(self.where[-least:]) or self.title


def make_source(number: int, quote: Quote, document: Document, edition: str, entries: Entries) -> Source:
    """The card of a quote of `document`; `entries` gives what the references that it cites stand for."""
    before, after = ("", "") if quote.table else _around(document, Span(quote.start, quote.end))
    where = [*quote.section, *([quote.table.label] if quote.table and quote.table.label else [])]
    if quote.page is not None:
        where.append(f"page {quote.page}")
    return Source(
        number=number,
        quote=quote,
        words=parts_of(quote),
        title=document.title,
        name=document.name,
        edition=edition,
        where=tuple(where),
        before=before,
        after=after,
        cells=tuple(quote.table.columns.items()) if quote.table else (),
        entries=tuple((number, " ".join(entry.split())) for number, entry in entries(quote)),
        listless=bool(quote.references) and not any(block.role == "reference" for block in document.blocks),
        spelt=_spelt(document, quote),
        has_pages=document.media_type == "application/pdf" and quote.page is not None,
        citation=f"“{quote.text}” — {reference(quote, document.title, edition)}",
    )


def parts_of(quote: Quote) -> Words:
    """The quote's text in stretches, those with words of the question marked."""
    parts: list[Part] = []
    at = 0
    for start, end in quote.highlights:
        parts += [Part(quote.text[at:start], False), Part(quote.text[start:end], True)]
        at = end
    return tuple(part for part in [*parts, Part(quote.text[at:], False)] if part.text)


def _around(document: Document, span: Span) -> tuple[str, str]:
    """What stands before and after a span in its paragraph, cut at a word where it is long."""
    first, last = _block(document.blocks, span.start), _block(document.blocks, span.end - 1)
    before = document.text[first.span.start : span.start] if first else ""
    after = document.text[span.end : last.span.end] if last else ""
    if len(before) > _MOST_AROUND:
        before = "… " + before[-_MOST_AROUND:].partition(" ")[2]
    if len(after) > _MOST_AROUND:
        after = after[:_MOST_AROUND].rpartition(" ")[0] + " …"
    return before, after


def _block(blocks: Sequence[Block], at: int) -> Block | None:
    number = bisect_right(blocks, at, key=lambda block: block.span.start) - 1
    return blocks[number] if number >= 0 and at < blocks[number].span.end else None


def _spelt(document: Document, quote: Quote) -> tuple[tuple[str, str], ...]:
    """The short forms of a quote that its document spells out elsewhere, the first ones."""
    found: dict[str, str] = {}
    for definition in document.definitions:
        short, long = definition.short.of(document.text), definition.long.of(document.text)
        here = quote.start <= definition.short.start < quote.end
        if short in found or here or definition.kind == "code" or long in quote.text:
            continue
        if re.search(rf"(?<!\w){re.escape(short)}(?!\w)", quote.text):
            found[short] = long
    ordered = sorted(found.items(), key=lambda pair: quote.text.find(pair[0]))
    return tuple(ordered[:_MOST_SPELT])
