"""The first page: every language keeps places, and nothing is lost or doubled by that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.fairness import Placed, first_page
from yinju.index.snapshot import Cell

PROPERTY = settings(max_examples=80, deadline=None, database=None)
PAGE = 10
CODES = ("en", "zh", "ja", "ar", "ru", "de", "ko", "fr")


def merged(scores: Mapping[str, list[float]]) -> list[Placed]:
    """A list that falls, of cells of which only the language counts here."""
    cells = {code: cast(Cell, SimpleNamespace(language=code)) for code in scores}
    places = [(cells[code], row, score) for code, values in scores.items() for row, score in enumerate(values)]
    return sorted(places, key=lambda place: (-place[2], place[0].language, place[1]))


def on_page(scores: Mapping[str, list[float]]) -> Counter[str]:
    return Counter(cell.language for cell, _, _ in first_page(merged(scores))[:PAGE])


def one_leads(languages: int, passages: int = 20) -> dict[str, list[float]]:
    """Every passage of the first language scores above every one of the second, and so on."""
    return {
        code: [languages - place - row / 100 for row in range(passages)] for place, code in enumerate(CODES[:languages])
    }


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (1, {"en": 10}),
        (2, {"en": 5, "zh": 5}),
        (3, {"en": 6, "zh": 2, "ja": 2}),
        (6, {"en": 5, "zh": 1, "ja": 1, "ar": 1, "ru": 1, "de": 1}),
        (7, {"en": 5, "zh": 1, "ja": 1, "ar": 1, "ru": 1, "de": 1}),
        (8, {"en": 5, "zh": 1, "ja": 1, "ar": 1, "ru": 1, "de": 1}),
    ],
)
def test_every_language_keeps_places_and_the_others_together_half_at_most(
    languages: int, expected: dict[str, int]
) -> None:
    assert on_page(one_leads(languages)) == expected


def test_a_language_with_few_passages_keeps_only_those() -> None:
    assert on_page({"en": [0.9] * 20, "zh": [0.1]}) == {"en": 9, "zh": 1}


def test_languages_whose_scores_are_alike_share_the_page_by_score() -> None:
    assert on_page({"en": [0.9 - i / 50 for i in range(20)], "zh": [0.89 - i / 50 for i in range(20)]}) == {
        "en": 5,
        "zh": 5,
    }


SCORES = st.dictionaries(
    st.sampled_from(CODES), st.lists(st.floats(-1, 1, width=16), min_size=1, max_size=15), min_size=1
)


@PROPERTY
@given(SCORES)
def test_nothing_is_lost_or_doubled_and_scores_fall_on_the_page_and_after_it(scores: dict[str, list[float]]) -> None:
    falling = merged(scores)
    placed = first_page(falling)
    key = [(cell.language, row) for cell, row, _ in placed]
    assert len(set(key)) == len(key) == len(falling)
    assert set(key) == {(cell.language, row) for cell, row, _ in falling}
    for part in (placed[:PAGE], placed[PAGE:]):
        assert all(one[2] >= other[2] for one, other in pairwise(part))


@PROPERTY
@given(SCORES)
def test_a_languages_passages_keep_their_order_and_the_best_of_all_comes_first(scores: dict[str, list[float]]) -> None:
    falling = merged(scores)
    placed = first_page(falling)
    assert placed[0] == falling[0]
    for code in scores:
        assert [p for p in placed if p[0].language == code] == [p for p in falling if p[0].language == code]


@PROPERTY
@given(SCORES)
def test_a_list_of_one_page_stays_as_it_is(scores: dict[str, list[float]]) -> None:
    falling = merged(scores)[:PAGE]
    assert first_page(falling) == falling
