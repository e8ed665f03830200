"""Lexical terms and folding."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.text.names import SOUND, WEAK_SOUND
from yinju.index.text.terms import fold, terms

PROPERTY = settings(max_examples=60, deadline=None, database=None)
WORDS = [
    *("The Bank", "Élan", "e\u0301", "ﬁnal", "ẞ", "İstanbul", "3,000", "１２３", "1.2bn", "Xu Xiaolan", "Ａｎｎａ"),
    *("人工智能", "論壇舉行", "晶片", "芯片", "软件", "軟體", "4000亿", "约瑟夫·希发基斯", "臺灣", "鼠标"),
    *("さくら", "ガーデン", "ｶﾀｶﾅ", "서울은", "한국", "العربية", "كِتَاب", "हिन्दी", "ภาษาไทย", "Москва", "Київ", "Ёлка"),
    *("Ελλάδα", "Ἀθῆναι", "שלום", "தமிழ்", "🎉", "👩‍👩‍👧", " ", "\n", ".", "，", "\u200b", "\u00ad"),
]
NO_LETTERS = st.text(st.characters(exclude_categories=["Cs", "Lo"]), max_size=6)
TEXTS = st.lists(st.sampled_from(WORDS) | NO_LETTERS, max_size=12).map("".join)


def plain(text: str) -> list[str]:
    return [term for term in terms(text) if not term.startswith((SOUND, WEAK_SOUND))]


@PROPERTY
@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@PROPERTY
@given(TEXTS)
def test_canonically_equal_texts_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The BANK", "the bank"),
        ("café Zürich", "cafe zurich"),
        ("Straße", "STRASSE"),
        ("ＡＩ　１２３", "ai 123"),
        ("3,000 1,234,567", "3000 1234567"),
        ("ﬁnal", "final"),
        ("ｶﾀｶﾅ", "カタカナ"),
        ("كِتَابٌ", "كتاب"),
        ("Ёлка", "елка"),
        ("Ἀθῆναι", "Αθηναι"),
        ("人工智慧論壇", "人工智慧论坛"),
        ("臺灣的晶片", "台湾的芯片"),
        ("軟體、網路與資訊", "软件、网络与信息"),
    ],
)
def test_writings_of_one_text_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_comma_between_figures_of_a_list_stays() -> None:
    assert fold("1,2,34") == "1,2,34"


@PROPERTY
@given(TEXTS)
def test_terms_are_never_empty_and_hold_no_white_space(text: str) -> None:
    assert all(term and not any(c.isspace() for c in term) for term in terms(text))


def test_spaced_scripts_count_words() -> None:
    assert plain("the bank raised rates") == ["the", "bank", "raised", "rates"]
    assert plain("서울은 수도") == ["서울은", "수도"]
    assert plain("भारत की राजधानी") == ["भारत", "की", "राजधानी"]


def test_repetitions_are_kept() -> None:
    assert plain("chip, chip, chip") == ["chip"] * 3


def test_chinese_counts_words_and_character_pairs() -> None:
    assert {"人工智能", "人工", "工智", "智能"} <= set(plain("人工智能"))


def test_a_chinese_word_of_two_characters_counts_once() -> None:
    assert plain("芯片") == ["芯片"]


def test_a_single_chinese_character_is_a_term() -> None:
    assert plain("水") == ["水"]


@pytest.mark.parametrize(("text", "pairs"), [("カメラ", ["カメ", "メラ"]), ("ไทย", ["ไท", "ทย"]), ("か", ["か"])])
def test_other_scripts_without_spaces_count_character_pairs(text: str, pairs: list[str]) -> None:
    assert plain(text) == pairs


def test_traditional_and_simplified_texts_share_their_terms() -> None:
    assert set(terms("論壇討論人工智能與製造業")) == set(terms("论坛讨论人工智能与制造业"))


def test_latin_names_inside_chinese_are_words_of_their_own() -> None:
    assert "openai" in terms("与OpenAI合作")


def test_emoji_and_punctuation_are_no_terms() -> None:
    assert terms("🎉 👩‍👩‍👧 … —！。") == []


def test_a_number_counts_in_the_form_that_languages_share() -> None:
    assert "400000000000" in set(terms("exceeds 400 billion yuan")) & set(terms("4000亿元"))


def test_a_number_that_is_already_a_word_does_not_count_twice() -> None:
    assert terms("2021") == ["2021"]


def test_a_name_counts_by_its_sound_in_both_scripts() -> None:
    shared = set(terms("Joseph Sifakis spoke")) & set(terms("约瑟夫·希发基斯致辞"))
    assert any(term.startswith(SOUND) for term in shared)
