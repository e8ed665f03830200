"""Where an article comes from: the host of its address, or the folder of its file; and what a filter can choose among."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from yinju.index.text.patterns import Late

_SAMPLED = 4_000
"""Articles whose facets and sources are counted.

Ids are digests, so the first of a larger library are drawn by chance: what one article in a thousand has is found with
a probability of .98. Of 50,000, all facets take 200 ms of CPU, these 14 (measured)."""
_LISTED = 300  # sources, and facets: nobody reads a longer list
_end = Late("[/?#]")


class Present(NamedTuple):
    """What there is to choose among: language codes, and sources and facets (name, value), the most frequent first.

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
    languages = [str(code) for (code,) in connection.execute("SELECT DISTINCT language FROM articles")]
    rows = connection.execute("SELECT url, identity FROM articles ORDER BY id LIMIT ?", (_SAMPLED + 1,)).fetchall()
    facets = connection.execute(
        """SELECT f.key, v.value FROM (SELECT facets FROM articles ORDER BY id LIMIT ?) a, json_each(a.facets) f, json_each(f.value) v
           GROUP BY f.key, v.value ORDER BY count(*) DESC, f.key, v.value LIMIT ?""",
        (_SAMPLED, _LISTED + 1),
    ).fetchall()
    counted = Counter(source(url, identity) for url, identity in rows[:_SAMPLED])
    ordered = sorted(counted, key=lambda name: (-counted[name], name))
    whole = len(rows) <= _SAMPLED and max(len(ordered), len(facets)) <= _LISTED
    pairs = tuple((str(key), str(value)) for key, value in facets[:_LISTED])
    return Present(tuple(sorted(languages)), tuple(ordered[:_LISTED]), pairs, whole)
