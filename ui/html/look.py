"""Which part of the list of articles is looked at, as a text that buttons and hidden fields carry."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from yinju.index.listing import SORTS, UNDATED, Wanted

HOURS = (1, 24, 168)
"""The spans for which the page says how many articles were added or changed."""

_ALL = Wanted()
_UNDATED = "undated"
_FURTHEST = 1_000_000  # pages
_article = re.compile("[0-9a-f]{16}")
_focus = re.compile("[0-9a-f]{16}|top|restore")


@dataclass(frozen=True, slots=True)
class Look:
    """A search, filters, an order and a page of the list, and the article that is open, if one is.

    `hours` keeps to what was added or changed in so many hours; 0 keeps to nothing. `focus` says what the keyboard goes
    on from: an article's id, "top", "restore" or nothing.
    """

    wanted: Wanted = _ALL
    hours: int = 0
    page: int = 1
    article: str = ""
    focus: str = ""

    @classmethod
    def read(cls, text: str) -> Look:
        """Return the look that a text from the browser describes; what makes no sense in it is left out."""
        told = dict(parse_qsl(text[:2_000], keep_blank_values=True))
        sort = next((known for known in SORTS if known == told.get("sort")), _ALL.sort)
        year = told.get("year")
        return cls(
            Wanted(
                told.get("search", ""),
                told.get("language", ""),
                UNDATED if year == _UNDATED else year,
                sort=sort,
                turned=told.get("turned") == "1",
            ),
            _number(told.get("hours", ""), 0, max(HOURS)),
            _number(told.get("page", ""), 1, _FURTHEST),
            _fitting(_article, told.get("article", "")),
            _fitting(_focus, told.get("focus", "")),
        )

    def __str__(self) -> str:
        wanted = self.wanted
        told = {
            "search": wanted.search,
            "language": wanted.language,
            "year": (wanted.year or _UNDATED) if wanted.year is not None else "",
            "sort": wanted.sort if wanted.sort != _ALL.sort else "",
            "turned": "1" if wanted.turned else "",
            "hours": self.hours or "",
            "page": self.page if self.page > 1 else "",
            "article": self.article,
            "focus": self.focus,
        }
        return urlencode({name: value for name, value in told.items() if value})

    def asking(self, **fields: Any) -> Look:
        """Return a look at other articles, or at these in another order: its first page, no article being open."""
        return replace(self, wanted=replace(self.wanted, **fields), page=1, article="", focus="")

    def searching(self, text: str) -> Look:
        """Return a look for a text; the page and the article stay where the text is what is searched for already."""
        return self if text == self.wanted.search else self.asking(search=text)

    def opening(self, article: str) -> Look:
        """Return the look with an article open."""
        return replace(self, article=article, focus="")

    def without(self, focus: str) -> Look:
        """Return the look at the list alone, with what the keyboard goes on from."""
        return replace(self, article="", focus=focus)

    @property
    def closed(self) -> Look:
        """The look without the article that is open; the keyboard goes on from its title."""
        return self.without(self.article)

    def turned_to(self, page: int) -> Look:
        """Return the look at another page; the keyboard goes on from its beginning."""
        return replace(self, page=page, focus="top")

    def at(self, moment: datetime) -> Wanted:
        """Return what is wanted at a moment."""
        return replace(self.wanted, since=moment_before(moment, self.hours) if self.hours else "")

    @property
    def narrow(self) -> bool:
        """Whether anything is left out of the list."""
        return bool(self.wanted.search.strip() or self.wanted.language or self.wanted.year is not None or self.hours)


def moment_before(moment: datetime, hours: int) -> str:
    """Return the moment so many hours before another one, as the catalogue notes moments (UTC)."""
    return (moment.astimezone(UTC) - timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M:%S")


def _fitting(pattern: re.Pattern[str], text: str) -> str:
    return text if pattern.fullmatch(text) else ""


def _number(text: str, least: int, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdecimal() and least <= int(text[:12]) else least
