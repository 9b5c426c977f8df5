"""Figures of one treatment and endpoint that differ.

Two records are compared where they are of the same treatment, endpoint and measure. They agree where one covers the
other: by its range, by a bound ("up to 66%"), by "about" or by rounding. Where they don't, what the text says of them
may explain it (other patients, line of treatment, severity, study); a difference that nothing explains is a conflict.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from rraml_qa.evidence.circumstances import other_circumstances
from rraml_qa.evidence.endpoints import endpoint_key
from rraml_qa.evidence.study import restrictions
from rraml_qa.text.citations import cited_references
from rraml_qa.types import Difference, Document, Record, Side

__all__ = ["agree", "differences_of", "is_marked", "same_matter", "value_differences"]

_ABOUT = 0.1  # of the value that "about" allows, and at least so many points
_ABOUT_POINTS = 3.0


def value_differences(document: Document) -> tuple[Difference, ...]:
    """All differences in value within `document`: conflicts and those that the text explains."""
    groups: dict[tuple[frozenset[str], str, str], list[Record]] = {}
    for record in document.records:
        groups.setdefault((frozenset(record.subject), endpoint_key(record), record.measure), []).append(record)
    pairs = (pair for group in groups.values() for pair in itertools.combinations(group, 2))
    return tuple(_once(difference for one, other in pairs for difference in _compared(document, one, other)))


def differences_of(document: Document, record: Record) -> tuple[Difference, ...]:
    """The differences in value between `record` and the others of its document, `record` first."""
    return tuple(
        difference
        for other in document.records
        if other is not record
        for difference in _compared(document, record, other)
    )


def is_marked(document: Document, difference: Difference) -> bool:
    """Whether a difference is to be marked at its figures: a contradiction, or a table that gives it otherwise.

    What the text explains of two sentences isn't: they may well be of parts of one study's patients.
    """
    kinds = {document.units[side.unit].kind for side in (difference.one, difference.other)}
    return difference.is_conflict or len(kinds) > 1


def same_matter(one: Record, other: Record) -> bool:
    """Whether two records are of the same treatment, endpoint and measure, each beyond doubt."""
    return (
        one.measure == other.measure
        and one.unit != other.unit
        and bool(one.subject)
        and frozenset(one.subject) == frozenset(other.subject)
        and endpoint_key(one) == endpoint_key(other)
        and not (one.against or other.against)
        and all(record.sure or record.scope == "before" for record in (one, other))
    )


def agree(one: Record, other: Record) -> bool:
    """Whether one of the two figures covers the other."""
    low, high = _covered(one)
    other_low, other_high = _covered(other)
    slack = max(_rounding(one, other), 1e-9)
    return low - slack <= other_high and other_low - slack <= high


def _covered(record: Record) -> tuple[float, float]:
    if record.bound in {"at most", "below"}:
        return (0.0 if record.low == record.high else record.low), record.high
    if record.bound in {"at least", "above"}:
        return record.low, float("inf")
    if record.bound == "about":
        room = max(_ABOUT * record.high, _ABOUT_POINTS if record.measure == "%" else 0.0)
        return record.low - room, record.high + room
    return record.low, record.high


def _rounding(one: Record, other: Record) -> float:
    """Half a unit of the coarser figure's last digit."""
    digits = min(max(_decimals(record.low), _decimals(record.high)) for record in (one, other))
    finer = max(max(_decimals(record.low), _decimals(record.high)) for record in (one, other))
    return 0.0 if digits == finer else float(0.5 * 10.0**-digits)


def _decimals(value: float) -> int:
    return len(f"{value:g}".partition(".")[2])


def _compared(document: Document, one: Record, other: Record) -> Iterator[Difference]:
    if not same_matter(one, other) or agree(one, other):
        return
    beside = [record for record in document.records if record.unit in {one.unit, other.unit}]
    if any(_covers_for(record, one, other) for record in beside):
        return
    kind_of_row = [document.units[record.unit].kind == "row" for record in (one, other)]
    if all(kind_of_row) and _label(document, one) != _label(document, other):
        return
    reasons = tuple(_reasons(document, one, other))
    if not any(kind_of_row) and not _same_study(document, one, other):
        return
    yield Difference("value", one.subject, _side(one), _side(other), one.endpoint.value, reasons)


def _side(record: Record) -> Side:
    return Side(record.unit, record.span, record.references, record)


def _covers_for(record: Record, one: Record, other: Record) -> bool:
    """Whether a further figure of one place is that of the other: "61% and 58%" beside a table's 61."""
    for here, there in ((one, other), (other, one)):
        same = record.unit == here.unit and record is not here and endpoint_key(record) == endpoint_key(here)
        if same and record.measure == there.measure and agree(record, there):
            named = not record.subject or frozenset(record.subject) == frozenset(here.subject)
            if named and not record.against:
                return True
    return False


