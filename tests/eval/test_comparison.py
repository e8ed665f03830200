"""Comparison: what changed between two runs, in sentences, flipped questions and a gate, over folders made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from yinju.eval import runs, scoring
from yinju.eval.comparison import Change, Comparison, compare
from yinju.eval.datasets import ReadingSet
from yinju.eval.errors import NotComparable, RunInvalid
from yinju.eval.findings import flipped, gate, sentences
from yinju.eval.runs import METRICS, QUESTIONS, Run
from yinju.eval.types import Document, Query
from yinju.index.errors import UsageError

RIGHT, F1, LENGTH, OVER = "containment accuracy", "token F1", "characters a reply", "over-refusal"

Figures = Mapping[str, Sequence[float | None]]
"""Measure → every question's figure, None where the measure says nothing about it."""


def a_run(
    folder: Path,
    figures: Figures,
    languages: str = "en",
    answers: Sequence[str | None] | None = None,
    dataset: str = "set@1",
) -> Run:
    """A finished run; `languages` are dealt out in turn, an answer of None is a refusal."""
    folder.mkdir()
    dealt, count = languages.split(), len(next(iter(figures.values())))
    lines = [
        a_line(
            number,
            dealt[number % len(dealt)],
            answers[number] if answers else "said",
            {name: of_questions[number] for name, of_questions in figures.items()},
        )
        for number in range(count)
    ]
    runs.write_lines(folder / QUESTIONS, lines)
    runs.write_json(folder / METRICS, {"signature": {"dataset": dataset, "seed": 0}, "measures": {}})
    return Run.read(folder)


def a_line(number: int, language: str, answer: str | None, figures: Mapping[str, float | None]) -> dict[str, Any]:
    return {
        "id": f"q{number}",
        "question": f"Question {number}?",
        "language": language,
        "cluster": f"c{number}",
        "answer": answer or "No article says so.",
        "refused": answer is None,
        "scores": {
            name: {slice_: [figure, 1.0] for slice_ in ("all", language)}
            for name, figure in figures.items()
            if figure is not None
        },
    }


def between(folder: Path, before: Figures, after: Figures, languages: str = "en") -> Comparison:
    return compare(a_run(folder / "A", before, languages), a_run(folder / "B", after, languages))


def change_of(found: Comparison, measure: str, slice_: str = "all") -> Change:
    (change,) = [change for change in found.changes if (change.measure, change.slice) == (measure, slice_)]
    return change


def shares(right: int, count: int) -> list[float]:
    """So many questions right, then the others wrong."""
    return [1.0] * right + [0.0] * (count - right)


# what can be compared


def test_a_run_and_itself_say_that_nothing_changed(tmp_path: Path) -> None:
    found = between(tmp_path, {RIGHT: shares(15, 20)}, {RIGHT: shares(15, 20)})
    assert sentences(found) == ["Nothing changed: every measure is the same in both runs."]
    assert flipped(found, 10) == []
    assert gate(found, [RIGHT], 0.0) == []


def test_runs_of_different_datasets_are_both_named(tmp_path: Path) -> None:
    first = a_run(tmp_path / "A", {RIGHT: [1.0]}, dataset="news@111")
    other = a_run(tmp_path / "B", {RIGHT: [1.0]}, dataset="news@222")
    with pytest.raises(NotComparable, match=r"A is a run of news@111 and .*B of news@222") as caught:
        compare(first, other)
    assert isinstance(caught.value, UsageError)


def test_an_unfinished_folder_says_how_to_finish_it(tmp_path: Path) -> None:
    (tmp_path / "unfinished.jsonl").write_text('{"signature": {}}\n')
    with pytest.raises(RunInvalid, match=f"no finished run; make one with `yinju eval run DATASET --out {tmp_path}`"):
        Run.read(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"signature": {}}'])
def test_a_torn_folder_says_to_run_it_again(tmp_path: Path, content: str) -> None:
    (tmp_path / METRICS).write_text(content)
    with pytest.raises(RunInvalid, match=f"{tmp_path} is no whole run .*; run it again"):
        Run.read(tmp_path)


