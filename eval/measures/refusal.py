"""Refusals and disagreements: an honest no where nothing answers, no no where something does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from yinju.eval.measures.answers import contains, correct, expected
from yinju.eval.measures.types import NONE, Case, Measure, Scores, Values, f1, value


def _precision(case: Case) -> Scores:
    return value(not case.query.answerable) if case.reply.refused else NONE


def _recall(case: Case) -> Scores:
    return NONE if case.query.answerable else value(case.reply.refused)


def _f1_columns(positive: Callable[[Case], bool], predicted: Callable[[Case], bool]) -> Callable[[Case], Scores]:
    return lambda case: {"": (float(positive(case) and predicted(case)), float(predicted(case)), float(positive(case)))}


def _over_refusal(case: Case) -> Scores:
    return value(case.reply.refused) if case.query.answerable else NONE


def risk(case: Case) -> float:
    """Return 1 when answering is wrong, 0 when it is right.

    A refused question is judged by the two best evidence sentences, which would have been the answer; where
    no answer is given by the dataset, by whether the question has one.
    """
    if not expected(case):
        return float(not case.query.answerable)
    if not case.reply.refused:
        return float(not correct(case))
    return float(not contains(" ".join(case.text(span) for span in case.reply.evidence[:2]), case.query.parts))


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """The area under the risk-coverage curve (Geifman and El-Yaniv 2017): mean risk over all coverages. Columns: probability, risk."""

    def of(self, values: Values, weights: Values) -> Values:
        """Return the area for each row of weights."""
        # queries of one probability are covered together, or the order of the file would matter
        order = np.argsort(-values[:, 0], kind="stable")
        _, first = np.unique(-values[order, 0], return_index=True)
        counted = np.add.reduceat(weights[:, order], first, axis=1)
        covered = np.cumsum(counted, axis=1)
        wrong = np.cumsum(np.add.reduceat(weights[:, order] * values[order, 1], first, axis=1), axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            at = np.where(covered > 0, wrong / covered, 0.0)
            area: Values = (at * counted).sum(axis=1) / counted.sum(axis=1)
        return area


def _risk_coverage(case: Case) -> Scores:
    return {"": (case.reply.probability, risk(case))}


def _brier(case: Case) -> Scores:
    return value((case.reply.probability - case.query.answerable) ** 2)


def shows_both(case: Case) -> bool:
    """Say whether the reply holds every value that the sources disagree about, in its text or side by side."""
    values = [*case.query.parts, *case.query.wrong]
    shown = [str(item["text"]) for conflict in case.reply.conflicts for item in conflict["values"]]
    said = "" if case.reply.refused else case.reply.answer
    return bool(values) and contains(" \n ".join([said, *shown]), values)


def _conflict_shown(case: Case) -> Scores:
    return value(case.reply.conflict and shows_both(case)) if case.query.conflict else NONE


def _both_shown(case: Case) -> Scores:
    return value(shows_both(case)) if case.query.conflict else NONE


def _conflict_precision(case: Case) -> Scores:
    return value(case.query.conflict) if case.reply.conflict else NONE


def _false_alarm(case: Case) -> Scores:
    return NONE if case.query.conflict else value(case.reply.conflict)


MEASURES: tuple[Measure[Case], ...] = (
    Measure("refusal precision", "share of refusals where nothing answers", _precision),
    Measure("refusal recall", "share of unanswerable questions that are refused", _recall),
    Measure(
        "refusal F1",
        "harmonic mean of refusal precision and recall",
        _f1_columns(lambda c: not c.query.answerable, lambda c: c.reply.refused),
        f1,
    ),
    Measure("over-refusal", "share of answerable questions that are refused", _over_refusal, better=-1),
    Measure(
        "risk-coverage area",
        "mean share of wrong replies over all coverages, the most probable answered first (AURC)",
        _risk_coverage,
        RiskCoverage(),
        better=-1,
    ),
    Measure(
        "Brier score", "squared distance of the stated probability from whether an answer exists", _brier, better=-1
    ),
    Measure("conflict shown", "sources disagree: flagged, and every value in the reply", _conflict_shown),
    Measure("both values shown", "sources disagree: every value in the reply, flagged or not", _both_shown),
    Measure("conflict precision", "share of conflict flags where sources disagree", _conflict_precision),
    Measure(
        "conflict F1",
        "harmonic mean of precision and recall of the conflict flag",
        _f1_columns(lambda c: c.query.conflict, lambda c: c.reply.conflict),
        f1,
    ),
    Measure(
        "conflict false alarms", "share of questions without disagreement that are flagged", _false_alarm, better=-1
    ),
)
