"""Dates as texts write them, each as exact as it is given: year, half, quarters, month, day, day of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from yinju.rag.verify import numerals

_MONTHS_LISTED = "january february march april may june july august september october november december"
_MONTHS = _MONTHS_LISTED.split()
_DAYS_LISTED = "monday tuesday wednesday thursday friday saturday sunday"
_DAYS = _DAYS_LISTED.split()
_month = r"(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|January|February|March|April|May|June|July|August|September|October|November|December)"
_weekday = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 4, "final": 4}
_EDGES = {
    **dict.fromkeys(("since", "from", "starting", "beginning"), "since"),
    **dict.fromkeys(("until", "till", "through", "by", "before", "by the end of", "up to"), "until"),
    **dict.fromkeys(("after",), "after"),
}


@dataclass(frozen=True, slots=True)
class Date:
    """A date, code points half open; 0 is what it does not say. `quarters` counts from the year's start when `through`.

    `edge` is "since", "until" or "after" where the date is only a limit; `late` marks the end of the year or month.
    """

    start: int
    end: int
    text: str
    year: int = 0
    half: int = 0
    quarter: int = 0
    through: bool = False
    month: int = 0
    day: int = 0
    weekday: int = 0
    edge: str = ""
    late: str = ""

    @property
    def fields(self) -> dict[str, int]:
        """What the date says, by name."""
        named = {
            **{"year": self.year, "half": self.half, "quarter": self.quarter * (10 if self.through else 1)},
            **{"month": self.month, "day": self.day, "weekday": self.weekday},
        }
        return {name: value for name, value in named.items() if value}


_FEASTS = {
    **dict.fromkeys(("new year's day", "new year’s day", "元旦"), (1, 1)),
    **dict.fromkeys(("christmas day", "圣诞节"), (12, 25)),
    **dict.fromkeys(("christmas eve", "平安夜"), (12, 24)),
    **dict.fromkeys(("new year's eve", "new year’s eve"), (12, 31)),
    **dict.fromkeys(("valentine's day", "valentine’s day", "情人节"), (2, 14)),
    **dict.fromkeys(("halloween", "万圣夜"), (10, 31)),
}
_feast = re.compile("|".join(_FEASTS), re.IGNORECASE)


def dates(text: str, chinese: bool) -> tuple[Date, ...]:
    """Return the dates of a text, feasts of a fixed day among them."""
    feasts = [
        Date(match.start(), match.end(), match.group(), month=month, day=day)
        for match in _feast.finditer(text)
        for month, day in (_FEASTS[match.group().lower()],)
    ]
    return (*(_chinese(text) if chinese else _english(text)), *feasts)


class Spanned(Protocol):
    """Anything that stands in a text from one code point to another."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


def blanked(text: str, found: Sequence[Spanned]) -> str:
    """Return the text with some stretches blanked out, every other character in its place."""
    for item in found:
        text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return text


_nth = "|".join(_NTH)
_year = r"(?:1[5-9]|20)\d\d"
_english_date = re.compile(
    rf"(?:\b(?P<edge>since|from|until|till|through|by|before|after|starting|beginning|up to)\s(?:in\s|on\s)?)?"
    rf"(?:(?:the )?(?P<late>(?:end|beginning|start|middle) of )?(?:(?P<weekday>{_weekday})(?:s)?\b(?:,? (?=(?:the )?{_month} \d|\d{{1,2}} {_month}))?)?"
    rf"(?:"
    rf"(?P<iso>(?P<y1>{_year})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}}))(?!\d)"
    rf"|\b(?P<m2>{_month}) (?P<d2>[12]?\d|3[01])(?:st|nd|rd|th)?(?!\d|[,.]\d|%| (?:per|million|billion|thousand|trillion|people|percent)\b)(?:,? (?P<y2>{_year})\b)?"
    rf"|\b(?:the )?(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m3>{_month})\b(?:,? (?P<y3>{_year})\b)?"
    rf"|\b(?P<m4>{_month}),? (?:of )?(?P<y4>{_year})\b"
    rf"|\b(?:the )?(?P<nq>{_nth}|Q[1-4])(?P<many> (?:two|three) quarters)?(?:[ -]quarter)?(?:(?: of|,)? (?:fiscal )?(?P<y5>{_year})\b)?(?<!first)(?<!second)(?<!third)(?<!fourth)(?<!last)(?<!final)(?<!\dst)(?<!\dnd)(?<!\drd)(?<!\dth)"
    rf"|\b(?:the )?(?P<nh>first|second|H[12])(?:[ -]half)?(?: of(?: the year)?)?(?:,? (?P<y6>{_year})\b)?(?<!first)(?<!second)(?<! of)"
    rf"|\b(?P<m5>January|February|March|April|June|July|August|September|October|November|December|(?<=in )May|(?<=since )May|(?<=from )May|(?<=by )May|(?<=last )May|(?<=this )May|(?<=until )May|(?<=early )May|(?<=late )May)\b"
    rf"|(?<![\d.,$€£¥])\b(?P<y7>{_year})(?P<decade>s)?\b(?!\s[a-z]+s\b(?<!was)(?<!is)(?<!has)(?<!as)(?<!this)(?<!its)|-?(?:year|metre|meter|strong)|[,.]\d|%| ?(?:percent|per cent|people|yuan|dollars|workers|million|billion|thousand|euros|pounds|companies|metres|km)\b)"
    rf"|(?<=day)(?=\W|$)"
    rf"))",
    re.IGNORECASE,
)


