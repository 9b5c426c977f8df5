"""What is indexed for a unit: the text that the encoder reads, and the terms that BM25 counts.

A unit is read under its headings, since "Serious adverse events were fewer" says of which drug only there.
Names are counted as terms of their own, so that "Ara-C" and "cytarabine" meet: `=cytarabine` where the
unit itself names it, `~cytarabine` where a heading above it does, `^cytarabine` where it is carried over from a
sentence before, as in "It fared better…". What a unit tells is a term too: `@toxicity`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from rraml_qa.evidence.endpoints import endpoint_key
from rraml_qa.evidence.scope import Carrying
from rraml_qa.lexicon.aspects import aspects_of_head, aspects_told, without_names
from rraml_qa.lexicon.classes import drug_classes
from rraml_qa.lexicon.linker import Linker
from rraml_qa.text.citations import cited_references, without_citations
from rraml_qa.text.terms import terms
from rraml_qa.types import Document, Name, Passage, Record, Unit

__all__ = [
    "ANNOUNCING",
    "APART",
    "FIGURE",
    "ROW",
    "SOME_CARRIED",
    "SOME_TOPIC",
    "carried_term",
    "cited_term",
    "inherited_term",
    "member_term",
    "named_term",
    "part_term",
    "passage_texts",
    "record_term",
    "told_term",
    "unit_terms",
    "unit_text",
    "unit_texts",
]

_KINDS = frozenset({"drug", "regimen", "trial", "gene", "class", "endpoint", "toxicity", "disease", "abbreviation"})
_TREATMENTS = frozenset({"drug", "regimen", "other drug"})
_SPELT_OUT = ("components", "meaning")  # all that a key tells: "PFS: progression-free survival" gives none
_TELLS = (
    r"(?:review|discuss|describ|summari[sz]|outlin|focus|provid|compar|present|cover|address|examin|highlight|explor|"
    r"set)"
)
_ANNOUNCES = re.compile(
    rf"\b(?:this|the(?: present)?|our|an?)(?: \w+)? (?:review|article|paper|chapter|section|table|figure|"
    rf"overview)(?: \d+)?(?: \w+)? {_TELLS}(?:e?s)?\b|\b(?:table|figure) \d+ {_TELLS}(?:e?s)\b|"
    rf"\bwe(?: (?:will|shall|then|now|also|next|first|briefly|attempt|aim|to|here))* "
    rf"(?:{_TELLS}(?:e|ed)?|turn(?:ed)?)\b|"
    r"\b(?:is|are|was|were|been|be)(?: \w+)? (?:discussed|reviewed)\b|"
    rf"\b(?:is|are|was|were|been|be)(?: \w+)? (?:{_TELLS}ed|shown|given|listed|elaborated)\b[^.;]*"
    r"(?:\b(?:here|below|above|ease of reference|in (?:this|the present) \w+)\b|\b(?:table|figure)\b)",
    re.IGNORECASE,
)
_IS_ONE = re.compile(r"(?:,|\s+(?:is|was)|\s*\()\s*(?:an?|another|the)\s+(?:[\w-]+\s+){0,4}")
_OPEN = re.compile(r"^Whether\b.*?\b(?:un(?:known|clear|certain|resolved)|not been \w+|not known|open)\b")  # untold
_KEY = re.compile(r"(?:[^:;]{1,20}[:=] [^:;=]{2,}(?:; ?|$)){3,}")
_FIGURE = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)*(?![\w-])")  # a number that is no part of a name


def named_term(canonical: str) -> str:
    """The term for a name that stands in the unit."""
    return f"={canonical}"


def inherited_term(canonical: str) -> str:
    """The term for a name that stands in a heading above the unit."""
    return f"~{canonical}"


def carried_term(canonical: str) -> str:
    """The term for a name that is carried over from a sentence before the unit."""
    return f"^{canonical}"


def part_term(canonical: str) -> str:
    """The term for a drug of a regimen, or the target of a class, that stands in the unit."""
    return f"+{canonical}"


def member_term(classed: str, drug: str = "") -> str:
    """The term for a drug that the document itself puts into a class; without it, what such terms begin with."""
    return f"<{classed}={drug}"


def cited_term(number: str) -> str:
    """The term for a reference that the unit cites."""
    return f"[{number}"


def record_term(endpoint: str, treatment: frozenset[str] = frozenset()) -> str:
    """The term for a figure of an endpoint ("" for any), of just this treatment or of any."""
    return f"%{endpoint}={'+'.join(sorted(treatment))}"


def told_term(aspect: str) -> str:
    """The term for an aspect that the unit tells."""
    return f"@{aspect}"


SOME_TOPIC = "=*"
"""The term of a unit that itself names any drug or regimen."""

SOME_CARRIED = "^*"
"""The term of a unit to which a drug or regimen is carried over from a sentence before."""

FIGURE = "=#"
"""The term of a unit with a number that is no part of a name or a citation."""

APART = "=|"
"""The term of captions and keys."""

ANNOUNCING = "=>"
"""The term of a unit that announces what the document tells elsewhere: "The drugs are discussed below"."""

ROW = "=_"
"""The term of rows of tables."""


def unit_text(document: Document, unit: Unit) -> str:
    """What the encoder reads for a unit: its last heading and its text; a table row with its column heads."""
    text = _own_text(document, unit)
    heading = unit.path[-1] if unit.path else ""
    return f"{heading}: {text}" if heading else text


def _own_text(document: Document, unit: Unit) -> str:
    """The text of a unit; a table row with its column heads."""
    if unit.table is None or unit.row is None:
        return unit.span.of(document.text)
    table = document.tables[unit.table]
    cells = zip(table.header, table.rows[unit.row].cells, strict=False)
    return "; ".join(f"{head}: {cell.of(document.text)}" for head, cell in cells)


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
    carried = Carrying(linker.lexicon.components)
    records = _by_unit(document)
    treatments: set[str] = set()
    for number, unit in enumerate(document.units):
        if unit.path not in inherited:
            inherited[unit.path] = _terms_of_path(unit.path, linker)
        text = _own_text(document, unit)
        names = linker.link(text)
        over = carried.to(unit, unit.span.of(document.text), names)
        treatments.update(name.canonical for name in names if name.kind in _TREATMENTS)
        found.append(
            [
                *terms(text),
                *dict.fromkeys(named_term(name.canonical) for name in names if name.kind in _KINDS),
                *map(carried_term, over),
                *([SOME_CARRIED] if any(name in treatments for name in over) else []),
                *(part_term(part) for part in dict.fromkeys(_parts(names, linker))),
                *map(told_term, _told(document, unit, names)),
                *map(cited_term, cited_references(unit.span.of(document.text))),
                *_traits(document, unit, linker),
                *_figures(records.get(number, ())),
                *_members(text, names),
                *inherited[unit.path],
            ]
        )
    return found


def _by_unit(document: Document) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    for record in document.records:
        found.setdefault(record.unit, []).append(record)
    return found


def _figures(records: Sequence[Record]) -> list[str]:
    """The terms of a unit's records; those of a comparator count for no treatment."""
    found: dict[str, None] = {}
    for record in records:
        keys = [frozenset[str](), *([frozenset(record.subject)] if record.subject and not record.against else [])]
        found |= dict.fromkeys(record_term(name, key) for key in keys for name in ("", endpoint_key(record)))
    return list(found)


