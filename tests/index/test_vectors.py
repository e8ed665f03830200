"""Nearest vectors, against brute force."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.encoders.types import Vectors
from yinju.index.vectors import FaissVectors

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
