"""The gate: no measure may fall, against the baselines that are kept, by more than its noise.

Baselines hold the value of each question for each key measure, so that a fall is tested on pairs: it counts where the
mean has fallen and a permutation of the pairs gives as much by chance in fewer than one case in twenty.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec

from rraml_qa.errors import EvaluationError, OutputError
from rraml_qa.evaluation.report import Edition, compare, per_question

__all__ = ["Fall", "falls", "write_baselines"]

_DIGITS = 4
_ALPHA = 0.05
_Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Fall:
    """A measure that has fallen: by how much, over how many questions, and the p of it."""

    edition: str
    measure: str
    before: float
    now: float
    p: float

    def __str__(self) -> str:
        return f"{self.edition}: {self.measure} has fallen from {self.before:.3f} to {self.now:.3f} (p {self.p:.3f})"


def values_of(edition: Edition) -> dict[str, dict[str, float]]:
    """What the baselines keep of an edition: by measure and question, turn or name."""
    values = per_question(edition.questions)
    values["right, turns"] = {turn.judged.item.id: float(turn.judged.right) for turn in edition.turns}
    values["resolved, turns"] = {turn.judged.item.id: float(turn.resolved) for turn in edition.turns}
    values["right, names"] = {f"{name.case.surface}|{name.case.kind}": float(name.right) for name in edition.names}
    return {name: {id_: round(value, _DIGITS) for id_, value in each.items()} for name, each in values.items()}


def write_baselines(path: Path, editions: Sequence[Edition]) -> None:
    """Keep the present state as baselines.

    Raises:
        OutputError: the file can't be written.
    """
    kept = _read(path) if path.is_file() else {}
    kept |= {edition.corpus.edition or edition.corpus.name: values_of(edition) for edition in editions}
    try:
        path.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"The baselines can't be written to {path} ({error.strerror}).") from error


def falls(path: Path, editions: Sequence[Edition]) -> list[Fall]:
    """The measures that have fallen against the baselines in `path`, of the questions that both have.

    Raises:
        EvaluationError: there are no baselines, or none for one of the editions, or none of what was measured.
    """
    kept = _read(path)
    found: list[Fall] = []
    for edition in editions:
        name = edition.corpus.edition or edition.corpus.name
        if name not in kept:
            raise EvaluationError(
                f"{path} has no baselines for the edition {name!r} (it has {', '.join(kept) or 'none'}); "
                "`rraml-qa eval --update-baselines` makes them."
            )
        now = values_of(edition)
        if not any(before.keys() & now.get(measure, {}).keys() for measure, before in kept[name].items()):
            raise EvaluationError(f"{path} has no baselines for any of the questions measured on {name!r}.")
        for measure, before in kept[name].items():
            difference, p = compare(before, now.get(measure, {}))
            if difference < 0 and p < _ALPHA:
                common = before.keys() & now[measure].keys()
                means = [sum(values[id_] for id_ in common) / len(common) for values in (before, now[measure])]
                found.append(Fall(name, measure, means[0], means[1], p))
    return found


def _read(path: Path) -> dict[str, dict[str, dict[str, float]]]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"), parse_constant=str)
    except OSError as error:
        raise EvaluationError(
            f"There are no baselines at {path} ({error.strerror}); `rraml-qa eval --update-baselines` makes them."
        ) from error
    except (ValueError, RecursionError) as error:
        raise EvaluationError(f"The baselines in {path} should be JSON, but they aren't: {error}.") from error
    try:
        return msgspec.convert(values, dict[str, dict[str, dict[str, _Share]]])
    except msgspec.ValidationError as error:
        raise EvaluationError(
            f"The baselines in {path} should give, by edition, measure and question, a value from 0 to 1: {error}."
        ) from error
