"""Dates as texts and metadata write them, to ISO days."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_month = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})(?!\d)",
        rf"\b{_month}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_month},?\s+(?P<year>\d{{4}})\b",
    )
)
_HEAD = 600  # characters of a text in which a date is taken for its own
_DATELINE = 80  # characters of a line that may be a dateline
_OPENING = 200  # characters of running text in which a date is the text's own
_LONGEST = 30  # characters a date may have
_EARLIEST = 1995  # before it, a date in running text is history, not the day of publication


def iso_day(text: str, within: int | None = None) -> str | None:
    """Return the first whole calendar date that begins within a text's first code points as YYYY-MM-DD, or None.

    Impossible dates do not count.
    """
    found = [
        (match.start(), day)
        for pattern in _PATTERNS
        for match in pattern.finditer(text)
        if (within is None or match.start() < within) and (day := _day(match))
    ]
    return min(found)[1] if found else None


def stated_day(text: str) -> str | None:
    """Return the day a news text gives for itself, or None when it states none in full.

    That is a date on a short line of its own near the beginning, else one in the very first words; never one
    in the future.
    """
    head = text.lstrip()[: _HEAD + _LONGEST]
    short = [line for line in head[:_HEAD].split("\n") if len(line) <= _DATELINE]
    days = [iso_day(line) for line in short] + [iso_day(head, _OPENING)]
    today = date.today().isoformat()
    return next((day for day in days if day and f"{_EARLIEST}" <= day <= today), None)


def _day(match: re.Match[str]) -> str | None:
    month = match["month"].lower()
    try:
        return date(int(match["year"]), _MONTHS.get(month[:3]) or int(month), int(match["day"])).isoformat()
    except ValueError:
        return None
