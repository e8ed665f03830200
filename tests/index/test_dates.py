"""Dates as texts write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.text.dates import iso_day, stated_day

PROPERTY = settings(max_examples=60, deadline=None, database=None)
WRITINGS = (
    "{0:%Y}-{0:%m}-{0:%d}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year} 年 {0.month} 月 {0.day} 日",
    "{0:%B} {0.day}, {0.year}",
    "{0:%b}. {0.day} {0.year}",
    "{0.day} {0:%B} {0.year}",
    "{0.day}th {0:%b}, {0.year}",
    "{0:%Y-%m-%d}T08:20:00Z",
)


@PROPERTY
@given(st.dates(date(1000, 1, 1)), st.sampled_from(WRITINGS), st.sampled_from(["", "Updated: ", "发布时间：", "on "]))
def test_every_writing_of_a_day_is_read(day: date, writing: str, before: str) -> None:
    assert iso_day(f"{before}{writing.format(day)} and more") == day.isoformat()


@PROPERTY
@given(st.text(max_size=60))
def test_any_text_gives_a_real_day_or_none(text: str) -> None:
    day = iso_day(text)
    assert day is None or date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Thursday, 03 September 2020 08:20 AM", "2020-09-03"),
        ("CHONGQING, CHINA / ACCESSWIRE / September 3, 2020 / As", "2020-09-03"),
        ("en.pd-italent.com Updated: 2021-07-13", "2021-07-13"),
        ("held in Shanghai, east China, Nov. 5, 2023. [Photo]", "2023-11-05"),
        ("2022年3月4日，会议召开", "2022-03-04"),
    ],
)
def test_the_day_is_found_where_pages_write_it(text: str, day: str) -> None:
    assert stated_day(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "in July 2021", "on 5 November", "11月5日下午", "2021年7月", "call 2021-555-0199", "at 12:30", "in 2021"],
)
def test_a_day_is_never_guessed_from_a_part_of_it(text: str) -> None:
    assert iso_day(text) is None


def test_the_first_day_in_a_text_wins_however_it_is_written() -> None:
    assert iso_day("September 3, 2020, revised 2021-07-13") == "2020-09-03"
    assert iso_day("2021-07-13, first said on September 3, 2020") == "2021-07-13"


@pytest.mark.parametrize("impossible", ["2021-13-01", "February 30, 2021", "2021年0月1日", "31 April 2022"])
def test_impossible_days_do_not_count(impossible: str) -> None:
    assert iso_day(impossible) is None
    assert iso_day(f"{impossible}, then 2022-03-04") == "2022-03-04"


def test_a_day_long_before_the_web_is_history_and_not_the_texts_own() -> None:
    assert stated_day("Founded on 1 May 1908 in Leipzig.") is None
    assert iso_day("Founded on 1 May 1908 in Leipzig.") == "1908-05-01"


def test_a_day_deep_in_a_text_is_not_the_texts_own() -> None:
    assert stated_day("word " * 200 + "2021-07-13") is None
