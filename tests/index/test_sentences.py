"""Sentence spans."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.text.scripts import tokens
from yinju.index.text.sentences import LONGEST, sentence_spans

PROPERTY = settings(max_examples=60, deadline=None, database=None)
WORDS = [
    *("The bank", "Dr. Smith", "rose 3.5%", "“quoted.”", "(a)", "1.", "https://a.b/c.d", "e\u0301", "x" * 500),
    *(
        "人工智能",
        "論壇舉行",
        "《标题》",
        "2007年",
        "“是的。”",
        "字" * 200,
        "さくら",
        "カタカナ",
        "「はい。」",
        "서울은",
        "수도",
    ),
    *("العربية", "كتاب؟", "اردو۔", "हिन्दी", "भारत।", "ภาษาไทย", "Москва", "г.", "Ελλάδα;", "עולם", "🎉", "👩‍👩‍👧"),
    *(
        "!",
        "?",
        "...",
        ".",
        "。",
        "！",
        "；",
        "，",
        "\n",
        "\n\n",
        "\t",
        " ",
        "\u3000",
        "\u00a0",
        "\u2028",
        "\r",
        "\ufeff",
    ),
]
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=40).flatmap(
    lambda words: st.sampled_from(["", " "]).map(lambda space: space.join(words))
)
LANGUAGES = st.sampled_from(["en", "zh", "ja", "ko", "ar", "hi", "th", "ru", "el", "und"])


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language)]


@PROPERTY
@given(TEXTS, LANGUAGES)
def test_spans_are_in_order_and_leave_out_nothing_but_white_space(text: str, language: str) -> None:
    reached = 0
    for start, end in sentence_spans(text, language):
        assert reached <= start < end
        assert not text[reached:start].strip()
        reached = end
    assert not text[reached:].strip()


@PROPERTY
@given(TEXTS, LANGUAGES)
def test_a_sentence_neither_begins_nor_ends_with_white_space(text: str, language: str) -> None:
    assert all(sentence and sentence == sentence.strip() for sentence in sentences(text, language))


@PROPERTY
@given(TEXTS, LANGUAGES)
def test_a_line_break_always_ends_a_sentence(text: str, language: str) -> None:
    assert not any("\n" in sentence for sentence in sentences(text, language))


@PROPERTY
@given(TEXTS, LANGUAGES)
def test_no_sentence_is_longer_than_a_quote_should_be(text: str, language: str) -> None:
    assert all(tokens(sentence) <= LONGEST for sentence in sentences(text, language))


@pytest.mark.parametrize(
    ("language", "parts", "space"),
    [
        ("en", ["The bank raised its rate.", "Did markets fall?", "They did!"], " "),
        ("zh", ["银行提高了利率。", "市场下跌了吗？", "是的！"], ""),
        ("zh", ["這是句子。", "「是嗎？」", "他問道。"], ""),
        ("ja", ["これは文です。", "次の文です！"], ""),
        ("ko", ["안녕하세요.", "반갑습니다."], " "),
        ("ar", ["كيف حالك؟", "أنا بخير."], " "),
        ("ur", ["هذا جيد۔", "وہ آیا۔"], " "),
        ("he", ["שלום עולם.", "מה שלומך?"], " "),
        ("hi", ["नमस्ते।", "यह दूसरा वाक्य है।"], " "),
        ("bn", ["এটা ভালো।", "ওটা খারাপ।"], " "),
        ("ru", ["«Это так.»", "Он ушёл."], " "),
        ("el", ["Αυτό είναι;", "Ναι."], " "),
        ("am", ["ሰላም ነው።", "እንዴት ነህ።"], " "),
        ("my", ["ကျွန်တော်သွားတယ်။", "သူလာတယ်။"], " "),
    ],
)
def test_every_script_ends_its_sentences_in_its_own_way(language: str, parts: list[str], space: str) -> None:
    assert sentences(space.join(parts), language) == parts


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Smith paid $3.5 million.",
        "The U.S. economy grew by 2.5 percent.",
        "See https://example.org/a.b?c=1 for more.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    assert sentences(f"{sentence} Then he left.") == [sentence, "Then he left."]


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("en", "“We will go.” He left.", "“We will go.”"),
        ("en", 'He said "Yes." Then he left.', 'He said "Yes."'),
        ("zh", "他说：“我们会去。”然后他走了。", "他说：“我们会去。”"),
        ("ja", "「はい、そうです。」彼は答えた。", "「はい、そうです。」"),
    ],
)
def test_a_closing_quote_stays_with_its_sentence(language: str, text: str, first: str) -> None:
    assert sentences(text, language)[0] == first


def test_a_chinese_full_stop_before_a_figure_or_a_latin_name_ends_a_sentence() -> None:
    assert sentences("艾伦出席论坛。2007年图灵奖得主致辞。SAP参加论坛。", "zh") == [
        "艾伦出席论坛。",
        "2007年图灵奖得主致辞。",
        "SAP参加论坛。",
    ]


def test_a_label_belongs_to_what_follows_it() -> None:
    assert sentences("1. First item. 2. Second item.") == ["1. First item.", "2. Second item."]


def test_a_long_sentence_is_cut_at_semicolons_before_commas() -> None:
    clauses = [
        f"第{n}是强化合作，支持国内外企业、高校、科研机构组建创新联合体，合力推动关键技术研发；" for n in "一二三四五"
    ]
    assert sentences("".join(clauses), "zh") == clauses


def test_a_sentence_of_normal_length_is_not_cut_at_semicolons() -> None:
    assert len(sentences("一是创新；二是合作；三是标准。", "zh")) == 1


def test_titles_that_a_page_ran_together_are_cut_apart_when_the_sentence_is_long() -> None:
    captions = [f"主讲人{name}《智能连接物理世界，造福全人类，开启新的篇章》" for name in "甲乙丙丁戊己庚辛"]
    assert sentences("".join(captions), "zh") == captions


def test_a_long_english_sentence_is_cut_between_words() -> None:
    text = "word " * 400
    assert {word for sentence in sentences(text) for word in sentence.split()} == {"word"}


def test_one_endless_word_is_cut_too() -> None:
    assert "".join(sentences("x" * 5_000)) == "x" * 5_000


@pytest.mark.parametrize("text", ["", " \n\t\u3000\n"])
def test_white_space_holds_no_sentence(text: str) -> None:
    assert sentence_spans(text, "en") == []


def test_a_line_without_words_is_split_in_no_time() -> None:
    line = "港。" * 20_000
    begin = time.monotonic()
    spans = sentence_spans(line, "zh")
    assert time.monotonic() - begin < 10, "half a second; it was hours"
    assert "".join(line[span.start : span.end] for span in spans) == line


def test_a_long_line_is_split_like_the_same_sentences_in_short_ones() -> None:
    sentences = [
        f"In {1900 + number} Dr. Otter of the U.S. team saw {number}.5 % more herons." for number in range(400)
    ]
    line = " ".join(sentences)
    assert len(line) > 20_000
    assert [line[span.start : span.end] for span in sentence_spans(line, "en")] == sentences
