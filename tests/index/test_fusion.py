"""Ranking inside a language, balancing across languages."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import FakeEncoder
from yinju.index.fusion import USUAL, Ranked, Ranking, balance, comparable, hits, rank_all, score
from yinju.index.lexical import Lexical, counted
from yinju.index.snapshot import Cell
from yinju.index.text.terms import terms
from yinju.index.vectors import FaissVectors

PROPERTY = settings(max_examples=40, deadline=None, database=None)
ENCODER = FakeEncoder()
HALF = 2e-4  # vectors are held in half precision
SENTENCES = [
    "The bank raised its rate.",
    "Markets fell.",
    "The fee rose.",
    "A new forum opened.",
    "Nothing else happened.",
]
PASSAGES = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3), min_size=1, max_size=8)


def a_cell(language: str, *passages: Sequence[str]) -> Cell:
    """A cell whose passages are given as their sentences; passage i stands in article "a{i}"."""
    texts = [" ".join(sentences) for sentences in passages]
    flat = [sentence for sentences in passages for sentence in sentences]
    starts = [len(" ".join([*own[:i], ""])) for own in passages for i in range(len(own))]
    indexed = tuple(counted(terms(text)) for text in texts)
    return Cell(
        language=language,
        ids=np.arange(1, len(texts) + 1),
        articles=tuple(f"a{i}" for i in range(len(texts))),
        spans=np.array([(0, len(text)) for text in texts]),
        offsets=np.cumsum([0, *map(len, passages)]),
        sentence_spans=np.array([(start, start + len(text)) for start, text in zip(starts, flat, strict=True)]),
        passage_of=np.repeat(np.arange(len(passages)), [len(own) for own in passages]),
        passages=FaissVectors(ENCODER.encode(texts, "passage")),
        sentences=FaissVectors(ENCODER.encode(flat, "passage")),
        lexical=Lexical.build(indexed),
    )


def ranked(cell: Cell, question: str, depth: int = 20, **more: object) -> Ranked:
    vector = ENCODER.encode([question], "question")[0]
    return rank_all([cell], vector, terms(question), "en", depth, **more)[0]  # type: ignore[arg-type]


def given_scores(language: str, scores: Sequence[float]) -> Ranked:
    cell = a_cell(language, *[["Text."]] * len(scores))
    return Ranked(cell, np.arange(len(scores)), np.array(sorted(scores, reverse=True), np.float32))


def dense(cell: Cell, question: str, pairs: bool = True) -> list[float]:
    vector = ENCODER.encode([question], "question")[0]
    passages = cell.passages.similarities(vector, np.arange(cell.passages.size))
    best = []
    for start, end in pairwise(cell.offsets.tolist()):
        own = cell.sentences.vectors(np.arange(start, end))
        together = [a + b for a, b in pairwise(own)] or [own[0]]
        pair = max(float(both @ vector / np.linalg.norm(both)) for both in together)
        alone = float(max(own @ vector))
        best.append(0.8 * alone + 0.2 * pair if pairs else alone)
    return [(1 - USUAL.sentence_share) * p + USUAL.sentence_share * b for p, b in zip(passages, best, strict=True)]


SCORES = st.lists(st.sampled_from([0.1, 0.2, 0.5, 0.5000001, 0.9]), max_size=5)


@PROPERTY
@given(st.fixed_dictionaries(dict.fromkeys(("en", "zh", "ja", "ar"), SCORES)), st.randoms(use_true_random=False))
def test_the_order_in_which_cells_are_given_does_not_matter(
    scores: dict[str, list[float]], shuffled: random.Random
) -> None:
    cells = [given_scores(code, values) for code, values in scores.items() if values]
    moved = shuffled.sample(cells, len(cells))
    as_text = [[(c.language, row, score) for c, row, score in balance(order, 7)] for order in (cells, moved)]
    assert as_text[0] == as_text[1]


@PROPERTY
@given(SCORES, SCORES, st.integers(0, 12))
def test_a_merged_list_falls_and_is_as_deep_as_asked(one: list[float], other: list[float], depth: int) -> None:
    merged = balance([given_scores("en", one or [0.3]), given_scores("zh", other or [0.3])], depth)
    everything = sorted(map(np.float32, [*(one or [0.3]), *(other or [0.3])]), reverse=True)
    assert [np.float32(score) for _, _, score in merged] == everything[:depth]


@PROPERTY
@given(PASSAGES, st.sampled_from(["bank rate", "Which forum opened?", "the fee", "unrelated"]))
def test_a_cell_is_ranked_by_vectors_and_words_together(passages: list[list[str]], question: str) -> None:
    cell = a_cell("en", *passages)
    words = comparable(terms(question), same_language=True)
    highest = 2.2 * sum(cell.lexical.inverse_frequency(words).values())
    shared = 0.8 * cell.lexical.scores(words) / highest + 0.2 * cell.lexical.coverage(words)
    vector = ENCODER.encode([question], "question")[0]
    scored = score(cell, vector, words, 20)
    np.testing.assert_allclose(scored.fused - scored.dense, USUAL.lexical_weight * shared[scored.rows], atol=1e-6)
    fused = np.array(dense(cell, question)) + USUAL.lexical_weight * shared
    found = ranked(cell, question)
    np.testing.assert_allclose(fused[found.rows], np.sort(fused)[::-1], atol=HALF)


@PROPERTY
@given(PASSAGES)
def test_words_decide_the_order_in_a_language_but_not_its_scores(passages: list[list[str]]) -> None:
    cell = a_cell("en", *passages)
    np.testing.assert_allclose(
        ranked(cell, "bank rate").scores, sorted(dense(cell, "bank rate"), reverse=True), atol=HALF
    )


@PROPERTY
@given(PASSAGES)
def test_without_pairs_the_best_sentence_counts_alone(passages: list[list[str]]) -> None:
    cell = a_cell("en", *passages)
    found = ranked(cell, "bank rate", ranking=Ranking(pairs=False))
    np.testing.assert_allclose(found.scores, sorted(dense(cell, "bank rate", pairs=False), reverse=True), atol=HALF)


def test_two_neighbours_that_answer_together_come_before_two_apart() -> None:
    apart = ["The bank raised it.", "Nothing else happened.", "The rate stayed."]
    together = ["The bank raised it.", "The rate stayed.", "Nothing else happened."]
    cell = a_cell("en", apart, together)
    assert ranked(cell, "bank rate").rows.tolist() == [1, 0]
    assert ranked(cell, "bank rate", ranking=Ranking(pairs=False)).rows.tolist() == [0, 1], "they are alike otherwise"


def test_neighbours_never_reach_over_the_end_of_a_passage() -> None:
    cell = a_cell("en", ["Markets fell.", "The bank closed."], ["The rate rose.", "A forum opened."], ["The fee rose."])
    np.testing.assert_allclose(
        ranked(cell, "bank rate").scores, sorted(dense(cell, "bank rate"), reverse=True), atol=HALF
    )


def test_the_words_of_a_counterpart_count_too() -> None:
    english = a_cell("en", ["The fee rose."], ["Markets fell."])
    chinese = a_cell("zh", ["The fee rose."], ["Markets fell."])  # counterparts, by this encoder
    vector = ENCODER.encode(["fee"], "question")[0]

    def gap(words: set[str], **more: object) -> float:
        """How far the counterpart that has the question's word leads in the other language."""
        found = rank_all([english, chinese], vector, words, "en", 20, **more)[1]  # type: ignore[arg-type]
        scores = dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True))
        return scores[0] - scores[1]

    assert gap({"fee"}) > gap({"nowhere"}) + 0.05
    assert gap({"fee"}, ranking=Ranking(agreement=False)) == pytest.approx(gap({"x"}, ranking=Ranking(agreement=False)))


