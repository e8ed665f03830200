"""The articles as a list: searched, filtered, sorted and cut into pages, with how many there are of each kind.

Everything but the facets of one page comes from an index of the catalogue that holds no text, so that 50,000 articles
are listed in a tenth of a second.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

import opencc

from yinju.index.sources import source
from yinju.index.text.sounds import sound
from yinju.index.types import Facets

Sort = Literal["title", "date", "added", "language"]
SORTS: tuple[Sort, ...] = get_args(Sort)
PAGE = 50
"""Articles a page."""
UNDATED = ""
"""The year of the articles without a date."""

_LONGEST = 200  # characters of a search that are read
_ORDER: Mapping[Sort, tuple[str, str]] = {
    "title": ("sound(title), id", "sound(title) DESC, id DESC"),
    "date": ("published IS NULL, published DESC, added DESC, id", "published IS NULL, published, added, id"),
    "added": ("added DESC, id", "added, id"),
    "language": ("language, added DESC, id", "language DESC, added DESC, id"),
}
"""For each order the usual way round, and the other one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles, in which order; an empty field admits all.

    `search` are words that must all stand in the title or the source, `year` four digits (UNDATED: no date, None: any),
    `since` a moment in UTC (`YYYY-MM-DD HH:MM:SS`) from which on they were added or changed.
    """

    search: str = ""
    language: str = ""
    year: str | None = None
    since: str = ""
    sort: Sort = "added"
    turned: bool = False


class Entry(NamedTuple):
    """One article as it stands in a list, without its text; `added` is when it was added or last changed (UTC)."""

    id: str
    identity: str
    title: str
    url: str | None
    published: str | None
    language: str
    facets: Facets
    added: str

    @property
    def source(self) -> str:
        """Where it comes from: a host, or a folder; `.` for a file that lay in none, as when it was sent alone."""
        return source(self.url, self.identity)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles there are: of a search in all, of each language and of each year, the most or latest first.

    Languages are counted among the articles of the wanted year, years among those of the wanted language.
    """

    total: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)


def listed(connection: sqlite3.Connection, wanted: Wanted, page: int = 1, size: int = PAGE) -> list[Entry]:
    """Return one page of the wanted articles; pages are counted from 1."""
    connection.create_function("sound", 1, sound, deterministic=True)
    clause, values = _clause(wanted)
    order = _ORDER[wanted.sort][wanted.turned]
    rows = connection.execute(
        f"SELECT id FROM articles WHERE {clause} ORDER BY {order} LIMIT ? OFFSET ?",
        (*values, size, (max(page, 1) - 1) * size),
    )
    return entries(connection, [row[0] for row in rows])


def entries(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Entry]:
    """Return the articles of these ids that are there, in the order of the ids."""
    rows = connection.execute(
        "SELECT id, identity, title, url, published, language, facets, added FROM articles"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    found = {
        identifier: Entry(identifier, identity, title, url, published, language, _facets(facets), added)
        for identifier, identity, title, url, published, language, facets, added in rows
    }
    return [found[identifier] for identifier in ids if identifier in found]


def counted(connection: sqlite3.Connection, wanted: Wanted) -> Counts:
    """Count the wanted articles, with the other languages and years there are to choose from."""
    clause, values = _clause(Wanted(search=wanted.search, since=wanted.since))
    rows = connection.execute(
        f"SELECT language, coalesce(substr(published, 1, 4), ?), count(*) FROM articles WHERE {clause} GROUP BY 1, 2",
        (UNDATED, *values),
    ).fetchall()
    languages, years = Counter[str](), Counter[str]()
    total = 0
    for language, year, count in rows:
        in_language, in_year = wanted.language in ("", language), wanted.year in (None, year)
        languages[language] += count if in_year else 0
        years[year] += count if in_language else 0
        total += count if in_language and in_year else 0
    return Counts(
        total,
        {language: count for language, count in languages.most_common() if count or language == wanted.language},
        {year: years[year] for year in sorted(years, reverse=True) if years[year] or year == wanted.year},
    )


def changed_since(connection: sqlite3.Connection, wanted: Wanted, moments: Sequence[str]) -> list[int]:
    """Count the wanted articles that were added or changed since each of these moments (UTC, `YYYY-MM-DD HH:MM:SS`)."""
    counts = []
    for moment in moments:
        clause, values = _clause(replace(wanted, since=moment))
        (count,) = connection.execute(f"SELECT count(*) FROM articles WHERE {clause}", values).fetchone()
        counts.append(int(count))
    return counts


def _clause(wanted: Wanted) -> tuple[str, list[str]]:
    """Return the condition of the wanted articles as SQL, and its values."""
    clauses, values = ["1"], list[str]()
    if wanted.language:
        clauses.append("language = ?")
        values.append(wanted.language)
    if wanted.year is not None:
        clauses.append("coalesce(substr(published, 1, 4), ?) = ?")
        values += [UNDATED, wanted.year]
    if wanted.since:
        clauses.append("added >= ?")
        values.append(wanted.since)
    for word in wanted.search[:_LONGEST].split():
        patterns = [f"%{_literal(form)}%" for form in _forms(word)]
        alike = " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for _ in patterns for column in ("title", "url", "identity"))
        clauses.append(f"({alike})")
        values += [pattern for pattern in patterns for _ in range(3)]
    return " AND ".join(clauses), values


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _forms(word: str) -> list[str]:
    """Return how a word may be written: SQLite folds the case of ASCII alone, and knows no traditional characters."""
    if word.isascii():
        return [word]
    chinese = [converter.convert(word) for converter in _converters()]
    return list(dict.fromkeys([word, word.lower(), word.upper(), word.title(), *chinese]))


@lru_cache(maxsize=1)
def _converters() -> tuple[opencc.OpenCC, ...]:
    return opencc.OpenCC("t2s"), opencc.OpenCC("s2t")


def _facets(stored: str) -> Facets:
    """Return facets, none where they cannot be read: a list is shown all the same, `yinju repair` says what is wrong."""
    try:
        found = json.loads(stored)
        return {str(key): tuple(map(str, values)) for key, values in found.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
