"""The question understood: language, follow-ups, names and what is asked for."""

from __future__ import annotations

import pytest

from yinju.index.errors import UsageError
from yinju.rag.types import Kind, Turn
from yinju.rag.understand import LONGEST, content, kind, understand

EARLIER = [Turn("Who is Xu Xiaolan?", "She heads the institute.")]


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "?", "？！…", "—", "😀"])
def test_a_question_without_words_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        understand(text)


def test_a_question_of_the_longest_length_is_read() -> None:
    assert len(understand("a" * LONGEST).text) == LONGEST


def test_a_longer_question_is_refused_with_both_lengths() -> None:
    with pytest.raises(UsageError, match=r"2,001 characters, at most 2,000"):
        understand("a" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who hosted the opening session?", "en"),
        ("虹桥分论坛由谁主持？", "zh"),
        ("주최자는 누구입니까?", "ko"),
        ("会議はどこで開かれましたか", "ja"),
        ("Кто открыл конференцию в Москве?", "ru"),
    ],
)
def test_the_language_is_the_one_the_question_is_written_in(text: str, language: str) -> None:
    assert understand(text).language == language


def test_a_question_in_no_language_is_taken_for_english() -> None:
    assert understand("2021?").language == "en"


def test_white_space_of_any_kind_becomes_one_space() -> None:
    assert understand("  Who\n\n hosted\t it? ").text == "Who hosted it?"


@pytest.mark.parametrize(
    "text",
    [
        "What does she say about talent?",
        "And when?",
        "Why?",
        "What about 2023?",
        "她说了什么？",
        "那么2023年呢？",
        "这次会议在哪里举行？",
    ],
)
def test_a_follow_up_is_searched_together_with_the_question_before_it(text: str) -> None:
    question = understand(text, EARLIER)
    assert question.search_text == f"Who is Xu Xiaolan? {text}"
    assert question.text == text


def test_a_follow_up_inherits_the_names_and_words_of_the_question_before_it() -> None:
    question = understand("What does she say about talent?", EARLIER)
    assert [name.text for name in question.names] == ["Xu Xiaolan"]
    assert {"xu", "xiaolan", "talent"} <= question.terms


@pytest.mark.parametrize("text", ["Who is the chairman of Trinity Innovation Fund?", "重庆分论坛由谁主办？"])
def test_a_question_that_stands_alone_forgets_the_conversation(text: str) -> None:
    assert understand(text, EARLIER).search_text == text


def test_a_follow_up_follows_the_latest_question() -> None:
    history = [Turn("Who is Gong Ke?", "A moderator."), *EARLIER]
    assert understand("And when?", history).search_text == "Who is Xu Xiaolan? And when?"


def test_the_first_question_has_nothing_to_follow() -> None:
    assert understand("What does she say about talent?").search_text == "What does she say about talent?"


def test_the_language_is_that_of_the_follow_up_and_not_of_the_conversation() -> None:
    assert understand("她说了什么？", EARLIER).language == "zh"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When was the conference held?", Kind.TIME),
        ("In which year did it begin?", Kind.TIME),
        ("世界人工智能大会是什么时候创办的？", Kind.TIME),
        ("How many AI companies are there?", Kind.NUMBER),
        ("有多少家企业？", Kind.NUMBER),
        ("Which talk did Sifakis give?", Kind.TITLE),
        ("报告的题目是什么？", Kind.TITLE),
        ("Who hosted the opening session?", Kind.ANY),
        ("虹桥分论坛由谁主持？", Kind.ANY),
    ],
)
def test_what_a_question_asks_for_follows_from_its_words(text: str, expected: Kind) -> None:
    assert kind(text) is expected


@pytest.mark.parametrize(
    ("expected", "fitting", "other"),
    [
        (Kind.NUMBER, "over 600 companies", "many companies"),
        (Kind.NUMBER, "六家企业", "许多企业"),
        (Kind.TIME, "on September 1", "in the afternoon"),
        (Kind.TIME, "7月8日", "当天下午"),
        (Kind.TITLE, "报告题为《大模型与语言智能》", "他作了报告"),
    ],
)
def test_a_kind_fits_only_sentences_that_hold_such_a_thing(expected: Kind, fitting: str, other: str) -> None:
    assert expected.fits(fitting)
    assert not expected.fits(other)


def test_a_question_for_anything_fits_no_sentence_better_than_another() -> None:
    assert not Kind.ANY.fits("On September 1, 2020, six guests gave 《the talk》")


def test_a_run_of_capitalised_words_is_one_name() -> None:
    names = [name.text for name in understand("Who is the chairman of Trinity Innovation Fund in Pudong?").names]
    assert names == ["Trinity Innovation Fund", "Pudong"]


def test_chinese_names_are_found_inside_a_sentence() -> None:
    assert [name.text for name in understand("熊继军在重庆讲了什么？").names] == ["熊继军", "重庆"]


def test_a_name_is_known_by_its_sound_as_well_so_that_another_script_can_show_it() -> None:
    latin = understand("What did Sifakis say?").names[0]
    han = understand("徐晓兰说了什么？").names[0]
    assert "~SFKS" in latin.terms
    assert "~xuxiaolan" in han.terms


def test_a_name_said_twice_is_one_name() -> None:
    assert len(understand("Is Pudong larger than Pudong?").names) == 1


def test_question_words_are_no_content() -> None:
    assert content("How many companies are there in Pudong?").split() == ["companies", "Pudong?"]
    assert understand("Who is she?").terms.isdisjoint({"who", "is"})
    assert "什么" not in content("熊继军说了什么？")
