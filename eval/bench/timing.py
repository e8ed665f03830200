"""Seconds, taken in turns: what is compared runs in the same minutes, and nobody always runs first."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def seconds(work: Callable[[], object]) -> float:
    """Return how long something took, with the garbage of before collected first."""
    gc.collect()
    return stopwatch(work)


def stopwatch(work: Callable[[], object]) -> float:
    """Return how long something took; for what is so short that collecting garbage would take longer."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def rounds(sides: Mapping[str, Callable[[int], float]], runs: int) -> dict[str, list[float]]:
    """Let every side give its figure once a round; each round begins with the next side. A side is told the round."""
    figures: dict[str, list[float]] = {name: [] for name in sides}
    for run in range(runs):
        for name in turned(list(sides), run):
            figures[name].append(sides[name](run))
    return figures


def turned(items: Sequence[T], by: int) -> list[T]:
    """Return items with the first `by` of them moved to the end, round and round."""
    at = by % len(items) if items else 0
    return [*items[at:], *items[:at]]


def ratios(over: Sequence[float], under: Sequence[float]) -> tuple[float, ...]:
    """Return the ratio of each round: figures that were taken together are compared with each other."""
    return tuple(one / max(other, 1e-9) for one, other in zip(over, under, strict=True))


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
