"""Names that stand for something else where they are used: a drug for its kin, the death of cells for no harm."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from rraml_qa.lexicon.classes import drug_classes, drugs_of
from rraml_qa.types import Name, Span

__all__ = ["as_class", "is_death_of_cells"]

_KIN = re.compile(
    r"[-\s](?:type|like|style|class)(?:[\s-](?:drugs?|agents?|medicines?|compounds?|chemo\w*|treatments?|therap\w+))?\b",
    re.IGNORECASE,
)
_OF_CELLS = re.compile(
    r"\b(?:programmed|apoptotic|(?:cells?|blasts?)(?:['’]s?)?(?:\s+own)?|their\s+own)[\s-]+(?:cell[\s-]+)?$",
    re.IGNORECASE,
)
_DYING_CELLS = re.compile(
    r"\s+(?:of|in|among)\s+(?:[\w-]+\s+){0,3}(?:cells?|blasts?)\b|[\s-]+(?:receptors?|ligands?|domains?)\b",
    re.IGNORECASE,
)
_DEATH = "death"


def as_class(name: Name, text: str, knows: Callable[[str], bool]) -> Name:
    """The smallest class of a drug that the corpus knows where its kin is meant: "daunorubicin-type drugs"."""
    kin = _KIN.match(text, name.span.end) if name.kind == "drug" else None
    classes = filter(knows, drug_classes().get(name.canonical, ())) if kin else ()
    found = min(classes, key=lambda each: (len(drugs_of(each)), each), default=None)
    if kin is None or found is None:
        return name
    span = Span(name.span.start, kin.end())
    return replace(name, surface=span.of(text), canonical=found, kind="class", span=span, rivals=())


def is_death_of_cells(name: Name, text: str) -> bool:
    """Whether a death that is named is that of cells, which harms no patient: "programmed death", "death of blasts"."""
    return name.canonical == _DEATH and (
        _OF_CELLS.search(text[: name.span.start]) is not None or _DYING_CELLS.match(text, name.span.end) is not None
    )
