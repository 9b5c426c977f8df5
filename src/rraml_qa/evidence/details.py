"""What a record says besides its figure: the study's design, phase, patients, trial and references."""

from __future__ import annotations

import re
from dataclasses import replace

from rraml_qa.evidence.figures import Figure
from rraml_qa.evidence.numbers import bound_before
from rraml_qa.evidence.parted import part_of
from rraml_qa.evidence.sentence import Sentence
from rraml_qa.evidence.study import (
    design_of,
    grade_of,
    line_of,
    patients_beside,
    patients_of,
    phase_of,
    population_of,
    segment_of,
)
from rraml_qa.text.citations import cited_references
from rraml_qa.types import Record, Span, Stated

__all__ = ["references_of", "stated", "with_patients_of", "with_study"]

_CITATION = re.compile(r"\[\s*\d[\d\s,;–-]*\]")


def with_study(record: Record, sentence: Sentence, figure: Figure) -> Record:
    """The record with what the sentence says of the study, first in the part of it that the figure stands in.

    A figure of a part of the patients is of these first, and not of the number of all.
    """
    text, start = sentence.text, sentence.unit.span.start
    record = _with_all(record, sentence, figure)
    endpoint = record.endpoint.span
    part = part_of(text, figure, endpoint.shifted(-start)) if endpoint else None
    if part is None:
        return record
    whole = [each for each in record.population if each.span and not _overlap(each.span, part.shifted(start))]
    counted = figure.of is not None
    return replace(
        record,
        n=record.n if counted else None,
        n_span=record.n_span if counted else None,
        n_bound=None,
        population=(stated(text, part, start), *whole),
    )


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _with_all(record: Record, sentence: Sentence, figure: Figure) -> Record:
    text, start = sentence.text, sentence.unit.span.start
    part = segment_of(text, figure.span.start)
    own, at = part.of(text), start + part.start
    patients, from_ = (patients_of(own), at) if patients_of(own) else (patients_of(text), start)
    populations = population_of(own)
    return replace(
        record,
        n=figure.of or (patients[1] if patients else None),
        n_span=record.span if figure.of else patients[0].shifted(from_) if patients else None,
        n_bound=bound_before(text, patients[0].start + from_ - start) if patients and not figure.of else None,
        design=_maybe(text, design_of(text), start),
        phase=_maybe(text, phase_of(text), start),
        population=tuple(
            [stated(own, span, at) for span in populations]
            or [stated(text, span, start) for span in population_of(text)]
        ),
        line=_maybe(own, line_of(own), at) or _maybe(text, line_of(text), start),
        grade=_maybe(text, grade_of(text, part, figure.span, [other.span for other in sentence.figures]), start),
        trial=sentence.trial,
    )


def with_patients_of(record: Record, sentence: Sentence, arm: Span) -> Record:
    """The record with the number of patients that is said of its arm: "sorafenib (n = 45)"."""
    found = patients_beside(sentence.text, arm)
    if not found:
        return record
    return replace(record, n=found[1], n_span=found[0].shifted(sentence.unit.span.start), n_bound=None)


def references_of(text: str, after: int) -> tuple[str, ...]:
    """The references given with a figure: the next citation after it, else the last one before it."""
    following = _CITATION.search(text, after)
    if following:
        return cited_references(following[0])
    before = [found for found in _CITATION.finditer(text, 0, after) if not text[found.end() :].startswith(")")]
    return cited_references(before[-1][0]) if before else ()


def stated(text: str, span: Span, at: int) -> Stated:
    """What stands at `span` of a text that begins at `at` of its document."""
    return Stated(span.of(text), span.shifted(at))


def _maybe(text: str, span: Span | None, at: int) -> Stated | None:
    return stated(text, span, at) if span else None
