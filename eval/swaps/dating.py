"""Wrong dates: another day, month, year, quarter, half or weekday, and always one that there is."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from itertools import pairwise
from random import Random

from yinju.eval.swaps.dates import Date, Part, dates
from yinju.eval.swaps.types import Edit, Statement

_FARTHEST = 3  # years: a date much farther off is no mistake that anybody makes
_PRESENT = 2025  # what has been does not become what is to be, nor the other way round; fixed, so that swaps are
_VALUES = {"month": 12, "weekday": 7, "quarter": 4, "half": 2}
_since = re.compile(r"\b(?:since|by|before)(?: the)? $|(?<![来去])[到至]$", re.IGNORECASE)
_until = re.compile(r"\b(?:until|till)(?: the)? $|直[到至]$", re.IGNORECASE)
_since_after = re.compile(r"(?:底|初)?(?:以来|之?前|以前)")
_reaches = re.compile(r" (?:and|to) |年?[月份]*[至到—–-]")  # “between 2019 and 2022”, “4月至6月”


def dating(statement: Statement, rng: Random) -> Iterator[Edit]:
    """Yield the edits that move a date.

    What holds “since” a day also holds since a later one, and what falls between two days falls between days
    farther apart; so those are moved the other way.
    """
    found = list(dates(statement.text, statement.chinese))
    known = _known(statement)
    parts = [(date, part) for date in found for part in date.parts]
    rng.shuffle(parts)
    for date, part in parts:
        low, high = _room(statement.text, found, date, part)
        values = [
            value
            for value in _others(part)
            if low < value < high and (part.kind, value) not in known and _exists(date, part, value)
        ]
        rng.shuffle(values)
        for value in values:
            before, after = statement.text[date.start : part.start], statement.text[part.end : date.end]
            yield Edit(date.start, date.end, before + part.written(value) + after)


def _known(statement: Statement) -> set[tuple[str, int]]:
    texts = ((statement.text, statement.chinese), (statement.avoid, True), (statement.avoid, False))
    return {(part.kind, part.value) for text, chinese in texts for date in dates(text, chinese) for part in date.parts}


def _others(part: Part) -> list[int]:
    if part.kind == "year":
        years = range(part.value - _FARTHEST, part.value + _FARTHEST + 1)
        return [year for year in years if (year > _PRESENT) == (part.value > _PRESENT)]
    return list(range(1, _VALUES.get(part.kind, 28) + 1))


def _room(text: str, found: list[Date], date: Date, part: Part) -> tuple[float, float]:
    """Return the values between which another value of a part makes the statement wrong and not absurd."""
    low, high = float("-inf"), float("inf")
    if _since.search(text[: date.start]) or _since_after.match(text, date.end):
        high = part.value
    if _until.search(text[: date.start]):
        low = part.value
    for first, second in pairwise(found):
        if _reaches.fullmatch(text[first.parts[-1].end : second.start]) and date in (first, second):
            ends = [p.value for other in (first, second) for p in other.parts if p.kind == part.kind]
            low, high = max(low, min(ends)), min(high, max(ends))
    if part.kind == "year":  # “from 88% in 2019 to 94% in 2022”
        years = [p.value for other in found for p in other.parts if p.kind == "year"]
        low = max([low, *(year for year in years if year < part.value)])
        high = min([high, *(year for year in years if year > part.value)])
    return low, high


def _exists(date: Date, part: Part, value: int) -> bool:
    """Tell whether a date is still in the calendar with another value of one part."""
    values = {other.kind: other.value for other in date.parts} | {part.kind: value}
    if "day" not in values or "month" not in values:
        return True
    return values["day"] <= calendar.monthrange(values.get("year", 2001), values["month"])[1]