def test_a_run_without_its_questions_can_be_read_and_not_compared(tmp_path: Path) -> None:
    whole, part = a_run(tmp_path / "A", {RIGHT: [1.0]}), a_run(tmp_path / "B", {RIGHT: [1.0]})
    (part.folder / QUESTIONS).unlink()
    with pytest.raises(RunInvalid, match=r"B has no questions\.jsonl, which comparing needs; run it again"):
        compare(whole, Run.read(part.folder))


# what changed


def test_a_clear_change_is_said_with_all_that_tells_how_sure_it_is(tmp_path: Path) -> None:
    found = between(tmp_path, {RIGHT: shares(20, 40)}, {RIGHT: shares(30, 40)})
    (said,) = sentences(found)
    assert said.startswith("containment accuracy rose from 0.500 to 0.750 (better; +0.250, 95 % +0.1")
    assert "after Holm 0.00" in said
    # differences: 10 × 1, 30 × 0
    assert f"d = +{0.25 / (40 / 39 * 0.25 * 0.75) ** 0.5:.2f}, n 40)" in said
    assert said.endswith("10 questions better, 0 worse.")


def test_where_lower_is_better_falling_is_better(tmp_path: Path) -> None:
    (said,) = sentences(between(tmp_path, {OVER: shares(12, 40)}, {OVER: shares(0, 40)}))
    assert said.startswith("over-refusal fell from 0.300 to 0.000 (better; -0.300, ")
    assert said.endswith("12 questions better, 0 worse.")


def test_where_lower_is_better_rising_is_worse(tmp_path: Path) -> None:
    (said,) = sentences(between(tmp_path, {OVER: shares(0, 40)}, {OVER: shares(12, 40)}))
    assert said.startswith("over-refusal rose from 0.000 to 0.300 (worse; +0.300, ")
    assert said.endswith("0 questions better, 12 worse.")


def test_a_change_that_may_be_chance_is_not_called_one(tmp_path: Path) -> None:
    found = between(
        tmp_path,
        {RIGHT: shares(10, 20), F1: [0.5] * 20},
        {RIGHT: shares(12, 20), F1: [0.6, *[0.5] * 19]},
    )
    first, second = sentences(found)
    assert first == "No measure changed by more than chance over all questions."
    assert second.startswith("The largest change: containment accuracy rose from 0.500 to 0.600 (better; ")


def test_beside_a_sure_change_the_others_are_named_as_within_chance(tmp_path: Path) -> None:
    found = between(
        tmp_path,
        {RIGHT: shares(10, 40), F1: [0.5] * 40, OVER: [0.0] * 40},
        {RIGHT: shares(30, 40), F1: [0.6, *[0.5] * 39], OVER: [0.0] * 40},
    )
    sure, chance = sentences(found)
    assert sure.startswith("containment accuracy rose")
    assert chance == "Within chance: token F1."


def test_a_measure_that_is_neither_better_nor_worse_is_not_judged(tmp_path: Path) -> None:
    found = between(tmp_path, {LENGTH: [100.0] * 20}, {LENGTH: [float(at) for at in range(20)]})
    assert change_of(found, LENGTH).significant
    assert not any("better" in said or "worse" in said for said in sentences(found))


def test_probabilities_are_corrected_over_the_measures_of_a_slice(tmp_path: Path) -> None:
    found = between(
        tmp_path,
        {RIGHT: shares(10, 20), F1: [0.5] * 20},
        {RIGHT: shares(15, 20), F1: [0.6, *[0.5] * 19]},
    )
    sure, unsure = change_of(found, RIGHT), change_of(found, F1)
    assert sure.difference.p is not None
    # all five exchanged one way, or the other: 2 of 2⁵; the other measure has one question alone, and p = 1
    assert sure.difference.p == pytest.approx(2 / 2**5, abs=0.01)
    assert sure.p == pytest.approx(2 * sure.difference.p)
    assert unsure.p == 1


