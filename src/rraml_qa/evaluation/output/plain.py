"""A report as tables in the terminal, and as JSON values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from rraml_qa.evaluation.measures.stats import Estimate
from rraml_qa.evaluation.report import Ablation, Edition, per_question
from rraml_qa.evaluation.run import Judged
from rraml_qa.render import citation

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

__all__ = [
    "ABLATION_COLUMNS",
    "TITLES",
    "failures",
    "headings",
    "measured",
    "report_dict",
    "report_markdown",
    "report_view",
    "short",
    "shown",
]

TITLES = {
    "answers": "Answers (answerable questions; words: those to be declined, too)",
    "retrieval": "Retrieval (answerable questions, by the whole ranking)",
    "abstention": "Declining (all questions)",
    "dialogues": "Dialogues (turns)",
    "names": "Names",
}
ABLATION_COLUMNS = ("facts@first", "facts@3", "Success(rel=2)@1", "Success(rel=2)@3", "R@10", "nDCG@10", "AUROC")


def headings(editions: Sequence[Edition]) -> list[str]:
    """What the editions are called, each by a name of its own."""
    found: list[str] = []
    for edition in editions:
        name = edition.corpus.edition or edition.corpus.name
        found.append(name if name not in found else f"{name} ({edition.corpus.sha256[:6]})")
    return found


def shown(estimate: Estimate | None) -> str:
    """An estimate as text: .723 [.661, .784]."""
    if estimate is None or math.isnan(estimate.value):
        return "–"
    value, low, high = (f"{each:.3f}".removeprefix("0") for each in (estimate.value, estimate.low, estimate.high))
    return f"{value} [{low}, {high}]"


def report_view(editions: Sequence[Edition]) -> Iterable[RenderableType]:
    """The tables of a report, editions side by side, for a rich terminal."""
    heads = headings(editions)
    for group, title in TITLES.items():
        names = measured(editions, group)
        if names:
            table = _table(title, ["measure", *heads, "n"])
            for name in names:
                found = [edition.figures[group].get(name) for edition in editions]
                table.add_row(name, *map(shown, found), str(next(each.n for each in found if each)))
            yield table
    for edition, head in zip(editions, heads, strict=True):
        yield _kinds(edition, head)
        for label, ablations in (("each stage added", edition.added), ("each stage left out", edition.left_out)):
            if ablations:
                yield _ablations(
                    f"{head}: {label} (* p < .05 against the configuration named; AUROC isn't tested)", ablations
                )


def measured(editions: Sequence[Edition], group: str) -> list[str]:
    """The measures of a group that have a value in any of the editions."""
    return list(
        dict.fromkeys(
            name
            for edition in editions
            for name, estimate in edition.figures[group].items()
            if not math.isnan(estimate.value)
        )
    )


def _kinds(edition: Edition, head: str) -> Table:
    names = list(dict.fromkeys(name for figures in edition.kinds.values() for name in figures))
    table = _table(f"{head}: by kind", ["kind", "n", *names])
    for kind, figures in edition.kinds.items():
        count = next(iter(figures.values())).n
        table.add_row(kind, str(count), *(short(figures.get(name)) for name in names))
    return table


def _ablations(title: str, ablations: Sequence[Ablation]) -> Table:
    table = _table(title, ["configuration", *ABLATION_COLUMNS, "against"])
    for each in ablations:
        cells = [short(each.figures.get(name)) + _star(each.p.get(name)) for name in ABLATION_COLUMNS]
        table.add_row(each.name, *cells, each.against or "")
    return table


def short(estimate: Estimate | None) -> str:
    """An estimate's value as text, or nothing."""
    return "" if estimate is None or math.isnan(estimate.value) else f"{estimate.value:.3f}".removeprefix("0")


def _star(p: float | None) -> str:
    return "*" if p is not None and p < 0.05 else ""


def _table(title: str, heads: Iterable[str]) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold")
    for number, head in enumerate(heads):
        table.add_column(head, justify="left" if number == 0 else "right", no_wrap=number == 0)
    return table


