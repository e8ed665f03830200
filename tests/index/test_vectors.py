"""Nearest vectors, against brute force."""

from __future__ import annotations

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index import vectors as module
from yinju.index.encoders.types import Vectors
from yinju.index.vectors import FaissVectors, Rows

PROPERTY = settings(max_examples=60, deadline=None, database=None)
SEEDS, SIZES = st.integers(0, 2**32 - 1), st.integers(0, 70)


def unit(random: np.random.Generator, *shape: int) -> Vectors:
    """Unit vectors, near enough, that half precision holds without a loss."""
    vectors = random.standard_normal((*shape, 16)).astype(np.float32)
    units: Vectors = (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float16).astype(np.float32)
    return units


@PROPERTY
@given(SEEDS, SIZES, st.integers(0, 80))
def test_the_nearest_are_those_of_brute_force(seed: int, size: int, count: int) -> None:
    random = np.random.default_rng(seed)
    vectors, question = unit(random, size), unit(random)
    expected = np.argsort(-(vectors @ question), kind="stable")[:count]
    assert FaissVectors(vectors).nearest(question, count).tolist() == expected.tolist()


@PROPERTY
@given(SEEDS, SIZES, st.integers(0, 80), st.floats(0, 1))
def test_a_mask_admits_only_its_rows_and_still_the_nearest_of_them(
    seed: int, size: int, count: int, share: float
) -> None:
    random = np.random.default_rng(seed)
    vectors, question, allowed = unit(random, size), unit(random), random.random(size) < share
    expected = [row for row in np.argsort(-(vectors @ question), kind="stable") if allowed[row]][:count]
    assert FaissVectors(vectors).nearest(question, count, allowed).tolist() == expected