def test_the_other_way_round_better_becomes_worse(tmp_path: Path) -> None:
    there = between(tmp_path, {RIGHT: shares(10, 40)}, {RIGHT: shares(30, 40)})
    back = compare(there.after, there.before)
    assert change_of(back, RIGHT).difference.change == -change_of(there, RIGHT).difference.change
    assert change_of(back, RIGHT).p == change_of(there, RIGHT).p
    assert [flip.better for flip in back.flips] == [not flip.better for flip in there.flips]


def test_the_area_under_a_curve_has_no_p_and_is_never_called_sure(tmp_path: Path) -> None:
    folders = [a_run(tmp_path / name, {F1: [0.0] * 20}).folder for name in "AB"]
    for folder, supported in zip(folders, (0.0, 1.0), strict=True):
        ranked = [[0.5, 0.0] if at % 2 else [supported, 1.0] for at in range(20)]
        lines = [{**a_line(at, "en", "said", {}), "scores": {"AUROC": {"all": ranked[at]}}} for at in range(20)]
        runs.write_lines(folder / QUESTIONS, lines)
    found = compare(*map(Run.read, folders))
    change = change_of(found, "AUROC")
    assert (change.difference.before, change.difference.after, change.difference.low, change.p) == (0, 1, 1, None)
    assert not change.significant
    assert sentences(found)[1] == (
        "The largest change: AUROC rose from 0.000 to 1.000 (better; +1.000, 95 % +1.000 to +1.000, n 20)."
    )


# in which language


def test_the_languages_that_a_change_comes_from_are_named(tmp_path: Path) -> None:
    found = between(tmp_path, {RIGHT: [0.0, 1.0] * 40}, {RIGHT: [1.0, 1.0] * 20 + [0.0, 1.0] * 20}, languages="zh en")
    (said,) = sentences(found)
    assert ", in zh +0.500; not in en. 20 questions better, 0 worse." in said


def test_a_change_of_one_language_alone_is_said(tmp_path: Path) -> None:
    # as many Chinese questions become right as English ones become wrong
    found = between(tmp_path, {RIGHT: [0.0, 1.0] * 20}, {RIGHT: [1.0, 0.0] * 10 + [0.0, 1.0] * 10}, languages="zh en")
    said = sentences(found)
    assert said[0] == "No measure changed by more than chance over all questions."
    assert [text.split(" (")[0] for text in said[1:]] == [
        "In en alone, containment accuracy fell from 1.000 to 0.500",
        "In zh alone, containment accuracy rose from 0.000 to 0.500",
    ]


def test_cells_are_compared_alone_and_put_together(tmp_path: Path) -> None:
    def searched(own: float, other: float) -> list[dict[str, Any]]:
        cells = {"en→en": [own, 1.0], "en→zh": [other, 1.0], "en→de": [0.5, 1.0]}
        return [{**a_line(at, "en", "said", {}), "scores": {"nDCG@10": cells}} for at in range(12)]

    folders = [a_run(tmp_path / name, {F1: [0.0] * 12}).folder for name in "AB"]
    runs.write_lines(folders[0] / QUESTIONS, searched(0.9, 0.3))
    runs.write_lines(folders[1] / QUESTIONS, searched(0.9, 0.6))
    found = compare(*map(Run.read, folders))
    moved = {c.slice: (round(c.difference.before, 6), round(c.difference.after, 6)) for c in found.changes}
    assert moved == {
        "en→en": (0.9, 0.9),
        "en→zh": (0.3, 0.6),
        "en→de": (0.5, 0.5),
        scoring.SAME: (0.9, 0.9),
        scoring.ACROSS: (0.4, 0.55),
    }


# questions with a figure in one run only


@pytest.mark.parametrize("other_way", [False, True])
def test_questions_with_a_figure_in_one_run_only_are_paired_by_who_they_are(tmp_path: Path, other_way: bool) -> None:
    # replies of 10, 20, 30 … characters; each run refuses other questions, whose length it has no figure for
    lengths = [10.0 * at for at in range(1, 13)]
    first: list[float | None] = [None, None, *lengths[2:]]
    second: list[float | None] = [*lengths[:10], None, None]
    pair = ({LENGTH: second}, {LENGTH: first}) if other_way else ({LENGTH: first}, {LENGTH: second})
    found = change_of(between(tmp_path, *pair), LENGTH).difference
    by_hand = [sum(lengths[2:]) / 10, sum(lengths[:10]) / 10]
    assert [found.before, found.after] == pytest.approx(by_hand[::-1] if other_way else by_hand)
    assert found.n == 12
    assert found.effect is None


