"""A report as one page of HTML that needs nothing from anywhere else: tables, plots, and the failures to browse."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from rraml_qa.evaluation.output.plain import ABLATION_COLUMNS, TITLES, failures, headings, measured, short, shown
from rraml_qa.evaluation.report import Edition

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["report_page"]

_COLOURS = ("#1f6f8b", "#d1495b", "#7a8b3c", "#8a5a9e")


def report_page(editions: Sequence[Edition]) -> str:
    """The page, as HTML; document's and users' words are escaped."""
    from jinja2 import Environment
    from markupsafe import Markup

    names = headings(editions)
    wrong = [(name, failures(edition)) for name, edition in zip(names, editions, strict=True)]
    source = (resources.files(__package__) / "report.html.jinja").read_text(encoding="utf-8")
    template = Environment(autoescape=True, trim_blocks=True).from_string(source)
    return template.render(
        editions=editions,
        names=names,
        split=editions[0].split,
        shown=shown,
        short=short,
        groups=[(title, group, measured(editions, group)) for group, title in TITLES.items()],
        columns=_columns,
        ablation_columns=ABLATION_COLUMNS,
        plots=[(title, Markup(svg)) for title, svg in _plots(editions, names)],
        wrong=wrong,
        kinds=sorted({str(row["kind"]) for _, rows in wrong for row in rows}),
    )


def _columns(edition: Edition) -> list[str]:
    return list(dict.fromkeys(name for figures in edition.kinds.values() for name in figures))


# --------------------------------------------------------------------------------------------- plots


def _plots(editions: Sequence[Edition], names: Sequence[str]) -> list[tuple[str, str]]:
    pairs = list(zip(names, editions, strict=True))
    plots = [("Right answers by kind", _by_kind(pairs)), ("Recall over k", _recall(pairs))]
    plots.append(("How far confidence tells what can be answered", _reliability(pairs)))
    if any(edition.added for edition in editions):
        plots.append(("What each stage adds", _ablation(pairs)))
    return plots


_Pairs = Sequence[tuple[str, Edition]]


def _by_kind(pairs: _Pairs) -> str:
    kinds = list(dict.fromkeys(kind for _, edition in pairs for kind in edition.kinds))
    figure, axes = _figure(7, 0.32 * len(kinds) + 1)
    height = 0.8 / len(pairs)
    for number, (name, edition) in enumerate(pairs):
        right = [edition.kinds[kind]["right"] for kind in kinds if kind in edition.kinds]
        at = [row + (number - (len(pairs) - 1) / 2) * height for row, kind in enumerate(kinds) if kind in edition.kinds]
        reach = [
            [max(0.0, each.value - each.low) for each in right],
            [max(0.0, each.high - each.value) for each in right],
        ]
        colour = _COLOURS[number % len(_COLOURS)]
        axes.barh(at, [each.value for each in right], height, xerr=reach, label=name, color=colour, ecolor="#555")
    axes.set_yticks(range(len(kinds)), kinds)
    axes.invert_yaxis()
    axes.set(xlim=(0, 1.02), xlabel="right (95% interval)", title="Right answers by kind")
    return _svg(figure, axes)


def _recall(pairs: _Pairs) -> str:
    figure, axes = _figure(5, 3.6)
    for number, (name, edition) in enumerate(pairs):
        colour = _COLOURS[number % len(_COLOURS)]
        axes.plot(range(1, len(edition.recall_at) + 1), edition.recall_at, label=name, color=colour)
    axes.set(xlabel="k", ylabel="R@k", ylim=(0, 1.02), title="Recall over k")
    return _svg(figure, axes)


def _reliability(pairs: _Pairs) -> str:
    figure, axes = _figure(5, 3.6)
    axes.plot([0, 1], [0, 1], color="#bbb", linestyle="--", linewidth=1)
    for number, (name, edition) in enumerate(pairs):
        bins = edition.reliability
        reach = [[each.answerable - each.low for each in bins], [each.high - each.answerable for each in bins]]
        axes.errorbar(
            [each.confidence for each in bins],
            [each.answerable for each in bins],
            yerr=reach,
            marker="o",
            capsize=2,
            label=name,
            color=_COLOURS[number % len(_COLOURS)],
        )
    axes.set(xlabel="confidence", ylabel="share answerable", ylim=(0, 1.02), title="Reliability")
    return _svg(figure, axes)


def _ablation(pairs: _Pairs) -> str:
    figure, axes = _figure(7, 4.2)
    labels = [each.name for each in pairs[0][1].added]
    for number, (name, edition) in enumerate(pairs):
        colour = _COLOURS[number % len(_COLOURS)]
        for measure, style in (("Success(rel=2)@1", "-"), ("Success(rel=2)@3", "--")):
            found = [each.figures[measure].value for each in edition.added]
            axes.plot(range(len(found)), found, style, marker="o", label=f"{name}, {measure}", color=colour)
    axes.set_xticks(range(len(labels)), labels, rotation=35, ha="right")
    axes.set(ylim=(0, 1.02), title="What each stage adds")
    return _svg(figure, axes)


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure  # without pyplot: no window, no state

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def _svg(figure: Figure, axes: Axes) -> str:
    from matplotlib import rc_context

    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize="small")
    out = io.StringIO()
    metadata: dict[str, Any] = {"Date": None, "Creator": None}
    with rc_context({"svg.hashsalt": "rraml-qa", "svg.fonttype": "none"}):
        figure.savefig(out, format="svg", metadata=metadata)
    svg = out.getvalue()
    return svg[svg.index("<svg") :]
