"""Two runs of one dataset held against each other, question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from yinju.eval import measures, scoring, significance
from yinju.eval.errors import NotComparable, RunInvalid
from yinju.eval.measures.types import Measure, Values
from yinju.eval.runs import QUESTIONS, Run
from yinju.eval.significance import Clusters, Difference

LEVEL = 0.05
"""Corrected probability below which a change is called one."""

GATED = ("containment accuracy", "evidence recall@3", "nDCG@10", "refusal F1", "balanced accuracy")
"""Measures that a gate watches unless others are named, where a dataset has them."""

REFUSED = "(refused)"
"""What a flip has in the place of a reply where there was a refusal."""

_FLIPPED = ("containment accuracy", "evidence recall@3", "refusal recall", "over-refusal", "balanced accuracy")


@dataclass(frozen=True, slots=True)
class Change:
    """One measure in one slice; `p` is corrected over the measures of that slice (Holm)."""

    measure: str
    slice: str
    better: int
    difference: Difference
    p: float | None

    @property
    def significant(self) -> bool:
        """Whether the change is more than chance."""
        return self.p is not None and self.p < LEVEL and self.difference.change != 0

    @property
    def worst_case(self) -> float:
        """The one-sided 95 % bound of how much better B is, negative when it may be worse."""
        return self.difference.floor if self.better >= 0 else -self.difference.ceiling


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that one run gets right and the other does not."""

    id: str
    question: str
    measure: str
    better: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from run A to run B."""

    before: Run
    after: Run
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs. Raises NotComparable for runs of different datasets, RunInvalid for runs without questions."""
    for run in (before, after):
        if not run.questions:
            raise RunInvalid(f"{run.folder} has no {QUESTIONS}, which comparing needs; run it again")
    datasets = [run.signature["dataset"] for run in (before, after)]
    if datasets[0] != datasets[1]:
        raise NotComparable(
            f"{before.folder} is a run of {datasets[0]} and {after.folder} of {datasets[1]}; "
            "compare runs of the same dataset in the same version"
        )
    seed = int(before.signature["seed"])
    clusters = Clusters.draw([question["cluster"] for question in before.questions], seed)
    scored = [[question["scores"] for question in run.questions] for run in (before, after)]
    every: list[Measure[Any]] = [*measures.FOR_QUERIES, *measures.FOR_CLAIMS]
    found: dict[str, list[tuple[Measure[Any], Difference]]] = {}
    for measure in every:
        tables = [scoring.tables(scores, measure.name) for scores in scored]
        for slice_ in _slices(before, tables[0]):
            if slice_ in tables[1]:
                rows, a, b = _paired(tables[0][slice_], tables[1][slice_])
                difference = significance.compare(measure.statistic, a, b, rows, clusters, seed)
                if difference:
                    found.setdefault(slice_, []).append((measure, difference))
    changes = [change for slice_, differences in found.items() for change in _corrected(slice_, differences)]
    return Comparison(before, after, tuple(changes), tuple(_flips(before, after, every)))


def _slices(run: Run, table: Mapping[str, Any]) -> list[str]:
    """Return the slices worth a test: all, languages, and the cells of few languages."""
    languages = sorted({question["language"] for question in run.questions})
    cells = [name for name in table if "→" in name] if len(languages) <= 3 else []
    return [name for name in ("all", *languages, scoring.SAME, scoring.ACROSS, *cells) if name in table]


def _paired(before: scoring.Table, after: scoring.Table) -> tuple[scoring.Rows, Values, Values]:
    """Return both runs' columns on the questions of either; what a run has no figure for counts nothing."""
    rows = np.union1d(before[0], after[0])
    if len(before[0]) == len(rows) == len(after[0]) or len(np.unique(before[0])) < len(before[0]):
        return before[0], before[1], after[1]
    columns = []
    for own, values in (before, after):
        filled = np.zeros((len(rows), values.shape[1]))
        filled[np.searchsorted(rows, own)] = values
        columns.append(filled)
    return rows, columns[0], columns[1]


def _corrected(slice_: str, differences: Sequence[tuple[Measure[Any], Difference]]) -> list[Change]:
    tested = [difference.p for _, difference in differences if difference.p is not None]
    corrected = iter(significance.holm(tested))
    return [
        Change(measure.name, slice_, measure.better, difference, None if difference.p is None else next(corrected))
        for measure, difference in differences
    ]


def _flips(before: Run, after: Run, every: Sequence[Measure[Any]]) -> list[Flip]:
    flips = []
    for measure in every:
        for a, b in zip(before.questions, after.questions, strict=True) if measure.name in _FLIPPED else ():
            was, is_ = (_right(measure, question) for question in (a, b))
            if was is not None and is_ is not None and was != is_:
                flips.append(Flip(a["id"], a["question"], measure.name, is_, _said(a), _said(b)))
    return flips


def _right(measure: Measure[Any], question: Mapping[str, Any]) -> bool | None:
    """Say whether a question is right by a measure: its figure, or its true positive or negative, is at least a half."""
    columns = question["scores"].get(measure.name, {}).get("all")
    return None if columns is None else (sum(columns[0::2]) >= 0.5) is (measure.better > 0)


def _said(question: Mapping[str, Any]) -> str:
    return REFUSED if question.get("refused") else str(question["answer"])
