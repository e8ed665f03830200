"""Claims: does the verifier tell supported from unsupported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from yinju.eval.measures.types import NONE, ClaimCase, Measure, Scores, Values, balanced_accuracy, f1, value
from yinju.rag.types import Verdict

_OBJECTS = {Verdict.CONTRADICTED, Verdict.UNSUPPORTED, Verdict.PARTIAL}


def _accepted(case: ClaimCase) -> bool:
    return case.reply.predicted == "supported"


def _balanced(case: ClaimCase) -> Scores:
    supported, accepted = case.query.supported, _accepted(case)
    columns = (supported and accepted, supported, not supported and not accepted, not supported)
    return {"": tuple(map(float, columns))}


def _f1(case: ClaimCase) -> Scores:
    wrong, rejected = not case.query.supported, not _accepted(case)
    return {"": (float(wrong and rejected), float(rejected), float(wrong))}


@dataclass(frozen=True, slots=True)
class RankArea:
    """The area under the ROC curve: how often a supported claim scores above an unsupported one, ties half. Columns: score, supported."""

    def of(self, values: Values, weights: Values) -> Values:
        """Return the area for each row of weights."""
        good, bad = values[:, 1] == 1, values[:, 1] == 0
        above = np.sign(values[good, 0][:, None] - values[bad, 0][None, :]) / 2 + 0.5
        with np.errstate(invalid="ignore", divide="ignore"):
            won = ((weights[:, good] @ above) * weights[:, bad]).sum(axis=1)
            area: Values = won / (weights[:, good].sum(axis=1) * weights[:, bad].sum(axis=1))
        return area


def _ranked(case: ClaimCase) -> Scores:
    return {"": (case.reply.score, float(case.query.supported))}


def _objected(supported: bool) -> Callable[[ClaimCase], Scores]:
    def scored(case: ClaimCase) -> Scores:
        return value(case.reply.verdict in _OBJECTS) if case.query.supported is supported else NONE

    return scored


MEASURES: tuple[Measure[ClaimCase], ...] = (
    Measure(
        "balanced accuracy",
        "mean of the shares of supported and of unsupported claims told right",
        _balanced,
        balanced_accuracy,
    ),
    Measure("F1 of unsupported", "harmonic mean of precision and recall in finding unsupported claims", _f1, f1),
    Measure("AUROC", "how often a supported claim scores above an unsupported one, ties half", _ranked, RankArea()),
    Measure(
        "wrong claims caught",
        "share of unsupported claims with a verdict against them (partial, unsupported, contradicted; not unchecked)",
        _objected(supported=False),
    ),
    Measure(
        "false alarms", "share of supported claims with a verdict against them", _objected(supported=True), better=-1
    ),
    Measure(
        "unchecked claims",
        "share of claims the verifier does not judge",
        lambda case: value(case.reply.verdict == Verdict.UNCHECKED),
        better=-1,
    ),
)
