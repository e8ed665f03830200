"""Claim measures: figures made by hand, ties half, and an unchecked claim is neither accepted nor caught."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.eval.measures import claims
from yinju.eval.measures.types import ClaimCase, Measure
from yinju.eval.types import Claim, Judged

PROPERTY = settings(max_examples=40, deadline=None, database=None)
MEASURES: dict[str, Measure[ClaimCase]] = {measure.name: measure for measure in claims.MEASURES}
VERDICTS = ("verbatim", "supported", "partial", "contradicted", "unsupported", "unchecked")


def a_case(supported: bool, verdict: str = "unchecked", score: float = 0.0) -> ClaimCase:
    """A claim with its gold label and its verdict line."""
    predicted = "supported" if verdict in ("verbatim", "supported") else "unsupported"
    claim = Claim("c", "It is 600.", ("It is 600.",), "en", "c", supported)
    return ClaimCase(claim, Judged("c", predicted, verdict, score))


def figure(name: str, cases: Sequence[ClaimCase], weights: Sequence[int] | None = None) -> float:
    """The measure over these claims, each counted as often as its weight says."""
    measure = MEASURES[name]
    scored = [
        (columns[""], times)
        for case, times in zip(cases, weights or [1] * len(cases), strict=True)
        if (columns := measure.score(case))
    ]
    if not scored:
        return float("nan")
    values, counted = (np.array(column, float) for column in zip(*scored, strict=True))
    return float(measure.statistic.of(values, counted[None, :])[0])


def brute_area(cases: Sequence[ClaimCase]) -> float:
    """How often a supported claim scores above an unsupported one, pair by pair, ties half."""
    won = [
        1.0 if good.reply.score > bad.reply.score else 0.5 if good.reply.score == bad.reply.score else 0.0
        for good in cases
        if good.query.supported
        for bad in cases
        if not bad.query.supported
    ]
    return sum(won) / len(won) if won else float("nan")


EVERY = [
    a_case(True, "verbatim"),
    a_case(True, "supported"),
    a_case(True, "unchecked"),
    a_case(True, "partial"),
    a_case(False, "supported"),
    a_case(False, "unchecked"),
    a_case(False, "contradicted"),
    a_case(False, "unsupported"),
    a_case(False, "partial"),
]


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        # 2 of 4 supported claims accepted, 4 of 5 unsupported ones not
        ("balanced accuracy", (2 / 4 + 4 / 5) / 2),
        # 4 found, 6 called unsupported, 5 are
        ("F1 of unsupported", 2 * 4 / (6 + 5)),
        ("wrong claims caught", 3 / 5),
        ("false alarms", 1 / 4),
        ("unchecked claims", 2 / 9),
    ],
)
def test_verdicts_by_hand(name: str, by_hand: float) -> None:
    assert figure(name, EVERY) == pytest.approx(by_hand)


def test_an_unchecked_claim_counts_as_unsupported_but_nothing_is_caught_and_no_alarm_raised() -> None:
    cases = [a_case(True), a_case(False)]
    assert figure("balanced accuracy", cases) == 1 / 2
    assert figure("F1 of unsupported", cases) == pytest.approx(2 / 3)
    assert figure("wrong claims caught", cases) == 0
    assert figure("false alarms", cases) == 0
    assert figure("unchecked claims", cases) == 1


def test_a_missing_verdict_is_an_unchecked_one() -> None:
    for supported in (True, False):
        missing = ClaimCase(a_case(supported).query, Judged("c"))
        for measure in MEASURES.values():
            assert measure.score(missing) == measure.score(a_case(supported))


def test_balanced_accuracy_does_not_reward_the_larger_class() -> None:
    cases = [*[a_case(True, "supported")] * 9, a_case(False, "supported")]
    assert figure("balanced accuracy", cases) == 1 / 2


def test_the_area_under_the_curve_by_hand() -> None:
    good = [a_case(True, score=score) for score in (0.9, 0.5, 0.4)]
    bad = [a_case(False, score=score) for score in (0.5, 0.1)]
    # against 0.5: won, tied, lost; against 0.1: won three times
    assert figure("AUROC", [*good, *bad]) == pytest.approx((1 + 0.5 + 0 + 3) / 6)


def test_scores_that_are_all_the_same_tell_nothing() -> None:
    assert figure("AUROC", EVERY) == 1 / 2


@pytest.mark.parametrize("label", [True, False])
def test_claims_of_one_label_leave_nothing_to_divide_by(label: bool) -> None:
    cases = [a_case(label, "supported", 0.9), a_case(label, "unsupported", 0.1)]
    assert np.isnan(figure("AUROC", cases))
    assert np.isnan(figure("balanced accuracy", cases))


CASES = st.builds(a_case, st.booleans(), st.sampled_from(VERDICTS), st.sampled_from([0.0, 0.25, 0.5, 1.0]))
DRAWN = st.lists(st.tuples(CASES, st.integers(0, 3)), min_size=1, max_size=10)


@PROPERTY
@given(DRAWN)
def test_the_area_is_that_of_the_obvious_double_loop(drawn: list[tuple[ClaimCase, int]]) -> None:
    repeated = [case for case, times in drawn for _ in range(times)]
    found = figure("AUROC", [case for case, _ in drawn], [times for _, times in drawn])
    assert found == pytest.approx(brute_area(repeated), nan_ok=True)


@PROPERTY
@given(DRAWN, st.sampled_from(sorted(MEASURES)))
def test_a_weight_counts_like_that_many_rows_and_every_measure_stays_between_0_and_1(
    drawn: list[tuple[ClaimCase, int]], name: str
) -> None:
    weighted = figure(name, [case for case, _ in drawn], [times for _, times in drawn])
    assert weighted == pytest.approx(figure(name, [c for c, times in drawn for _ in range(times)]), nan_ok=True)
    assert np.isnan(weighted) or 0 <= weighted <= 1


def test_every_row_of_weights_has_its_own_figure() -> None:
    cases = [a_case(True, score=0.9), a_case(True, score=0.1), a_case(False, score=0.5)]
    values = np.array([MEASURES["AUROC"].score(case)[""] for case in cases])
    found = MEASURES["AUROC"].statistic.of(values, np.array([[1, 1, 1], [3, 1, 2], [0, 1, 1], [1, 1, 0]], float))
    assert found[:3] == pytest.approx([1 / 2, 3 / 4, 0])
    assert np.isnan(found[3])
