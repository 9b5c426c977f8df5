"""What the Evidence tab asks the server for: the table of all figures, the forest plot, two treatments compared."""

from __future__ import annotations

import base64
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from weakref import WeakKeyDictionary

from rraml_qa.assistant import Assistant
from rraml_qa.commands.compare import Comparison, compare, comparison_csv, comparison_markdown
from rraml_qa.commands.evidence import EvidenceRow, Wanted, rows_of
from rraml_qa.commands.evidence_forms import FORMS
from rraml_qa.commands.forest import ForestRow, forest_png, forest_rows, forest_svg
from rraml_qa.corpora.shelves import Library
from rraml_qa.errors import QuestionError
from rraml_qa.evidence.audit import audit
from rraml_qa.evidence.endpoints import endpoint_key
from rraml_qa.evidence.wording import in_words
from rraml_qa.types import Document
from rraml_qa.ui.answering import Answering, Visit, answering
from rraml_qa.ui.markup import fill

__all__ = ["Looking"]

_FEWEST = 3  # rates that make a plot
_MOST_ROWS = 5_000  # of the table on the page
_FIRST = "complete remission"  # what is plotted first, where there is any


class _Plot(Visit, frozen=True):
    endpoint: str = _FIRST
    dark: bool = False
    narrow: bool = False
    form: Literal["page", "svg", "png"] = "page"


class _Pair(Visit, frozen=True):
    one: str = ""
    other: str = ""
    form: Literal["page", "csv", "markdown"] = "page"


class _Kept(Visit, frozen=True):
    form: Literal["csv", "markdown", "json", "ris"] = "csv"
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the table: its number, its figure in words, whether another place gives it otherwise, its names."""

    number: int
    row: EvidenceRow
    figure: str
    conflict: bool
    names: str


@dataclass(frozen=True, slots=True)
class _Table:
    """All figures of a corpus, each with its document."""

    lines: tuple[_Line, ...]
    documents: tuple[Document, ...]
    plotted: tuple[str, ...]
    treatments: tuple[str, ...]


class Looking:
    """Answers the Evidence tab, for the corpora that a visitor may see."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._tables: WeakKeyDictionary[Assistant, _Table] = WeakKeyDictionary()
        self._rates: WeakKeyDictionary[Assistant, dict[str, tuple[ForestRow, ...]]] = WeakKeyDictionary()

    @property
    def functions(self) -> list[Answering]:
        """What the tab may call: `table`, `plot`, `pair` and `kept`."""
        return [
            answering("table", Visit, self._as_table),
            answering("plot", _Plot, self._as_plot),
            answering("pair", _Pair, self._as_pair),
            answering("kept", _Kept, self._as_file),
        ]

    def _as_table(self, wanted: Visit) -> dict[str, Any]:
        table = self._table(self._assistant(wanted))
        shown = table.lines[:_MOST_ROWS]
        endpoints = Counter(line.row.endpoint for line in shown)
        return {
            "html": fill("table.html", lines=shown, all=len(table.lines)),
            "endpoints": [endpoint for endpoint, _ in endpoints.most_common()],
            "plotted": table.plotted,
            "treatments": table.treatments,
        }

    def _as_plot(self, wanted: _Plot) -> dict[str, Any]:
        rows = self._forest(self._assistant(wanted), wanted.endpoint)
        if not rows:
            raise QuestionError(
                f"No rate of {wanted.endpoint} with a treatment is given here; choose another endpoint."
            )
        name = f"{wanted.endpoint.replace(' ', '-').replace('/', '-')}-by-regimen"
        if wanted.form == "png":
            return _file(f"{name}.png", "image/png", base64.b64encode(forest_png(rows)).decode(), encoded=True)
        if wanted.form == "svg":
            return _file(f"{name}.svg", "image/svg+xml", forest_svg(rows))
        places = [
            {"document": row.document, "start": row.quote_start, "figure": (row.start, row.end), "says": _says(row)}
            for row in rows
        ]
        return {"html": forest_svg(rows, dark=wanted.dark, narrow=wanted.narrow), "rows": places}

    def _as_pair(self, wanted: _Pair) -> dict[str, Any]:
        assistant = self._assistant(wanted)
        comparison: Comparison = compare(assistant.documents, assistant.linker, wanted.one, wanted.other)
        name = f"{comparison.one} and {comparison.other}".replace(" ", "-").replace("/", "-")
        if wanted.form == "csv":
            return _file(f"{name}.csv", "text/csv", comparison_csv(comparison))
        if wanted.form == "markdown":
            return _file(f"{name}.md", "text/markdown", comparison_markdown(comparison))
        return {"html": fill("pair.html", comparison=comparison, words=_words)}

    def _as_file(self, wanted: _Kept) -> dict[str, Any]:
        table = self._table(self._assistant(wanted))
        if not all(0 <= number < len(table.lines) for number in wanted.rows):
            raise QuestionError("The table has changed since it was opened; reload the page.")
        by_document: dict[str, list[EvidenceRow]] = defaultdict(list)
        for number in wanted.rows:
            by_document[table.lines[number].row.document].append(table.lines[number].row)
        stream = io.StringIO(newline="")
        FORMS[wanted.form]([(each, by_document[each.id]) for each in table.documents if each.id in by_document], stream)
        suffix, kind = _SUFFIXES[wanted.form]
        return _file(f"evidence{suffix}", kind, stream.getvalue())

    def _table(self, assistant: Assistant) -> _Table:
        """The table of an assistant's corpus, kept as long as the assistant is."""
        if assistant not in self._tables:
            self._tables[assistant] = _table(assistant)
        return self._tables[assistant]

    def _forest(self, assistant: Assistant, endpoint: str) -> tuple[ForestRow, ...]:
        """The rows of a plot, kept as the table is: light and dark, the page and files show the same."""
        kept = self._rates.setdefault(assistant, {})
        if endpoint in kept:
            return kept[endpoint]
        rows = forest_rows(assistant.documents, assistant.linker, endpoint=endpoint)
        if endpoint in self._table(assistant).plotted:
            kept[endpoint] = rows
        return rows

    def _assistant(self, wanted: Visit) -> Assistant:
        return self._library.assistant(wanted.corpus, wanted.visitor or None)