def report_markdown(editions: Sequence[Edition]) -> str:
    """The tables of a report as Markdown."""
    heads = headings(editions)
    parts = [f"> {edition.warning}" for edition in editions if edition.warning]
    for group, title in TITLES.items():
        names = measured(editions, group)
        rows = [[name, *(shown(edition.figures[group].get(name)) for edition in editions)] for name in names]
        counts = [next(e.figures[group][name].n for e in editions if name in e.figures[group]) for name in names]
        rows = [[*row, str(count)] for row, count in zip(rows, counts, strict=True)]
        parts += [f"**{title}**", _markdown(["measure", *heads, "n"], rows)] if rows else []
    kinds = list(dict.fromkeys(kind for edition in editions for kind in edition.kinds))
    rows = [
        [kind, str(_count(editions, kind)), *(_kind_cells(edition, kind) for edition in editions)] for kind in kinds
    ]
    columns = [f"{head}: {' / '.join(_KIND_CELLS)}" for head in heads]
    parts += ["**By kind**", _markdown(["kind", "n", *columns], rows)]
    for edition, head in zip(editions, heads, strict=True):
        for ablations in (edition.added, edition.left_out):
            lines = [
                [each.name, *(short(each.figures.get(name)) + _star(each.p.get(name)) for name in ABLATION_COLUMNS)]
                for each in ablations
            ]
            parts += [_markdown([f"{head}: configuration", *ABLATION_COLUMNS], lines)] if lines else []
    return "\n\n".join(parts)


_KIND_CELLS = ("right", "facts@3", "Success(rel=2)@3", "nDCG@10")


def _count(editions: Sequence[Edition], kind: str) -> int:
    return next(next(iter(edition.kinds[kind].values())).n for edition in editions if kind in edition.kinds)


def _kind_cells(edition: Edition, kind: str) -> str:
    figures = edition.kinds.get(kind, {})
    return " / ".join(short(figures[name]) for name in _KIND_CELLS if name in figures)


def _markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# --------------------------------------------------------------------------------------------- values


def report_dict(editions: Sequence[Edition]) -> dict[str, Any]:
    """A report as JSON values: figures with their intervals, and every question with what came of it."""
    return {"schema": 1, "editions": [_edition(edition) for edition in editions]}


def _edition(edition: Edition) -> dict[str, Any]:
    values = {
        "corpus": msgspec.to_builtins(edition.corpus),
        "index": edition.index,
        "split": edition.split,
        "warning": edition.warning,
        "unplaced": [each.item.id for each in edition.unplaced],
        "figures": msgspec.to_builtins(edition.figures),
        "kinds": msgspec.to_builtins(edition.kinds),
        "reliability": msgspec.to_builtins(edition.reliability),
        "recall_at": list(edition.recall_at),
        "added": [msgspec.to_builtins(each) for each in edition.added],
        "left_out": [msgspec.to_builtins(each) for each in edition.left_out],
        "per_question": per_question(edition.questions),
        "questions": [_question(each) for each in edition.questions],
        "turns": [
            {
                **_question(turn.judged),
                "resolved": turn.resolved,
                "leans": turn.leans,
                "meant": turn.judged.item.resolved,
            }
            for turn in edition.turns
        ],
        "names": [
            {
                "surface": each.case.surface,
                "kind": each.case.kind,
                "linked": each.linked,
                "expected": each.expected,
                "right": each.right,
            }
            for each in edition.names
        ],
        "abbreviations": [list(each) for each in edition.abbreviations],
    }
    plain: dict[str, Any] = _without_nan(values)
    return plain


def _without_nan(value: Any) -> Any:  # noqa: ANN401 - JSON values
    if isinstance(value, dict):
        return {key: _without_nan(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(each) for each in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _question(judged: Judged) -> dict[str, Any]:
    answer, item = judged.answer, judged.item
    return {
        "id": item.id,
        "kind": item.expected.kind,
        "style": item.style,
        "question": item.question,
        "resolved_question": answer.resolved_question,
        "right": judged.right,
        "values": judged.values,
        "confidence": judged.confidence,
        "answered": answer.answered,
        "reason": answer.reason,
        "facts": [list(fact) for fact in item.expected.facts],
        "quotes": [{"text": quote.text, "citation": citation(quote)} for quote in answer.quotes],
        "expected": [{"text": unit.text, "grade": unit.grade} for unit in judged.gold],
        "wrong_entity": judged.wrong_entity,
        "wrong_endpoint": judged.wrong_endpoint,
    }


def failures(edition: Edition) -> list[dict[str, Any]]:
    """The questions and turns that went wrong, as in `report_dict`, kind after kind."""
    wrong = [each for each in edition.questions if not each.right]
    wrong += [turn.judged for turn in edition.turns if not turn.judged.right]
    return sorted((_question(each) for each in wrong), key=lambda row: (str(row["kind"]), str(row["id"])))
