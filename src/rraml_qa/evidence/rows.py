"""The records of a table's row, read by the column heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rraml_qa.evidence.figures import find_figures
from rraml_qa.evidence.study import design_of, phase_of
from rraml_qa.evidence.subjects import Arm, find_arms
from rraml_qa.lexicon.aspects import SIZE, aspects_of_head
from rraml_qa.lexicon.linker import Linker
from rraml_qa.lexicon.units import endpoint_units
from rraml_qa.text.citations import cited_references
from rraml_qa.types import Document, Record, Span, Stated, Unit

__all__ = ["records_of_row"]

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(\d+(?:\.\d+)?))?")
_UNIT = re.compile(r"%|\b(months?|days?|weeks?|years?)\b|\b(mo|mos|d|wk|yr)\b", re.IGNORECASE)
_UNITS = {"mo": "months", "mos": "months", "d": "days", "wk": "weeks", "yr": "years"}
_POPULATION = re.compile(r"\b(?:population|setting|patients? group|line|disease)\b", re.IGNORECASE)
_TRIAL = re.compile(r"\b(?:trial|study)(?: name)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Column:
    number: int
    endpoint: str
    unit: str
    head: str


def records_of_row(document: Document, unit: Unit, number: int, linker: Linker) -> Iterator[Record]:
    """A record for each cell of the row that gives an endpoint; regimens joined by a slash have one each."""
    if unit.table is None or unit.row is None:
        return
    table = document.tables[unit.table]
    cells = table.rows[unit.row].cells
    texts = [cell.of(document.text) for cell in cells]
    told = [set(aspects_of_head(head)) for head in table.header]
    subjects = list(_subjects(texts[0] if texts else "", linker))
    n_column = _of(told, SIZE)
    design_column = _of(told, "trial design")
    for column in _columns(table.header, told, linker):
        if column.number >= len(cells):
            continue
        cell = cells[column.number]
        match = _NUMBER.search(texts[column.number])
        if match is None:
            continue
        for subject in subjects:
            yield Record(
                unit=number,
                endpoint=Stated(column.endpoint),
                low=float(match[1]),
                high=float(match[2] or match[1]),
                measure=column.unit,
                span=Span(cell.start + match.start(), cell.start + match.end()),
                bound=next((figure.bound for figure in find_figures(f"{texts[column.number]}%")), None),
                subject=subject.names,
                subject_span=cells[0],
                scope="named",
                sure=True,
                n=_count(texts, n_column),
                n_span=cells[n_column] if n_column is not None and _count(texts, n_column) is not None else None,
                design=_found(texts, cells, design_column, design_of),
                phase=_found(texts, cells, design_column, phase_of),
                references=tuple(dict.fromkeys(ref for text in texts for ref in cited_references(text))),
            )


def _subjects(text: str, linker: Linker) -> Iterator[Arm]:
    """What the first cell names: one treatment, or several where a slash stands between them."""
    for part in re.split(r"(?<=\w)/(?=[A-Z])", text):
        arms = [arm for arm in find_arms(part, linker.link(part), linker) if arm.names]
        if arms:
            names = tuple(dict.fromkeys(name for arm in arms for name in arm.names))
            yield Arm(names, arms[0].span)


def _columns(header: Sequence[str], told: Sequence[set[str]], linker: Linker) -> Iterator[_Column]:
    """The columns that give an endpoint in a unit."""
    for number, head in enumerate(header):
        if number == 0 or SIZE in told[number]:
            continue
        names = [name for name in linker.link(head) if name.kind == "endpoint"]
        if not names:
            continue
        endpoint = names[0].canonical
        unit = _UNIT.search(head)
        if unit is None:
            given = endpoint_units().get(endpoint, "")
        else:
            word = (unit[1] or unit[2] or "%").lower()
            given = _UNITS.get(word, word if word == "%" or word.endswith("s") else f"{word}s")
        if given:
            yield _Column(number, endpoint, given, head)


def _of(told: Sequence[set[str]], aspect: str) -> int | None:
    return next((number for number, aspects in enumerate(told) if aspect in aspects), None)


def _count(texts: Sequence[str], column: int | None) -> int | None:
    if column is None or column >= len(texts):
        return None
    match = re.fullmatch(r"\s*(?:[nN]\s?=\s?)?(\d{1,3}(?:,\d{3})+|\d+)\s*", texts[column])
    return int(match[1].replace(",", "")) if match else None


def _found(texts: Sequence[str], cells: Sequence[Span], column: int | None, find: object) -> Stated | None:
    if column is None or column >= len(texts) or not callable(find):
        return None
    span = find(texts[column])
    return Stated(span.of(texts[column]), span.shifted(cells[column].start)) if span else None
