"""Numbers in the form that languages share."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.text.values import numbers

PROPERTY = settings(max_examples=60, deadline=None, database=None)
SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "百": 2, "千": 3, "万": 4, "亿": 8}


def chinese(number: int) -> str:
    """Write a number below 10^12 as Chinese does."""
    if number >= 10**8:
        return chinese(number // 10**8) + "亿" + rest(number % 10**8, 10**7)
    if number >= 10**4:
        return chinese(number // 10**4) + "万" + rest(number % 10**4, 10**3)
    for unit, value in (("千", 1000), ("百", 100), ("十", 10)):
        if number >= value:
            return "零一二三四五六七八九"[number // value] + unit + rest(number % value, value // 10)
    return "零一二三四五六七八九"[number]


def rest(number: int, full: int) -> str:
    return "" if not number else ("零" if number < full else "") + chinese(number)


@PROPERTY
@given(st.integers(0, 10**15))
def test_a_whole_number_is_its_digits(number: int) -> None:
    assert list(numbers(str(number))) == list(numbers(f"{number:,}")) == [str(number)]


@PROPERTY
@given(st.decimals(0, 10**6, places=2), st.sampled_from(sorted(SCALES)))
def test_a_scale_multiplies_its_figure(figure: Decimal, scale: str) -> None:
    (found,) = numbers(f"{figure} {scale}" if scale.isascii() else f"{figure}{scale}")
    assert Decimal(found) == figure * 10 ** SCALES[scale]


@PROPERTY
@given(st.decimals(0, 10**6, places=3))
def test_the_form_has_no_exponent_and_no_trailing_zeros(figure: Decimal) -> None:
    (found,) = numbers(str(figure))
    assert "E" not in found
    assert not ("." in found and found.endswith(("0", ".")))


@PROPERTY
@given(st.integers(11, 10**12 - 1))
def test_a_chinese_numeral_is_read_as_it_is_written(number: int) -> None:
    assert list(numbers(chinese(number))) == [str(number)]


@pytest.mark.parametrize(
    ("number", "writings"),
    [
        ("400000000000", ["4000亿元", "400 billion yuan", "US$400bn", "0.4 trillion", "400,000,000,000", "四千亿"]),
        ("3000", ["3,000", "3000家", "3 thousand", "3k", "三千家"]),
        ("1200000000000", ["1.2万亿元", "1.2 trillion", "$1.2tn"]),
        ("120000000", ["1.2亿", "120 million", "120mn", "120M", "一亿二千万"]),
        ("2500000", ["250万", "2.5 million", "2.5m", "二百五十万"]),
        ("8", ["eight pilot zones", "8个", "八个", "Eighth", "第八届"]),
        ("20", ["twenty", "20%", "二十"]),
        ("2023", ["2023", "二〇二三年", "2023年"]),
        ("30.5", ["30.5%", "30.50"]),
    ],
)
def test_writings_of_one_number_agree(number: str, writings: list[str]) -> None:
    assert {writing: list(numbers(writing)) for writing in writings} == {writing: [number] for writing in writings}


def test_numbers_come_in_the_order_of_their_kind_and_place() -> None:
    assert list(numbers("6 guests and 120 firms met on 3 days")) == ["6", "120", "3"]


@pytest.mark.parametrize(
    "text", ["", "no figures here", "the first one, a second one", "GPT4 and H100", "一个、十分", "🎉"]
)
def test_what_is_no_number_gives_none(text: str) -> None:
    assert list(numbers(text)) == []


def test_a_version_is_not_read_as_two_numbers() -> None:
    assert list(numbers("version 1.2.3")) == ["1.2"]


@PROPERTY
@given(st.text(max_size=60))
def test_any_text_is_read_and_every_find_is_a_number(text: str) -> None:
    assert all(Decimal(found) >= 0 for found in numbers(text))
