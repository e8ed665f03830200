"""Which language a text is in."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.text.language import UNKNOWN, identify

PROPERTY = settings(max_examples=60, deadline=None, database=None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "What did the minister say about chips?"),
        ("en", "The bank raised its rates."),
        ("zh", "工信部说了什么？"),
        ("zh", "論壇在上海舉行。"),
        ("ja", "東京はどこですか。"),
        ("ja", "人工知能の市場規模は拡大している。"),
        ("ja", "カメラ"),
        ("ko", "서울의 인구는 얼마입니까?"),
        ("ar", "ما هي عاصمة مصر؟"),
        ("fa", "پایتخت ایران کجاست؟"),
        ("ur", "پاکستان کا دارالحکومت کیا ہے؟"),
        ("he", "איפה ירושלים?"),
        ("hi", "भारत की राजधानी क्या है?"),
        ("ta", "சென்னை எங்கே?"),
        ("bn", "ঢাকা কোথায়?"),
        ("th", "กรุงเทพอยู่ที่ไหน"),
        ("ru", "Где находится Москва?"),
        ("uk", "Де знаходиться Київ?"),
        ("el", "Πού είναι η Αθήνα;"),
        ("ka", "სად არის თბილისი?"),
        ("es", "¿Dónde está Madrid?"),
        ("fr", "La banque centrale a relevé ses taux."),
        ("de", "Die Bank erhöhte die Zinsen."),
        ("pt", "Onde fica Lisboa?"),
        ("it", "Dove si trova Roma?"),
        ("nl", "Waar ligt Amsterdam?"),
        ("ro", "Unde este București?"),
        ("pl", "Gdzie jest Warszawa?"),
        ("tr", "Ankara nerede?"),
        ("id", "Di mana Jakarta?"),
        ("vi", "Ngân hàng đã tăng lãi suất."),
    ],
)
def test_one_sentence_is_enough_to_know_its_language(language: str, text: str) -> None:
    assert identify(text) == language


@pytest.mark.parametrize("text", ["", " \n", "123 !!", "🎉👩‍👩‍👧", "12:30 $%"])
def test_a_text_without_letters_has_no_language(text: str) -> None:
    assert identify(text) == UNKNOWN


@pytest.mark.parametrize(
    "text",
    ["OpenAI和Anthropic谁更好？", "TikTok、OpenAI与Meta达成协议", "龚克在WAIC说了什么？", "谁是The Beatles的主唱？"],
)
def test_names_in_latin_letters_do_not_make_a_chinese_question_english(text: str) -> None:
    assert identify(text) == "zh"


def test_a_chinese_name_does_not_make_an_english_question_chinese() -> None:
    assert identify("What does 人工智能 mean?") == "en"


def test_chinese_written_with_a_few_kana_stays_chinese() -> None:
    assert identify("这家名为「の」的餐厅在上海开业，首日就有三百多位客人前来用餐。") == "zh"


def test_case_does_not_matter() -> None:
    assert identify("WHERE IS THE BANK?") == identify("where is the bank?") == "en"


@PROPERTY
@given(st.text(max_size=80))
def test_any_text_gets_a_language_code_or_none(text: str) -> None:
    assert 2 <= len(identify(text)) <= 3


@PROPERTY
@given(st.text("人工智能产业规模论坛上海中国", min_size=1), st.sampled_from(["", " ", "。", "2021 ", "🎉"]))
def test_punctuation_digits_and_emoji_do_not_change_the_language(text: str, extra: str) -> None:
    assert identify(extra + text + extra) == "zh"


def test_scripts_and_small_words_settle_a_question_without_the_classifier() -> None:
    program = (
        "import sys; from yinju.index.text.language import identify;"
        "print(identify('工信部说了什么？'), identify('What is the capital?'), identify('서울은?'), 'py3langid' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["zh", "en", "ko", "False"]