def _english(text: str) -> Iterator[Date]:
    for match in _english_date.finditer(text):
        year = next((int(match[g]) for g in ("y1", "y2", "y3", "y4", "y5", "y6", "y7") if match[g]), 0)
        month = (
            int(match["m1"])
            if match["m1"]
            else next((_month_of(match[g]) for g in ("m2", "m3", "m4", "m5") if match[g]), 0)
        )
        day = next((int(match[g]) for g in ("d1", "d2", "d3") if match[g]), 0)
        weekday = _DAYS.index(match["weekday"].lower()) + 1 if match["weekday"] else 0
        nth, half = (match["nq"] or "").lower(), (match["nh"] or "").lower()
        quarter = int(nth[1]) if nth.startswith("q") else _NTH.get(nth, 0)
        if match["many"]:
            quarter = 2 if "two" in match["many"] else 3
        start = match.end("edge") + 1 if match["edge"] else match.start()
        if not (year or month or day or weekday or quarter or half) or (month == 5 and match["m2"] == "may"):
            continue
        yield Date(
            start=start,
            end=match.end(),
            text=text[start : match.end()].strip().removeprefix("the ").strip(),
            year=year,
            half=(int(half[1]) if half.startswith("h") else _NTH[half]) if half else 0,
            quarter=quarter,
            through=bool(match["many"]),
            month=month,
            day=day,
            weekday=weekday,
            edge=_EDGES.get((match["edge"] or "").lower(), ""),
            late=(match["late"] or "").split(" ")[0].lower(),
        )


def _month_of(word: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3]))


_HAN_DAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "末": 0}
_number = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_han_year = r"(?:(?:1[5-9]|20)\d\d|[一二][零〇一二三四五六七八九]{3})"


@lru_cache(maxsize=1)
def _chinese_date() -> re.Pattern[str]:
    parts = (  # some texts set figures apart: 2013 年 5 月
        r"(?P<iso>(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2}))(?!\d)",
        rf"(?:(?P<y2>{_han_year})\s?年(?:代)?(?:的)?)?(?:第?(?P<q>[一二三四1-4])季度|(?P<many>前[二两三23])个?季度?(?=季|度|[^\d个])|(?P<h>[上下])半年)",
        rf"(?P<y3>{_han_year})\s?年(?:代|\s?(?P<m3>{_number})\s?月(?:份)?(?:\s?(?P<d3>{_number})\s?[日号])?)?",
        rf"(?<![\d个])(?P<m4>{_number})\s?月(?:份|\s?(?P<d4>{_number})\s?[日号])?(?![以之]?内)",
        r"(?<![\d月])(?P<d5>\d{1,2})日(?!本)",
        r"(?:星期|周|礼拜)(?P<w>[一二三四五六日天])(?!年|岁|期)",
    )
    return re.compile(
        rf"(?P<before>自从?|从|截至|截止|至|到)?(?:{'|'.join(parts)})(?P<weekday>[(（]?(?:星期|周)[一二三四五六日天][)）]?)?(?P<late>年底|底|末|年末|初|年初|中旬|上旬|下旬)?(?P<after>以来|起|之前|以前|前|之后|以后|后|至今)?"
    )


def _chinese(text: str) -> Iterator[Date]:
    for match in _chinese_date().finditer(text):
        groups = match.groupdict()
        year = next((_value(groups[g]) for g in ("y1", "y2", "y3") if groups[g]), 0)
        month = next((_value(groups[g]) for g in ("m1", "m3", "m4") if groups[g]), 0)
        day = next((_value(groups[g]) for g in ("d1", "d3", "d4", "d5") if groups[g]), 0)
        weekday = groups["w"] or (groups["weekday"] or "")[-2:].strip(")）")[-1:]
        many = groups["many"]
        if month > 12 or day > 31:
            continue
        start = match.end("before") if groups["before"] else match.start()
        yield Date(
            start=start,
            end=match.end("after")
            if groups["after"] and groups["after"] != "前"
            else match.end("late")
            if groups["late"]
            else match.end(),
            text=text[start : match.end()],
            year=year,
            half={"上": 1, "下": 2}.get(groups["h"] or "", 0),
            quarter=_value(groups["q"]) if groups["q"] else (3 if many[1] in "三3" else 2) if many else 0,
            through=bool(many),
            month=month,
            day=day,
            weekday=_HAN_DAYS[weekday] if weekday else 0,
            edge=_edge(groups["before"] or "", groups["after"] or ""),
            late={"底": "end", "末": "end", "初": "beginning"}.get((groups["late"] or "")[-1:], ""),
        )


def _edge(before: str, after: str) -> str:
    if after in ("以来", "起", "至今") or before in ("自", "自从", "从"):
        return "since"
    if after in ("之前", "以前", "前") or before in ("截至", "截止", "至", "到"):
        return "until"
    return "after" if after else ""


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    return int(numerals.han(text) or 0)


def conflicting(one: Date, other: Date) -> bool:
    """Tell whether two dates cannot be one: a field that both give differs."""
    theirs = other.fields
    return any(name in theirs and theirs[name] != value for name, value in one.fields.items()) or _apart(one, other)


def _apart(one: Date, other: Date) -> bool:
    """Tell whether a month lies outside a quarter or a half."""
    for month, period in ((one.month, other), (other.month, one)):
        if month and period.quarter and not period.through and (month - 1) // 3 + 1 != period.quarter:
            return True
        if month and period.half and (month - 1) // 6 + 1 != period.half:
            return True
    for counted, period in ((one, other), (other, one)):
        if counted.through and (period.half or (period.quarter and not period.through)):
            return (counted.quarter, period.half) != (2, 1)
    return bool(one.quarter and other.half and not one.through and (one.quarter + 1) // 2 != other.half)


def within(claimed: Date, stated: Date) -> bool:
    """Tell whether a stated date says all that a claimed one says."""
    theirs = stated.fields
    return all(theirs.get(name) == value for name, value in claimed.fields.items())
