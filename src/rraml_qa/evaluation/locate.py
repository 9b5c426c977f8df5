"""Where the gold of a set stands in a document: in the digest by its words, in an original through its facts.

The digest restates the original sentence by sentence, so a sentence of the original is the counterpart of one of the
digest when it holds the same facts and, among those that do, shares most with it: words, and twice over numbers, names
and citations, weighted by how rare they are (the cosine of inverse document frequencies). Rows match rows.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from rraml_qa.evaluation.facts import held, plain
from rraml_qa.evaluation.records import Expected, GoldUnit
from rraml_qa.types import Document, Place, Unit

__all__ = ["Locator"]

_TOKEN = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*%?")
_LEAST_ALIKE = 0.12  # below this, no sentence of the original is the counterpart of one of the digest


class _Text:
    """A unit with what it is compared by."""

    __slots__ = ("folded", "is_row", "place", "text", "tokens")

    def __init__(self, document: Document, unit: Unit) -> None:
        self.place = Place(document.id, unit.span)
        self.text = unit.span.of(document.text)
        self.is_row = unit.kind == "row"
        self.folded = plain(self.text)
        self.tokens = frozenset(_TOKEN.findall(self.folded))


class Locator:
    """Finds gold in a corpus; `digest` is the document that the set was written from."""

    def __init__(self, digest: Document, corpus: Iterable[Document]) -> None:
        self._digest = {(text := _Text(digest, unit)).folded: text for unit in reversed(digest.units)}
        self._units = [_Text(document, unit) for document in corpus for unit in document.units]
        self._located: dict[Expected, tuple[GoldUnit, ...]] = {}
        self._by_text: dict[str, list[_Text]] = {}
        for unit in self._units:
            self._by_text.setdefault(unit.folded, []).append(unit)

    def stands(self, text: str) -> bool:
        """Whether `text` is a unit of the digest or of the corpus."""
        return (folded := plain(text)) in self._digest or folded in self._by_text

    def locate(self, expected: Expected) -> tuple[GoldUnit, ...]:
        """The units of the corpus that answer, best grade first, each once; gold without a counterpart is left out."""
        if expected not in self._located:
            self._located[expected] = self._locate(expected)
        return self._located[expected]

    def _locate(self, expected: Expected) -> tuple[GoldUnit, ...]:
        found: dict[Place, GoldUnit] = {}
        for gold in sorted(expected.gold, key=lambda gold: -gold.grade):
            here = self._by_text.get(plain(gold.text)) or self._counterparts(gold.text, expected)
            for unit in here:
                facts = held(unit.text, expected.facts)
                found.setdefault(unit.place, GoldUnit(unit.place, gold.grade, facts, unit.text))
        return tuple(found.values())

    def _counterparts(self, text: str, expected: Expected) -> list[_Text]:
        source = self._digest.get(plain(text))
        if source is None:
            return []
        facts = held(text, expected.facts)
        whole = self._nearest(source, [expected.facts[number] for number in sorted(facts)])
        if whole is not None or len(facts) < 2:
            return [whole] if whole else []
        parts = [self._nearest(source, [expected.facts[number]], least=0.0) for number in sorted(facts)]
        return [part for part in parts if part is not None]

    def _nearest(self, source: _Text, facts: Sequence[tuple[str, ...]], least: float = _LEAST_ALIKE) -> _Text | None:
        """The unit that holds all `facts` and is most like `source`."""
        best, likest = None, least
        for unit in self._units:
            if unit.is_row != source.is_row or len(held(unit.text, facts)) < len(facts):
                continue
            alike = self._alike(source, unit)
            if alike > likest:
                best, likest = unit, alike
        return best

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counts = Counter(token for unit in (*self._digest.values(), *self._units) for token in unit.tokens)
        total = len(self._digest) + len(self._units)
        return {
            token: math.log(1 + total / count) * (2 if any(char.isdigit() for char in token) else 1)
            for token, count in counts.items()
        }

    def _alike(self, one: _Text, other: _Text) -> float:
        def weight(tokens: Iterable[str]) -> float:
            return sum(self._rarity[token] ** 2 for token in tokens)

        return weight(one.tokens & other.tokens) / math.sqrt(weight(one.tokens) * weight(other.tokens) or 1)
