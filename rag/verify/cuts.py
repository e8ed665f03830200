"""Where the words of a Chinese text begin and end, found once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from yinju.index.text.terms import tagged


class Cut(NamedTuple):
    """A word of a Chinese text, code points half open, with its part of speech."""

    start: int
    end: int
    word: str
    tag: str


@lru_cache(maxsize=1 << 12)
def cuts(text: str) -> tuple[Cut, ...]:
    """Return the words of a Chinese text in order."""
    found: list[Cut] = []
    start = 0
    for word, tag in tagged(text):
        found.append(Cut(start, start + len(word), word, tag))
        start += len(word)
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def borders(text: str) -> frozenset[int]:
    """Return the places at which words of a Chinese text begin or end."""
    return frozenset({0} | {cut.end for cut in cuts(text)})
