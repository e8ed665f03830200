"""How sure a figure is: cluster bootstrap, paired permutation, Holm's correction.

Queries that share an article, or a question, are not independent: what is resampled and exchanged is always
a whole cluster (Efron and Tibshirani 1993; Dror et al. 2018 for the tests). Everything follows from the
seed, so the same answers give the same intervals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yinju.eval.measures.types import Additive, Statistic, Values
from yinju.eval.types import Interval

RESAMPLES = 10_000

_FEWEST = 10
"""Clusters below which single queries are resampled: few clusters say nothing about their spread."""

_NO_SPREAD = 1e-12  # what rounding leaves of none
_AT_ONCE = 500  # resamples of statistics that need every query's own weight, for memory


@dataclass(frozen=True, slots=True)
class Clusters:
    """Which cluster each query belongs to, and how often each resample draws each cluster, (RESAMPLES, clusters)."""

    of: NDArray[np.int64]
    drawn: Values

    @classmethod
    def draw(cls, names: Sequence[str], seed: int) -> Clusters:
        """Draw the resamples for queries with these cluster names."""
        distinct, of = np.unique(np.array(names), return_inverse=True)
        if len(distinct) < _FEWEST:
            of = np.arange(len(names))
        count = int(of.max()) + 1 if len(of) else 1
        generator = np.random.default_rng(seed)
        drawn = generator.multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
        return cls(of.astype(np.int64), drawn.astype(np.float64))


def interval(statistic: Statistic, values: Values, rows: NDArray[np.int64], clusters: Clusters) -> Interval | None:
    """Return a statistic over some queries (`rows` of all) with its 95 % bootstrap interval; None when undefined."""
    figure = float(statistic.of(values, np.ones((1, len(values))))[0])
    if np.isnan(figure):
        return None
    found = resampled(statistic, values, rows, clusters)
    low, high = np.nanpercentile(found, [2.5, 97.5]) if not np.isnan(found).all() else (figure, figure)
    return Interval(round(figure, 6), round(float(low), 6), round(float(high), 6), len(values))


def resampled(statistic: Statistic, values: Values, rows: NDArray[np.int64], clusters: Clusters) -> Values:
    """Return the statistic in every resample."""
    own = clusters.of[rows]
    if isinstance(statistic, Additive):
        return statistic.of(_summed(values, own, clusters.drawn.shape[1]), clusters.drawn)
    parts = [statistic.of(values, clusters.drawn[at : at + _AT_ONCE][:, own]) for at in range(0, RESAMPLES, _AT_ONCE)]
    return np.concatenate(parts)


class Difference(NamedTuple):
    """What changed from run A to run B.

    `low` and `high` bound the difference with 95 % confidence, `floor` from below and
    `ceiling` from above with one-sided 95 % each. `p` is
    the two-sided probability of so large a difference when A and B are the same thing, None where the
    statistic has no exchange test. `effect` is the mean of the per-query differences over their standard
    deviation (Cohen's d of paired samples), None where queries have no figure of their own or all change alike.
    """

    before: float
    after: float
    low: float
    high: float
    floor: float
    ceiling: float
    p: float | None
    effect: float | None
    n: int

    @property
    def change(self) -> float:
        """The difference, after less before."""
        return self.after - self.before


def compare(
    statistic: Statistic, before: Values, after: Values, rows: NDArray[np.int64], clusters: Clusters, seed: int
) -> Difference | None:
    """Compare two runs on the same queries (rows of `before` and `after` belong together); None when undefined."""
    ones = np.ones((1, len(before)))
    a, b = float(statistic.of(before, ones)[0]), float(statistic.of(after, ones)[0])
    if np.isnan(a) or np.isnan(b):
        return None
    moved = resampled(statistic, after, rows, clusters) - resampled(statistic, before, rows, clusters)
    low, floor, ceiling, high = (float(bound) for bound in np.nanpercentile(moved, [2.5, 5, 95, 97.5]))
    own = clusters.of[rows]
    p = _permutation(statistic, before, after, own, b - a, seed) if isinstance(statistic, Additive) else None
    return Difference(a, b, low, high, floor, ceiling, p, _effect(before, after), len(before))


def _permutation(
    statistic: Additive, before: Values, after: Values, own: NDArray[np.int64], change: float, seed: int
) -> float:
    """Return how often exchanging A and B in random clusters gives a difference as large as the one observed."""
    present, own = np.unique(own, return_inverse=True)
    a, b = _summed(before, own, len(present)), _summed(after, own, len(present))
    exchanged = np.random.default_rng(seed + 1).integers(0, 2, (RESAMPLES, len(present))).astype(np.float64)
    shift = exchanged @ (b - a)
    ones = np.ones((1, len(present)))
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = statistic.formula((ones @ a + shift).T), statistic.formula((ones @ b - shift).T)
    smaller = np.abs(second - first) < abs(change) - 1e-12  # an exchange that leaves nothing to divide by is none
    return float(((~smaller).sum() + 1) / (RESAMPLES + 1))


def _effect(before: Values, after: Values) -> float | None:
    if before.shape[1] != 2 or not (before[:, 1] == 1).all() or not (after[:, 1] == 1).all():
        return None
    moved = after[:, 0] - before[:, 0]
    spread = float(moved.std(ddof=1)) if len(moved) > 1 else 0.0
    if spread > _NO_SPREAD:
        return float(moved.mean()) / spread
    return None if moved.any() else 0.0


def _summed(values: Values, own: NDArray[np.int64], count: int) -> Values:
    sums = np.zeros((count, values.shape[1]))
    np.add.at(sums, own, values)
    return sums


def holm(probabilities: Sequence[float]) -> list[float]:
    """Return probabilities corrected for their number (Holm 1979), in the order given."""
    order = sorted(range(len(probabilities)), key=lambda i: probabilities[i])
    corrected, highest = [0.0] * len(order), 0.0
    for place, i in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - place) * probabilities[i]))
        corrected[i] = highest
    return corrected
