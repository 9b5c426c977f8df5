r"""Overlap between what was quoted and the gold: in citations, and in words by where they stand, not what they are.

Words are runs without white space (`\S+`), as in ACL-Verbatim; precision, recall and F1 are micro averages: counts are
added up over questions before they are divided, and questions without gold count with what was quoted for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from rraml_qa.evaluation.records import GoldUnit
from rraml_qa.text.citations import cited_references
from rraml_qa.types import Place

__all__ = ["Counts", "citation_counts", "covers", "word_counts"]

_WORD = re.compile(r"\S+")
_MOST_COVERS = 256

Words = frozenset[tuple[str, int]]
"""Words by their document and the character at which they begin."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Words (or citations) quoted that are gold, quoted that are not, and gold that were not quoted."""

    true: int
    false: int
    missed: int

    @property
    def f1(self) -> float:
        """2 · true / (2 · true + false + missed); 1 where there is nothing to quote and nothing is quoted."""
        total = 2 * self.true + self.false + self.missed
        return 2 * self.true / total if total else 1.0


def words(place: Place, text: str) -> Words:
    """The words of a quote or a unit."""
    return frozenset((place.document, place.span.start + match.start()) for match in _WORD.finditer(text))


def word_counts(quoted: Iterable[tuple[Place, str]], gold: Sequence[GoldUnit], facts: int) -> Counts:
    """The counts against that one of the right answers which they fit best, as SQuAD takes the best of its answers."""
    given = frozenset[tuple[str, int]]().union(*(words(place, text) for place, text in quoted))
    best = Counts(0, len(given), 0)
    for number, cover in enumerate(covers(gold, facts)):
        right = frozenset[tuple[str, int]]().union(*(words(unit.place, unit.text) for unit in cover))
        counts = Counts(len(given & right), len(given - right), len(right - given))
        if number == 0 or counts.f1 > best.f1:
            best = counts
    return best


def citation_counts(given: set[str], expected: set[str], gold: Sequence[GoldUnit], facts: int) -> Counts:
    """Reference numbers given against those expected, of that one of the right answers which they fit best.

    Where prose and table each answer, with a reference each, either reference will do.
    """
    found = [{number for unit in cover for number in cited_references(unit.text)} for cover in covers(gold, facts)]
    besides = expected - set[str]().union(*found)  # expected, but cited by a neighbour of the gold
    rights = [besides | (expected & cited) for cited in found] or [expected]
    counts = [Counts(len(given & right), len(given - right), len(right - given)) for right in rights]
    return max(counts, key=lambda each: each.f1)


def covers(gold: Sequence[GoldUnit], facts: int) -> list[tuple[GoldUnit, ...]]:
    """The smallest sets of units that answer alone and together hold all facts; the likeliest right answers.

    For each fact a unit that holds it, in all ways; sets that contain another one are left out.
    """
    answering = [unit for unit in gold if unit.grade == 2]
    holders = [[unit for unit in answering if number in unit.facts] for number in range(facts)]
    holders = [units for units in holders if units]
    if not holders:
        return [tuple(answering)] if answering else []
    found: dict[frozenset[Place], tuple[GoldUnit, ...]] = {}
    for number, choice in enumerate(product(*holders)):
        if number >= _MOST_COVERS:
            break
        units = {unit.place: unit for unit in choice}
        found.setdefault(frozenset(units), tuple(units.values()))
    return [units for places, units in found.items() if not any(other < places for other in found)]
