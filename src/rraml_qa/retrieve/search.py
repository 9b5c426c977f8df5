"""Hybrid search: every unit scored by meaning (its own vector and its passage's), by words, by name, by figures.

The halves are put on one scale by their standard scores over all units and added (a z-score sum; measured
better here than reciprocal ranks). Then names decide: a unit that names what the question is about gains,
one that speaks of it only under a heading gains less; and where a number is asked for, a unit with one gains.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rraml_qa.index.store import Index
from rraml_qa.retrieve.entries import inherited_term, named_term
from rraml_qa.types import Document, Encoder, Found, Question, Unit

__all__ = ["SearchSettings", "Searcher"]

_CITATION = re.compile(r"\[[^\[\]]{0,40}\]")
_FIGURE = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)*(?![\w-])")  # a number that is no part of a name


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """The weights of the stages; dense, passage and sparse have unit variance before they are weighted.

    `named` and `inherited` are gained by units that hold all the names asked about, in proportion by those that
    hold some; `figure` by units with a number where the question wants one.
    """

    dense: float = 1.0
    passage: float = 0.35
    sparse: float = 1.0
    named: float = 3.0
    inherited: float = 1.5
    figure: float = 1.0


class Searcher:
    """Searches an open index."""

    def __init__(self, index: Index, encoder: Encoder, settings: SearchSettings) -> None:
        self._index = index
        self._encoder = encoder
        self._settings = settings
        self._places = [(d, u) for d, document in enumerate(index.documents) for u in range(len(document.units))]
        self._passage_of = _passage_of_units(index.documents)
        self._has_figure = np.array([_has_figure(*self._at(row)) for row in range(len(self._places))], dtype=np.float32)

    def unit(self, found: Found) -> tuple[Document, Unit]:
        """The document and unit that `found` points to."""
        document = self._index.documents[found.document]
        return document, document.units[found.unit]

    def knows(self, canonical: str) -> bool:
        """Whether any unit, or a heading above one, names `canonical`."""
        sparse = self._index.sparse
        return sparse.knows(named_term(canonical)) or sparse.knows(inherited_term(canonical))

    def search(self, question: Question, most: int) -> list[Found]:
        """The `most` best units, best first; ties go to the earlier one."""
        if not self._places:
            return []
        vector = self._encoder.encode([question.plain])[0]
        cosine = self._index.units.scores(vector)
        bm25 = self._index.sparse.scores([*question.terms, *(named_term(name.canonical) for name in question.names)])
        settings = self._settings
        score = settings.dense * _standard(cosine) + settings.sparse * _standard(bm25)
        score += settings.passage * _standard(self._index.passages.scores(vector)[self._passage_of])
        score += self._names(question.topics)
        if question.wants_figure:
            score += settings.figure * self._has_figure
        order = np.argsort(-score, kind="stable")[:most]
        return [self._found(row, score, cosine, bm25) for row in order.tolist()]

    def _at(self, row: int) -> tuple[Document, Unit]:
        document, unit = self._places[row]
        return self._index.documents[document], self._index.documents[document].units[unit]

    def _found(self, row: int, *scores: NDArray[np.float32]) -> Found:
        document, unit = self._places[row]
        fused, cosine, bm25 = (float(each[row]) for each in scores)
        return Found(document, unit, fused, cosine, bm25)

    def _names(self, topics: Sequence[str]) -> NDArray[np.float32]:
        total = np.zeros(len(self._places), dtype=np.float32)
        for topic in topics:
            gain = np.zeros_like(total)
            gain[self._index.sparse.holding(inherited_term(topic))] = self._settings.inherited
            gain[self._index.sparse.holding(named_term(topic))] = self._settings.named
            total += gain
        return total / np.float32(max(1, len(topics)))


def _has_figure(document: Document, unit: Unit) -> bool:
    return bool(_FIGURE.search(_CITATION.sub("", unit.span.of(document.text))))


def _passage_of_units(documents: Sequence[Document]) -> NDArray[np.intp]:
    rows: list[int] = []
    offset = 0
    for document in documents:
        of_unit = dict.fromkeys(range(len(document.units)), 0)
        for number, passage in enumerate(document.passages):
            of_unit.update(dict.fromkeys(passage.units, offset + number))
        rows.extend(of_unit.values())
        offset += len(document.passages)
    return np.asarray(rows, dtype=np.intp)


def _standard(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Standard scores: mean 0, variance 1; zeros where all are alike."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-6 else np.zeros_like(scores)
