"""The table of all figures as the Evidence tab shows it: each with what it is set against and what differs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rraml_qa.assistant import Assistant
from rraml_qa.commands.evidence import EvidenceRow, Wanted, arms_of, rows_of
from rraml_qa.commands.evidence_forms import figure_of, patients_of
from rraml_qa.commands.forest import DesignFamily, design_family
from rraml_qa.evidence.endpoints import endpoint_key
from rraml_qa.evidence.values import is_marked, value_differences
from rraml_qa.evidence.wording import side_words
from rraml_qa.types import Document

__all__ = ["FIRST", "Line", "Otherwise", "Table", "make_table"]

FIRST = "complete remission"  # what is plotted first, where there is any
_FEWEST = 3  # rates that make a plot
_DAYS = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}
_NUMBERS = frozenset({"ratio", "p"})  # without a unit

_Place = tuple[int, int]
_Arms = Mapping[EvidenceRow, Sequence[EvidenceRow]]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What another place gives in a figure's stead, in words, and what the text says that may explain it."""

    words: str
    reasons: tuple[str, ...]

    @property
    def is_conflict(self) -> bool:
        """Whether nothing explains it."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: the figure that stands at one place, of one treatment or of several that share it.

    `numbers` are those of its rows among all of the corpus; `beside` tells which arm it is of and what that is set
    against; `names` are all by which it may be looked for.
    """

    numbers: tuple[int, ...]
    row: EvidenceRow
    treatment: str | None
    beside: str
    otherwise: tuple[Otherwise, ...]
    names: str

    @property
    def figure(self) -> str:
        """The figure in words."""
        return figure_of(self.row)

    @property
    def patients(self) -> str:
        """Who they were, each part of it told once."""
        return "; ".join(patients_of(self.row))

    @property
    def design(self) -> str:
        """What the text states of the study."""
        return ", ".join(each for each in (self.row.design, self.row.phase, self.row.trial) if each)

    @property
    def family(self) -> DesignFamily:
        """The kind of study."""
        return design_family(", ".join(each for each in (self.row.design, self.row.phase) if each) or None)

    @property
    def kind(self) -> int:
        """What it measures, since shares aren't sorted among times: shares, times, counts, mere numbers."""
        unit = self.row.unit
        return 0 if unit == "%" else 1 if unit in _DAYS else 3 if unit in _NUMBERS else 2

    @property
    def weight(self) -> float:
        """What it is sorted by among those of its kind; times in days."""
        return self.row.low * _DAYS.get(self.row.unit, 1.0)


@dataclass(frozen=True, slots=True)
class Table:
    """All figures of a corpus, each with its document; `rows` by number, `lines` as they are shown."""

    lines: tuple[Line, ...]
    rows: tuple[EvidenceRow, ...]
    documents: tuple[Document, ...]
    plotted: tuple[str, ...]
    treatments: tuple[str, ...]
    designs: tuple[DesignFamily, ...]


def make_table(assistant: Assistant) -> Table:
    """The table of an assistant's corpus."""
    surfaces = _surfaces(assistant)
    lines: list[Line] = []
    rows: list[EvidenceRow] = []
    documents: list[Document] = []
    rates: Counter[str] = Counter()
    called: dict[str, str] = {}
    for document, found in rows_of(assistant.documents, Wanted()):
        documents.append(document)
        lines += _lines(document, found, len(rows), surfaces)
        rows += found
        for record in document.records:
            if record.measure == "%" and record.subject:
                rates[endpoint_key(record)] += 1
                called.setdefault(endpoint_key(record), record.endpoint.value)
    plotted = [called[key] for key, count in rates.most_common() if count >= _FEWEST]
    plotted.sort(key=lambda endpoint: endpoint != FIRST)
    treatments = sorted({row.treatment for row in rows if row.treatment}, key=str.casefold)
    designs = Counter(line.family for line in lines)
    ordered = tuple(sorted(designs, key=lambda family: (family == "not stated", family)))
    return Table(tuple(lines), tuple(rows), tuple(documents), tuple(plotted), tuple(treatments), ordered)


def _lines(
    document: Document, rows: Sequence[EvidenceRow], first: int, surfaces: Mapping[str, set[str]]
) -> Iterator[Line]:
    arms, otherwise = arms_of(rows), _otherwise(document)
    places: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        places[row.start, row.end, row.endpoint].append(number)
    for numbers in places.values():
        shares = [rows[number] for number in numbers]
        treatments = list(dict.fromkeys(row.treatment for row in shares))
        groups = [numbers] if len(treatments) == len(shares) else [[number] for number in numbers]
        for group in groups:
            row = rows[group[0]]
            named = sorted(each for number in group if (each := rows[number].treatment))
            yield Line(
                numbers=tuple(first + number for number in group),
                row=row,
                treatment=" / ".join(named) or None,
                beside=_beside(row, arms),
                otherwise=tuple(otherwise.get((row.start, row.end), ())),
                names=_names([rows[number] for number in group], arms, surfaces),
            )


def _beside(row: EvidenceRow, arms: _Arms) -> str:
    """Which arm it is, and what that is set against: "sequential; comparator of standard", "vs chemotherapy"."""
    others = list(dict.fromkeys(arm.way or arm.treatment or "another arm" for arm in arms.get(row, ())))
    if not others and row.comparator:
        others = [row.comparator]
    against = [f"vs {', '.join(others)}"] if others else []
    if row.is_comparator:
        against = [f"comparator of {', '.join(others)}" if others else "comparator"]
    return "; ".join([*(["alone"] if row.alone else []), *([row.way] if row.way else []), *against])


def _otherwise(document: Document) -> dict[_Place, list[Otherwise]]:
    """What other places give, by where a figure stands: the contradictions first."""
    found: dict[_Place, list[Otherwise]] = defaultdict(list)
    marked = [difference for difference in value_differences(document) if is_marked(document, difference)]
    for difference in sorted(marked, key=lambda each: not each.is_conflict):
        for side, other in ((difference.one, difference.other), (difference.other, difference.one)):
            told = Otherwise(side_words(document, other, "value"), difference.reasons)
            found[side.span.start, side.span.end].append(told)
    return found


def _surfaces(assistant: Assistant) -> dict[str, set[str]]:
    """All names of everything that has one, by what it is called here."""
    found: dict[str, set[str]] = defaultdict(set)
    for entries in assistant.linker.lexicon.surfaces.values():
        for entry in entries:
            found[entry.canonical].add(entry.surface)
    return found


def _names(rows: Iterable[EvidenceRow], arms: _Arms, surfaces: Mapping[str, set[str]]) -> str:
    """Every name by which a line may be looked for: of its treatments, their other arms and its endpoint."""
    named: list[str] = []
    for row in rows:
        for each in (row, *arms.get(row, ())):
            named += [*(each.treatment or "").split(" + "), each.treatment or "", each.comparator or ""]
        named.append(row.endpoint)
    known = {surface for name in named for surface in surfaces.get(name, ())}
    return " ".join(sorted({name.casefold() for name in (*named, *known) if name}))
