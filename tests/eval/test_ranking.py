"""Search measures: they agree with ir-measures on any run, cell by cell, and with figures made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

import ir_measures
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.eval.measures import ranking
from yinju.eval.measures.ranking import covers, ndcg, recall, reciprocal_rank
from yinju.eval.measures.types import Case, Measure
from yinju.eval.types import GoldSpan, Query, Reply

PROPERTY = settings(max_examples=40, deadline=None, database=None)
MEASURES = {measure.name: measure for measure in ranking.MEASURES}
PEERS = {
    "nDCG@10": ir_measures.nDCG @ 10,
    "R@1": ir_measures.R @ 1,
    "R@5": ir_measures.R @ 5,
    "R@10": ir_measures.R @ 10,
    "R@20": ir_measures.R @ 20,
    "MRR@10": ir_measures.RR @ 10,
}
DOCUMENTS = {f"{language}{i}": language for language in ("en", "zh") for i in range(15)}
RUNS = st.permutations(sorted(DOCUMENTS)).flatmap(lambda run: st.integers(0, len(run)).map(lambda n: tuple(run[:n])))
QRELS = st.dictionaries(st.sampled_from(sorted(DOCUMENTS)), st.integers(1, 3), min_size=1, max_size=25)


def a_case(
    relevant: Mapping[str, int] | None,
    run: Sequence[str] = (),
    languages: Mapping[str, str] | None = DOCUMENTS,
    gold: Sequence[GoldSpan] = (),
    found: Sequence[GoldSpan] = (),
    answerable: bool = True,
) -> Case:
    """A question in English with its run and its evidence."""
    query = Query("q", "Who?", "en", "c", answerable=answerable, relevant=relevant, gold=tuple(gold))
    return Case(query, Reply("q", evidence=tuple(found)), tuple(run), languages=languages)


def score(name: str, case: Case) -> dict[str, float]:
    """What one query contributes, by cell; every one counts once."""
    scores = MEASURES[name].score(case)
    assert all(columns[1] == 1.0 for columns in scores.values())
    return {label: columns[0] for label, columns in scores.items()}


def of_ir_measures(name: str, run: Sequence[str], relevant: Mapping[str, int]) -> float:
    """The same measure by ir-measures (trec_eval)."""
    qrels = [ir_measures.Qrel("q", document, grade) for document, grade in relevant.items()]
    scored = [ir_measures.ScoredDoc("q", document, -float(rank)) for rank, document in enumerate(run)]
    return float(ir_measures.calc_aggregate([PEERS[name]], qrels, scored)[PEERS[name]])


@PROPERTY
@given(RUNS, QRELS)
def test_every_measure_agrees_with_ir_measures_on_graded_judgements(
    run: tuple[str, ...], relevant: dict[str, int]
) -> None:
    for name in PEERS:
        assert score(name, a_case(relevant, run))[""] == pytest.approx(of_ir_measures(name, run, relevant))


@PROPERTY
@given(RUNS, QRELS)
def test_every_cell_agrees_with_ir_measures_on_the_documents_of_its_language(
    run: tuple[str, ...], relevant: dict[str, int]
) -> None:
    for name in PEERS:
        cells = score(name, a_case(relevant, run))
        assert cells.keys() == {"", *(f"en→{DOCUMENTS[document]}" for document in relevant)}
        for language in {DOCUMENTS[document] for document in relevant}:
            own_run = [document for document in run if DOCUMENTS[document] == language]
            own = {document: grade for document, grade in relevant.items() if DOCUMENTS[document] == language}
            assert cells[f"en→{language}"] == pytest.approx(of_ir_measures(name, own_run, own))


@PROPERTY
@given(RUNS, QRELS)
def test_every_measure_stays_between_0_and_1(run: tuple[str, ...], relevant: dict[str, int]) -> None:
    gold = [GoldSpan(document, 0, grade) for document, grade in relevant.items()]
    case = a_case(relevant, run, gold=gold, found=[GoldSpan(document, 0, 2) for document in run])
    for name in MEASURES:
        assert all(0 <= figure <= 1 for figure in score(name, case).values())


@PROPERTY
@given(st.lists(st.tuples(RUNS, QRELS), min_size=1, max_size=4), st.sampled_from(sorted(PEERS)))
def test_the_mean_over_queries_is_that_of_ir_measures(
    queries: list[tuple[tuple[str, ...], dict[str, int]]], name: str
) -> None:
    measure: Measure[Case] = MEASURES[name]
    values = np.array([measure.score(a_case(relevant, run))[""] for run, relevant in queries])
    (figure,) = measure.statistic.of(values, np.ones((1, len(values))))
    assert figure == pytest.approx(np.mean([of_ir_measures(name, run, relevant) for run, relevant in queries]))


def test_normalised_gain_by_hand() -> None:
    relevant = {"a": 3, "b": 1, "c": 2}
    ideal = 3 + 2 / log2(3) + 1 / 2
    assert ndcg(["x", "b", "a"], relevant, 10) == pytest.approx((1 / log2(3) + 3 / 2) / ideal)
    assert ndcg(["a", "c", "b"], relevant, 10) == 1
    assert ndcg(["a"], relevant, 1) == 1, "the ideal is cut where the run is"


def test_recall_and_reciprocal_rank_by_hand() -> None:
    relevant = {"a": 1, "b": 1, "c": 1}
    assert recall(["x", "b", "y", "a"], relevant, 3) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x", "b", "y", "a"], relevant, 3) == 1 / 2
    assert reciprocal_rank(["x", "y", "z", "a"], relevant, 3) == 0


def test_a_missing_run_scores_0_in_every_cell() -> None:
    for name in PEERS:
        assert score(name, a_case({"en1": 1, "zh1": 2})) == {"": 0, "en→en": 0, "en→zh": 0}
    gold = [GoldSpan("en1", 0, 5)]
    assert score("own-language hit@10", a_case({"en1": 1})) == {"": 0}
    assert score("other-language hit@10", a_case({"zh1": 1})) == {"": 0}
    assert score("evidence recall@3", a_case({"en1": 1}, gold=gold)) == {"": 0, "en→en": 0}


def test_a_query_without_relevant_documents_says_nothing() -> None:
    for name in MEASURES:
        assert score(name, a_case({}, ["en1"])) == {}
        assert score(name, a_case(None, ["en1"])) == {}


def test_a_library_of_one_language_has_no_cells() -> None:
    one = {"en1": "en", "en2": "en"}
    for name in PEERS:
        assert score(name, a_case({"en1": 1}, ["en1"], one)) == {"": 1}


def test_a_reading_question_is_not_scored_for_a_search_that_did_not_take_place() -> None:
    for name in PEERS:
        assert score(name, a_case({"p1": 1}, (), None)) == {}


def test_another_language_in_front_lowers_the_whole_and_not_the_cell() -> None:
    case = a_case({"en1": 1}, ["zh1", "zh2", "en1"])
    assert score("MRR@10", case) == {"": pytest.approx(1 / 3), "en→en": 1}
    assert score("R@1", case) == {"": 0, "en→en": 1}


def test_hits_look_at_the_first_ten_of_all_languages() -> None:
    crowded = [f"zh{i}" for i in range(10)]
    relevant = {"en1": 1, "zh3": 1}
    assert score("own-language hit@10", a_case(relevant, [*crowded, "en1"])) == {"": 0}
    assert score("other-language hit@10", a_case(relevant, [*crowded, "en1"])) == {"": 1}
    assert score("own-language hit@10", a_case(relevant, [*crowded[:9], "en1"])) == {"": 1}


def test_a_hit_is_asked_for_only_where_a_document_of_that_kind_is_relevant() -> None:
    assert score("own-language hit@10", a_case({"zh1": 1}, ["zh1"])) == {}
    assert score("other-language hit@10", a_case({"en1": 1}, ["en1"])) == {}
    assert score("own-language hit@10", a_case({"p1": 1}, ["p1"], None)) == {}


@pytest.mark.parametrize(
    ("found", "held"),
    [
        ((10, 20), True),
        ((0, 30), True),
        ((0, 15), True),
        ((15, 40), True),
        ((0, 14), False),
        ((16, 40), False),
        ((12, 17), True),
        ((12, 16), False),
        ((20, 30), False),
    ],
)
def test_a_sentence_covers_a_gold_span_from_half_of_it_on(found: tuple[int, int], held: bool) -> None:
    assert covers(GoldSpan("d", *found), GoldSpan("d", 10, 20)) is held
    assert not covers(GoldSpan("other", *found), GoldSpan("d", 10, 20))


def test_evidence_is_looked_for_in_the_first_three_sentences_of_all_and_of_each_language() -> None:
    gold = [GoldSpan("en1", 0, 10), GoldSpan("zh1", 0, 10)]
    beside, right = GoldSpan("en1", 50, 60), GoldSpan("en1", 0, 8)
    other, translated = GoldSpan("zh2", 0, 10), GoldSpan("zh1", 0, 4)
    case = a_case({"en1": 1}, gold=gold, found=[beside, other, other, right, translated])
    assert score("evidence recall@3", case) == {"": 0, "en→en": 1, "en→zh": 0}
    case = a_case({"en1": 1}, gold=gold, found=[other, beside, right, translated])
    assert score("evidence recall@3", case) == {"": 1, "en→en": 1, "en→zh": 0}
    case = a_case({"en1": 1}, gold=gold, found=[GoldSpan("zh1", 0, 5)])
    assert score("evidence recall@3", case) == {"": 1, "en→en": 0, "en→zh": 1}


def test_evidence_in_the_other_language_counts_for_the_whole_when_only_that_is_gold() -> None:
    case = a_case({"zh1": 1}, gold=[GoldSpan("zh1", 0, 10)], found=[GoldSpan("zh1", 0, 10)])
    assert score("evidence recall@3", case) == {"": 1, "en→zh": 1}


def test_an_unanswerable_question_has_no_evidence_to_find() -> None:
    gold = [GoldSpan("en1", 0, 10)]
    assert score("evidence recall@3", a_case({"en1": 1}, gold=gold, found=gold, answerable=False)) == {}
