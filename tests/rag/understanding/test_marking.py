"""The short answer is marked inside a sentence where it can be told, and nothing where it cannot."""

from __future__ import annotations

import pytest

from yinju.rag.types import Kind
from yinju.rag.understand import understand
from yinju.rag.understanding.marking import WEIGHTS, marked


def mark(question: str, sentence: str) -> str | None:
    found = marked(understand(question), sentence)
    return sentence[slice(*found)] if found else None


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        (
            "When did the bridge open?",
            "After nine years of work the bridge opened on October 24, 2018.",
            "October 24, 2018",
        ),
        ("In which year was Alibaba founded?", "Alibaba was founded in 1999 in Hangzhou.", "1999"),
        ("大桥是什么时候通车的？", "大桥于2018年10月24日通车，全长55公里。", "2018年10月24日"),
        ("大橋是哪一年通車的？", "大橋於2018年通車。", "2018年"),
        (
            "How many companies are there in the park?",
            "The park covers 12 square kilometres and has 600 companies.",
            "600",
        ),
        ("园区里有多少家企业？", "园区面积12平方公里，有600家企业。", "600家"),
        ("大桥全长多少公里？", "大桥全长55公里，2018年通车。", "55公里"),
        ("What percentage of the members are women?", "Women make up 35% of the members.", "35%"),
        ("核心产业规模是多少？", "核心产业规模超过4000亿元。", "4000亿元"),
        ("Who founded the observatory?", "The observatory was founded by Maria Lindqvist.", "Maria Lindqvist"),
        ("开幕式由谁主持？", "开幕式由陈英主持。", "陈英"),
        ("虹桥论坛在哪里举行？", "虹桥论坛在上海举行。", "上海"),
        ("¿Cuándo se fundó la empresa?", "La empresa se fundó en 1998.", "1998"),
    ],
)
def test_the_short_answer_is_marked(question: str, sentence: str, expected: str) -> None:
    found = mark(question, sentence)
    assert found is not None
    assert expected in found or found in expected


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When did the bridge open?", "The bridge is long and wide."),
        ("Why did the bridge fall?", "The bridge fell in 2018."),
        ("What is a bridge?", "A bridge of 55 kilometres opened in 2018."),
        ("Is the bridge open?", "The bridge opened in 2018."),
        ("What opened in 2018?", "It opened in 2018."),
        ("Who is Chen Ying?", "Chen Ying chairs the board."),
        ("桥为什么塌了？", "桥于2018年塌了。"),
    ],
)
def test_nothing_is_marked_where_the_sentence_holds_nothing_of_the_kind(question: str, sentence: str) -> None:
    assert mark(question, sentence) is None


def test_of_two_numbers_the_one_beside_the_question_s_words_is_marked() -> None:
    sentence = "园区有600家企业，员工12000名。"
    assert mark("园区有多少家企业？", sentence) == "600家"
    assert mark("园区员工有多少名？", sentence) != "600家"


def test_a_name_that_the_question_says_is_never_marked() -> None:
    assert mark("Who succeeded Maria Lindqvist?", "Maria Lindqvist was succeeded by Robert Miller.") in (
        None,
        "Robert Miller",
    )


def test_a_follow_up_is_marked_by_what_it_stands_for() -> None:
    from yinju.rag.types import Turn

    question = understand("And in 2022?", [Turn("How many companies are there in the park?", "600.")])
    sentence = "In 2022 there were 700 companies in the park."
    found = marked(question, sentence)
    assert found is not None
    assert sentence[slice(*found)] == "700"


def test_only_kinds_that_have_short_answers_are_ever_marked() -> None:
    assert set(WEIGHTS) <= {*Kind} - {Kind.WHY, Kind.HOW, Kind.LIST, Kind.YES_NO, Kind.ANY}
    assert all(0 < group.threshold < 1 for group in WEIGHTS.values())


def test_a_sentence_that_answers_one_part_is_marked_for_that_part() -> None:
    question = "Who founded the observatory and when did the bridge open?"
    assert mark(question, "The observatory was founded by Maria Lindqvist.") == "Maria Lindqvist"
    assert "2018" in (mark(question, "The bridge opened in 2018.") or "")
