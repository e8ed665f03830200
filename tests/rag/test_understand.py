"""The question understood: language, follow-ups, names and what is asked for."""

from __future__ import annotations

import pytest

from yinju.index.errors import UsageError
from yinju.rag.types import Turn
from yinju.rag.understand import LONGEST, understand
from yinju.rag.understanding.words import content

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


def test_a_follow_up_is_searched_as_the_question_it_stands_for() -> None:
    question = understand("What does she say about talent?", EARLIER)
    assert question.text == "What does she say about talent?"
    assert question.search_text == question.standalone == "What does Xu Xiaolan say about talent?"


def test_a_follow_up_inherits_the_names_and_words_of_the_question_before_it() -> None:
    question = understand("What does she say about talent?", EARLIER)
    assert [name.text for name in question.names] == ["Xu Xiaolan"]
    assert {"xu", "xiaolan", "talent"} <= question.terms


@pytest.mark.parametrize("text", ["Who is the chairman of Trinity Innovation Fund?", "重庆分论坛由谁主办？"])
def test_a_question_that_stands_alone_forgets_the_conversation(text: str) -> None:
    question = understand(text, EARLIER)
    assert question.search_text == question.standalone == text


def test_a_follow_up_follows_the_latest_question() -> None:
    history = [Turn("Who is Gong Ke?", "A moderator."), *EARLIER]
    assert understand("And when?", history).search_text == "Who is Xu Xiaolan? And when?"


def test_the_first_question_has_nothing_to_follow() -> None:
    assert understand("What does she say about talent?").search_text == "What does she say about talent?"


def test_the_language_is_that_of_the_follow_up_and_not_of_the_conversation() -> None:
    assert understand("她说了什么？", EARLIER).language == "zh"


def test_a_run_of_capitalised_words_is_one_name() -> None:
    names = [name.text for name in understand("Who is the chairman of Trinity Innovation Fund in Pudong?").names]
    assert names == ["Trinity Innovation Fund", "Pudong"]


def test_chinese_names_are_found_inside_a_sentence() -> None:
    assert [name.text for name in understand("熊继军在重庆讲了什么？").names] == ["熊继军", "重庆"]


def test_a_surname_that_the_tagger_cuts_off_belongs_to_the_name() -> None:
    assert [name.text for name in understand("高大明和陈英说了什么？").names] == ["高大明", "陈英"]


def test_a_foreign_name_with_a_dot_is_one_name_known_by_the_sound_of_its_parts() -> None:
    name, *others = understand("约瑟夫·希发基斯讲了什么？").names
    assert (name.text, others) == ("约瑟夫·希发基斯", [])
    assert "~SFKS" in name.terms


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


@pytest.mark.parametrize(
    "text",
    ["Which members did not sign?", "除了上海还有哪些城市？", "Who never came?", "谁没有签字？", "哪些国家未参加？"],
)
def test_a_denial_is_noted(text: str) -> None:
    assert understand(text).negated


@pytest.mark.parametrize(
    "text", ["Who noted it?", "有没有人参加？", "哪些国家参加？", "What is a notebook?", "是不是他？", "未来如何？"]
)
def test_a_question_that_denies_nothing_is_not_negated(text: str) -> None:
    assert not understand(text).negated


@pytest.mark.parametrize(
    "text",
    [
        "Which city is the largest?",
        "Who was the first to speak?",
        "哪座城市最大？",
        "谁第一个发言？",
        "唯一的会员是谁？",
    ],
)
def test_a_superlative_is_noted(text: str) -> None:
    assert understand(text).superlative


@pytest.mark.parametrize(
    "text",
    [
        "What happened last year?",
        "最近有哪些会议？",
        "What was revenue in the first quarter of 2023?",
        "谁参加了第一次世界大战？",
    ],
)
def test_a_question_for_nothing_in_particular_has_no_superlative(text: str) -> None:
    assert not understand(text).superlative
