"""From the replies of the tools to figures with their intervals, and to a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rraml_qa.evaluation.facts import held
from rraml_qa.evaluation.measures.stats import Estimate, Floats, Statistic, auroc, bootstrap, mean
from rraml_qa.evaluation.records import ANSWERABLE

__all__ = ["Figures", "Times", "figures", "report", "times"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a tool finds; `kinds` holds facts in the first sentence and in the first three by kind of question."""

    name: str
    texts: str
    first: Estimate
    three: Estimate
    auroc: Estimate
    megabytes: float
    kinds: dict[str, tuple[Estimate, Estimate]]

    @property
    def held(self) -> float:
        """What the forms of the texts are chosen by."""
        return self.first.value + self.three.value


@dataclass(frozen=True, slots=True)
class Times:
    """What a tool takes: the median cold start in seconds, with all of them, and the median warm answer in ms."""

    cold: float
    colds: tuple[float, ...]
    warm: Estimate


def figures(
    name: str, form: str, asked: dict[str, Any], questions: Sequence[dict[str, Any]], units: Sequence[str]
) -> Figures:
    """The figures of a tool. A unit counts with its own words, `units`, in whatever form the tool has read it."""
    texts = [[units[each] if isinstance(each, int) else each for each in reply["found"]] for reply in asked["replies"]]
    first, three = (
        np.array([_all_held(found[:most], each) for found, each in zip(texts, questions, strict=True)])
        for most in (1, 3)
    )
    kind = np.array([each["kind"] for each in questions])
    answerable = np.array([each["answerable"] for each in questions], dtype=np.bool_)
    scores = np.array([reply["score"] for reply in asked["replies"]], dtype=np.float64)
    return Figures(
        name=name,
        texts=form,
        first=_share(first[answerable]),
        three=_share(three[answerable]),
        auroc=bootstrap(auroc(scores, answerable), len(questions)),
        megabytes=asked["megabytes"],
        kinds={name: (_share(first[kind == name]), _share(three[kind == name])) for name in ANSWERABLE if name in kind},
    )


def times(runs: Sequence[dict[str, Any]]) -> Times:
    """The times of a tool's runs; of each question the quickest answer, since other load only ever adds."""
    colds = tuple(run["cold"] for run in runs)
    quickest = np.array([run["seconds"] for run in runs]).min(axis=0) * 1000
    return Times(float(np.median(colds)), colds, bootstrap(_median(quickest), len(quickest)))


def _all_held(texts: Sequence[str], question: dict[str, Any]) -> float:
    """Whether the texts together hold all facts that the question asks for."""
    facts = [tuple(fact) for fact in question["facts"]]
    return float(len(frozenset[int]().union(*(held(text, facts) for text in texts))) == len(facts))


def _share(values: Floats) -> Estimate:
    return bootstrap(mean(values), len(values))


def _median(values: Floats) -> Statistic:
    order = np.argsort(values, kind="stable")
    ordered = values[order]

    def of(weights: Floats) -> Floats:
        reached = np.cumsum(weights[:, order], axis=1)
        middle: Floats = ordered[(reached >= reached[:, -1:] / 2).argmax(axis=1)]
        return middle

    return of


# ----------------------------------------------------------------------------------------------- report


def report(about: dict[str, Any], found: Sequence[tuple[Figures, Times]]) -> Iterator[str]:
    """The lines of the report, in Markdown."""
    yield (
        f"{about['corpus']['edition']}: {about['units']} units; {about['split']}: {about['answerable']} answerable "
        f"questions ({about['unplaced']} whose gold has no counterpart here), {about['unanswerable']} unanswerable"
    )
    yield ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    yield about["machine"]
    yield ""
    yield "| tool | texts | first | first three | AUROC | cold start, s | warm p50, ms | peak, MB |"
    yield "|---|---|---|---|---|---|---|---|"
    for each, took in found:
        cells = [
            each.name,
            each.texts,
            *map(_shown, (each.first, each.three, each.auroc)),
            f"{took.cold:.2f} ({min(took.colds):.2f}–{max(took.colds):.2f})",
            f"{took.warm.value:.2g} ({took.warm.low:.2g}–{took.warm.high:.2g})",
            f"{each.megabytes:.0f}",
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""
    yield f"| all facts in the first / first three | n | {' | '.join(each.name for each, _ in found)} |"
    yield "|---|---|" + "---|" * len(found)
    for kind, (first, _) in found[0][0].kinds.items():
        both = [each.kinds[kind] for each, _ in found]
        shares = " | ".join(f"{one.value:.2f} / {three.value:.2f}" for one, three in both)
        yield f"| {kind} | {first.n} | {shares} |"


def _shown(estimate: Estimate) -> str:
    return f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"
