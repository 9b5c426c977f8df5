"""Figures in a text, with which of them are given side by side: "9.3 versus 5.6 months" is a group of two."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rraml_qa.evidence.numbers import Figure, find_numbers
from rraml_qa.types import Span

__all__ = ["Figure", "find_figures", "places"]

_JOINING = re.compile(r"\b(?:vs\.?|versus|compared|against|than|while|whereas|but)\b", re.IGNORECASE)
_LIST = re.compile(r"[\s,]*(?:and|or|,)\s*", re.IGNORECASE)
_OWN = re.compile(  # begins anew
    r"\s+(?:of\b|had\b|achiev|attain|reach|respon|were\b(?! (?:reported|seen|observed|noted|found|described|obtained|"
    r"recorded))|went\b|develop|proceed|underwent\b)",
    re.IGNORECASE,
)
_BOUNDING = re.compile(r"\b(?:less|more|fewer|greater|higher|lower) than\s*$", re.IGNORECASE)
_APART = re.compile(r"[.;]\s|[)\]].*[(\[]")
_DURATIONS = frozenset({"days", "weeks", "months", "years"})
_CLOSE = 90  # characters between two figures of one group


_BRACKET = re.compile(r"\s*[(\[]\s*")
_MISSING = re.compile(r"\b(?:not (?:yet )?(?:been )?(?:reached|estimable|evaluable)|(?-i:NR|NE))\b", re.IGNORECASE)
_ROUNDED = 0.6  # points that a share may be off the count that it is of


def find_figures(text: str, apart: Sequence[Span] = ()) -> tuple[Figure, ...]:
    """The figures of `text`, in order; those with one of the spans `apart` between them are not side by side."""
    numbers = find_numbers(text)
    mates = _mates(text, numbers)
    alone = [figure for number, figure in enumerate(numbers) if number not in mates]
    alone = sorted([*alone, *_missing(text, alone)], key=lambda figure: figure.span)
    grouped = {figure.span: figure for figure in _grouped(text, alone, apart)}
    for number, mate in mates.items():
        first = grouped[numbers[mate].span]
        whole = first.of or numbers[number].of
        grouped[first.span] = replace(first, of=whole)
        grouped[numbers[number].span] = replace(numbers[number], group=first.group, place=first.place, of=whole)
    return tuple(figure for _, figure in sorted(grouped.items()))


def places(figure: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """The figures side by side with `figure` and itself, one for each place."""
    group = {other.place: other for other in reversed(figures) if other.group == figure.group}
    return [group[place] for place in sorted(group)]


def _mates(text: str, figures: Sequence[Figure]) -> dict[int, int]:
    """The counts and shares that stand in brackets after the share or count that they only say otherwise."""
    found: dict[int, int] = {}
    for number, (one, other) in enumerate(itertools.pairwise(figures)):
        if number in found or {one.unit, other.unit} != {"%", "patients"}:
            continue
        share, count = (one, other) if one.unit == "%" else (other, one)
        same = count.of is not None and abs(100 * count.low / count.of - share.low) <= _ROUNDED
        if same and _BRACKET.fullmatch(text, one.span.end, other.span.start):
            found[number + 1] = number
    return found


def _missing(text: str, figures: Sequence[Figure]) -> Iterator[Figure]:
    """What stands for a duration that is not known yet, where one is set beside it: "not reached vs 9.6 months"."""
    for match in _MISSING.finditer(text):
        blank = Figure(Span(*match.span()), float("inf"), float("inf"), "", told=False)
        for figure in figures:
            one, other = sorted([replace(blank, unit=figure.unit), figure], key=lambda each: each.span)
            if figure.unit in _DURATIONS and _together(text, one, other, listed=False):
                yield replace(blank, unit=figure.unit)
                break


def _grouped(text: str, figures: list[Figure], apart: Sequence[Span]) -> Iterator[Figure]:
    group, place = -1, 0
    before: Figure | None = None
    for figure in figures:
        gap = Span(before.span.end, figure.span.start) if before is not None else None
        broken = gap is None or any(gap.covers(span) for span in apart)
        if before is not None and not broken and _together(text, before, figure, listed=place > 0):
            place += 1
        else:
            group, place = group + 1, 0
        before = figure
        yield replace(figure, group=group, place=place)


def _together(text: str, one: Figure, other: Figure, *, listed: bool) -> bool:
    """Whether two neighbouring figures are set side by side; `listed` if the first is so with the one before it."""
    between = _BOUNDING.sub("", text[one.span.end : other.span.start])
    if one.unit != other.unit or len(between) > _CLOSE or _APART.search(between):
        return False
    if _JOINING.search(between):
        return True
    joined = _LIST.fullmatch(between) is not None or (listed and re.search(r"\band\b", between) is not None)
    return joined and (listed or not _OWN.match(text, other.span.end) or "respectively" in text[other.span.end :])
