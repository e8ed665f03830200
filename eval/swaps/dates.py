"""Where the dates of a text stand and what they are made of: year, half, quarter, month, day, weekday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTH_NAMES = "January February March April May June July August September October November December"
_MONTHS = _MONTH_NAMES.split()
_SHORT = [name[:3] for name in _MONTHS]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_ORDINALS = ["first", "second", "third", "fourth"]
_HAN_WEEKDAYS = "一二三四五六日"
_HAN_QUARTERS = "一二三四"
_HAN_DIGITS = "〇一二三四五六七八九"

_month = rf"(?P<month>{'|'.join(_MONTHS)}|(?:{'|'.join(_SHORT)}|Sept)\b\.?)"
_day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_year = r"(?P<year>(?:19|20)\d\d)"
_no_amount = r"(?![.,]?\d|\s?%|\s(?:percent|per cent|million|billion|thousand)\b)"
_no_day = rf"(?! \d{{1,2}}\b{_no_amount})"
# before a year or a month that stands alone
_before = r"\b(?:after|and|before|between|by|during|each|early|every|for|from|in|its|last|late|mid|next|of|since|that|the|their|this|to|until)"
_english = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_month} {_day}\b(?:,? {_year}\b)?{_no_amount}",
        rf"(?<![\d.,])\b{_day} {_month}(?:,? {_year}\b)?(?![.,]?\d)",
        rf"\b{_month},? {_year}\b(?![.,]?\d)",
        # May and March are words, too
        rf"(?i:{_before} )(?P<month>March|May)\b{_no_day}|\b(?P<month2>{'|'.join(name for name in _MONTHS if name not in ('March', 'May'))})\b{_no_day}",
        rf"(?i:{_before}(?: of)?[ -]){_year}\b(?![.,]?\d|%|-|\s(?:percent|per cent|people|million|billion|thousand|dollars|euros|yuan))",
        rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)})\b",
        rf"\b(?i:(?P<quarter>{'|'.join(_ORDINALS)}))[ -]quarter\b|\bQ(?P<quarter2>[1-4])(?![A-Za-z0-9])",
        r"\b(?i:(?P<half>first|second))[ -]half\b",
    )
)
_MOST = {"year": 2099, "month": 12}
_han_number = "(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_chinese = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\d.])(?P<year>(?:19|20)\d\d|[一二][{_HAN_DIGITS}零]{{3}})年(?:(?P<month>\d{{1,2}}|{_han_number})月(?:(?P<day>\d{{1,2}}|{_han_number})[日号]|份)?)?",
        rf"(?<![\d.第{_HAN_DIGITS}十])(?P<month>\d{{1,2}}|{_han_number})月(?:份|(?P<day>\d{{1,2}}|{_han_number})[日号])?(?!球)",
        r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?=[至到—-](?:19|20)\d\d年)",
        r"(?<![\d.])(?P<month>\d{1,2})(?=[至到—-]\d{1,2}月)",
        rf"(?:星期|礼拜|(?<![{_HAN_DIGITS}\d两上下每])周)(?P<weekday>[{_HAN_WEEKDAYS}天])(?![年个])",
        r"第?(?P<quarter>[一二三四1-4])季度?(?![个年])",
        r"(?P<half>[上下])半年",
    )
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a date: what it is, where it stands and which it is, counted from 1 (a Sunday is 7)."""

    kind: str
    start: int
    end: int
    value: int
    text: str

    def written(self, value: int) -> str:
        """Return another value of this part as this one is written."""
        return _write(self, value)


@dataclass(frozen=True, slots=True)
class Date:
    """A date of a text with its parts in the order they stand in."""

    start: int
    end: int
    parts: tuple[Part, ...]


def dates(text: str, chinese: bool) -> Iterator[Date]:
    """Yield the dates of a text in the order they stand in, none of them within another."""
    found = [match for pattern in (_chinese if chinese else _english) for match in pattern.finditer(text)]
    end = 0
    for match in sorted(found, key=lambda match: (_parts(match)[0].start, -match.end())):
        parts = _parts(match)
        if parts[0].start >= end and all(0 < part.value <= _MOST.get(part.kind, 31) for part in parts):
            end = match.end()
            yield Date(match.start() if chinese else parts[0].start, end, parts)


def _parts(match: re.Match[str]) -> tuple[Part, ...]:
    named = [(name, text) for name, text in match.groupdict().items() if text]
    parts = (
        Part(name.rstrip("2"), match.start(name), match.end(name), _value(name.rstrip("2"), text), text)
        for name, text in named
    )
    return tuple(sorted(parts, key=lambda part: part.start))


def _value(kind: str, text: str) -> int:
    """Return what a part is, or 0 when it is nothing."""
    if text.isascii() and text.isdecimal():
        return int(text)
    if kind == "year":
        return int("".join(str(_HAN_DIGITS.index(c)) for c in text.replace("零", "〇")))
    if text.isascii():
        names = {"month": _SHORT, "weekday": _WEEKDAYS, "quarter": _ORDINALS, "half": _ORDINALS}[kind]
        wanted = text[:3] if kind == "month" else text.lower()
        return next((n for n, name in enumerate(names, 1) if wanted in (name, name.lower())), 0)
    if kind in ("weekday", "half"):
        return ("上下" if kind == "half" else _HAN_WEEKDAYS).index(text.replace("天", "日")) + 1
    tens, ten, ones = text.rpartition("十")
    return (10 * (_HAN_DIGITS.index(tens) if len(tens) == 1 else 1) if ten else 0) + (
        _HAN_DIGITS.index(ones) if len(ones) == 1 else 0
    )


def _write(part: Part, value: int) -> str:
    if part.text.isascii() and part.text.isdecimal():
        return f"{value:0{len(part.text)}d}" if part.text.startswith("0") else str(value)
    if part.text.isascii():
        names = {"weekday": _WEEKDAYS, "quarter": _ORDINALS, "half": _ORDINALS}.get(part.kind, _MONTHS)
        if part.kind == "month" and part.text not in _MONTHS:
            return _SHORT[value - 1] + "." * part.text.endswith(".")
        return names[value - 1].capitalize() if part.text[0].isupper() else names[value - 1]
    if part.kind == "half":
        return "上下"[value - 1]
    if part.kind == "weekday":
        return _HAN_WEEKDAYS[value - 1]
    if part.kind == "year":
        return "".join(_HAN_DIGITS[int(c)] for c in str(value))
    tens, ones = divmod(value, 10)
    return (_HAN_DIGITS[tens] if tens > 1 else "") + "十" * (tens > 0) + (_HAN_DIGITS[ones] if ones else "")
