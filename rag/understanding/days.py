"""Words that say when from where the speaker stands, as dates: 去年 is 2025年 in 2026, “last month” October of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yinju.index.text.patterns import Late
from yinju.rag.verify import numerals


@dataclass(frozen=True, slots=True)
class Relative:
    """An expression, code points half open, with the days it covers.

    `written` is the date it stands for in words, empty where it is no one date (“the past two weeks”); `years`
    then names the years it covers if they are few.
    """

    start: int
    end: int
    written: str
    since: date
    until: date
    years: str = ""


def relative(text: str, chinese: bool, today: date) -> Iterator[Relative]:
    """Yield the expressions of a text that are relative to a day, in order, none overlapping another."""
    for match in (_chinese if chinese else _english).finditer(text):
        found = (_chinese_value if chinese else _english_value)(match, today)
        if found:
            yield Relative(match.start(), match.end(), *found)


_Value = tuple[str, date, date] | tuple[str, date, date, str]
_HAN_COUNT = r"(?:\d{1,2}|[一二两兩三四五六七八九十]{1,3})"
_chinese = Late(
    r"(?P<year>大前年|前年|去年|上一?年(?!级|度?[以之]|[会纪])|今年|本年|明年|后年)(?:度(?!假|过))?"
    r"|(?P<month>上上个?月|(?<![海马码线])上个?月|本月|这个月|下个?月(?!球))|(?P<quarter>上个?季度?|本季度?|这个?季度)"
    r"|(?P<week>上(?:个?星期|周|週)|本(?:周|週|星期)|这(?:个?星期|周))(?![刊边末])|(?P<day>大前天|前天|昨[天日]|今[天日](?!头条|说法)|明天)"
    rf"|(?:最近|近|过去|過去|这|過往|过往)(?P<count>{_HAN_COUNT})(?P<unit>年|个季度|季度?|个?月|周|个?星期|天|日)(?:以来|[来來里裡间間内內中])?"
    rf"|(?<![\d第上])(?P<ago>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})(?P<agounit>年|个月|周|天)(?:之|以)?前(?!后)"
)
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "上一年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_DAYS = {"大前天": -3, "前天": -2, "昨": -1, "今": 0, "明天": 1}


def _chinese_value(match: re.Match[str], today: date) -> _Value | None:
    if match["year"]:
        year = today.year + _YEARS[match["year"]]
        return f"{year}年", date(year, 1, 1), date(year, 12, 31)
    if match["month"]:
        back = 2 if match["month"].startswith("上上") else {"上": 1, "下": -1}.get(match["month"][0], 0)
        first, last = month(today, -back)
        return f"{first.year}年{first.month}月", first, last
    if match["quarter"]:
        first, last = quarter(today, -1 if match["quarter"][0] == "上" else 0)
        return f"{first.year}年第{'一二三四'[(first.month - 1) // 3]}季度", first, last
    if match["week"]:
        first, last = week(today, -1 if match["week"][0] == "上" else 0)
        return "", first, last
    if match["day"]:
        day = today + timedelta(_DAYS.get(match["day"]) or _DAYS.get(match["day"][0], 0))
        return f"{day.year}年{day.month}月{day.day}日", day, day
    if match["count"]:
        return _recent(_count(match["count"]), match["unit"], today, lambda year: f"{year}年")
    first, last = _ago(_count(match["ago"]), match["agounit"], today)
    return (f"{first.year}年" if match["agounit"] == "年" else ""), first, last


_MONTHS_LISTED = "January February March April May June July August September October November December"
_MONTHS = _MONTHS_LISTED.split()
_COUNT = r"(?:\d{1,2}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|couple of|few)"
_english = Late(
    rf"\b(?P<year>the year before last|last year|this year|(?:the )?current year|next year)\b(?=['’]?s?\b)"
    rf"|\b(?P<which>last|this|next) (?P<unit>month|week|quarter)\b"
    rf"|\b(?P<lastmonth>last|this) (?P<name>{'|'.join(_MONTHS)})\b|\b(?P<day>the day before yesterday|yesterday|today|tomorrow)\b(?!['’]s (?:world|society))"
    rf"|\b(?:the |these )?(?:past|last|previous) (?:(?P<count>{_COUNT}) )?(?P<counted>years|months|weeks|days|quarters|decades?|century)\b"
    rf"|\b(?P<ago>{_COUNT}) (?P<agounit>years?|months?|weeks?|days?|decades?) ago\b",
    re.IGNORECASE,
)
_ENGLISH_YEARS = {"the year before last": -2, "last year": -1, "next year": 1}
_ENGLISH_DAYS = {"the day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1}


def _english_value(match: re.Match[str], today: date) -> _Value | None:
    if match["year"]:
        year = today.year + _ENGLISH_YEARS.get(match["year"].lower(), 0)
        return f"{year}", date(year, 1, 1), date(year, 12, 31)
    if match["unit"]:
        steps = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
        unit = match["unit"].lower()
        first, last = {"month": month, "week": week, "quarter": quarter}[unit](today, steps)
        return (
            {
                "month": f"{_MONTHS[first.month - 1]} {first.year}",
                "quarter": f"Q{(first.month + 2) // 3} {first.year}",
            }.get(unit, ""),
            first,
            last,
        )
    if match["name"]:
        number = [name.lower() for name in _MONTHS].index(match["name"].lower()) + 1
        back = number > today.month or (number == today.month and match["lastmonth"].lower() == "last")
        year = today.year - (back if match["lastmonth"].lower() == "last" else 0)
        first, last = month(date(year, number, 1), 0)
        return f"{_MONTHS[number - 1]} {year}", first, last
    if match["day"]:
        day = today + timedelta(_ENGLISH_DAYS[match["day"].lower()])
        return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}", day, day
    if match["counted"]:
        return _recent(_count(match["count"] or "one"), match["counted"].lower(), today, str)
    if match["ago"]:
        first, last = _ago(_count(match["ago"]), match["agounit"].lower(), today)
        return (f"{first.year}" if match["agounit"].lower().startswith(("year", "decade")) else ""), first, last
    return None


def month(today: date, steps: int) -> tuple[date, date]:
    """Return the first and the last day of the month some steps from a day's own."""
    first = _shifted(today.replace(day=1), steps)
    return first, _shifted(first, 1) - timedelta(1)


