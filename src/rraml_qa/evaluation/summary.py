"""From judged questions to figures: means and micro averages with their intervals, over all and by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rraml_qa.evaluation.measures.overlap import Counts
from rraml_qa.evaluation.measures.retrieval import MEASURES
from rraml_qa.evaluation.measures.stats import Estimate, Floats, auroc, bootstrap, mean, ratio
from rraml_qa.evaluation.names import NameJudged
from rraml_qa.evaluation.records import ANSWERABLE, KINDS, SEVERAL
from rraml_qa.evaluation.run import Judged, TurnJudged

__all__ = [
    "Bin",
    "Figures",
    "abstention",
    "answers",
    "by_kind",
    "compared",
    "dialogues",
    "names",
    "reliability",
    "retrieval",
]

Figures = dict[str, Estimate]
"""Estimates by the name of their measure."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence: its mean, and which share of them is answerable, with a 95% Wilson interval."""

    confidence: float
    answerable: float
    low: float
    high: float
    n: int


def retrieval(judged: Sequence[Judged]) -> Figures:
    """The measures of the ranking, over answerable questions that say what should be found."""
    return _means([each for each in _answerable(judged) if each.item.expected.gold], MEASURES)


def answers(judged: Sequence[Judged]) -> Figures:
    """The measures of the answers, over answerable questions; words over all with gold, wrong quotes over quotes."""
    asked = _answerable(judged)
    plain = [each for each in asked if each.item.expected.kind not in SEVERAL]
    figures = {"facts@first, plain kinds": _mean("facts@first", plain)}
    figures |= _means(asked, ("facts@first", "facts@3", "facts@all", "fact share", "right", "answered"))
    figures |= _means(asked, ("numbers@first",))
    figures |= _words(judged)
    figures |= _micro("citations", [each.citations for each in asked if each.item.expected.references])
    quotes = _array(len(each.answer.quotes) for each in asked)
    for name, of in (("wrong entity", _wrong_entity), ("wrong endpoint", _wrong_endpoint)):
        figures[f"quotes, {name}"] = bootstrap(ratio(_array(map(of, asked)), quotes), len(asked))
    return figures


def abstention(judged: Sequence[Judged]) -> Figures:
    """Declining as a test for questions without an answer; a false premise that is corrected counts as declined."""
    if not judged:
        return {}
    without = np.array([not each.item.expected.answerable for each in judged])
    declined = np.array([not each.answer.answered or each.values.get("corrected") == 1 for each in judged])
    true, both = (without & declined).astype(float), len(judged)
    return {
        "abstention precision": bootstrap(ratio(true, declined.astype(float)), both),
        "abstention recall": bootstrap(ratio(true, without.astype(float)), both),
        "AUROC": _auroc(judged),
    }


def compared(judged: Sequence[Judged]) -> Figures:
    """The few measures that configurations are compared by."""
    names = ("facts@first", "facts@3", "facts@all", "Success(rel=2)@1", "Success(rel=2)@3", "R@10", "nDCG@10")
    return _means(_answerable(judged), names) | {"AUROC": _auroc(judged)}


def reliability(judged: Sequence[Judged], bins: int = 10) -> tuple[Bin, ...]:
    """The questions in order of confidence, cut into `bins` of like size."""
    ordered = sorted(judged, key=lambda each: each.confidence)
    found: list[Bin] = []
    for part in np.array_split(np.arange(len(ordered)), bins):
        chosen = [ordered[number] for number in part.tolist()]
        if chosen:
            share = float(np.mean([each.item.expected.answerable for each in chosen]))
            low, high = _wilson(share, len(chosen))
            found.append(Bin(float(np.mean([each.confidence for each in chosen])), share, low, high, len(chosen)))
    return tuple(found)


def by_kind(judged: Sequence[Judged]) -> dict[str, Figures]:
    """For each kind that occurs, what matters of it."""
    found: dict[str, Figures] = {}
    for kind in KINDS:
        chosen = [each for each in judged if each.item.expected.kind == kind]
        if chosen and kind in ANSWERABLE:
            names = ("right", "facts@first", "facts@3", "facts@all", "answered", "Success(rel=2)@3", "nDCG@10")
            found[kind] = _means(chosen, names) | _words(chosen)
        elif chosen:
            found[kind] = _means(chosen, ("right", "declined", "corrected"))
    return found


