"""What the Evidence tab asks the server for: the table of all figures, the forest plot, two treatments compared."""

from __future__ import annotations

import base64
import io
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Literal
from weakref import WeakKeyDictionary

from rraml_qa.assistant import Assistant
from rraml_qa.commands.compare import Comparison, compare, comparison_csv, comparison_markdown
from rraml_qa.commands.evidence import EvidenceRow
from rraml_qa.commands.evidence_forms import FORMS, figure_of, patients_of
from rraml_qa.commands.forest import ForestRow, forest_png, forest_rows, forest_svg, kept_rows
from rraml_qa.corpora.shelves import Library
from rraml_qa.errors import QuestionError
from rraml_qa.ui.answering import Answering, Visit, answering
from rraml_qa.ui.figures import FIRST, Table, make_table
from rraml_qa.ui.markup import fill

__all__ = ["Looking"]

_MOST_ROWS = 5_000  # of the table on the page


class _Plot(Visit, frozen=True):
    """The plot of an endpoint; of these `rows` of the table alone, unless they are None."""

    endpoint: str = FIRST
    dark: bool = False
    narrow: bool = False
    form: Literal["page", "svg", "png", "slide"] = "page"
    rows: tuple[int, ...] | None = None


class _Pair(Visit, frozen=True):
    one: str = ""
    other: str = ""
    form: Literal["page", "csv", "markdown"] = "page"


class _Kept(Visit, frozen=True):
    form: Literal["csv", "markdown", "json", "ris"] = "csv"
    rows: tuple[int, ...] = ()


class Looking:
    """Answers the Evidence tab, for the corpora that a visitor may see."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._tables: WeakKeyDictionary[Assistant, Table] = WeakKeyDictionary()
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
            "designs": table.designs,
        }

    def _as_plot(self, wanted: _Plot) -> dict[str, Any]:
        assistant = self._assistant(wanted)
        rows = self._forest(assistant, wanted.endpoint)
        if not rows:
            raise QuestionError(
                f"No rate of {wanted.endpoint} with a treatment is given here; choose another endpoint."
            )
        if wanted.rows is not None:
            figures = {(row.document, row.start) for row in self._rows(assistant, wanted.rows)}
            rows = kept_rows(rows, lambda row: any((each, row.start) in figures for each in row.documents))
            if not rows:
                raise QuestionError(f"No rate of {wanted.endpoint} is among what the filters leave; take one away.")
        name = f"{wanted.endpoint.replace(' ', '-').replace('/', '-')}-by-regimen"
        if wanted.form in {"png", "slide"}:
            slide = wanted.form == "slide"
            picture = base64.b64encode(forest_png(rows, slide=slide)).decode()
            return _file(f"{name}{'-slide' if slide else ''}.png", "image/png", picture, encoded=True)
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
        return {"html": fill("pair.html", comparison=comparison, words=figure_of, patients=patients_of)}

    def _as_file(self, wanted: _Kept) -> dict[str, Any]:
        assistant = self._assistant(wanted)
        table = self._table(assistant)
        by_document: dict[str, list[EvidenceRow]] = defaultdict(list)
        for row in self._rows(assistant, wanted.rows):
            by_document[row.document].append(row)
        stream = io.StringIO(newline="")
        FORMS[wanted.form]([(each, by_document[each.id]) for each in table.documents if each.id in by_document], stream)
        suffix, kind = _SUFFIXES[wanted.form]
        return _file(f"evidence{suffix}", kind, stream.getvalue())

    def _rows(self, assistant: Assistant, numbers: Sequence[int]) -> list[EvidenceRow]:
        """The rows of these numbers."""
        rows = self._table(assistant).rows
        if not all(0 <= number < len(rows) for number in numbers):
            raise QuestionError("The table has changed since it was opened; reload the page.")
        return [rows[number] for number in numbers]

    def _table(self, assistant: Assistant) -> Table:
        """The table of an assistant's corpus, kept as long as the assistant is."""
        if assistant not in self._tables:
            self._tables[assistant] = make_table(assistant)
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


def _says(row: ForestRow) -> str:
    """A row of the plot for those who can't see it."""
    interval = f", 95% interval {row.low:.0f} to {row.high:.0f}" if row.low is not None and row.high is not None else ""
    n = f", n = {row.n}" if row.n is not None else ""
    conflict = ", given otherwise elsewhere" if row.conflict or row.differs else ""
    where = f"{row.source} of {', '.join(row.documents)}" if row.also else row.source
    return f"{row.treatment}, {where}: {row.as_written}{interval}{n}{conflict}; show the source"
