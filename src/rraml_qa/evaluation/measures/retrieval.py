"""Measures of a ranking against graded judgements, under ir_measures' names and equal to its values.

A ranking lists what was found, best first; `grades` maps what is relevant to its grade (1 or more). Where nothing
was found every measure is 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

__all__ = ["MEASURES", "average_precision", "ndcg", "recall", "reciprocal_rank", "success"]

Ranking = Sequence[Hashable]
Grades = Mapping[Any, int]


def recall(ranking: Ranking, grades: Grades, k: int) -> float:
    """R@k: the share of what is relevant that is among the first k."""
    return sum(found in grades for found in ranking[:k]) / len(grades) if grades else 0.0


def success(ranking: Ranking, grades: Grades, k: int, least: int = 1) -> float:
    """Success(rel=least)@k: 1 if any of the first k has the grade `least` or more."""
    return float(any(grades.get(found, 0) >= least for found in ranking[:k]))


def reciprocal_rank(ranking: Ranking, grades: Grades, k: int) -> float:
    """RR@k: one over the rank of the first that is relevant; 0 if that is beyond k."""
    return next((1 / rank for rank, found in enumerate(ranking[:k], 1) if found in grades), 0.0)


def ndcg(ranking: Ranking, grades: Grades, k: int) -> float:
    """nDCG@k with the grade as gain and log2(rank + 1) as discount (Järvelin and Kekäläinen 2002, as in trec_eval)."""
    gained = sum(grades.get(found, 0) / math.log2(rank + 1) for rank, found in enumerate(ranking[:k], 1))
    best = sorted(grades.values(), reverse=True)[:k]
    ideal = sum(grade / math.log2(rank + 1) for rank, grade in enumerate(best, 1))
    return gained / ideal if ideal else 0.0


def average_precision(ranking: Ranking, grades: Grades) -> float:
    """AP: the mean, over what is relevant, of the precision at its rank."""
    found = precisions = 0.0
    for rank, each in enumerate(ranking, 1):
        if each in grades:
            found += 1
            precisions += found / rank
    return precisions / len(grades) if grades else 0.0


MEASURES: dict[str, Callable[[Ranking, Grades], float]] = {
    "R@1": lambda ranking, grades: recall(ranking, grades, 1),
    "R@3": lambda ranking, grades: recall(ranking, grades, 3),
    "R@5": lambda ranking, grades: recall(ranking, grades, 5),
    "R@10": lambda ranking, grades: recall(ranking, grades, 10),
    "Success(rel=2)@1": lambda ranking, grades: success(ranking, grades, 1, 2),
    "Success(rel=2)@3": lambda ranking, grades: success(ranking, grades, 3, 2),
    "RR@10": lambda ranking, grades: reciprocal_rank(ranking, grades, 10),
    "nDCG@10": lambda ranking, grades: ndcg(ranking, grades, 10),
    "AP": average_precision,
}
"""The measures of every report, by name."""
