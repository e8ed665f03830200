"""Other names of the same thing: MIIT is 工信部, the United States are 美国.

The list that comes with Yinju names what sound alone does not lead across scripts; a library's folder may
hold an `aliases.txt` of one's own in the same form. Names are looked up when a question is asked, so a change
of the list counts at once, for articles added long ago too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from yinju.index.errors import AliasesBroken
from yinju.index.text.scripts import HAN
from yinju.index.text.terms import terms

FILE = "aliases.txt"
"""The name of the list: the shipped one, and one's own in a library's folder."""

# names begin and end with whole words (of America's and US-led too) or at any Han character
_piece = re.compile(rf"[^\W_{HAN}]+(?:[.&][^\W_{HAN}]+)*\.?|[{HAN}·《》]")
_LONGEST = 16  # pieces of a name
_SAME_IN_SMALL = 4  # capitals an abbreviation has at least to be known in small letters: miit, but not who or it


class Named(NamedTuple):
    """A name found in a text, and the other names of what it names."""

    name: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Aliases:
    """Groups of names, each group all the names of one thing."""

    groups: tuple[tuple[str, ...], ...]

    @classmethod
    def read(cls, text: str, where: str) -> Aliases:
        """Read a list: a line a thing, its Latin names apart by commas, then `|`, then its Han names apart by spaces.

        `#` opens a remark; either half may be empty. Raises AliasesBroken for a line of a single name.
        """
        groups = []
        for number, line in enumerate(text.splitlines(), 1):
            latin, _, han = line.split("#", 1)[0].partition("|")
            names = tuple(dict.fromkeys([*filter(None, (part.strip() for part in latin.split(","))), *han.split()]))
            if not names:
                continue
            if len(names) == 1:
                raise AliasesBroken(
                    f"{where}:{number}: only one name, “{names[0][:60]}”; write NAME, OTHER NAME | 别名 别名",
                    "line",
                    file=where,
                    line=number,
                    only=names[0][:60],
                )
            groups.append(names)
        return cls(tuple(groups))

    def extended(self, own: Aliases) -> Aliases:
        """Return both lists as one."""
        return Aliases((*self.groups, *own.groups))

    def others(self, name: str) -> tuple[str, ...]:
        """Return the other names of what a name names, in the order of the list; none when it is not listed."""
        groups = self._groups_of.get(name) or self._groups_of.get(name.casefold(), [])
        return tuple(dict.fromkeys(other for group in groups for other in group if other != name))

    def found(self, text: str) -> Iterator[Named]:
        """Yield the listed names in a text; of names that overlap the longest."""
        pieces = [match.span() for match in _piece.finditer(text)]
        at = 0
        while at < len(pieces):
            for end in range(min(at + _LONGEST, len(pieces)), at, -1):
                name = text[pieces[at][0] : pieces[end - 1][1]]
                if len(name) > 1 and (others := self.others(name) or self.others(name.removesuffix("."))):
                    yield Named(name, others)
                    at = end
                    break
            else:
                at += 1

    def terms_of_others(self, text: str, occurs: Callable[[Collection[str]], bool]) -> frozenset[str]:
        """Return the terms of other names for the names in a text whose own terms do not occur in some collection.

        `occurs` says whether each of the terms stands in a passage of it; names that do not occur give no term.
        """
        found: set[str] = set()
        for named in self.found(text):
            if not occurs(_terms(named.name)):
                found.update(*(other for name in named.others if (other := _terms(name)) and occurs(other)))
        return frozenset(found)

    @cached_property
    def _groups_of(self) -> dict[str, list[tuple[str, ...]]]:
        known: dict[str, list[tuple[str, ...]]] = {}
        for group in self.groups:
            for name in group:
                small = {name.casefold()} if " " in name or sum(map(str.isupper, name)) >= _SAME_IN_SMALL else set()
                for form in {name} | small:
                    known.setdefault(form, []).append(group)
        return known


@lru_cache(maxsize=4096)
def _terms(name: str) -> frozenset[str]:
    """Return the terms of a name; a single character says too little to be looked for."""
    return frozenset(terms(name)) if len(name) > 1 else frozenset()


@lru_cache(maxsize=1)
def shipped() -> Aliases:
    """Return the list that comes with Yinju."""
    return Aliases.read((resources.files("yinju.index.text") / FILE).read_text("utf-8"), FILE)


def load(path: Path) -> Aliases:
    """Read a list of one's own. Raises AliasesBroken when it is no text in UTF-8, or a line of it gives no two names."""
    try:
        return Aliases.read(path.read_text("utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise AliasesBroken(
            f"{path} cannot be read ({error}); save it as plain text in UTF-8, or remove it", "unreadable", file=path
        ) from error
