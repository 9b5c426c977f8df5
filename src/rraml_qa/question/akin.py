"""Names that stand for something else where they are used: a drug for its kin, the death of cells for no harm.

"Compare A with B" names two drugs, though elsewhere "A with B" is their combination.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rraml_qa.lexicon.classes import drug_classes, drugs_of
from rraml_qa.types import Name, Span

__all__ = ["as_class", "is_death_of_cells", "with_sides_apart"]

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
_COMPARES = re.compile(
    r"\b(?:compar(?:e|ing|ison (?:of|between))|contrast(?:ing)?|differences? between|distinguish\w*|choose between)\b",
    re.IGNORECASE,
)
_PLACES = re.compile(r"\b(?:text|prose|tables?|other|rest|others|chemo\w*|placebo|alone|monotherapy)\b", re.IGNORECASE)
_SIDES = re.compile(r"(.+?)(\s+(?:with|and|to)\s+)(.+)", re.IGNORECASE)
_TREATMENTS = frozenset({"drug", "regimen", "class", "trial", "other drug"})


def as_class(name: Name, text: str, knows: Callable[[str], bool]) -> Name:
    """The smallest class of a drug that the corpus knows where its kin is meant: "daunorubicin-type drugs"."""
    kin = _KIN.match(text, name.span.end) if name.kind == "drug" else None
    classes = filter(knows, drug_classes().get(name.canonical, ())) if kin else ()
    found = min(classes, key=lambda each: (len(drugs_of(each)), each), default=None)
    if kin is None or found is None:
        return name
    span = Span(name.span.start, kin.end())
    return replace(name, surface=span.of(text), canonical=found, kind="class", span=span, rivals=())


def with_sides_apart(names: Sequence[Name], text: str, link: Callable[[str], Sequence[Name]]) -> tuple[Name, ...]:
    """The names, with a combination as its two drugs where these are what a question compares: "compare A with B"."""
    treatments = [name for name in names if name.kind in _TREATMENTS]
    sides = _SIDES.fullmatch(treatments[0].surface) if len(treatments) == 1 else None
    if sides is None or treatments[0].kind != "regimen" or not _COMPARES.search(text) or _PLACES.search(text):
        return tuple(names)
    whole = treatments[0]
    found = [
        replace(name, span=name.span.shifted(whole.span.start + sides.start(group)))
        for group in (1, 3)
        for name in link(sides[group])
    ]
    if [name.kind for name in found] != ["drug", "drug"]:
        return tuple(names)
    return tuple(sorted([*(name for name in names if name is not whole), *found], key=lambda name: name.span))


def is_death_of_cells(name: Name, text: str) -> bool:
    """Whether a death that is named is that of cells, which harms no patient: "programmed death", "death of blasts"."""
    return name.canonical == _DEATH and (
        _OF_CELLS.search(text[: name.span.start]) is not None or _DYING_CELLS.match(text, name.span.end) is not None
    )
