"""Amounts and dates as both languages write them, in one form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinju.rag.verify.dates import blanked, conflicting, dates, within
from yinju.rag.verify.matching import agrees, follows
from yinju.rag.verify.numerals import han, spelled
from yinju.rag.verify.quantities import quantities
from yinju.rag.verify.quantity import Quantity


def one(text: str) -> Quantity:
    """The one amount in a text."""
    (found,) = quantities(text, chinese=any("\u4e00" <= c <= "\u9fff" for c in text))
    return found


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("400 billion yuan", 400 * 10**9, "money:CNY"),
        ("4000亿元", 400 * 10**9, "money:CNY"),
        ("¥0.4tn", 400 * 10**9, "money:CNY"),
        ("1亿2000万人", 120_000_000, "person"),
        ("六亿四千万澳元", 640_000_000, "money:AUD"),
        ("A$640 million", 640_000_000, "money:AUD"),
        ("$45m", 45_000_000, "money:USD"),
        ("€1.2bn", 1_200_000_000, "money:EUR"),
        ("8.4 percent", "8.4", "percent"),
        ("百分之八点四", "8.4", "percent"),
        ("三成五", 35, "percent"),
        ("一半", 50, "percent"),
        ("half of them", 50, "percent"),
        ("a quarter of them", 25, "percent"),
        ("四分之一", 25, "percent"),
        ("one in five", 20, "percent"),
        ("2.5个百分点", "2.5", "points"),
        ("25 basis points", "0.25", "points"),
        ("3.5 percentage points", "3.5", "points"),
        ("三倍", 3, "times"),
        ("零下31摄氏度", -31, "degree"),
        ("minus 31 degrees", -31, "degree"),
        ("twenty-five hospitals", 25, "count"),
        ("三百零五个", 305, "count"),
        ("第十二名", 12, "ordinal"),
        ("the 10th", 10, "ordinal"),
        ("1.2万名", 12_000, "person"),
        ("5,000 kilograms", 5000, "kilogram"),
    ],
)
def test_an_amount_is_its_value_and_its_unit(text: str, value: int | str, unit: str) -> None:
    found = one(text)
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["一直很好", "千方百计", "成立", "万一下雨", "四分卫", "GPT4", "没有一个"])
def test_characters_of_numbers_in_other_words_are_no_amounts(text: str) -> None:
    assert quantities(text, chinese=True) == ()


@pytest.mark.parametrize(
    ("claimed", "stated"),
    [
        ("400 billion yuan", "4000亿元"),
        ("0.4万亿元", "400 billion yuan"),
        ("more than 10 hospitals", "十多家"),
        ("nearly 5 billion rand", "49亿兰特"),
        ("about 70%", "69.6%"),
        ("33%", "三分之一"),
        ("5 tonnes", "5000公斤"),
        ("two decades", "20年"),
        ("超过300人", "320人"),
        ("at least 90,000 people", "9万人"),
        ("2.9 billion euros", "29.4亿欧元"),
        ("8 minutes", "8分钟"),
        ("19th", "第19"),
    ],
)
def test_amounts_that_are_one_agree(claimed: str, stated: str) -> None:
    assert agrees(one(claimed), one(stated))


@pytest.mark.parametrize(
    ("claimed", "stated"),
    [
        ("40 billion yuan", "4000亿元"),
        ("400 billion dollars", "4000亿元"),
        ("5%", "5个百分点"),
        ("less than 10 hospitals", "十多家"),
        ("more than 300 people", "200人"),
        ("3.3 billion euros", "29亿欧元"),
        ("the 10th", "第11"),
        ("over 500 companies", "超过600家"),
        ("31 degrees", "零下31摄氏度"),
        ("15 years", "15个月"),
    ],
)
def test_amounts_that_are_two_do_not_agree(claimed: str, stated: str) -> None:
    assert not agrees(one(claimed), one(stated))


def test_what_follows_from_two_amounts_is_accounted_for() -> None:
    stated = [one("30 pandas"), one("40 pandas")]
    assert follows(one("10 pandas"), stated)
    assert follows(one("a third of"), stated)
    assert not follows(one("20 pandas"), stated)


def test_the_first_end_of_a_range_has_the_unit_and_the_scale_of_the_second() -> None:
    for text in ("3到5万元", "30 to 50 thousand yuan"):
        low, high = quantities(text, chinese="元" in text)
        assert low.unit == high.unit == "money:CNY"
        assert low.value == Decimal("0.6") * high.value


@given(st.integers(0, 10**9 - 1))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert han(_chinese(number)) == number


def _chinese(number: int) -> str:
    """Write a number in Chinese the slow and obvious way."""
    digits = "零一二三四五六七八九"

    def below(n: int) -> str:
        out, gap = "", False
        for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = n // scale % 10
            if digit:
                out += ("零" if gap and out else "") + digits[digit] + name
            gap = not digit
        return out

    parts = []
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // scale % 10**4
        if part:
            parts.append(("零" if parts and part < 1000 else "") + below(part) + name)
    return "".join(parts) or "零"


@pytest.mark.parametrize(
    ("text", "value"),
    [("three hundred and ten thousand", 310_000), ("twenty-five", 25), ("two million five hundred", 2_000_500)],
)
def test_english_numbers_in_words_are_read(text: str, value: int) -> None:
    assert spelled(text) == value


@pytest.mark.parametrize(
    ("text", "chinese", "fields"),
    [
        ("on March 18, 2024", False, {"year": 2024, "month": 3, "day": 18}),
        ("2024年3月18日", True, {"year": 2024, "month": 3, "day": 18}),
        ("5 November 2023", False, {"year": 2023, "month": 11, "day": 5}),
        ("in the third quarter of 2023", False, {"year": 2023, "quarter": 3}),
        ("2023年第三季度", True, {"year": 2023, "quarter": 3}),
        ("Q3 2023", False, {"year": 2023, "quarter": 3}),
        ("in the first three quarters of 2023", False, {"year": 2023, "quarter": 30}),
        ("2023年前三季度", True, {"year": 2023, "quarter": 30}),
        ("上半年", True, {"half": 1}),
        ("the second half of 2026", False, {"year": 2026, "half": 2}),
        ("星期五", True, {"weekday": 5}),
        ("on Friday", False, {"weekday": 5}),
        ("二〇二五年八月七日", True, {"year": 2025, "month": 8, "day": 7}),
        ("1960年代", True, {"year": 1960}),
        ("in the 1960s", False, {"year": 1960}),
        ("元旦", True, {"month": 1, "day": 1}),
        ("New Year's Day", False, {"month": 1, "day": 1}),
    ],
)
def test_a_date_says_as_much_as_it_gives(text: str, chinese: bool, fields: dict[str, int]) -> None:
    (found,) = dates(text, chinese)
    assert found.fields == fields


@pytest.mark.parametrize("text", ["He may 5 times", "2000 workers", "June 38 million watches"])
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert all("day" not in found.fields and "year" not in found.fields for found in dates(text, chinese=False))


def test_limits_of_time_are_kept_apart() -> None:
    assert [d.edge for d in dates("自6月起，到2025年", chinese=True)] == ["since", "until"]
    assert [d.edge for d in dates("since June and by the end of 2025", chinese=False)] == ["since", "until"]


@pytest.mark.parametrize(
    ("claimed", "stated", "clash"),
    [
        ("2023年5月", "2023年6月1日", True),
        ("2023年上半年", "2023年前三季度", True),
        ("2023年8月", "2023年第三季度", False),
        ("2023年4月", "2023年第三季度", True),
        ("2023年", "2023年5月1日", False),
    ],
)
def test_dates_conflict_where_both_say_something_else(claimed: str, stated: str, clash: bool) -> None:
    (one_date,), (other,) = dates(claimed, chinese=True), dates(stated, chinese=True)
    assert conflicting(one_date, other) is clash
    assert conflicting(other, one_date) is clash


def test_a_less_exact_date_lies_within_a_more_exact_one() -> None:
    (year,), (day,) = dates("2023年", chinese=True), dates("2023年5月1日", chinese=True)
    assert within(year, day)
    assert not within(day, year)


@given(st.text(max_size=80), st.booleans())
def test_amounts_and_dates_lie_in_the_text_in_order_whatever_it_is(text: str, chinese: bool) -> None:
    when = dates(text, chinese)
    plain = blanked(text, when)
    assert len(plain) == len(text)
    for found in (*when, *quantities(plain, chinese)):
        assert 0 <= found.start < found.end <= len(text)
