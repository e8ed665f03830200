"""Significance: intervals against closed forms, p-values against every exchange there is, Holm by hand."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from yinju.eval import significance
from yinju.eval.measures.types import Additive, Statistic, Values, balanced_accuracy, f1, mean
from yinju.eval.significance import RESAMPLES, Clusters, Difference, holm, interval, resampled

PROPERTY = settings(max_examples=40, deadline=None, database=None)


@dataclass(frozen=True)
class ByQuery:
    """A statistic that hides that it is additive, so that every query keeps its own weight."""

    statistic: Additive

    def of(self, values: Values, weights: Values) -> Values:
        return self.statistic.of(values, weights)


def figures(*of_queries: float) -> Values:
    """Queries with one figure each."""
    return np.array([[figure, 1.0] for figure in of_queries])


def alone(count: int, seed: int = 0) -> Clusters:
    """Queries that are each a cluster of its own."""
    return Clusters.draw([str(number) for number in range(count)], seed)


def every(values: Values) -> NDArray[np.int64]:
    return np.arange(len(values))


def spread(values: Values, clusters: Clusters, statistic: Statistic = mean) -> tuple[float, float, float]:
    """Low end, figure and high end of an interval over all queries."""
    found = interval(statistic, values, every(values), clusters)
    assert found is not None
    return found.low, found.mean, found.high


def compared(
    before: Values, after: Values, clusters: Clusters | None = None, statistic: Statistic = mean, seed: int = 0
) -> Difference:
    found = significance.compare(statistic, before, after, every(before), clusters or alone(len(before)), seed)
    assert found is not None
    return found


def probability(found: Difference) -> float:
    assert found.p is not None
    return found.p


# intervals


@pytest.mark.parametrize(("right", "count"), [(60, 200), (50, 100), (135, 150)])
def test_an_interval_of_shares_is_as_wide_as_the_binomial_standard_error_says(right: int, count: int) -> None:
    low, share, high = spread(figures(*[1.0] * right, *[0.0] * (count - right)), alone(count))
    error = 1.96 * math.sqrt(share * (1 - share) / count)
    assert share == pytest.approx(right / count)
    assert [low, high] == pytest.approx([share - error, share + error], abs=0.012)


def test_an_interval_of_any_figures_is_as_wide_as_their_standard_error_says() -> None:
    found = np.random.default_rng(1).gamma(2, size=300)
    low, middle, high = spread(figures(*found), alone(300))
    assert middle == pytest.approx(found.mean(), abs=1e-6)
    assert high - low == pytest.approx(2 * 1.96 * found.std() / math.sqrt(300), rel=0.05)


def test_the_seed_alone_decides_the_interval() -> None:
    values = figures(*np.random.default_rng(0).random(50))
    assert spread(values, alone(50, seed=7)) == spread(values, alone(50, seed=7))
    assert spread(values, alone(50, seed=7)) != spread(values, alone(50, seed=8))


def test_questions_that_agree_within_their_cluster_widen_the_interval() -> None:
    # 20 clusters of 5 equal questions say no more than 20 questions
    of_clusters = np.random.default_rng(2).random(20)
    values = figures(*np.repeat(of_clusters, 5))
    clusters = Clusters.draw([str(number // 5) for number in range(100)], 0)
    (narrow_low, _, narrow_high), (low, _, high) = spread(values, alone(100)), spread(values, clusters)
    assert high - low == pytest.approx(math.sqrt(5) * (narrow_high - narrow_low), rel=0.05)
    assert high - low == pytest.approx(2 * 1.96 * of_clusters.std() / math.sqrt(20), rel=0.05)


def test_a_cluster_is_drawn_whole() -> None:
    clusters = Clusters.draw([name for name in "abcdefghijkl" for _ in range(3)], 0)
    assert clusters.drawn.shape == (RESAMPLES, 12)
    assert (clusters.drawn.sum(axis=1) == 12).all()
    assert all(len(set(clusters.of[at : at + 3])) == 1 for at in range(0, 36, 3))


@pytest.mark.parametrize(("count", "drawn"), [(9, 36), (10, 10)])
def test_below_ten_clusters_single_queries_are_drawn(count: int, drawn: int) -> None:
    names = [str(number % count) for number in range(36)]
    clusters = Clusters.draw(names, 0)
    assert clusters.drawn.shape == (RESAMPLES, drawn)
    assert len(set(clusters.of)) == drawn


@pytest.mark.parametrize(("statistic", "columns"), [(mean, 2), (f1, 3), (balanced_accuracy, 4)])
def test_summing_clusters_first_gives_what_weighing_every_query_gives(statistic: Additive, columns: int) -> None:
    generator = np.random.default_rng(3)
    clusters = Clusters.draw([str(number % 12) for number in range(60)], 5)
    # questions of a slice, out of order and one of them twice, as in cells that are put together
    rows = np.array([*generator.permutation(60)[:40], 7])
    values = generator.random((len(rows), columns)) + 0.1
    quick, obvious = (resampled(way, values, rows, clusters) for way in (statistic, ByQuery(statistic)))
    assert quick.shape == (RESAMPLES,)
    assert quick == pytest.approx(obvious, nan_ok=True)


def test_one_question_has_an_interval_of_no_width() -> None:
    assert interval(mean, figures(0.25), np.array([0]), alone(1)) == (0.25, 0.25, 0.25, 1)


def test_equal_figures_have_an_interval_of_no_width() -> None:
    assert spread(figures(*[0.5] * 30), alone(30)) == (0.5, 0.5, 0.5)


def test_a_figure_without_anything_to_divide_by_has_no_interval() -> None:
    assert interval(mean, np.zeros((12, 2)), np.arange(12), alone(12)) is None


def test_resamples_without_anything_to_divide_by_are_left_out() -> None:
    # the one question that counts is not drawn in a third of the resamples
    values = np.array([[1.0, 1.0], *[[0.0, 0.0]] * 11])
    assert np.isnan(resampled(mean, values, every(values), alone(12))).mean() == pytest.approx(math.exp(-1), abs=0.03)
    assert interval(mean, values, every(values), alone(12)) == (1, 1, 1, 12)


# differences


def exact(statistic: Additive, before: Values, after: Values, clusters: Sequence[int]) -> float:
    """The share of all exchanges of A and B, cluster by cluster, with a difference as large as the observed one."""

    def figure(values: list[NDArray[np.float64]]) -> float:
        return float(statistic.of(np.array(values), np.ones((1, len(values))))[0])

    def difference(exchanged: Sequence[bool]) -> float:
        pairs = [
            (b, a) if exchanged[cluster] else (a, b) for a, b, cluster in zip(before, after, clusters, strict=True)
        ]
        return figure([b for _, b in pairs]) - figure([a for a, _ in pairs])

    count = max(clusters) + 1
    observed = abs(difference([False] * count))
    found = [abs(difference(exchanged)) for exchanged in itertools.product((False, True), repeat=count)]
    defined = [one for one in found if not math.isnan(one)]
    return sum(one >= observed - 1e-12 for one in defined) / len(defined)


def some_figures(generator: np.random.Generator, count: int) -> Values:
    return figures(*generator.random(count))


def some_counts(generator: np.random.Generator, count: int) -> Values:
    positive, predicted = generator.integers(0, 2, (2, count)).astype(float)
    return np.column_stack([positive * predicted, predicted, positive])


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("statistic", "made"), [(mean, some_figures), (f1, some_counts)])
def test_p_is_that_of_every_exchange_of_eight_queries(
    statistic: Additive, made: Callable[[np.random.Generator, int], Values], seed: int
) -> None:
    generator = np.random.default_rng(seed)
    before, after = made(generator, 8), made(generator, 8)
    found = compared(before, after, statistic=statistic)
    assert probability(found) == pytest.approx(exact(statistic, before, after, range(8)), abs=0.02)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_p_is_that_of_every_exchange_of_whole_clusters(seed: int) -> None:
    generator = np.random.default_rng(seed)
    names = [number % 10 for number in range(30)]
    before, after = some_figures(generator, 30), some_figures(generator, 30)
    found = compared(before, after, Clusters.draw([str(name) for name in names], 0))
    assert probability(found) == pytest.approx(exact(mean, before, after, names), abs=0.02)


def test_p_of_a_run_and_itself_is_one() -> None:
    values = figures(*np.random.default_rng(0).random(40))
    found = compared(values, values)
    assert (found.change, found.low, found.high, found.p, found.effect) == (0, 0, 0, 1, 0)


def test_p_of_two_runs_of_the_same_thing_is_anything_with_equal_chances() -> None:
    generator, clusters = np.random.default_rng(4), alone(30)
    found = [
        probability(compared(figures(*generator.random(30)), figures(*generator.random(30)), clusters, seed=seed))
        for seed in range(100)
    ]
    for level in (0.1, 0.5, 0.9):
        assert sum(p <= level for p in found) / len(found) == pytest.approx(level, abs=0.1)


def test_p_of_a_clear_difference_is_small_and_the_interval_is_far_from_zero() -> None:
    found = compared(figures(*[0.0] * 30, *[1.0] * 10), figures(*[1.0] * 40))
    assert probability(found) < 0.001
    assert found.low > 0.5
    assert (found.before, found.after, found.change, found.n) == (0.25, 1.0, 0.75, 40)


def test_what_is_clear_over_single_questions_may_not_be_over_clusters() -> None:
    # one change, asked about ten times over
    before, after = figures(*[0.0] * 110), figures(*[1.0] * 10, *[0.0] * 100)
    names = [str(number // 10) for number in range(110)]
    assert probability(compared(before, after)) < 0.01
    assert probability(compared(before, after, Clusters.draw(names, 0))) == 1


def test_no_p_is_zero() -> None:
    assert probability(compared(figures(*[0.0] * 60), figures(*[1.0] * 60))) == 1 / (RESAMPLES + 1)


def test_the_other_way_round_the_same_is_found_with_the_other_sign() -> None:
    generator = np.random.default_rng(6)
    before, after = some_figures(generator, 30), some_figures(generator, 30)
    there, back = compared(before, after), compared(after, before)
    assert back.change == pytest.approx(-there.change)
    assert [back.low, back.floor, back.ceiling, back.high] == pytest.approx(
        [-there.high, -there.ceiling, -there.floor, -there.low]
    )
    assert back.p == there.p
    assert back.effect == pytest.approx(-(there.effect or 0))


def test_the_interval_of_a_difference_is_that_of_the_paired_differences() -> None:
    generator = np.random.default_rng(8)
    first = generator.random(200)
    moved = generator.normal(0.1, 0.2, 200)
    found = compared(figures(*first), figures(*(first + moved)))
    error = moved.std() / math.sqrt(200)
    assert [found.low, found.high] == pytest.approx(
        [moved.mean() - 1.96 * error, moved.mean() + 1.96 * error], abs=4e-3
    )
    assert [found.floor, found.ceiling] == pytest.approx(
        [moved.mean() - 1.645 * error, moved.mean() + 1.645 * error], abs=4e-3
    )


def test_one_question_proves_nothing() -> None:
    found = compared(figures(0), figures(1))
    assert (found.change, found.p, found.n) == (1, 1, 1)


@pytest.mark.parametrize(("before", "after"), [(0, 1), (1, 0), (0, 0)])
def test_a_figure_that_one_run_does_not_have_is_not_compared(before: int, after: int) -> None:
    a, b = (np.full((12, 2), float(counted)) for counted in (before, after))
    assert significance.compare(mean, a, b, every(a), alone(12), 0) is None


def test_a_statistic_that_is_not_additive_has_an_interval_and_no_p() -> None:
    found = compared(figures(*[0.0] * 20), figures(*[1.0] * 20), statistic=ByQuery(mean))
    assert (found.low, found.high, found.p) == (1, 1, None)


def test_exchanges_that_leave_nothing_to_divide_by_do_not_make_a_difference_rarer() -> None:
    # refusal precision, where A refuses one question rightly and B another one wrongly
    before = np.array([[1, 1], [0, 0], *[[0, 0]] * 10], float)
    after = np.array([[0, 0], [0, 1], *[[0, 0]] * 10], float)
    assert exact(mean, before, after, range(12)) == 1
    assert probability(compared(before, after)) == 1


# effect size


def test_the_effect_size_by_hand() -> None:
    # differences 1, 0, 0, 0: mean 1/4, standard deviation 1/2
    assert compared(figures(0, 0, 1, 1), figures(1, 0, 1, 1)).effect == pytest.approx(0.5)
    # differences 1, −1, −1, −1: mean −1/2, standard deviation 1
    assert compared(figures(0, 1, 1, 1), figures(1, 0, 0, 0)).effect == pytest.approx(-0.5)


def test_where_nothing_moved_the_effect_is_none_at_all() -> None:
    assert compared(figures(0, 1), figures(0, 1)).effect == 0


@pytest.mark.parametrize("count", [1, 12])
def test_a_change_without_any_spread_is_not_called_an_effect_of_zero(count: int) -> None:
    assert compared(figures(*[0.0] * count), figures(*[1.0] * count)).effect != 0


def test_queries_without_a_figure_of_their_own_have_no_effect_size() -> None:
    values = some_counts(np.random.default_rng(0), 12)
    assert compared(values, values[::-1], statistic=f1).effect is None


def test_a_query_that_has_a_figure_in_one_run_only_has_no_effect_size() -> None:
    whole, part = figures(0.4, 0.8, 0.6), np.array([[0.5, 1], [0, 0], [0.6, 1]])
    assert compared(part, whole).effect is None
    assert compared(whole, part).effect is None


# several measures

PROBABILITIES = st.lists(st.floats(0, 1), min_size=1, max_size=8)


def test_holm_by_hand() -> None:
    # 4 × .005, 3 × .01, 2 × .03, and 1 × .04 is less than the one before it
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, 0.9]) == [1.0, 1.0]


def test_one_probability_needs_no_correction_and_none_gives_none() -> None:
    assert holm([0.03]) == [0.03]
    assert holm([]) == []


@PROPERTY
@given(PROBABILITIES)
def test_a_corrected_probability_is_no_smaller_and_at_most_one(raw: list[float]) -> None:
    assert all(before <= after <= 1 for before, after in zip(raw, holm(raw), strict=True))


@PROPERTY
@given(PROBABILITIES)
def test_correcting_keeps_who_is_smaller(raw: list[float]) -> None:
    ordered = [after for _, after in sorted(zip(raw, holm(raw), strict=True))]
    assert ordered == sorted(ordered)


@PROPERTY
@given(PROBABILITIES.flatmap(lambda raw: st.tuples(st.just(raw), st.permutations(range(len(raw))))))
def test_correcting_does_not_depend_on_the_order(found: tuple[list[float], list[int]]) -> None:
    raw, order = found
    assert holm([raw[i] for i in order]) == [holm(raw)[i] for i in order]
