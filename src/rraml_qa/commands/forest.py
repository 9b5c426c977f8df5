"""The rates of one endpoint by treatment, with their intervals, to be looked at side by side: a forest plot."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rraml_qa.commands.batch_output import check_output
from rraml_qa.commands.evidence import read_wanted
from rraml_qa.commands.output import write_bytes
from rraml_qa.errors import OutputError
from rraml_qa.evidence.study import restrictions
from rraml_qa.evidence.values import differences_of, is_marked
from rraml_qa.evidence.wording import figure_words, patients_told
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Bound, Document, Record

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "DesignFamily",
    "ForestRow",
    "check_plot",
    "design_family",
    "forest_figure",
    "forest_png",
    "forest_rows",
    "forest_svg",
    "kept_rows",
    "save_forest",
    "wilson_interval",
]

_SUFFIXES = frozenset({".png", ".svg"})
_NORMAL_97_5 = 1.959963984540054  # the quantile of the normal distribution that leaves 2.5% above it
_ALL = 100.0  # per cent

DesignFamily = Literal[
    "phase III", "phase II/III", "phase II", "phase I/II", "phase I", "phase IV", "other design", "not stated"
]
_FAMILIES: dict[frozenset[int], DesignFamily] = {
    frozenset({1}): "phase I",
    frozenset({1, 2}): "phase I/II",
    frozenset({2}): "phase II",
    frozenset({2, 3}): "phase II/III",
    frozenset({3}): "phase III",
    frozenset({4}): "phase IV",
}
_PHASE = re.compile(r"\bphase\s+([IV\d]+[a-d]?(?:\s*(?:[/–-]|and|to)\s*[IV\d]+[a-d]?)*)", re.IGNORECASE)
_NUMERAL = re.compile(r"IV|I{1,3}|[1-4]", re.IGNORECASE)
_NUMERALS = {"I": 1, "II": 2, "III": 3, "IV": 4}


@dataclass(frozen=True, slots=True)
class ForestRow:
    """A rate with what it is of: one line of the plot. Fields are None or empty where the text states nothing.

    - `rate`, `low` and `high` are in percent; of a range, `rate` is the middle and `span` its ends.
    - `low`, `high`: the 95% Wilson interval; None without `n`, and where the rate is no single figure: a range, or
      bounded by "up to", "at least" or "about" (`bound`).
    - `start`, `end` are the figure's place, `quote_start`, `quote_end` that of the sentence or row that gives it.
    - `also`: other documents that give the same rate of the same study, which has one row.
    - `is_comparator`: the rate is of what another treatment is compared with; `table` is the label of its table.
    - `way`: what sets an arm apart from others of the same treatment ("sequential").
    - `conflict`: the numbers of the rows that give the same otherwise, with nothing in the text that explains it.
    - `differs`: the numbers of those beside them that give it otherwise, a table and the text, of which the text tells
      a reason (other patients, another study).
    """

    treatment: str
    endpoint: str
    rate: float
    as_written: str
    n: int | None
    low: float | None
    high: float | None
    source: Literal["prose", "table"]
    design: str | None
    population: str | None
    references: tuple[str, ...]
    document: str
    start: int
    end: int
    quote: str
    quote_start: int
    quote_end: int
    conflict: tuple[int, ...] = ()
    span: tuple[float, float] | None = None
    bound: Bound | None = None
    is_comparator: bool = False
    table: str | None = None
    also: tuple[str, ...] = ()
    way: str | None = None
    differs: tuple[int, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """All documents that give the rate."""
        return self.document, *self.also

    @property
    def family(self) -> DesignFamily:
        """The kind of study by which the plot is coloured."""
        return design_family(self.design)


def design_family(design: str | None) -> DesignFamily:
    """The kind of study that a design in words is of, by its phase."""
    if design is None:
        return "not stated"
    phase = _PHASE.search(design)
    numerals = _NUMERAL.findall(phase[1]) if phase else []
    phases = frozenset(_NUMERALS.get(each.upper()) or int(each) for each in numerals)
    return _FAMILIES.get(phases, "other design")


# --------------------------------------------------------------------------------------------- rows


_Key = tuple[int, Record]
_Found = list[tuple[_Key, ForestRow]]


def forest_rows(
    documents: Iterable[Document],
    linker: Linker,
    *,
    endpoint: str = "complete remission",
    treatments: Sequence[str] = (),
) -> tuple[ForestRow, ...]:
    """The rates of `endpoint`, in percent, of whatever names its treatment; those of comparators too.

    Where documents give one study (the same figure, number of patients and references) it has one row, of the first.
    Rows of one treatment stand together: document by document, prose before table rows, the sides of a comparison as
    in the text. Treatments with the highest rate come first, equal ones by name. A composite endpoint (CR/CRi) is
    another one than its parts, and has rows only where it is itself asked for. A figure that is given of several
    treatments at once ("CLAG/CLAM") has one row, of all of them.

    Args:
        documents: read once, in turn.
        linker: reads names, and the endpoint, as in questions.
        endpoint: what is measured, by any of its names.
        treatments: only these, by any of their names; all where there are none.
    """
    wanted = read_wanted([endpoint], treatments, linker)
    found: _Found = []
    others: dict[_Key, list[tuple[_Key, bool]]] = {}
    for number, document in enumerate(documents):
        for record in document.records:
            if record.measure == "%" and record.subject and wanted.takes(record):
                found.append(((number, record), _row(document, record)))
                others[number, record] = [((number, other), holds) for other, holds in _otherwise(document, record)]
    shared, found = _shared(found)
    first = _first_of(found)
    also: dict[_Key, list[str]] = {}
    differing: dict[_Key, dict[_Key, bool]] = {}
    for key, row in found:
        if first[key] != key:
            also.setdefault(first[key], []).append(row.document)
    for key, different in others.items():
        known = differing.setdefault(first[shared[key]], {})
        known |= {first[shared[other]]: is_conflict for other, is_conflict in different if other in shared}
    groups = _grouped([(key, row) for key, row in found if first[key] == key])
    places = {key: place for place, (key, _) in enumerate(groups)}
    return tuple(
        replace(
            row,
            conflict=_numbers(places, differing[key], key, is_conflict=True),
            differs=_numbers(places, differing[key], key, is_conflict=False),
            also=tuple(also.get(key, ())),
        )
        for key, row in groups
    )


def _numbers(places: dict[_Key, int], others: dict[_Key, bool], key: _Key, *, is_conflict: bool) -> tuple[int, ...]:
    return tuple(sorted({places[other] for other, holds in others.items() if holds == is_conflict} - {places[key]}))


def _shared(found: _Found) -> tuple[dict[_Key, _Key], _Found]:
    """For each rate the one that stands for it, and those: one that several treatments share stands once."""
    places: dict[tuple[object, ...], list[_Key]] = {}
    rows = dict(found)
    for key, row in found:
        places.setdefault((key[0], row.start, row.end, row.endpoint), []).append(key)
    shared = {key: keys[0] if _is_shared(keys) else key for keys in places.values() for key in keys}
    for keys in places.values():
        if _is_shared(keys):
            names = dict.fromkeys(rows[key].treatment for key in sorted(keys, key=lambda key: rows[key].treatment))
            rows[keys[0]] = replace(rows[keys[0]], treatment=" / ".join(names))
    return shared, [(key, rows[key]) for key, _ in found if shared[key] == key]


def _is_shared(keys: Sequence[_Key]) -> bool:
    """Whether it is of different treatments that these rates of one place are."""
    return len({frozenset(key[1].subject) for key in keys}) == len(keys) > 1


def _first_of(found: _Found) -> dict[_Key, _Key]:
    """For each rate the one of the same study that an earlier document gives; itself where there is none.

    Figure, patients and references have to be the same, and some of the latter two given: documents that give no more
    than a figure may well mean other studies. Within a document nothing is the same as anything else.
    """
    first: dict[_Key, _Key] = {}
    known: dict[tuple[object, ...], list[_Key]] = {}
    for key, row in found:
        study = (
            (frozenset(key[1].subject), row.rate, row.span, row.bound, row.is_comparator),
            (row.n, row.references, row.source),
        )
        earlier = [other for other in known.get(study, ()) if other[0] != key[0]]
        before = sum(other[0] == key[0] for other in known.get(study, ()))  # of this document: the next takes the next
        firsts = [other for other in earlier if first[other] == other]
        known.setdefault(study, []).append(key)
        is_study = row.n is not None or bool(row.references)
        first[key] = firsts[before] if is_study and before < len(firsts) else key
    return first


def kept_rows(rows: Sequence[ForestRow], keep: Callable[[ForestRow], bool]) -> tuple[ForestRow, ...]:
    """The rows that are to be kept, in the order of their rates, whose conflicts are numbered among themselves."""
    groups: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if keep(row):
            groups.setdefault(row.treatment, []).append(number)
    ordered = sorted(groups.items(), key=lambda each: (-max(rows[old].rate for old in each[1]), each[0].casefold()))
    places = {old: new for new, old in enumerate(old for _, group in ordered for old in group)}
    return tuple(
        replace(
            rows[old],
            conflict=tuple(places[other] for other in rows[old].conflict if other in places),
            differs=tuple(places[other] for other in rows[old].differs if other in places),
        )
        for old in places
    )


def _grouped(found: _Found) -> _Found:
    groups: dict[frozenset[frozenset[str]], _Found] = {}
    for key, row in found:  # of a row's treatments, the parts in any order
        named = frozenset(frozenset(name.split(" + ")) for name in row.treatment.split(" / "))
        groups.setdefault(named, []).append((key, row))
    ordered: _Found = []
    for group in sorted(groups.values(), key=_best_first):
        label = group[0][1].treatment  # the parts of a regimen may be named in another order elsewhere
        group.sort(key=lambda each: (each[0][0], each[1].source, each[1].start))
        ordered += [(key, replace(row, treatment=label)) for key, row in group]
    return ordered


def _best_first(group: _Found) -> tuple[float, str]:
    return -max(row.rate for _, row in group), group[0][1].treatment.casefold()


def _otherwise(document: Document, record: Record) -> Iterator[tuple[Record, bool]]:
    """The records that give a rate otherwise, and whether nothing explains it."""
    for difference in differences_of(document, record):
        if difference.other.record is not None and is_marked(document, difference):
            yield difference.other.record, difference.is_conflict


def _row(document: Document, record: Record) -> ForestRow:
    unit = document.units[record.unit]
    is_range = record.low != record.high
    rate = (record.low + record.high) / 2
    interval = None
    if record.n and not is_range and record.bound is None:
        interval = wilson_interval(rate / _ALL * record.n, record.n)
    stated = [each.value for each in (record.design, record.phase) if each]
    return ForestRow(
        treatment=" + ".join(record.subject),
        endpoint=record.endpoint.value,
        rate=rate,
        as_written=figure_words(document, record),
        n=record.n,
        low=interval[0] * _ALL if interval else None,
        high=interval[1] * _ALL if interval else None,
        source="table" if unit.kind == "row" else "prose",
        design=", ".join(stated) or None,
        population="; ".join(_patients(document, record)) or None,
        references=record.references,
        document=document.id,
        start=record.span.start,
        end=record.span.end,
        quote=unit.span.of(document.text),
        quote_start=unit.span.start,
        quote_end=unit.span.end,
        span=(record.low, record.high) if is_range else None,
        bound=record.bound,
        is_comparator=record.against,
        table=document.tables[unit.table].label if unit.table is not None else None,
        way=record.way.value if record.way else None,
    )


def _patients(document: Document, record: Record) -> Iterator[str]:
    """The patients of a rate, and their line of treatment; of a row, also those that its label says in brackets."""
    yield from patients_told([each.value for each in record.population], record.line.value if record.line else None)
    if document.units[record.unit].kind == "row" and record.subject_span:
        yield from filter(restrictions, re.findall(r"\(([^()]*)\)", record.subject_span.of(document.text)))


def wilson_interval(events: float, n: int) -> tuple[float, float]:
    """The 95% score interval of a share, `events` of `n`, between 0 and 1.

    Wilson, "Probable inference, the law of succession, and statistical inference", J Am Stat Assoc 1927;22:209–212;
    without continuity correction, as Brown, Cai and DasGupta (Stat Sci 2001;16:101–133) advise for small `n`. `events`
    need not be whole: of a rate that is written in rounded percent the number of events isn't known.
    """
    if n <= 0 or not 0 <= events <= n:
        raise ValueError(f"{events:g} of {n} is no share.")
    share, z2 = events / n, _NORMAL_97_5**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _NORMAL_97_5 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return (0.0 if events == 0 else max(0.0, centre - half)), (1.0 if events == n else min(1.0, centre + half))


# ------------------------------------------------------------------------------------------ the plot


def forest_figure(rows: Sequence[ForestRow]) -> Figure:
    """The plot as a matplotlib figure, 700 CSS pixels wide and as high as it needs."""
    from rraml_qa.commands.forest_drawing import draw

    return draw(rows).figure


def forest_svg(rows: Sequence[ForestRow], *, dark: bool = False, narrow: bool = False) -> str:
    """The plot as an SVG element, to stand by itself or within a page; the same rows give the same bytes.

    Words and lines are in the page's own colour (`currentColor`) on no background; `dark` takes lighter colours for
    the designs, and `narrow` is for a phone, with the name of a treatment above its rows. All of a row is in one
    group, `#forest-row-<its number>`, of the class "forest-row".
    """
    from rraml_qa.commands.forest_drawing import as_svg

    return as_svg(rows, dark=dark, narrow=narrow)


def forest_png(rows: Sequence[ForestRow], *, slide: bool = False) -> bytes:
    """The plot as a PNG image on white, at 200 dots an inch.

    With `slide` it has a slide's proportions, 16 to 9: in columns where it is long, and where two don't hold it, of
    the treatments with most patients only, which it says.
    """
    from rraml_qa.commands.forest_drawing import as_png

    return as_png(rows, slide=slide)


def check_plot(path: Path) -> None:
    """See that a plot can be written to `path`, without touching it.

    Raises:
        OutputError: its suffix is none of a plot's, or it or its folder can't be written.
    """
    if path.suffix.lower() not in _SUFFIXES:
        raise OutputError(f"A plot is written as .svg or .png, which {path} doesn't end in; name another file.")
    check_output(path)


def save_forest(rows: Sequence[ForestRow], path: Path, *, slide: bool = False) -> None:
    """Write the plot to a file, PNG or SVG by its suffix; it is there whole or not at all. `slide` is for PNG.

    Raises:
        OutputError: another suffix, or it can't be written.
    """
    check_plot(path)
    svg = path.suffix.lower() == ".svg"
    write_bytes(path, f"{forest_svg(rows)}\n".encode() if svg else forest_png(rows, slide=slide))
