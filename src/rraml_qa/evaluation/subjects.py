"""What a quote and a question are about: to count quotes on the wrong drug or endpoint, and to compare follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rraml_qa.assistant import Assistant
from rraml_qa.evaluation.records import Expected, GoldUnit
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Answer, NameKind, Place, Quote

__all__ = ["Strange", "Subjects"]

_TREATMENTS: frozenset[NameKind] = frozenset({"drug", "regimen", "trial", "other drug"})
_SUBJECTS = _TREATMENTS | {"gene", "endpoint", "toxicity"}


@dataclass(frozen=True, slots=True)
class Strange:
    """How many quotes of an answer speak of another treatment, or of the right one but another endpoint."""

    entity: int
    endpoint: int


class Subjects:
    """Reads names with the lexicon alone, whatever the assistant under test makes of them."""

    def __init__(self, assistant: Assistant) -> None:
        self._lexicon = load_lexicon()
        self._linker = Linker(self._lexicon, lambda word: True)  # documents and expectations are spelt right
        self._tolerant = assistant.linker

    def strange(self, expected: Expected, answer: Answer, gold: Sequence[GoldUnit]) -> Strange:
        """Count the strange quotes; one that is gold is never strange, nor one that names no treatment at all."""
        about = {canonical for name in expected.about for canonical in self._named(name, _TREATMENTS)}
        endpoints = self._named(expected.endpoint or "", frozenset({"endpoint"}))
        entity = endpoint = 0
        for quote in answer.quotes:
            if not about or any(_shares(quote, unit.place) for unit in gold):
                continue
            treatments = self._with_components(self._named(quote.text, _TREATMENTS)) or self._inherited(quote)
            if treatments and not treatments & about:
                entity += 1
                continue
            found = self._named(self._with_heads(quote), frozenset({"endpoint"}))
            endpoint += bool(endpoints and found and not endpoints & found)
        return Strange(entity, endpoint)

    def same(self, one: str, other: str) -> bool:
        """Whether two questions are about the same drugs, regimens, trials, genes, endpoints and toxicities."""
        named = [
            {name.canonical for name in self._tolerant.link(each) if name.kind in _SUBJECTS} for each in (one, other)
        ]
        return named[0] == named[1]

    def _named(self, text: str, kinds: frozenset[NameKind]) -> set[str]:
        return {name.canonical for name in self._linker.link(text) if name.kind in kinds}

    def _with_components(self, names: set[str]) -> set[str]:
        return names.union(*(self._lexicon.components.get(name, ()) for name in names))

    def _inherited(self, quote: Quote) -> set[str]:
        return self._named(quote.section[-1] if quote.section else "", _TREATMENTS)

    @staticmethod
    def _with_heads(quote: Quote) -> str:
        return " ".join([quote.text, *(quote.table.columns if quote.table else ())])


def _shares(quote: Quote, place: Place) -> bool:
    return place.document == quote.document and place.span.start < quote.end and quote.start < place.span.end
