"""What a measure is: a value with a name, a definition, a score for each query and a statistic over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from yinju.eval.types import Claim, Judged, Query, Reply

Values = NDArray[np.float64]
Scores = Mapping[str, tuple[float, ...]]
"""What one query contributes: label → columns. The label "" is the query itself, others are cells like en→zh."""


class Statistic(Protocol):
    """A figure over many queries. `values` has a row a query, `weights` a row a resample: how often each counts."""

    def of(self, values: Values, weights: Values) -> Values:
        """Return one figure a row of weights; NaN where there is nothing to divide by."""
        ...


@dataclass(frozen=True, slots=True)
class Additive:
    """A figure that only needs the columns' sums, so that clusters can be summed once."""

    formula: Callable[[Values], Values]

    def of(self, values: Values, weights: Values) -> Values:
        """Return the formula over the weighted sums of the columns."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.formula((weights @ values).T)


mean = Additive(lambda sums: sums[0] / sums[1])
"""Columns: value, 1. Precision and recall are means too: of hits over chances."""
f1 = Additive(lambda sums: 2 * sums[0] / (sums[1] + sums[2]))
"""Columns: true positive, predicted positive, positive."""
balanced_accuracy = Additive(lambda sums: (sums[0] / sums[1] + sums[2] / sums[3]) / 2)
"""Columns: true positive, positive, true negative, negative."""


@dataclass(frozen=True, eq=False)
class Case:
    """A query with what came out for it. `texts` and `languages` know the documents that the reply names."""

    query: Query
    reply: Reply
    run: tuple[str, ...] = ()
    texts: Mapping[str, str] | None = None
    languages: Mapping[str, str] | None = None

    @property
    def failed(self) -> bool:
        """Whether there is no reply, or none that could be made."""
        return self.reply.error is not None

    def text(self, place: Any) -> str:
        """Return the text at a place (doc, start, end), or nothing when there is no such document."""
        return (self.texts or {}).get(place.doc, "")[place.start : place.end]


@dataclass(frozen=True, eq=False)
class ClaimCase:
    """A claim with its verdict line."""

    query: Claim
    reply: Judged
    failed: bool = False


Item = TypeVar("Item", Case, ClaimCase)


@dataclass(frozen=True, slots=True)
class Measure(Generic[Item]):
    """A measure. `better` is 1 when higher is better, −1 when lower is, 0 when neither."""

    name: str
    definition: str
    counted: Callable[[Item], Scores]
    statistic: Statistic = mean
    better: int = 1

    def score(self, item: Item) -> Scores:
        """Return what a query contributes; one whose reply is missing contributes the worst figure there is."""
        found = self.counted(item)
        if not item.failed or self.statistic is not mean or not self.better:
            return found
        return dict.fromkeys(found, (0.0 if self.better > 0 else 1.0, 1.0))


def value(figure: float | bool) -> Scores:
    """Return the contribution of a query with one figure."""
    return {"": (float(figure), 1.0)}


NONE: Scores = {}
"""The contribution of a query that a measure says nothing about."""
