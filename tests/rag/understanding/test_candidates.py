"""What in a sentence could be the short answer, in one form for the same thing, but for what the question says itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinju.rag.types import Kind
from yinju.rag.understanding.candidates import Candidate, candidates
from yinju.rag.verify.gazetteer import gazetteer


def written(kind: Kind, question: str, sentence: str) -> list[str]:
    return [sentence[found.start : found.end] for found in candidates(kind, question, sentence)]


def values(kind: Kind, sentence: str) -> list[str]:
    return [found.value for found in candidates(kind, "", sentence)]


@pytest.mark.parametrize(
    ("kind", "question", "sentence", "expected"),
    [
        (Kind.WHEN, "When was it opened?", "It opened on July 21, 2017 and closed in 2019.", ["July 21, 2017", "2019"]),
        (Kind.WHEN, "On what day of 2017 was it opened?", "It opened in 2017, on July 21.", ["July 21"]),
        (Kind.WHEN, "大桥哪一年通车？", "大桥于2018年10月24日通车。", ["2018年10月24日"]),
        (Kind.WHEN, "大橋哪一年通車？", "大橋於光緒31年動工，民國34年8月15日通車。", ["光緒31年", "民國34年8月15日"]),
        (Kind.WHEN, "他们何时到来？", "他们在明朝时期到来。", ["明朝时期"]),
        (Kind.COUNT, "How many firms are there?", "In 2021 there were 600 firms in 12 parks.", ["600", "12"]),
        (Kind.COUNT, "有几个心室？", "它有三個心室和2021年的记录。", ["三個"]),
        (Kind.MONEY, "How much did it cost?", "It cost $10.4bn and took 1,200 workers.", ["$10.4bn"]),
        (Kind.MONEY, "规模是多少？", "规模超过4000亿元，企业600家。", ["4000亿元"]),
        (Kind.PERCENT, "增长率是多少？", "产值增长8.4%，达到120亿元。", ["8.4%"]),
        (Kind.AMOUNT, "大桥有多长？", "大桥全长55公里，有3座塔。", ["55公里", "3座"]),
        (Kind.WHO, "Who chairs the fund?", "The fund is chaired by Chen Ying in Shanghai.", ["Chen Ying"]),
        (Kind.WHO, "谁主持了开幕式？", "开幕式由陈英在上海主持。", ["陈英"]),
        (Kind.WHO, "谁作了报告？", "约瑟夫·希发基斯作了报告。", ["约瑟夫·希发基斯"]),
        (Kind.WHO, "他上哪所学校？", "他进入莫斯科大学学习。", ["莫斯科大学"]),
        (Kind.WHERE, "Where was it held?", "It was held by Chen Ying in Shanghai.", ["Shanghai"]),
        (Kind.WHERE, "论坛在哪里举行？", "论坛由陈英在上海主持。", ["上海"]),
        (Kind.TITLE, "报告的题目是什么？", "报告题为《大模型与语言智能》。", ["《大模型与语言智能》"]),
        (Kind.WHO, "¿Quién fundó la empresa?", "La empresa fue fundada por Juan Pérez y su hermano.", ["Juan Pérez"]),
        (Kind.ANY, "What is it?", "It is 600 in Shanghai.", []),
        (Kind.WHY, "Why?", "Because of 2021.", []),
    ],
)
def test_what_is_of_the_kind_asked_for_is_found(kind: Kind, question: str, sentence: str, expected: list[str]) -> None:
    assert written(kind, question, sentence) == expected


@pytest.mark.parametrize(
    ("kind", "question", "sentence"),
    [
        (Kind.WHEN, "What opened in 2017?", "It opened in 2017."),
        (Kind.COUNT, "Which of the 600 firms?", "There are 600 firms."),
        (Kind.WHO, "Who succeeded Chen Ying?", "Chen Ying left."),
        (Kind.WHO, "Who was Tesla’s teacher?", "Nikola Tesla studied there."),
        (Kind.WHERE, "美国在哪里举行会议？", "The meeting was held in the United States."),
    ],
)
def test_what_the_question_says_itself_is_no_answer(kind: Kind, question: str, sentence: str) -> None:
    assert candidates(kind, question, sentence) == ()


@pytest.mark.parametrize(
    ("kind", "sentences", "value"),
    [
        (
            Kind.WHEN,
            ["on July 21, 2017", "on 21 Jul 2017", "2017-07-21", "2017年7月21日", "二〇一七年七月二十一日"],
            "2017-07-21",
        ),
        (Kind.MONEY, ["it cost $10.4bn", "it cost 10.4 billion dollars", "耗资104亿美元"], "10400000000 money:USD"),
        (Kind.COUNT, ["600 firms", "six hundred firms", "600家企业", "六百家企业"], "600"),
        (Kind.PERCENT, ["up 35%", "up 35 per cent", "增长百分之三十五", "增长三成五"], "35 percent"),
        (Kind.TITLE, ["他写了《芯片》", "他寫了《晶片》"], "芯片"),
    ],
)
def test_the_same_thing_has_the_same_value_however_it_is_written(kind: Kind, sentences: list[str], value: str) -> None:
    assert [values(kind, sentence) for sentence in sentences] == [[value]] * len(sentences)


def test_a_name_and_its_other_names_have_the_same_value() -> None:
    assert values(Kind.WHERE, "It was held in the United States.") == values(Kind.WHERE, "会议在美国举行。")
    assert values(Kind.WHERE, "會議在台灣舉行。") == values(Kind.WHERE, "会议在台湾举行。")


def test_a_day_is_more_exact_than_a_month_and_that_than_a_year() -> None:
    day, month, year = (candidates(Kind.WHEN, "", text)[0].exact for text in ("2017年7月21日", "2017年7月", "2017年"))
    assert day > month > year


def test_a_full_name_is_more_exact_than_a_single_word() -> None:
    full, single = (candidates(Kind.WHO, "", text)[0].exact for text in ("by Chen Ying", "by Sifakis"))
    assert full > single


@given(st.text(max_size=80), st.text(alphabet="陈英上海2017年7月21日600家公司《》“”·$%Chen Ying.,", max_size=80))
def test_candidates_are_stretches_of_their_sentence(question: str, sentence: str) -> None:
    for kind in Kind:
        for found in candidates(kind, question, sentence):
            assert isinstance(found, Candidate)
            assert 0 <= found.start < found.end <= len(sentence)
            assert 0 <= found.exact <= 1
            assert found.value


def test_a_name_that_another_begins_with_ends_with_the_text() -> None:
    found = list(gazetteer().found("上海"))
    assert found == [(0, 2)]
