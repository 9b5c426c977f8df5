"""Windows: neighbouring sentences that are quoted as one, and a sentence with the one that it leans on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rraml_qa.answer.corpus import Corpus
from rraml_qa.evidence.scope import leans
from rraml_qa.types import Found

__all__ = ["in_windows"]

_LONGEST = 900  # characters of a window
_FARTHEST = 2  # sentences to go back for a name


def in_windows(chosen: Sequence[Found], corpus: Corpus, *, named: bool = False) -> list[Found]:
    """The quotes in their order, those of neighbouring sentences joined, leaning ones with the sentence before.

    With `named`, where it is asked which treatment it is, each goes back to a sentence of its paragraph that names one.
    """
    joined: list[Found] = []
    for found in chosen:
        number = next((n for n, other in enumerate(joined) if _touch(other, found, corpus)), None)
        if number is None:
            joined.append(found)
        else:
            joined[number] = _together(joined[number], found)
    taken = {(found.document, unit) for found in joined for unit in _units(found)}
    supported = [_supported(found, taken, corpus) for found in joined]
    return [_named(found, taken, corpus) for found in supported] if named else supported


def _units(found: Found) -> range:
    return range(found.unit - found.lead, found.unit + 1)


def _touch(one: Found, other: Found, corpus: Corpus) -> bool:
    """Whether two quotes are neighbouring sentences of one paragraph, short enough for one quote."""
    follows = one.unit + 1 == other.unit - other.lead or other.unit + 1 == one.unit - one.lead
    if one.document != other.document or not follows:
        return False
    units = [corpus.unit(found)[1] for found in (one, other)]
    alike = all(unit.kind == "sentence" for unit in units) and units[0].block == units[1].block
    return alike and sum(len(corpus.text(found)) for found in (one, other)) < _LONGEST


def _together(one: Found, other: Found) -> Found:
    """Both as one quote, which ranks as the first did."""
    first, last = sorted((one, other), key=lambda found: found.unit)
    return replace(one, unit=last.unit, lead=last.unit - first.unit + first.lead)


def _supported(found: Found, taken: set[tuple[int, int]], corpus: Corpus) -> Found:
    """A sentence that begins with "It" or "These" with the one before it, unless that is quoted already."""
    document, unit = corpus.unit(found)
    first = document.units[found.unit - found.lead]
    number = found.unit - found.lead - 1
    if unit.kind != "sentence" or not leans(first.span.of(document.text)) or number < 0:
        return found
    before = document.units[number]
    fits = before.kind == "sentence" and before.block == first.block and (found.document, number) not in taken
    return replace(found, lead=found.lead + 1) if fits and len(before.span) < _LONGEST else found


def _named(found: Found, taken: set[tuple[int, int]], corpus: Corpus) -> Found:
    """A sentence that names no treatment with those before it in its paragraph, up to the one that does, if near."""
    document, unit = corpus.unit(found)
    if unit.kind != "sentence" or corpus.names_treatment(found):
        return found
    for lead in range(found.lead + 1, found.lead + 1 + _FARTHEST):
        number = found.unit - lead
        before = document.units[number] if number >= 0 else unit
        long = unit.span.end - before.span.start > _LONGEST
        if number < 0 or (before.kind, before.block) != ("sentence", unit.block) or long:
            return found
        if (found.document, number) in taken:
            return found
        if corpus.names_treatment(wider := replace(found, lead=lead)):
            return wider
    return found
