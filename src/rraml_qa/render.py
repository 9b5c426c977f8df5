"""An answer as JSON (schema 1), as Markdown, and for the terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from rraml_qa.evidence.wording import count_words, in_words
from rraml_qa.text.terms import fold
from rraml_qa.types import Answer, Evidence, Hit, Quote

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

__all__ = [
    "SCHEMA",
    "Entries",
    "Figure",
    "answer_dict",
    "answer_json",
    "answer_markdown",
    "answer_text",
    "answer_view",
    "citation",
    "figure_lines",
    "figures_of",
    "hit_dict",
    "hits_text",
    "plain_markdown",
    "reference",
]

SCHEMA = 1

Entries = Callable[[Quote], Sequence[tuple[str, str]]]
"""The numbers that a quote cites, with their entries in the document's reference list."""


def no_entries(quote: Quote) -> Sequence[tuple[str, str]]:
    """The entries of a document without a reference list."""
    return ()


def answer_dict(answer: Answer) -> dict[str, Any]:
    """The answer as JSON values, schema 1; see the README for its fields."""
    fields = msgspec.to_builtins(answer)
    return {
        "schema": SCHEMA,
        "id": fields["id"],
        "question": fields["question"],
        "resolved_question": fields["resolved_question"],
        "answered": fields["answered"],
        "reason": fields["reason"],
        "answer": answer.answer,
        **{key: fields[key] for key in ("quotes", "evidence", "normalised", "notes", "nearest", "corpus", "index")},
    }


def answer_json(answer: Answer) -> str:
    """The answer as one line of JSON."""
    return json.dumps(answer_dict(answer), ensure_ascii=False)


def hit_dict(hit: Hit) -> dict[str, Any]:
    """A search result as JSON values."""
    return {
        "quote": msgspec.to_builtins(hit.quote),
        "score": round(hit.score, 6),
        "cosine": round(hit.cosine, 6),
        "bm25": round(hit.bm25, 6),
    }


def citation(quote: Quote) -> str:
    """Where a quote stands: document, section path, page or table row, references, and code points."""
    parts = [quote.document, *quote.section]
    if quote.table is not None and quote.table.label:
        parts.append(quote.table.label)
    if quote.page is not None:
        parts.append(f"page {quote.page}")
    where = " › ".join(parts)
    cited = f" · ref. {', '.join(quote.references)}" if quote.references else ""
    return f"{where}{cited} · characters {quote.start}–{quote.end}"


def reference(quote: Quote, title: str, edition: str) -> str:
    """Where a quote is from, as one would cite it: title, edition, section, table, page, references; last the place."""
    table = quote.table.label if quote.table is not None else ""
    cited = f"ref. {', '.join(quote.references)}" if quote.references else ""
    page = f"page {quote.page}" if quote.page is not None else ""
    whole = f"{title} ({edition} edition)" if edition and edition != title else title
    parts = [whole, " › ".join(part for part in quote.section if part != title), table, page, cited]
    return f"{', '.join(part for part in parts if part)} (characters {quote.start}–{quote.end})"


def answer_text(answer: Answer, entries: Entries = no_entries) -> str:
    """The answer as plain text, one quote a paragraph with its citation below, and the entries that it cites."""
    lines = [*_remarks(answer), *(f"Figure: {line}" for line in figure_lines(answer))]
    if answer.answered:
        for number, quote in enumerate(answer.quotes, 1):
            lines += [
                f"[{number}] {quote.text}",
                *(f"    {line}" for line in _columns(quote)),
                f"    — {citation(quote)}",
                *(f"    {line}" for line in _cited(quote, entries)),
            ]
    else:
        lines.append(answer.reason or "Not answered.")
        for quote in answer.nearest:
            lines += [f"  nearest: {quote.text}", f"    — {citation(quote)}"]
    return "\n".join(lines)


