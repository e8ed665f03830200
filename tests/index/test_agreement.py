"""What is known of a passage in the question's language is passed on to its counterparts in others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from yinju.index.agreement import shared
from yinju.index.fusion import Ranked, Ranking, rank_all
from yinju.index.lexical import Lexical
from yinju.index.snapshot import Cell
from yinju.index.vectors import FaissVectors

PROPERTY = settings(max_examples=50, deadline=None, database=None)
SIZE = 8
NOTHING = (np.zeros(0, np.uint64), np.zeros(0, np.uint16))


def unit(*weights: float) -> list[float]:
    """A unit vector whose first coordinates have these proportions."""
    full = np.zeros(SIZE)
    full[: len(weights)] = weights
    return list(full / np.linalg.norm(full))


def a_cell(language: str, vectors: Sequence[Sequence[float]]) -> Cell:
    """A cell of passages of one sentence each, without words; passage i stands in article "{language}{i}"."""
    array, count = np.array(vectors, np.float32), len(vectors)
    return Cell(
        language=language,
        ids=np.arange(1, count + 1),
        articles=tuple(f"{language}{i}" for i in range(count)),
        spans=np.tile([0, 9], (count, 1)),
        offsets=np.arange(count + 1),
        sentence_spans=np.tile([0, 9], (count, 1)),
        passage_of=np.arange(count),
        passages=FaissVectors(array),
        sentences=FaissVectors(array),
        lexical=Lexical.build((NOTHING,) * count),
    )


QUESTION = np.array(unit(1), np.float32)
# the question is close to the first English passage; of the Chinese ones the first lies a little nearer to it, and the
# second says what that English passage says
ENGLISH = [unit(0.8, 0.6), unit(0.3, 0, 0, 0, 1)]
CHINESE = [unit(0.5, 0, 0, 1), unit(0.4, 0.9, 0.1)]


def first(language: str, found: Sequence[Ranked]) -> str:
    (own,) = [ranked for ranked in found if ranked.cell.language == language]
    return own.cell.articles[own.rows[0]]


def ranked(*cells: Cell, language: str = "en", **more: object) -> list[Ranked]:
    return rank_all(cells, QUESTION, (), language, 20, **more)  # type: ignore[arg-type]


def test_the_counterpart_of_the_best_passage_comes_first_in_its_language() -> None:
    cells = a_cell("en", ENGLISH), a_cell("zh", CHINESE)
    assert first("zh", ranked(*cells)) == "zh1"
    assert first("zh", ranked(*cells, ranking=Ranking(agreement=False))) == "zh0"


def test_the_order_in_the_questions_own_language_stays() -> None:
    english, chinese = a_cell("en", ENGLISH), a_cell("zh", CHINESE)
    alone, beside = ranked(english)[0], ranked(english, chinese)[0]
    assert alone.rows.tolist() == beside.rows.tolist()
    np.testing.assert_array_equal(alone.scores, beside.scores)


def test_without_an_article_in_the_questions_language_nothing_is_passed_on() -> None:
    cells = a_cell("en", ENGLISH), a_cell("zh", CHINESE)
    with_it, without = (ranked(*cells, language="de", ranking=Ranking(agreement=on)) for on in (True, False))
    for one, other in zip(with_it, without, strict=True):
        np.testing.assert_array_equal(one.scores, other.scores)


def test_the_order_of_the_cells_does_not_matter() -> None:
    english, chinese = a_cell("en", ENGLISH), a_cell("zh", CHINESE)
    one, other = ranked(english, chinese), ranked(chinese, english)
    assert [(r.cell.language, r.rows.tolist()) for r in one] == [(r.cell.language, r.rows.tolist()) for r in other]


def test_a_counterpart_is_found_that_the_question_alone_would_not_find() -> None:
    crowd = [unit(0.5, 0, 0, 0, 0, 0, 0.1 * (i % 7), 1) for i in range(400)]
    cells = a_cell("en", [unit(0.8, 0.6)]), a_cell("zh", [*crowd, unit(0.2, 1)])
    assert "zh400" in [cells[1].articles[row] for row in ranked(*cells)[1].rows]
    assert "zh400" not in [cells[1].articles[row] for row in ranked(*cells, ranking=Ranking(agreement=False))[1].rows]


def test_a_counterpart_that_is_filtered_out_stays_out() -> None:
    cells = a_cell("en", ENGLISH), a_cell("zh", CHINESE)
    found = ranked(*cells, admitted={"en0", "zh0"})
    assert [r.cell.articles[row] for r in found for row in r.rows] == ["en0", "zh0"]


def test_a_score_moves_halfway_to_that_of_its_counterpart_less_the_discount() -> None:
    vectors = np.array([unit(1, 1)], np.float32)
    change = shared(np.array([0.2], np.float32), vectors, np.array([0.7], np.float32), vectors)
    assert change == pytest.approx([(0.7 - 0.1 - 0.2) / 2])


def test_a_passage_without_a_counterpart_keeps_its_score() -> None:
    change = shared(
        np.array([0.4], np.float32), np.array([unit(0, 1)]), np.array([0.9], np.float32), np.array([unit(1)])
    )
    assert change.tolist() == [0.0]


UNITS = arrays(np.float32, (4, SIZE), elements=st.floats(-1, 1, width=32)).map(
    lambda rows: rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
)
SCORES = arrays(np.float32, 4, elements=st.floats(-1, 1, width=32))


@PROPERTY
@given(SCORES, UNITS, SCORES, UNITS)
def test_no_score_passes_that_of_its_counterpart(
    scores: np.ndarray, vectors: np.ndarray, own_scores: np.ndarray, own_vectors: np.ndarray
) -> None:
    moved = scores + shared(scores, vectors, own_scores, own_vectors)
    low, high = min(scores.min(), own_scores.min() - 0.1), max(scores.max(), own_scores.max() - 0.1)
    assert (moved >= low - 1e-5).all()
    assert (moved <= high + 1e-5).all()