def _label(document: Document, record: Record) -> str:
    return record.subject_span.of(document.text) if record.subject_span else ""


def _reasons(document: Document, one: Record, other: Record) -> Iterator[str]:
    """What the text says that may explain a difference; one study of as many patients had the same ones."""
    alike = one.n is not None and one.n == other.n and bool(set(one.references) & set(other.references))
    if not alike:
        yield from _other_patients(document, one, other)
    grades = [record.grade.value.lower() if record.grade else "" for record in (one, other)]
    if grades[0] != grades[1]:
        yield "another severity"
    if _other_study(document, one, other):
        yield "another study"
    if one.alone != other.alone and not any(document.units[record.unit].kind == "row" for record in (one, other)):
        yield "given alone or with something else"
    if any(_has_arms(document, record) for record in (one, other)):
        yield "several arms of the same treatment"
    yield from other_circumstances(document, one, other)


def _other_patients(document: Document, one: Record, other: Record) -> Iterator[str]:
    told = [restrictions(_population(document, record)) for record in (one, other)]
    if told[0] != told[1]:
        yield "other patients"
    lines = [record.line.value.lower() if record.line else "" for record in (one, other)]
    if lines[0] != lines[1]:
        yield "another line of treatment"


def _population(document: Document, record: Record) -> str:
    """The words about the patients of a record; for a row, its label."""
    unit = document.units[record.unit]
    if unit.kind == "row":
        return _label(document, record)
    stated = [*record.population, *([record.line] if record.line else [])]
    sentence = unit.span.of(document.text)
    subgroup = (
        "subgroup" if re.search(r"\b(?:of|among) (?:these|those|them|the \d+)\b|\bsubgroups?\b", sentence, re.I) else ""
    )
    return " ".join([*(each.value for each in stated), subgroup])


def _has_arms(document: Document, record: Record) -> bool:
    """Whether the sentence compares the treatment with itself, given in another way."""
    compared = [other for other in document.records if other.unit == record.unit and other.against]
    return any(
        set(other.subject) == set(record.subject) or (other.subject_span is None and not other.subject)
        for other in compared
    )


def _same_study(document: Document, one: Record, other: Record) -> bool:
    """Whether two sentences say that they are of one study: by its trial's name or by a reference."""
    if one.trial and other.trial:
        return one.trial.value == other.trial.value
    return bool(set(_cited_by(document, one)) & set(_cited_by(document, other)))


def _cited_by(document: Document, record: Record) -> tuple[str, ...]:
    """The references of a record; where its sentence has none, the one of the sentence before it that goes on about.

    That is the last sentence of the paragraph that cites anything, if it cites one study and names the same treatment.
    """
    if record.references or document.units[record.unit].kind != "sentence":
        return record.references
    name = record.subject_span.of(document.text).casefold() if record.subject_span else ""
    block = document.units[record.unit].block
    for number in range(record.unit - 1, -1, -1):
        unit = document.units[number]
        if unit.block != block:
            break
        text = unit.span.of(document.text)
        cited = cited_references(text)
        if cited:
            return cited if len(cited) == 1 and name in text.casefold() else ()
    return ()


def _other_study(document: Document, one: Record, other: Record) -> bool:
    """Whether the text sets two studies of the treatment apart, by trials, numbers of patients or references."""
    if one.trial and other.trial and one.trial.value != other.trial.value:
        return True
    if one.n and other.n and one.n != other.n:
        return True
    if not one.references or not other.references or set(one.references) & set(other.references):
        return False
    kinds = [document.units[record.unit].kind for record in (one, other)]
    cited = _cited_for(document, one.subject)
    return all(kind == "row" or cited for kind in kinds) and all(
        kind != "row" or bool(set(record.references) & cited) for kind, record in zip(kinds, (one, other), strict=True)
    )


def _cited_for(document: Document, subject: Sequence[str]) -> set[str]:
    """The references that the prose cites with figures of `subject`."""
    return {
        reference
        for record in document.records
        if document.units[record.unit].kind != "row" and frozenset(record.subject) == frozenset(subject)
        for reference in record.references
    }


def _once(found: Iterable[Difference]) -> list[Difference]:
    """Each pair of places once for an endpoint, however many regimens share it."""
    kept: dict[tuple[object, ...], Difference] = {}
    for difference in found:
        kept.setdefault((difference.one.span, difference.other.span, difference.kind), difference)
    return list(kept.values())