@PROPERTY
@given(SEEDS, st.integers(1, 70), st.booleans())
def test_few_vectors_come_in_the_order_of_faiss_and_equals_in_that_of_their_rows(
    seed: int, size: int, masked: bool
) -> None:
    random = np.random.default_rng(seed)
    vectors, question = unit(random, size)[random.integers(0, size, size)], unit(random)
    allowed = random.random(size) < 0.5 if masked else np.ones(size, bool)
    plain = FaissVectors(vectors).nearest(question, size, allowed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SMALL", 0)
        assert plain.tolist() == FaissVectors(vectors).nearest(question, size, allowed).tolist()
    _, same = np.unique(vectors[plain], axis=0, return_inverse=True)
    assert all((np.diff(plain[same == one]) > 0).all() for one in range(size))


@pytest.mark.parametrize("count", [1, 10, 300])
def test_as_many_vectors_as_are_searched_without_faiss_give_what_faiss_gives(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = rounded(np.random.default_rng(9).standard_normal((module.SMALL, 64)))
    asked = questions(vectors)[:20]
    plain = [FaissVectors(vectors).nearest(question, count).tolist() for question in asked]
    monkeypatch.setattr(module, "SMALL", 0)
    assert plain == [FaissVectors(vectors).nearest(question, count).tolist() for question in asked]


@PROPERTY
@given(SEEDS, st.integers(1, 70))
def test_similarities_are_inner_products_in_the_order_asked(seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    vectors, question, rows = unit(random, size), unit(random), random.integers(0, size, 9)
    np.testing.assert_allclose(FaissVectors(vectors).similarities(question, rows), vectors[rows] @ question, atol=1e-6)


def test_vectors_come_back_as_they_went_in() -> None:
    vectors = unit(np.random.default_rng(1), 9)
    rows = np.array([8, 0, 3, 3])
    np.testing.assert_array_equal(FaissVectors(vectors).vectors(rows), vectors[rows])


def test_what_comes_back_is_a_copy() -> None:
    stored = FaissVectors(unit(np.random.default_rng(1), 3))
    stored.vectors(np.array([0]))[:] = 0
    assert stored.vectors(np.array([0])).any()


def test_the_index_outlives_the_array_it_was_made_from() -> None:
    vectors = unit(np.random.default_rng(1), 5)
    stored, expected = FaissVectors(vectors), vectors.copy()
    vectors[:] = 0
    np.testing.assert_array_equal(stored.vectors(np.arange(5)), expected)


def test_an_empty_index_finds_nothing() -> None:
    empty = FaissVectors(np.zeros((0, 16), np.float32))
    assert empty.size == 0
    assert empty.nearest(np.ones(16, np.float32), 5).tolist() == []


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Vectors:
    """More vectors than are searched exactly, in groups as texts are."""
    monkeypatch.setattr(module, "LARGE", 500)
    monkeypatch.setattr(module, "_FEWEST", 100)
    random = np.random.default_rng(3)
    topics = random.standard_normal((40, 64))
    vectors = topics[random.integers(0, 40, 4000)] + 0.7 * random.standard_normal((4000, 64))
    return rounded(vectors)


def rounded(vectors: np.ndarray) -> Vectors:
    units: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)
    return units


def questions(vectors: Vectors) -> Vectors:
    random = np.random.default_rng(4)
    return rounded(vectors[random.integers(0, len(vectors), 60)] + 0.1 * random.standard_normal((60, 64)))


def recall(index: FaissVectors, vectors: Vectors, count: int, allowed: np.ndarray | None = None) -> float:
    shares = []
    for question in questions(vectors):
        similarities = vectors @ question
        if allowed is not None:
            similarities[~allowed] = -2
        wanted = np.argsort(-similarities, kind="stable")[
            : min(count, len(vectors) if allowed is None else allowed.sum())
        ]
        found = index.nearest(question, count, allowed)
        assert len(found) == len(wanted)
        assert (np.diff(index.similarities(question, found)) <= 1e-6).all(), "the nearest first"
        shares.append(len(np.intersect1d(found, wanted)) / max(len(wanted), 1))
    return float(np.mean(shares))


def test_many_vectors_are_searched_exactly_until_a_rough_search_is_made_and_hardly_worse_then(many: Vectors) -> None:
    exact = FaissVectors(many)
    quick = exact.quickened()
    assert exact.slow
    assert not quick.slow
    assert recall(exact, many, 10) == 1.0
    assert recall(quick, many, 10) >= 0.99
    assert recall(quick, many, 100) >= 0.97


@pytest.mark.parametrize("share", [0.001, 0.05, 0.5, 0.95])
def test_with_a_filter_a_rough_search_finds_as_much(many: Vectors, share: float) -> None:
    allowed = np.random.default_rng(5).random(len(many)) < share
    quick = FaissVectors(many).quickened()
    assert recall(quick, many, 20, allowed) >= 0.99
    # what is allowed lies far from the question
    far = many @ questions(many)[0] < 0
    assert set(quick.nearest(questions(many)[0], 20, far)) <= set(np.flatnonzero(far))
    assert recall(quick, many, 20, far) >= 0.99


def test_a_rough_search_is_the_same_on_any_number_of_threads(many: Vectors) -> None:
    first = FaissVectors(many).quickened().arrays()
    faiss.omp_set_num_threads(1)
    second = FaissVectors(many).quickened().arrays()
    assert set(first) == {"halves", "rotation", "codes"}
    for name in first:
        np.testing.assert_array_equal(first[name], second[name])


def test_a_rough_search_is_read_back_from_its_arrays(many: Vectors) -> None:
    quick = FaissVectors(many).quickened()
    read = FaissVectors.of({name: array.copy() for name, array in quick.arrays().items()})
    assert not read.slow
    for question in questions(many)[:20]:
        assert read.nearest(question, 30).tolist() == quick.nearest(question, 30).tolist()


def test_what_comes_and_goes_is_found_and_gone_before_the_rough_search_is_made_anew(many: Vectors) -> None:
    quick = FaissVectors(many).quickened()
    kept: Rows = np.flatnonzero(np.random.default_rng(6).random(len(many)) < 0.95)
    new = rounded(np.random.default_rng(7).standard_normal((200, 64)) + many[:200])
    grown, expected = quick.grown(kept, FaissVectors(new)), np.concatenate([many[kept], new])
    assert not grown.slow
    assert set(grown.arrays()) == {"halves"}, "a file must not hold what does not fit together"
    assert recall(grown, expected, 20) >= 0.98
    assert recall(grown, expected, 20, np.arange(len(expected)) % 3 == 0) >= 0.98
    twice = grown.grown(np.arange(100, grown.size), FaissVectors(new))
    assert recall(twice, np.concatenate([expected[100:], new]), 20) >= 0.98
    fewer = quick.grown(kept[::2], FaissVectors(new))
    assert fewer.slow
    assert recall(fewer, np.concatenate([many[kept[::2]], new]), 20) >= 0.98


def test_an_odd_number_of_dimensions_is_no_hindrance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGE", 100)
    vectors = rounded(np.random.default_rng(8).standard_normal((1000, 33)))
    quick = FaissVectors(vectors).quickened()
    assert all(quick.nearest(vectors[row], 1).tolist() == [row] for row in range(0, 1000, 50))
