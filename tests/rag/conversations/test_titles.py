"""What a conversation is called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinju.rag.conversations import titles


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How many otters?", "How many otters?"),
        (" How\n many\totters? ", "How many otters?"),
        ("x" * 60, "x" * 60),
        ("x" * 61, f"{'x' * 60}…"),
        (f"{'word ' * 12}over", "word word word word word word word word word word word word…"),
        (f"Why {'x' * 80}", f"Why {'x' * 56}…"),
        ("虹" * 61, f"{'虹' * 60}…"),
        ("What of [1]?", "What of (1)?"),
        ("\u202eelttit", "⟨U+202E⟩elttit"),
    ],
)
def test_a_question_is_shortened_between_words(question: str, title: str) -> None:
    assert titles.of_question(question) == title


@given(st.text(max_size=300))
def test_a_title_is_one_short_line(text: str) -> None:
    for title in (titles.of_question(text), titles.given(text) or "", titles.of_question(text * 50)):
        assert len(title) <= 200
        assert len(title.splitlines()) <= 1
        assert title == title.strip()


@pytest.mark.parametrize("text", ["", " \n ", "\u200b\u200b"])
def test_a_name_of_which_nothing_is_to_be_seen_is_none(text: str) -> None:
    assert titles.given(text) is None