_MOST_FIGURES = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an answer in words: `value` as it is written, with what it is compared with.

    `quote` counts from 0; the figure stands at `start`, `end` of that quote's document.
    """

    endpoint: str
    value: str
    treatment: str
    details: tuple[str, ...]
    quote: int
    start: int
    end: int

    @property
    def line(self) -> str:
        """All of it in one line."""
        return f"{' · '.join([f'{self.endpoint} {self.value}', self.treatment, *self.details])} [{self.quote + 1}]"


def figures_of(answer: Answer) -> tuple[Figure, ...]:
    """The first figures of the quotes: of the endpoint that the question names, then the others, as they come.

    Those that another one is compared with stand beside it; one that is given for several treatments is one figure.
    """
    main: dict[tuple[int, int, int, str], list[Evidence]] = {}
    for figure in answer.evidence:
        if not figure.is_comparator:
            main.setdefault((figure.quote, figure.start, figure.end, figure.endpoint), []).append(figure)
    asked = fold(" ".join([answer.resolved_question, *(name.canonical for name in answer.normalised)]))
    ordered = sorted(main.values(), key=lambda same: fold(same[0].endpoint) not in asked)
    return tuple(_figure(answer, same) for same in ordered[:_MOST_FIGURES])


def figure_lines(answer: Answer) -> list[str]:
    """The figures of the quotes, a line each: endpoint, value as written, what it is compared with, whose, where."""
    return [figure.line for figure in figures_of(answer)]


def _figure(answer: Answer, same: Sequence[Evidence]) -> Figure:
    """The figure that each of `same` is, of a treatment each."""
    figure = same[0]
    beside = [
        other
        for other in answer.evidence
        if other.is_comparator
        and figure.group is not None
        and (other.quote, other.group) == (figure.quote, figure.group)
    ]
    whose = _treatment(same)
    names = _names_of(beside, whose)
    details = (
        count_words(figure.n, figure.n_bound) if figure.n is not None else None,
        figure.phase,
        figure.population,
        figure.grade,
        f"ref. {', '.join(figure.references)}" if figure.references else None,
    )
    return Figure(
        endpoint=figure.endpoint,
        value=" vs ".join(_as_written(answer, each) for each in ([figure, *beside] if names else [figure])),
        treatment=" vs ".join([whose, *names]),
        details=tuple(detail for detail in details if detail),
        quote=figure.quote,
        start=figure.start,
        end=figure.end,
    )


_INHERITED = {"before": " (from the sentence before)", "heading": " (from the heading)"}
_NOT_NAMED = "another arm, not named"


def _treatment(same: Sequence[Evidence]) -> str:
    """Whose a figure is, and that it is told elsewhere than in its sentence, where it is."""
    names = [name for each in same if (name := _name(each))]
    several = " (one figure for both)" if len(names) == _BOTH else " (one figure for all)" if names[1:] else ""
    return f"{' and '.join(names) or 'treatment not stated'}{several}{_INHERITED.get(same[0].inherited or '', '')}"


_BOTH = 2


def _name(figure: Evidence) -> str | None:
    """A treatment by its name, else as its sentence writes it, with what sets it apart."""
    name = figure.regimen or figure.named
    if name is None:
        return None
    if figure.regimen and "placebo" in (figure.named or "").lower():
        name = f"{name} + placebo"
    return f"{figure.way} {name}" if figure.way else f"{name} alone" if figure.regimen and figure.alone else name


def _names_of(beside: Sequence[Evidence], whose: str) -> list[str]:
    """A name for each figure that one is compared with; none, so that they are left out, where some can't be told."""
    names = [_name(each) for each in beside]
    told = [name for name in names if name and name != whose]
    if len(set(told)) == len(beside):
        return told
    return [_NOT_NAMED] if len(beside) == 1 else []


def _as_written(answer: Answer, figure: Evidence) -> str:
    quote = answer.quotes[figure.quote]
    return in_words(quote.text[figure.start - quote.start : figure.end - quote.start], figure.unit, figure.bound)


def _remarks(answer: Answer) -> Iterable[str]:
    if answer.resolved_question != " ".join(answer.question.split()):
        yield f"Understood as: {answer.resolved_question}"
    for name in answer.normalised:
        yield f"Read as: {name.surface} → {name.canonical} ({name.kind})"
    for note in answer.notes:
        yield f"Note: {note.text}"


def _columns(quote: Quote) -> list[str]:
    return [f"{head}: {cell}" for head, cell in quote.table.columns.items()] if quote.table else []


