"""A report: an evaluation of one or more editions with everything that its tables, pages and files show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rraml_qa.assistant import Assistant
from rraml_qa.evaluation import summary
from rraml_qa.evaluation.configurations import Configuration, added, left_out
from rraml_qa.evaluation.locate import Locator
from rraml_qa.evaluation.measures.stats import paired_p
from rraml_qa.evaluation.names import NameJudged, judge_abbreviations, judge_names
from rraml_qa.evaluation.records import EvalSet
from rraml_qa.evaluation.run import Judged, TurnJudged, judge_set
from rraml_qa.evaluation.summary import Bin, Figures
from rraml_qa.types import CorpusRef

__all__ = ["Ablation", "Edition", "Told", "compare", "evaluate", "per_question"]

Told = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""

KEY_MEASURES = (
    "right",
    "facts@first",
    "facts@3",
    "facts@all",
    "Success(rel=2)@1",
    "Success(rel=2)@3",
    "R@10",
    "nDCG@10",
)
"""The measures that configurations are compared by."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """A configuration: its figures, and the p of the difference from the configuration that it is held against."""

    name: str
    figures: Figures
    against: str | None
    p: dict[str, float]


@dataclass(frozen=True, slots=True)
class Edition:
    """All figures of one corpus. `recall_at` is R@k for k from 1 on."""

    corpus: CorpusRef
    index: str
    split: str
    questions: tuple[Judged, ...]
    turns: tuple[TurnJudged, ...]
    names: tuple[NameJudged, ...]
    abbreviations: tuple[tuple[str, str, bool], ...]
    figures: dict[str, Figures]
    kinds: dict[str, Figures]
    reliability: tuple[Bin, ...]
    recall_at: tuple[float, ...]
    added: tuple[Ablation, ...] = ()
    left_out: tuple[Ablation, ...] = ()

    @property
    def unplaced(self) -> tuple[Judged, ...]:
        """The questions of whose gold nothing was found in this corpus."""
        return tuple(each for each in self.questions if each.unplaced)

    @property
    def warning(self) -> str | None:
        """What a reader of the figures should know first: that part of the set is not about this corpus."""
        asked = sum(each.item.expected.answerable and bool(each.item.expected.gold) for each in self.questions)
        missing = sum(each.item.expected.answerable for each in self.unplaced)
        if not missing:
            return None
        return (
            f"{missing} of the {asked} answerable questions have no gold in {self.corpus.name}: they count as "
            "answerable, and nothing that is found for them counts as right."
        )


def evaluate(
    assistant: Assistant,
    chosen: EvalSet,
    locator: Locator,
    split: str,
    *,
    ablations: bool = False,
    told: Told = lambda step, done, total: None,
) -> Edition:
    """Ask everything of `chosen` and work out all figures."""
    asker = assistant.remembering()
    questions, turns = judge_set(asker, chosen, locator, told)
    names, abbreviations = judge_names(asker, chosen), judge_abbreviations(asker, chosen)
    manifest = assistant.manifest
    edition = Edition(
        corpus=manifest.identity.corpus,
        index=manifest.index,
        split=split,
        questions=questions,
        turns=turns,
        names=names,
        abbreviations=abbreviations,
        figures={
            "answers": summary.answers(questions),
            "retrieval": summary.retrieval(questions),
            "abstention": summary.abstention(questions),
            "dialogues": summary.dialogues(turns),
            "names": summary.names(names, abbreviations),
        },
        kinds=summary.by_kind(questions),
        reliability=summary.reliability(questions),
        recall_at=_recall_at(questions),
    )
    if not ablations:
        return edition
    whole = per_question(questions)
    questions_only = replace(chosen, dialogues=())
    configured = added(assistant.settings), left_out(assistant.settings)
    total = sum(map(len, configured))
    forward: list[Ablation] = []
    before: tuple[str, dict[str, dict[str, float]]] | None = None
    for number, each in enumerate(configured[0]):
        told("Comparing configurations", number, total)
        values, figures = _configured(asker, each, questions_only, locator)
        forward.append(_held_against(each.name, figures, values, before))
        before = each.name, values
    backward: list[Ablation] = []
    for number, each in enumerate(configured[1], len(configured[0])):
        told("Comparing configurations", number, total)
        values, figures = _configured(asker, each, questions_only, locator)
        backward.append(_held_against(each.name, figures, values, ("the whole", whole)))
    told("Comparing configurations", total, total)
    return replace(edition, added=tuple(forward), left_out=tuple(backward))


def per_question(questions: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """The key measures of each question, by measure and id."""
    return {
        name: {each.item.id: each.values[name] for each in questions if name in each.values} for name in KEY_MEASURES
    }


def compare(one: dict[str, float], other: dict[str, float]) -> tuple[float, float]:
    """The mean difference of the questions that both have (other - one), and its p (paired permutation, two-sided)."""
    common = sorted(one.keys() & other.keys())
    if not common:
        return 0.0, 1.0
    pairs = np.array([[one[id_], other[id_]] for id_ in common])
    return float(np.mean(pairs[:, 1] - pairs[:, 0])), paired_p(pairs[:, 0], pairs[:, 1])


def _configured(
    asker: Assistant, configuration: Configuration, chosen: EvalSet, locator: Locator
) -> tuple[dict[str, dict[str, float]], Figures]:
    questions, _ = judge_set(asker.with_settings(configuration.settings), chosen, locator, subjects=False)
    return per_question(questions), summary.compared(questions)


def _held_against(
    name: str,
    figures: Figures,
    values: dict[str, dict[str, float]],
    before: tuple[str, dict[str, dict[str, float]]] | None,
) -> Ablation:
    if before is None:
        return Ablation(name, figures, None, {})
    return Ablation(name, figures, before[0], {key: compare(before[1][key], values[key])[1] for key in KEY_MEASURES})


def _recall_at(questions: Sequence[Judged], most: int = 50) -> tuple[float, ...]:
    """R@k for k from 1 to `most`, over answerable questions that say what should be found."""
    asked = [each for each in questions if each.item.expected.answerable and each.item.expected.gold]
    if not asked:
        return ()
    shares = np.zeros((len(asked), most))
    for row, each in enumerate(asked):
        relevant = {unit.place for unit in each.gold}
        hits = np.array([place in relevant for place in each.ranking[:most]] + [False] * (most - len(each.ranking)))
        shares[row] = np.cumsum(hits[:most]) / max(1, len(relevant))
    return tuple(shares.mean(axis=0).tolist())
