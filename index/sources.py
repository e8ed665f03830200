"""Where an article comes from: the host of its address, or the folder of its file; and what a filter can choose among."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

_SAMPLED = 4_000
"""Articles whose facets and sources are counted.

Ids are digests, so the first of a larger library are drawn by chance: what one article in a thousand has is found with
a probability of .98. Of 50,000, all facets take 200 ms of CPU, these 20 (measured)."""
_end = re.compile("[/?#]")


class Present(NamedTuple):
    """What there is to choose among: language codes, sources, and facets as (name, value), the most frequent first.

    `whole` says that these are all; otherwise rare sources and facets may be missing.
    """

    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()
    whole: bool = True


def source(url: str | None, identity: str) -> str:
    """Return where an article comes from; `.` and a scheme stand for files and identities without a folder."""
    if url and (found := host(url)):
        return found
    place = identity.partition("#")[0]  # a row of a file
    folder, slash, _ = place.rpartition("/")
    if slash:
        return folder or slash
    scheme, colon, _ = place.partition(":")
    return scheme if colon else "."


def host(url: str) -> str:
    """Return the host of an address in small letters, without port and user; the scheme of one that has no host."""
    _, slashes, rest = url.partition("://")
    authority = _end.split(rest if slashes else url, maxsplit=1)[0].rpartition("@")[2]
    bracket = authority.partition("]")
    return (authority.partition(":")[0] if not bracket[1] else f"{bracket[0]}]").lower()


def within(sources: Iterable[str]) -> Callable[[str | None, str], bool]:
    """Return what tells whether an article comes from one of some sources, or from a folder beneath one, in any case."""
    roots = tuple(f"{name.rstrip('/').lower()}/" for name in sources)
    return lambda url, identity: f"{source(url, identity).lower()}/".startswith(roots)


def present(connection: sqlite3.Connection) -> Present:
    """Return the languages of all articles, and the sources and facets of up to four thousand of them."""
    languages = connection.execute("SELECT language FROM articles GROUP BY language ORDER BY count(*) DESC, language")
    rows = connection.execute("SELECT url, identity FROM articles LIMIT ?", (_SAMPLED + 1,)).fetchall()
    facets = connection.execute(
        """SELECT f.key, v.value FROM (SELECT facets FROM articles LIMIT ?) a, json_each(a.facets) f, json_each(f.value) v
           GROUP BY f.key, v.value ORDER BY count(*) DESC, f.key, v.value""",
        (_SAMPLED,),
    )
    counted = Counter(source(url, identity) for url, identity in rows[:_SAMPLED])
    sources = sorted(counted, key=lambda name: (-counted[name], name))
    pairs = tuple((str(key), str(value)) for key, value in facets)
    return Present(tuple(code for (code,) in languages), tuple(sources), pairs, len(rows) <= _SAMPLED)
