"""The nouns of the bench: Plan, Bench, Goal, Row, Outcome."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from yinju.eval.bench.articles import Corpus
from yinju.rag.settings import Settings

FULL_SIZE, FULL_GROWTH = 5_000, 10
"""Articles in the library that the goals speak of, and how many times larger the grown one is."""


class Unmeasured(Exception):
    """A part, or one side of a pair, cannot run here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured. `articles` is the number that all runs of a pair add together."""

    runs: int = 5
    articles: int = 300
    size: int = FULL_SIZE
    growth: int = FULL_GROWTH
    questions: int = 120
    kills: int = 200
    askers: int = 32
    writes: int = 60
    quick: bool = False
    """A smoke run: the stock chain, the page and the prepared graph, which take seconds to load, are left out."""
    seed: int = 0


QUICK = Plan(runs=2, articles=2, size=2, growth=4, questions=6, kills=2, askers=4, writes=3, quick=True)


@dataclass(frozen=True, slots=True)
class Bench:
    """What every part is given; `folder` is for its files and gone afterwards."""

    plan: Plan
    settings: Settings
    corpus: Corpus
    folder: Path
    tell: Callable[[str], None]

    @property
    def size(self) -> int:
        """Articles in the library that questions are asked of."""
        return min(self.plan.size, len(self.corpus.lines))


class Goal(NamedTuple):
    """What a figure is to reach; `most` says that it is a ceiling."""

    limit: float
    most: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: one figure a run. Whether the goal is met is judged by the median.

    `why` says why there are no figures, or why they cannot be held against the goal.
    """

    what: str
    values: tuple[float, ...]
    unit: str = ""
    goal: Goal | None = None
    why: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal, without figures, or where they do not count."""
        if self.goal is None or not self.values or self.why:
            return None
        middle = statistics.median(self.values)
        return middle <= self.goal.limit if self.goal.most else middle >= self.goal.limit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a part found: its rows, every raw figure by name, and how it was measured."""

    rows: tuple[Row, ...]
    raw: Mapping[str, Sequence[float]]
    notes: tuple[str, ...] = field(default=())


class Part(NamedTuple):
    """One measure: a name for `--only`, a heading, and the function that measures. It may raise Unmeasured."""

    name: str
    heading: str
    measure: Callable[[Bench], Outcome]
