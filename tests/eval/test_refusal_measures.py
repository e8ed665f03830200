"""Refusal and conflict measures: figures made by hand, and weights that count a query as often as it is drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.eval.measures import refusal
from yinju.eval.measures.refusal import RiskCoverage, risk
from yinju.eval.measures.types import Case, Values
from yinju.eval.types import GoldSpan, Query, Reply

PROPERTY = settings(max_examples=40, deadline=None, database=None)
MEASURES = {measure.name: measure for measure in refusal.MEASURES}
FIRST, SECOND, THIRD = "There are 600.", "七月开幕。", "It rained."
TEXTS = {"d": f"{FIRST}{SECOND}{THIRD}"}


def place(sentence: str) -> GoldSpan:
    """Where a sentence stands."""
    start = TEXTS["d"].index(sentence)
    return GoldSpan("d", start, start + len(sentence))


def a_case(
    answer: str = "There are 600.",
    refused: bool = False,
    flagged: bool = False,
    probability: float = 0.5,
    evidence: tuple[str, ...] = (),
    shown: tuple[str, ...] = (),
    **query: Any,
) -> Case:
    """A reply; `flagged` and `shown` are its conflict and the values beside it, `query` what is expected."""
    conflicts = ({"values": [{"text": text} for text in shown]},) if shown else ()
    reply = Reply("q", answer, refused, flagged, probability, conflicts=conflicts, evidence=tuple(map(place, evidence)))
    return Case(Query("q", "How many?", "en", "c", **{"parts": (("600",),), **query}), reply, texts=TEXTS)


def figure(name: str, cases: list[Case]) -> float:
    """The measure over these queries, each counted once."""
    measure = MEASURES[name]
    values = np.array([scores[""] for case in cases if (scores := measure.score(case))])
    return float(measure.statistic.of(values, np.ones((1, len(values))))[0])


def area(values: Values, weights: list[int] | None = None) -> float:
    counted = np.array([weights or [1] * len(values)], float)
    return float(RiskCoverage().of(values, counted)[0])


# refusals

ANSWERED_RIGHTLY = [a_case() for _ in range(4)]
REFUSED_WRONGLY = [a_case(refused=True)]
REFUSED_RIGHTLY = [a_case(refused=True, answerable=False) for _ in range(2)]
ANSWERED_WRONGLY = [a_case(answerable=False)]
EVERY = [*ANSWERED_RIGHTLY, *REFUSED_WRONGLY, *REFUSED_RIGHTLY, *ANSWERED_WRONGLY]


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("refusal precision", 2 / 3),
        ("refusal recall", 2 / 3),
        ("refusal F1", 2 * 2 / (3 + 3)),
        ("over-refusal", 1 / 5),
    ],
)
def test_refusals_by_hand(name: str, by_hand: float) -> None:
    assert figure(name, EVERY) == pytest.approx(by_hand)


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    cases = [*EVERY, *REFUSED_WRONGLY, *REFUSED_WRONGLY]
    precision, recall = figure("refusal precision", cases), figure("refusal recall", cases)
    assert [precision, recall] == pytest.approx([2 / 5, 2 / 3])
    assert figure("refusal F1", cases) == pytest.approx(2 * precision * recall / (precision + recall))


def test_who_refuses_everything_finds_all_and_pays_for_it() -> None:
    cases = [a_case(refused=True), a_case(refused=True), a_case(refused=True, answerable=False)]
    assert figure("refusal recall", cases) == 1
    assert figure("refusal precision", cases) == pytest.approx(1 / 3)
    assert figure("over-refusal", cases) == 1


def test_without_refusals_and_unanswerable_questions_there_is_nothing_to_divide_by() -> None:
    assert np.isnan(figure("refusal F1", ANSWERED_RIGHTLY))
    for name in ("refusal precision", "refusal recall"):
        assert not any(MEASURES[name].score(case) for case in ANSWERED_RIGHTLY)


def test_a_missing_reply_is_no_refusal() -> None:
    missing = Case(a_case(answerable=False).query, Reply("q", error="no reply"))
    assert figure("refusal recall", [missing]) == 0
    assert figure("risk-coverage area", [missing]) == 1


@pytest.mark.parametrize(
    ("name", "answerable"), [("over-refusal", True), ("Brier score", False), ("conflict false alarms", True)]
)
def test_a_missing_reply_is_not_the_best_reply(name: str, answerable: bool) -> None:
    missing = Case(a_case(answerable=answerable).query, Reply("q", error="no reply"))
    assert MEASURES[name].score(missing) != {"": (0.0, 1.0)}


# risk


@pytest.mark.parametrize(
    ("case", "wrong"),
    [
        (a_case("There are 600."), 0),
        (a_case("There are 500."), 1),
        (a_case("There are 500.", evidence=(FIRST,)), 1),
        (a_case(answerable=False, parts=()), 1),
        (a_case(answerable=False, parts=(), refused=True), 1),
        (a_case("Whatever.", parts=()), 0),
        (a_case("600 or 500", conflict=True), 0),
    ],
)
def test_answering_is_a_risk_when_the_answer_would_be_wrong(case: Case, wrong: int) -> None:
    assert risk(case) == wrong


@pytest.mark.parametrize(
    ("evidence", "wrong"),
    [
        ((FIRST, THIRD, SECOND), 0),
        ((THIRD, FIRST), 0),
        ((THIRD, SECOND, FIRST), 1),
        ((), 1),
    ],
)
def test_a_refused_question_is_judged_by_the_first_two_sentences_of_its_evidence(
    evidence: tuple[str, ...], wrong: int
) -> None:
    assert risk(a_case("600, but I refuse.", refused=True, evidence=evidence)) == wrong


def test_two_sentences_together_hold_the_parts_of_a_refused_answer() -> None:
    parts = (("600",), ("July", "七月"))
    assert risk(a_case(refused=True, parts=parts, evidence=(FIRST, SECOND))) == 0
    assert risk(a_case(refused=True, parts=parts, evidence=(FIRST, THIRD, SECOND))) == 1


def test_the_area_under_risk_and_coverage_by_hand() -> None:
    cases = [
        a_case("500", probability=0.4),
        a_case("600", probability=0.9),
        a_case("600", probability=0.2),
        a_case("500", probability=0.7),
    ]
    # the most probable first: right, wrong, wrong, right → risks 0, 1/2, 2/3, 2/4
    assert figure("risk-coverage area", cases) == pytest.approx((0 + 1 / 2 + 2 / 3 + 1 / 2) / 4)


def test_wrong_answers_that_come_last_cost_least() -> None:
    good, bad = [[0.9, 0.0], [0.8, 0.0], [0.1, 1.0]], [[0.1, 0.0], [0.8, 0.0], [0.9, 1.0]]
    assert area(np.array(good)) == pytest.approx((0 + 0 + 1 / 3) / 3)
    assert area(np.array(bad)) == pytest.approx((1 + 1 / 2 + 1 / 3) / 3)


def test_a_query_that_is_not_drawn_does_not_count_for_the_area() -> None:
    values = np.array([[0.9, 1.0], [0.8, 0.0], [0.7, 1.0]])
    assert area(values, [0, 1, 1]) == pytest.approx(area(values[1:]))


def test_every_row_of_weights_has_its_own_area() -> None:
    values = np.array([[0.9, 1.0], [0.8, 0.0], [0.7, 1.0]])
    weights = np.array([[1, 1, 1], [0, 1, 1], [3, 0, 0], [0, 0, 0]], float)
    found = RiskCoverage().of(values, weights)
    assert found[:3] == pytest.approx([(1 + 1 / 2 + 2 / 3) / 3, (0 + 1 / 2) / 2, 1])
    assert np.isnan(found[3])


PROBABILITIES = st.sampled_from([0.1, 0.5, 0.9])
ROWS = st.lists(st.tuples(PROBABILITIES, st.sampled_from([0.0, 1.0]), st.integers(0, 3)), min_size=1, max_size=8)


def brute_area(rows: list[tuple[float, float, int]]) -> float:
    """Mean risk over all coverages, where rows of one probability are covered together."""
    drawn = [(probability, wrong) for probability, wrong, times in rows for _ in range(times)]
    at = []
    for probability, _ in drawn:
        covered = [wrong for other, wrong in drawn if other >= probability]
        at.append(sum(covered) / len(covered))
    return sum(at) / len(at)


@PROPERTY
@given(ROWS.filter(lambda rows: any(times for *_, times in rows)))
def test_without_ties_the_area_is_that_of_the_obvious_double_loop(rows: list[tuple[float, float, int]]) -> None:
    apart = [(probability + i / 100, wrong, times) for i, (probability, wrong, times) in enumerate(rows)]
    values = np.array([row[:2] for row in apart])
    assert area(values, [times for *_, times in apart]) == pytest.approx(brute_area(apart))


def test_a_weight_counts_like_that_many_rows() -> None:
    values = np.array([[0.9, 1.0], [0.8, 0.0]])
    assert area(values, [1, 2]) == pytest.approx(area(values[[0, 1, 1]]))


def test_the_order_of_the_file_does_not_matter_for_queries_of_one_probability() -> None:
    values = np.array([[0.5, 1.0], [0.5, 0.0]])
    assert area(values) == pytest.approx(area(values[::-1]))


# probability


def test_the_brier_score_by_hand() -> None:
    cases = [a_case(probability=0.9), a_case(probability=0.5), a_case(probability=0.3, answerable=False)]
    assert figure("Brier score", cases) == pytest.approx((0.1**2 + 0.5**2 + 0.3**2) / 3)


# conflicts

CONFLICT: dict[str, Any] = {"conflict": True, "wrong": (("500",),)}


@pytest.mark.parametrize(
    ("case", "shown", "both"),
    [
        (a_case("600 here, 500 there.", flagged=True, **CONFLICT), 1, 1),
        (a_case("600 here, 500 there.", **CONFLICT), 0, 1),
        (a_case("600.", flagged=True, **CONFLICT), 0, 0),
        (a_case("600.", flagged=True, shown=("about 600", "about 500"), **CONFLICT), 1, 1),
        (a_case("600.", flagged=True, shown=("about 500",), **CONFLICT), 1, 1),
        (a_case("600 or 500", refused=True, flagged=True, **CONFLICT), 0, 0),
        (a_case("", refused=True, flagged=True, shown=("600", "500"), **CONFLICT), 1, 1),
    ],
)
def test_a_conflict_is_shown_when_it_is_flagged_and_every_value_is_there(case: Case, shown: int, both: int) -> None:
    assert figure("conflict shown", [case]) == shown
    assert figure("both values shown", [case]) == both


def test_a_value_is_not_put_together_from_two_pieces() -> None:
    case = a_case("60", flagged=True, shown=("0", "500"), **CONFLICT)
    assert figure("both values shown", [case]) == 0


def test_without_a_conflict_there_is_none_to_show() -> None:
    for name in ("conflict shown", "both values shown"):
        assert not MEASURES[name].score(a_case("600 or 500", flagged=True))


def test_conflict_flags_by_hand() -> None:
    cases = [
        *[a_case(flagged=True, **CONFLICT)] * 2,
        *[a_case(**CONFLICT)] * 2,
        *[a_case(flagged=True)] * 1,
        *[a_case()] * 3,
    ]
    assert figure("conflict precision", cases) == pytest.approx(2 / 3)
    assert figure("conflict F1", cases) == pytest.approx(2 * 2 / (3 + 4))
    assert figure("conflict false alarms", cases) == 1 / 4


# range

CASES = st.builds(
    a_case,
    answer=st.sampled_from(["600", "500", "600 or 500", ""]),
    refused=st.booleans(),
    flagged=st.booleans(),
    probability=st.floats(0, 1),
    evidence=st.lists(st.sampled_from([FIRST, SECOND, THIRD]), max_size=3).map(tuple),
    shown=st.lists(st.sampled_from(["600", "500"]), max_size=2).map(tuple),
    answerable=st.booleans(),
    conflict=st.booleans(),
    parts=st.sampled_from([(), (("600",),), (("600",), ("500",))]),
    wrong=st.sampled_from([(), ("500",)]),
)


@PROPERTY
@given(st.lists(CASES, min_size=1, max_size=6), st.sampled_from(sorted(MEASURES)), st.data())
def test_every_measure_stays_between_0_and_1_and_only_counts_what_is_drawn(
    cases: list[Case], name: str, data: st.DataObject
) -> None:
    measure = MEASURES[name]
    values = np.array([scores[""] for case in cases if (scores := measure.score(case))])
    if len(values):
        drawn = st.lists(st.integers(0, 3), min_size=len(values), max_size=len(values))
        weights = np.array(data.draw(drawn), float)
        found, without = (
            measure.statistic.of(values, weights[None, :]),
            measure.statistic.of(values[weights > 0], weights[weights > 0][None, :]),
        )
        assert np.isnan(found[0]) or 0 <= found[0] <= 1
        np.testing.assert_allclose(found, without)