def test_the_same_reply_to_the_same_question_is_no_change_whatever_else_is_missing(tmp_path: Path) -> None:
    found = change_of(between(tmp_path, {LENGTH: [5.0] * 12}, {LENGTH: [5.0, *[None] * 11]}), LENGTH).difference
    assert (found.change, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_a_measure_that_one_run_has_no_figure_for_at_all_is_left_out(tmp_path: Path) -> None:
    found = between(tmp_path, {RIGHT: [1.0, 0.0], LENGTH: [5.0, 5.0]}, {RIGHT: [1.0, 0.0], LENGTH: [None, None]})
    assert {change.measure for change in found.changes} == {RIGHT}


# flips


def test_a_flipped_question_is_shown_with_what_was_said_before_and_after(tmp_path: Path) -> None:
    before = a_run(tmp_path / "A", {RIGHT: [0.0, 1.0, 1.0]}, answers=[None, "It is 600.", "Same."])
    after = a_run(tmp_path / "B", {RIGHT: [1.0, 0.0, 1.0]}, answers=["In\nJuly.", "It is 500.", "Same."])
    assert flipped(compare(before, after), 10) == [
        "\ncontainment accuracy, right now, wrong before: 1",
        "  q0  Question 0?",
        "      before: (refused)",
        "      after:  In July.",
        "\ncontainment accuracy, wrong now, right before: 1",
        "  q1  Question 1?",
        "      before: It is 600.",
        "      after:  It is 500.",
    ]


def test_a_question_that_is_no_longer_refused_for_nothing_is_right_now(tmp_path: Path) -> None:
    found = between(tmp_path, {OVER: [1.0, 0.0, 0.0]}, {OVER: [0.0, 1.0, 0.0]})
    assert [(flip.id, flip.better) for flip in found.flips] == [("q0", True), ("q1", False)]


def test_a_claim_flips_when_it_is_told_right(tmp_path: Path) -> None:
    # true positive, positive, true negative, negative
    before = [[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]]
    after = [[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0]]
    folders = [a_run(tmp_path / name, {F1: [0.0] * 3}).folder for name in "AB"]
    for folder, told in zip(folders, (before, after), strict=True):
        scores = [{"balanced accuracy": {"all": columns}} for columns in told]
        lines = [{**a_line(at, "en", "unchecked", {}), "scores": scores[at]} for at in range(3)]
        runs.write_lines(folder / QUESTIONS, lines)
    assert [(flip.id, flip.better) for flip in compare(*map(Run.read, folders)).flips] == [("q0", False), ("q1", True)]


def test_no_more_flips_are_shown_than_asked_for_and_all_are_counted(tmp_path: Path) -> None:
    found = between(tmp_path, {RIGHT: shares(0, 12)}, {RIGHT: shares(12, 12)})
    said = flipped(found, 2)
    assert said[0] == "\ncontainment accuracy, right now, wrong before: 12"
    assert len(said) == 1 + 2 * 3
    assert flipped(found, 0) == []


def test_a_long_reply_is_cut(tmp_path: Path) -> None:
    before = a_run(tmp_path / "A", {RIGHT: [0.0]}, answers=["长" * 500])
    after = a_run(tmp_path / "B", {RIGHT: [1.0]}, answers=["短"])
    _, _, said, _ = flipped(compare(before, after), 1)
    assert said == f"      before: {'长' * 160}…"


# the gate


@pytest.mark.parametrize(("measure", "better"), [(RIGHT, 1), (OVER, -1)])
def test_the_gate_lets_pass_what_cannot_be_worse_by_more_than_the_margin(
    tmp_path: Path, measure: str, better: int
) -> None:
    good, bad = (shares(40, 40), shares(38, 40)) if better > 0 else (shares(0, 40), shares(2, 40))
    found = between(tmp_path, {measure: good}, {measure: bad})
    # 2 of 40 worse: 0.05 ± 1.645 × 0.034
    assert change_of(found, measure).worst_case == pytest.approx(-0.1, abs=0.026)
    assert gate(found, [measure], 0.15) == []
    (complaint,) = gate(found, [measure], 0.02)
    figures = "1.000 → 0.950" if better > 0 else "0.000 → 0.050"
    assert complaint.startswith(f"{measure}: B may be worse by 0.")
    assert complaint.endswith(f"(one-sided 95 %), more than the margin 0.020; {figures}")


@pytest.mark.parametrize(("measure", "after"), [(RIGHT, 40), (OVER, 0)])
def test_the_gate_lets_pass_what_became_better(tmp_path: Path, measure: str, after: int) -> None:
    assert gate(between(tmp_path, {measure: shares(20, 40)}, {measure: shares(after, 40)}), [measure], 0.0) == []


def test_the_gate_minds_what_may_be_worse_and_not_only_what_surely_is(tmp_path: Path) -> None:
    # as many questions became wrong as right: no change, and no proof of none
    found = between(tmp_path, {RIGHT: [1.0, 0.0] * 10}, {RIGHT: [0.0, 1.0] * 10})
    assert change_of(found, RIGHT).difference.change == 0
    assert len(gate(found, [RIGHT], 0.02)) == 1


def test_the_gate_watches_the_measures_it_is_given_over_all_questions(tmp_path: Path) -> None:
    found = between(tmp_path, {RIGHT: [1.0] * 20, F1: [1.0] * 20}, {RIGHT: [0.0] * 20, F1: [0.0] * 20}, "zh en")
    assert [complaint.split(":")[0] for complaint in gate(found, [F1], 0.02)] == [F1]


# from answers to figures to sentences


def replies(folder: Path, dataset: ReadingSet, refused: set[int]) -> Run:
    """A run scored from its answers: the questions of these numbers are refused, the others answered rightly."""
    folder.mkdir()
    empty: dict[str, Any] = {"statements": [], "citations": [], "conflicts": [], "evidence": []}
    runs.write_lines(
        folder / runs.ANSWERS,
        [
            {
                "id": query.id,
                "answer": "" if number in refused else "It is 600.",
                "refused": number in refused,
                "conflict": False,
                **empty,
            }
            for number, query in enumerate(dataset.queries)
        ],
    )
    scoring.score_queries(dataset, folder, {"dataset": "set@1", "seed": 0}, 0)
    return Run.read(folder)


def test_scored_runs_are_compared_with_refusals_of_other_questions(tmp_path: Path) -> None:
    # of 12 questions the last 4 have no answer
    queries = [
        Query(
            id=f"q{number}",
            text=f"How many in {number}?",
            language=("en", "zh")[number % 2],
            cluster=f"c{number}",
            answerable=number < 8,
            parts=(("600",),) if number < 8 else (),
            documents=(Document("d", "It is 600."),),
        )
        for number in range(12)
    ]
    dataset = ReadingSet("set", "1", tmp_path, tuple(queries))
    before = replies(tmp_path / "A", dataset, {0, 1, 8})
    after = replies(tmp_path / "B", dataset, {1, 8, 9, 10})
    assert before.measures["refusal precision"]["all"]["mean"] == pytest.approx(1 / 3, abs=1e-6)

    found = compare(before, after)
    precision = change_of(found, "refusal precision").difference
    assert [precision.before, precision.after] == pytest.approx([1 / 3, 3 / 4])
    assert precision.n == 5, "the questions that either run refuses"
    assert change_of(found, "over-refusal").difference.change == pytest.approx(1 / 8 - 2 / 8)
    assert change_of(found, "refusal recall", "zh").difference.change == pytest.approx(1 / 2)
    assert [(flip.id, flip.measure, flip.better) for flip in found.flips] == [
        ("q0", RIGHT, True),
        ("q9", "refusal recall", True),
        ("q10", "refusal recall", True),
        ("q0", OVER, True),
    ]
