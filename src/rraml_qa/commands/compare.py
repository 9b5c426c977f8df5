"""Two treatments side by side: what the documents give of the one and of the other, endpoint by endpoint."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from rraml_qa.commands.evidence import EvidenceRow, Wanted, arms_of, parts_of, rows_of
from rraml_qa.commands.evidence_forms import csv_cell, figure_of, patients_of, where_of
from rraml_qa.errors import QuestionError
from rraml_qa.evidence.endpoints import same_endpoint
from rraml_qa.lexicon.linker import Linker
from rraml_qa.render import plain_markdown
from rraml_qa.types import Document, Name

__all__ = [
    "Cell",
    "ComparedRow",
    "Comparison",
    "compare",
    "comparison_csv",
    "comparison_markdown",
    "comparison_text",
]

ABSENT = "not in the documents"
_PLUS = " + "
_TREATMENTS = frozenset({"drug", "regimen", "class"})

Treatment = frozenset[str]
"""What is given together, by canonical names."""

_Arms = dict[EvidenceRow, tuple[EvidenceRow, ...]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A treatment that is asked for: what it is called, and the names that documents may give it by."""

    label: str
    readings: tuple[Treatment, ...]

    def is_given(self, given: Treatment) -> bool:
        """Whether it is just what is given."""
        return given in self.readings

    def is_within(self, given: Treatment) -> bool:
        """Whether it is given, with something else or without."""
        return any(reading <= given for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Cell:
    """The figures of one treatment for one endpoint; empty where the documents give none.

    `arms` has for each of them what its sentence sets it against, apart from figures of the other side.
    """

    rows: tuple[EvidenceRow, ...] = ()
    arms: tuple[tuple[EvidenceRow, ...], ...] = ()

    @property
    def pairs(self) -> Iterator[tuple[EvidenceRow, str]]:
        """Each figure, with what it is set against in words: "vs 5.6 months with chemotherapy"."""
        for row, arms in zip(self.rows, self.arms, strict=True):
            yield row, _against(row, arms)


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One endpoint of both treatments; `head_to_head` where a sentence or row compares their figures."""

    endpoint: str
    one: Cell
    other: Cell
    head_to_head: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two treatments, by the names that they have here; `remark` tells whether they were compared with each other."""

    one: str
    other: str
    rows: tuple[ComparedRow, ...]
    remark: str


def compare(documents: Iterable[Document], linker: Linker, one: str, other: str) -> Comparison:
    """What the documents give of two treatments, what both have first.

    Figures of a treatment are those of just what is named. Only where there are none, those of combinations that it
    is part of stand for it, except such as contain the other treatment too.

    Args:
        documents: read once, in turn.
        linker: reads the names as in questions (Xospata is gilteritinib).
        one: a treatment, by any of its names; several names are those of a combination.
        other: what it is set beside.

    Raises:
        QuestionError: a name is of no treatment or of several, or both are of the same one.
    """
    asked = [_read(each, linker) for each in (one, other)]
    if set(asked[0].readings) & set(asked[1].readings):
        raise QuestionError(f"“{one}” and “{other}” are the same treatment here, {asked[0].label}; name another one.")
    found = [row for _, rows in rows_of(documents, Wanted()) for row in rows]
    rows = [row for row in found if any(each.is_within(_parts(row)) for each in asked)]
    figures = [_of(rows, asked[0], asked[1]), _of(rows, asked[1], asked[0])]
    compared = tuple(_compared(figures, arms_of(found), asked, linker))
    labels = [each.label for each in asked]
    return Comparison(labels[0], labels[1], compared, _remark(labels, figures, compared))


def _read(text: str, linker: Linker) -> _Asked:
    """The treatment that is written."""
    if not text.strip():
        raise QuestionError("A treatment is missing: name one on each side.")
    names = linker.link(text)
    for name in names:
        if name.rivals:
            raise QuestionError(f"“{name.surface}” may mean {_either(name)}; write which is meant.")
    treatments = [name for name in names if name.kind in _TREATMENTS]
    unknown = [name.surface for name in names if name.kind == "other drug"]
    if unknown or not treatments:
        what = unknown[0] if unknown else text.strip()
        raise QuestionError(f"“{what}” is no treatment that is known here; name another one.")
    label = _PLUS.join(dict.fromkeys(name.canonical for name in treatments))
    spelt = parts_of(treatments[0], linker) if len(treatments) == 1 else ()
    return _Asked(label, tuple(dict.fromkeys([_named(label), *spelt])))


def _named(treatment: str | None) -> Treatment:
    return frozenset((treatment or "").split(_PLUS))


def _either(name: Name) -> str:
    """The readings of an ambiguous name; of one that may be misspelt, its own isn't one."""
    readings = [*([] if name.kind == "unclear" else [name.canonical]), *name.rivals]
    return " or ".join(readings) if len(readings) > 1 else f"{readings[0]} or something else"


def _parts(row: EvidenceRow) -> Treatment:
    return _named(row.treatment)


def _of(rows: Sequence[EvidenceRow], asked: _Asked, other: _Asked) -> tuple[EvidenceRow, ...]:
    alone = tuple(row for row in rows if asked.is_given(_parts(row)))
    within = tuple(row for row in rows if asked.is_within(_parts(row)) and not other.is_within(_parts(row)))
    return alone or within


def _compared(
    figures: Sequence[Sequence[EvidenceRow]], arms: _Arms, asked: Sequence[_Asked], linker: Linker
) -> Iterator[ComparedRow]:
    one, other = figures
    endpoints = dict.fromkeys(same_endpoint(row.endpoint) for row in (*one, *other))
    rows = []
    for endpoint in endpoints:
        left, right = (_cell(endpoint, side, beside, arms) for side, beside in ((one, other), (other, one)))
        rows.append(ComparedRow(endpoint, left, right, _is_head_to_head(left, right, asked, linker)))
    yield from sorted(rows, key=lambda row: (not row.head_to_head, not (row.one.rows and row.other.rows)))


def _cell(endpoint: str, side: Sequence[EvidenceRow], beside: Sequence[EvidenceRow], arms: _Arms) -> Cell:
    rows = tuple(row for row in side if same_endpoint(row.endpoint) == endpoint)
    return Cell(rows, tuple(tuple(arm for arm in arms.get(row, ()) if arm not in beside) for row in rows))


def _against(row: EvidenceRow, arms: Sequence[EvidenceRow]) -> str:
    """What a figure is set against: "vs 5.6 months with chemotherapy", "comparator of gilteritinib, 9.3 months"."""
    named = [(arm.way or arm.treatment or "the other arm", figure_of(arm)) for arm in arms]
    if row.is_comparator:
        return f"comparator of {_listed([f'{name}, {figure}' for name, figure in named])}" if named else "comparator"
    return f"vs {_listed([f'{figure} with {name}' for name, figure in named])}" if named else ""


def _is_head_to_head(one: Cell, other: Cell, asked: Sequence[_Asked], linker: Linker) -> bool:
    """Whether a figure is said to be compared with the other treatment's, or stands beside it as a comparator's."""
    beside = any(
        (left.document, left.quote_start) == (right.document, right.quote_start)
        and left.is_comparator != right.is_comparator
        for left in one.rows
        for right in other.rows
    )
    pairs = ((one, asked[1]), (other, asked[0]))
    return beside or any(
        against.is_given(_names(row.comparator, linker)) for cell, against in pairs for row in cell.rows
    )


def _names(comparator: str | None, linker: Linker) -> Treatment:
    names = (name.canonical for name in linker.link(comparator or "") if name.kind in _TREATMENTS)
    return _named(_PLUS.join(names))


def _remark(labels: Sequence[str], figures: Sequence[Sequence[EvidenceRow]], compared: Sequence[ComparedRow]) -> str:
    absent = [label for label, found in zip(labels, figures, strict=True) if not found]
    if absent:
        return f"The documents give no figure of {' or '.join(absent)}."
    direct = [row.endpoint for row in compared if row.head_to_head]
    if direct:
        only = "" if len(direct) == len(compared) else "; their other figures can't be compared directly"
        return f"The text compares them head to head in {_listed(direct)}{only}."
    return f"No figure compares {labels[0]} with {labels[1]}: figures from different trials can't be compared directly."


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


# --------------------------------------------------------------------------------------------- forms


def comparison_csv(comparison: Comparison) -> str:
    """A row a figure, with its side; a side without one has a row without a value."""
    columns = [field.name for field in fields(EvidenceRow)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["compared", "side", "head_to_head", *columns])
    for row in comparison.rows:
        for side, cell in _sides(comparison, row):
            start = [csv_cell("", value) for value in (row.endpoint, side, row.head_to_head)]
            writer.writerows([*start, *(csv_cell(name, getattr(each, name)) for name in columns)] for each in cell.rows)
            if not cell.rows:
                writer.writerow([*start, *("" for _ in columns)])
    return out.getvalue()


def comparison_markdown(comparison: Comparison) -> str:
    """A table of both sides, and the sentences and rows under it; its words can't act as mark-up."""
    heads = ["endpoint", comparison.one, comparison.other, "head to head"]
    lines = [f"**{plain_markdown(comparison.remark)}**", ""]
    quotes: dict[tuple[str, int], int] = {}
    table = []
    for row in comparison.rows:
        cells = [_markdown_cell(side, cell, quotes) for side, cell in _sides(comparison, row)]
        table.append([plain_markdown(row.endpoint), *cells, "yes" if row.head_to_head else "no"])
    if table:
        lines += [f"| {' | '.join(map(plain_markdown, heads))} |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(cells)} |" for cells in table]
    lines += [f"\n{line}" for line in _quoted(comparison, quotes)]
    return "\n".join(lines) + "\n"


def _markdown_cell(side: str, cell: Cell, quotes: dict[tuple[str, int], int]) -> str:
    if not cell.rows:
        return f"*{ABSENT}*"
    told = []
    for row, against in cell.pairs:
        number = quotes.setdefault((row.document, row.quote_start), len(quotes) + 1)
        told.append(f"{plain_markdown(_told(row, side, against))} ({number})")
    return "<br>".join(told)


def _quoted(comparison: Comparison, quotes: dict[tuple[str, int], int]) -> Iterator[str]:
    rows = {(each.document, each.quote_start): each for each in _all_rows(comparison)}
    for place, number in quotes.items():
        row = rows[place]
        yield f"({number}) {plain_markdown(' '.join(row.quote.split()))} — *{plain_markdown(where_of(row))}*"


def comparison_text(comparison: Comparison) -> str:
    """A paragraph an endpoint, for a terminal."""
    parts = [f"{comparison.one} and {comparison.other}\n{comparison.remark}\n"]
    for row in comparison.rows:
        lines = [f"{row.endpoint}{', head to head' if row.head_to_head else ''}"]
        for side, cell in _sides(comparison, row):
            for each, against in cell.pairs:
                lines.append(f"    {side}: {_told(each, side, against)}")
                lines.append(f"        “{' '.join(each.quote.split())}”\n        — {where_of(each)}")
            if not cell.rows:
                lines.append(f"    {side}: {ABSENT}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _sides(comparison: Comparison, row: ComparedRow) -> tuple[tuple[str, Cell], tuple[str, Cell]]:
    return (comparison.one, row.one), (comparison.other, row.other)


def _all_rows(comparison: Comparison) -> Iterator[EvidenceRow]:
    for row in comparison.rows:
        yield from (*row.one.rows, *row.other.rows)


def _told(row: EvidenceRow, side: str, against: str) -> str:
    """A figure with what is stated of it: "9.3 months (vs 5.6 months with chemotherapy; ADMIRAL; r/r AML) [36]"."""
    given = None if _parts(row) == _named(side) else f"as {row.treatment}"
    stated = [given, row.way, against, row.grade, row.trial, row.design, row.phase]
    stated += [f"n = {row.n}" if row.n is not None else None]
    stated += patients_of(row)
    told = "; ".join(each for each in stated if each)
    cited = f" [{', '.join(row.references)}]" if row.references else ""
    return f"{figure_of(row)}{f' ({told})' if told else ''}{cited}"
