"""The records of a table's row, read by the column heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rraml_qa.evidence.figures import find_figures
from rraml_qa.evidence.mentions import find_mentions
from rraml_qa.evidence.study import design_of, phase_of
from rraml_qa.evidence.subjects import Arm, find_arms
from rraml_qa.lexicon.aspects import SIZE, aspects_of_head
from rraml_qa.lexicon.linker import Linker
from rraml_qa.text.citations import cited_references
from rraml_qa.types import Document, Record, Span, Stated, Unit

__all__ = ["records_of_row"]

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(\d+(?:\.\d+)?))?")
_UNIT = re.compile(r"%|\b(months?|days?|weeks?|years?)\b|\b(mo|mos|d|wk|yr)\b", re.IGNORECASE)
_ALL = 100  # per cent
_UNITS = {"mo": "months", "mos": "months", "d": "days", "wk": "weeks", "yr": "years"}
_POINT = re.compile(r"\b\d+[\s-]*(?:years?|months?|yrs?|mos?|days?|weeks?)\b|\bat\s+\d+\s+\w+", re.IGNORECASE)
_NO_VALUE = re.compile(r"\[[^\]]*\]|\b[nN]\s?=\s?\d+|\b\d\d\s?%\s*CI\b[^;)]*")
_COUNT_FIRST = re.compile(r"\b(?:n|no\.?|number|patients)\s*(?:/\s*N)?\s*[,(]\s*%", re.IGNORECASE)
_COUNT_AND_SHARE = re.compile(r"(\d+)(?:\s*/\s*(\d+))?\s*\(\s*(\d+(?:\.\d+)?)\s*\)")


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
        match = _value(texts[column.number], column, _count(texts, n_column))
        if match is None:
            continue
        record = Record(
            unit=number,
            endpoint=Stated(column.endpoint),
            low=float(match[1]),
            high=float(match[2] or match[1]),
            measure=column.unit,
            span=Span(*match.span()).shifted(cell.start),
            bound=next((figure.bound for figure in find_figures(f"{texts[column.number]}%")), None),
        )
        record = _with_study(record, texts, cells, n_column, design_column)
        for subject in subjects:
            yield replace(record, subject=subject.names, subject_span=cells[0], scope="named", sure=True)


def _with_study(
    record: Record, texts: Sequence[str], cells: Sequence[Span], n_column: int | None, design_column: int | None
) -> Record:
    """The record with what the other columns tell of the study."""
    count = _count(texts, n_column)
    return replace(
        record,
        n=count,
        n_span=cells[n_column] if n_column is not None and count is not None else None,
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
        mentions = [mention for mention in find_mentions(head, linker.link(head)) if not mention.adverse]
        unit = _unit(head, mentions[0].unit) if mentions else ""
        if unit:
            yield _Column(number, mentions[0].endpoint, unit, head)


def _unit(head: str, usual: str) -> str:
    """The unit that a column's head gives, the point in time of its endpoint aside; else the endpoint's usual one."""
    unit = _UNIT.search(_POINT.sub("", head))
    if unit is None:
        return usual
    word = (unit[1] or unit[2] or "%").lower()
    return _UNITS.get(word, word if word == "%" or word.endswith("s") else f"{word}s")


def _value(text: str, column: _Column, n: int | None) -> re.Match[str] | None:
    """The number of a cell that is its column's value: of "23 (51%)" the share."""
    bare = _NO_VALUE.sub(lambda match: " " * len(match[0]), text)
    at = _share_at(bare, column, n) if column.unit == "%" else 0
    match = _NUMBER.search(bare, at) if at is not None else None
    return match if match and not (column.unit == "%" and float(match[2] or match[1]) > _ALL) else None


def _share_at(text: str, column: _Column, n: int | None) -> int | None:
    """Where the share begins in a cell that may give a count besides; None where it can't be told which is which."""
    shares = [figure for figure in find_figures(text) if figure.unit == "%"]
    if shares:
        return shares[0].span.start
    both = _COUNT_AND_SHARE.search(text)
    if both is None:
        return None if "/" in text else 0
    whole = int(both[2]) if both[2] else n
    if whole and abs(_ALL * float(both[1]) / whole - float(both[3])) <= 1:
        return both.start(3)
    if _COUNT_FIRST.search(column.head):
        return both.start(3)
    return 0 if whole else None


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
