"""What a question says of time, as days; what is relative is relative to a given day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinju.rag.types import Period
from yinju.rag.understand import understand
from yinju.rag.understanding.periods import timing

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2023年前三季度的营收是多少？", "2023-01-01", "2023-09-30"),
        ("2023年第二季度的营收是多少？", "2023-04-01", "2023-06-30"),
        ("2022年上半年的产量", "2022-01-01", "2022-06-30"),
        ("2021年7月8日谁讲了话？", "2021-07-08", "2021-07-08"),
        ("2021年2月的会议", "2021-02-01", "2021-02-28"),
        ("2020年以来有多少企业加入？", "2020-01-01", None),
        ("2020年之前有多少？", None, "2019-12-31"),
        ("截至2020年有多少？", None, "2020-12-31"),
        ("2018年到2020年谁任主席？", "2018-01-01", "2020-12-31"),
        ("2018-2020年的产量", "2018-01-01", "2020-12-31"),
        ("2023年1月至9月的出口", "2023-01-01", "2023-09-30"),
        ("1990年代有什么变化？", "1990-01-01", "1999-12-31"),
        ("20世纪90年代有什么变化？", "1990-01-01", "1999-12-31"),
        ("19世纪谁发明了它？", "1801-01-01", "1900-12-31"),
        ("1066年发生了什么？", "1066-01-01", "1066-12-31"),
        ("比较2019年和2021年的产量", "2019-01-01", "2021-12-31"),
        ("去年的产量是多少？", "2025-01-01", "2025-12-31"),
        ("今年以来有多少？", "2026-01-01", None),
        ("明年举行吗？", "2027-01-01", "2027-12-31"),
        ("前年3月发生了什么？", "2024-03-01", "2024-03-31"),
        ("去年前三季度的营收", "2025-01-01", "2025-09-30"),
        ("去年下半年的营收", "2025-07-01", "2025-12-31"),
        ("上个月有多少人参加？", "2026-10-01", "2026-10-31"),
        ("本月有哪些会议？", "2026-11-01", "2026-11-30"),
        ("上季度的营收", "2026-07-01", "2026-09-30"),
        ("上周谁来访？", "2026-11-09", "2026-11-15"),
        ("昨天谁来访？", "2026-11-21", "2026-11-21"),
        ("近三年的产量", "2023-11-22", "2026-11-22"),
        ("三年前谁任主席？", "2023-01-01", "2023-12-31"),
        ("What was revenue in the first three quarters of 2023?", "2023-01-01", "2023-09-30"),
        ("What was revenue in Q3 2023?", "2023-07-01", "2023-09-30"),
        ("What was built in the second half of 2022?", "2022-07-01", "2022-12-31"),
        ("Who spoke on July 8, 2021?", "2021-07-08", "2021-07-08"),
        ("Who joined since 2020?", "2020-01-01", None),
        ("Who left before 2020?", None, "2019-12-31"),
        ("Who left by 2020?", None, "2020-12-31"),
        ("Who came after 2020?", "2021-01-01", None),
        ("Who chaired it between 2018 and 2020?", "2018-01-01", "2020-12-31"),
        ("Who chaired it from 2018 to 2020?", "2018-01-01", "2020-12-31"),
        ("Who chaired it in 2018-2020?", "2018-01-01", "2020-12-31"),
        ("What changed in the 1990s?", "1990-01-01", "1999-12-31"),
        ("What changed in the 19th century?", "1801-01-01", "1900-12-31"),
        ("Who won in 1066?", "1066-01-01", "1066-12-31"),
        ("What was last year's revenue?", "2025-01-01", "2025-12-31"),
        ("What was revenue in the first three quarters of last year?", "2025-01-01", "2025-09-30"),
        ("Who came last month?", "2026-10-01", "2026-10-31"),
        ("Who came last quarter?", "2026-07-01", "2026-09-30"),
        ("Who came last March?", "2026-03-01", "2026-03-31"),
        ("Who came last December?", "2025-12-01", "2025-12-31"),
        ("Who came last week?", "2026-11-09", "2026-11-15"),
        ("Who came yesterday?", "2026-11-21", "2026-11-21"),
        ("What happened over the past two years?", "2024-11-22", "2026-11-22"),
        ("What happened two years ago?", "2024-01-01", "2024-12-31"),
        ("¿Quién ganó en 2019?", "2019-01-01", "2019-12-31"),
    ],
)
def test_dates_and_ranges_become_days(text: str, since: str | None, until: str | None) -> None:
    assert timing(text, TODAY).period == Period(since, until)


@pytest.mark.parametrize(
    "text",
    [
        "浦东有多少家企业？",
        "2000家企业在哪里？",
        "三年级有多少学生？",
        "今日头条是谁创办的？",
        "7月8日谁讲了话？",
        "公元前44年谁死了？",
        "Who has 2,000 employees?",
        "Who may speak in May?",
        "Who died in 44 BC?",
        "Who spoke on February 30, 2021?",
        "Who came last?",
    ],
)
def test_what_is_no_certain_date_gives_no_period(text: str) -> None:
    assert timing(text, TODAY).period is None


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("去年浦东有多少家企业？", "2025年"),
        ("上个月和去年", "2026年10月 2025年"),
        ("近两年的产量", "2024年 2025年 2026年"),
        ("近二十年的产量", ""),
        ("2023年的产量", ""),
        ("What was revenue last year?", "2025"),
        ("What was revenue last month?", "October 2026"),
        ("What was revenue last quarter?", "Q3 2026"),
        ("Who came last week?", ""),
    ],
)
def test_relative_words_are_searched_as_the_dates_they_stand_for(text: str, terms: str) -> None:
    assert timing(text, TODAY).terms == terms
    assert understand(text, today=TODAY).search_text == f"{text} {terms}".strip()


def test_a_relative_year_is_among_the_terms_of_a_question() -> None:
    assert "2025" in understand("去年浦东有多少家企业？", today=TODAY).terms


def test_the_day_is_the_real_one_when_none_is_given() -> None:
    period = understand("What happened today?").period
    assert period is not None
    assert period.since == period.until


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("浦东去年前三季度的营收", ["去年前三季度"]),
        ("2018年到2020年谁任主席？", ["2018年到2020年"]),
        ("revenue in the first half of last year and today", ["first half of last year", "today"]),
    ],
)
def test_it_is_known_where_a_question_speaks_of_time(text: str, spans: list[str]) -> None:
    assert [text[a:b].removeprefix("the ") for a, b in timing(text, TODAY).spans] == spans


@given(
    st.text(alphabet="去今前上个月年季度近三2019-至到 lastyermonthwkago0123", max_size=40),
    st.dates(date(1000, 1, 1), date(3000, 1, 1)),
)
def test_no_text_breaks_the_reading_of_dates(text: str, today: date) -> None:
    found = timing(text, today)
    assert all(0 <= a < b <= len(text) for a, b in found.spans)
    if found.period and found.period.since and found.period.until:
        assert len(found.period.since) == 10
