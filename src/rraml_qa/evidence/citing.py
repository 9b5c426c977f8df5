"""References that differ: what a table's row cites for a treatment, and what the prose does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rraml_qa.evidence.subjects import find_arms
from rraml_qa.evidence.values import same_matter
from rraml_qa.lexicon.linker import Linker
from rraml_qa.text.citations import cited_references
from rraml_qa.types import Difference, Document, Record, Side, Span

__all__ = ["cited_otherwise", "reference_differences"]

_BRACKETS = re.compile(r"\[[^\[\]]*\]")

_Cited = dict[str, int]  # the references cited for a treatment, each with the unit that first does


def reference_differences(document: Document, linker: Linker) -> Iterator[Difference]:
    """Rows that cite for a treatment what the prose cites for another one, or nowhere, while it cites others for it."""
    cited = _citations(document, linker)
    last = max((int(ref) for refs in cited.values() for ref in refs if ref.isdecimal()), default=0)
    seen: set[int] = set()
    for row in document.records:
        if document.units[row.unit].kind != "row" or not row.references or row.unit in seen:
            continue
        subject = frozenset(row.subject)
        mine = cited.get(subject, {})
        of_it = {ref for key, refs in cited.items() if subject <= key for ref in refs}  # alone or with something else
        if not mine or of_it & set(row.references):
            continue
        elsewhere = any(set(refs) & set(row.references) for key, refs in cited.items() if not subject <= key)
        beyond = not document.references and any(ref.isdecimal() and int(ref) > last for ref in row.references)
        if elsewhere or beyond:
            seen.add(row.unit)
            sides = _prose(document, row, mine), _side(document, row.unit, row.references, row)
            yield Difference("reference", row.subject, *sides)


def cited_otherwise(document: Document, linker: Linker) -> tuple[Difference, ...]:
    """The differences in references, without the figures of their sides, which the document has anyway."""
    return tuple(
        replace(each, one=replace(each.one, record=None), other=replace(each.other, record=None))
        for each in reference_differences(document, linker)
    )


def _citations(document: Document, linker: Linker) -> dict[frozenset[str], _Cited]:
    """The references that the sentences cite, with where, by what treatment they are about (empty: by none)."""
    found: dict[frozenset[str], _Cited] = {}
    for record in document.records:
        sentence = document.units[record.unit].kind == "sentence"
        for ref in record.references if sentence and not record.against else ():
            found.setdefault(frozenset(record.subject), {}).setdefault(ref, record.unit)
    for number, unit in enumerate(document.units):
        text = unit.span.of(document.text)
        refs = cited_references(text) if unit.kind == "sentence" else ()
        if not refs:
            continue
        keys = {arm.key for arm in find_arms(text, linker.link(text), linker) if arm.main} or {frozenset()}
        for key in keys:
            for ref in refs:
                found.setdefault(key, {}).setdefault(ref, number)
    return found


def _prose(document: Document, row: Record, mine: _Cited) -> Side:
    """The place in the prose that a row's reference differs from: a figure of the same, else a sentence that cites."""
    units = set(mine.values())
    same = next((record for record in document.records if record.unit in units and same_matter(row, record)), None)
    if same is not None:
        return _side(document, same.unit, same.references, same)
    number = next(iter(mine.values()))
    return _side(document, number, tuple(ref for ref, unit in mine.items() if unit == number))


def _side(document: Document, number: int, references: tuple[str, ...], record: Record | None = None) -> Side:
    """A unit with the first brackets in it that cite any of `references`."""
    unit = document.units[number]
    for match in _BRACKETS.finditer(unit.span.of(document.text)):
        if set(cited_references(match[0])) & set(references):
            return Side(number, Span(*match.span()).shifted(unit.span.start), references, record)
    return Side(number, unit.span, references, record)
