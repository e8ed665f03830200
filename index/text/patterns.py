"""Regular expressions that are compiled when they are first used.

A pattern takes up to 3 ms to compile, so a question that starts from cold would wait for all those that it never
reaches. `Late(…)` stands where `re.compile(…)` would; the latter is for what nearly every question needs, and for
what is compiled in less than .1 ms.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from typing import Any


class Late:
    """A regular expression, compiled at its first use; a `re.Pattern` otherwise, with its methods' contracts.

    Threads may share it: two that come first at once compile the same twice, and either is kept.
    """

    __slots__ = ("_compiled", "_flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """Take what `re.compile` takes; a pattern that is no regular expression fails when it is used."""
        self.pattern = pattern
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    def _made(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        return self._compiled

    def search(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match."""
        return self._made().search(string, pos, endpos)

    def match(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match that begins at `pos`."""
        return self._made().match(string, pos, endpos)

    def fullmatch(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match from `pos` to `endpos`."""
        return self._made().fullmatch(string, pos, endpos)

    def finditer(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return all matches in order, none overlapping."""
        return self._made().finditer(string, pos, endpos)

    def findall(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> list[Any]:
        """Return what all matches hold: of those with groups, the groups."""
        return self._made().findall(string, pos, endpos)

    def sub(self, repl: str | Callable[[re.Match[str]], str], string: str, count: int = 0) -> str:
        """Return the text with its matches replaced, at most `count` of them unless that is 0."""
        return self._made().sub(repl, string, count)

    def split(self, string: str, maxsplit: int = 0) -> list[str | Any]:
        """Return what stands between the matches."""
        return self._made().split(string, maxsplit)
