"""What a model writes, read while it arrives."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from yinju.rag.compose.reading import refuses, statements
from yinju.rag.types import Origin, Statement

ASCII = "Alpha is big [1]. Beta is small. [2] Is 4.5 new [3]? It is new! [1][3]"
CHINESE = "陈英主持[1]。王兴兴介绍。[2]谁作报告？[3] 是龚克！[1][2]"
JSON = json.dumps(
    {"statements": [{"text": "Alpha is big.", "citations": [1]}, {"text": "“贝塔”很小。", "citations": [2, 9]}]}
)


def read(*pieces: str, numbers: Sequence[int] = (1, 2, 3)) -> list[tuple[str, tuple[int, ...]]]:
    """What these pieces say: (text, citations)."""
    found = list(statements(pieces, numbers))
    assert {statement.origin for statement in found} <= {Origin.WRITTEN}
    return [(statement.text, statement.citations) for statement in found]


def test_markers_before_and_after_the_full_stop_belong_to_the_sentence_they_end() -> None:
    assert read(ASCII) == [
        ("Alpha is big.", (1,)),
        ("Beta is small.", (2,)),
        ("Is 4.5 new?", (3,)),
        ("It is new!", (1, 3)),
    ]


def test_chinese_sentences_end_without_a_space() -> None:
    assert read(CHINESE) == [
        ("陈英主持。", (1,)),
        ("王兴兴介绍。", (2,)),
        ("谁作报告？", (3,)),
        ("是龚克！", (1, 2)),
    ]


def test_markers_in_chinese_brackets_count() -> None:
    assert read("陈英主持【1】。王兴兴介绍［2］。") == [("陈英主持。", (1,)), ("王兴兴介绍。", (2,))]


def test_a_line_is_a_sentence_though_it_has_no_full_stop() -> None:
    assert read("Alpha is big [1]\nBeta is small [2]") == [("Alpha is big", (1,)), ("Beta is small", (2,))]


@pytest.mark.parametrize("text", [ASCII, CHINESE, JSON, f"```json\n{JSON}\n```", f"<think>[1] maybe.</think>\n{ASCII}"])
def test_it_makes_no_difference_where_the_stream_is_cut(text: str) -> None:
    whole = read(text)
    assert len(whole) >= 2
    assert read(*text) == whole
    for cut in range(1, len(text)):
        assert read(text[:cut], text[cut:]) == whole, text[:cut]


@pytest.mark.parametrize(
    "text", ["- {}\n- {}", "1. {}\n2. {}", "1、{}\n2、{}", "* {}\n* {}", "Answer: {} {}", "**{}** {}"]
)
def test_the_ornaments_of_lists_and_labels_are_left_out(text: str) -> None:
    said = text.format("Alpha is big [1].", "Beta is 2. [2]")
    assert read(said) == read(*said) == [("Alpha is big.", (1,)), ("Beta is 2.", (2,))]


def test_empty_pieces_are_harmless() -> None:
    assert read("", "Alpha is big ", "", "[1].", "") == [("Alpha is big.", (1,))]


def test_a_marker_that_names_no_evidence_is_dropped() -> None:
    assert read("Alpha is big [1][9][0].") == [("Alpha is big.", (1,))]


def test_half_a_character_is_none() -> None:
    assert read("Alpha \ud83d is big [1].") == [("Alpha is big.", (1,))]


def test_a_marker_said_twice_is_one_citation() -> None:
    assert read("Alpha [1] is big [1].") == [("Alpha is big.", (1,))]


@pytest.mark.parametrize("uncited", ["I think so.", "See elsewhere [9].", "See (2)."])
def test_a_sentence_that_cites_nothing_that_exists_cites_nothing(uncited: str) -> None:
    (first, cited), second = read(f"{uncited} Alpha is big [1].")
    assert first.split()[0] == uncited.split()[0]
    assert cited == ()
    assert second == ("Alpha is big.", (1,))


@pytest.mark.parametrize("text", ["", "   \n", "[1]", "… [1]", "<think>It could be [1].", "{}", '{"text": ', "[]"])
def test_what_has_no_words_is_no_sentence(text: str) -> None:
    assert read(text) == []


def test_a_sentence_without_end_is_not_waited_for() -> None:
    taken = []

    def endless():  # type: ignore[no-untyped-def]
        while True:
            taken.append("and so on ")
            yield taken[-1]

    assert list(statements(endless(), (1,))) == []
    assert len(taken) < 200


def test_json_is_read_item_by_item() -> None:
    pieces = iter(['{"statements": [{"text": "Alpha is big.", "citations": [1]}', ', {"text": "Be'])
    assert next(statements(pieces, (1, 2))).text == "Alpha is big."
    assert read(JSON) == [("Alpha is big.", (1,)), ("“贝塔”很小。", (2,))]


@pytest.mark.parametrize("citations", ["1", [True], ["1"], None, [None], {"1": 1}, [99]])
def test_citations_of_another_kind_are_none(citations: object) -> None:
    said = json.dumps({"statements": [{"text": "Alpha is big.", "citations": citations}]})
    assert read(said) == [("Alpha is big.", ())]


def test_markers_inside_json_texts_count_too() -> None:
    assert read('{"statements": [{"text": "Alpha is big [2].", "citations": [1]}]}') == [("Alpha is big.", (2, 1))]


@pytest.mark.parametrize(
    "text",
    [
        *("NO ANSWER", "NO ANSWER.", "NO ANSWER [1]", '{"statements": []}'),
        *("I don't know.", "I'm sorry, but that is unknown.", "I cannot answer the question from this."),
        *(
            "The evidence does not say who won.",
            "The provided evidence doesn't mention it.",
            "Not mentioned in the text.",
        ),
        *("There is no information about Tesla.", "It cannot be determined."),
        *("无法回答这个问题。", "我不知道。", "证据中没有提到特斯拉。", "根据上述资料无法得知。", "抱歉，文中未提及。"),
    ],
)
def test_a_refusal_is_told_from_an_answer(text: str) -> None:
    (only,) = statements([text], (1,))
    assert refuses(only)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "The ministry does not know the figure. [1]",
            "The evidence does not satisfy the court. [1]",
            "他不知道此事。[1]",
        ),
        *("Nobody answered.", "公司没有提供数字。"),
    ],
)
def test_what_only_looks_like_a_refusal_is_none(text: str) -> None:
    (only,) = statements([text], (1,))
    assert not refuses(only)


def test_refusals_are_sentences_like_others() -> None:
    assert not refuses(Statement("Alpha is big.", ()))