_ENTRY_LENGTH = 300  # characters of an entry that are shown


def _cited(quote: Quote, entries: Entries) -> list[str]:
    found = ((number, " ".join(entry.split())) for number, entry in entries(quote))
    return [
        f"[{number}] {entry if len(entry) <= _ENTRY_LENGTH else entry[: _ENTRY_LENGTH - 1].rstrip() + '…'}"
        for number, entry in found
    ]


def answer_markdown(answer: Answer, entries: Entries = no_entries) -> str:
    """The answer as Markdown; the document's and the user's words can't act as mark-up in it."""
    lines = [f"*{plain_markdown(remark)}*" for remark in _remarks(answer)]
    lines += [f"**{plain_markdown(line)}**" for line in figure_lines(answer)]
    if answer.answered:
        for number, quote in enumerate(answer.quotes, 1):
            columns = "; ".join(plain_markdown(line) for line in _columns(quote))
            lines.append(f"**[{number}]** {_marked(quote)}" + (f"\n\n*{columns}*" if columns else ""))
            lines.append(f"*{plain_markdown(citation(quote))}*")
            lines += [f"*{plain_markdown(line)}*" for line in _cited(quote, entries)]
    else:
        lines.append(f"**{plain_markdown(answer.reason or 'Not answered.')}**")
        for quote in answer.nearest:
            lines += [f"Nearest: {plain_markdown(quote.text)}", f"*{plain_markdown(citation(quote))}*"]
    return "\n\n".join(lines)


def _marked(quote: Quote) -> str:
    parts: list[str] = []
    at = 0
    for start, end in quote.highlights:
        parts += [plain_markdown(quote.text[at:start]), f"**{plain_markdown(quote.text[start:end])}**"]
        at = end
    return "".join([*parts, plain_markdown(quote.text[at:])])


def plain_markdown(text: str) -> str:
    """`text` with every character escaped that Markdown or HTML would act on; addresses don't become links."""
    escaped = "".join(f"\\{char}" if char in "\\`*_{}[]()#+!|~$^=" else char for char in re.sub(r"\s", " ", text))
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace("://", "&#58;//").replace("@", "&#64;")
    escaped = re.sub(r"(?i)\b(www)\.", r"\1&#46;", escaped)
    return re.sub(r"^( *)(?:(-)|(\d+)(\.))(?= )", lambda found: _entity(*found.groups("")), escaped)


def _entity(space: str, dash: str, number: str, dot: str) -> str:
    """The start of a line that would begin a list, so that it doesn't."""
    return f"{space}&#45;" if dash else f"{space}{number}&#46;"


def hits_text(hits: Iterable[Hit]) -> str:
    """Search results as plain text, with their scores."""
    return "\n".join(
        f"{number:3}  {hit.score:7.3f}  {hit.quote.text}\n     {'':7}  — {citation(hit.quote)}"
        for number, hit in enumerate(hits, 1)
    )


def answer_view(answer: Answer, entries: Entries = no_entries) -> RenderableType:
    """The answer for a rich terminal: matched words bold, citations dim."""
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = [Text(remark, style="cyan") for remark in _remarks(answer)]
    parts += [Text(line, style="bold") for line in figure_lines(answer)]
    if answer.answered:
        for number, quote in enumerate(answer.quotes, 1):
            parts.append(Text.assemble((f"[{number}] ", "bold green"), _styled(quote)))
            parts += [Text(f"    {line}") for line in _columns(quote)]
            parts.append(Text(f"    — {citation(quote)}", style="dim"))
            parts += [Text(f"    {line}", style="dim") for line in _cited(quote, entries)]
    else:
        parts.append(Text(answer.reason or "Not answered.", style="bold yellow"))
        for quote in answer.nearest:
            parts += [
                Text(f"  nearest: {quote.text}", style="dim"),
                Text(f"    — {citation(quote)}", style="dim"),
            ]
    return Group(*parts)


def _styled(quote: Quote) -> Text:
    from rich.text import Text

    text = Text(quote.text)
    for start, end in quote.highlights:
        text.stylize("bold", start, end)
    return text