def quarter(today: date, steps: int) -> tuple[date, date]:
    """Return the first and the last day of the quarter some steps from a day's own."""
    first = _shifted(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * steps)
    return first, _shifted(first, 3) - timedelta(1)


def week(today: date, steps: int) -> tuple[date, date]:
    """Return the Monday and the Sunday of the week some steps from a day's own."""
    first = today - timedelta(today.weekday() - 7 * steps)
    return first, first + timedelta(6)


def _shifted(day: date, months: int) -> date:
    """Return the same day some months later or earlier; the last of a month stands for days that it lacks."""
    count = day.year * 12 + day.month - 1 + months
    year, number = count // 12, count % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, number, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


_FEW = {"a": 1, "an": 1, "couple of": 2, "few": 3, "两": 2, "兩": 2}
_MANY_YEARS = 4  # of more years than that each by itself is no word of the question


def _count(written: str) -> int:
    low = written.lower()
    if low.isdigit():
        return int(low)
    if low in _FEW:
        return _FEW[low]
    return int((numerals.spelled(low) if low.isascii() else numerals.han(low)) or 0)


def _before(count: int, unit: str, today: date) -> date:
    if unit.startswith(("decade", "century")):
        return _shifted(today, -12 * count * (100 if unit == "century" else 10))
    for begins, months in (
        ("year", 12),
        ("年", 12),
        ("month", 1),
        ("个月", 1),
        ("月", 1),
        ("quarter", 3),
        ("季", 3),
        ("个季", 3),
    ):
        if unit.startswith(begins):
            return _shifted(today, -months * count)
    weekly = unit.startswith(("week", "周", "星期", "个星期"))
    return today - timedelta(count * (7 if weekly else 1))


def _recent(count: int, unit: str, today: date, written: Callable[[int], str]) -> _Value:
    first = _before(count, unit, today)
    years = range(first.year, today.year + 1) if unit.startswith(("年", "year")) and count < _MANY_YEARS else ()
    return "", first, today, " ".join(map(written, years))


def _ago(count: int, unit: str, today: date) -> tuple[date, date]:
    day = _before(count, unit, today)
    if unit.startswith(("年", "year", "decade")):
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return month(day, 0) if unit.startswith(("个月", "month")) else (day, day)