def test_other_names_count_in_the_language_they_were_found_in() -> None:
    cell = a_cell("en", ["Markets fell."], ["The fee rose."])
    assert ranked(cell, "bank", renamed={"en": {"fee"}}).rows[0] == 1
    assert ranked(cell, "bank", renamed={"zh": {"fee"}}).rows[0] == 0


def test_every_language_is_on_the_first_page_unless_that_is_left_out() -> None:
    lists = [given_scores("en", [0.9] * 20), given_scores("zh", [0.1] * 20)]

    def chinese(depth: int, ranking: Ranking = USUAL) -> list[int]:
        return [place for place, (cell, _, _) in enumerate(balance(lists, depth, ranking)) if cell.language == "zh"]

    assert chinese(12) == [5, 6, 7, 8, 9]
    assert chinese(8) == [5, 6, 7]
    assert chinese(12, Ranking(places=False)) == []


def test_a_passage_with_the_questions_words_comes_first() -> None:
    cell = a_cell("en", ["Markets fell."], ["The fee rose."], ["Nothing else happened."])
    assert ranked(cell, "fee").rows[0] == 1


def test_equal_passages_keep_their_order() -> None:
    assert ranked(a_cell("en", *[["Markets fell."]] * 4), "bank").rows.tolist() == [0, 1, 2, 3]


