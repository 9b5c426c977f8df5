"""The measures against ir_measures and scikit-free formulas, on random runs and small worked examples."""

from __future__ import annotations

import itertools

import ir_measures
import numpy as np
import pytest

from rraml_qa.evaluation.measures.overlap import Counts, citation_counts, covers, word_counts
from rraml_qa.evaluation.measures.retrieval import MEASURES
from rraml_qa.evaluation.measures.stats import auroc, bootstrap, mean, paired_p, ratio
from rraml_qa.evaluation.records import GoldUnit
from rraml_qa.types import Place, Span


def test_measures_of_retrieval_equal_ir_measures() -> None:
    """On 300 random runs every measure equals ir_measures's value to 1e-9, questions without a result included."""
    generator = np.random.default_rng(3)
    qrels, runs, ours = [], [], {}
    for number in range(300):
        names = [f"d{each}" for each in range(40)]
        relevant = generator.choice(names, generator.integers(1, 9), replace=False).tolist()
        grades = {name: int(generator.integers(1, 3)) for name in relevant}
        ranking = generator.permutation(names)[: generator.integers(0, 40)].tolist()
        qrels += [ir_measures.Qrel(str(number), name, grade) for name, grade in grades.items()]
        runs += [ir_measures.ScoredDoc(str(number), name, 100.0 - rank) for rank, name in enumerate(ranking)]
        ours[str(number)] = {name: measure(ranking, grades) for name, measure in MEASURES.items()}
    asked = {name: ir_measures.parse_measure(name) for name in MEASURES}
    theirs = {
        (found.query_id, str(found.measure)): found.value
        for found in ir_measures.iter_calc(asked.values(), qrels, runs)
    }
    for question, values in ours.items():
        for name, value in values.items():
            assert value == pytest.approx(theirs.get((question, str(asked[name])), 0.0), abs=1e-9), (question, name)


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    """AUROC is the share of pairs of a positive and a negative that are in order, ties half, weights counted."""
    generator = np.random.default_rng(4)
    scores = generator.integers(0, 6, 40).astype(float)
    positive = generator.random(40) < 0.4
    pairs = list(itertools.product(scores[positive], scores[~positive]))
    expected = np.mean([(one > other) + (one == other) / 2 for one, other in pairs])
    statistic = auroc(scores, positive)
    assert expected == pytest.approx(statistic(np.ones((1, 40)))[0])
    chosen = generator.integers(0, 40, 40)
    again = auroc(scores[chosen], positive[chosen])(np.ones((1, 40)))[0]
    assert again == pytest.approx(statistic(np.bincount(chosen, minlength=40).astype(float)[None])[0])


def test_a_bootstrap_interval_covers_the_mean_as_often_as_it_says() -> None:
    """Of 200 samples' 95% intervals about 95 in a hundred hold the true mean; the value is the sample's own."""
    generator = np.random.default_rng(5)
    hits = 0
    for _ in range(200):
        sample = (generator.random(80) < 0.7).astype(float)
        estimate = bootstrap(mean(sample), 80, rounds=400)
        assert estimate.value == pytest.approx(sample.mean())
        hits += estimate.low <= 0.7 <= estimate.high
    assert 180 <= hits <= 199


def test_micro_averages_add_up_before_they_divide() -> None:
    """A ratio is the sum of one by the sum of the other; NaN where there is nothing to divide by."""
    found = ratio(np.array([1.0, 0, 3]), np.array([2.0, 0, 4]))(np.array([[1.0, 1, 1], [0, 1, 0]]))
    assert found[0] == pytest.approx(4 / 6)
    assert np.isnan(found[1])


def test_a_permutation_test_of_pairs() -> None:
    """Equal runs have p 1, a clear difference a small one; the exact p of five wins is 2/32."""
    same = np.array([0.0, 1, 1, 0])
    assert paired_p(same, same) == 1.0
    assert paired_p(np.zeros(40), np.ones(40)) < 0.001
    assert paired_p(np.zeros(5), np.ones(5)) == pytest.approx(2 / 32, abs=0.01)


def unit(start: int, text: str, facts: set[int], grade: int = 2) -> GoldUnit:
    return GoldUnit(Place("d", Span(start, start + len(text))), grade, frozenset(facts), text)


def test_covers_are_the_smallest_right_answers() -> None:
    """Units that repeat each other are alternatives; facts of two places need both; support is never needed."""
    prose, row, both = unit(0, "one two", {0}), unit(10, "three", {0}), unit(20, "four five six", {0, 1})
    assert [(prose,), (row,)] == covers([prose, row], 1)
    other = unit(10, "three", {1})
    assert [(prose, other)] == covers([prose, other], 2)
    assert [(both,)] == covers([prose, both], 2)
    assert [(prose,)] == covers([prose, unit(30, "seven", {0}, grade=1)], 1)


def test_word_counts_fit_the_likeliest_right_answer() -> None:
    """Quoting one of two alternatives is all right; a quote besides costs precision; none costs recall."""
    gold = [unit(0, "one two", {0}), unit(10, "three four five", {0})]
    place = Place("d", Span(10, 25))
    assert Counts(3, 0, 0) == word_counts([(place, "three four five")], gold, 1)
    assert Counts(3, 2, 0) == word_counts([(place, "three four five"), (Place("d", Span(90, 97)), "six ten")], gold, 1)
    assert 2 == word_counts([], gold[:1], 1).missed
    assert Counts(0, 3, 0) == word_counts([(place, "three four five")], [], 0)
    assert Counts(0, 0, 0).f1 == 1.0


def test_citations_fit_the_likeliest_right_answer() -> None:
    """Either of two references will do where either unit answers; one that the gold itself lacks is expected always."""
    gold = [unit(0, "76% [25]", {0}), unit(20, "HAA | [26] | 80", {0})]
    assert Counts(1, 0, 0) == citation_counts({"26"}, {"25", "26"}, gold, 1)
    assert Counts(0, 1, 1) == citation_counts({"9"}, {"25", "26"}, gold, 1)
    assert Counts(1, 0, 1) == citation_counts({"25"}, {"25", "26", "7"}, gold, 1)
    assert Counts(1, 0, 1) == citation_counts({"1"}, {"1", "2"}, [], 1)
