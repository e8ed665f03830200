"""BM25, against five obvious lines."""

from __future__ import annotations

from collections import Counter
from math import log
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.lexical import K1, B, Lexical, counted, hashed

PROPERTY = settings(max_examples=60, deadline=None, database=None)
TERM = st.sampled_from(["bank", "rate", "人工", "智能", "4000", "か", "서울", "كتاب", "भारत", "ไท", "москва", "~SFKS"])
PASSAGES = st.lists(st.lists(TERM, max_size=12), min_size=1, max_size=12)


def lexical(passages: list[list[str]]) -> Lexical:
    return Lexical.build([counted(passage) for passage in passages])


def naive(passages: list[list[str]], question: set[str]) -> list[float]:
    average = max(sum(map(len, passages)) / len(passages), 1)
    holders = Counter(term for passage in passages for term in set(passage))
    idf = {t: log(1 + (len(passages) - holders[t] + 0.5) / (holders[t] + 0.5)) for t in question}
    norm = [K1 * (1 - B + B * len(passage) / average) for passage in passages]
    return [
        sum(idf[t] * p.count(t) * (K1 + 1) / (p.count(t) + n) for t in question)
        for p, n in zip(passages, norm, strict=True)
    ]


@PROPERTY
@given(PASSAGES, st.sets(TERM))
def test_scores_are_those_of_the_formula(passages: list[list[str]], question: set[str]) -> None:
    np.testing.assert_allclose(lexical(passages).scores(question), naive(passages, question), rtol=1e-5, atol=1e-6)


@PROPERTY
@given(PASSAGES, st.sets(TERM), st.randoms(use_true_random=False))
def test_a_passage_scores_the_same_wherever_it_stands(
    passages: list[list[str]], question: set[str], shuffled: Random
) -> None:
    order = shuffled.sample(range(len(passages)), len(passages))
    moved = lexical([passages[i] for i in order]).scores(question)
    np.testing.assert_allclose(moved, lexical(passages).scores(question)[order], rtol=1e-5)


def test_a_term_that_a_question_repeats_counts_once() -> None:
    index = lexical([["bank", "rate"], ["rate"]])
    np.testing.assert_array_equal(index.scores(["bank", "bank"]), index.scores(["bank"]))


def test_a_passage_without_the_terms_scores_nothing() -> None:
    assert lexical([["bank"], ["rate"], []]).scores(["bank"])[1:].tolist() == [0, 0]


@PROPERTY
@given(PASSAGES, st.sets(TERM))
def test_a_term_that_no_passage_holds_is_the_rarest(passages: list[list[str]], question: set[str]) -> None:
    index = lexical(passages)
    frequencies = index.inverse_frequency({*question, "nowhere"})
    assert frequencies["nowhere"] == index.absent == max(frequencies.values())
    assert all(value > 0 for value in frequencies.values())


def test_the_more_passages_hold_a_term_the_less_it_says() -> None:
    frequencies = lexical([["bank", "rate"], ["rate"], ["rate", "fee"], ["fee"]]).inverse_frequency(
        ["bank", "fee", "rate"]
    )
    assert frequencies["bank"] > frequencies["fee"] > frequencies["rate"]


@PROPERTY
@given(PASSAGES, st.sets(TERM))
def test_it_knows_whether_any_term_occurs(passages: list[list[str]], question: set[str]) -> None:
    held = {term for passage in passages for term in passage}
    assert lexical(passages).holds_any(question) == bool(held & question)


@PROPERTY
@given(PASSAGES, st.lists(TERM))
def test_it_knows_whether_all_terms_occur_in_whichever_passages(passages: list[list[str]], question: list[str]) -> None:
    held = {term for passage in passages for term in passage}
    assert lexical(passages).holds_all(question) == (bool(question) and held.issuperset(question))


@PROPERTY
@given(PASSAGES, st.lists(st.one_of(TERM, st.just("nowhere"))))
def test_coverage_is_the_share_of_the_questions_weight_that_a_passage_holds(
    passages: list[list[str]], question: list[str]
) -> None:
    index = lexical(passages)
    idf = index.inverse_frequency(question)
    whole = sum(idf.values()) or 1
    expected = [sum(idf[term] for term in set(question) & set(passage)) / whole for passage in passages]
    found = index.coverage(question)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_a_passage_of_all_terms_covers_everything_however_often_it_says_them() -> None:
    index = lexical([["bank", "rate"], ["bank"] * 9 + ["rate"], ["bank"], ["fee"]])
    assert index.coverage(["bank", "rate", "bank"])[[0, 1, 3]].tolist() == pytest.approx([1, 1, 0])


def test_an_index_over_nothing_answers_nothing() -> None:
    index = Lexical.build([])
    assert index.scores(["bank"]).tolist() == index.coverage(["bank"]).tolist() == []
    assert not index.holds_any(["bank"])
    assert not index.holds_all(["bank"])


@PROPERTY
@given(st.lists(TERM, max_size=30))
def test_terms_are_counted_by_their_hash(terms: list[str]) -> None:
    hashes, counts = counted(terms)
    assert dict(zip(hashes.tolist(), counts.tolist(), strict=True)) == {hashed(t): n for t, n in Counter(terms).items()}


def test_a_count_too_large_to_store_is_stored_as_the_largest() -> None:
    assert counted(["spam"] * 70_000)[1].tolist() == [65_535]


@pytest.mark.parametrize(("term", "value"), [("bank", 0xA163C11273E76528), ("人工", 0x4B796CD14FD753B5)])
def test_a_hash_is_the_same_on_every_machine(term: str, value: int) -> None:
    assert hashed(term) == value


@PROPERTY
@given(PASSAGES, PASSAGES, st.data())
def test_an_index_grown_is_the_index_built_at_once(
    old: list[list[str]], new: list[list[str]], data: st.DataObject
) -> None:
    kept = sorted(data.draw(st.sets(st.integers(0, len(old) - 1))))
    grown = lexical(old).grown(np.array(kept, np.int64), lexical(new))
    built = lexical([old[i] for i in kept] + new)
    for name in ("terms", "starts", "rows", "counts", "lengths", "norm"):
        np.testing.assert_array_equal(getattr(grown, name), getattr(built, name), name)
    shrunk = lexical(old).grown(np.array(kept, np.int64), lexical([]))
    np.testing.assert_array_equal(shrunk.rows, lexical([old[i] for i in kept]).rows)
