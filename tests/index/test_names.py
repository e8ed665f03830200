"""Names by their sound."""

from __future__ import annotations

import pytest
import rjieba
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.text.names import SOUND, WEAK_SOUND, han_names, han_sounds, latin_names, latin_sounds

PROPERTY = settings(max_examples=60, deadline=None, database=None)


@pytest.mark.parametrize(
    ("latin", "han"),
    [
        ("Sifakis", "希发基斯"),
        ("Macron", "马克龙"),
        ("Zelensky", "泽连斯基"),
        ("Clinton", "克林顿"),
        ("Trump", "特朗普"),
        ("Xu Xiaolan", "徐晓兰"),
        ("Chongqing", "重庆"),
    ],
)
def test_a_name_sounds_alike_in_both_scripts(latin: str, han: str) -> None:
    shared = set(latin_names(latin)) & set(han_names([(han, "nr")]))
    assert any(term.startswith(SOUND) for term in shared)


@pytest.mark.parametrize(("latin", "han"), [("Craig", "克雷格"), ("Merkel", "默克尔")])
def test_a_name_of_three_consonants_is_a_weak_hint(latin: str, han: str) -> None:
    shared = set(latin_sounds(latin)) & set(han_sounds(han, "nr"))
    assert shared
    assert all(term.startswith(WEAK_SOUND) for term in shared)


@pytest.mark.parametrize(
    ("latin", "han"), [("Sifakis", "马克龙"), ("Macron", "克林顿"), ("Xu Xiaolan", "熊继军"), ("Trump", "希发基斯")]
)
def test_other_names_sound_otherwise(latin: str, han: str) -> None:
    assert not set(latin_names(latin)) & set(han_names([(han, "nr")]))


def test_a_chinese_name_keeps_its_whole_pinyin() -> None:
    assert "~xuxiaolan" in set(latin_names("Xu Xiaolan")) & set(han_sounds("徐晓兰", "nr"))


def test_a_character_with_two_readings_gives_both() -> None:
    assert {"~chongqing", "~zhongqing"} <= set(han_sounds("重庆", "ns"))


def test_the_kind_of_an_area_does_not_belong_to_its_name() -> None:
    assert set(han_sounds("重庆市", "ns")) == set(han_sounds("重庆", "ns"))


def test_a_name_that_the_tagger_cut_at_its_dot_is_found_whole() -> None:
    tagged = [("约瑟夫", "nr"), ("·", "x"), ("希发", "v"), ("基斯", "x")]
    assert "~SFKS" in set(han_names(tagged))


def test_both_halves_of_a_dotted_name_count_in_running_text() -> None:
    assert {"~SFKS"} <= set(han_names(rjieba.tag("图灵奖得主约瑟夫·希发基斯出席论坛。")))


@pytest.mark.parametrize("possessive", ["Sifakis's", "Sifakis’s"])
def test_a_possessive_sounds_like_its_name(possessive: str) -> None:
    assert set(latin_sounds(possessive)) == set(latin_sounds("Sifakis"))


def test_only_capitalised_words_can_be_names() -> None:
    assert list(latin_names("the smartest manufacturers and xu xiaolan")) == []


@pytest.mark.parametrize("word", ["Ming", "Dali", "Ada", "Ono"])
def test_what_is_too_short_to_be_told_apart_is_left_out(word: str) -> None:
    assert list(latin_sounds(word)) == []


def test_words_that_are_no_names_have_no_sound() -> None:
    assert list(han_names([("工业", "n"), ("发展", "v"), ("，", "x")])) == []


@PROPERTY
@given(st.text("ABCDEFGHIKLMNOPQRSTUVWYZabcdefghiklmnopqrstuvwyz '’-éöñ", max_size=40))
def test_a_strong_sound_has_four_letters_or_more_and_a_weak_one_three(text: str) -> None:
    for term in latin_names(text):
        assert len(term) >= 5 if term.startswith(SOUND) else len(term) == 4
        assert term.startswith((SOUND, WEAK_SOUND))


@PROPERTY
@given(
    st.text("徐晓兰希发基斯马克龙重庆张长行乐单曾一二儿尔", min_size=1, max_size=10),
    st.sampled_from(["nr", "ns", "nz", "n"]),
)
def test_no_name_has_more_than_a_handful_of_sounds(word: str, tag: str) -> None:
    assert len(set(han_sounds(word, tag))) <= 16