def dialogues(turns: Sequence[TurnJudged]) -> Figures:
    """Turns of dialogues: right answers, follow-ups understood, and right with what a dialogue has in it (its tags).

    Intervals are over dialogues: the turns of one hang together.
    """
    if not turns:
        return {}
    later = [turn for turn in turns if turn.turn > 1]
    found = {
        "turns right": _share_of_turns(turns, _is_right),
        "follow-ups right": _share_of_turns(later, _is_right),
        "follow-ups resolved": _share_of_turns(later, _is_resolved),
        "leaning follow-ups resolved": _share_of_turns([turn for turn in later if turn.leans], _is_resolved),
    }
    for tag in sorted({tag for turn in turns for tag in turn.dialogue.tags}):
        tagged = [turn for turn in later if tag in turn.dialogue.tags]
        found[f"follow-ups right, with {tag}"] = _share_of_turns(tagged, _is_right)
    return found


def names(judged: Sequence[NameJudged], abbreviations: Sequence[tuple[str, str, bool]] = ()) -> Figures:
    """Names: the share of ways to write them that is linked, by kind, and wrong links, look-alikes apart."""
    found: Figures = {}
    variants = [each for each in judged if each.expected is not None]
    alike = [each for each in judged if each.expected is None]
    for label, kinds in (
        ("names linked", None),
        ("brands, codes, synonyms linked", {"brand", "code", "synonym"}),
        ("misspellings linked", {"misspelling"}),
        ("other spellings linked", {"spelling", "abbreviation", "components"}),
    ):
        chosen = [each for each in variants if kinds is None or each.case.kind in kinds]
        if chosen:
            found[label] = _share([each.right for each in chosen])
    if variants:
        linked = [each for each in judged if each.linked]
        found["linking precision"] = _share([not each.wrong for each in linked])
        found["variants linked wrongly"] = _share([each.wrong for each in variants])
    if alike:
        found["look-alikes linked"] = _share([each.wrong for each in alike])
    if abbreviations:
        found["abbreviations as the document defines them"] = _share([right for _, _, right in abbreviations])
    return found


# ------------------------------------------------------------------------------------------------ parts


def _answerable(judged: Sequence[Judged]) -> list[Judged]:
    return [each for each in judged if each.item.expected.answerable]


def _wrong_entity(judged: Judged) -> int:
    return judged.wrong_entity


def _wrong_endpoint(judged: Judged) -> int:
    return judged.wrong_endpoint


def _auroc(judged: Sequence[Judged]) -> Estimate:
    answerable = np.array([each.item.expected.answerable for each in judged], dtype=bool)
    return bootstrap(auroc(_array(each.confidence for each in judged), answerable), len(judged))


def _array(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=np.float64)


def _mean(name: str, judged: Sequence[Judged]) -> Estimate:
    """The mean over the questions that the measure applies to."""
    values = _array(each.values[name] for each in judged if name in each.values)
    return bootstrap(mean(values), len(values))


def _means(judged: Sequence[Judged], names: Iterable[str]) -> Figures:
    return {name: _mean(name, judged) for name in names}


def _share(hits: Sequence[bool]) -> Estimate:
    return bootstrap(mean(_array(hits)), len(hits))


def _share_of_turns(turns: Sequence[TurnJudged], hit: Callable[[TurnJudged], bool]) -> Estimate:
    dialogues = sorted({turn.dialogue.id for turn in turns})
    hits = _array(sum(hit(turn) for turn in turns if turn.dialogue.id == id_) for id_ in dialogues)
    asked = _array(sum(turn.dialogue.id == id_ for turn in turns) for id_ in dialogues)
    return replace(bootstrap(ratio(hits, asked), len(dialogues)), n=len(turns))


def _is_right(turn: TurnJudged) -> bool:
    return turn.judged.right


def _is_resolved(turn: TurnJudged) -> bool:
    return turn.resolved


def _words(judged: Sequence[Judged]) -> Figures:
    return _micro("words", [each.words for each in judged if each.words is not None])


def _micro(name: str, counts: Sequence[Counts]) -> Figures:
    true, false, missed = (_array(getattr(each, field) for each in counts) for field in ("true", "false", "missed"))
    parts: dict[str, Callable[[], tuple[Floats, Floats]]] = {
        "precision": lambda: (true, true + false),
        "recall": lambda: (true, true + missed),
        "F1": lambda: (2 * true, 2 * true + false + missed),
    }
    return {f"{name} {part}": bootstrap(ratio(*of()), len(counts)) for part, of in parts.items()}


def _wilson(share: float, n: int, z: float = 1.959964) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927)."""
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return float(min(middle - reach, share)), float(max(middle + reach, share))  # but for rounding, at 0 and 1