def test_a_list_is_as_deep_as_asked() -> None:
    assert len(ranked(a_cell("en", *[["Markets fell."]] * 4), "bank", depth=2).rows) == 2


@PROPERTY
@given(PASSAGES, st.sets(st.sampled_from(["a0", "a1", "a2", "a7", "other"])))
def test_only_admitted_articles_are_found_and_all_of_them(passages: list[list[str]], admitted: set[str]) -> None:
    cell = a_cell("en", *passages)
    found = ranked(cell, "bank rate", admitted=admitted)
    assert {cell.articles[row] for row in found.rows} == admitted & set(cell.articles)
    assert len(found.rows) == len(found.scores)


def test_names_by_sound_count_only_in_another_language() -> None:
    assert comparable({"bank", "~SFKS", "≈KLK"}, same_language=True) == {"bank"}
    assert comparable({"bank", "~SFKS", "≈KLK"}, same_language=False) == {"bank", "~SFKS"}


def test_hits_are_numbered_from_one_and_name_their_place() -> None:
    english, chinese = a_cell("en", ["Markets fell."]), a_cell("zh", ["市场下跌。", "银行关门。"])
    found = hits([(chinese, 0, 0.75), (english, 0, 0.5)], ENCODER.encode(["市场"], "question")[0], 0)
    assert [(hit.rank, hit.language, hit.score, hit.article_id) for hit in found] == [
        (1, "zh", 0.75, "a0"),
        (2, "en", 0.5, "a0"),
    ]
    assert (found[0].start, found[0].end) == (0, len("市场下跌。 银行关门。"))


@pytest.mark.parametrize("wanted", [0, 1, 2, 5])
def test_only_the_first_hits_carry_their_sentences(wanted: int) -> None:
    cell = a_cell("en", ["Markets fell.", "The fee rose."], ["Nothing else happened."])
    found = hits([(cell, 0, 0.9), (cell, 1, 0.8)], ENCODER.encode(["fee"], "question")[0], wanted)
    assert [len(hit.sentences) for hit in found] == [2 * (wanted > 0), 1 * (wanted > 1)]


def test_sentences_of_a_hit_lie_inside_it_and_carry_their_cosine() -> None:
    cell = a_cell("en", ["Nothing else happened."], ["Markets fell.", "The fee rose."])
    vector = ENCODER.encode(["fee"], "question")[0]
    (hit,) = hits([(cell, 1, 0.9)], vector, 1)
    text = "Markets fell. The fee rose."
    assert [text[s.start : s.end] for s in hit.sentences] == ["Markets fell.", "The fee rose."]
    assert [s.article_id for s in hit.sentences] == ["a1", "a1"]
    expected = ENCODER.encode(["Markets fell.", "The fee rose."], "passage") @ vector
    np.testing.assert_allclose([s.score for s in hit.sentences], expected, atol=HALF)
