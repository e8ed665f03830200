"""Follow-ups are made to stand alone; questions that stand alone are left as they are."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from yinju.rag.types import Kind, Turn
from yinju.rag.understand import understand
from yinju.rag.understanding.follow_ups import standalone

TODAY = date(2026, 11, 22)
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
FIRMS = ("How many AI companies does Pudong have?", "Pudong has over 600 AI companies. [1]")
PAST = ("How many AI companies did Pudong have in 2021?", "Over 600.")
FUND = ("Who chairs Trinity Innovation Fund?", "Chen Ying has chaired the fund since 2019. [1]")
HAN_FIRMS = ("浦东2021年有多少家人工智能企业？", "浦东有600多家。[1]")
HAN_HOST = ("开幕式由谁主持？", "开幕式由陈英主持。[1]")


def alone(text: str, *turns: tuple[str, str]) -> str:
    return standalone(text, [Turn(*turn) for turn in turns], TODAY)


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        (FIRMS, "And in 2022?", "How many AI companies does Pudong have in 2022?"),
        (PAST, "And in 2022?", "How many AI companies did Pudong have in 2022?"),
        (PAST, "In March 2022?", "How many AI companies did Pudong have in March 2022?"),
        (PAST, "What about last year?", "How many AI companies did Pudong have last year?"),
        (FIRMS, "What about Shanghai?", "How many AI companies does Shanghai have?"),
        (FIRMS, "And Shanghai?", "How many AI companies does Shanghai have?"),
        (FUND, "When did she join?", "When did Chen Ying join?"),
        (FUND, "What is its capital?", "What is Trinity Innovation Fund’s capital?"),
        (FUND, "Who founded it?", "Who founded Trinity Innovation Fund?"),
        (("Who is Xu Xiaolan?", "She heads MIIT."), "What did she say?", "What did Xu Xiaolan say?"),
        (
            ("Where was the forum held?", "It was held in Shanghai."),
            "How many people live there?",
            "How many people live in Shanghai?",
        ),
        (("What is the capital of France?", "Paris."), "And the population?", "What is the population of France?"),
        (("What is the capital of France?", "Paris."), "And of Spain?", "What is the capital of Spain?"),
        (
            ("What is the Riverside Forum in Denver?", "A forum."),
            "When did it take place?",
            "When did the Riverside Forum in Denver take place?",
        ),
        (("世界人工智能大会是什么？", "一个大会。"), "它在哪里举行？", "世界人工智能大会在哪里举行？"),
        (("What is the capital of France?", "Paris."), "How big is it?", "How big is the capital of France?"),
        (("Who is the director of the fund?", "Robert Miller."), "How old is he?", "How old is Robert Miller?"),
        (("Who opened the Riverside forum?", "Chen Ying."), "When was it held?", "When was the Riverside forum held?"),
        (
            ("Who opened the Riverside forum?", "Chen Ying."),
            "What about the Denver forum?",
            "Who opened the Denver forum?",
        ),
        (("Who opened the Riverside forum?", "Chen Ying."), "What else did she say?", "What else did Chen Ying say?"),
        (("What was Tesla's revenue in 2021?", "$53.8bn."), "And its profit?", "What was Tesla's profit in 2021?"),
        (("What was Tesla's revenue in 2021?", "$53.8bn."), "And the year after?", "What was Tesla's revenue in 2022?"),
        (("陈英在虹桥论坛上说了什么？", "她谈了人才。"), "论坛是什么时候举行的？", "虹桥论坛是什么时候举行的？"),
        (("2021年上海的产值是多少？", "四万亿元。"), "前一年呢？", "2020年上海的产值是多少？"),
        (("工信部去年发布了哪些政策？", "五项。"), "科技部呢？", "科技部去年发布了哪些政策？"),
        (HAN_FIRMS, "那上海呢？", "上海2021年有多少家人工智能企业？"),
        (HAN_FIRMS, "上海呢", "上海2021年有多少家人工智能企业？"),
        (HAN_FIRMS, "2022年呢？", "浦东2022年有多少家人工智能企业？"),
        (HAN_FIRMS, "那前年呢？", "浦东前年有多少家人工智能企业？"),
        (("上海有多少家企业？", "一万家。"), "2022年呢？", "2022年上海有多少家企业？"),
        (("法国的首都在哪里？", "巴黎。"), "那人口呢？", "法国的人口在哪里？"),
        (HAN_HOST, "他还说了什么？", "陈英还说了什么？"),
        (("龚克说了什么？", "他谈到了安全。"), "他是谁？", "龚克是谁？"),
        (("腾讯是谁创办的？", "马化腾等人。"), "它的总部在哪里？", "腾讯的总部在哪里？"),
        (("腾讯是谁创办的？", "马化腾等人。"), "这家公司什么时候上市？", "腾讯什么时候上市？"),
        (("腾讯是谁创办的？", "马化腾等人。"), "什么时候上市的？", "腾讯什么时候上市的？"),
        (("Who is Xu Xiaolan?", "She heads the institute."), "她说了什么？", "Xu Xiaolan说了什么？"),
    ],
)
def test_a_follow_up_has_put_in_what_it_leaves_out(before: tuple[str, str], text: str, expected: str) -> None:
    assert alone(text, before) == expected


@pytest.mark.parametrize("text", ["Why?", "And when?", "How so?", "What else?", "Tell me more", "Since when?"])
def test_a_bare_word_is_asked_of_the_question_before_it(text: str) -> None:
    assert alone(text, FIRMS) == f"{FIRMS[0]} {text}"


@pytest.mark.parametrize(
    "text",
    [
        "为什么？",
        "为什么这么说？",
        "其中工业占多少？",
        "和上海比呢？",
        "什么时候？",
        "在哪里？",
        "还有呢？",
        "还有哪些？",
    ],
)
def test_a_bare_chinese_word_is_asked_of_the_question_before_it(text: str) -> None:
    assert alone(text, HAN_FIRMS) == f"{HAN_FIRMS[0]} {text}"


def test_a_follow_up_of_a_follow_up_follows_what_the_first_one_meant() -> None:
    assert (
        alone("And in 2022?", PAST, ("What about Shanghai?", "1,200."))
        == "How many AI companies did Shanghai have in 2022?"
    )
    assert (
        alone("那2023年呢？", HAN_FIRMS, ("上海呢？", "一千家。"), ("2022年呢？", "一千一百家。"))
        == "上海2023年有多少家人工智能企业？"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Who is the chairman of Trinity Innovation Fund?",
        "How many companies are there in Berlin?",
        "How many companies are there?",
        "What did Luther say about his wife?",
        "Which university has its origins in a school of medicine?",
        "What do teachers give their pupils?",
        "Why is it important to sleep?",
        "How long does it take to build a bridge?",
        "What is the metric they use to measure noise?",
        "And who founded Tencent?",
        "重庆分论坛由谁主办？",
        "什么是人工智能？",
        "如何注册公司？",
        "曾炯是什么地方人？",
        "学校要求教师和他们的学生做什么？",
        "其他国家有多少家企业？",
        "吉他是谁发明的？",
        "这几年中国经济增长了多少？",
        "Cuándo nació su hijo?",
        "Her hafta ne olur?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(text: str) -> None:
    assert alone(text, FUND) == text
    assert alone(text, HAN_HOST) == text


def test_the_first_question_has_nothing_to_follow() -> None:
    assert alone("What about Shanghai?") == "What about Shanghai?"


def test_a_pronoun_without_a_name_anywhere_keeps_the_question_before_it() -> None:
    assert alone("When did she say so?", ("who spoke?", "a woman")) == "who spoke? When did she say so?"


def test_the_search_and_the_terms_are_those_of_the_standalone_question() -> None:
    question = understand("What about Shanghai?", [Turn(*FIRMS)], TODAY)
    assert question.text == "What about Shanghai?"
    assert question.standalone == question.search_text == "How many AI companies does Shanghai have?"
    assert question.kind is Kind.COUNT
    assert [name.text for name in question.names] == ["Shanghai"]


def test_a_follow_up_without_words_of_its_own_speaks_the_conversation_s_language() -> None:
    assert understand("2022?", [Turn(*HAN_FIRMS)], TODAY).language == "zh"


def test_a_relative_date_in_a_follow_up_is_worked_out() -> None:
    question = understand("去年呢？", [Turn(*HAN_FIRMS)], TODAY)
    assert question.standalone == "浦东去年有多少家人工智能企业？"
    assert question.period == ("2025-01-01", "2025-12-31")
    assert question.search_text.endswith("2025年")


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared data sets")
def test_hardly_any_question_of_a_reading_set_is_taken_for_a_follow_up() -> None:
    changed = total = 0
    for line in (SHARED / "xquad" / "queries.jsonl").read_text("utf-8").splitlines():
        query = json.loads(line)
        before = FUND if query["metadata"]["language"] == "en" else HAN_HOST
        changed += alone(query["text"], before) != query["text"]
        total += 1
    assert changed <= 0.01 * total  # those left say “he” or 该地区 of a paragraph that is not told
