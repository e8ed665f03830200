"""The time a question asks about: its dates and ranges, those relative to today among them, as days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN
from yinju.rag.types import Period
from yinju.rag.understanding.days import Relative, month, relative
from yinju.rag.verify import numerals
from yinju.rag.verify.dates import Date, blanked, dates


@dataclass(frozen=True, slots=True)
class Timing:
    """What a question says of time.

    `terms` are the dates that its relative words stand for, as a text writes them; `spans` are where it speaks of
    time, code points half open.
    """

    period: Period | None
    terms: str
    spans: tuple[tuple[int, int], ...]


class _Stretch(NamedTuple):
    """Some days, and where a text names them; a side is None where the words set no limit."""

    start: int
    end: int
    since: date | None
    until: date | None


_has_han = re.compile(f"[{HAN}]")


def timing(text: str, today: date) -> Timing:
    """Return what a question says of time; its period reaches over all the dates that it names."""
    chinese = bool(_has_han.search(text))
    found = list(relative(text, chinese, today))
    written, shifts = _written_out(text, found)
    stretches = [_Stretch(item.start, item.end, item.since, item.until) for item in found if not item.written]
    for stretch in _absolute(written, chinese):
        start, end = _back(stretch.start, shifts), _back(stretch.end, shifts)
        stretches.append(stretch._replace(start=start, end=end))
    spans = {(item.start, item.end) for item in stretches} | {(item.start, item.end) for item in found}
    outer = {(a, b) for a, b in spans if not any(c <= a and b <= d and (a, b) != (c, d) for c, d in spans)}
    terms = " ".join(dict.fromkeys(item.written or item.years for item in found if item.written or item.years))
    return Timing(_hull(stretches), terms, tuple(sorted(outer)))


def _written_out(text: str, found: list[Relative]) -> tuple[str, list[tuple[int, int, int]]]:
    """Return a text with relative dates written out, and for each its (start, end, start in the text given)."""
    written, shifts, at = "", [], 0
    for item in found:
        if item.written:
            written += text[at : item.start]
            shifts.append((len(written), len(written) + len(item.written), item.start))
            written += item.written
            at = item.end
            shifts.append((len(written), len(written), at))
    return written + text[at:], shifts


def _back(place: int, shifts: list[tuple[int, int, int]]) -> int:
    """Return where a place of a text written out is in the text given."""
    for start, end, given in reversed(shifts):
        if place >= start:
            return given if place < end else given + place - end
    return place


def _hull(stretches: list[_Stretch]) -> Period | None:
    since = [stretch.since for stretch in stretches if stretch.since]
    until = [stretch.until for stretch in stretches if stretch.until]
    if not since and not until:
        return None
    return Period(min(since).isoformat() if since else None, max(until).isoformat() if until else None)


_YEAR = r"(?<![\d.])((?:1\d|20)\d\d)"
_to = r"\s?(?:至|到|[-–—~～])\s?"
_years_to = re.compile(rf"{_YEAR}\s?年?{_to}((?:1\d|20)\d\d)(?!\d|[-/.]\d)\s?年?(?!\s?\d{{1,2}}\s?月)")
_months_to = re.compile(rf"{_YEAR}\s?年\s?(1[0-2]|[1-9])\s?月?{_to}(1[0-2]|[1-9])\s?月(?!\s?\d)")
_han_century = Late(r"(?<![\d前])(\d{1,2}|[一二三四五六七八九十]{1,3})世[纪紀](?:(\d0|[一二三四五六七八九]十)年代)?")
_century = Late(r"\b(\d{1,2})(?:st|nd|rd|th)[ -]century\b(?! BC)", re.IGNORECASE)
_han_years = Late(rf"(?<![\d.前])(\d{{3,4}})\s?年(?![代级])|{_YEAR}(?![\d.,%％]|\s?[年个家人万亿元米])")
_english_year = Late(
    r"\b(?:in|since|from|until|till|by|before|after|around|circa|of|year|and) (\d{3,4})\b(?! ?BC|[,.:%]\d|%| [a-z]+s\b)",
    re.IGNORECASE,
)


def _absolute(text: str, chinese: bool) -> Iterator[_Stretch]:
    """Yield the dates and ranges of a text that need no day to be relative to."""
    taken = [
        _Stretch(*match.span(), date(int(match[1]), 1, 1), date(int(match[2]), 12, 31))
        for match in _years_to.finditer(text)
    ]
    for match in _months_to.finditer(text):
        first, last = (date(int(match[1]), int(number), 1) for number in match.group(2, 3))
        taken.append(_Stretch(*match.span(), first, month(last, 0)[1]))
    for match in (_han_century if chinese else _century).finditer(text):
        century = int(match[1]) if match[1].isdigit() else int(numerals.han(match[1]) or 0)
        decade = match[2] if chinese else None
        first_year = 100 * (century - 1) + (
            int(decade) if decade and decade.isdigit() else int(numerals.han(decade) or 0) if decade else 1
        )
        if 0 < first_year < 2100:
            taken.append(
                _Stretch(*match.span(), date(first_year, 1, 1), date(first_year + (9 if decade else 99), 12, 31))
            )
    rest = blanked(text, taken)
    for found in dates(rest, chinese):
        stretch = _stretch(found, rest)
        if stretch:
            taken.append(stretch)
    rest = blanked(text, taken)
    for match in (_han_years if chinese else _english_year).finditer(rest):
        group = 2 if chinese and match[2] else 1
        if int(match[group]) < 2100:
            first, last = date(int(match[group]), 1, 1), date(int(match[group]), 12, 31)
            taken.append(_Stretch(match.start(group), match.end(), first, last))
    yield from taken


def _stretch(found: Date, text: str) -> _Stretch | None:
    """Return the days of a date, None when it gives no year or there is no such day."""
    if not found.year:
        return None
    try:
        first, last = _days(found)
    except ValueError:
        return None
    if found.edge == "since":
        return _Stretch(found.start, found.end, first, None)
    if found.edge == "after":
        return _Stretch(found.start, found.end, last + timedelta(1), None)
    if found.edge == "until":
        excluded = found.text.endswith("前") or text[: found.start].rstrip().lower().endswith("before")
        return _Stretch(found.start, found.end, None, first - timedelta(1) if excluded else last)
    return _Stretch(found.start, found.end, first, last)


def _days(found: Date) -> tuple[date, date]:
    """Return the first and the last day of a date that has a year."""
    if re.search(r"\ds$|年代", found.text):
        return date(found.year, 1, 1), date(found.year + 9, 12, 31)
    if found.day and found.month:
        return date(found.year, found.month, found.day), date(found.year, found.month, found.day)
    if found.month:
        return month(date(found.year, found.month, 1), 0)
    if found.quarter:
        begins = 1 if found.through else 3 * found.quarter - 2
        return date(found.year, begins, 1), month(date(found.year, 3 * found.quarter, 1), 0)[1]
    if found.half:
        return date(found.year, 6 * found.half - 5, 1), month(date(found.year, 6 * found.half, 1), 0)[1]
    return date(found.year, 1, 1), date(found.year, 12, 31)