def _told(document: Document, unit: Unit, names: Sequence[Name]) -> dict[str, None]:
    """The aspects that a unit tells: a sentence by its words outside names of treatments, a row by its heads too."""
    text = unit.span.of(document.text)
    if _is_key(unit, text):
        return dict.fromkeys(_SPELT_OUT)
    if unit.table is not None and unit.row is not None:
        heads = document.tables[unit.table].header
        return dict.fromkeys(aspect for head in heads for aspect in aspects_of_head(head)) | dict.fromkeys(
            aspects_told(text)
        )
    masked = without_names(text, [name for name in names if name.kind in _TREATMENTS])
    return dict.fromkeys(aspects_told(_OPEN.sub("", masked)))


def _parts(names: Sequence[Name], linker: Linker) -> list[str]:
    """The components of the regimens among `names`, and the genes in the names of classes ("FLT3 inhibitor")."""
    found = [part for name in names for part in linker.lexicon.components.get(name.canonical, ())]
    for name in names:
        if name.kind == "class":
            words = name.surface.split()
            found += [inner.canonical for word in words for inner in linker.link(word) if inner.kind == "gene"]
    return found


def _terms_of_path(path: Sequence[str], linker: Linker) -> list[str]:
    heading = path[-1] if path else ""
    above = [name.canonical for each in path[:-1] for name in linker.link(each) if name.kind == "class"]
    drugs = [name.canonical for name in linker.link(heading) if _is_unclassed(name)]
    members = dict.fromkeys(member_term(classed, drug) for classed in above for drug in drugs)
    return [*terms(heading), *_names(heading, linker, inherited_term), *members]


def _members(text: str, names: Sequence[Name]) -> dict[str, None]:
    """The drugs without a class that a sentence says to be of one: "QMB-207, a bispecific antibody"."""
    return {
        member_term(after.canonical, name.canonical): None
        for name, after in pairwise(names)
        if _is_unclassed(name) and after.kind == "class" and _IS_ONE.fullmatch(text, name.span.end, after.span.start)
    }


def _is_unclassed(name: Name) -> bool:
    return name.kind == "drug" and name.canonical not in drug_classes()


def _is_key(unit: Unit, text: str) -> bool:
    """Whether a unit is a key, or a paragraph that is a run of entries like one's."""
    return unit.kind == "key" or (unit.kind == "sentence" and _KEY.fullmatch(text) is not None)


def _traits(document: Document, unit: Unit, linker: Linker) -> list[str]:
    text = unit.span.of(document.text)
    traits = {
        SOME_TOPIC: any(name.kind in _TREATMENTS for name in linker.link(text)),
        FIGURE: _FIGURE.search(without_citations(text)) is not None,
        APART: unit.kind == "caption" or _is_key(unit, text),
        ROW: unit.kind == "row",
        ANNOUNCING: unit.kind == "sentence" and _ANNOUNCES.search(text) is not None,
    }
    return [term for term, has in traits.items() if has]


def _names(text: str, linker: Linker, term: Callable[[str], str]) -> list[str]:
    return list(dict.fromkeys(term(name.canonical) for name in linker.link(text) if name.kind in _KINDS))
