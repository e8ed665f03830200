"""What plots show, as numbers: points of curves, bins, shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any, NamedTuple

import numpy as np

Questions = Sequence[Mapping[str, Any]]


class Point(NamedTuple):
    """A place on a curve."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose probabilities lie together: their mean, and the share of them that has an answer."""

    probability: float
    answerable: float
    count: int


def risk_coverage(questions: Questions) -> tuple[Point, ...]:
    """Return coverage → risk: the share of wrong replies among the most probable, one question more at each point.

    Equal probabilities keep the questions' order, as in the measure, so that the points' mean is its area.
    """
    ordered = sorted(questions, key=lambda question: -question["probability"])
    wrong = np.cumsum([question["risk"] for question in ordered])
    return tuple(Point((i + 1) / len(ordered), float(wrong[i]) / (i + 1)) for i in range(len(ordered)))


def answered(questions: Questions) -> Point | None:
    """Return the share of questions that were answered and the share of those that are wrong; None when none was."""
    risks = [question["risk"] for question in questions if not question["refused"]]
    return Point(len(risks) / len(questions), sum(risks) / len(risks)) if risks else None


def reliability(questions: Questions, bins: int = 10) -> tuple[Bin, ...]:
    """Return bins of equally many questions, least probable first; none unless some have an answer and some have not."""
    known = {bool(question["expected"]["answerable"]) for question in questions}
    if len(known) < 2:
        return ()
    pairs = sorted((question["probability"], bool(question["expected"]["answerable"])) for question in questions)
    groups = [group for group in np.array_split(np.array(pairs, np.float64), bins) if len(group)]
    return tuple(Bin(float(group[:, 0].mean()), float(group[:, 1].mean()), len(group)) for group in groups)


def refused(questions: Questions, slice_: str) -> float:
    """Return the share of a slice's questions that were refused."""
    found = [bool(question["refused"]) for question in questions if slice_ in question["slices"]]
    return sum(found) / len(found) if found else 0.0


def histogram(figures: Sequence[float], bins: int = 24) -> tuple[float, tuple[int, ...]]:
    """Return the width of a bin, a round number, and the count in each; the last also counts whatever lies beyond.

    The bins reach half as far again as 95 of 100 figures do: one slow question must not press all others into a line.
    """
    reach = min(max(figures), 1.5 * float(np.percentile(figures, 95))) or 1.0
    width = step(reach, bins)
    count = max(1, ceil(reach / width))
    places = [min(int(figure / width), count - 1) for figure in figures]
    return width, tuple(places.count(place) for place in range(count))


def step(reach: float, most: int) -> float:
    """Return the smallest of 1, 2, 2.5, 5, 10 … that needs no more than so many steps to reach a figure."""
    power = 10.0 ** floor(log10(reach / most))
    return next(size for factor in (1, 2, 2.5, 5, 10) if (size := factor * power) * most >= reach * (1 - 1e-9))
