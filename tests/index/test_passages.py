"""Passages."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.passages import LARGEST, passages
from yinju.index.text.scripts import tokens
from yinju.index.text.sentences import sentence_spans
from yinju.index.types import Passage

PROPERTY = settings(max_examples=60, deadline=None, database=None)
SENTENCES = [
    *("The bank raised its rate.", "Markets fell by 3.5% on Friday. ", "word " * 150, "🎉 Party! "),
    *("人工智能产业规模超过4000亿元。", "論壇在上海舉行。", "字" * 300, "これは文です。", "서울은 수도입니다. "),
    *("كيف حالك؟ ", "भारत एक देश है। ", "ภาษาไทยไม่มีจุด ", "Москва — столица. ", "Η Αθήνα είναι πόλη. "),
    *("\n", "\n\n", " "),
]
TEXTS = st.lists(st.sampled_from(SENTENCES) | st.text(max_size=20), max_size=60).map("".join)
LANGUAGES = st.sampled_from(["en", "zh", "ja", "ko", "ar", "hi", "th", "ru", "el", "und"])


def size(text: str, passage: Passage) -> int:
    return sum(tokens(text[start:end]) for start, end in passage.sentences)


@PROPERTY
@given(TEXTS, LANGUAGES)
def test_passages_hold_every_sentence_exactly_once_and_in_order(text: str, language: str) -> None:
    held = [span for passage in passages(text, language) for span in passage.sentences]
    assert held == sentence_spans(text, language)


@PROPERTY
@given(TEXTS, LANGUAGES)
def test_a_passage_begins_and_ends_with_its_sentences(text: str, language: str) -> None:
    for passage in passages(text, language):
        assert (passage.start, passage.end) == (passage.sentences[0].start, passage.sentences[-1].end)


@PROPERTY
@given(TEXTS, LANGUAGES)
def test_no_passage_is_overfull(text: str, language: str) -> None:
    assert all(size(text, passage) <= LARGEST for passage in passages(text, language))


@PROPERTY
@given(TEXTS, LANGUAGES)
def test_a_passage_ends_early_only_at_a_paragraphs_end(text: str, language: str) -> None:
    found = passages(text, language)
    for passage, following in pairwise(found):
        first = following.sentences[0]
        overfull = size(text, passage) + tokens(text[first.start : first.end]) > LARGEST
        assert overfull or ("\n" in text[passage.end : following.start] and size(text, passage) > LARGEST // 2)


def test_a_short_text_is_one_passage_over_its_paragraphs() -> None:
    text = "A headline\n\nThe bank raised its rate.\n\nMarkets fell."
    assert [(p.start, p.end) for p in passages(text, "en")] == [(0, len(text))]


def test_a_passage_that_is_not_half_full_goes_on_into_the_next_paragraph() -> None:
    text = f"{'The bank raised its rate on Friday. ' * 9}\n\nAnother matter altogether."
    (passage,) = passages(text, "en")
    assert LARGEST // 3 < size(text, passage) <= LARGEST // 2


def test_a_passage_that_is_half_full_ends_with_its_paragraph() -> None:
    paragraph = "The bank raised its rate on Friday. " * 15
    text = f"{paragraph.strip()}\n\nAnother matter altogether."
    first, second = passages(text, "en")
    assert (text[first.start : first.end], text[second.start : second.end]) == tuple(text.split("\n\n"))


def test_an_empty_text_has_no_passage() -> None:
    assert passages("", "en") == passages(" \n ", "zh") == []