_SUFFIXES = {
    "csv": (".csv", "text/csv"),
    "markdown": (".md", "text/markdown"),
    "json": (".jsonl", "application/json"),
    "ris": (".ris", "application/x-research-info-systems"),
}


def _file(name: str, kind: str, text: str, *, encoded: bool = False) -> dict[str, Any]:
    """A file for the visitor; `encoded` where the text is its bytes in Base64."""
    return {"name": name, "type": kind, "text": text, "encoded": encoded}


def _words(row: EvidenceRow) -> str:
    return in_words(row.value, row.unit, row.bound)


def _says(row: ForestRow) -> str:
    """A row of the plot for those who can't see it."""
    interval = f", 95% interval {row.low:.0f} to {row.high:.0f}" if row.low is not None and row.high is not None else ""
    n = f", n = {row.n}" if row.n is not None else ""
    conflict = ", given otherwise elsewhere" if row.conflict else ""
    where = f"{row.source} of {', '.join(row.documents)}" if row.also else row.source
    return f"{row.treatment}, {where}: {row.as_written}{interval}{n}{conflict}; show the source"


def _table(assistant: Assistant) -> _Table:
    surfaces = _surfaces(assistant)
    lines: list[_Line] = []
    documents: list[Document] = []
    rates: Counter[str] = Counter()
    called: dict[str, str] = {}
    for document, rows in rows_of(assistant.documents, Wanted()):
        documents.append(document)
        contradicted = _contradicted(document, assistant)
        for row in rows:
            names = _names(row, surfaces)
            lines.append(_Line(len(lines), row, _words(row), (row.start, row.end) in contradicted, names))
        for record in document.records:
            if record.measure == "%" and record.subject:
                rates[endpoint_key(record)] += 1
                called.setdefault(endpoint_key(record), record.endpoint.value)
    plotted = [called[key] for key, count in rates.most_common() if count >= _FEWEST]
    plotted.sort(key=lambda endpoint: endpoint != _FIRST)
    treatments = Counter(line.row.treatment for line in lines if line.row.treatment)
    return _Table(tuple(lines), tuple(documents), tuple(plotted), tuple(sorted(treatments, key=str.casefold)))


def _contradicted(document: Document, assistant: Assistant) -> frozenset[tuple[int, int]]:
    """Where the figures stand that another place of the document gives otherwise, without a reason in the text."""
    sides = (
        side
        for difference in audit(document, assistant.linker)
        if difference.is_conflict and difference.kind == "value"
        for side in (difference.one, difference.other)
    )
    return frozenset((side.record.span.start, side.record.span.end) for side in sides if side.record)


def _surfaces(assistant: Assistant) -> dict[str, set[str]]:
    """All names of everything that has one, by what it is called here."""
    found: dict[str, set[str]] = defaultdict(set)
    for entries in assistant.linker.lexicon.surfaces.values():
        for entry in entries:
            found[entry.canonical].add(entry.surface)
    return found


def _names(row: EvidenceRow, surfaces: dict[str, set[str]]) -> str:
    """Every name by which a row may be looked for: its treatments' and its endpoint's, with brands and codes."""
    named: Iterable[str] = [*(row.treatment or "").split(" + "), row.endpoint]
    return " ".join(sorted({surface.casefold() for name in named for surface in surfaces.get(name, ())}))
