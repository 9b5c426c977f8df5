"""What is indexed for a unit: the text that the encoder reads, and the terms that BM25 counts.

A unit is read under its headings, since "Serious adverse events were fewer" says of which drug only there.
Names are counted as terms of their own, so that "Ara-C" and "cytarabine" meet: `=cytarabine` where the
unit itself names it, `~cytarabine` where a heading above it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rraml_qa.lexicon.linker import Linker
from rraml_qa.text.terms import terms
from rraml_qa.types import Document, Passage, Unit

__all__ = [
    "APART",
    "FIGURE",
    "SOME_TOPIC",
    "inherited_term",
    "named_term",
    "passage_texts",
    "unit_terms",
    "unit_text",
    "unit_texts",
]

_KINDS = frozenset({"drug", "regimen", "trial", "gene", "class", "endpoint", "toxicity", "disease"})
_TREATMENTS = frozenset({"drug", "regimen", "trial", "other drug"})
_CITATION = re.compile(r"\[[^\[\]]{0,40}\]")
_FIGURE = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)*(?![\w-])")  # a number that is no part of a name


def named_term(canonical: str) -> str:
    """The term for a name that stands in the unit."""
    return f"={canonical}"


def inherited_term(canonical: str) -> str:
    """The term for a name that stands in a heading above the unit."""
    return f"~{canonical}"


SOME_TOPIC = "=*"
"""The term of a unit that itself names any drug, regimen or trial."""

FIGURE = "=#"
"""The term of a unit with a number that is no part of a name or a citation."""

APART = "=|"
"""The term of captions and keys."""


def unit_text(document: Document, unit: Unit) -> str:
    """What the encoder reads for a unit: its last heading and its text; a table row with its column heads."""
    text = unit.span.of(document.text)
    if unit.table is not None and unit.row is not None:
        table = document.tables[unit.table]
        row = table.rows[unit.row]
        cells = zip(table.header, row.cells, strict=False)
        text = "; ".join(f"{head}: {cell.of(document.text)}" for head, cell in cells)
    heading = unit.path[-1] if unit.path else ""
    return f"{heading}: {text}" if heading else text


def unit_texts(document: Document) -> list[str]:
    """`unit_text` of every unit."""
    return [unit_text(document, unit) for unit in document.units]


def passage_texts(document: Document) -> list[str]:
    """What the encoder reads for every passage: its last heading, the sentence before it and its text."""
    return [": ".join([*passage.path[-1:], _in_context(document, passage)]) for passage in document.passages]


def _in_context(document: Document, passage: Passage) -> str:
    spans = [passage.context, passage.span] if passage.context else [passage.span]
    return " ".join(span.of(document.text) for span in spans)


def unit_terms(document: Document, linker: Linker) -> list[list[str]]:
    """The BM25 terms of every unit."""
    inherited: dict[tuple[str, ...], list[str]] = {}
    found: list[list[str]] = []
    for unit in document.units:
        if unit.path not in inherited:
            inherited[unit.path] = _terms_of_path(unit.path, linker)
        text = unit_text(document, unit) if unit.table is not None else unit.span.of(document.text)
        found.append(
            [*terms(text), *_names(text, linker, named_term), *_traits(document, unit, linker), *inherited[unit.path]]
        )
    return found


def _terms_of_path(path: Sequence[str], linker: Linker) -> list[str]:
    heading = path[-1] if path else ""
    return [*terms(heading), *_names(heading, linker, inherited_term)]


def _traits(document: Document, unit: Unit, linker: Linker) -> list[str]:
    text = unit.span.of(document.text)
    traits = {
        SOME_TOPIC: any(name.kind in _TREATMENTS for name in linker.link(text)),
        FIGURE: _FIGURE.search(_CITATION.sub("", text)) is not None,
        APART: unit.kind in {"caption", "key"},
    }
    return [term for term, has in traits.items() if has]


def _names(text: str, linker: Linker, term: Callable[[str], str]) -> list[str]:
    return list(dict.fromkeys(term(name.canonical) for name in linker.link(text) if name.kind in _KINDS))
