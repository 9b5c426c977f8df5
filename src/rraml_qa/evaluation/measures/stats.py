"""Uncertainty: bootstrap intervals, a paired permutation test, and the area under the ROC curve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["Estimate", "auroc", "bootstrap", "mean", "paired_p", "ratio"]

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""Of weights, one row a resample (*shape* `(rounds, n)`), the value of each resample (*shape* `(rounds,)`)."""

_ROUNDS = 2000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95% interval, over `n` questions."""

    value: float
    low: float
    high: float
    n: int


def bootstrap(statistic: Statistic, n: int, rounds: int = _ROUNDS) -> Estimate:
    """The statistic with its percentile interval (Efron 1979), resampling questions; NaN where there are none."""
    if n == 0:
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    values = statistic(_weights(n, rounds))
    low, high = np.nanpercentile(values, [2.5, 97.5]) if np.isfinite(values).any() else (np.nan, np.nan)
    return Estimate(float(statistic(np.ones((1, n)))[0]), float(low), float(high), n)


@lru_cache(maxsize=64)
def _weights(n: int, rounds: int) -> Floats:
    """How often each of `n` questions is drawn in each resample; the same at every call. *Shape:* `(rounds, n)`."""
    chance = np.random.default_rng(20_260_101)
    return chance.multinomial(n, np.full(n, 1 / n), rounds).astype(np.float64)


def mean(values: Floats) -> Statistic:
    """The mean of `values`. *Shape:* `(n,)`."""
    return lambda weights: weights @ values / weights.sum(axis=1)


def ratio(over: Floats, under: Floats) -> Statistic:
    """The sum of `over` by the sum of `under`: a micro average. *Shapes:* `(n,)`; NaN where `under` adds up to 0."""

    def of(weights: Floats) -> Floats:
        total = weights @ under
        return np.where(total > 0, weights @ over / np.where(total > 0, total, 1), np.nan)

    return of


def auroc(scores: Floats, positive: NDArray[np.bool_]) -> Statistic:
    """The chance that a positive scores above a negative, ties half (Mann and Whitney). *Shapes:* `(n,)`."""
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.concatenate([[True], np.diff(scores[order]) > 0])) if len(scores) else order
    positives, negatives = positive[order].astype(np.float64), (~positive[order]).astype(np.float64)

    def of(weights: Floats) -> Floats:
        sorted_weights = weights[:, order]
        true = np.add.reduceat(sorted_weights * positives, starts, axis=1)  # at each level of the score
        false = np.add.reduceat(sorted_weights * negatives, starts, axis=1)
        below = np.cumsum(false, axis=1) - false / 2
        pairs = true.sum(axis=1) * false.sum(axis=1)
        return np.where(pairs > 0, (true * below).sum(axis=1) / np.where(pairs > 0, pairs, 1), np.nan)

    return of


def paired_p(one: Floats, other: Floats, rounds: int = 10_000) -> float:
    """The two-sided p of the mean difference of pairs, by flipping signs at random (Fisher; Smucker et al. 2007)."""
    differences = other - one
    differences = differences[differences != 0]
    if not len(differences):
        return 1.0
    signs = np.random.default_rng(20_260_102).integers(0, 2, (rounds, len(differences)), dtype=np.int8) * 2.0 - 1
    observed = abs(differences.sum())
    return float((1 + np.count_nonzero(np.abs(signs @ differences) >= observed - 1e-12)) / (rounds + 1))
